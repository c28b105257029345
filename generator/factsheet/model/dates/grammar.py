"""Read dates: a day, a month, a season, a year, a decade, or an interval between two of these.

The notation is EDTF (ISO 8601-2:2019, https://www.loc.gov/standards/datetime/): level 0, and of level 1 the marks
`?`, `~` and `%` at the end of a date, seasons, `X` for unknown digits, and intervals with an open (`..`) or unknown
(empty) end; and the seasons of either hemisphere, of level 2. Years run from 0001 to 2999: a later one is more often
a typo than a fact, and a fact about an earlier one can name it in words.

What is no EDTF gets a hint with the dates that were probably meant, by the table in `mistakes.toml`. A wording may
hold another: `since late 2022`. Of the dates, a hint offers those that can themselves be read.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import NoReturn

from factsheet.diagnostics.core import ParseError, ParseFailure, read_declarations
from factsheet.model.dates.points import MONTHS, SEASONS, Date, MissingEnd, Point, Precision

_MONTH = rf"({'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sept)\.?"
_DASH = r"[-–—−\u2010\u2011]"
_NUMBERS = {name[:3].lower(): f"{number:02}" for number, name in enumerate(MONTHS, start=1)} | {
    f"{hemisphere[:1]}{name}"[:3].lower(): str(number) for number, (name, hemisphere, *_) in SEASONS.items()
}
"""The number of a month or season, by its first three letters."""


@cache
def is_like_two_years(text: str) -> bool:
    """Tell whether a month or season is also how people write two years in a row: `2011-12`."""
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}", text)) and f"{int(text[:4]) + 1:04}"[2:] == text[5:]


def _complete_year(match: re.Match[str]) -> str:
    """Return both years in full, after the month that it may be; nothing where it can only be a month."""
    year, end = match.groups()
    count = (int(end) - int(year)) % 100
    month = f"{year}-{end} or " if int(end) <= len(MONTHS) else ""
    return f"{month}{year}/{int(year) + count:04}" if count in range(1, 50) else ""


_FIXES: Mapping[str, Callable[[re.Match[str]], str]] = {
    "{years}": _complete_year,
    "{digits}": lambda match: re.sub(r"\d", lambda digit: str(int(digit[0])), match[0]),
}
"""What makes a date of a wording where no replacement can."""
_PARTS = {"early": (1, 4), "mid": (2, 4), "late": (3, 4), "first half": (1, 6), "second half": (2, 6)} | {
    f"{kind}{number}": (number, months) for kind, months in (("h", 6), ("q", 3)) for number in range(1, 5)
}
"""Parts of a year: which one, of how many months."""
_YEARS_OF_PARTS = {(1, 4): "03", (2, 4): "46", (3, 4): "79", (1, 6): "04", (2, 6): "59"}
"""The last digits of the years of the same part of a decade."""
_PART = f"(?P<part>{'|'.join(_PARTS)})"
_WIDTHS = {Precision.DAY: 10, Precision.MONTH: 7, Precision.SEASON: 0, Precision.YEAR: 4, Precision.DECADE: 4}


def _take_part(date: Date, name: str) -> str:
    number, months = _PARTS[name.lower()]
    if date.precision is Precision.YEAR:
        return f"{date.text}-{(number - 1) * months + 1:02}/{date.text}-{number * months:02}"
    digits = _YEARS_OF_PARTS.get((number, months), "") if date.precision is Precision.DECADE else ""
    return "/".join(date.text.rstrip("X") + digit for digit in digits)


def _find_neighbour(date: Date, days: int) -> str:
    """Return the day, month or year just before a date (-1) or after it (1); nothing where that is not certain."""
    day = date.last if days > 0 else date.first
    if day is None or day == dt.date.min or re.search("[?~%]|XX", date.text):
        return ""
    return (day + dt.timedelta(days)).isoformat()[: _WIDTHS[date.precision]]


_FRAMES: Mapping[str, Callable[[Date, str], str]] = {
    "{part}": _take_part,
    "{before}": lambda date, _: f"../{_find_neighbour(date, -1)}",
    "{after}": lambda date, _: f"{_find_neighbour(date, 1)}/..",
    "{marked}": lambda date, mark: re.sub(r"(?<=[\dX])(?=/|$)", mark, date.text),
}
"""What makes a date of the date within a wording."""
_JOINER = rf"(?i: (?:to|until|till|through) | ?(?:{_DASH}|[/…]) ?|(?<=\w) ?\.\.\.? ?)"
_NOW = frozenset({"..", "present", "the present", "today", "now", "date", "ongoing"})


def _reject_wording(text: str, offset: int) -> None:
    """Refuse a text that is not a date but a way to write one, with the dates that were probably meant."""
    message, dates = _find_dates(text, 0)
    if dates:
        raise ParseFailure(message, offset, len(text), "did you mean '" + "' or '".join(dates) + "'?")
    for pattern, message, hint in read_declarations("model.dates", "mistakes.toml")["uncertain"]:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            raise ParseFailure(message.format(text), offset, len(text), hint)


def _find_dates(text: str, depth: int) -> tuple[str, tuple[str, ...]]:
    """Return the likeliest dates that can be read, with the message for them; none where there are none."""
    for message, dates in _list_candidates(text, depth):
        if offered := tuple(dict.fromkeys(filter(_find_date, dates))):
            return message, offered
    return "", ()


def _list_candidates(text: str, depth: int) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield messages, each with the dates that the text may have meant."""
    words, flags = " ".join(text.split()), re.IGNORECASE | re.ASCII
    declared = read_declarations("model.dates", "mistakes.toml")
    parts = {**declared["parts"], "month": _MONTH, "part": _PART}
    for pattern, message, fix in declared["mistakes"]:
        match = re.fullmatch(re.sub("(?<!P)<([a-z]+)>", lambda name: parts[name[1]], pattern), words, flags)
        if match and fix in _FRAMES:
            inner = filter(None, map(_find_date, _resolve(match["date"], depth)))
            yield message.format(text), map(_FRAMES[fix], inner, [match["part"]] * 2)
        elif match:
            made = _FIXES[fix](match) if fix in _FIXES else match.expand(fix)
            made = re.sub("(?i)fall", "autumn", made)
            made = re.sub("<(...).*?>", lambda name: _NUMBERS.get(name[1].lower(), name[0]), made)
            made = re.sub(r"\b\d\b", r"0\g<0>", made, flags=re.ASCII).rstrip("-")
            dates = (date for option in made.split(" or ") for date in _resolve(option, depth))
            yield message.format(text, *match.groups()), dates
    if depth in range(3):
        yield f"'{text}' is not two dates joined by '/'", _list_intervals(words, depth)


