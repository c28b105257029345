"""What a new version of a published site may not do, one rule a file; a new one is added here.

The older of the two versions is what is published. Each module has `check(ground)`, which yields what it
found. A change is let through by what its rule asks for, or by a waiver on the fact that has an end.
"""

from __future__ import annotations

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules.review import ID_REUSED, STATEMENT_CHANGED, VALUE_CHANGED
from factsheet.review.policies import (
    corrections_kept,
    facts_kept,
    hedges_kept,
    ids_kept,
    pages_kept,
    standings_kept,
    statements_corrected,
    values_corrected,
)
from factsheet.review.policies.context import Policy, PolicyContext

POLICY_CHECKS: tuple[Policy, ...] = (
    values_corrected.check_values_corrected,
    hedges_kept.check_hedges_kept,
    standings_kept.check_standings_kept,
    facts_kept.check_facts_kept,
    ids_kept.check_ids_kept,
    corrections_kept.check_corrections_kept,
    statements_corrected.check_statements_corrected,
    pages_kept.check_pages_kept,
)


def run_policies(ground: PolicyContext) -> tuple[Diagnostic, ...]:
    """Return what a new version does that a published site may not do, but for what is waived."""
    found = [one for policy in POLICY_CHECKS for one in policy(ground)]
    return sort_diagnostics(
        one.diagnostic for one in found if not _is_redundant(one, found) and not _is_waived(one, ground)
    )


def _is_redundant(one: ReportedDiagnostic, found: list[ReportedDiagnostic]) -> bool:
    """Tell whether another finding of the same fact says it already.

    Of another fact under the same id, nothing else is worth saying; one correction speaks for the value and
    for the numbers of the statement.
    """
    codes = {other.diagnostic.code for other in found if one.fact and other.fact is one.fact}
    if one.diagnostic.code == STATEMENT_CHANGED.code and VALUE_CHANGED.code in codes:
        return True
    return ID_REUSED.code in codes and one.diagnostic.code != ID_REUSED.code


def _is_waived(one: ReportedDiagnostic, ground: PolicyContext) -> bool:
    """Tell whether a waiver that has an end lets a finding through on this day."""
    return one.fact is not None and any(
        waiver.code == one.diagnostic.code and waiver.until and not waiver.is_over(ground.today)
        for waiver in one.fact.waivers
    )


__all__ = ["POLICY_CHECKS", "PolicyContext", "run_policies"]
