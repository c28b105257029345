"""What became of one fact that is in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult
from factsheet.diagnostics.core import Reference
from factsheet.model.records import Correction, Derivation, Fact
from factsheet.model.values.intervals import Interval, render_interval, render_number
from factsheet.model.vocabulary import Lifecycle
from factsheet.review.diff.changes import (
    Change,
    ChangeKind,
    find_field_changes,
    find_record_changes,
    format_field_value,
)
from factsheet.review.diff.evidence import find_evidence_changes
from factsheet.review.diff.revision import Revision
from factsheet.review.diff.values import find_value_changes

_LIFECYCLE_CHANGES = {
    Lifecycle.CURRENT: ChangeKind.REINSTATED,
    Lifecycle.CORRECTED: ChangeKind.CORRECTED,
    Lifecycle.SUPERSEDED: ChangeKind.SUPERSEDED,
    Lifecycle.WITHDRAWN: ChangeKind.WITHDRAWN,
}
_SIGNIFICANT_DIGITS = 6
_COMPARED_APART = frozenset({"id", "lifecycle", "superseded_by", "value", "also", "standing", "statement", "derived"})
_COMPARED_AS_SETS = frozenset({"evidence", "corrections", "actors", "places", "tags", "waivers"})


def find_fact_changes(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[Change]:
    """Yield what changed in a fact, the gravest first."""
    where = after.locations.find
    if before.lifecycle is not after.lifecycle:
        by = f"by {after.superseded_by.id}" if after.superseded_by else ""
        kind, words = _LIFECYCLE_CHANGES[after.lifecycle], (before.lifecycle.value, after.lifecycle.value)
        yield Change((kind,), "lifecycle", *words, where("lifecycle"), by)
    elif format_field_value(before.superseded_by) != format_field_value(after.superseded_by):
        yield from find_field_changes(
            "superseded_by", before.superseded_by, after.superseded_by, where("superseded_by")
        )
    yield from find_value_changes("value", before.value, after.value, where("value"))
    yield from find_value_changes("also", before.also, after.also, where("also"))
    yield from _compare_standing(before, after)
    yield from find_field_changes(
        "statement", before.statement, after.statement, where("statement"), ChangeKind.REWORDED
    )
    yield from _compare_derivation(before, after, base, head)
    yield from find_evidence_changes(before, after, base.catalog, head.catalog)
    yield from _compare_corrections(before, after)
    yield from _compare_other_fields(before, after)
    sheets = base.catalog.sheet_of[before.id], head.catalog.sheet_of[after.id]
    if sheets[0] != sheets[1]:
        yield Change((ChangeKind.MOVED_SHEET,), "sheet", *sheets, where("id"))


def _compare_standing(before: Fact, after: Fact) -> Iterator[Change]:
    if before.standing is after.standing:
        return
    raised = after.standing.rank < before.standing.rank
    kind = ChangeKind.RAISED if raised else ChangeKind.LOWERED
    words = before.standing.value, after.standing.value
    yield Change((kind,), "standing", *words, after.locations.find("standing"))


def _compare_other_fields(before: Fact, after: Fact) -> Iterator[Change]:
    yield from find_record_changes(before, after, _COMPARED_APART | _COMPARED_AS_SETS | {"locations"})
    for name, old, new in (
        ("about actors", _sort_ids(before.actors), _sort_ids(after.actors)),
        ("about places", _sort_ids(before.places), _sort_ids(after.places)),
        ("tags", tuple(sorted(before.tags)), tuple(sorted(after.tags))),
        ("waive", before.waivers, after.waivers),
    ):
        yield from find_field_changes(name, old, new, after.locations.find(name.split()[0]))


def _sort_ids(references: tuple[Reference, ...]) -> tuple[str, ...]:
    """Return ids in one order: in which order they are written changes nothing."""
    return tuple(sorted(reference.id for reference in references))


def _compare_corrections(before: Fact, after: Fact) -> Iterator[Change]:
    for one in find_new_corrections(before, after):
        yield Change((ChangeKind.CORRECTION_ADDED,), "corrections", "", format_field_value(one)[0], one.locations.whole)
    kept = {format_field_value(one)[0] for one in after.corrections}
    for one in before.corrections:
        if format_field_value(one)[0] not in kept:
            at = after.locations.find("corrections")
            yield Change((ChangeKind.CORRECTION_LOST,), "corrections", format_field_value(one)[0], "", at)


def find_new_corrections(before: Fact, after: Fact) -> tuple[Correction, ...]:
    """Return the notices that were not there before."""
    known = {format_field_value(one)[0] for one in before.corrections}
    return tuple(one for one in after.corrections if format_field_value(one)[0] not in known)


def _compare_derivation(before: Fact, after: Fact, base: Revision, head: Revision) -> Iterator[Change]:
    was, now, at = before.derived, after.derived, after.locations.find("derived")
    formulas = was.formula.text if was else "", now.formula.text if now else ""
    if formulas[0] != formulas[1]:
        yield Change((ChangeKind.FORMULA,), "formula", *formulas, now.locations.find("formula") if now else at)
    inputs = _format_inputs(was), _format_inputs(now)
    if inputs[0] != inputs[1]:
        yield Change((ChangeKind.INPUTS,), "inputs", *inputs, now.locations.find("inputs") if now else at)
    if was and now:
        yield from find_record_changes(was, now, frozenset({"formula", "inputs", "locations"}), "derived: ")
    old, new = _format_result(base.derivations.get(before.id)), _format_result(head.derivations.get(after.id))
    if old and new and old != new:
        moved = [name for name in list_inputs(after) if has_input_changed(name, base, head)]
        why = f"because its input changed: {', '.join(moved)}" if moved and inputs[0] == inputs[1] else ""
        yield Change((ChangeKind.RESULT,), "result", old, new, now.locations.find("formula") if now else at, why)


def _format_inputs(derived: Derivation | None) -> str:
    listed = derived.inputs if derived else ()
    return ", ".join(
        f"{name}: {one.id}{'.also' if part == 'also' else ''}"
        for name, one, part in sorted(listed, key=lambda entry: entry[0])
    )


def list_inputs(fact: Fact) -> tuple[str, ...]:
    """Return the facts that a fact is worked out from."""
    return tuple(one.id for _, one, _ in fact.derived.inputs) if fact.derived else ()


def has_same_derivation(before: Fact, after: Fact) -> bool:
    """Tell whether a fact is worked out in both versions, and in the same way."""
    if before.derived is None or after.derived is None:
        return False
    same = before.derived.formula.text == after.derived.formula.text
    return same and _format_inputs(before.derived) == _format_inputs(after.derived)


def has_input_changed(name: str, base: Revision, head: Revision) -> bool:
    """Tell whether what goes into a formula under an id is another than before."""
    old, new = base.catalog.facts.get(name), head.catalog.facts.get(name)
    if old is None or new is None:
        return True
    return (format_field_value(old.value), format_field_value(old.also)) != (
        format_field_value(new.value),
        format_field_value(new.also),
    ) or (_format_result(base.derivations.get(name)) != _format_result(head.derivations.get(name)))


def _format_result(working: DerivationResult | None) -> str:
    """Return what came out to six digits, and the limits where the inputs leave some."""
    if working is None:
        return ""
    number = "" if working.number is None else render_number(_round_number(working.number))
    limits = working.interval
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
