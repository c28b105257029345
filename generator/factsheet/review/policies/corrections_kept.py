"""A notice of a change stays as it was published."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import CORRECTION_LOST
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import Ground


def check(ground: Ground) -> Iterator[Found]:
    """Find entries of `corrections` that are gone or say something else."""
    for change, _, after in ground.changed_facts():
        for one in change.of(ChangeKind.CORRECTION_LOST):
            message = f"a correction of '{change.id}' is gone or was rewritten: '{one.before}'"
            hint = "put it back as it stood; what there is to add is an entry of its own"
            yield Found(CORRECTION_LOST.at(one.at, message, hint), after)
