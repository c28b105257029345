"""A standing is raised only on new evidence."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import STANDING_RAISED
from factsheet.model.records import Fact
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.diff.fact_changes import list_inputs
from factsheet.review.policies.context import PolicyContext


def check_standings_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find standings raised without a new passage or origin, and without an input that is better known."""
    for change, before, after in ground.list_changed_facts():
        if ground.has_new_evidence(before, after) or _has_raised_input(after, ground):
            continue
        for one in change.find_changes(ChangeKind.RAISED):
            message = (
                f"the standing of '{change.id}' was raised from '{one.before}' to '{one.after}', "
                "and no evidence is new"
            )
            hint = f"write `standing: {one.before}` again, or add the evidence that raises it"
            yield ReportedDiagnostic(STANDING_RAISED.report(one.location, message, hint), after)


def _has_raised_input(fact: Fact, ground: PolicyContext) -> bool:
    """Tell whether one of the facts that a number is worked out from is better known than before."""
    base, head = ground.diff.base.catalog.facts, ground.diff.head.catalog.facts
    return any(
        name in base and name in head and head[name].standing.rank < base[name].standing.rank
        for name in list_inputs(fact)
    )
