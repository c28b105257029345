"""What became of one fact that is in both versions."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import Working
from factsheet.diagnostics.core import Reference
from factsheet.model.records import Correction, Derivation, Fact
from factsheet.model.values import Interval, spoken_interval, spoken_number
from factsheet.model.vocabulary import Lifecycle
from factsheet.review.diff.changes import Change, ChangeKind, field_change, shown
from factsheet.review.diff.evidence_changes import evidence_changes
from factsheet.review.diff.revision import Version
from factsheet.review.diff.value_changes import value_change

_LIFECYCLES = {
    Lifecycle.CURRENT: ChangeKind.REINSTATED,
    Lifecycle.CORRECTED: ChangeKind.CORRECTED,
    Lifecycle.SUPERSEDED: ChangeKind.SUPERSEDED,
    Lifecycle.WITHDRAWN: ChangeKind.WITHDRAWN,
}
_DIGITS = 6
_AROUND = ("caveat", "note", "counts", "compared_with", "as_of", "when", "label", "heading", "choice")


def fact_changes(before: Fact, after: Fact, base: Version, head: Version) -> Iterator[Change]:
    """Yield what changed in a fact, the gravest first."""
    where = after.where.of
    if before.lifecycle is not after.lifecycle:
        by = f"by {after.superseded_by.id}" if after.superseded_by else ""
        kind, words = _LIFECYCLES[after.lifecycle], (before.lifecycle.value, after.lifecycle.value)
        yield Change((kind,), "lifecycle", *words, where("lifecycle"), by)
    elif shown(before.superseded_by) != shown(after.superseded_by):
        yield from field_change(
            "superseded_by", before.superseded_by, after.superseded_by, where("superseded_by")
        )
    yield from value_change("value", before.value, after.value, where("value"))
    yield from value_change("also", before.also, after.also, where("also"))
    yield from _standing(before, after)
    yield from field_change(
        "statement", before.statement, after.statement, where("statement"), ChangeKind.REWORDED
    )
    yield from _derived(before, after, base, head)
    yield from evidence_changes(before, after, base.catalog, head.catalog)
    yield from _corrections(before, after)
    yield from _around(before, after)
    sheets = base.catalog.sheet_of[before.id], head.catalog.sheet_of[after.id]
    if sheets[0] != sheets[1]:
        yield Change((ChangeKind.MOVED_SHEET,), "sheet", *sheets, where("id"))


def _standing(before: Fact, after: Fact) -> Iterator[Change]:
    if before.standing is after.standing:
        return
    raised = after.standing.rank < before.standing.rank
    kind = ChangeKind.RAISED if raised else ChangeKind.LOWERED
    words = before.standing.value, after.standing.value
    yield Change((kind,), "standing", *words, after.where.of("standing"))


def _around(before: Fact, after: Fact) -> Iterator[Change]:
    for name in _AROUND:
        old, new = getattr(before, name), getattr(after, name)
        yield from field_change(name, old, new, after.where.of(name))
    for name, old, new in (
        ("about actors", _ids(before.actors), _ids(after.actors)),
        ("about places", _ids(before.places), _ids(after.places)),
        ("tags", tuple(sorted(before.tags)), tuple(sorted(after.tags))),
    ):
        yield from field_change(name, old, new, after.where.of(name.split()[0]))
    yield from field_change("waive", before.waivers, after.waivers, after.where.of("waive"))


def _ids(references: tuple[Reference, ...]) -> tuple[str, ...]:
    """Return ids in one order: in which order they are written changes nothing."""
    return tuple(sorted(one.id for one in references))


def _corrections(before: Fact, after: Fact) -> Iterator[Change]:
    for one in new_corrections(before, after):
        yield Change((ChangeKind.CORRECTION_ADDED,), "corrections", "", shown(one)[0], one.where.whole)
    kept = {shown(one)[0] for one in after.corrections}
    for one in before.corrections:
        if shown(one)[0] not in kept:
            at = after.where.of("corrections")
            yield Change((ChangeKind.CORRECTION_LOST,), "corrections", shown(one)[0], "", at)


def new_corrections(before: Fact, after: Fact) -> tuple[Correction, ...]:
    """Return the notices that were not there before."""
    known = {shown(one)[0] for one in before.corrections}
    return tuple(one for one in after.corrections if shown(one)[0] not in known)


def _derived(before: Fact, after: Fact, base: Version, head: Version) -> Iterator[Change]:
    was, now, at = before.derived, after.derived, after.where.of("derived")
    formulas = was.formula.text if was else "", now.formula.text if now else ""
    if formulas[0] != formulas[1]:
        yield Change((ChangeKind.FORMULA,), "formula", *formulas, now.where.of("formula") if now else at)
    inputs = _inputs(was), _inputs(now)
    if inputs[0] != inputs[1]:
        yield Change((ChangeKind.INPUTS,), "inputs", *inputs, now.where.of("inputs") if now else at)
    if was and now:
        yield from field_change("derived: note", was.note, now.note, now.where.of("note"))
    old, new = _result(base.workings.get(before.id)), _result(head.workings.get(after.id))
    if old and new and old != new:
        moved = [name for name in inputs_of(after) if input_moved(name, base, head)]
        why = f"because its input changed: {', '.join(moved)}" if moved and inputs[0] == inputs[1] else ""
        yield Change((ChangeKind.RESULT,), "result", old, new, now.where.of("formula") if now else at, why)


def _inputs(derived: Derivation | None) -> str:
    listed = derived.inputs if derived else ()
    return ", ".join(
        f"{name}: {one.id}{'.also' if part == 'also' else ''}"
        for name, one, part in sorted(listed, key=lambda entry: entry[0])
    )


def inputs_of(fact: Fact) -> tuple[str, ...]:
    """Return the facts that a fact is worked out from."""
    return tuple(one.id for _, one, _ in fact.derived.inputs) if fact.derived else ()


def same_derivation(before: Fact, after: Fact) -> bool:
    """Tell whether a fact is worked out in both versions, and in the same way."""
    if before.derived is None or after.derived is None:
        return False
    same = before.derived.formula.text == after.derived.formula.text
    return same and _inputs(before.derived) == _inputs(after.derived)


def input_moved(name: str, base: Version, head: Version) -> bool:
    """Tell whether what goes into a formula under an id is another than before."""
    old, new = base.catalog.facts.get(name), head.catalog.facts.get(name)
    if old is None or new is None:
        return True
    return (shown(old.value), shown(old.also)) != (shown(new.value), shown(new.also)) or (
        _result(base.workings.get(name)) != _result(head.workings.get(name))
    )


def _result(working: Working | None) -> str:
    """Return what came out to six digits, and the limits where the inputs leave some."""
    if working is None:
        return ""
    number = "" if working.number is None else spoken_number(_rounded(working.number))
    limits = working.interval
    if limits.is_point:
        return number
    low, high = (None if end is None else _rounded(end) for end in (limits.low, limits.high))
    if low is not None and low == high:
        return number or spoken_number(low)
    rounded = Interval(low, high, low_open=limits.low_open, high_open=limits.high_open)
    return f"{number} ({spoken_interval(rounded)})".strip()


def _rounded(number: Decimal) -> Decimal:
    whole = number == number.to_integral_value()
    return number if whole else Decimal(f"{Decimal(f'{number:.{_DIGITS}g}').normalize():f}")
