"""Nothing published is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import FACT_VANISHED
from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of
from factsheet.review.policies.context import Ground


def check(ground: Ground) -> Iterator[Found]:
    """Find facts that are gone, and say where one seems to have been given another id."""
    fresh = [one.after for one in ground.difference.facts if one.after and not one.before]
    for change in ground.difference.facts:
        if change.before is None or change.after is not None:
            continue
        message = f"the fact '{change.id}' is gone"
        hint = "put it back with `lifecycle: withdrawn` and a correction of `kind: withdrawal`"
        other = _renamed(change.before, fresh)
        if other:
            message = f"the fact '{change.id}' is gone; '{other.id}' says the same"
            hint = f"an id never changes: write `id: {change.id}` again"
        at = ground.difference.base.place(change.before.where.of("id"))
        yield Found(FACT_VANISHED.at(at, message, hint))


def _renamed(lost: Fact, fresh: list[Fact]) -> Fact | None:
    """Return the new fact that has the statement of a lost one."""
    return next((one for one in fresh if words_of(one.statement) == words_of(lost.statement)), None)
