"""What became of a value, in terms of what it leaves possible."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.diagnostics.core import Location
from factsheet.model.arithmetic.units import can_compare_units, parse_unit
from factsheet.model.values.hedges import Hedge
from factsheet.model.values.intervals import Interval, render_number
from factsheet.model.values.quantities import Value
from factsheet.review.diff.changes import Change, ChangeKind

_HEDGES = frozenset(
    {
        Hedge.AT_LEAST,
        Hedge.AT_MOST,
        Hedge.MORE_THAN,
        Hedge.FEWER_THAN,
        Hedge.ABOUT,
        Hedge.NEARLY,
        Hedge.JUST_OVER,
        Hedge.MAGNITUDE,
    }
)
_BARE_HEDGES = frozenset({Hedge.EXACT, Hedge.NONE})


def find_value_changes(name: str, before: Value | None, after: Value | None, at: Location) -> Iterator[Change]:
    """Yield the change of a value, if there is one; `name` is its field."""
    if before is None and after is None:
        return
    if before is None or after is None:
        kind = ChangeKind.VALUE_ADDED if before is None else ChangeKind.VALUE_REMOVED
        yield Change((kind,), name, before.text if before else "", after.text if after else "", at)
        return
    if before.text == after.text:
        return
    kinds = tuple(_find_change_kinds(before, after)) or (ChangeKind.WRITTEN,)
    yield Change(kinds, name, before.text, after.text, at, "; ".join(_describe_limits(before, after)))


def _find_change_kinds(before: Value, after: Value) -> Iterator[ChangeKind]:
    if before.unit != after.unit:
        yield ChangeKind.UNIT
    old, new = before.interval, after.interval
    if not can_compare_units(parse_unit(before.unit), parse_unit(after.unit)):
        pass  # Two numbers of different things are neither more nor less.
    elif old is None or new is None:
        if before.hedge is not after.hedge:
            yield ChangeKind.MOVED
    elif old != new:
        yield _compare_intervals(old, new)
    was, now = _is_hedged(before), _is_hedged(after)
    if was and after.hedge in _BARE_HEDGES and not after.about:
        yield ChangeKind.HEDGE_LIFTED
    elif now and before.hedge in _BARE_HEDGES and not before.about:
        yield ChangeKind.HEDGE_ADDED
    elif before.about and not after.about and before.hedge is after.hedge:
        yield ChangeKind.HEDGE_LIFTED
    elif was and now and (before.hedge, before.about) != (after.hedge, after.about):
        yield ChangeKind.HEDGE_CHANGED


def _is_hedged(value: Value) -> bool:
    return value.about or value.hedge in _HEDGES


def _compare_intervals(old: Interval, new: Interval) -> ChangeKind:
    if old.contains(new):
        return ChangeKind.TIGHTENED
    if new.contains(old):
        return ChangeKind.LOOSENED
    return ChangeKind.SHIFTED if old.overlaps(new) else ChangeKind.MOVED


def _describe_limits(before: Value, after: Value) -> Iterator[str]:
    """Yield what became of each end, where both have the same sort of ends."""
    old, new = before.interval, after.interval
    if before.unit != after.unit:
        yield f"unit {before.unit or 'none'} → {after.unit or 'none'}"
    if old is None or new is None or (old.is_point and new.is_point):
        return
    lows = (_format_end(old.low, opened=old.low_open), _format_end(new.low, opened=new.low_open))
    highs = (_format_end(old.high, opened=old.high_open), _format_end(new.high, opened=new.high_open))
    for name, (was, now) in (("lower limit", lows), ("upper limit", highs)):
        if was != now:
            yield f"{name} {was} → {now}"


def _format_end(number: Decimal | None, *, opened: bool) -> str:
    if number is None:
        return "none"
    return f"{render_number(number)}{' (not itself)' if opened else ''}"
