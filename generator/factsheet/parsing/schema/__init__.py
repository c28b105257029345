"""The shape of every kind of file, declared once.

Validation, the reference, the JSON Schemas for editors and the canonical form follow it.
"""
