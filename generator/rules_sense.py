"""The rules of sense that stages (not single checks) apply: derived numbers."""

from __future__ import annotations

from generator.diagnostics import Rule

DERIVED_DIFFERS = Rule(
    "F305",
    "A derived number that no longer matches",
    "The page would show a sum that its own parts contradict.",
    "Write the number that comes out, or correct the input that is wrong.",
)
NOT_WORKABLE = Rule(
    "F306",
    "A derivation that cannot be worked out",
    "A formula over things of different units, or over facts without a number, means nothing.",
    "Mend the formula or its inputs; the message says what stands in the way.",
)
DERIVED_TOO_SURE = Rule(
    "F307",
    "A derived number that claims more than its inputs",
    "What is worked out from rough numbers is rough itself.",
    "Give the value the hedge that comes out of the inputs, such as `at least` or `about`.",
)
DERIVED_IN_CIRCLE = Rule(
    "F308",
    "Facts derived from each other in a circle",
    "A number cannot be its own proof.",
    "Break the circle: one of the facts needs evidence of its own.",
)
DERIVED_STANDING = Rule(
    "F309",
    "A derived fact that stands higher than its inputs",
    "A sum of claims is a claim.",
    "Give it the weakest standing among its inputs, or a weaker one.",
)

RULES = (DERIVED_DIFFERS, NOT_WORKABLE, DERIVED_TOO_SURE, DERIVED_IN_CIRCLE, DERIVED_STANDING)
