"""What is wrong with digits that are not a number and with the word behind them, and how to write both."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from factsheet.diagnostics.parse_error import ParseError
from factsheet.model.values.intervals import multiply, render_number

MULTIPLIERS: Mapping[str, Decimal] = MappingProxyType(
    {
        "thousand": Decimal(1000),
        "million": Decimal(1000000),
        "billion": Decimal(1000000000),
        "trillion": Decimal(1000000000000),
    }
)
"""Words that may follow a number, with their worth; a billion has nine noughts."""

_ABBREVIATIONS: Mapping[str, str] = MappingProxyType(
    {
        "k": "thousand",
        "m": "million",
        "mn": "million",
        "mln": "million",
        "mio": "million",
        "bn": "billion",
        "bln": "billion",
        "b": "billion",
        "tn": "trillion",
        "trn": "trillion",
    }
)
_SMALL_MULTIPLIERS: Mapping[str, Decimal] = MappingProxyType({"dozen": Decimal(12), "hundred": Decimal(100)})
_MULTIPLIER_SIMILARITY = 0.85
"""Likeness from which a word after a number is taken for a misspelt multiplier."""


_NO_MULTIPLIER = "'{0}' is not a word that multiplies a number"
_DigitsHint = Callable[[str], str]


def _group_digits(digits: str) -> str:
    """Return the digits with commas between thousands, keeping what follows a single point."""
    whole, point, decimals = digits.partition(".") if digits.count(".") == 1 else (digits, "", "")
    number = f"{int(re.sub(r'[^0-9]', '', whole)):,}"
    return number + point + re.sub(r"[^0-9]", "", decimals)


def _suggest_grouped(digits: str) -> str:
    return f"write '{_group_digits(digits)}'"


def _suggest_swapped(digits: str) -> str:
    return f"write '{digits.translate(str.maketrans(',.', '.,'))}'"


def _suggest_decimal_point(digits: str) -> str:
    point = digits.replace(",", ".")
    return f"write '{point}' if it marks decimals; thousands come in groups of three, as in '5,820'"


def _suggest_date_field(_: str) -> str:
    return "a date goes in 'as_of:' or 'when:'"


# The first pattern that fits decides, so the order matters.
_DIGIT_MISTAKES: tuple[tuple[str, str, _DigitsHint], ...] = (
    (r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}", "'{0}' looks like a date", _suggest_date_field),
    (r".*[_'’].*", "'{0}' separates thousands by another sign than a comma", _suggest_grouped),
    (r"0[0-9]+(?:\.[0-9]+)?", "'{0}' begins with a nought too many", _suggest_grouped),
    (
        r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+",
        "'{0}' has its points and commas the wrong way round",
        _suggest_swapped,
    ),
    (r"[0-9]{1,3}(?:\.[0-9]{3}){2,}", "'{0}' separates thousands by points", _suggest_grouped),
    (
        r"(?:0|[1-9][0-9]*),[0-9]{1,2}",
        "the comma in '{0}' does not separate thousands",
        _suggest_decimal_point,
    ),
    (
        r"[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?",
        "the commas in '{0}' do not separate groups of three",
        _suggest_grouped,
    ),
)


def explain_digits(digits: str) -> tuple[str, str]:
    """Return the message and the hint for a run of digits and signs that is not a number."""
    for pattern, message, mend in _DIGIT_MISTAKES:
        if re.fullmatch(pattern, digits):
            return message.format(digits), mend(digits)
    return f"'{digits}' is not a number", "write commas between thousands and one point, as in '1,234.5'"


def find_multiplier_error(text: str, word: re.Match[str], typed: str, number: Decimal) -> ParseError | None:
    """Return what is wrong when the word behind a number was meant to multiply it, or stands too close.

    Args:
        text: the whole text.
        word: the match of the word, which is its group 1; it is not a known multiplier behind a blank.
        typed: the number as typed.
        number: the number.
    """
    name, start = word[1], word.start(1)
    lower, glued = name.lower(), start == word.start()
    power = re.compile(r"e[-+]?[0-9]+", re.IGNORECASE).match(text, start)
    if glued and power is not None:
        message = f"'{typed}{power[0]}' is a number as computers write it"
        hint = "write it out, as in '1,000,000' or '1 million'"
        return ParseError(message, start - len(typed), len(typed) + len(power[0]), hint)
    if lower in _ABBREVIATIONS:
        hint = f"write '{typed} {_ABBREVIATIONS[lower]}', or spell the unit out"
        return ParseError(f"'{name}' can be short for several words", start, len(name), hint)
    near = difflib.get_close_matches(lower, MULTIPLIERS, n=1, cutoff=_MULTIPLIER_SIMILARITY)
    if near and not (glued and lower in MULTIPLIERS):
        return ParseError(_NO_MULTIPLIER.format(name), start, len(name), f"write '{typed} {near[0]}'")
    if lower in _SMALL_MULTIPLIERS:
        hint = f"write it in figures: '{render_number(multiply(number, _SMALL_MULTIPLIERS[lower]))}'"
        return ParseError(_NO_MULTIPLIER.format(name), start, len(name), hint)
    if not glued:
        return None
    message = f"'{typed}{name}' runs a number and a word together"
    hint = f"put a blank between them: '{typed} {name}'"
    return ParseError(message, start - len(typed), len(typed) + len(name), hint)
