"""Which units measure the same thing, and what becomes of units in a formula."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


class Dimension(StrEnum):
    """What sort of thing a unit measures; values of different dimensions are never compared."""

    COUNT = "count"
    """Things that are counted, whatever the noun: people, workers, requests."""
    SHARE = "share"
    """Percent."""
    MONEY = "money"
    TIME = "time"
    LENGTH = "length"
    NONE = "plain number"


_MEASURES = {
    Dimension.TIME: ("second", "minute", "hour", "day", "week", "month", "year"),
    Dimension.LENGTH: ("metre", "meter", "kilometre", "kilometer", "km", "mile"),
}
_MAX_UNCUT_LENGTH = 3
"""Words of up to so many letters are never cut."""

_PERIODS = "|".join(_MEASURES[Dimension.TIME])
# `people with a visa` are not counted per visa: the lesser words stand for `per` before a period only.
_PER = re.compile(rf"\s+(?:per|(?:an?|each|every)(?=\s+(?:{_PERIODS})s?\b))\s+")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit taken apart: what is counted, and per what."""

    counted: str
    """`RUB`, `people`, `hours`; `%` for a share; empty for a plain number."""
    per: tuple[str, ...]
    """`month` in `RUB per month`; singular."""
    dimension: Dimension

    @property
    def text(self) -> str:
        """The unit as written: `RUB per month`."""
        return " per ".join((self.counted, *self.per)) if self.per else self.counted


def parse_unit(text: str) -> Unit:
    """Take a unit apart. `a day` and `each month` mean `per day` and `per month`."""
    words = _PER.split(text.strip())
    counted, per = words[0], tuple(_strip_plural(word) for word in words[1:])
    return Unit(counted, per, _find_dimension(counted))


def _strip_plural(word: str) -> str:
    return word[:-1] if len(word) > _MAX_UNCUT_LENGTH and word.endswith("s") and not word.isupper() else word


def _find_dimension(counted: str) -> Dimension:
    if not counted:
        return Dimension.NONE
    if counted.startswith("%"):
        return Dimension.SHARE
    if _CURRENCY.match(counted):
        return Dimension.MONEY
    for dimension, words in _MEASURES.items():
        if _strip_plural(counted) in words:
            return dimension
    return Dimension.COUNT


def can_compare_units(one: Unit, other: Unit) -> bool:
    """Tell whether values in two units may stand side by side as answers to one question.

    Nouns may differ (workers, people): that is a difference in what is counted and is shown as one.
    Different currencies, rates of different periods or a share beside a count are not comparable.
    """
    if one.dimension is not other.dimension or one.per != other.per:
        return False
    if one.dimension in {Dimension.MONEY, Dimension.TIME, Dimension.LENGTH}:
        return _strip_plural(one.counted) == _strip_plural(other.counted)
    return True


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
