"""A published value changes only together with a notice that says so."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import VALUE_CHANGED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.diff.fact_changes import new_corrections
from factsheet.review.policies.context import Ground

_SAYS_OTHERWISE = (
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


def check(ground: Ground) -> Iterator[Found]:
    """Find values (of a fact, in its other unit, or of one of its sources) that changed without a notice.

    A derived number that follows its inputs needs none of its own: the notice stands with the input.
    """
    for change, before, after in ground.changed_facts():
        if new_corrections(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.of(*_SAYS_OTHERWISE):
            now = f"'{one.after}'" if one.after else "nothing"
            message = (
                f"the {one.field} of '{change.id}' changed from '{one.before or 'nothing'}' to {now}, "
                "and no new correction says so"
            )
            yield Found(VALUE_CHANGED.at(one.at, message, ground.notice(one.before)), after)
