"""Shape and types: **trust begins here**; `conform` reads nodes, `records` makes the model of them."""

from factsheet.parsing.validate.documents import ANY_ID, ValidationResult, validate

__all__ = ["ANY_ID", "ValidationResult", "validate"]
