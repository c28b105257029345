"""Ways of writing a date that are not EDTF, each with the dates that were probably meant.

A wording may hold another: `since late 2022`. Of the dates, a hint offers those that can themselves be read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from itertools import product

from factsheet.model.dates.points import MONTHS, SEASONS, Date, Precision

_Reader = Callable[[str], Date | None]
_MONTH = rf"({'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sept)\.?"
_DASH = r"[-–—−\u2010\u2011]"
_DAY = r"(\d\d?)(?:st|nd|rd|th)?"
_SEASON = r"(spring|summer|autumn|fall|winter)(?: of)? (\d{4})"
_NUMBERS = {name[:3].lower(): f"{number:02}" for number, name in enumerate(MONTHS, start=1)} | {
    f"{hemisphere[:1]}{name}"[:3].lower(): str(number) for number, (name, hemisphere, *_) in SEASONS.items()
}
"""The number of a month or season, by its first three letters."""


def is_like_two_years(text: str) -> bool:
    """Tell whether a month or season is also how people write two years in a row: `2011-12`."""
    return bool(re.fullmatch("[0-9]{4}-[0-9]{2}", text)) and f"{int(text[:4]) + 1:04}"[2:] == text[5:]


def _complete_year(match: re.Match[str]) -> str:
    """Return both years in full, after the month that it may be; nothing where it can only be a month."""
    year, end = match.groups()
    count = (int(end) - int(year)) % 100
    month = f"{year}-{end} or " if int(end) <= len(MONTHS) else ""
    return f"{month}{year}/{int(year) + count:04}" if count in range(1, 50) else ""


_NOT_ISO = "'{0}' does not name the year first, then the month and the day, in figures"
_DIGITS = "'{0}' lacks a hyphen, or the zero before a single digit"
_WORDS = "'{0}' uses words where a date needs figures"
_OPEN_END = "'{0}' has an open end"
_OPEN_START = "'{0}' has an open start"
_INTERVAL = "'{0}' is not two dates joined by '/'"
_A_PART = "'{0}' is a part of a longer time"
_UNMARKED = "'{0}' does not have its mark right after the date"

# The first row that leads to dates decides. What it makes of a text is a date or the wording of another row; a word in
# angle brackets becomes the number of a month or season.
_MISTAKES: tuple[tuple[str, str, str | Callable[[re.Match[str]], str]], ...] = (
    (r"(\d{4})(?: ?[/.–—] ?|-(?!2[1-9]|3[0-2]))(\d\d)", "the second year of '{0}' has two digits", _complete_year),
    (r"(\d{4})-00(?:-\d\d)?|(\d{4}-\d\d)-00", "'{0}' has a part that is zero", r"\1\2"),
    (r"(\d{4})-(\d\d)-(\d\d)", "{2} stands where the month belongs", r"\1-\3-\2"),
    (r"(\d{4})([-/.])(\d\d?)(?:\2(\d\d?))?", _DIGITS, r"\1-\3-\4"),
    (r"(\d{4})(0[1-9]|1[0-2])(\d\d)?", _DIGITS, r"\1-\2-\3"),
    (r"(\d\d?)\. ?(\d\d?)\. ?(\d{4})", _NOT_ISO, r"\3-\2-\1"),
    (r"(\d\d?)[/-](\d\d?)[/-](\d{4})", _NOT_ISO, r"\3-\2-\1 or \3-\1-\2"),
    (r"(\d\d?)[/.-](\d{4})", _NOT_ISO, r"\2-\1"),
    (r"(?:AD ?)?0?(\d{3})(?: ?(?:AD|CE))?", "the year in '{0}' does not have four digits", r"0\1"),
    (rf"(?:(?:the )?{_DAY} (?:of )?)?{_MONTH}(?: {_DAY})?,? (?:of )?(\d{{4}})", _WORDS, r"\4-<\2>-\1\3"),
    (_SEASON, _WORDS, r"\2-<\1>"),
    (_SEASON, _WORDS, r"\2-<N\1> or \2-<S\1>"),
    # A winter that lies in two years is one of the north, such a summer one of the south.
    (r"(winter)(?: of)? (\d{4})[-/–](?:\d\d)?\d\d", _WORDS, r"\2-<N\1>"),
    (r"(summer)(?: of)? (\d{4})[-/–](?:\d\d)?\d\d", _WORDS, r"\2-<S\1>"),
    (r"(\d{4})-\d\d/(\d\d)\d\d-(\d\d)", "'{0}' may be years or months", r"\1/\2\3"),
    (r"(?:the )?(\d\d)00['’]?s", _WORDS, r"\g<1>0X or \g<1>00/\g<1>99"),
    (r"(?:the )?(\d{3})0['’]?s", _WORDS, r"\1X"),
    (r"((?!mid)[a-z]{3,9}|[hq][1-4])[-/](\d{4})", _WORDS, r"\1 \2"),
    (r"(.+?)(?:\?~|~\?)", "'{0}' has two marks", r"\1%"),
    (r"(\d{4})([?~%])(-[\d-]+)", "'{0}' marks a part of the date", r"\1\3\2"),
    (r"(\d{4}-\d\d-\d\d)[T ] ?\d.*", "'{0}' has a time of day, which is not kept", r"\1"),
    (r"([\dX-]*)(?-i:[xu])([\dxu-]*)", "an unknown digit in '{0}' is not a capital X", r"\1X\2"),
    (r"(\d\d)XX", "'{0}' only names the century", r"\g<1>00/\g<1>99"),
    (r"(?:from|since|between) (.+) (?:to|until|and) (.+)|from (\d{4}) ?[-–—] ?(\d{4})", _INTERVAL, r"\1\3 to \2\4"),
    (r"(?:since|from) (.+?)(?: on(?:wards?)?)?|(.+?)(?: ?[-–]| on(?:wards?)?)", _OPEN_END, r"\1\2 to now"),
    (r"(?:until|till|up to|by) (.+)", _OPEN_START, r"now to \1"),
    (r"(?:circa|ca\.?|c\.?|about|around|~) ?(.+)", _UNMARKED, r"\1 ~"),
    (r"(?:possibly|perhaps|maybe|\?) ?(.+)", _UNMARKED, r"\1 ?"),
    (rf"(\d{{4}}){_DASH}(\d\d)(?:{_DASH}(\d\d))?", "'{0}' has a dash that is not a hyphen", r"\1-\2-\3"),
    (
        r"(?=.*[^ -~])(?u:[\d-]+)",
        "'{0}' has other digits than 0 to 9",
        lambda match: re.sub(r"\d", lambda d: str(int(d[0])), match[0]),
    ),
)

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


# The same for what depends on the date within.
_FRAMES: tuple[tuple[str, str, Callable[[Date, str], str]], ...] = (
    (rf"(?:the )?{_PART}(?: of |[ –-]*)(?:the )?(?P<date>.+)", _A_PART, _take_part),
    (rf"(?P<date>.+?)[ ,–-]*{_PART}", _A_PART, _take_part),
    (r"before (?P<date>.+)(?P<part>)", _OPEN_START, lambda date, _: f"../{_find_neighbour(date, -1)}"),
    (r"after (?P<date>.+)(?P<part>)", _OPEN_END, lambda date, _: f"{_find_neighbour(date, 1)}/.."),
    (r"(?P<date>.+) (?P<part>[?~%])", _UNMARKED, lambda date, mark: re.sub(r"(?<=[\dX])(?=/|$)", mark, date.text)),
)
_JOINER = re.compile(rf" (?:to|until|till|through) | ?(?:{_DASH}|[/…]) ?|(?<=\w) ?\.\.\.? ?", re.IGNORECASE)
_NOW = frozenset({"..", "present", "the present", "today", "now", "date", "ongoing"})

_UNCERTAIN = (
    (
        r"today|yesterday|tomorrow|now|recently|currently|lately|soon|(?:last|this|next|past|previous) .*|.* ago",
        "'{0}' means another date for every reader",
        "write the day, month or year itself, such as 2023-09-07",
    ),
    (
        r"FY.*|.*\b(?:fiscal|financial|tax|academic|school) .*|(the )?(early|mid|late|start|end)\b.*|\d{4}-?W\d\d.*",
        "'{0}' does not name its first and its last day or month",
        "write both, such as 2022-04/2023-03 or 2023-09-04/2023-09-10",
    ),
    (r"-\d{4}.*|.*\d ?B\.?C.*", "there are no years before 0001", "leave the field out, and say it in the statement"),
)


def suggest_dates(text: str, read: _Reader) -> tuple[str, str] | None:
    """Return the message and the hint for a text that is not a date; `read` finds the dates that count."""
    message, dates = _find_dates(text, read, 0)
    if dates:
        return message, "did you mean '" + "' or '".join(dates) + "'?"
    for pattern, message, hint in _UNCERTAIN:
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
    for pattern, message, fix in _MISTAKES:
        if match := re.fullmatch(pattern, words, flags):
            made = match.expand(fix) if isinstance(fix, str) else fix(match)
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