def _list_intervals(text: str, depth: int) -> Iterator[str]:
    for match in re.finditer(_JOINER, text):
        left, right = text[: match.start()], text[match.end() :]
        if not left or left.count(match[0]) != right.count(match[0]) or (match[0] == "-" and "/" in text):
            continue  # It stands in one of the two dates.
        words = [] if left.lower() in {"early", "mid", "late", "winter"} else right.split()
        # In `5 to 7 May 2023` the second date lends its month and year to the first.
        lent = (" ".join([left, *words[len(words) - count :]]) for count in range(3))
        starts = next(filter(None, (_resolve(start, depth) for start in lent)), ())
        ends = _resolve(right, depth)
        for start, end in zip(starts, ends, strict=True) if len(starts) == len(ends) else product(starts, ends):
            yield f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"


def _resolve(text: str, depth: int) -> tuple[str, ...]:
    """Return the dates that a part of a text may mean; of wordings inside each other, four are followed."""
    if text.lower() in _NOW or _find_date(text) or depth not in range(4):
        return ("..",) if text.lower() in _NOW else (text,)
    return _find_dates(text, depth + 1)[1]


MAX_DATE_LENGTH = 60
"""The longest date, in characters; the longest one with a meaning has 23."""
_FIRST_YEAR = 1
_LAST_YEAR = 2999
_POINT = re.compile(r"([0-9]{4}|[0-9]{3}X)(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?([?~%]?)")


