"""What a new revision of a published site may not do; a new rule is added here.

The older of the two revisions is the published one. A change passes when it does what its rule asks for, or
when the fact has a waiver with an end.
"""

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Container, Iterator

from factsheet.analysis.agreement import compare_values
from factsheet.analysis.catalog import list_input_references
from factsheet.analysis.ledger import hash_meaning
from factsheet.analysis.prose_numbers import find_mentions
from factsheet.checks.context import ReportedDiagnostic
from factsheet.checks.prose import FactNumbers
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, Rule, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.lock import VERIFY_HINT
from factsheet.model.records import Actor, Chart, CorrectedRecord, Fact, Sheet
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import join_names
from factsheet.model.vocabulary import Agreement, Lifecycle
from factsheet.review.diff.changes import AnyChange, Change, ChangeKind, FactChange, find_new_corrections
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.facts import find_credited_sources, follows_inputs, has_new_evidence

_VALUE_CHANGES = (
    *(ChangeKind.VALUE_REMOVED, ChangeKind.TIGHTENED, ChangeKind.LOOSENED, ChangeKind.SHIFTED, ChangeKind.MOVED),
    *(ChangeKind.UNIT, ChangeKind.HEDGE_LIFTED, ChangeKind.HEDGE_ADDED, ChangeKind.HEDGE_CHANGED),
)
"""A value given for the first time, one that is only written in another way, and a tally that has grown by a later
date are not among them."""
_CONTEXT = frozenset({"as_of", "when", "counts", "compared_with"})
_LONGER_WORD = re.compile(r"\w{4,}")
_MIN_LIKENESS = 0.5
"""The least share of longer words that two statements of one fact have in common, from 0 to 1."""
_TEXTS = frozenset({"statement", "label", "caveat", "title", "summary", "note"})
"""Fields of facts, sheets and charts that hold numbers for readers; but for the note of a fact on how it was read."""


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

    def list_unreported_changes(self) -> Iterator[tuple[AnyChange, CorrectedRecord, CorrectedRecord]]:
        """Yield what has changed, before and after, without a new correction; of a chart, the sheet that it is on."""
        changes: tuple[AnyChange, ...] = (*self.diff.facts, *self.diff.records)
        for change in changes:
            before, after = change.before, change.after
            if isinstance(before, Chart) and isinstance(after, Chart):
                base, head = self.diff.base.catalog, self.diff.head.catalog
                sheet = head.sheet_of[after.facts[0].id]
                before, after = base.sheets.get(sheet), head.sheets[sheet]
            if not (isinstance(before, CorrectedRecord) and isinstance(after, CorrectedRecord)):
                continue  # It is new or gone, or has no notices.
            if not find_new_corrections(before, after):
                yield change, before, after

    def list_changed_numbers(self, record: CorrectedRecord) -> FactNumbers:
        """Return the numbers that stood in a fact, or in facts of a sheet, that now means something else."""
        own = {fact.id for fact in record.facts} if isinstance(record, Sheet) else {record.id}
        changed = ((old, new) for _, old, new in self.list_changed_facts() if old.id in own)
        moved = [old for old, new in changed if hash_meaning(old) != hash_meaning(new)]
        return FactNumbers(moved, self.diff.base.catalog)

    def format_notice(self, was: str) -> str:
        """Return the hint to add a correction, ready to be copied."""
        quoted = json.dumps(was, ensure_ascii=False)  # YAML reads every JSON string alike.
        return f"add to `corrections`: {{on: {self.today.isoformat()}, kind: correction, was: {quoted}, why: …}}"


