"""Working with intervals: what can be said of a sum, a difference, a product or a quotient of rough numbers.

The rules are those of interval arithmetic, with open ends (a limit that is itself excluded) and missing
ends (no limit). Inside, limits are exact fractions; only the result is rounded, and then outwards, so that no
number that the inputs leave possible is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from factsheet.model.arithmetic.formulas import (
    Difference,
    Name,
    Negative,
    Node,
    Number,
    Product,
    Quotient,
    Sum,
)
from factsheet.model.values.intervals import Interval

DIGITS = 28
"""Significant digits of a result; one that needs no more is exact."""


class NotWorkable(ArithmeticError):  # noqa: N818 - it is no error of the program, but a finding
    """A formula has no result on these numbers; the message says why."""


@dataclass(frozen=True, slots=True)
class _Span:
    """An interval of exact fractions."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a span: a limit, or None where there is none; `open` excludes the limit itself."""

    at: Fraction | None
    sign: int
    """Which way a missing limit lies: -1 or 1."""
    open: bool


def work_out(node: Node, inputs: Mapping[str, Interval]) -> Interval:
    """Work a formula out on intervals; points give a point.

    Raises:
        NotWorkable: when the formula divides by an interval that holds zero.
        KeyError: when a name of the formula is not among the inputs.
    """
    found = _span(node, {name: _exact(interval) for name, interval in inputs.items()})
    if found.low is not None and found.low == found.high:
        return Interval.point(_decimal(found.low, ROUND_HALF_EVEN))
    low = None if found.low is None else _decimal(found.low, ROUND_FLOOR)
    high = None if found.high is None else _decimal(found.high, ROUND_CEILING)
    return Interval(low, high, low_open=found.low_open, high_open=found.high_open)


def _exact(one: Interval) -> _Span:
    low = None if one.low is None else Fraction(one.low)
    high = None if one.high is None else Fraction(one.high)
    return _Span(low, high, one.low_open, one.high_open)


def _decimal(exact: Fraction, rounding: str) -> Decimal:
    # A context of our own, so that no other part of the program can change how we round.
    context = Context(prec=DIGITS, rounding=rounding)
    return context.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _span(node: Node, inputs: Mapping[str, _Span]) -> _Span:
    match node:
        case Number(value):
            return _Span(Fraction(value), Fraction(value))
        case Name(name):
            return inputs[name]
        case Negative(inner):
            return _negative(_span(inner, inputs))
        case Sum() | Difference() | Product() | Quotient():
            return _joined(node, _span(node.left, inputs), _span(node.right, inputs))


def _joined(node: Sum | Difference | Product | Quotient, left: _Span, right: _Span) -> _Span:
    match node:
        case Sum():
            return _sum(left, right)
        case Difference():
            return _sum(left, _negative(right))
        case Product():
            return _product(left, right)
        case Quotient():
            return _product(left, _reciprocal(right))


def _negative(one: _Span) -> _Span:
    def flip(limit: Fraction | None) -> Fraction | None:
        return None if limit is None else -limit

    return _Span(flip(one.high), flip(one.low), one.high_open, one.low_open)


def _sum(one: _Span, other: _Span) -> _Span:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return _Span(low, high, one.low_open or other.low_open, one.high_open or other.high_open)


def _reciprocal(one: _Span) -> _Span:
    above = one.low is not None and (one.low > 0 or (one.low == 0 and one.low_open))
    below = one.high is not None and (one.high < 0 or (one.high == 0 and one.high_open))
    if not (above or below):
        raise NotWorkable("it divides by a value that may be zero")

    def over(limit: Fraction | None) -> Fraction | None:
        if limit is None:
            return Fraction(0)
        return None if limit == 0 else 1 / limit

    # Where there was no limit, zero is approached and never reached.
    return _Span(
        over(one.high),
        over(one.low),
        low_open=one.high is None or one.high_open,
        high_open=one.low is None or one.low_open,
    )


def _product(one: _Span, other: _Span) -> _Span:
    ends = [_times(a, b) for a in _ends(one) for b in _ends(other)]
    low, high = _outermost(ends, -1, min), _outermost(ends, 1, max)
    return _Span(low.at, high.at, low.open, high.open)


def _ends(one: _Span) -> tuple[_End, _End]:
    return _End(one.low, -1, one.low_open), _End(one.high, 1, one.high_open)


def _times(a: _End, b: _End) -> _End:
    closed_zero = any(end.at == 0 and not end.open for end in (a, b))
    if a.at is not None and b.at is not None:
        return _End(a.at * b.at, 0, open=(a.open or b.open) and not closed_zero)
    sides = [end.sign if end.at is None else (end.at > 0) - (end.at < 0) for end in (a, b)]
    if 0 in sides:
        # Zero times a quantity without limit: each quantity is itself finite, so the product is zero.
        return _End(Fraction(0), 0, open=not closed_zero)
    return _End(None, sides[0] * sides[1], open=False)


def _outermost(ends: list[_End], sign: int, pick: Callable[[Iterable[Fraction]], Fraction]) -> _End:
    if any(end.at is None and end.sign == sign for end in ends):
        return _End(None, sign, open=False)
    limits = [(end.at, end.open) for end in ends if end.at is not None]
    at = pick(limit for limit, _ in limits)
    return _End(at, sign, open=all(is_open for limit, is_open in limits if limit == at))
