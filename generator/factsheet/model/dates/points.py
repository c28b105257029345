"""Dates as EDTF has them, and how readers see them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""In English whatever the machine's language is."""
SEASONS = ("spring", "summer", "autumn", "winter")
"""Named by the months 21 to 24 of EDTF. They are the northern, meteorological ones and three months long:
spring begins in March. Winter begins in December of its year and ends in the next."""

FIRST_SEASON = 21
"""The number that stands for spring in the place of a month."""


class Precision(StrEnum):
    """How exactly a date is known, from the finest."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"

    @property
    def rank(self) -> int:
        """Place from the finest (0)."""
        return list(Precision).index(self)


class MissingEnd(StrEnum):
    """What stands at an end of a stretch instead of a date, as EDTF writes it."""

    OPEN = ".."
    """It has no end, or goes on."""
    UNKNOWN = ""
    """It has one, which nobody knows."""


@dataclass(frozen=True, slots=True)
class Point:
    """One date without a stretch."""

    text: str
    first: dt.date
    """The earliest day it may mean."""
    last: dt.date
    """The latest day it may mean."""
    precision: Precision
    is_uncertain: bool
    """Marked `?`: the source may be wrong about it. `%` says both."""
    is_approximate: bool
    """Marked `~`: the source gives it roughly. How roughly is not said, so the days stay as written."""
    is_unspecified: bool
    """Whether it is some day or month within, which the source does not tell: `2023-09-XX`."""


@dataclass(frozen=True, slots=True)
class Date:
    """One date or a stretch of time."""

    text: str
    """As written, without white space around it."""
    start: Point | MissingEnd
    end: Point | MissingEnd
    """The same as `start` unless it is a stretch."""

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
        """Whether it is a stretch between two ends."""
        return "/" in self.text

    @property
    def is_uncertain(self) -> bool:
        """Whether any part is uncertain."""
        return any(point.is_uncertain for point in self._points)

    @property
    def is_approximate(self) -> bool:
        """Whether any part is approximate."""
        return any(point.is_approximate for point in self._points)

    @property
    def precision(self) -> Precision:
        """How exactly it is known; of a stretch, the coarser end."""
        return max((point.precision for point in self._points), key=lambda one: one.rank)

    @property
    def _points(self) -> tuple[Point, ...]:
        return tuple(end for end in (self.start, self.end) if isinstance(end, Point))


_CENTURY = 100
_WINTER = "24"


def render_date(date: Date) -> str:
    """Return the date in words, without a preposition: it fits behind `as of` only when it is no stretch."""
    start, end = date.start, date.end
    if not date.is_interval:
        return _render_point(start) if isinstance(start, Point) else ""
    if isinstance(start, Point) and isinstance(end, Point):
        return f"{_render_start(start, end)} to {_render_point(end)}"
    if isinstance(start, Point):
        tail = ", until an unknown date" if end is MissingEnd.UNKNOWN else ""
        return f"from {_render_point(start)}{tail}"
    if isinstance(end, Point):
        tail = ", from an unknown date" if start is MissingEnd.UNKNOWN else ""
        return f"until {_render_point(end)}{tail}"
    return ""


def _render_point(point: Point) -> str:
    words = _render_bare_point(point)
    if point.is_approximate:
        words = f"about {words}"
    if point.is_uncertain:
        words = f"possibly {words}"
    return words


def _render_bare_point(point: Point) -> str:
    day, month, year = point.first.day, MONTHS[point.first.month - 1], point.first.year
    match point.precision:
        case Precision.DAY:
            return f"{day} {month} {year}"
        case Precision.MONTH:
            return f"some day in {month} {year}" if point.is_unspecified else f"{month} {year}"
        case Precision.SEASON:
            return _render_season(point.text[5:7], year)
        case Precision.YEAR:
            return f"some time in {year}" if point.is_unspecified else f"{year}"
        case Precision.DECADE:
            return f"the {year}s"


def _render_season(month: str, year: int) -> str:
    """Winter is printed with both of its years, so that no reader takes it for the other one."""
    name = SEASONS[int(month) - FIRST_SEASON]
    return f"{name} {year}–{(year + 1) % _CENTURY:02}" if month == _WINTER else f"{name} {year}"


def _render_start(start: Point, end: Point) -> str:
    """Return the start of a stretch without what its end says again: `7 to 9 September 2023`."""
    plain = not any(point.is_uncertain or point.is_approximate or point.is_unspecified for point in (start, end))
    same = start.precision is end.precision and start.first.year == end.first.year
    if plain and same and start.precision is Precision.DAY:
        month = "" if start.first.month == end.first.month else f" {MONTHS[start.first.month - 1]}"
        return f"{start.first.day}{month}"
    if plain and same and start.precision is Precision.MONTH:
        return MONTHS[start.first.month - 1]
    return _render_point(start)
