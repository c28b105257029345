"""How a value changed, in terms of what it leaves possible."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.diagnostics.core import Location
from factsheet.model.arithmetic.units import convert_value
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.values.intervals import Interval, render_number
from factsheet.review.diff.changes import Change, ChangeKind

_BARE_HEDGES = frozenset({Hedge.EXACT, Hedge.NONE})
_HEDGES = frozenset(Hedge) - _BARE_HEDGES - {Hedge.BETWEEN, Hedge.RISING, Hedge.FALLING, Hedge.UNKNOWN}


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
    elif before:
        yield Change((ChangeKind.VALUE_REMOVED,), name, before.text, "", location)
    elif after:
        yield Change((ChangeKind.VALUE_ADDED,), name, "", after.text, location)


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
    converted = convert_value(after, before.unit)
    old, new = before.interval, converted.interval if converted else None
    if converted is None:
        pass  # Numbers of different things cannot be compared.
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
