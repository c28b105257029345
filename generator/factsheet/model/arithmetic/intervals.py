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
    Addition,
    Division,
    FormulaNode,
    Multiplication,
    Negation,
    Number,
    Subtraction,
    Variable,
)
from factsheet.model.values.intervals import Interval

SIGNIFICANT_DIGITS = 28
"""Significant digits of a result; one that needs no more is exact."""


class EvaluationFailure(ArithmeticError):  # noqa: N818 - it is no error of the program, but a finding
    """A formula has no result on these numbers; the message says why."""


@dataclass(frozen=True, slots=True)
class _ExactInterval:
    """An interval of exact fractions."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class _End:
    """One end of a span: a limit, or None where there is none; `open` excludes the limit itself."""

    limit: Fraction | None
    direction: int
    """Which way a missing limit lies: -1 or 1."""
    is_open: bool


def evaluate_formula(node: FormulaNode, inputs: Mapping[str, Interval]) -> Interval:
    """Work a formula out on intervals; points give a point.

    Raises:
        NotWorkable: when the formula divides by an interval that holds zero.
        KeyError: when a name of the formula is not among the inputs.
    """
    found = _evaluate(node, {name: _to_exact(interval) for name, interval in inputs.items()})
    if found.low is not None and found.low == found.high:
        return Interval.from_number(_round_to_decimal(found.low, ROUND_HALF_EVEN))
    low = None if found.low is None else _round_to_decimal(found.low, ROUND_FLOOR)
    high = None if found.high is None else _round_to_decimal(found.high, ROUND_CEILING)
    return Interval(low, high, low_open=found.low_open, high_open=found.high_open)


def _to_exact(one: Interval) -> _ExactInterval:
    low = None if one.low is None else Fraction(one.low)
    high = None if one.high is None else Fraction(one.high)
    return _ExactInterval(low, high, one.low_open, one.high_open)


def _round_to_decimal(exact: Fraction, rounding: str) -> Decimal:
    # A context of our own, so that no other part of the program can change how we round.
    context = Context(prec=SIGNIFICANT_DIGITS, rounding=rounding)
    return context.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _evaluate(node: FormulaNode, inputs: Mapping[str, _ExactInterval]) -> _ExactInterval:
    match node:
        case Number(value):
            return _ExactInterval(Fraction(value), Fraction(value))
        case Variable(name):
            return inputs[name]
        case Negation(inner):
            return _negate(_evaluate(inner, inputs))
        case Addition() | Subtraction() | Multiplication() | Division():
            return _combine(node, _evaluate(node.left, inputs), _evaluate(node.right, inputs))


def _combine(
    node: Addition | Subtraction | Multiplication | Division, left: _ExactInterval, right: _ExactInterval
) -> _ExactInterval:
    match node:
        case Addition():
            return _add(left, right)
        case Subtraction():
            return _add(left, _negate(right))
        case Multiplication():
            return _multiply(left, right)
        case Division():
            return _multiply(left, _invert(right))


def _negate(one: _ExactInterval) -> _ExactInterval:
    def flip(limit: Fraction | None) -> Fraction | None:
        return None if limit is None else -limit

    return _ExactInterval(flip(one.high), flip(one.low), one.high_open, one.low_open)


def _add(one: _ExactInterval, other: _ExactInterval) -> _ExactInterval:
    low = None if one.low is None or other.low is None else one.low + other.low
    high = None if one.high is None or other.high is None else one.high + other.high
    return _ExactInterval(low, high, one.low_open or other.low_open, one.high_open or other.high_open)


def _invert(one: _ExactInterval) -> _ExactInterval:
    above = one.low is not None and (one.low > 0 or (one.low == 0 and one.low_open))
    below = one.high is not None and (one.high < 0 or (one.high == 0 and one.high_open))
    if not (above or below):
        raise EvaluationFailure("it divides by a value that may be zero")

    def invert_limit(limit: Fraction | None) -> Fraction | None:
        if limit is None:
            return Fraction(0)
        return None if limit == 0 else 1 / limit

    # Where there was no limit, zero is approached and never reached.
    return _ExactInterval(
        invert_limit(one.high),
        invert_limit(one.low),
        low_open=one.high is None or one.high_open,
        high_open=one.low is None or one.low_open,
    )


def _multiply(one: _ExactInterval, other: _ExactInterval) -> _ExactInterval:
    ends = [_multiply_ends(a, b) for a in _split_ends(one) for b in _split_ends(other)]
    low, high = _find_outermost(ends, -1, min), _find_outermost(ends, 1, max)
    return _ExactInterval(low.limit, high.limit, low.is_open, high.is_open)


def _split_ends(one: _ExactInterval) -> tuple[_End, _End]:
    return _End(one.low, -1, one.low_open), _End(one.high, 1, one.high_open)


def _multiply_ends(a: _End, b: _End) -> _End:
    closed_zero = any(end.limit == 0 and not end.is_open for end in (a, b))
    if a.limit is not None and b.limit is not None:
        return _End(a.limit * b.limit, 0, is_open=(a.is_open or b.is_open) and not closed_zero)
    sides = [end.direction if end.limit is None else (end.limit > 0) - (end.limit < 0) for end in (a, b)]
    if 0 in sides:
        # Zero times a quantity without limit: each quantity is itself finite, so the product is zero.
        return _End(Fraction(0), 0, is_open=not closed_zero)
    return _End(None, sides[0] * sides[1], is_open=False)


def _find_outermost(ends: list[_End], sign: int, pick: Callable[[Iterable[Fraction]], Fraction]) -> _End:
    if any(end.limit is None and end.direction == sign for end in ends):
        return _End(None, sign, is_open=False)
    limits = [(end.limit, end.is_open) for end in ends if end.limit is not None]
    at = pick(limit for limit, _ in limits)
    return _End(at, sign, is_open=all(is_open for limit, is_open in limits if limit == at))
