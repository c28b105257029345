"""What a formula comes to: its unit, its number, and all that rough inputs leave possible.

Ends of intervals may be open (the limit itself is excluded) or missing (no limit). Internally, limits are exact
fractions; only the result is rounded, and then outwards, so that every number that the inputs leave possible is
included.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from typing import TypeAlias

from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.arithmetic.formulas import FormulaNode, Negation, Number, Operation, Variable
from factsheet.model.arithmetic.units import Dimension, Unit, can_add_units, can_compare_units
from factsheet.model.values.intervals import Interval

SIGNIFICANT_DIGITS = 28
"""Significant digits of a result; one that needs no more is exact."""


class EvaluationFailure(ArithmeticError):  # noqa: N818 - not an error of the program, but a diagnostic
    """A formula has no result on these numbers; the message says why."""


@dataclass(frozen=True, slots=True)
class _End:
    """One end of an interval of exact fractions: a limit, or None where there is none."""

    limit: Fraction | None
    direction: int
    """Which way a missing limit lies: -1 or 1."""
    is_open: bool = False
    """Whether the limit itself is excluded."""


_Ends: TypeAlias = tuple[_End, _End]
"""The lower and the upper end of an interval."""


def evaluate_formula(node: FormulaNode, inputs: Mapping[str, Interval]) -> Interval:
    """Evaluate a formula on intervals; points give a point.

    Raises EvaluationFailure when it divides by an interval that contains zero, KeyError when an input is missing.
    """
    low, high = _evaluate(node, {name: _split_ends(interval) for name, interval in inputs.items()})
    if low.limit is not None and low.limit == high.limit:
        number = _round_to_decimal(low.limit, ROUND_HALF_EVEN)
        return Interval(number, number)
    first, last = _round_to_decimal(low.limit, ROUND_FLOOR), _round_to_decimal(high.limit, ROUND_CEILING)
    return Interval(first, last, low_open=low.is_open, high_open=high.is_open)


def _split_ends(interval: Interval) -> _Ends:
    low, high = (None if end is None else Fraction(end) for end in (interval.low, interval.high))
    return _End(low, -1, interval.low_open), _End(high, 1, interval.high_open)


def _round_to_decimal(exact: Fraction | None, rounding: str) -> Decimal | None:
    # A context of our own, so that no other part of the program can change how we round.
    context = Context(prec=SIGNIFICANT_DIGITS, rounding=rounding)
    return None if exact is None else context.divide(Decimal(exact.numerator), Decimal(exact.denominator))


def _evaluate(node: FormulaNode, inputs: Mapping[str, _Ends]) -> _Ends:
    match node:
        case Number(value):
            return _End(Fraction(value), -1), _End(Fraction(value), 1)
        case Variable(name):
            return inputs[name]
        case Negation(operand):
            return _negate(_evaluate(operand, inputs))
        case Operation("+" | "-", left, right):
            second = _evaluate(right, inputs)
            pairs = zip(_evaluate(left, inputs), second if node.symbol == "+" else _negate(second), strict=True)
            low, high = (_add(a, b) for a, b in pairs)
            return low, high
        case Operation(_, left, right):
            second = _evaluate(right, inputs)
            factor = _drop_equal(second if node.symbol == "*" else _invert(second))
            ends = [_multiply_ends(a, b) for a in _drop_equal(_evaluate(left, inputs)) for b in factor]
            return _find_outermost(ends, -1, min), _find_outermost(ends, 1, max)


def _drop_equal(ends: _Ends) -> tuple[_End, ...]:
    low, high = ends
    return (low,) if low.limit is not None and (low.limit, low.is_open) == (high.limit, high.is_open) else ends


def _negate(ends: _Ends) -> _Ends:
    high, low = (_End(None if end.limit is None else -end.limit, -end.direction, end.is_open) for end in ends)
    return low, high


def _add(a: _End, b: _End) -> _End:
    limit = None if a.limit is None or b.limit is None else a.limit + b.limit
    return _End(limit, a.direction, a.is_open or b.is_open)


def _invert(ends: _Ends) -> _Ends:
    low, high = ends
    above = low.limit is not None and (low.limit > 0 or (low.limit == 0 and low.is_open))
    below = high.limit is not None and (high.limit < 0 or (high.limit == 0 and high.is_open))
    if not (above or below):
        raise EvaluationFailure("it divides by a value that may be zero")
    return _invert_end(high), _invert_end(low)


def _invert_end(end: _End) -> _End:
    """Return the end on the other side; a missing limit becomes zero, which is approached and never reached."""
    limit = Fraction(0) if end.limit is None else None if end.limit == 0 else 1 / end.limit
    return _End(limit, -end.direction, is_open=end.limit is None or end.is_open)


def _multiply_ends(a: _End, b: _End) -> _End:
    closed_zero = (not a.is_open and a.limit == 0) or (not b.is_open and b.limit == 0)
    if a.limit is not None and b.limit is not None:
        return _End(a.limit * b.limit, 0, is_open=(a.is_open or b.is_open) and not closed_zero)
    sides = [end.direction if end.limit is None else (end.limit > 0) - (end.limit < 0) for end in (a, b)]
    if 0 in sides:
        # Zero times a quantity without limit: each quantity is itself finite, so the product is zero.
        return _End(Fraction(0), 0, is_open=not closed_zero)
    return _End(None, sides[0] * sides[1])


def _find_outermost(ends: list[_End], direction: int, pick: Callable[[Iterable[Fraction]], Fraction]) -> _End:
    if any(end.limit is None and end.direction == direction for end in ends):
        return _End(None, direction)
    limits = [(end.limit, end.is_open) for end in ends if end.limit is not None]
    outermost = pick(limit for limit, _ in limits)
    return _End(outermost, direction, is_open=all(is_open for limit, is_open in limits if limit == outermost))


# A percentage is a fraction in a formula: `1 - a` and `x / y` need nothing more. People also write `100 - a`,
# `x / y * 100` and `p * a / 100`, with percentages as they are printed. Which of the two it is follows from the
# structure: a number above 1 that is added to a percentage is one too, and a factor of 100 that is needed to make a
# fraction of a percentage, or the declared percentage of a fraction, is 100 %.

_HUNDRED = Number(Decimal(100))


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a formula."""

    tree: FormulaNode
    """What takes the inputs as they are written, and gives the number in the bases of the units."""
    powers: Mapping[str, int]
    """Its unit as powers of bases."""
    percentages: int = 0
    """How many percentages it is a product of."""
    terms: tuple[Unit, ...] = ()
    """The units of the inputs that it adds up."""


