"""Read one written number: digits with commas, a multiplier, or a fraction in words.

An ambiguous number is refused with both readings: a number that is wrong by a factor of a thousand is the worst
mistake a fact sheet can make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType

from factsheet.diagnostics.core import ParseFailure, raise_if
from factsheet.model.values.hints import MULTIPLIERS, explain_digits, find_multiplier_error
from factsheet.model.values.intervals import MINUS, multiply, render_number

_MAX_DIGITS = 18
"""Digits a number may have: more than anything on Earth needs."""

FRACTIONS: Mapping[str, Decimal] = MappingProxyType(
    {
        "half": Decimal(50),
        "a third": Decimal("33.33"),
        "two thirds": Decimal("66.67"),
        "a quarter": Decimal(25),
        "three quarters": Decimal(75),
        "a fifth": Decimal(20),
        "two fifths": Decimal(40),
        "three fifths": Decimal(60),
        "four fifths": Decimal(80),
        "a tenth": Decimal(10),
    }
)
"""Fractions that may be written in words, by their canonical words, in percent to two decimals."""
_SIGNED = re.compile(rf"[-{MINUS}](?=[0-9])")
_RUN = re.compile(r"[0-9](?:[0-9.,_'’]*[0-9])?")
_WELL_FORMED = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_FRACTION = re.compile(
    r"(?:an?\s+|one[\s-]+)?(half|third|quarter|fifth|tenth)(?!\w)"
    r"|(two|three|four)[\s-]+(thirds|quarters|fifths)(?!\w)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\s*([^\W\d_]+)")
_FRACTION_OF_ROUND_NUMBER = re.compile(
    r"\s+(?:of\s+)?(?:an?\s+)?(dozen|hundred|thousand|million|billion|trillion)(?!\w)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """One written number and where it is."""

    coefficient: Decimal
    """The number without its multiplier."""
    multiplier: str
    """A word of MULTIPLIERS, or empty."""
    step: Decimal
    """The worth of the last written digit, with the multiplier applied."""
    words: str
    """The number as printed, without its multiplier."""
    start: int
    end: int
    """Offset of the first character after it."""
    is_fraction: bool = False
    """Whether it is a fraction in words; it is then in percent."""
    has_two_readings: bool = False
    """Whether the point could also separate thousands, as in `5.820`."""

    @property
    def number(self) -> Decimal:
        """The number with its multiplier applied."""
        return multiply(self.coefficient, MULTIPLIERS.get(self.multiplier, Decimal(1)))

    @property
    def text(self) -> str:
        """The number and its multiplier as printed."""
        return f"{self.words} {self.multiplier}".rstrip()

    def with_multiplier(self, multiplier: str) -> Numeral:
        """Return the number with the multiplier that it shares with the end of its range."""
        return replace(self, multiplier=multiplier, step=multiply(self.step, MULTIPLIERS[multiplier]))


def read_numeral(text: str, offset: int) -> Numeral | None:
    """Return the number that begins at an offset, with its multiplier; None when there is none.

    Raises:
        ParseFailure: when the number is malformed or can be read in two ways.
    """
    if fraction := _FRACTION.match(text, offset):
        return _read_fraction(text, fraction)
    minus = _SIGNED.match(text, offset)
    run = _RUN.match(text, minus.end() if minus else offset)
    if run is None:
        return None
    digits = run[0]
    if sum(character.isdigit() for character in digits) > _MAX_DIGITS:
        hint = "round it, and write it with 'million', 'billion' or 'trillion'"
        raise ParseFailure(f"a number has at most {_MAX_DIGITS} digits", run.start(), len(digits), hint)
    if _WELL_FORMED.fullmatch(digits) is None:
        message, hint = explain_digits(digits)
        raise ParseFailure(message, run.start(), len(digits), hint)
    number = Decimal(digits.replace(",", ""))
    coefficient = -number if minus else number
    numeral = Numeral(
        coefficient=coefficient,
        multiplier="",
        step=Decimal((0, (1,), -len(digits.partition(".")[2]))),
        words=render_number(coefficient),
        start=offset,
        end=run.end(),
        has_two_readings=_TWO_READINGS.fullmatch(digits) is not None,
    )
    return _read_multiplier(text, numeral)


def _read_fraction(text: str, match: re.Match[str]) -> Numeral:
    singular, count, plural = (group and group.lower() for group in match.groups())
    words = f"{count} {plural}" if count else "half" if singular == "half" else f"a {singular}"
    if words not in FRACTIONS:
        hint = "write it as a percentage, such as '50 %'"
        raise ParseFailure(f"the fraction '{match[0]}' is not supported", match.start(), len(match[0]), hint)
    if multiplied := _FRACTION_OF_ROUND_NUMBER.match(text, match.end()):
        typed = text[match.start() : multiplied.end()]
        hint = "write the number in figures, such as '500,000'"
        raise ParseFailure(f"'{typed}' is a number in words", match.start(), len(typed), hint)
    return Numeral(
        coefficient=FRACTIONS[words],
        multiplier="",
        step=Decimal(1),  # The last digit of a fraction in words counts as one percentage point.
        words=words,
        start=match.start(),
        end=match.end(),
        is_fraction=True,
    )


def _read_multiplier(text: str, numeral: Numeral) -> Numeral:
    word = _WORD.match(text, numeral.end)
    if word is None:
        return numeral
    name, glued = word[1], word.start(1) == numeral.end
    if glued or name.lower() not in MULTIPLIERS:
        typed = text[numeral.start : numeral.end]
        raise_if(find_multiplier_error(text, word, typed, numeral.coefficient))
        return numeral
    multiplied = replace(numeral.with_multiplier(name.lower()), end=word.end())
    second = _WORD.match(text, multiplied.end)
    if second is not None and second[1].lower() in MULTIPLIERS:
        hint = "calculate the number and keep one of the two words"
        raise ParseFailure(f"'{name} {second[1]}' multiplies twice", word.start(1), second.end() - word.start(1), hint)
    return multiplied


def resolve_range_start(first: Numeral, last: Numeral) -> Numeral:
    """Return the first number of a range with the multiplier that it shares with the last.

    Raises:
        ParseFailure: when the ends are of two kinds, equal, or in the wrong order.
    """
    start, width = first.start, last.end - first.start
    if first.is_fraction is not last.is_fraction:
        message = "one end of the range is a fraction and the other is not"
        raise ParseFailure(message, start, width, "write both in percent")
    shares = bool(last.multiplier) and not first.multiplier
    begin = first.with_multiplier(last.multiplier) if shares else first
    if begin.number < last.number:
        return begin
    if begin.number == last.number:
        raise ParseFailure("both ends of the range are the same", start, width, f"write '{last.text}'")
    hint = f"write 'between {last.text} and {begin.text}'"
    if shares and first.number < last.number:
        hint = f"'{last.multiplier}' applies to both: write '{first.text} to {render_number(last.number)}'"
    elif first.multiplier and not last.multiplier:
        hint = f"if '{first.multiplier}' applies to both numbers, write it after the second one only"
    message = f"the range begins at {begin.text} and ends at {last.text}, which is less"
    raise ParseFailure(message, start, width, hint)
