"""Rules of sense over all facts, one a file; a new one is added here and nowhere else.

Each module has `RULES`, the codes it may give, and `check(subject)`, which yields what it found.
"""

from __future__ import annotations

from factsheet.checks import (
    chains_plain,
    charts_sound,
    conflicts_decided,
    dates_possible,
    dependants_read,
    derived_right,
    established_twice,
    evidence_given,
    evidence_locked,
    key_facts_own,
    lifecycles_told,
    origin_named,
    prose_covered,
    records_used,
    reviews_due,
    snapshots_named,
    statements_differ,
    values_fit,
    waivers_needed,
)
from factsheet.checks.context import Check, CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic, Rule

_MODULES = (
    evidence_given,
    evidence_locked,
    snapshots_named,
    origin_named,
    established_twice,
    conflicts_decided,
    values_fit,
    derived_right,
    lifecycles_told,
    dates_possible,
    chains_plain,
    statements_differ,
    key_facts_own,
    charts_sound,
    reviews_due,
    records_used,
    prose_covered,
    dependants_read,
)

CHECKS: tuple[Check, ...] = tuple(module.check for module in _MODULES)
RULES: tuple[Rule, ...] = tuple(rule for module in (*_MODULES, waivers_needed) for rule in module.RULES)


def run_checks(subject: CheckContext) -> tuple[Diagnostic, ...]:
    """Run every check, set aside what is waived, and say which waivers waive nothing."""
    found: list[ReportedDiagnostic] = [one for check in CHECKS for one in check(subject)]
    return waivers_needed.apply_waivers(found, subject)


__all__ = ["CHECKS", "RULES", "CheckContext", "run_checks"]
