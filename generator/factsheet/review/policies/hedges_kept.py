"""A hedge is lifted only on new evidence."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import HEDGE_REMOVED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import PolicyContext


def check_hedges_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find hedges that are gone without a new passage or origin; a correction alone does not lift one."""
    for change, before, after in ground.list_changed_facts():
        if ground.has_new_evidence(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.find_changes(ChangeKind.HEDGE_LIFTED):
            message = (
                f"the hedge of '{change.id}' is gone: '{one.before}' became '{one.after}', "
                "and no evidence is new"
            )
            hint = f"write '{one.before}' again, or add the passage that says '{one.after}'"
            yield ReportedDiagnostic(HEDGE_REMOVED.report(one.location, message, hint), after)
