"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""

from __future__ import annotations

from factsheet import checks
from factsheet.diagnostics.core import Rule
from factsheet.diagnostics.rules import evidence as rules_evidence
from factsheet.diagnostics.rules import form as rules_form
from factsheet.diagnostics.rules import reading as rules_reading
from factsheet.diagnostics.rules import sense as rules_sense
from factsheet.diagnostics.rules import shape as rules_shape
from factsheet.diagnostics.rules import site as rules_site
from factsheet.diagnostics.rules import staleness as rules_staleness
from factsheet.diagnostics.rules import versions as rules_versions

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
