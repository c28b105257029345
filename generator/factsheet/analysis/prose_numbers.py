"""Numbers and dates in prose, which a reader would take for facts."""

import re
from collections.abc import Iterator
from decimal import Decimal

from factsheet.diagnostics.core import read_declarations
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.model.dates.points import MONTHS
from factsheet.model.values.hints import read_number_words
from factsheet.model.values.words import FRACTIONS, MAGNITUDES, MULTIPLIERS, SMALL_MULTIPLIERS, SMALL_NUMBERS

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DATE = re.compile(
    rf"\b(?:(?P<day>[0-9]{{1,2}}) )?(?P<month>{'|'.join(MONTHS)})(?: (?P<year>[12][0-9]{{3}}))?\b"
    r"|\b(?P<only>(?:1[0-9]|20)[0-9]{2})\b(?![,.]?[0-9]| ?%)"
)
_FIRST_WORD = re.compile(
    rf"(?<![\w./:#-])(?:an? (?=(?:dozen|hundred|thousand|million|billion|trillion)\b)|(?:{'|'.join(SMALL_NUMBERS)})\b)",
    re.IGNORECASE,
)
"""Where a number in words begins: not at `several hundred`, and not inside of an address."""
_ORDINAL_END = re.compile(r"-(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b", re.IGNORECASE)
_LEAST_IN_PROSE = 13
"""Smaller words are as often an idiom (`one of the`, `two articles`) as a number that somebody counted."""
_PHRASE = re.compile(rf"\b(?:{'|'.join((*FRACTIONS, *reversed([*MAGNITUDES])))})\b", re.IGNORECASE)
_NUMBER, _MAY_AS_MONTH, _PLACE, _OWN_DATE = map(re.compile, read_declarations("analysis", "references.toml").values())
_DIGIT, _DATE_SIGN = re.compile("[0-9]"), re.compile(f"[0-9]|{'|'.join(MONTHS)}")
"""What every number in digits has, and every date: most texts have none, and this is found out fast."""
_LARGE = (word for word, number in SMALL_NUMBERS.items() if number >= _LEAST_IN_PROSE)
_WORD_SIGN = re.compile("|".join((*_LARGE, *SMALL_MULTIPLIERS, *MULTIPLIERS)))
"""What every larger number in words has, in lower case."""
_REFERENCE_LENGTH = 40
"""Characters before a number or date in which one of these is looked for."""
_MONTH_CONTEXT_LENGTH = 8
"""Characters before `May` that show whether it is the month: the longest such word and a space."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One number or date in a text; two that say the same are equal, however and wherever they are written."""

    text: str = field(compare=False)
    start: int = field(compare=False)
    number: Decimal | None = None
    """None for a date or a phrase."""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    phrase: str = ""
    """A fraction or an order of magnitude, such as `hundreds`."""


def find_claims(text: str, *, about_source: bool = False) -> Iterator[Mention]:
    """Yield the mentions that claim something: not those of a page, nor those of when the source appeared."""
    for mention in find_mentions(text):
        before = text[max(0, mention.start - _REFERENCE_LENGTH) : mention.start]
        is_own_date = about_source and mention.number is None and _OWN_DATE.search(before)
        if not is_own_date and not _PLACE.search(before):
            yield mention


def find_mentions(text: str, *, every: bool = False) -> Iterator[Mention]:
    """Yield the dates and numbers in a text, in digits or in words (`forty`, `two hundred`).

    Numbers that are part of a name (`Covid-19`, `the Thirty Years' War`), ordinals (`twenty-first`) and words below
    thirteen are left out. With `every`, small words from `two` on, fractions and orders of magnitude are given as well.
    """
    taken: list[re.Match[str]] = []
    for match in _DATE.finditer(text) if _DATE_SIGN.search(text) else ():
        start = max(0, match.start() - _MONTH_CONTEXT_LENGTH)
        if match["month"] == "May" and not _MAY_AS_MONTH.search(text, start, match.end()):
            continue
        year = match["year"] or match["only"]
        month = MONTHS.index(match["month"]) + 1 if match["month"] else None
        day = int(match["day"]) if match["day"] else None
        yield Mention(match[0], match.start(), year=int(year) if year else None, month=month, day=day)
        taken.append(match)
    for match in _PHRASE.finditer(text) if every else ():
        yield Mention(match[0], match.start(), phrase=match[0].lower())
        taken.append(match)
    rest = text
    if taken:
        letters = list(text)
        for match in taken:
            letters[match.start() : match.end()] = " " * len(match[0])
        rest = "".join(letters)
    for match in _NUMBER.finditer(rest) if _DIGIT.search(rest) else ():
        number = Decimal(match["digits"].replace(",", "") + (match["rest"] or ""))
        yield Mention(match[0], match.start(), number=number * _SCALES.get(match["scale"] or "", 1))
    if every or _WORD_SIGN.search(text.casefold()):
        yield from _find_words(rest, 2 if every else _LEAST_IN_PROSE)


def _find_words(text: str, least: int) -> Iterator[Mention]:
    """Yield the numbers in words that are not smaller than the least."""
    end = 0
    for match in _FIRST_WORD.finditer(text):
        start = match.start()
        before = text[max(0, start - 8) : start].rstrip(" \"'“‘(*_")
        # A capital within a sentence is that of a name.
        if start < end or (text[start].isupper() and before[-1:] not in {"", *".!?:;#>|-\n"}):
            continue
        number, end = read_number_words(text, start) or (Decimal(0), end)
        if number >= least and not _ORDINAL_END.match(text, end):
            yield Mention(text[start:end], start, number=number)
