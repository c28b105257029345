"""What a new revision of a published site may not do; a new rule is added here.

The older of the two revisions is what is published. A change is let through by what its rule asks for, or
by a waiver on the fact that has an end.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.analysis.agreement import compare_values
from factsheet.analysis.prose_numbers import find_mentions
from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules.review import (
    CORRECTION_REMOVED,
    FACT_REMOVED,
    HEDGE_REMOVED,
    ID_REUSED,
    PAGE_REMOVED,
    STANDING_RAISED,
    STATEMENT_CHANGED,
    VALUE_CHANGED,
)
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.vocabulary import Agreement, Lifecycle
from factsheet.review.diff.changes import ChangeKind, FactChange
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.evidence import find_supporting_origins, has_new_passage
from factsheet.review.diff.facts import find_new_corrections, has_input_changed, has_same_derivation, list_inputs


@dataclass(frozen=True, slots=True)
class PolicyContext:
    """All that policies look at."""

    diff: RevisionDiff
    today: dt.date

    def list_changed_facts(self) -> Iterator[tuple[FactChange, Fact, Fact]]:
        """Yield the facts that are in both versions and are not the same, before and after."""
        for one in self.diff.facts:
            if one.before and one.after:
                yield one, one.before, one.after

    def follows_inputs(self, before: Fact, after: Fact) -> bool:
        """Tell whether a derived number is worked out as before, from inputs that have changed.

        What became of the inputs is told with them, and asked for there; the number only follows.
        """
        base, head = self.diff.base, self.diff.head
        return has_same_derivation(before, after) and any(
            has_input_changed(name, base, head) for name in list_inputs(after)
        )

    def has_new_evidence(self, before: Fact, after: Fact) -> bool:
        """Tell whether a fact is supported by a passage or an origin that did not support it before."""
        base, head = self.diff.base.catalog, self.diff.head.catalog
        new_origins = find_supporting_origins(after, head) - find_supporting_origins(before, base)
        return bool(new_origins) or has_new_passage(before, after)

    def format_notice(self, was: str) -> str:
        """Return the hint to add a correction, as it is to be written."""
        quoted = json.dumps(was, ensure_ascii=False)  # As YAML reads it too, whatever stands in it.
        return f"add to `corrections`: {{on: {self.today.isoformat()}, kind: correction, was: {quoted}, why: …}}"


Policy: TypeAlias = Callable[[PolicyContext], Iterator[ReportedDiagnostic]]


_VALUE_CHANGES = (
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


def check_values_corrected(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find values (of a fact, in its other unit, or of one of its sources) that changed without a notice.

    A derived number that follows its inputs needs none of its own: the notice stands with the input.
    """
    for change, before, after in ground.list_changed_facts():
        if find_new_corrections(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.find_changes(*_VALUE_CHANGES):
            now = f"'{one.after}'" if one.after else "nothing"
            message = (
                f"the {one.field} of '{change.id}' changed from '{one.before or 'nothing'}' to {now}, "
                "and no new correction says so"
            )
            yield ReportedDiagnostic(
                VALUE_CHANGED.report(one.location, message, ground.format_notice(one.before)), after
            )


def check_hedges_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find hedges that are gone without a new passage or origin; a correction alone does not lift one."""
    for change, before, after in ground.list_changed_facts():
        if ground.has_new_evidence(before, after) or ground.follows_inputs(before, after):
            continue
        for one in change.find_changes(ChangeKind.HEDGE_LIFTED):
            message = f"the hedge of '{change.id}' is gone: '{one.before}' became '{one.after}', and no evidence is new"
            hint = f"write '{one.before}' again, or add the passage that says '{one.after}'"
            yield ReportedDiagnostic(HEDGE_REMOVED.report(one.location, message, hint), after)


def check_standings_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find standings raised without a new passage or origin, and without an input that is better known."""
    for change, before, after in ground.list_changed_facts():
        if ground.has_new_evidence(before, after) or _has_raised_input(after, ground):
            continue
        for one in change.find_changes(ChangeKind.RAISED):
            message = (
                f"the standing of '{change.id}' was raised from '{one.before}' to '{one.after}', and no evidence is new"
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
    return not _list_supports(before) & _list_supports(after) and _measure_likeness(before, after) < _MIN_LIKENESS


def _list_supports(fact: Fact) -> frozenset[tuple[str, str]]:
    """Return what a fact rests on: passages of sources, or facts it is worked out from."""
    passages = {(one.source.id, one.locator.text) for one in fact.evidence}
    return frozenset(passages | {("fact", name) for name in list_inputs(fact)})


def _measure_likeness(before: Fact, after: Fact) -> float:
    """Return the share of longer words that two statements have in common, from 0 to 1."""
    old, new = (set(_LONGER_WORD.findall(strip_markup(one.statement).casefold())) for one in (before, after))
    return len(old & new) / len(old | new) if old | new else 1.0


def check_corrections_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find entries of `corrections` that are gone or say something else."""
    for change, _, after in ground.list_changed_facts():
        for one in change.find_changes(ChangeKind.CORRECTION_LOST):
            message = f"a correction of '{change.id}' is gone or was rewritten: '{one.before}'"
            hint = "put it back as it stood; what there is to add is an entry of its own"
            yield ReportedDiagnostic(CORRECTION_REMOVED.report(one.location, message, hint), after)


def check_statements_corrected(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find statements with other numbers or dates than before."""
    for change, before, after in ground.list_changed_facts():
        old, new = _count_numbers(before), _count_numbers(after)
        if old == new or find_new_corrections(before, after):
            continue
        gone, come = (", ".join(sorted((one - other).elements())) for one, other in ((old, new), (new, old)))
        message = (
            f"the numbers in the statement of '{change.id}' changed from {gone or 'none'} "
            f"to {come or 'none'}, and no new correction says so"
        )
        hint = ground.format_notice(strip_markup(before.statement))
        yield ReportedDiagnostic(STATEMENT_CHANGED.report(after.locations.find("statement"), message, hint), after)


def _count_numbers(fact: Fact) -> Counter[str]:
    return Counter(one.text for one in find_mentions(strip_markup(fact.statement)))


_KINDS_WITH_PAGES = frozenset({"sheet", "source", "actor", "place"})


def check_pages_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find sheets, sources, actors and places that are gone and left no page behind."""
    base, head = ground.diff.base, ground.diff.head
    for record in ground.diff.records:
        page = f"{record.kind}s/{record.id}.md"
        answers = {page, f"{page[:-3]}/index.md"} & head.handwritten_pages
        gone = any(ChangeKind.VANISHED in change.kinds for change in record.changes)
        if gone and record.kind in _KINDS_WITH_PAGES and not answers:
            message = f"the {record.kind} '{record.id}' is gone, and with it the page at {page[:-3]}/"
            hint = f"put it back, or write {head.docs}/{page} to say where its facts are now"
            yield ReportedDiagnostic(PAGE_REMOVED.report(base.add_prefix(record.location), message, hint))


POLICY_CHECKS: tuple[Policy, ...] = (
    check_values_corrected,
    check_hedges_kept,
    check_standings_kept,
    check_facts_kept,
    check_ids_kept,
    check_corrections_kept,
    check_statements_corrected,
    check_pages_kept,
)


def run_policies(ground: PolicyContext) -> tuple[Diagnostic, ...]:
    """Return what a new version does that a published site may not do, but for what is waived."""
    found = [one for policy in POLICY_CHECKS for one in policy(ground)]
    return sort_diagnostics(
        one.diagnostic for one in found if not _is_redundant(one, found) and not _is_waived(one, ground)
    )


def _is_redundant(one: ReportedDiagnostic, found: list[ReportedDiagnostic]) -> bool:
    """Tell whether another finding of the same fact says it already.

    Of another fact under the same id, nothing else is worth saying; one correction speaks for the value and
    for the numbers of the statement.
    """
    codes = {other.diagnostic.code for other in found if one.fact and other.fact is one.fact}
    if one.diagnostic.code == STATEMENT_CHANGED.code and VALUE_CHANGED.code in codes:
        return True
    return ID_REUSED.code in codes and one.diagnostic.code != ID_REUSED.code


def _is_waived(one: ReportedDiagnostic, ground: PolicyContext) -> bool:
    """Tell whether a waiver that has an end lets a finding through on this day."""
    return one.fact is not None and any(
        waiver.code == one.diagnostic.code and waiver.until and not waiver.is_over(ground.today)
        for waiver in one.fact.waivers
    )


__all__ = ["POLICY_CHECKS", "PolicyContext", "run_policies"]
