"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""

from __future__ import annotations

from generator import checks
from generator.diagnostics import Rule
from generator.rules import evidence as rules_evidence
from generator.rules import form as rules_form
from generator.rules import reading as rules_reading
from generator.rules import sense as rules_sense
from generator.rules import shape as rules_shape
from generator.rules import site as rules_site
from generator.rules import staleness as rules_staleness
from generator.rules import versions as rules_versions

_MODULES = (
    rules_reading,
    rules_shape,
    rules_evidence,
    rules_sense,
    checks,
    rules_site,
    rules_versions,
    rules_staleness,
    rules_form,
)

RULEBOOK: tuple[Rule, ...] = tuple(
    sorted({rule for module in _MODULES for rule in module.RULES}, key=lambda rule: rule.code)
)
