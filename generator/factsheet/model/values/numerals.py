"""Reading one written number: digits with commas, a multiplier, or a fraction in words.

Whatever could be read in two ways is refused with both readings: a number that is wrong by a factor of
a thousand is the worst mistake a fact sheet can make.
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
"""Digits a number may have: more than anything on Earth is counted with."""

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
"""Fractions that may be said in words, by their canonical words, in percent to two decimals."""


_FRACTION_STEP = Decimal(1)
"""What the last digit of a fraction in words is taken to be worth: one percentage point."""

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
    """One written number and where it stands."""

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
    """The first character after it."""
    is_fraction: bool = False
    """Whether it is a fraction in words; it is then in percent."""
    has_two_readings: bool = False
    """Whether the point could also be meant to separate thousands, as in `5.820`."""

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


def read_numeral(text: str, at: int) -> Numeral | None:
    """Read the number that begins at a place, with its multiplier; None when none begins there.

    Raises:
        Refusal: when the number is malformed or can be read in two ways.
    """
    fraction = _FRACTION.match(text, at)
    if fraction is not None:
        return _read_fraction(text, fraction)
    sign = _SIGNED.match(text, at)
    run = _RUN.match(text, at if sign is None else sign.end())
    if run is None:
        return None
    digits = run.group()
    if sum(character.isdigit() for character in digits) > _MAX_DIGITS:
        raise ParseFailure(
            f"a number of more than {_MAX_DIGITS} digits is not taken",
            run.start(),
            len(digits),
            "round it, and write it with 'million', 'billion' or 'trillion'",
        )
    if _WELL_FORMED.fullmatch(digits) is None:
        message, hint = explain_digits(digits)
        raise ParseFailure(message, run.start(), len(digits), hint)
    written = Decimal(digits.replace(",", ""))
    numeral = Numeral(
        coefficient=-written if sign else written,
        multiplier="",
        step=Decimal((0, (1,), -len(digits.partition(".")[2]))),
        words=render_number(-written if sign else written),
        start=at,
        end=run.end(),
        has_two_readings=_TWO_READINGS.fullmatch(digits) is not None,
    )
    return _read_multiplier(text, numeral)


def _read_fraction(text: str, match: re.Match[str]) -> Numeral:
    one, count, many = (group and group.lower() for group in match.groups())
    words = f"{count} {many}" if count else "half" if one == "half" else f"a {one}"
    if words not in FRACTIONS:
        raise ParseFailure(
            f"'{match.group()}' is not a fraction that is taken",
            match.start(),
            len(match.group()),
            "write it as a percentage, such as '50 %'",
        )
    trap = _FRACTION_OF_ROUND_NUMBER.match(text, match.end())
    if trap is not None:
        raise ParseFailure(
            f"'{text[match.start() : trap.end()]}' is a number said in words",
            match.start(),
            trap.end() - match.start(),
            "write the number in figures, such as '500,000'",
        )
    return Numeral(
        coefficient=FRACTIONS[words],
        multiplier="",
        step=_FRACTION_STEP,
        words=words,
        start=match.start(),
        end=match.end(),
        is_fraction=True,
    )


def _read_multiplier(text: str, numeral: Numeral) -> Numeral:
    word = _WORD.match(text, numeral.end)
    if word is None:
        return numeral
    name, glued = word.group(1), word.start(1) == numeral.end
    if glued or name.lower() not in MULTIPLIERS:
        typed = text[numeral.start : numeral.end]
        raise_if(find_multiplier_error(text, word, typed, numeral.coefficient))
        return numeral
    multiplied = replace(numeral.with_multiplier(name.lower()), end=word.end())
    second = _WORD.match(text, multiplied.end)
    if second is not None and second.group(1).lower() in MULTIPLIERS:
        raise ParseFailure(
            f"'{name} {second.group(1)}' multiplies twice",
            word.start(1),
            second.end() - word.start(1),
            "work the number out and keep one of the two words",
        )
    return multiplied


def resolve_range_start(first: Numeral, last: Numeral) -> Numeral:
    """Return the first number of a range with the multiplier that it shares with the last.

    Raises:
        Refusal: when the ends are of two kinds, are equal, or stand the wrong way round.
    """
    at, width = first.start, last.end - first.start
    if first.is_fraction is not last.is_fraction:
        raise ParseFailure(
            "one end of the range is a fraction and the other is not", at, width, "write both in percent"
        )
    shares = bool(last.multiplier) and not first.multiplier
    begin = first.with_multiplier(last.multiplier) if shares else first
    if begin.number < last.number:
        return begin
    if begin.number == last.number:
        raise ParseFailure("both ends of the range are the same", at, width, f"write '{last.text}'")
    hint = f"write 'between {last.text} and {begin.text}'"
    if shares and first.number < last.number:
        hint = f"'{last.multiplier}' counts for both: write '{first.text} to {render_number(last.number)}'"
    elif first.multiplier and not last.multiplier:
        hint = f"if '{first.multiplier}' counts for both numbers, write it behind the second one only"
    message = f"the range begins at {begin.text} and ends at {last.text}, which is less"
    raise ParseFailure(message, at, width, hint)
