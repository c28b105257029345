"""The shape of every kind of file, declared once.

Validation walks it; the reference, the JSON Schemas for editors and the form of files are made from it.
"""
