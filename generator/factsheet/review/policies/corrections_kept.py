"""A notice of a change stays as it was published."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import CORRECTION_REMOVED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import PolicyContext


def check_corrections_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find entries of `corrections` that are gone or say something else."""
    for change, _, after in ground.list_changed_facts():
        for one in change.find_changes(ChangeKind.CORRECTION_LOST):
            message = f"a correction of '{change.id}' is gone or was rewritten: '{one.before}'"
            hint = "put it back as it stood; what there is to add is an entry of its own"
            yield ReportedDiagnostic(CORRECTION_REMOVED.report(one.location, message, hint), after)
