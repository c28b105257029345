"""What a drawing shows, as data; `writers/svg.py` draws it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias


class Ending(StrEnum):
    """How one end of an interval is drawn."""

    CLOSED = "closed"
    """The limit itself is included: a cap."""
    OPEN = "open"
    """The limit itself is not included: an open ring."""
    SOFT = "soft"
    """The width is not stated, as with `about`: a round bracket on a dotted line."""
    NONE = "none"
    """No limit is given: dashes that end in an arrow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One value as a stretch of a scale, in the unit of the drawing."""

    label: str
    """Who says it, or what it counts; plain text, may be empty."""
    text: str
    """The value in words, as the page prints it; plain text."""
    low: Decimal | None
    high: Decimal | None
    point: Decimal | None
    """The number that is written; None for ranges such as `5-7`."""
    low_end: Ending
    high_end: Ending
    differs: bool = False
    """Drawn in the colour of disagreement."""
    dashed: bool = False
    """A word such as `thousands` stands for the number: a dashed box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart:
    """One or more values on a common scale."""

    title: str
    """The finding, in words; plain text."""
    unit: str
    spans: tuple[Span, ...]
    scale_low: Decimal
    scale_high: Decimal
    compact: bool = False
    """A small drawing for a row: no labels, only the two ends of the scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar of a bar chart."""

    label: str
    text: str
    length: Decimal
    total: bool = False
    """The sum of the others, under a rule."""
    open_ended: bool = False
    """`at least`: dashes and an arrow run on from the end of the bar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Amounts of one unit side by side."""

    title: str
    unit: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One member of a chain: who said it first, who passed it on, the source."""

    name: str
    note: str = ""
    role: str = "relay"
    """`origin`, `relay` or `source`."""
    named: bool = True
    """False draws the origin dashed: the source does not name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainDrawing:
    """How a statement travelled, one line of stations per evidence."""

    title: str
    lines: tuple[tuple[Station, ...], ...]


Drawing: TypeAlias = IntervalChart | BarChart | ChainDrawing
