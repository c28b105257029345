"""What a new revision of a published site may not do; a new rule is added here.

The older of the two revisions is the published one. A change passes when it does what its rule asks for, or
when the fact has a waiver with an end.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.analysis.agreement import compare_values
from factsheet.analysis.prose_numbers import find_mentions
from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.rules import (
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
from factsheet.review.diff.changes import Change, ChangeKind, FactChange
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.evidence import find_supporting_origins, has_new_passage
from factsheet.review.diff.facts import find_new_corrections, has_input_changed, has_same_derivation, list_inputs


@dataclass(frozen=True, slots=True)
class PolicyContext:
    """Everything a policy needs."""

    diff: RevisionDiff
    today: dt.date

    def list_changed_facts(self) -> Iterator[tuple[FactChange, Fact, Fact]]:
        """Yield the facts that are in both revisions and have changed, before and after."""
        for change in self.diff.facts:
            if change.before and change.after:
                yield change, change.before, change.after

    def follows_inputs(self, before: Fact, after: Fact) -> bool:
        """Tell whether a derived number has the same formula as before, and inputs that have changed.

        The inputs are facts of their own, which the policies hold to account; the number only follows.
        """
        base, head = self.diff.base, self.diff.head
        return has_same_derivation(before, after) and any(
            has_input_changed(name, base, head) for name in list_inputs(after)
        )

    def has_new_evidence(self, before: Fact, after: Fact) -> bool:
        """Tell whether a fact has a supporting passage or origin that it did not have before."""
        base, head = self.diff.base.catalog, self.diff.head.catalog
        new_origins = find_supporting_origins(after, head) - find_supporting_origins(before, base)
        return bool(new_origins) or has_new_passage(before, after)

    def format_notice(self, was: str) -> str:
        """Return the hint to add a correction, ready to be copied."""
        quoted = json.dumps(was, ensure_ascii=False)  # YAML reads every JSON string alike.
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
"""A value given for the first time, one that is only written in another way, and a tally that has grown by a later
date are not among them."""
_CONTEXT = frozenset({"as_of", "when", "counts"})


def check_values_corrected(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report values (of a fact, in its other unit, or of one of its sources) that changed without a correction.

    Where no value did, report a date, a speaker or what is counted, which make another statement of the same number.
    A derived number that follows its inputs needs none of its own: the correction belongs to the input.
    """
    for change, before, after in context.list_changed_facts():
        if find_new_corrections(before, after) or context.follows_inputs(before, after):
            continue
        for part in tuple(change.find_changes(*_VALUE_CHANGES)) or _find_context_changes(change):
            now = f"'{part.after}'" if part.after else "nothing"
            was = f"the {part.field} of '{change.id}' changed from '{part.before or 'nothing'}'"
            message = f"{was} to {now}, and no new correction says so"
            hint = context.format_notice(part.before)
            yield ReportedDiagnostic(VALUE_CHANGED.report(part.location, message, hint), after)


def _find_context_changes(change: FactChange) -> Iterator[Change]:
    """Yield speakers, dates and counted things that are others now or gone, but not the later date of a grown tally."""
    grown = {part.field.rpartition(": ")[0] for part in change.find_changes(ChangeKind.PROGRESS)}
    for part in change.find_changes(ChangeKind.CHANGED, ChangeKind.REMOVED, ChangeKind.SPEAKER):
        owner, _, name = part.field.rpartition(": ")
        if ChangeKind.SPEAKER in part.kinds or (name in _CONTEXT and not (name == "as_of" and owner in grown)):
            yield part


def check_hedges_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report hedges that are gone without a new passage or origin; a correction alone does not lift one."""
    for change, before, after in context.list_changed_facts():
        if context.has_new_evidence(before, after) or context.follows_inputs(before, after):
            continue
        for part in change.find_changes(ChangeKind.HEDGE_LIFTED):
            became = f"'{part.before}' became '{part.after}'"
            message = f"the hedge of '{change.id}' is gone: {became}, and no evidence is new"
            hint = f"write '{part.before}' again, or add the passage that says '{part.after}'"
            yield ReportedDiagnostic(HEDGE_REMOVED.report(part.location, message, hint), after)


def check_standings_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report standings raised without a new passage or origin, and without an input that is better known."""
    for change, before, after in context.list_changed_facts():
        if context.has_new_evidence(before, after) or _has_raised_input(after, context):
            continue
        for part in change.find_changes(ChangeKind.RAISED):
            raised = f"the standing of '{change.id}' was raised from '{part.before}' to '{part.after}'"
            hint = f"write `standing: {part.before}` again, or add the evidence that raises it"
            diagnostic = STANDING_RAISED.report(part.location, f"{raised}, and no evidence is new", hint)
            yield ReportedDiagnostic(diagnostic, after)


def _has_raised_input(fact: Fact, context: PolicyContext) -> bool:
    """Tell whether one of the facts that a number is derived from is better known than before."""
    base, head = context.diff.base.catalog.facts, context.diff.head.catalog.facts
    return any(
        name in base and name in head and head[name].standing.rank < base[name].standing.rank
        for name in list_inputs(fact)
    )


