"""A hedge is lifted only on new evidence."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import HEDGE_LIFTED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import Ground


def check(ground: Ground) -> Iterator[Found]:
    """Find hedges that are gone without a new passage or origin; a correction alone does not lift one."""
    for change, before, after in ground.changed_facts():
        if ground.has_new_evidence(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.of(ChangeKind.HEDGE_LIFTED):
            message = (
                f"the hedge of '{change.id}' is gone: '{one.before}' became '{one.after}', "
                "and no evidence is new"
            )
            hint = f"write '{one.before}' again, or add the passage that says '{one.after}'"
            yield Found(HEDGE_LIFTED.at(one.at, message, hint), after)
