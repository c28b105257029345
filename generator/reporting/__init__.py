"""Findings as text, annotations, JSON and SARIF."""
