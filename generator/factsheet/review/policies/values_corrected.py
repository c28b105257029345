"""A published value changes only together with a notice that says so."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import VALUE_CHANGED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.diff.fact_changes import find_new_corrections
from factsheet.review.policies.context import PolicyContext

_VALUE_CHANGES = (
    ChangeKind.VALUE_REMOVED,
    ChangeKind.TIGHTENED,
    ChangeKind.LOOSENED,
    ChangeKind.SHIFTED,
    ChangeKind.MOVED,
    ChangeKind.UNIT,
    ChangeKind.HEDGE_LIFTED,
    ChangeKind.HEDGE_ADDED,
    ChangeKind.HEDGE_CHANGED,
)
"""Not among them: a value given for the first time, and one that is only written otherwise."""


def check_values_corrected(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find values (of a fact, in its other unit, or of one of its sources) that changed without a notice.

    A derived number that follows its inputs needs none of its own: the notice stands with the input.
    """
    for change, before, after in ground.list_changed_facts():
        if find_new_corrections(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.find_changes(*_VALUE_CHANGES):
            now = f"'{one.after}'" if one.after else "nothing"
            message = (
                f"the {one.field} of '{change.id}' changed from '{one.before or 'nothing'}' to {now}, "
                "and no new correction says so"
            )
            yield ReportedDiagnostic(
                VALUE_CHANGED.report(one.location, message, ground.format_notice(one.before)), after
            )
