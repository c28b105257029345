"""Nodes to typed records: **trust begins here**."""
