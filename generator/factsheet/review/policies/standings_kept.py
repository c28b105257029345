"""A standing is raised only on new evidence."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import STANDING_RAISED
from factsheet.model.records import Fact
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.diff.fact_changes import inputs_of
from factsheet.review.policies.context import Ground


def check(ground: Ground) -> Iterator[Found]:
    """Find standings raised without a new passage or origin, and without an input that is better known."""
    for change, before, after in ground.changed_facts():
        if ground.has_new_evidence(before, after) or _inputs_raised(after, ground):
            continue
        for one in change.of(ChangeKind.RAISED):
            message = (
                f"the standing of '{change.id}' was raised from '{one.before}' to '{one.after}', "
                "and no evidence is new"
            )
            hint = f"write `standing: {one.before}` again, or add the evidence that raises it"
            yield Found(STANDING_RAISED.at(one.at, message, hint), after)


def _inputs_raised(fact: Fact, ground: Ground) -> bool:
    """Tell whether one of the facts that a number is worked out from is better known than before."""
    base, head = ground.difference.base.catalog.facts, ground.difference.head.catalog.facts
    return any(
        name in base and name in head and head[name].standing.rank < base[name].standing.rank
        for name in inputs_of(fact)
    )
