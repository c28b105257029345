"""Shape and types: **trust begins here**; `conform` reads nodes, `records` makes the model of them."""

from factsheet.parsing.validate.documents import ANY, Validated, validate

__all__ = ["ANY", "Validated", "validate"]
