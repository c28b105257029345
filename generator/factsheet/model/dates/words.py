"""Dates as pages print them, in British order: `7 September 2023`, `autumn 2022 to March 2023`."""

from __future__ import annotations

from factsheet.model.dates.points import FIRST_SEASON, MONTHS, SEASONS, Date, MissingEnd, Point, Precision

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
    plain = not any(
        point.is_uncertain or point.is_approximate or point.is_unspecified for point in (start, end)
    )
    same = start.precision is end.precision and start.first.year == end.first.year
    if plain and same and start.precision is Precision.DAY:
        month = "" if start.first.month == end.first.month else f" {MONTHS[start.first.month - 1]}"
        return f"{start.first.day}{month}"
    if plain and same and start.precision is Precision.MONTH:
        return MONTHS[start.first.month - 1]
    return _render_point(start)
