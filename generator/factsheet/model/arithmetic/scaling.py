"""The unit of a formula, and what its numbers are multiplied by to come out in the unit that is declared.

A percentage is a fraction in a formula: `1 - a` and `x / y` need nothing more. People also write `100 - a`,
`x / y * 100` and `p * a / 100`, with percentages as they are printed. Which of the two it is follows from the
structure: a number above 1 that is added to a percentage is one too, and a factor of 100 that is needed to make a
fraction of a percentage, or the declared percentage of a fraction, is 100 %.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
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
from factsheet.model.arithmetic.intervals import EvaluationFailure
from factsheet.model.arithmetic.units import PERCENT, Dimension, Unit, can_add_units, can_compare_units

_HUNDRED = Number(Decimal(100))
_Powers = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a formula."""

    tree: FormulaNode
    """What works on the numbers as they are written, and gives them in the bases of the units."""
    powers: _Powers
    """Its unit as powers of bases; `%` is one of them."""
    units: tuple[Unit, ...] = ()
    """Those of the inputs that it adds up."""


def scale_formula(node: FormulaNode, units: Mapping[str, Unit], declared: Unit) -> FormulaNode:
    """Return a formula that takes its inputs as they are written, and gives the number in the declared unit.

    Raises:
        EvaluationFailure: when it joins different units, or gives another unit than the declared one.
    """
    part = _scale(node, units, int(declared.dimension is Dimension.SHARE))
    if _drop_percent(part.powers) != _drop_percent(count_unit_powers(declared)):
        raise EvaluationFailure(
            f"the formula gives {format_powers(part.powers)}, the value is in {declared.text or 'no unit'}"
        )
    # Tugs and barges may be added up as vessels, but not as tugs.
    named = [unit for unit in part.units if can_compare_units(unit, declared)]
    others = [unit for unit in part.units if unit not in named and unit.dimension is declared.dimension]
    if others and (named or declared.dimension is not Dimension.COUNT):
        raise EvaluationFailure(f"it counts {others[0].text} as {declared.text}")
    return _multiply_by(part.tree, 1 / declared.factor)


def _scale(node: FormulaNode, units: Mapping[str, Unit], wanted: int) -> _Part:
    match node:
        case Number():
            return _Part(node, {})
        case Variable(name):
            unit = units[name]
            return _Part(_multiply_by(node, unit.factor), count_unit_powers(unit), (unit,))
        case Negation(operand):
            part = _scale(operand, units, wanted)
            return replace(part, tree=Negation(part.tree))
        case Addition(left, right) | Subtraction(left, right):
            return _scale_sum(node, _scale(left, units, wanted), _scale(right, units, wanted))
        case Multiplication() | Division():
            return _scale_product(node, units, wanted)


def _scale_sum(node: Addition | Subtraction, left: _Part, right: _Part) -> _Part:
    first, second = format_powers(left.powers), format_powers(right.powers)
    pairs = [(one, other) for one in left.units for other in right.units if one.dimension is other.dimension]
    unlike = [pair for pair in pairs if not can_add_units(*pair)]
    if unlike or _drop_percent(left.powers) != _drop_percent(right.powers):
        first, second = (unlike[0][0].text, unlike[0][1].text) if unlike else (first, second)
        adds = isinstance(node, Addition)
        raise EvaluationFailure(f"it adds {first} and {second}" if adds else f"it takes {second} from {first}")
    sides, powers = (left, right), left.powers if left.powers == right.powers else _drop_percent(left.powers)
    numbers = [side.tree.value for side in sides if isinstance(side.tree, Number)]
    trees = [side.tree for side in sides]
    if {PERCENT: 1} in (left.powers, right.powers) and any(number > 1 for number in numbers):
        powers = {PERCENT: 1}
        trees = [Division(tree, _HUNDRED) if isinstance(tree, Number) else tree for tree in trees]
    return _Part(type(node)(*trees), powers, left.units + right.units)


def _scale_product(node: FormulaNode, units: Mapping[str, Unit], wanted: int) -> _Part:
    factors = [(_scale(factor, units, 0), side) for factor, side in _list_factors(node, 1)]
    powers = Counter[str]()
    for part, side in factors:
        powers.update({word: power * side for word, power in part.powers.items()})
    product: FormulaNode = Number(Decimal(1))
    for part, side in factors:
        if part.tree == _HUNDRED and (wanted - powers[PERCENT]) * side > 0:
            powers[PERCENT] += side
        else:
            product = (Multiplication if side > 0 else Division)(product, part.tree)
    return _Part(product, {word: power for word, power in powers.items() if power})


def _list_factors(node: FormulaNode, side: int) -> Iterator[tuple[FormulaNode, int]]:
    """Yield each factor of a product, with 1 where it multiplies and -1 where it divides."""
    if isinstance(node, Multiplication | Division):
        yield from _list_factors(node.left, side)
        yield from _list_factors(node.right, side if isinstance(node, Multiplication) else -side)
    else:
        yield node, side


def _multiply_by(node: FormulaNode, factor: Fraction) -> FormulaNode:
    if factor == 1:
        return node
    return Division(Multiplication(node, Number(Decimal(factor.numerator))), Number(Decimal(factor.denominator)))


def _drop_percent(powers: _Powers) -> _Powers:
    return {word: power for word, power in powers.items() if word != PERCENT}


def count_unit_powers(unit: Unit) -> _Powers:
    """Return a unit as powers of its bases; all countable nouns are the same."""
    powers = Counter[str]()
    powers.subtract(measure.base for _, measure in unit.divisors)
    if unit.dimension is not Dimension.NONE:
        powers["things counted" if unit.dimension is Dimension.COUNT else unit.measure.base] += 1
    return {word: power for word, power in powers.items() if power}


def format_powers(powers: _Powers) -> str:
    """Return powers in words: `RUB per USD`, `things counted per month`, `a plain number`."""
    above = [word for word, power in sorted(_drop_percent(powers).items()) for _ in range(power)]
    below = [word for word, power in sorted(_drop_percent(powers).items()) for _ in range(-power)]
    if not above and not below:
        return "a plain number"
    return " per ".join([" times ".join(above) or "one", *below])
