"""A hedge is lifted only on new evidence."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Found
from generator.policies.ground import Ground
from generator.rules.versions import HEDGE_LIFTED
from generator.versions.changes import ChangeKind


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
