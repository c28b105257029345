"""How a fact that is in both revisions changed: its values, its evidence and who said it first, and the rest."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Self

from factsheet.analysis.agreement import count_independent_sources, list_origins, list_support
from factsheet.analysis.catalog import Catalog, list_input_references
from factsheet.analysis.derivations import DerivationResult, round_to_six_digits
from factsheet.checks.passages import build_claim
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.lock import EvidenceRecord, SnapshotRecord
from factsheet.model.arithmetic.units import convert_value
from factsheet.model.dates.grammar import is_later
from factsheet.model.records import Evidence, Fact
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.values.intervals import Interval, render_interval, render_number
from factsheet.model.vocabulary import Lifecycle
from factsheet.review.diff import changes
from factsheet.review.diff.changes import Change, ChangeKind
from factsheet.review.diff.revision import Revision

_EVIDENCE_COMPARED_APART = frozenset({"source", "locator", "says", "chain", "locations"})
_WORD = re.compile(r"\w(?:\S*\w)?")
"""A word without the punctuation around it."""
_COMPARED_APART = frozenset({"id", "lifecycle", "superseded_by", "value", "also", "standing", "statement", "derived"})
_COMPARED_AS_SETS = frozenset({"evidence", "actors", "places", "tags", "waivers"})
_BARE_HEDGES = frozenset({Hedge.EXACT, Hedge.NONE})
_HEDGES = frozenset(Hedge) - _BARE_HEDGES - {Hedge.BETWEEN, Hedge.RISING, Hedge.FALLING, Hedge.UNKNOWN}


def find_evidence_changes(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[Change]:
    """Yield what changed in the evidence of a fact, matched by passage; what is left of a source, in its order."""
    removed, added = list(before.evidence), list(after.evidence)
    pairs: list[tuple[Evidence, Evidence]] = []
    for precision in (2, 1):  # first by source and passage, then by source alone
        for now in tuple(added):
            passage = (now.source.id, now.locator.text)[:precision]
            same = (entry for entry in removed if (entry.source.id, entry.locator.text)[:precision] == passage)
            if was := next(same, None):
                pairs.append((was, now))
                removed.remove(was)
                added.remove(now)
    whole = after.locations.find("evidence")
    for now in added:
        at = now.locations.find("source")
        yield from changes.find_field_changes("evidence", None, now, at, ChangeKind.EVIDENCE_ADDED)
    for was in removed:
        yield from changes.find_field_changes("evidence", was, None, whole, ChangeKind.EVIDENCE_LOST)
    heard, lost = ({actor.id for each in entries for actor in each.speakers} for entries in (after.evidence, removed))
    for name in sorted(lost - heard):
        yield Change((ChangeKind.SPEAKER,), "speaker", name, "", whole)
    for was, now in pairs:
        yield from _compare_pair(was, now, later=is_later(was.as_of or before.as_of, now.as_of or after.as_of))
    old, new = find_supporting_origins(before, base.catalog), find_supporting_origins(after, head.catalog)
    yield from (Change((ChangeKind.ORIGIN_GAINED,), "origins", "", name, whole) for name in sorted(new - old))
    yield from (Change((ChangeKind.ORIGIN_LOST,), "origins", name, "", whole) for name in sorted(old - new))
    counted = (count_independent_sources(*pair) for pair in ((before, base.catalog), (after, head.catalog)))
    few, many = (str(each.independent_count) for each in counted)
    yield from changes.find_field_changes("independent sources", few, many, whole, ChangeKind.INDEPENDENCE)


def _compare_pair(was: Evidence, now: Evidence, *, later: bool) -> Iterator[Change]:
    field, find = f"evidence from {now.source.id}", now.locations.find
    yield from changes.find_field_changes(field, was.locator, now.locator, find("locator"), ChangeKind.PASSAGE)
    old, new = changes.format_chain(was), changes.format_chain(now)
    if old != new:
        same_speaker = old.split(" → ")[0] == new.split(" → ")[0]
        kinds = (ChangeKind.CHAIN,) if same_speaker else (ChangeKind.CHAIN, ChangeKind.SPEAKER)
        yield Change(kinds, field, old, new, find("chain"))
    yield from find_value_changes(f"{field}: says", was.says, now.says, find("says"), later=later)
    yield from changes.find_record_changes(was, now, _EVIDENCE_COMPARED_APART, f"{field}: ")


def find_supporting_origins(fact: Fact, catalog: Catalog) -> frozenset[str]:
    """Return who said it first, in the evidence that supports a fact."""
    return frozenset(name for evidence in list_support(fact, catalog) for name in list_origins(evidence, catalog))


@dataclass(frozen=True, slots=True)
class _CitedPassage:
    """Evidence of one revision, with its proof there and the copy in which it was proved."""

    evidence: Evidence
    proof: EvidenceRecord | None
    copy: SnapshotRecord | None

    def is_repetition_of(self, was: Self) -> bool:
        """Tell whether evidence of the revision before cites this passage already.

        A locator that quotes more or fewer of the first or the last words still names the same passage. So does
        another locator of the same copy that adds less than it repeats, whatever the id of the source is now.
        """
        locators = [each.evidence.locator for each in (was, self)]
        starts = [_WORD.findall(locator.first) for locator in locators]
        ends = [_WORD.findall(locator.last or locator.first)[::-1] for locator in locators]
        has_same_ends = all(old[: len(new)] == new[: len(old)] for old, new in (starts, ends))
        if has_same_ends and self.evidence.source.id == was.evidence.source.id:
            return True
        if not (self.proof and was.proof and self.copy and was.copy) or self.copy.sha256 != was.copy.sha256:
            return False
        shared = min(self.proof.end, was.proof.end) - max(self.proof.start, was.proof.start)
        return shared * 2 > self.proof.end - self.proof.start


def _list_cited(fact: Fact, revision: Revision) -> list[_CitedPassage]:
    lock = revision.lock
    return [
        _CitedPassage(each, lock.find_record(fact.id, each.source.id, each.locator), lock.find_snapshot(each.source.id))
        for each in list_support(fact, revision.catalog)
    ]


def has_new_evidence(before: Fact, after: Fact, base: Revision, head: Revision) -> bool:
    """Tell whether a passage supports a fact that did not support it before, or another origin does.

    The same words of the same copy are nothing new, under whatever id of a source: a name adds no origin.
    """
    old, origins = _list_cited(before, base), find_supporting_origins(before, base.catalog)
    for now in _list_cited(after, head):
        known = [was for was in old if now.is_repetition_of(was)]
        is_renamed = not any(now.evidence.source.id == was.evidence.source.id for was in known)
        if not known or (not is_renamed and not origins.issuperset(list_origins(now.evidence, head.catalog))):
            return True
    return False


def find_credited_sources(before: Fact, after: Fact, base: Revision, head: Revision) -> Mapping[str, Evidence]:
    """Return the sources that would say a new value by evidence that was there for the old one, by their ids.

    Evidence with an answer of its own does not follow the value. Nor does a passage in which the new number was found.
    """
    credited: dict[str, Evidence] = {}
    old = _list_cited(before, base)
    for now in _list_cited(after, head):
        known = [was for was in old if now.is_repetition_of(was)]
        claim, reading = build_claim(after, now.evidence, head.catalog), now.proof.reading if now.proof else None
        is_found = reading and reading.number and reading.claim == claim.sha256
        if known and not is_found and not any(each.evidence.says for each in (now, *known)):
            credited.setdefault(now.evidence.source.id, now.evidence)
    return credited


def find_fact_changes(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[Change]:
    """Yield what changed in a fact, the most serious changes first."""
    find = after.locations.find
    if before.lifecycle is not after.lifecycle:
        by = f"by {after.superseded_by.id}" if after.superseded_by else ""
        kind = ChangeKind.REINSTATED if after.lifecycle is Lifecycle.CURRENT else ChangeKind[after.lifecycle.name]
        yield Change((kind,), "lifecycle", before.lifecycle.value, after.lifecycle.value, find("lifecycle"), by)
    else:
        old, new = before.superseded_by, after.superseded_by
        yield from changes.find_field_changes("superseded_by", old, new, find("superseded_by"))
    later = is_later(before.as_of, after.as_of)
    yield from find_value_changes("value", before.value, after.value, find("value"), later=later)
    yield from find_value_changes("also", before.also, after.also, find("also"), later=later)
    kind = ChangeKind.RAISED if after.standing.rank < before.standing.rank else ChangeKind.LOWERED
    yield from changes.find_field_changes("standing", before.standing, after.standing, find("standing"), kind)
    statements = before.statement, after.statement
    yield from changes.find_field_changes("statement", *statements, find("statement"), ChangeKind.REWORDED)
    yield from _compare_derivation(before, after, base, head)
    yield from find_evidence_changes(before, after, base, head)
    yield from changes.find_record_changes(before, after, _COMPARED_APART | _COMPARED_AS_SETS | {"locations"})
    for name in ("about actors", "about places", "tags"):  # The order in which they are written means nothing.
        lists = (getattr(fact, name.split()[-1]) for fact in (before, after))
        was, now = (tuple(sorted(map(changes.format_field_value, items))) for items in lists)
        yield from changes.find_field_changes(name, was, now, find(name.split()[0]))
    yield from changes.find_field_changes("waive", before.waivers, after.waivers, find("waive"))
    sheets = base.catalog.sheet_of[before.id], head.catalog.sheet_of[after.id]
    yield from changes.find_field_changes("sheet", *sheets, find("id"), ChangeKind.MOVED_SHEET)


def _compare_derivation(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[Change]:
    was, now, whole = before.derived, after.derived, after.locations.find("derived")
    formula, inputs = (now.locations.find(name) if now else whole for name in ("formula", "inputs"))
    formulas = was.formula.text if was else "", now.formula.text if now else ""
    yield from changes.find_field_changes("formula", *formulas, formula, ChangeKind.FORMULA)
    listed = changes.format_inputs(was), changes.format_inputs(now)
    yield from changes.find_field_changes("inputs", *listed, inputs, ChangeKind.INPUTS)
    if was and now:
        yield from changes.find_record_changes(was, now, frozenset({"formula", "inputs", "locations"}), "derived: ")
    old, new = _format_result(base.derivations.get(before.id)), _format_result(head.derivations.get(after.id))
    if old and new and old != new:
        moved = [item.id for item in list_input_references(after) if _has_input_changed(item.id, base, head)]
        why = f"because its input changed: {', '.join(moved)}" if moved and listed[0] == listed[1] else ""
        yield Change((ChangeKind.RESULT,), "result", old, new, formula, why)


def follows_inputs(before: Fact, after: Fact, base: Revision, head: Revision) -> bool:
    """Tell whether a derived number has the same formula as before, and inputs that have changed."""
    was, now = (changes.format_field_value(fact.derived) for fact in (before, after))
    inputs = list_input_references(after) if was and was == now else ()
    return any(_has_input_changed(item.id, base, head) for item in inputs)


def _has_input_changed(name: str, base: Revision, head: Revision) -> bool:
    """Tell whether the fact with an id gives a formula another number than before."""
    old, new = base.catalog.facts.get(name), head.catalog.facts.get(name)
    if old is None or new is None:
        return True
    values = [(changes.format_field_value(fact.value), changes.format_field_value(fact.also)) for fact in (old, new)]
    results = [_format_result(revision.derivations.get(name)) for revision in (base, head)]
    return values[0] != values[1] or results[0] != results[1]


def _format_result(derivation: DerivationResult | None) -> str:
    """Return the result to six digits, and its limits where the inputs have some."""
    if derivation is None:
        return ""
    number = "" if derivation.number is None else render_number(round_to_six_digits(derivation.number))
    limits = derivation.interval
    if limits.is_point:
        return number
    low, high = (None if end is None else round_to_six_digits(end) for end in (limits.low, limits.high))
    if low is not None and low == high:
        return number or render_number(low)
    rounded = Interval(low, high, low_open=limits.low_open, high_open=limits.high_open)
    return f"{number} ({render_interval(rounded)})".strip()


def find_value_changes(
    name: str, before: Value | None, after: Value | None, location: Location, *, later: bool = False
) -> Iterator[Change]:
    """Yield the change of a value, if there is one; `name` is its field, `later` tells that its as-of date is later."""
    if before and after:
        if before.text != after.text:
            has_grown = later and _is_larger(before, after)
            kinds = (ChangeKind.PROGRESS,) if has_grown else tuple(_find_change_kinds(before, after))
            why = "; ".join(_describe_limits(before, after))
            yield Change(kinds or (ChangeKind.WRITTEN,), name, before.text, after.text, location, why)
    else:
        kind = ChangeKind.VALUE_REMOVED if before else ChangeKind.VALUE_ADDED
        yield from changes.find_field_changes(name, before, after, location, kind)


def _is_larger(before: Value, after: Value) -> bool:
    """Tell whether a number has grown and nothing else has changed, as that of a running tally does."""
    old, new = before.interval, after.interval
    same = (before.unit, before.hedge, before.about) == (after.unit, after.hedge, after.about)
    if old is None or new is None or old == new or not same:
        return False
    ends = (old.low, new.low), (old.high, new.high)
    return all(end is None or (later is not None and end <= later) for end, later in ends)


def _find_change_kinds(before: Value, after: Value) -> Iterator[ChangeKind]:
    if before.unit != after.unit:
        yield ChangeKind.UNIT
    if converted := convert_value(after, before.unit):  # Numbers of different things cannot be compared.
        old, new = before.interval, converted.interval
        if old and new and old != new:
            yield _compare_intervals(old, new)
        elif not (old and new) and before.hedge is not after.hedge:
            yield ChangeKind.MOVED
    was, now = (value.about or value.hedge in _HEDGES for value in (before, after))
    if was and after.hedge in _BARE_HEDGES and not after.about:
        yield ChangeKind.HEDGE_LIFTED
    elif now and before.hedge in _BARE_HEDGES and not before.about:
        yield ChangeKind.HEDGE_ADDED
    elif before.about and not after.about and before.hedge is after.hedge:
        yield ChangeKind.HEDGE_LIFTED
    elif was and now and (before.hedge, before.about) != (after.hedge, after.about):
        yield ChangeKind.HEDGE_CHANGED


def _compare_intervals(old: Interval, new: Interval) -> ChangeKind:
    if old.contains(new):
        return ChangeKind.TIGHTENED
    if new.contains(old):
        return ChangeKind.LOOSENED
    return ChangeKind.SHIFTED if old.overlaps(new) else ChangeKind.MOVED


def _describe_limits(before: Value, after: Value) -> Iterator[str]:
    """Yield how the unit and the limits changed, unless both values are single numbers."""
    old, new = before.interval, after.interval
    if before.unit != after.unit:
        yield f"unit {before.unit or 'none'} → {after.unit or 'none'}"
    if old is None or new is None or (old.is_point and new.is_point):
        return
    lows = [_format_limit(each.low, is_open=each.low_open) for each in (old, new)]
    highs = [_format_limit(each.high, is_open=each.high_open) for each in (old, new)]
    for name, (was, now) in (("lower limit", lows), ("upper limit", highs)):
        if was != now:
            yield f"{name} {was} → {now}"


def _format_limit(number: Decimal | None, *, is_open: bool) -> str:
    return "none" if number is None else f"{render_number(number)}{' (not itself)' if is_open else ''}"
