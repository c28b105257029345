"""Working with intervals: what can be said of a sum, a difference, a product or a quotient of rough numbers.

The rules are those of interval arithmetic, with open ends (a limit that is itself excluded) and missing
ends (no limit). A formula is worked out twice: on the written numbers, and on the intervals they stand for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from generator.formulas import Difference, Name, Negative, Node, Number, Product, Quotient, Sum
from generator.intervals import Interval

DIGITS = 28
"""Significant digits of a quotient; sums and products of what people write stay exact."""


class NotWorkable(ArithmeticError):
    """A formula has no result on these numbers; the message says why."""


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval: a limit, or None where there is none; `open` excludes the limit itself."""

    at: Decimal | None
    sign: int
    """Which way a missing limit lies: -1 or 1."""
    open: bool


def work_out(node: Node, inputs: Mapping[str, Interval]) -> Interval:
    """Work a formula out on intervals.

    Raises NotWorkable when the formula divides by an interval that holds zero.
    """
    with localcontext(prec=DIGITS):
        return _interval(node, inputs)


def _interval(node: Node, inputs: Mapping[str, Interval]) -> Interval:
    match node:
        case Number(value):
            return Interval.point(value)
        case Name(name):
            return inputs[name]
        case Negative(inner):
            return _negative(_interval(inner, inputs))
        case Sum(left, right):
            return _sum(_interval(left, inputs), _interval(right, inputs))
        case Difference(left, right):
            return _sum(_interval(left, inputs), _negative(_interval(right, inputs)))
        case Product(left, right):
            return _product(_interval(left, inputs), _interval(right, inputs))
        case Quotient(left, right):
            return _product(_interval(left, inputs), _reciprocal(_interval(right, inputs)))


def _negative(one: Interval) -> Interval:
    def flip(limit: Decimal | None) -> Decimal | None:
        return None if limit is None else -limit

    return Interval(flip(one.high), flip(one.low), low_open=one.high_open, high_open=one.low_open)


def _sum(one: Interval, other: Interval) -> Interval:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return Interval(
        low,
        high,
        low_open=low is not None and (one.low_open or other.low_open),
        high_open=high is not None and (one.high_open or other.high_open),
    )


def _reciprocal(one: Interval) -> Interval:
    above = one.low is not None and (one.low > 0 or (one.low == 0 and one.low_open))
    below = one.high is not None and (one.high < 0 or (one.high == 0 and one.high_open))
    if not (above or below):
        raise NotWorkable("it divides by a value that may be zero")

    def over(limit: Decimal | None) -> tuple[Decimal | None, bool]:
        if limit is None:
            return Decimal(0), True
        return (None, False) if limit == 0 else (1 / limit, False)

    low, low_limit_open = over(one.high)
    high, high_limit_open = over(one.low)
    return Interval(
        low,
        high,
        low_open=low is not None and (one.high_open or low_limit_open),
        high_open=high is not None and (one.low_open or high_limit_open),
    )


def _product(one: Interval, other: Interval) -> Interval:
    ends = [_times(a, b) for a in _ends(one) for b in _ends(other)]
    low, high = _outermost(ends, -1, min), _outermost(ends, 1, max)
    return Interval(
        low.at, high.at, low_open=low.at is not None and low.open, high_open=high.at is not None and high.open
    )


def _ends(one: Interval) -> tuple[_End, _End]:
    return _End(one.low, -1, one.low_open), _End(one.high, 1, one.high_open)


def _times(a: _End, b: _End) -> _End:
    if a.at is not None and b.at is not None:
        closed_zero = (a.at == 0 and not a.open) or (b.at == 0 and not b.open)
        return _End(a.at * b.at, 0, open=(a.open or b.open) and not closed_zero)
    sides = [end.sign if end.at is None else (end.at > 0) - (end.at < 0) for end in (a, b)]
    if 0 in sides:
        # Zero times a quantity without limit: the quantity itself is finite, so the product is zero.
        return _End(Decimal(0), 0, open=False)
    return _End(None, sides[0] * sides[1], open=False)


def _outermost(ends: list[_End], sign: int, pick: Callable[[Iterable[Decimal]], Decimal]) -> _End:
    if any(end.at is None and end.sign == sign for end in ends):
        return _End(None, sign, open=False)
    limits = [end for end in ends if end.at is not None]
    at = pick(end.at for end in limits if end.at is not None)
    return _End(at, sign, open=all(end.open for end in limits if end.at == at))
