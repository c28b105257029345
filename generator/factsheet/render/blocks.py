"""What a page is made of: typed blocks, and charts as the numbers that they show."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from factsheet.diagnostics.frozen import dataclass, field
from factsheet.model.text.spans import Role, Text

VERSION_MARK = "\ue000version"
"""Stands in blocks for the version of the page or card that they are on: a hash of what it says, as long as this."""


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
class ChartSpan:
    """One value as a range on a scale, in the unit of the drawing."""

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
    letters: tuple[str, ...] = ()
    """The letters of the sources that say it, as in rows."""
    differs: bool = False
    """Drawn in the colour of disagreement."""
    dashed: bool = False
    """A word such as `thousands` stands for the number: a dashed box."""

    @property
    def is_soft(self) -> bool:
        """Whether it is drawn with a width that is not stated."""
        return Ending.SOFT in {self.low_end, self.high_end} or self.dashed

    @property
    def inner_point(self) -> Decimal | None:
        """The number that is written, where it lies between the limits: at a limit, the end shows it."""
        return None if self.point in {self.low, self.high} else self.point


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chart:
    title: str
    """What the drawing shows, in words; plain text."""
    subtitle: str = ""
    """What is measured, of what time, by whom; plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleChart(_Chart):
    """One or more values on a common scale."""

    unit: str
    spans: tuple[ChartSpan, ...]
    scale_low: Decimal = Decimal(0)
    scale_high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart(ScaleChart):
    """Values as intervals, one below the other."""

    same: bool = False
    """All spans are answers to one question: where all of them hold is shaded."""
    compact: bool = False
    """A small drawing for a row: no labels, only the two ends of the scale."""

    @property
    def shared(self) -> tuple[Decimal, Decimal] | None:
        """The range of the scale in which all answers to one question hold; None where there is none."""
        if not self.same or len(self.spans) < 2:  # noqa: PLR2004
            return None
        low = max(span.low if span.low is not None else self.scale_low for span in self.spans)
        high = min(span.high if span.high is not None else self.scale_high for span in self.spans)
        return (low, high) if low < high else None


_MAX_STEPS = 5
_ROUND_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))


def choose_scale_step(low: Decimal, high: Decimal) -> Decimal:
    """Return the distance of the round numbers on a scale: at most five of them fit between its ends."""
    least = (high - low) / _MAX_STEPS
    power = Decimal(1).scaleb(least.adjusted())
    return next(power * step for step in _ROUND_STEPS if power * step >= least)


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(ScaleChart):
    """Amounts of one unit side by side, on a scale from zero."""

    has_total: bool = False
    """The last bar, under a rule, is what the others are parts of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One event on an axis of time."""

    label: str
    """What happened; plain text."""
    text: str
    """The date in words, as the page prints it; plain text."""
    first: dt.date | None
    """The earliest day it may mean; None where the source gives no beginning."""
    last: dt.date | None
    """The latest day it may mean; None where the source gives no end."""
    soft_first: bool = False
    """The beginning is given roughly."""
    soft_last: bool = False
    """The end is given roughly."""
    letters: tuple[str, ...] = ()
    """The letters of the sources that say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A span of the axis of time with a name: a year, a month, several years."""

    text: str
    """Such as `2023`; empty where a name does not fit, and the line at its beginning is lighter."""
    first: dt.date
    """Its first day, which has a line of the grid."""
    until: dt.date
    """The first day after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChart(_Chart):
    """Events on a common axis of time, the earliest first."""

    moments: tuple[Moment, ...]
    bands: tuple[Band, ...]
    """The axis, without gaps; the first begins and the last ends it."""


class StationRole(StrEnum):
    """What a member of a chain does."""

    ORIGIN = "origin"
    """Said it first."""
    RELAY = "relay"
    """Passed it on."""
    SOURCE = "source"
    """Is the text that we read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One member of a chain: who said it first, who passed it on, the source."""

    name: str
    note: str = ""
    role: StationRole = StationRole.RELAY
    letter: str = ""
    """The letter of a source, as in rows."""
    named: bool = True
    """False draws the origin dotted: the source does not name it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainDrawing(_Chart):
    """How a statement travelled, one line of stations per evidence."""

    lines: tuple[tuple[Station, ...], ...]


Drawing: TypeAlias = IntervalChart | BarChart | TimeChart | ChainDrawing
_MAX_HEADING_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 occurs once, at the top of the page."""

    level: int
    text: Text
    anchor: str = ""
    """The id to link to; empty leaves it to Markdown."""

    def __post_init__(self) -> None:
        """Refuse a level that HTML does not have."""
        if not 1 <= self.level <= _MAX_HEADING_LEVEL:
            raise ValueError(f"a heading has level 1 to {_MAX_HEADING_LEVEL}, not {self.level}")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text."""

    text: Text
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose points are texts."""

    points: tuple[Text, ...]
    ordered: bool = False
    role: Role | None = None
    anchors: tuple[str, ...] = ()
    """The id of each point, for links to it; none, or one for each point."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; numbers are aligned at the right where a column says so."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    right_columns: frozenset[int] = field(default_factory=frozenset)
    """The columns, from 0, that are set flush right."""
    caption: str = ""
    """What the table holds, for those who cannot see it; plain text."""

    def __post_init__(self) -> None:
        """Refuse rows of another width, the rest of which Markdown would drop."""
        width = len(self.header)
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"every row of a table has {width} cells as its header has")


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row of a table of records; its second cell names it, and its anchor is the id to link to."""

    cells: tuple[Text | Drawing, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of records in groups, each with its title; unlike in a table, a cell may hold a drawing."""

    header: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[RecordRow, ...]], ...]
    caption: str

    def __post_init__(self) -> None:
        """Refuse rows of another width."""
        width = len(self.header)
        if any(len(row.cells) != width for _, rows in self.groups for row in rows):
            raise ValueError(f"every row of a ledger has {width} cells as its header has")


@dataclass(frozen=True, slots=True)
class Terms:
    """A list of terms, each with what is said of it."""

    entries: tuple[tuple[Text, Text], ...]
    caption: str
    """What they are about; plain text."""


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines shown as they are, such as a citation to copy."""

    text: str
    language: str = "text"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption."""

    drawing: Drawing
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together; the role says as what."""

    role: Role
    blocks: Blocks
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Blocks folded away under a line that opens them, without a script."""

    summary: Text
    blocks: Blocks
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Shared:
    """Boxes without headings that stand on several pages; a writer keeps in `written` what it has written of them."""

    blocks: tuple[Box | Disclosure, ...]
    written: list[Any] = field(default_factory=list, init=False, compare=False, repr=False)


_Flat: TypeAlias = Heading | Paragraph | Bullets | Table | RecordTable | Terms | Verbatim | Figure
Block: TypeAlias = _Flat | Box | Disclosure | Shared
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site."""

    uri: str
    """Its Markdown path from the root of the site, such as `sheets/strike.md`."""
    title: str
    """Plain text; the writer escapes it for the theme."""
    description: str
    """One or two sentences for search engines; plain text."""
    blocks: Blocks
    edit_file: str = ""
    """The YAML file the page is made from, relative to the site's folder; empty when it is made of many."""
    edit_line: int = 0
    kind: str = ""
    """What sort of page it is, such as `fact`, for the theme to style."""
    scripts: tuple[str, ...] = ()
    """Scripts of the theme that add to the page; it can be read without them."""