def scale_formula(node: FormulaNode, units: Mapping[str, Unit], declared: Unit) -> FormulaNode:
    """Return a formula that takes its inputs as they are written, and gives the number in the declared unit.

    Raises EvaluationFailure when it joins different units, or gives another unit than the declared one.
    """
    part, unit = _scale(node, units, int(declared.dimension is Dimension.SHARE)), declared.text or "no unit"
    if part.powers != count_unit_powers(declared):
        raise EvaluationFailure(f"the formula gives {format_powers(part.powers)}, the value is in {unit}")
    # Tugs and barges may be added up as vessels, but not as tugs.
    terms = [term for term in part.terms if term.dimension is declared.dimension]
    others = [term for term in terms if not can_compare_units(term, declared)]
    if others and (declared.dimension is not Dimension.COUNT or len(others) < len(terms)):
        raise EvaluationFailure(f"it counts {others[0].text} as {unit}")
    return _multiply_by(part.tree, 1 / declared.factor)


def _scale(node: FormulaNode, units: Mapping[str, Unit], wanted: int) -> _Part:
    match node:
        case Number():
            return _Part(node, {})
        case Variable(name):
            unit = units[name]
            percentages = int(unit.dimension is Dimension.SHARE)
            return _Part(_multiply_by(node, unit.factor), count_unit_powers(unit), percentages, (unit,))
        case Negation(operand):
            part = _scale(operand, units, wanted)
            return replace(part, tree=Negation(part.tree))
        case Operation("+" | "-", left, right):
            return _scale_sum(node, (_scale(left, units, wanted), _scale(right, units, wanted)))
        case Operation():
            return _scale_product(node, units, wanted)


