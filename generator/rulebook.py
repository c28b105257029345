"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""

from __future__ import annotations

from generator import checks, rules_evidence, rules_reading, rules_sense, rules_shape, rules_site
from generator.diagnostics import Rule

_MODULES = (rules_reading, rules_shape, rules_evidence, rules_sense, checks, rules_site)

RULEBOOK: tuple[Rule, ...] = tuple(
    sorted({rule for module in _MODULES for rule in module.RULES}, key=lambda rule: rule.code)
)
