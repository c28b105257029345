"""Dates as facts need them: a day, a month, a season, a year, a decade, or a stretch between two of these.

The notation is EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/): level 0, and of level 1
the marks `?`, `~` and `%` at the end of a date, seasons, `X` for digits that are not known, and
stretches with an open (`..`) or unknown (empty) end. Years run from 1000 to 2999: a year outside is far
more often a slip than a fact, and a news fact about it can say so in words.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

from factsheet.diagnostics.core import ParseError, ParseFailure, raise_if
from factsheet.model.dates.hints import suggest_dates
from factsheet.model.dates.points import FIRST_SEASON, MONTHS, SEASONS, Date, MissingEnd, Point, Precision

MAX_DATE_LENGTH = 60
"""Characters a date may have; the longest that means something has 23."""
_FIRST_YEAR = 1000
_LAST_YEAR = 2999

_MONTH_NUMBERS = range(1, len(MONTHS) + 1)
_SEASON_NUMBERS = range(FIRST_SEASON, FIRST_SEASON + len(SEASONS))
_POINT = re.compile(r"([0-9]{4}|[0-9]{3}X)(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?([?~%]?)")


def parse_date(text: str) -> Date | ParseError:
    """Return the date that a text says, or what is wrong with it; never raises."""
    try:
        return _read_date(text)
    except ParseFailure as refusal:
        return refusal.error


def build_date_sort_key(date: Date) -> tuple[dt.date, dt.date, str]:
    """Order dates by their earliest day, then by their latest, so that the finer comes first."""
    return (date.first or dt.date.min, date.last or dt.date.max, date.text)


def overlaps(first: Date, second: Date) -> bool:
    """Tell whether some day may belong to both; an end that is open or unknown excludes no day."""
    return _can_begin_by(first, second.last) and _can_begin_by(second, first.last)


def _can_begin_by(date: Date, day: dt.date | None) -> bool:
    return date.first is None or day is None or date.first <= day


def _read_date(text: str) -> Date:
    folded = text.strip()
    at = len(text) - len(text.lstrip())
    if not folded:
        hint = "write one, such as '2023-09-07' or '2023-09', or leave the field out"
        raise ParseFailure("there is no date", 0, len(text), hint)
    if len(folded) > MAX_DATE_LENGTH:
        hint = "write the day, month or year alone, as in '2023-09-07'"
        message = f"a date has at most {MAX_DATE_LENGTH} characters"
        raise ParseFailure(message, at + MAX_DATE_LENGTH, len(folded) - MAX_DATE_LENGTH, hint)
    if _is_date(folded):
        return _read_ends(folded, at)
    for slip in suggest_dates(folded):
        if not slip.dates or all(_is_date(one) for one in slip.dates):
            raise ParseFailure(slip.message, at, len(folded), slip.hint)
    return _read_ends(folded, at)


def _is_date(text: str) -> bool:
    try:
        _read_ends(text, 0)
    except ParseFailure:
        return False
    return True


def _read_ends(text: str, at: int) -> Date:
    """Read a date or a stretch that begins at a place of the whole text."""
    parts = text.split("/")
    if len(parts) == 1:
        point = _read_point(text, at)
        return Date(text, point, point)
    if len(parts) > len(("start", "end")):
        raise ParseFailure("a stretch of time has one '/'", at, len(text), "write '2022-09/2023-09'")
    ends = [_read_end(parts[0], at), _read_end(parts[1], at + len(parts[0]) + 1)]
    start, end = ends
    if not isinstance(start, Point) and not isinstance(end, Point):
        hint = "leave the field out, or write the end that is known, as in '2023/..'"
        raise ParseFailure(f"'{text}' names no date at all", at, len(text), hint)
    if isinstance(start, Point) and isinstance(end, Point):
        _reject_order(text, at, start, end)
    return Date(text, start, end)


def _reject_order(text: str, at: int, start: Point, end: Point) -> None:
    if start.first > end.last:
        hint = f"did you mean '{end.text}/{start.text}'?"
        raise ParseFailure("the stretch of time ends before it begins", at, len(text), hint)
    if start == end:
        raise ParseFailure("both ends of the stretch are the same", at, len(text), f"write '{start.text}'")


def _read_end(text: str, at: int) -> Point | MissingEnd:
    if text in set(MissingEnd):
        return MissingEnd(text)
    return _read_point(text, at)


def _read_point(text: str, at: int) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        hint = "write the year, month and day in figures, as in '2023-09-07', '2023-09' or '2023'"
        raise ParseFailure(f"'{text}' is not a date", at, len(text), hint)
    year, month, day, mark = match.groups()
    raise_if(_find_part_error(at, match))
    first, last, precision = _resolve_days(year, month, day)
    return Point(
        text=text,
        first=first,
        last=last,
        precision=precision,
        is_uncertain=mark in {"?", "%"},
        is_approximate=mark in {"~", "%"},
        is_unspecified="XX" in {month, day},
    )


def _find_part_error(at: int, match: re.Match[str]) -> ParseError | None:
    """Return what is wrong with the year, month or day of a date of the right form."""
    year, month, day = match[1], match[2] or "", match[3] or ""
    if not _FIRST_YEAR <= int(year.replace("X", "0")) <= _LAST_YEAR:
        hint = f"years run from {_FIRST_YEAR} to {_LAST_YEAR}: is a digit wrong?"
        return ParseError(f"the year {year} is out of range", at, len(year), hint)
    if month and year.endswith("X"):
        hint = f"write '{year}', or the year in full"
        return ParseError("a decade has no months", at + match.start(2), len(month), hint)
    if month == "XX" and day not in {"", "XX"}:
        hint = f"write '{year}', or the month too"
        return ParseError("a day is given without its month", at + match.start(3), len(day), hint)
    if not month.isdigit():
        return None
    number = int(month)
    if number not in _MONTH_NUMBERS and number not in _SEASON_NUMBERS:
        hint = "months run from 01 to 12; 21 to 24 stand for spring, summer, autumn and winter"
        return ParseError(f"there is no month {month}", at + match.start(2), len(month), hint)
    return _find_day_error(year, month, day, at + match.start(3)) if day else None


def _find_day_error(year: str, month: str, day: str, at: int) -> ParseError | None:
    number = int(month)
    if number in _SEASON_NUMBERS:
        name = SEASONS[number - FIRST_SEASON]
        hint = f"month {month} stands for {name}: write '{year}-{month}', or the month of the day"
        return ParseError("a season has no days", at, len(day), hint)
    days = calendar.monthrange(int(year), number)[1]
    if day == "XX" or 1 <= int(day) <= days:
        return None
    hint = f"{MONTHS[number - 1]} {year} has {days} days; without the day it is '{year}-{month}'"
    return ParseError(f"there is no day {day} in {year}-{month}", at, len(day), hint)


def _resolve_days(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    """Return the earliest and latest day of a date whose parts are known to be right."""
    if year.endswith("X"):
        decade = int(year[:-1]) * 10
        return dt.date(decade, 1, 1), dt.date(decade + 9, 12, 31), Precision.DECADE
    whole = int(year)
    if month is None or month == "XX":
        return dt.date(whole, 1, 1), dt.date(whole, 12, 31), Precision.YEAR
    number = int(month)
    if number >= FIRST_SEASON:
        begin = (number - FIRST_SEASON + 1) * 3
        return dt.date(whole, begin, 1), _find_last_day(whole, begin + 2), Precision.SEASON
    if day is None or day == "XX":
        return dt.date(whole, number, 1), _find_last_day(whole, number), Precision.MONTH
    exact = dt.date(whole, number, int(day))
    return exact, exact, Precision.DAY


def _find_last_day(year: int, month: int) -> dt.date:
    """Return the last day of a month; months after the twelfth belong to the next year."""
    year, month = year + (month - 1) // len(MONTHS), (month - 1) % len(MONTHS) + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])
