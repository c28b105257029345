"""Units: which can be brought to one, and what their numbers are then. `measures.toml` has the measures."""

import math
import re
from collections.abc import Iterator
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache

from factsheet.diagnostics.core import read_declarations
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.values.hedges import Value
from factsheet.model.values.words import CURRENCY_CODES

_MAX_SYMBOL_LENGTH = 3
"""Words up to this many letters keep their case and their final s."""
_PLURAL = re.compile(r"(?<=x|h)es\Z|(?<=ss)es\Z|(?<!s)s\Z")
_SINGULARS = {"people": "person", "men": "man", "women": "woman", "children": "child"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A multiple of a base."""

    base: str
    factor: Fraction = Fraction(1)
    zero: Fraction = Fraction(0)
    """Where it begins; a difference has none, and nothing says whether degrees are one."""


def normalise_words(text: str) -> str:
    """Return words without `the`, capitals and plurals, so that the same words are equal."""
    return " ".join(_fold_word(word) for word in text.split() if word.lower() != "the")


def _fold_word(word: str) -> str:
    folded = word if re.search("[A-Z]", word[1:]) else word.lower()
    if folded in _SINGULARS or len(word) <= _MAX_SYMBOL_LENGTH:
        return _SINGULARS.get(folded, word)
    return f"{folded[:-3]}y" if folded.endswith("ies") else _PLURAL.sub("", folded)


MEASURES_BY_NAME = {
    normalise_words(name.strip()): Measure(base, *map(Fraction, factor.split("@")))
    for base, rows in read_declarations("model.arithmetic", "measures.toml").items()
    for factor, names in (row.split(maxsplit=1) for row in rows)
    for name in names.split(",")
}
PERIODS = {name: measure for name, measure in MEASURES_BY_NAME.items() if measure.base in {"day", "month"}}
"""The words for spans of time."""


def find_measure(text: str) -> Measure | None:
    """Return the measure that words name, if they are one."""
    return MEASURES_BY_NAME.get(normalise_words(text))


class Dimension(StrEnum):
    """What a unit measures; values of different dimensions are never compared."""

    COUNT = "count"
    """Countable things: people, workers, requests."""
    SHARE = "share"
    """Percent."""
    MONEY = "money"
    MEASURE = "measure"
    """Length, mass, time and the like."""
    NONE = "plain number"


# `people with a visa` are not counted per visa: `a`, `each` and `/` mean `per` only before a period.
_PER = re.compile(rf"(?:\A|\s+)per\s+|(?:\s+(?:an?|each|every)\s+|\s*/\s*)(?=(?:{'|'.join(PERIODS)})s?\b)")
_PRECISION = Context(prec=60)
"""Digits of a converted number: more than any written number has."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A parsed unit: what is counted, and per what."""

    counted: str
    """`RUB`, `people`, `hours`; `%` for a share; empty for a plain number."""
    per: tuple[str, ...]
    """`month` in `RUB per month`; singular."""
    dimension: Dimension
    measure: Measure
    """What it is a multiple of: `kg` for tonnes; for a count, the noun."""
    whole: str
    """What a share or a measure is of: `workforce` in `% of the workforce`; empty where that is not said."""

    @property
    def text(self) -> str:
        """The unit as written: `RUB per month`."""
        return " per ".join((self.counted, *self.per)).strip()

    @property
    def factor(self) -> Fraction:
        """How many of the bases it is."""
        return self.measure.factor / math.prod(measure.factor for _, measure in self.divisors)

    @property
    def divisors(self) -> tuple[tuple[str, Measure], ...]:
        """What it is per, in words and as a multiple of its base."""
        return tuple((word, find_measure(word) or Measure(word)) for word in self.per)


@lru_cache(maxsize=1000)
def parse_unit(text: str) -> Unit:
    """Split a unit into its parts. `a day` and `each month` mean `per day` and `per month`."""
    counted, *divisors = _PER.split(text.strip())
    per = tuple(map(normalise_words, divisors))
    if counted.startswith("%"):
        whole = counted[1:].strip().removeprefix("of ")
        return Unit(counted, per, Dimension.SHARE, Measure("%", Fraction(1, 100)), normalise_words(whole))
    if not counted:
        return Unit(counted, per, Dimension.NONE, Measure(""), "")
    first, _, whole = counted.partition(" of ")
    if first in CURRENCY_CODES:
        return Unit(counted, per, Dimension.MONEY, Measure(first), normalise_words(whole))
    if measure := find_measure(first):
        return Unit(counted, per, Dimension.MEASURE, measure, normalise_words(whole))
    return Unit(counted, per, Dimension.COUNT, Measure(normalise_words(counted)), "")


def can_compare_units(first: Unit, second: Unit) -> bool:
    """Tell whether numbers in two units can be brought to one, and then compared, added or drawn on one axis.

    Measures of one kind can: tonnes and kg. Other units only where they are the same words, in singular or plural.
    Shares of two wholes are two units; a bare `%` takes the whole of the other. Rates of different periods are
    never compared: eight hours a day are not 56 a week.
    """
    same = (first.measure.base, first.measure.zero) == (second.measure.base, second.measure.zero)
    return same and has_one_kind(first, second) and len({first.whole, second.whole} - {""}) <= 1


def has_one_kind(first: Unit, second: Unit) -> bool:
    """Tell whether two units differ at most in what is counted, or in what a share or a measure is of."""
    rates = [[PERIODS.get(word, measure.base) for word, measure in unit.divisors] for unit in (first, second)]
    same = first.dimension is second.dimension and rates[0] == rates[1]
    return same and (first.dimension is Dimension.COUNT or first.measure.base == second.measure.base)


def can_add_units(first: Unit, second: Unit) -> bool:
    """Tell whether two units can be compared, or count things that may go by a third name: tugs, barges, vessels."""
    return can_compare_units(first, second) or (first.dimension is Dimension.COUNT and has_one_kind(first, second))


def convert_value(value: Value, unit: str) -> Value | None:
    """Return a value with its numbers in another unit and its words kept; None where they cannot be compared."""
    if value.unit == unit:
        return value
    first, second = parse_unit(value.unit), parse_unit(unit)
    if not can_compare_units(first, second):
        return None
    return _scale_value(value, first.factor / second.factor, Fraction(0))


def list_conversions(value: Value, unit: str) -> Iterator[Value]:
    """Yield the meanings of an answer in the unit of another: none, one, or two.

    An answer without a unit takes that of the other. Degrees of two scales have two meanings, for nothing says
    whether they are a temperature or a rise: 20 °C are 68 °F, and warmer by 20 °C is warmer by 36 °F.
    """
    first, second = parse_unit(value.unit), parse_unit(unit)
    if value.unit == unit or not (value.unit and unit):
        yield value
    elif converted := convert_value(value, unit):
        yield converted
    elif first.measure.zero != second.measure.zero and has_one_kind(first, second):
        difference = first.measure.zero - second.measure.zero
        yield _scale_value(value, first.factor / second.factor, difference / second.factor)
        yield _scale_value(value, first.factor / second.factor, Fraction(0))


def _scale_value(value: Value, by: Fraction, plus: Fraction) -> Value:
    if by == 1 and not plus:
        return value

    def scale(number: Decimal | None, plus: Fraction = plus) -> Decimal | None:
        if number is None:
            return None
        exact = Fraction(number) * by + plus
        quotient = _PRECISION.divide(Decimal(exact.numerator), Decimal(exact.denominator))
        return Decimal(f"{quotient.normalize(_PRECISION):f}")

    interval = value.interval
    if interval is not None:
        interval = replace(interval, low=scale(interval.low), high=scale(interval.high))
    return replace(value, number=scale(value.number), interval=interval, step=scale(value.step, Fraction(0)))
