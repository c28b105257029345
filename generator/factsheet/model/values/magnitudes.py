"""Orders of magnitude that are said without a number, declared once."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from factsheet.model.values.intervals import Interval


@dataclass(frozen=True, slots=True)
class Magnitude:
    """An order of magnitude said without a number."""

    words: str
    low: Decimal
    """The least it can mean: two of what is named, since it stands in the plural."""
    high: Decimal
    """The first number that has a word of its own; lies outside."""

    @property
    def interval(self) -> Interval:
        """All numbers that the words leave possible."""
        return Interval(self.low, self.high, high_open=True)


MAGNITUDES: tuple[Magnitude, ...] = (
    Magnitude("dozens", Decimal(24), Decimal(1000)),
    Magnitude("hundreds", Decimal(200), Decimal(1000)),
    Magnitude("thousands", Decimal(2000), Decimal(1000000)),
    Magnitude("tens of thousands", Decimal(20000), Decimal(100000)),
    Magnitude("hundreds of thousands", Decimal(200000), Decimal(1000000)),
    Magnitude("millions", Decimal(2000000), Decimal(1000000000)),
    Magnitude("tens of millions", Decimal(20000000), Decimal(100000000)),
    Magnitude("hundreds of millions", Decimal(200000000), Decimal(1000000000)),
    Magnitude("billions", Decimal(2000000000), Decimal(1000000000000)),
)
"""Every order of magnitude that can be said."""