@cache
def parse_date(text: str) -> Date | ParseError:
    """Return the date that a text says, or what is wrong with it; never raises."""
    try:
        return _read_date(text)
    except ParseFailure as failure:
        return failure.error


def build_date_sort_key(date: Date) -> tuple[dt.date, dt.date, str]:
    """Order dates by their earliest day, then by their latest, so that the more exact comes first."""
    return (date.first or dt.date.min, date.last or dt.date.max, date.text)


def overlaps(first: Date, second: Date) -> bool:
    """Tell whether some day may belong to both; an open or unknown end excludes no day."""
    return not is_later(first, second) and not is_later(second, first)


def is_later(was: Date | None, now: Date | None) -> bool:
    """Tell whether a date is wholly later than another."""
    return bool(was and now and was.last and now.first and was.last < now.first)


def _read_date(text: str) -> Date:
    date = text.strip()
    offset = len(text) - len(text.lstrip())
    if not date:
        hint = "write one, such as 2023-09-07 or 2023-09, or leave the field out"
        raise ParseFailure("there is no date", 0, len(text), hint)
    if len(date) > MAX_DATE_LENGTH:
        hint = "write the day, month or year alone, such as 2023-09-07"
        message = f"a date has at most {MAX_DATE_LENGTH} characters"
        raise ParseFailure(message, offset + MAX_DATE_LENGTH, len(date) - MAX_DATE_LENGTH, hint)
    if not _find_date(date):
        _reject_wording(date, offset)
    return _read_ends(date, offset)


def _find_date(text: str) -> Date | None:
    try:
        return _read_ends(text, 0)
    except ParseFailure:
        return None


def _read_ends(text: str, offset: int) -> Date:
    """Read a date or an interval that begins at an offset of the whole text."""
    first, slash, second = text.partition("/")
    if not slash:
        point = _read_point(text, offset)
        return Date(text, point, point)
    if "/" in second:
        raise ParseFailure("an interval has one '/'", offset, len(text), "write two dates, such as 2022-09/2023-09")
    start, end = _read_end(first, offset), _read_end(second, offset + len(first) + 1)
    if isinstance(start, MissingEnd) and isinstance(end, MissingEnd):
        hint = "leave the field out, or write the end that is known, such as 2023/.."
        raise ParseFailure(f"'{text}' does not name a date", offset, len(text), hint)
    date = Date(text, start, end)
    if date.first and date.last and date.first > date.last:
        hint = f"did you mean '{second}/{first}'?"
        raise ParseFailure("the interval ends before it begins", offset, len(text), hint)
    if start == end:
        raise ParseFailure("both ends of the interval are the same", offset, len(text), f"write '{first}'")
    return date


def _read_end(text: str, offset: int) -> Point | MissingEnd:
    return MissingEnd(text) if text in set(MissingEnd) else _read_point(text, offset)


def _read_point(text: str, offset: int) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        hint = "write the year, month and day in figures, such as 2023-09-07, 2023-09 or 2023"
        raise ParseFailure(f"'{text}' is not a date", offset, len(text), hint)
    year, month, day, mark = match.groups()
    _reject_part(offset, match)
    first, last, precision = _resolve_days(year, month, day)
    is_uncertain, is_approximate, is_unspecified = mark in {"?", "%"}, mark in {"~", "%"}, "XX" in {month, day}
    return Point(text, first, last, precision, is_uncertain, is_approximate, is_unspecified)


