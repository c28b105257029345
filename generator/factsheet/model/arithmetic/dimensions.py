"""In what unit does a formula come out? Sums need one unit, quotients cancel what stands above and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
from factsheet.model.arithmetic.units import Dimension, Unit

_COUNTED = "things counted"


def compute_dimension(node: FormulaNode, units: Mapping[str, Unit]) -> Mapping[str, int]:
    """Return the powers of what a formula is measured in; empty for a plain number or a share.

    Raises:
        NotWorkable: when a sum or difference joins different units.
    """
    match node:
        case Number():
            return {}
        case Variable(name):
            return count_unit_powers(units[name])
        case Negation(inner):
            return compute_dimension(inner, units)
        case Addition(left, right) | Subtraction(left, right):
            one, other = compute_dimension(left, units), compute_dimension(right, units)
            if one != other:
                if isinstance(node, Addition):
                    raise EvaluationFailure(f"it adds {format_powers(one)} and {format_powers(other)}")
                raise EvaluationFailure(f"it takes {format_powers(other)} from {format_powers(one)}")
            return one
        case Multiplication(left, right):
            return _combine_powers(compute_dimension(left, units), compute_dimension(right, units), 1)
        case Division(left, right):
            return _combine_powers(compute_dimension(left, units), compute_dimension(right, units), -1)


def count_unit_powers(unit: Unit) -> Mapping[str, int]:
    """Return a unit as powers of what it is measured in; all nouns that are counted are one."""
    found = Counter[str]()
    found.subtract(unit.per)
    if unit.dimension is Dimension.COUNT:
        found[_COUNTED] += 1
    elif unit.dimension not in {Dimension.SHARE, Dimension.NONE}:
        found[unit.counted.removesuffix("s") if unit.counted.islower() else unit.counted] += 1
    return {word: power for word, power in found.items() if power}


def _combine_powers(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> Mapping[str, int]:
    found = Counter(one)
    for word, power in other.items():
        found[word] += sign * power
    return {word: power for word, power in found.items() if power}


def format_powers(found: Mapping[str, int]) -> str:
    """Say powers in words: `RUB per USD`, `things counted per month`, `a plain number`."""
    above = [word for word, power in sorted(found.items()) for _ in range(power)]
    below = [word for word, power in sorted(found.items()) for _ in range(-power)]
    if not above and not below:
        return "a plain number"
    return " per ".join([" times ".join(above) or "one", *below])
