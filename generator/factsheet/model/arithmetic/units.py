"""What a value is counted in, as far as comparing and working with values needs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


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
