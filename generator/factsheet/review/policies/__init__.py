"""What a new version of a published site may not do, one rule a file; a new one is added here.

The older of the two versions is what is published. Each module has `check(ground)`, which yields what it
found. A change is let through by what its rule asks for, or by a waiver on the fact that has an end.
"""

from __future__ import annotations

from factsheet.checks.context import Found
from factsheet.diagnostics.core import Diagnostic, arrange
from factsheet.diagnostics.rules.versions import ID_REUSED, STATEMENT_NUMBERS, VALUE_CHANGED
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
from factsheet.review.policies.context import Ground, Policy

POLICIES: tuple[Policy, ...] = (
    values_corrected.check,
    hedges_kept.check,
    standings_kept.check,
    facts_kept.check,
    ids_kept.check,
    corrections_kept.check,
    statements_corrected.check,
    pages_kept.check,
)


def run_policies(ground: Ground) -> tuple[Diagnostic, ...]:
    """Return what a new version does that a published site may not do, but for what is waived."""
    found = [one for policy in POLICIES for one in policy(ground)]
    return arrange(one.diagnostic for one in found if not _told(one, found) and not _waived(one, ground))


def _told(one: Found, found: list[Found]) -> bool:
    """Tell whether another finding of the same fact says it already.

    Of another fact under the same id, nothing else is worth saying; one correction speaks for the value and
    for the numbers of the statement.
    """
    codes = {other.diagnostic.code for other in found if one.about and other.about is one.about}
    if one.diagnostic.code == STATEMENT_NUMBERS.code and VALUE_CHANGED.code in codes:
        return True
    return ID_REUSED.code in codes and one.diagnostic.code != ID_REUSED.code


def _waived(one: Found, ground: Ground) -> bool:
    """Tell whether a waiver that has an end lets a finding through on this day."""
    return one.about is not None and any(
        waiver.code == one.diagnostic.code and waiver.until and not waiver.is_over(ground.today)
        for waiver in one.about.waivers
    )


__all__ = ["POLICIES", "Ground", "run_policies"]
