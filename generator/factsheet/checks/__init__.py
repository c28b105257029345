"""Checks across all facts; a new one is added to `CHECKS` and nowhere else.

Each check takes the context and yields diagnostics; a waiver of the fact suppresses a diagnostic.
"""