def _reject_part(offset: int, match: re.Match[str]) -> None:
    """Refuse the year, month or day of a well-formed date that does not exist, or may mean something else."""
    year, month, day = match[1], match[2] or "", match[3] or ""
    if not _FIRST_YEAR <= int(year.replace("X", "0")) <= _LAST_YEAR:
        hint = f"years run from {_FIRST_YEAR:04} to {_LAST_YEAR}: is a digit wrong?"
        raise ParseFailure(f"the year {year} is out of range", offset, len(year), hint)
    if month and year.endswith("X"):
        hint = f"write the decade alone, {year}, or the year in full"
        raise ParseFailure("a decade has no months", offset + match.start(2), len(month), hint)
    if month == "XX" and day not in {"", "XX"}:
        hint = f"write the year alone, {year}, or the month too"
        raise ParseFailure("a day is given without its month", offset + match.start(3), len(day), hint)
    if not month.isdigit():
        return
    number = int(month)
    if not 1 <= number <= len(MONTHS) and number not in SEASONS:
        hint = "months run from 01 to 12; 21 to 24 stand for spring, summer, autumn and winter"
        raise ParseFailure(f"there is no month {month}", offset + match.start(2), len(month), hint)
    if day:
        _reject_day(year, month, day, offset + match.start(3))
    elif number in SEASONS and is_like_two_years(f"{year}-{month}"):
        _reject_years(year, month, offset)


def _reject_years(year: str, month: str, offset: int) -> NoReturn:
    """Refuse `2022-23`: hardly anybody who writes it means the autumn."""
    number, text = int(month), f"{year}-{month}"
    name, hemisphere, first, last = SEASONS[number if SEASONS[number][1] else number + 4]
    months = f"{year}-{first:02}/{_find_last_day(int(year), last).isoformat()[:7]}"
    season, years = f"{name} in the {hemisphere[:5].lower()}", f"{year}/{int(year) + 1:04}"
    hint = f"write '{months}' for {season}, or '{years}' for the two years; a financial year is its months, such as "
    hint += f"{year}-04/{years[5:]}-03"
    raise ParseFailure(f"'{text}' may be a season or two years", offset, len(text), hint)


def _reject_day(year: str, month: str, day: str, offset: int) -> None:
    number = int(month)
    if number in SEASONS:
        hint = f"month {month} stands for {SEASONS[number][0]}: leave the day out, or write its month"
        raise ParseFailure("a season has no days", offset, len(day), hint)
    days = _find_last_day(int(year), number).day
    if day != "XX" and not 1 <= int(day) <= days:
        hint = f"{MONTHS[number - 1]} {year} has {days} days; without the day it is {year}-{month}"
        raise ParseFailure(f"there is no day {day} in {year}-{month}", offset, len(day), hint)


def _resolve_days(year: str, month: str | None, day: str | None) -> tuple[dt.date, dt.date, Precision]:
    """Return the earliest and latest day of a date whose parts are valid."""
    if year.endswith("X"):
        decade = int(year[:-1]) * 10
        return dt.date(decade, 1, 1), dt.date(decade + 9, 12, 31), Precision.DECADE
    whole = int(year)
    if month is None or month == "XX":
        return dt.date(whole, 1, 1), dt.date(whole, 12, 31), Precision.YEAR
    number = int(month)
    if number in SEASONS:
        first, last = SEASONS[number][2:]
        return dt.date(whole, first, 1), _find_last_day(whole, last), Precision.SEASON
    if day is None or day == "XX":
        return dt.date(whole, number, 1), _find_last_day(whole, number), Precision.MONTH
    exact = dt.date(whole, number, int(day))
    return exact, exact, Precision.DAY


def _find_last_day(year: int, month: int) -> dt.date:
    """Return the last day of a month; months after the twelfth belong to the next year."""
    return dt.date(year + month // len(MONTHS), month % len(MONTHS) + 1, 1) - dt.timedelta(days=1)
