"""Nothing published is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import FACT_REMOVED
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.review.policies.context import PolicyContext


def check_facts_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find facts that are gone, and say where one seems to have been given another id."""
    fresh = [one.after for one in ground.diff.facts if one.after and not one.before]
    for change in ground.diff.facts:
        if change.before is None or change.after is not None:
            continue
        message = f"the fact '{change.id}' is gone"
        hint = "put it back with `lifecycle: withdrawn` and a correction of `kind: withdrawal`"
        other = _find_renamed(change.before, fresh)
        if other:
            message = f"the fact '{change.id}' is gone; '{other.id}' says the same"
            hint = f"an id never changes: write `id: {change.id}` again"
        at = ground.diff.base.add_prefix(change.before.locations.find("id"))
        yield ReportedDiagnostic(FACT_REMOVED.report(at, message, hint))


def _find_renamed(lost: Fact, fresh: list[Fact]) -> Fact | None:
    """Return the new fact that has the statement of a lost one."""
    return next((one for one in fresh if strip_markup(one.statement) == strip_markup(lost.statement)), None)
