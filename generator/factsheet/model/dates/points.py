"""Dates in EDTF, and how readers see them."""

import datetime as dt
from enum import StrEnum

from factsheet.diagnostics.frozen import dataclass

MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
"""In English, whatever the language of the machine."""
SEASONS = {
    21 + 4 * place + turn: (name, hemisphere, first, first + (2 if place else 8))
    for place, hemisphere in enumerate(("", "Northern", "Southern"))
    for turn, name in enumerate(("spring", "summer", "autumn", "winter"))
    for first in [(turn + place // 2 * 2) % (4 if place else 2) * 3 + 3]
}
"""Name, hemisphere, first and last month of the numbers that EDTF has for seasons in the place of a month. Spring in
the north is March to May; one without a hemisphere may be in either. Months after the twelfth are in the next year."""


class Precision(StrEnum):
    """How exactly a date is known, from the finest."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"


class MissingEnd(StrEnum):
    """What EDTF writes at an end of an interval instead of a date."""

    OPEN = ".."
    """The interval has no end, or continues."""
    UNKNOWN = ""
    """The interval ends, but nobody knows when."""


@dataclass(frozen=True, slots=True)
class Point:
    """A single date, not an interval."""

    text: str
    first: dt.date
    """The earliest day it may mean."""
    last: dt.date
    """The latest day it may mean."""
    precision: Precision
    is_uncertain: bool
    """Marked `?`: the source may be wrong about it. `%` says both."""
    is_approximate: bool
    """Marked `~`: the source gives it roughly. It does not say how roughly, so the days stay as written."""
    is_unspecified: bool
    """Whether it is some day or month within that the source does not name: `2023-09-XX`."""


@dataclass(frozen=True, slots=True)
class Date:
    """A single date or an interval."""

    text: str
    """As written, without white space around it."""
    start: Point | MissingEnd
    end: Point | MissingEnd
    """The same as `start` unless it is an interval."""

    @property
    def first(self) -> dt.date | None:
        """The earliest day it may mean; None where the start is open or not known."""
        return self.start.first if isinstance(self.start, Point) else None

    @property
    def last(self) -> dt.date | None:
        """The latest day it may mean; None where the end is open or not known."""
        return self.end.last if isinstance(self.end, Point) else None

    @property
    def is_interval(self) -> bool:
        """Whether it has two ends."""
        return "/" in self.text

    @property
    def precision(self) -> Precision:
        """How exactly it is known; for an interval, the coarser end."""
        known = (end.precision for end in (self.start, self.end) if isinstance(end, Point))
        return max(known, key=list(Precision).index)


def render_date(date: Date) -> str:
    """Return the date in words, without a preposition: it fits after `as of` only when it is not an interval."""
    match date.start, date.end:
        case Point() as start, Point() as end:
            return f"{_render_start(start, end)} to {_render_point(end)}" if date.is_interval else _render_point(start)
        case Point() as start, end:
            return f"from {_render_point(start)}{', until an unknown date' if end is MissingEnd.UNKNOWN else ''}"
        case start, Point() as end:
            return f"until {_render_point(end)}{', from an unknown date' if start is MissingEnd.UNKNOWN else ''}"
        case _:
            return ""


def _render_point(point: Point) -> str:
    possibly, about = "possibly " * point.is_uncertain, "about " * point.is_approximate
    return f"{possibly}{about}{_render_bare_point(point)}"


def _render_bare_point(point: Point) -> str:
    day, month, year = point.first.day, MONTHS[point.first.month - 1], point.first.year
    match point.precision:
        case Precision.DAY:
            return f"{day} {month} {year}"
        case Precision.MONTH:
            return f"some day in {month} {year}" if point.is_unspecified else f"{month} {year}"
        case Precision.SEASON:
            return _render_season(point)
        case Precision.YEAR:
            return f"some time in {year}" if point.is_unspecified else f"{year}"
        case Precision.DECADE:
            return f"the {year}s"


def _render_season(point: Point) -> str:
    """Return a season; with both of its years where it lies in two, so that readers do not mistake which one it is."""
    name, hemisphere, _, last = SEASONS[int(point.text[5:7])]
    years = f"–{point.last.year % 100:02}" if hemisphere and last > len(MONTHS) else ""
    return f"{name} {point.first.year}{years}" + (f" ({hemisphere} Hemisphere)" if hemisphere else "")


def _render_start(start: Point, end: Point) -> str:
    """Return the start of an interval without what its end repeats: `7 to 9 September 2023`."""
    is_marked = any(point.is_uncertain or point.is_approximate or point.is_unspecified for point in (start, end))
    if is_marked or start.precision is not end.precision or start.first.year != end.first.year:
        return _render_point(start)
    month = MONTHS[start.first.month - 1]
    if start.precision is Precision.DAY:
        return f"{start.first.day}" if start.first.month == end.first.month else f"{start.first.day} {month}"
    return month if start.precision is Precision.MONTH else _render_point(start)
