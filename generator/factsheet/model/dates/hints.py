"""Ways of writing a date that are not EDTF, each with the date that was probably meant.

The dates are only candidates: `grammar` shows a hint when every date in it can itself be read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from factsheet.model.dates.points import MONTHS


@dataclass(frozen=True, slots=True)
class DateSuggestion:
    """A possible explanation of a text that is not a date."""

    message: str
    hint: str
    dates: tuple[str, ...] = ()
    """The dates that the hint offers."""


_Groups = tuple[str, ...]
_Corrector = Callable[[_Groups], tuple[str, ...]]
_NUMBER_OF_MONTH = {name[:3].lower(): f"{number:02}" for number, name in enumerate(MONTHS, start=1)}
_NUMBER_OF_SEASON = {"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}
_MONTH = rf"({'|'.join(f'{name}|{name[:3]}' for name in MONTHS)}|sept)\.?"
_LAST_MONTH_OF_QUARTER = 3
_ISO = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_DASH = r"[–—−\u2010\u2011]"


def _find_month_number(name: str) -> str:
    return _NUMBER_OF_MONTH[name[:3].lower()]


def _join_padded(*parts: str) -> tuple[str, ...]:
    return ("-".join(part.zfill(2) for part in parts),)


def _order_day_and_month(groups: _Groups) -> tuple[str, ...]:
    day, month, year = groups
    both = (*_join_padded(year, month, day), *_join_padded(year, day, month))
    if int(day) > len(MONTHS) or day == month:
        return both[:1]
    return both[1:] if int(month) > len(MONTHS) else both


def _expand_quarter(year: str, quarter: str) -> tuple[str, ...]:
    last = int(quarter) * _LAST_MONTH_OF_QUARTER
    return (f"{year}-{last - 2:02}/{year}-{last:02}",)


_NOT_ISO = "'{0}' does not name the year first, then the month and the day, in figures"
_WORDS = "'{0}' uses words where a date needs figures"
_QUARTER = "'{0}' is a quarter, which is an interval of three months"
_INTERVAL = "'{0}' is an interval, whose ends are joined by '/'"

# The first row whose corrected dates can be read decides.
_MISTAKES: tuple[tuple[str, str, _Corrector], ...] = (
    (
        r"([0-9]{4})-([0-9]{2})-([0-9]{2})",
        "{2} stands where the month belongs",
        lambda g: _join_padded(g[0], g[2], g[1]),
    ),
    (r"([0-9]{4})-([0-9]{1,2})", "the month in '{0}' does not have two digits", lambda g: _join_padded(*g)),
    (
        r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})",
        "the month or the day in '{0}' does not have two digits",
        lambda g: _join_padded(*g),
    ),
    (
        r"([0-9]{4})[/.]([0-9]{1,2})[/.]([0-9]{1,2})",
        "'{0}' has other separators than hyphens",
        lambda g: _join_padded(*g),
    ),
    (
        r"([0-9]{2})([0-9]{2})/([0-9]{2})",
        "'{0}' has no hyphen, or a year of two digits",
        lambda g: (f"{g[0]}{g[1]}-{g[2]}", f"{g[0]}{g[1]}/{g[0]}{g[2]}"),
    ),
    (r"([0-9]{2})([0-9]{2})/([0-9]{2})", "'{0}' has a year of two digits", lambda g: (f"{g[0]}{g[1]}/{g[0]}{g[2]}",)),
    (r"([0-9]{4})[/.]([0-9]{1,2})", "'{0}' has no hyphen", lambda g: _join_padded(*g)),
    (r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})", _NOT_ISO, lambda g: _join_padded(g[2], g[1], g[0])),
    (r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4})", _NOT_ISO, _order_day_and_month),
    (r"([0-9]{1,2})[/.-]([0-9]{4})", _NOT_ISO, lambda g: _join_padded(g[1], g[0])),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", "'{0}' lacks its hyphens", lambda g: _join_padded(*g)),
    (r"([0-9]{4})([0-9]{2})", "'{0}' lacks its hyphen", lambda g: _join_padded(*g)),
    (rf"{_MONTH},?\s+(?:of\s+)?([0-9]{{4}})", _WORDS, lambda g: (f"{g[1]}-{_find_month_number(g[0])}",)),
    (
        rf"(?:the\s+)?([0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+([0-9]{{4}})",
        _WORDS,
        lambda g: _join_padded(g[2], _find_month_number(g[1]), g[0]),
    ),
    (
        rf"{_MONTH}\s+([0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+([0-9]{{4}})",
        _WORDS,
        lambda g: _join_padded(g[2], _find_month_number(g[0]), g[1]),
    ),
    (
        r"(spring|summer|autumn|fall|winter)(?:\s+of)?\s+([0-9]{4})",
        _WORDS,
        lambda g: (f"{g[1]}-{_NUMBER_OF_SEASON[g[0].lower()]}",),
    ),
    (r"(?:the\s+)?([0-9]{3})0['’]?s", _WORDS, lambda g: (f"{g[0]}X",)),
    (r"([0-9]{4})-?\s?Q([1-4])", _QUARTER, lambda g: _expand_quarter(*g)),
    (r"Q([1-4])\s+([0-9]{4})", _QUARTER, lambda g: _expand_quarter(g[1], g[0])),
    (rf"(?:c\.|ca?\.?|circa|about|around|~)\s*({_ISO})", "'{0}' is not marked at the end", lambda g: (f"{g[0]}~",)),
    (rf"(?:possibly|perhaps|maybe|\?)\s*({_ISO})", "'{0}' is not marked at the end", lambda g: (f"{g[0]}?",)),
    (rf"({_ISO})\s+([?~%])", "there is a space before the mark in '{0}'", lambda g: (g[0] + g[1],)),
    (rf"({_ISO})(?:\?~|~\?)", "'{0}' has two marks", lambda g: (f"{g[0]}%",)),
    (rf"(?:since|from)\s+({_ISO})|({_ISO})\s*-", "'{0}' has an open end", lambda g: (f"{g[0] or g[1]}/..",)),
    (rf"(?:until|till|before|up to|by)\s+({_ISO})", "'{0}' has an open start", lambda g: (f"../{g[0]}",)),
    (
        rf"(?:from\s+|between\s+)?({_ISO})\s*(?:to|until|and|–|—|-|\.\.\.?|…)\s*({_ISO})",
        _INTERVAL,
        lambda g: (f"{g[0]}/{g[1]}",),
    ),
    (
        rf"({_ISO}[?~%]?|\.\.)\s*/\s*({_ISO}[?~%]?|\.\.)",
        "there are spaces around the '/'",
        lambda g: (f"{g[0]}/{g[1]}",),
    ),
    (rf"({_ISO})[T ]\s?[0-9].*", "'{0}' has a time of day, which is not kept", lambda g: (g[0],)),
)
_RELATIVE = re.compile(
    r"today|yesterday|tomorrow|now|recently|currently|lately|soon|(?:last|this|next|past|previous)\s+.*|.*\sago",
    re.IGNORECASE,
)
_COMPILED_MISTAKES = tuple((re.compile(pattern, re.IGNORECASE), message, fix) for pattern, message, fix in _MISTAKES)


def suggest_dates(text: str) -> Iterator[DateSuggestion]:
    """Yield what a text that is not a date may have meant, the most likely first."""
    for character in text:
        if character.isdecimal() and not character.isascii():
            message = f"'{character}' is not one of the digits 0 to 9"
            yield DateSuggestion(message, f"write '{int(character)}'")
    if _RELATIVE.fullmatch(text):
        hint = "write the day, month or year itself, as in '2023-09-07'"
        yield DateSuggestion(f"'{text}' means another date for every reader", hint)
    if re.fullmatch(r"(?:early|mid|late)[ -][0-9]{4}", text, re.IGNORECASE):
        hint = "write the months that are meant, as in '2023-01/2023-04', or the year as '2023~'"
        yield DateSuggestion(f"'{text}' does not say which months", hint)
    if re.fullmatch(r"[0-9]{4}-?W[0-9]{2}.*", text, re.IGNORECASE):
        hint = "write its first and its last day, as in '2023-09-04/2023-09-10'"
        yield DateSuggestion(f"'{text}' is a week number", hint)
    for pattern, message, fix in _COMPILED_MISTAKES:
        if match := pattern.fullmatch(text):
            groups = match.groups("")
            yield _build_suggestion(message.format(text, *groups), fix(groups))
    yield from _suggest_spellings(text)


def _suggest_spellings(text: str) -> Iterator[DateSuggestion]:
    """Yield texts that differ from a date in single characters, or that use unsupported parts of EDTF."""
    if re.search(_DASH, text):
        yield _build_suggestion(f"'{text}' has a dash that is not a hyphen", (re.sub(_DASH, "-", text),))
    if "x" in text or "u" in text:
        yield _build_suggestion(f"an unknown digit in '{text}' is not a capital X", (re.sub("[xu]", "X", text),))
    if re.fullmatch(r"[0-9]{4}-00(?:-[0-9]{2})?|[0-9]{4}-[0-9]{2}-00", text):
        yield _build_suggestion(f"'{text}' has a part that is zero", (re.sub(r"-00.*", "", text),))
    if re.fullmatch(r"[0-9]{2}XX", text):
        decade, century = f"{text[:2]}0X", f"{text[:2]}00/{text[:2]}99"
        hint = f"write a decade, as in '{decade}', or the interval '{century}'"
        yield DateSuggestion(f"'{text}' only names the century", hint, (decade, century))
    if text.startswith(("[", "{")):
        yield DateSuggestion("a set of dates is not supported", "write the interval around them, as in '2022/2023'")
    if re.match(r"[?~%][0-9]|[0-9]{4}[?~%]-", text):
        hint = "a mark applies to the whole date: write it at the end, as in '2023-04~'"
        yield DateSuggestion(f"'{text}' marks a part of the date", hint)


def _build_suggestion(message: str, dates: tuple[str, ...]) -> DateSuggestion:
    listed = " or ".join(f"'{date}'" for date in dates)
    return DateSuggestion(message, f"did you mean {listed}?", dates)