def check_values_corrected(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report values (of a fact, in its other unit, or of one of its sources) that changed without a correction.

    Where no value did, report what makes another statement of the same number. A derived number that follows its
    inputs needs none of its own: the correction belongs to the input.
    """
    for change, before, after in context.list_changed_facts():
        if find_new_corrections(before, after):
            continue
        follows = follows_inputs(before, after, context.diff.base, context.diff.head)
        values = () if follows else tuple(change.find_changes(*_VALUE_CHANGES))
        for part in values or _find_context_changes(change, context, follows=follows):
            yield ReportedDiagnostic(_report_unexplained(rules.VALUE_CHANGED, change.id, part, context), after)


def _report_unexplained(rule: Rule, name: str, part: Change, context: PolicyContext) -> Diagnostic:
    was, now = (f"'{words}'" if words else "nothing" for words in (part.before, part.after))
    message = f"the {part.field} of '{name}' changed from {was} to {now}, and no new correction says so"
    return rule.report(part.location, message, context.format_notice(part.before or "nothing"))


def _find_context_changes(change: FactChange, context: PolicyContext, *, follows: bool) -> Iterator[Change]:
    """Yield speakers, dates and counted things that are others now or gone, lower standings, and lifecycles.

    The later date of a grown tally, and what follows the inputs of a derived number, are not among them.
    """
    grown = {part.field.rpartition(": ")[0] for part in change.find_changes(ChangeKind.PROGRESS)}
    for part in change.find_changes(ChangeKind.CHANGED, ChangeKind.REMOVED):
        owner, _, name = part.field.rpartition(": ")
        if name in _CONTEXT and not (name == "as_of" and (owner in grown or (follows and not owner))):
            yield part
    yield from change.find_changes(ChangeKind.SPEAKER)
    if not _has_moved_input(change.fact, context, up=False):
        yield from change.find_changes(ChangeKind.LOWERED)
    # A superseded fact names its successor; one that is only now called corrected has had its notice.
    for part in change.find_changes(ChangeKind.REINSTATED, ChangeKind.CORRECTED, ChangeKind.WITHDRAWN):
        if (part.before, part.after) != (Lifecycle.CURRENT, Lifecycle.CORRECTED):
            yield part


def check_hedges_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report hedges that are gone without a new passage or origin; a correction alone does not lift one."""
    revisions = context.diff.base, context.diff.head
    for change, before, after in context.list_changed_facts():
        if has_new_evidence(before, after, *revisions) or follows_inputs(before, after, *revisions):
            continue
        for part in change.find_changes(ChangeKind.HEDGE_LIFTED):
            became = f"'{part.before}' became '{part.after}'"
            message = f"the hedge of '{change.id}' is gone: {became}, and no evidence is new"
            hint = f"write '{part.before}' again, or add the passage that says '{part.after}'"
            yield ReportedDiagnostic(rules.HEDGE_REMOVED.report(part.location, message, hint), after)


def check_standings_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report standings raised without a new passage or origin, and without an input that is better known."""
    revisions = context.diff.base, context.diff.head
    for change, before, after in context.list_changed_facts():
        if has_new_evidence(before, after, *revisions) or _has_moved_input(after, context, up=True):
            continue
        for part in change.find_changes(ChangeKind.RAISED):
            raised = f"the standing of '{change.id}' was raised from '{part.before}' to '{part.after}'"
            hint = f"write `standing: {part.before}` again, or add the evidence that raises it"
            diagnostic = rules.STANDING_RAISED.report(part.location, f"{raised}, and no evidence is new", hint)
            yield ReportedDiagnostic(diagnostic, after)


def _has_moved_input(fact: Fact, context: PolicyContext, *, up: bool) -> bool:
    """Tell whether one of the facts that a number is derived from is better known than before, or less well."""
    base, head = context.diff.base.catalog.facts, context.diff.head.catalog.facts
    known = (item.id for item in list_input_references(fact) if item.id in base and item.id in head)
    steps = (base[name].standing.rank - head[name].standing.rank for name in known)
    return any(step > 0 if up else step < 0 for step in steps)


def check_facts_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report facts that are gone, and the new fact that seems to be the same under another id."""
    new = (change.fact for change in reversed(context.diff.facts) if not change.before)
    added = {strip_markup(fact.statement): fact for fact in new}
    for change in (change for change in context.diff.facts if not change.after):
        message = f"the fact '{change.id}' is gone"
        hint = "put it back with `lifecycle: withdrawn` and a correction of `kind: withdrawal`"
        if other := added.get(strip_markup(change.fact.statement)):
            message += f"; '{other.id}' says the same"
            hint = f"an id never changes: write `id: {change.id}` again"
        location = context.diff.base.add_prefix(change.fact.locations.find("id"))
        yield ReportedDiagnostic(rules.FACT_REMOVED.report(location, message, hint))


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
        yield ReportedDiagnostic(rules.ID_REUSED.report(after.locations.find("id"), message, hint), after)


def _has_same_value(before: Fact, after: Fact) -> bool:
    if before.value is None or after.value is None:
        return before.value is after.value
    return before.value.unit == after.value.unit and compare_values(before.value, after.value) is Agreement.SAME


def _is_other_fact(before: Fact, after: Fact) -> bool:
    if (before.value or after.value) and _has_same_value(before, after):
        return False
    old, new = (set(_LONGER_WORD.findall(strip_markup(fact.statement).casefold())) for fact in (before, after))
    likeness = len(old & new) / len(old | new) if old | new else 1.0
    return not _list_supports(before) & _list_supports(after) and likeness < _MIN_LIKENESS


def _list_supports(fact: Fact) -> frozenset[tuple[str, str]]:
    """Return what a fact rests on: passages of sources, or facts it is derived from."""
    passages = {(evidence.source.id, evidence.locator.text) for evidence in fact.evidence}
    return frozenset(passages | {("fact", item.id) for item in list_input_references(fact)})


def check_corrections_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report entries of `corrections` that are gone or say something else."""
    changes: tuple[AnyChange, ...] = (*context.diff.facts, *context.diff.records)
    for change in changes:
        fact = change.after if isinstance(change, FactChange) else None
        for part in (part for part in change.changes if ChangeKind.CORRECTION_LOST in part.kinds):
            message = f"a correction of '{change.id}' is gone or was rewritten: '{part.before}'"
            hint = "put it back as it stood; what there is to add is an entry of its own"
            yield ReportedDiagnostic(rules.CORRECTION_REMOVED.report(part.location, message, hint), fact)


def check_numbers_corrected(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report statements with other numbers or dates than before, and texts around facts in which some are replaced.

    A text that follows its facts needs no correction: what it said stood in a fact that has changed too.
    """
    for change, before, after in context.list_unreported_changes():
        fact = after if isinstance(after, Fact) else None
        for part in (part for part in change.changes if part.field in (_TEXTS - {"note"} if fact else _TEXTS)):
            old, new = (Counter(find_mentions(words, every=True)) for words in (part.before, part.after))
            gone, added = old - new, new - old
            replaced = bool(added) and any(map(context.list_changed_numbers(before).is_missing, gone))
            if replaced or (part.field == "statement" and old != new):
                was, now = (", ".join(sorted(each.text for each in side)) or "none" for side in (gone, added))
                where = f"the numbers in the {part.field} of '{change.id}' changed from {was} to {now}"
                owner = "" if after.id == change.id else f" of the sheet '{after.id}'"
                message = f"{where}, and no new correction{owner} says so"
                diagnostic = rules.STATEMENT_CHANGED.report(part.location, message, context.format_notice(part.before))
                yield ReportedDiagnostic(diagnostic, fact)


def check_actors_corrected(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report names, roles and affiliations that are others now, gone or new, without a correction of the actor."""
    for change, _, after in context.list_unreported_changes():
        for part in change.changes if isinstance(after, Actor) else ():
            if part.field in {"name", "role", "affiliation"}:
                yield ReportedDiagnostic(_report_unexplained(rules.ACTOR_CHANGED, after.id, part, context))


def check_pages_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report sheets, sources, actors and places that are gone without a page in their place."""
    base, head = context.diff.base, context.diff.head
    for record in context.diff.records:
        page = f"{record.kind}s/{record.id}"
        is_gone = any(ChangeKind.VANISHED in change.kinds for change in record.changes)
        if is_gone and record.kind != "chart" and not {f"{page}.md", f"{page}/index.md"} & head.handwritten_pages:
            message = f"the {record.kind} '{record.id}' is gone, and with it the page at {page}/"
            hint = f"put it back, or write {head.docs}/{page}.md, or a redirect, to say where its facts are now"
            yield ReportedDiagnostic(rules.PAGE_REMOVED.report(base.add_prefix(record.location), message, hint))


def check_answers_kept(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report new values that are credited to the sources of the old ones, by evidence that gives no answer itself."""
    for change, before, after in context.list_changed_facts():
        parts = change.find_changes(*_VALUE_CHANGES, ChangeKind.PROGRESS)
        part = next((part for part in parts if part.field in {"value", "also"} and part.after), None)
        sources = find_credited_sources(before, after, context.diff.base, context.diff.head) if part else {}
        if part and sources:
            cited = f"which {'was' if len(sources) == 1 else 'were'} cited for '{part.before}'"
            message = f"'{part.after}' of '{change.id}' is now credited to {join_names(sources, len(sources))}, {cited}"
            dated = before.as_of.text if before.as_of else "…"
            hint = (
                f"where a source said only that, add `says: {part.before}` with `as_of: {dated}` to its entry; where "
                f"it says '{part.after}', give that passage, or prove that this one holds the number: {VERIFY_HINT}"
            )
            location = next(iter(sources.values())).locations.find("source")
            yield ReportedDiagnostic(rules.CREDITED_VALUE.report(location, message, hint), after)


def check_base_read(context: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Report what was published and cannot be compared, since it stood elsewhere or cannot be read."""
    base = context.diff.base
    for folder in base.moved_from:
        where = f"'{folder}'" if folder else "the root of the repository"
        message = f"{base.name.words} has no site in this folder, but has one in {where}, where there is none any more"
        hint = f"if it has moved, compare with what it was: `factsheet diff {base.name.asked}:{folder}`"
        yield ReportedDiagnostic(rules.BASE_UNREADABLE.report(Location("mkdocs.yml"), message, hint))
    for error in (error for error in base.errors if error.code == rules.UNREADABLE.code):
        message = f"{base.name.words} cannot be compared as a whole: {error.message}"
        hint = f"{error.hint}; or compare with a folder that holds that version, as in `factsheet diff ../old`"
        yield ReportedDiagnostic(rules.BASE_UNREADABLE.report(base.add_prefix(error.location), message, hint))


POLICY_CHECKS: tuple[Callable[[PolicyContext], Iterator[ReportedDiagnostic]], ...] = (
    *(check_values_corrected, check_hedges_kept, check_standings_kept, check_facts_kept, check_ids_kept),
    *(check_corrections_kept, check_numbers_corrected, check_pages_kept, check_actors_corrected),
    *(check_answers_kept, check_base_read),
)


def run_policies(context: PolicyContext) -> tuple[Diagnostic, ...]:
    """Return what a new revision does that a published site may not do, unless it is waived."""
    reported = [item for policy in POLICY_CHECKS for item in policy(context)]
    known = {(item.fact.id, item.diagnostic.code) for item in reported if item.fact}
    left = (item for item in reported if not _is_redundant(item, known) and not _is_waived(item, context.today))
    return sort_diagnostics(item.diagnostic for item in left)


def _is_redundant(item: ReportedDiagnostic, known: Container[tuple[str, str]]) -> bool:
    """Tell whether another code of the fact says it already: a reused id, or a value that the words repeat."""
    name, code = item.fact.id if item.fact else "", item.diagnostic.code
    if code == rules.STATEMENT_CHANGED.code and (name, rules.VALUE_CHANGED.code) in known:
        return True
    return code != rules.ID_REUSED.code and (name, rules.ID_REUSED.code) in known


def _is_waived(item: ReportedDiagnostic, today: dt.date) -> bool:
    """Tell whether a waiver covers a diagnostic on this day; one without an end does not."""
    waivers = item.fact.waivers if item.fact else ()
    return any(each.code == item.diagnostic.code and each.until and not each.is_over(today) for each in waivers)
