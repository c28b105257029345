"""An id means one fact for good.

Whether a fact was mended or another put in its place is for people to say; here only the plain case is told:
nothing of the old fact is left. Its statement shares fewer than half of its longer words with the new one,
its value is not the same, and it rests on none of the passages, or of the inputs, that it rested on. A
withdrawn fact is finished: its id says nothing else ever again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.analysis.agreement import compare_values
from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import ID_REUSED
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.vocabulary import Agreement, Lifecycle
from factsheet.review.diff.fact_changes import list_inputs
from factsheet.review.policies.context import PolicyContext

_LONGER_WORD = re.compile(r"\w{4,}")
_MIN_LIKENESS = 0.5


def check_ids_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find ids under which another fact stands than before."""
    for change, before, after in ground.list_changed_facts():
        withdrawn = before.lifecycle is Lifecycle.WITHDRAWN and after.lifecycle is not Lifecycle.WITHDRAWN
        if withdrawn and not _has_same_content(before, after):
            message = f"'{change.id}' was withdrawn, and now says something else"
        elif _is_other_fact(before, after):
            message = f"'{change.id}' is another fact now: statement, value and evidence are all new"
        else:
            continue
        at = ground.diff.base.add_prefix(before.locations.find("id"))
        hint = f"give the new fact an id of its own; the old one stood at {at.file}:{at.line}"
        yield ReportedDiagnostic(ID_REUSED.report(after.locations.find("id"), message, hint), after)


def _has_same_content(before: Fact, after: Fact) -> bool:
    return strip_markup(before.statement) == strip_markup(after.statement) and _has_same_value(before, after)


def _has_same_value(before: Fact, after: Fact) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    same_unit = before.value.unit == after.value.unit
    return same_unit and compare_values(before.value, after.value) is Agreement.SAME


def _is_other_fact(before: Fact, after: Fact) -> bool:
    has_value = before.value is not None or after.value is not None
    if has_value and _has_same_value(before, after):
        return False
    return (
        not _list_supports(before) & _list_supports(after)
        and _measure_likeness(before, after) < _MIN_LIKENESS
    )


def _list_supports(fact: Fact) -> frozenset[tuple[str, str]]:
    """Return what a fact rests on: passages of sources, or facts it is worked out from."""
    passages = {(one.source.id, one.locator.text) for one in fact.evidence}
    return frozenset(passages | {("fact", name) for name in list_inputs(fact)})


def _measure_likeness(before: Fact, after: Fact) -> float:
    """Return the share of longer words that two statements have in common, from 0 to 1."""
    old, new = (set(_LONGER_WORD.findall(strip_markup(one.statement).casefold())) for one in (before, after))
    return len(old & new) / len(old | new) if old | new else 1.0
