"""Ways of writing a date that are not EDTF, each with the dates that were probably meant.

The table is in `mistakes.toml`. A wording may hold another: `since late 2022`. Of the dates, a hint offers those that
can themselves be read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import product
from typing import Any

from factsheet.diagnostics.declarations import read_declarations
from factsheet.model.dates.points import MONTHS, SEASONS, Date, Precision

_Reader = Callable[[str], Date | None]
_MONTH = rf"({'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sept)\.?"
_DASH = r"[-–—−\u2010\u2011]"
_NUMBERS = {name[:3].lower(): f"{number:02}" for number, name in enumerate(MONTHS, start=1)} | {
    f"{hemisphere[:1]}{name}"[:3].lower(): str(number) for number, (name, hemisphere, *_) in SEASONS.items()
}
"""The number of a month or season, by its first three letters."""


def is_like_two_years(text: str) -> bool:
    """Tell whether a month or season is also how people write two years in a row: `2011-12`."""
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}", text)) and f"{int(text[:4]) + 1:04}"[2:] == text[5:]


@cache
def _read_mistakes() -> Mapping[str, Any]:
    return read_declarations("model.dates", "mistakes.toml")


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
_INTERVAL = "'{0}' is not two dates joined by '/'"


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


_OPEN_END, _OPEN_START = "'{0}' has an open end", "'{0}' has an open start"
_A_PART, _UNMARKED = "'{0}' is a part of a longer time", "'{0}' does not have its mark right after the date"
# The same as in `mistakes.toml` for what depends on the date within.
_FRAMES: tuple[tuple[str, str, Callable[[Date, str], str]], ...] = (
    (rf"(?:the )?{_PART}(?: of |[ –-]*)(?:the )?(?P<date>.+)", _A_PART, _take_part),
    (rf"(?P<date>.+?)[ ,–-]*{_PART}", _A_PART, _take_part),
    (r"before (?P<date>.+)(?P<part>)", _OPEN_START, lambda date, _: f"../{_find_neighbour(date, -1)}"),
    (r"after (?P<date>.+)(?P<part>)", _OPEN_END, lambda date, _: f"{_find_neighbour(date, 1)}/.."),
    (r"(?P<date>.+) (?P<part>[?~%])", _UNMARKED, lambda date, mark: re.sub(r"(?<=[\dX])(?=/|$)", mark, date.text)),
)
_JOINER = re.compile(rf" (?:to|until|till|through) | ?(?:{_DASH}|[/…]) ?|(?<=\w) ?\.\.\.? ?", re.IGNORECASE)
_NOW = frozenset({"..", "present", "the present", "today", "now", "date", "ongoing"})


def suggest_dates(text: str, read: _Reader) -> tuple[str, str] | None:
    """Return the message and the hint for a text that is not a date; `read` finds the dates that count."""
    message, dates = _find_dates(text, read, 0)
    if dates:
        return message, "did you mean '" + "' or '".join(dates) + "'?"
    for pattern, message, hint in _read_mistakes()["uncertain"]:
        if re.fullmatch(pattern, text, re.IGNORECASE):
            return message.format(text), hint
    return None


def _find_dates(text: str, read: _Reader, depth: int) -> tuple[str, tuple[str, ...]]:
    """Return the likeliest dates that can be read, with the message for them; none where there are none."""
    for message, dates in _list_candidates(text, read, depth):
        if offered := tuple(dict.fromkeys(filter(read, dates))):
            return message, offered
    return "", ()


def _list_candidates(text: str, read: _Reader, depth: int) -> Iterator[tuple[str, Iterator[str]]]:
    """Yield messages, each with the dates that the text may have meant."""
    words, flags = " ".join(text.split()), re.IGNORECASE | re.ASCII
    parts = {**_read_mistakes()["parts"], "month": _MONTH}
    for pattern, message, fix in _read_mistakes()["mistakes"]:
        if match := re.fullmatch(re.sub("<([a-z]+)>", lambda name: parts[name[1]], pattern), words, flags):
            made = _FIXES[fix](match) if fix in _FIXES else match.expand(fix)
            made = re.sub("<(...).*?>", lambda name: _NUMBERS[name[1].lower()], re.sub("(?i)fall", "autumn", made))
            made = re.sub(r"\b\d\b", r"0\g<0>", made, flags=re.ASCII).rstrip("-")
            options = made.split(" or ")
            yield (
                message.format(text, *match.groups()),
                (date for each in options for date in _resolve(each, read, depth)),
            )
    for pattern, message, frame in _FRAMES:
        if match := re.fullmatch(pattern, words, flags):
            inner = filter(None, map(read, _resolve(match["date"], read, depth)))
            yield message.format(text), map(frame, inner, [match["part"]] * 2)
    if depth in range(3):
        yield _INTERVAL.format(text), _list_intervals(words, read, depth)


def _list_intervals(text: str, read: _Reader, depth: int) -> Iterator[str]:
    for match in _JOINER.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if not left or left.count(match[0]) != right.count(match[0]) or (match[0] == "-" and "/" in text):
            continue  # It stands in one of the two dates.
        words = [] if left.lower() in {"early", "mid", "late", "winter"} else right.split()
        # In `5 to 7 May 2023` the second date lends its month and year to the first.
        lent = (" ".join([left, *words[len(words) - count :]]) for count in range(3))
        starts = next(filter(None, (_resolve(start, read, depth) for start in lent)), ())
        ends = _resolve(right, read, depth)
        for start, end in zip(starts, ends, strict=True) if len(starts) == len(ends) else product(starts, ends):
            yield f"{start.partition('/')[0]}/{end.rpartition('/')[2]}"


def _resolve(text: str, read: _Reader, depth: int) -> tuple[str, ...]:
    """Return the dates that a part of a text may mean; of wordings inside each other, four are followed."""
    if text.lower() in _NOW or read(text) or depth not in range(4):
        return ("..",) if text.lower() in _NOW else (text,)
    return _find_dates(text, read, depth + 1)[1]