def check_facts_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report facts that are gone, and the new fact that seems to be the same under another id."""
    new = (change.after for change in reversed(context.diff.facts) if change.after and not change.before)
    added = {strip_markup(fact.statement): fact for fact in new}
    for change in context.diff.facts:
        if change.before is None or change.after is not None:
            continue
        message = f"the fact '{change.id}' is gone"
        hint = "put it back with `lifecycle: withdrawn` and a correction of `kind: withdrawal`"
        statement = strip_markup(change.before.statement)
        if other := added.get(statement):
            message = f"the fact '{change.id}' is gone; '{other.id}' says the same"
            hint = f"an id never changes: write `id: {change.id}` again"
        location = context.diff.base.add_prefix(change.before.locations.find("id"))
        yield ReportedDiagnostic(FACT_REMOVED.report(location, message, hint))


_LONGER_WORD = re.compile(r"\w{4,}")
_MIN_LIKENESS = 0.5


def check_ids_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report ids that now stand for another fact."""
    for change, before, after in context.list_changed_facts():
        withdrawn = before.lifecycle is Lifecycle.WITHDRAWN and after.lifecycle is not Lifecycle.WITHDRAWN
        same_statement = strip_markup(before.statement) == strip_markup(after.statement)
        if withdrawn and not (same_statement and _has_same_value(before, after)):
            message = f"'{change.id}' was withdrawn, and now says something else"
        elif _is_other_fact(before, after):
            message = f"'{change.id}' is another fact now: statement, value and evidence are all new"
        else:
            continue
        old = context.diff.base.add_prefix(before.locations.find("id"))
        hint = f"give the new fact an id of its own; the old one stood at {old.file}:{old.line}"
        yield ReportedDiagnostic(ID_REUSED.report(after.locations.find("id"), message, hint), after)


def _has_same_value(before: Fact, after: Fact) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    same_unit = before.value.unit == after.value.unit
    return same_unit and compare_values(before.value, after.value) is Agreement.SAME


def _is_other_fact(before: Fact, after: Fact) -> bool:
    if (before.value or after.value) and _has_same_value(before, after):
        return False
    return not _list_supports(before) & _list_supports(after) and _measure_likeness(before, after) < _MIN_LIKENESS


def _list_supports(fact: Fact) -> frozenset[tuple[str, str]]:
    """Return what a fact rests on: passages of sources, or facts it is derived from."""
    passages = {(evidence.source.id, evidence.locator.text) for evidence in fact.evidence}
    return frozenset(passages | {("fact", name) for name in list_inputs(fact)})


def _measure_likeness(before: Fact, after: Fact) -> float:
    """Return the share of longer words that two statements have in common, from 0 to 1."""
    old, new = (set(_LONGER_WORD.findall(strip_markup(fact.statement).casefold())) for fact in (before, after))
    return len(old & new) / len(old | new) if old | new else 1.0


def check_corrections_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report entries of `corrections` that are gone or say something else."""
    for change, _, after in context.list_changed_facts():
        for part in change.find_changes(ChangeKind.CORRECTION_LOST):
            message = f"a correction of '{change.id}' is gone or was rewritten: '{part.before}'"
            hint = "put it back as it stood; what there is to add is an entry of its own"
            yield ReportedDiagnostic(CORRECTION_REMOVED.report(part.location, message, hint), after)


def check_statements_corrected(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report statements with other numbers or dates than before."""
    for change, before, after in context.list_changed_facts():
        old, new = _count_numbers(before), _count_numbers(after)
        if old == new or find_new_corrections(before, after):
            continue
        removed, added = (", ".join(sorted(numbers.elements())) or "none" for numbers in (old - new, new - old))
        message = (
            f"the numbers in the statement of '{change.id}' changed from {removed} to {added}, "
            "and no new correction says so"
        )
        hint = context.format_notice(strip_markup(before.statement))
        yield ReportedDiagnostic(STATEMENT_CHANGED.report(after.locations.find("statement"), message, hint), after)


def _count_numbers(fact: Fact) -> Counter[str]:
    return Counter(mention.text for mention in find_mentions(strip_markup(fact.statement)))


_KINDS_WITH_PAGES = frozenset({"sheet", "source", "actor", "place"})


def check_pages_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report sheets, sources, actors and places that are gone without a page in their place."""
    base, head = context.diff.base, context.diff.head
    for record in context.diff.records:
        page = f"{record.kind}s/{record.id}"
        is_gone = any(ChangeKind.VANISHED in change.kinds for change in record.changes)
        has_page = {f"{page}.md", f"{page}/index.md"} & head.handwritten_pages
        if is_gone and record.kind in _KINDS_WITH_PAGES and not has_page:
            message = f"the {record.kind} '{record.id}' is gone, and with it the page at {page}/"
            hint = f"put it back, or write {head.docs}/{page}.md to say where its facts are now"
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


def run_policies(context: PolicyContext) -> tuple[Diagnostic, ...]:
    """Return what a new revision does that a published site may not do, unless it is waived."""
    reported = [item for policy in POLICY_CHECKS for item in policy(context)]
    codes: defaultdict[str, set[str]] = defaultdict(set)
    for item in reported:
        codes[item.fact.id if item.fact else ""].add(item.diagnostic.code)
    return sort_diagnostics(
        item.diagnostic
        for item in reported
        if not (item.fact and _is_redundant(item.diagnostic.code, codes[item.fact.id]))
        and not _is_waived(item, context.today)
    )


def _is_redundant(code: str, codes: AbstractSet[str]) -> bool:
    """Tell whether another diagnostic of the same fact, of which these are the codes, says it already.

    When an id was reused, nothing else about the fact is worth reporting; and one correction covers both the
    value and the numbers of the statement.
    """
    if code == STATEMENT_CHANGED.code and VALUE_CHANGED.code in codes:
        return True
    return ID_REUSED.code in codes and code != ID_REUSED.code


def _is_waived(item: ReportedDiagnostic, today: dt.date) -> bool:
    """Tell whether a waiver covers a diagnostic on this day; one without an end does not."""
    return item.fact is not None and any(
        waiver.code == item.diagnostic.code and waiver.until and not waiver.is_over(today)
        for waiver in item.fact.waivers
    )
