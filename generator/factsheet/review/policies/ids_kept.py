"""An id means one fact for good.

Whether a fact was mended or another put in its place is for people to say; here only the plain case is told:
nothing of the old fact is left. Its statement shares fewer than half of its longer words with the new one,
its value is not the same, and it rests on none of the passages, or of the inputs, that it rested on. A
withdrawn fact is finished: its id says nothing else ever again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.analysis.agreement import agreement
from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import ID_REUSED
from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of
from factsheet.model.vocabulary import Agreement, Lifecycle
from factsheet.review.diff.fact_changes import inputs_of
from factsheet.review.policies.context import Ground

_LONGER_WORD = re.compile(r"\w{4,}")
_HALF = 0.5


def check(ground: Ground) -> Iterator[Found]:
    """Find ids under which another fact stands than before."""
    for change, before, after in ground.changed_facts():
        withdrawn = before.lifecycle is Lifecycle.WITHDRAWN and after.lifecycle is not Lifecycle.WITHDRAWN
        if withdrawn and not _says_the_same(before, after):
            message = f"'{change.id}' was withdrawn, and now says something else"
        elif _is_another(before, after):
            message = f"'{change.id}' is another fact now: statement, value and evidence are all new"
        else:
            continue
        at = ground.difference.base.place(before.where.of("id"))
        hint = f"give the new fact an id of its own; the old one stood at {at.file}:{at.line}"
        yield Found(ID_REUSED.at(after.where.of("id"), message, hint), after)


def _says_the_same(before: Fact, after: Fact) -> bool:
    return words_of(before.statement) == words_of(after.statement) and _same_value(before, after)


def _same_value(before: Fact, after: Fact) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    same_unit = before.value.unit == after.value.unit
    return same_unit and agreement(before.value, after.value) is Agreement.SAME


def _is_another(before: Fact, after: Fact) -> bool:
    has_value = before.value is not None or after.value is not None
    if has_value and _same_value(before, after):
        return False
    return not _grounds(before) & _grounds(after) and _likeness(before, after) < _HALF


def _grounds(fact: Fact) -> frozenset[tuple[str, str]]:
    """Return what a fact rests on: passages of sources, or facts it is worked out from."""
    passages = {(one.source.id, one.locator.text) for one in fact.evidence}
    return frozenset(passages | {("fact", name) for name in inputs_of(fact)})


def _likeness(before: Fact, after: Fact) -> float:
    """Return the share of longer words that two statements have in common, from 0 to 1."""
    old, new = (set(_LONGER_WORD.findall(words_of(one.statement).casefold())) for one in (before, after))
    return len(old & new) / len(old | new) if old | new else 1.0
