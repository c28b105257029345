"""Dates as EDTF, with what is not known of them."""
