"""Checks across all facts: each takes the context and yields diagnostics, which a waiver of the fact suppresses."""
