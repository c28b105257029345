"""The rules of sense that a stage (not a single check) applies: numbers that cannot be worked out."""

from __future__ import annotations

from factsheet.diagnostics.core import Rule

NOT_COMPUTABLE = Rule(
    "F306",
    "A derivation that cannot be worked out",
    "A formula over things of different units, or over facts without a number, means nothing.",
    "Mend the formula or its inputs; the message says what stands in the way.",
)
CIRCULAR_DERIVATION = Rule(
    "F308",
    "Facts derived from each other in a circle",
    "A number cannot be its own proof.",
    "Break the circle: one of the facts needs evidence of its own.",
)

SENSE_RULES = (NOT_COMPUTABLE, CIRCULAR_DERIVATION)
