"""Interval arithmetic: the sum, difference, product or quotient of rough numbers.

Ends may be open (the limit itself is excluded) or missing (no limit). Internally, limits are exact fractions; only
the result is rounded, and then outwards, so that every number that the inputs leave possible is included.
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


class EvaluationFailure(ArithmeticError):  # noqa: N818 - not an error of the program, but a diagnostic
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
    """One end of an interval: a limit, or None where there is none."""

    limit: Fraction | None
    direction: int
    """Which way a missing limit lies: -1 or 1."""
    is_open: bool
    """Whether the limit itself is excluded."""


def evaluate_formula(node: FormulaNode, inputs: Mapping[str, Interval]) -> Interval:
    """Evaluate a formula on intervals; points give a point.

    Raises:
        EvaluationFailure: when the formula divides by an interval that contains zero.
        KeyError: when a name of the formula is not among the inputs.
    """
    result = _evaluate(node, {name: _to_exact(interval) for name, interval in inputs.items()})
    if result.low is not None and result.low == result.high:
        return Interval.from_number(_round_to_decimal(result.low, ROUND_HALF_EVEN))
    low = None if result.low is None else _round_to_decimal(result.low, ROUND_FLOOR)
    high = None if result.high is None else _round_to_decimal(result.high, ROUND_CEILING)
    return Interval(low, high, low_open=result.low_open, high_open=result.high_open)


def _to_exact(interval: Interval) -> _ExactInterval:
    low = None if interval.low is None else Fraction(interval.low)
    high = None if interval.high is None else Fraction(interval.high)
    return _ExactInterval(low, high, interval.low_open, interval.high_open)


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
        case Negation(operand):
            return _negate(_evaluate(operand, inputs))
        case Addition(left, right) | Subtraction(left, right):
            second = _evaluate(right, inputs)
            return _add(_evaluate(left, inputs), second if isinstance(node, Addition) else _negate(second))
        case Multiplication(left, right):
            return _multiply(_evaluate(left, inputs), _evaluate(right, inputs))
        case Division(left, right):
            return _multiply(_evaluate(left, inputs), _invert(_evaluate(right, inputs)))


def _negate(interval: _ExactInterval) -> _ExactInterval:
    low = None if interval.high is None else -interval.high
    high = None if interval.low is None else -interval.low
    return _ExactInterval(low, high, interval.high_open, interval.low_open)


def _add(left: _ExactInterval, right: _ExactInterval) -> _ExactInterval:
    low = None if left.low is None or right.low is None else left.low + right.low
    high = None if left.high is None or right.high is None else left.high + right.high
    return _ExactInterval(low, high, left.low_open or right.low_open, left.high_open or right.high_open)


def _invert(interval: _ExactInterval) -> _ExactInterval:
    low, high = interval.low, interval.high
    above = low is not None and (low > 0 or (low == 0 and interval.low_open))
    below = high is not None and (high < 0 or (high == 0 and interval.high_open))
    if not (above or below):
        raise EvaluationFailure("it divides by a value that may be zero")
    # A missing limit becomes zero, which is approached and never reached.
    return _ExactInterval(
        _invert_limit(high),
        _invert_limit(low),
        low_open=high is None or interval.high_open,
        high_open=low is None or interval.low_open,
    )


def _invert_limit(limit: Fraction | None) -> Fraction | None:
    if limit is None:
        return Fraction(0)
    return None if limit == 0 else 1 / limit


def _multiply(left: _ExactInterval, right: _ExactInterval) -> _ExactInterval:
    ends = [_multiply_ends(a, b) for a in _split_ends(left) for b in _split_ends(right)]
    low, high = _find_outermost(ends, -1, min), _find_outermost(ends, 1, max)
    return _ExactInterval(low.limit, high.limit, low.is_open, high.is_open)


def _split_ends(interval: _ExactInterval) -> tuple[_End, _End]:
    return _End(interval.low, -1, interval.low_open), _End(interval.high, 1, interval.high_open)


def _multiply_ends(a: _End, b: _End) -> _End:
    closed_zero = any(end.limit == 0 and not end.is_open for end in (a, b))
    if a.limit is not None and b.limit is not None:
        return _End(a.limit * b.limit, 0, is_open=(a.is_open or b.is_open) and not closed_zero)
    sides = [end.direction if end.limit is None else (end.limit > 0) - (end.limit < 0) for end in (a, b)]
    if 0 in sides:
        # Zero times a quantity without limit: each quantity is itself finite, so the product is zero.
        return _End(Fraction(0), 0, is_open=not closed_zero)
    return _End(None, sides[0] * sides[1], is_open=False)


def _find_outermost(ends: list[_End], direction: int, pick: Callable[[Iterable[Fraction]], Fraction]) -> _End:
    if any(end.limit is None and end.direction == direction for end in ends):
        return _End(None, direction, is_open=False)
    limits = [(end.limit, end.is_open) for end in ends if end.limit is not None]
    outermost = pick(limit for limit, _ in limits)
    return _End(outermost, direction, is_open=all(is_open for limit, is_open in limits if limit == outermost))
