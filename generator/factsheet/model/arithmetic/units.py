"""Which units measure the same thing, and what unit a formula has."""

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
    """What a unit measures; values of different dimensions are never compared."""

    COUNT = "count"
    """Countable things, whatever the noun: people, workers, requests."""
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
"""Words up to this many letters keep their final s."""

_PERIODS = "|".join(_MEASURES[Dimension.TIME])
# `people with a visa` are not counted per visa: `a` and `each` mean `per` only before a period.
_PER = re.compile(rf"\s+(?:per|(?:an?|each|every)(?=\s+(?:{_PERIODS})s?\b))\s+")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")


@dataclass(frozen=True, slots=True)
class Unit:
    """A parsed unit: what is counted, and per what."""

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
    """Split a unit into its parts. `a day` and `each month` mean `per day` and `per month`."""
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


def can_compare_units(first: Unit, second: Unit) -> bool:
    """Tell whether values in two units may be compared as answers to one question.

    Nouns may differ (workers, people): that is a difference in what is counted, and is shown as such.
    Different currencies, rates of different periods or a share beside a count are not comparable.
    """
    if first.dimension is not second.dimension or first.per != second.per:
        return False
    if first.dimension in {Dimension.MONEY, Dimension.TIME, Dimension.LENGTH}:
        return _strip_plural(first.counted) == _strip_plural(second.counted)
    return True


def compute_dimension(node: FormulaNode, units: Mapping[str, Unit]) -> Mapping[str, int]:
    """Return the powers of the units of a formula; empty for a plain number or a share.

    Raises:
        EvaluationFailure: when a sum or difference joins different units.
    """
    match node:
        case Number():
            return {}
        case Variable(name):
            return count_unit_powers(units[name])
        case Negation(operand):
            return compute_dimension(operand, units)
        case Addition(left, right) | Subtraction(left, right):
            powers, other = compute_dimension(left, units), compute_dimension(right, units)
            if powers == other:
                return powers
            if isinstance(node, Addition):
                raise EvaluationFailure(f"it adds {format_powers(powers)} and {format_powers(other)}")
            raise EvaluationFailure(f"it takes {format_powers(other)} from {format_powers(powers)}")
        case Multiplication(left, right):
            return _combine_powers(compute_dimension(left, units), compute_dimension(right, units), 1)
        case Division(left, right):
            return _combine_powers(compute_dimension(left, units), compute_dimension(right, units), -1)


def count_unit_powers(unit: Unit) -> Mapping[str, int]:
    """Return a unit as powers of its parts; all countable nouns are the same."""
    powers = Counter[str]()
    powers.subtract(unit.per)
    if unit.dimension is Dimension.COUNT:
        powers["things counted"] += 1
    elif unit.dimension not in {Dimension.SHARE, Dimension.NONE}:
        powers[unit.counted.removesuffix("s") if unit.counted.islower() else unit.counted] += 1
    return {word: power for word, power in powers.items() if power}


def _combine_powers(left: Mapping[str, int], right: Mapping[str, int], factor: int) -> Mapping[str, int]:
    powers = Counter(left)
    for word, power in right.items():
        powers[word] += factor * power
    return {word: power for word, power in powers.items() if power}


def format_powers(powers: Mapping[str, int]) -> str:
    """Return powers in words: `RUB per USD`, `things counted per month`, `a plain number`."""
    above = [word for word, power in sorted(powers.items()) for _ in range(power)]
    below = [word for word, power in sorted(powers.items()) for _ in range(-power)]
    if not above and not below:
        return "a plain number"
    return " per ".join([" times ".join(above) or "one", *below])
