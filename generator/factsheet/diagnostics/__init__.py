"""Diagnostics as values, the catalogue of rules, and reporters for text, annotations, JSON and SARIF."""
