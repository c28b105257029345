"""In what unit does a formula come out? Sums need one unit, quotients cancel what stands above and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

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
from factsheet.model.arithmetic.intervals import NotWorkable
from factsheet.model.arithmetic.units import Dimension, Unit

_COUNTED = "things counted"


def dimension_of(node: Node, units: Mapping[str, Unit]) -> Mapping[str, int]:
    """Return the powers of what a formula is measured in; empty for a plain number or a share.

    Raises:
        NotWorkable: when a sum or difference joins different units.
    """
    match node:
        case Number():
            return {}
        case Name(name):
            return powers(units[name])
        case Negative(inner):
            return dimension_of(inner, units)
        case Sum(left, right) | Difference(left, right):
            one, other = dimension_of(left, units), dimension_of(right, units)
            if one != other:
                if isinstance(node, Sum):
                    raise NotWorkable(f"it adds {spoken(one)} and {spoken(other)}")
                raise NotWorkable(f"it takes {spoken(other)} from {spoken(one)}")
            return one
        case Product(left, right):
            return _joined(dimension_of(left, units), dimension_of(right, units), 1)
        case Quotient(left, right):
            return _joined(dimension_of(left, units), dimension_of(right, units), -1)


def powers(unit: Unit) -> Mapping[str, int]:
    """Return a unit as powers of what it is measured in; all nouns that are counted are one."""
    found = Counter[str]()
    found.subtract(unit.per)
    if unit.dimension is Dimension.COUNT:
        found[_COUNTED] += 1
    elif unit.dimension not in {Dimension.SHARE, Dimension.NONE}:
        found[unit.counted.removesuffix("s") if unit.counted.islower() else unit.counted] += 1
    return {word: power for word, power in found.items() if power}


def _joined(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> Mapping[str, int]:
    found = Counter(one)
    for word, power in other.items():
        found[word] += sign * power
    return {word: power for word, power in found.items() if power}


def spoken(found: Mapping[str, int]) -> str:
    """Say powers in words: `RUB per USD`, `things counted per month`, `a plain number`."""
    above = [word for word, power in sorted(found.items()) for _ in range(power)]
    below = [word for word, power in sorted(found.items()) for _ in range(-power)]
    if not above and not below:
        return "a plain number"
    return " per ".join([" times ".join(above) or "one", *below])