def _scale_sum(node: Operation, sides: tuple[_Part, _Part]) -> _Part:
    left, right = sides
    pairs = ((first, second) for first in left.terms for second in right.terms if first.dimension is second.dimension)
    unlike = next(((first.text, second.text) for first, second in pairs if not can_add_units(first, second)), None)
    if unlike or left.powers != right.powers:
        first, second = unlike or (format_powers(left.powers), format_powers(right.powers))
        adds = node.symbol == "+"
        raise EvaluationFailure(f"it adds {first} and {second}" if adds else f"it takes {second} from {first}")
    percentages, trees = left.percentages if left.percentages == right.percentages else 0, [left.tree, right.tree]
    if {left.percentages, right.percentages} == {0, 1} and any(_is_above_one(tree) for tree in trees):
        percentages, trees = 1, [Operation("/", tree, _HUNDRED) if _is_above_one(tree) else tree for tree in trees]
    return _Part(Operation(node.symbol, *trees), left.powers, percentages, left.terms + right.terms)


def _is_above_one(node: FormulaNode) -> bool:
    return isinstance(node, Number) and node.value > 1


def _scale_product(node: FormulaNode, units: Mapping[str, Unit], wanted: int) -> _Part:
    factors = [(_scale(factor, units, 0), side) for factor, side in _list_factors(node, 1)]
    percentages, powers = sum(part.percentages * side for part, side in factors), Counter[str]()
    product: FormulaNode = Number(Decimal(1))
    for part, side in factors:
        powers.update({word: power * side for word, power in part.powers.items()})
        if part.tree == _HUNDRED and (wanted - percentages) * side > 0:
            percentages += side
        else:
            product = Operation("*" if side > 0 else "/", product, part.tree)
    return _Part(product, {word: power for word, power in powers.items() if power}, percentages)


def _list_factors(node: FormulaNode, side: int) -> Iterator[tuple[FormulaNode, int]]:
    """Yield each factor of a product, with 1 where it multiplies and -1 where it divides."""
    if isinstance(node, Operation) and node.symbol in {"*", "/"}:
        yield from _list_factors(node.left, side)
        yield from _list_factors(node.right, side if node.symbol == "*" else -side)
    else:
        yield node, side


def _multiply_by(node: FormulaNode, factor: Fraction) -> FormulaNode:
    if factor == 1:
        return node
    multiplied = Operation("*", node, Number(Decimal(factor.numerator)))
    return Operation("/", multiplied, Number(Decimal(factor.denominator)))


def count_unit_powers(unit: Unit) -> Mapping[str, int]:
    """Return a unit as powers of its bases; all countable nouns are the same."""
    powers = Counter[str]()
    powers.subtract(measure.base for _, measure in unit.divisors)
    if unit.dimension not in {Dimension.SHARE, Dimension.NONE}:
        powers["things counted" if unit.dimension is Dimension.COUNT else unit.measure.base] += 1
    return {word: power for word, power in powers.items() if power}


def format_powers(powers: Mapping[str, int]) -> str:
    """Return powers in words: `RUB per USD`, `things counted per month`, `a plain number`."""
    above = [word for word, power in sorted(powers.items()) for _ in range(power)]
    below = [word for word, power in sorted(powers.items()) for _ in range(-power)]
    if not above and not below:
        return "a plain number"
    return " per ".join([" times ".join(above) or "one", *below])
