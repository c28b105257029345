"""Numbers and dates that stand in running words: what a reader would take for a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from factsheet.model.dates.points import MONTHS

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_DATE = re.compile(
    rf"\b(?:(?P<day>[0-9]{{1,2}}) )?(?P<month>{'|'.join(MONTHS)})(?: (?P<year>[12][0-9]{{3}}))?\b"
    r"|\b(?P<only>(?:1[0-9]|20)[0-9]{2})\b(?![,.]?[0-9]| ?%)"
)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9.,#-])(?P<digits>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?P<rest>\.[0-9]+)?"
    r"(?: (?P<scale>thousand|million|billion))?(?![0-9A-Za-z])"
)
_MAY_AS_MONTH = re.compile(
    r"(?i:\b(?:in|of|since|until|by|last|early|late|mid|from|to|and|during)) May\b"
    r"|\bMay [12][0-9]{3}\b|\b[0-9]{1,2} May\b"
)
_MONTH_CONTEXT_LENGTH = 8
"""Characters before `May` that tell whether it is the month: the longest word for it and a blank."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One number or date in a text."""

    text: str
    number: Decimal | None = None
    """None for a date."""
    year: int | None = None
    month: int | None = None
    day: int | None = None


def find_mentions(text: str) -> Iterator[Mention]:
    """Yield the dates and numbers written with digits, or as months, in a text.

    Small numbers in words (`two articles`) are left to the reader's good sense; so is a number that belongs
    to a name, such as Covid-19.
    """
    rest = list(text)
    for found in _DATE.finditer(text):
        begin = max(0, found.start() - _MONTH_CONTEXT_LENGTH)
        if found["month"] == "May" and not _MAY_AS_MONTH.search(text, begin, found.end()):
            continue
        year = found["year"] or found["only"]
        month = MONTHS.index(found["month"]) + 1 if found["month"] else None
        day = int(found["day"]) if found["day"] else None
        yield Mention(found[0], year=int(year) if year else None, month=month, day=day)
        rest[found.start() : found.end()] = " " * len(found[0])
    for found in _NUMBER.finditer("".join(rest)):
        number = Decimal(found["digits"].replace(",", "") + (found["rest"] or ""))
        yield Mention(found[0], number=number * _SCALES.get(found["scale"] or "", 1))
