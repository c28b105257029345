"""Nodes to typed records: **everything after this package is valid**."""
