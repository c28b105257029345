"""How a fact that is in both revisions changed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult
from factsheet.diagnostics.core import Reference
from factsheet.model.dates.grammar import is_later
from factsheet.model.records import Fact
from factsheet.model.values.intervals import Interval, render_interval, render_number
from factsheet.model.vocabulary import Lifecycle
from factsheet.review.diff import changes
from factsheet.review.diff.evidence import find_evidence_changes
from factsheet.review.diff.revision import Revision
from factsheet.review.diff.values import find_value_changes

_LIFECYCLE_CHANGES = {
    Lifecycle.CURRENT: changes.ChangeKind.REINSTATED,
    Lifecycle.CORRECTED: changes.ChangeKind.CORRECTED,
    Lifecycle.SUPERSEDED: changes.ChangeKind.SUPERSEDED,
    Lifecycle.WITHDRAWN: changes.ChangeKind.WITHDRAWN,
}
_SIGNIFICANT_DIGITS = 6
_COMPARED_APART = frozenset({"id", "lifecycle", "superseded_by", "value", "also", "standing", "statement", "derived"})
_COMPARED_AS_SETS = frozenset({"evidence", "actors", "places", "tags", "waivers"})


def find_fact_changes(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[changes.Change]:
    """Yield what changed in a fact, the most serious changes first."""
    find = after.locations.find
    if before.lifecycle is not after.lifecycle:
        by = f"by {after.superseded_by.id}" if after.superseded_by else ""
        kind = _LIFECYCLE_CHANGES[after.lifecycle]
        yield changes.Change((kind,), "lifecycle", before.lifecycle.value, after.lifecycle.value, find("lifecycle"), by)
    else:
        old, new = before.superseded_by, after.superseded_by
        yield from changes.find_field_changes("superseded_by", old, new, find("superseded_by"))
    later = is_later(before.as_of, after.as_of)
    yield from find_value_changes("value", before.value, after.value, find("value"), later=later)
    yield from find_value_changes("also", before.also, after.also, find("also"), later=later)
    if before.standing is not after.standing:
        kind = changes.ChangeKind.RAISED if after.standing.rank < before.standing.rank else changes.ChangeKind.LOWERED
        yield changes.Change((kind,), "standing", before.standing.value, after.standing.value, find("standing"))
    statements = before.statement, after.statement
    yield from changes.find_field_changes("statement", *statements, find("statement"), changes.ChangeKind.REWORDED)
    yield from _compare_derivation(before, after, base, head)
    yield from find_evidence_changes(before, after, base, head)
    yield from _compare_other_fields(before, after)
    sheets = base.catalog.sheet_of[before.id], head.catalog.sheet_of[after.id]
    if sheets[0] != sheets[1]:
        yield changes.Change((changes.ChangeKind.MOVED_SHEET,), "sheet", *sheets, find("id"))


def _compare_other_fields(before: Fact, after: Fact) -> Iterator[changes.Change]:
    yield from changes.find_record_changes(before, after, _COMPARED_APART | _COMPARED_AS_SETS | {"locations"})
    for name, old, new in (
        ("about actors", _sort_ids(before.actors), _sort_ids(after.actors)),
        ("about places", _sort_ids(before.places), _sort_ids(after.places)),
        ("tags", tuple(sorted(before.tags)), tuple(sorted(after.tags))),
        ("waive", before.waivers, after.waivers),
    ):
        yield from changes.find_field_changes(name, old, new, after.locations.find(name.split()[0]))


def _sort_ids(references: tuple[Reference, ...]) -> tuple[str, ...]:
    """Return ids sorted, since the order in which they are written means nothing."""
    return tuple(sorted(reference.id for reference in references))


def _compare_derivation(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[changes.Change]:
    was, now, whole = before.derived, after.derived, after.locations.find("derived")
    formula, inputs = (now.locations.find(name) if now else whole for name in ("formula", "inputs"))
    formulas = was.formula.text if was else "", now.formula.text if now else ""
    if formulas[0] != formulas[1]:
        yield changes.Change((changes.ChangeKind.FORMULA,), "formula", *formulas, formula)
    listed = changes.format_inputs(was), changes.format_inputs(now)
    if listed[0] != listed[1]:
        yield changes.Change((changes.ChangeKind.INPUTS,), "inputs", *listed, inputs)
    if was and now:
        yield from changes.find_record_changes(was, now, frozenset({"formula", "inputs", "locations"}), "derived: ")
    old, new = _format_result(base.derivations.get(before.id)), _format_result(head.derivations.get(after.id))
    if old and new and old != new:
        moved = [name for name in list_inputs(after) if has_input_changed(name, base, head)]
        why = f"because its input changed: {', '.join(moved)}" if moved and listed[0] == listed[1] else ""
        yield changes.Change((changes.ChangeKind.RESULT,), "result", old, new, formula, why)


def list_inputs(fact: Fact) -> tuple[str, ...]:
    """Return the facts that a fact is derived from."""
    return tuple(reference.id for _, reference, _ in fact.derived.inputs) if fact.derived else ()


def has_same_derivation(before: Fact, after: Fact) -> bool:
    """Tell whether a fact is derived in both revisions, and in the same way."""
    if before.derived is None or after.derived is None:
        return False
    same = before.derived.formula.text == after.derived.formula.text
    return same and changes.format_inputs(before.derived) == changes.format_inputs(after.derived)


def has_input_changed(name: str, base: Revision, head: Revision) -> bool:
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
    number = "" if derivation.number is None else render_number(_round_number(derivation.number))
    limits = derivation.interval
    if limits.is_point:
        return number
    low, high = (None if end is None else _round_number(end) for end in (limits.low, limits.high))
    if low is not None and low == high:
        return number or render_number(low)
    rounded = Interval(low, high, low_open=limits.low_open, high_open=limits.high_open)
    return f"{number} ({render_interval(rounded)})".strip()


def _round_number(number: Decimal) -> Decimal:
    whole = number == number.to_integral_value()
    return number if whole else Decimal(f"{Decimal(f'{number:.{_SIGNIFICANT_DIGITS}g}').normalize():f}")
