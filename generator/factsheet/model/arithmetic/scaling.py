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
from factsheet.model.arithmetic.units import Dimension, Unit, can_add_units, can_compare_units

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

    Raises:
        EvaluationFailure: when it joins different units, or gives another unit than the declared one.
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
        case Addition(left, right) | Subtraction(left, right):
            return _scale_sum(node, (_scale(left, units, wanted), _scale(right, units, wanted)))
        case Multiplication() | Division():
            return _scale_product(node, units, wanted)


def _scale_sum(node: Addition | Subtraction, sides: tuple[_Part, _Part]) -> _Part:
    left, right = sides
    pairs = ((first, second) for first in left.terms for second in right.terms if first.dimension is second.dimension)
    unlike = next(((first.text, second.text) for first, second in pairs if not can_add_units(first, second)), None)
    if unlike or left.powers != right.powers:
        first, second = unlike or (format_powers(left.powers), format_powers(right.powers))
        adds = isinstance(node, Addition)
        raise EvaluationFailure(f"it adds {first} and {second}" if adds else f"it takes {second} from {first}")
    percentages, trees = left.percentages if left.percentages == right.percentages else 0, [left.tree, right.tree]
    if {left.percentages, right.percentages} == {0, 1} and any(_is_above_one(tree) for tree in trees):
        percentages, trees = 1, [Division(tree, _HUNDRED) if _is_above_one(tree) else tree for tree in trees]
    return _Part(type(node)(*trees), left.powers, percentages, left.terms + right.terms)


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
            product = (Multiplication if side > 0 else Division)(product, part.tree)
    return _Part(product, {word: power for word, power in powers.items() if power}, percentages)


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
