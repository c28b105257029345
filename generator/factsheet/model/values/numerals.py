"""Read one written number: digits with commas, a multiplier and a currency, or a fraction in words.

An ambiguous number is refused with both readings: a number that is wrong by a factor of a thousand is the worst
mistake a fact sheet can make.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from factsheet.diagnostics.core import ParseFailure
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.values import words
from factsheet.model.values.hints import HINTS, build_refusal, compile_pattern, explain_digits, reject_multiplier
from factsheet.model.values.intervals import MINUS, multiply, render_number
from factsheet.model.values.words import ABBREVIATIONS, FRACTIONS, MULTIPLIERS, find_currency

_MAX_DIGITS = 18
"""Digits a number may have: more than anything on Earth needs."""
_SIGN = re.compile(rf"[-{MINUS}]\s?")
_RUN = re.compile(r"[0-9](?:[0-9.,_'’]*[0-9])?")
_WELL_FORMED = re.compile(r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_TWO_READINGS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_WORD = re.compile(r"\s*([^\W\d_⁰¹²³⁴-⁹]+)(?![^\W_])")
_EXPONENT = re.compile(r"[eE]([-+]?[0-9]{1,2})(?![0-9])")
_POWER = re.compile(rf"\s*[x×·*]\s*10\s*(?:\^\s*([-{MINUS}+]?[0-9]{{1,2}})|([⁺⁻]?[⁰¹²³⁴-⁹]{{1,2}}))", re.IGNORECASE)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻−", "0123456789+--")
_THOUSANDS = re.compile(r"k\s+[^\W\d_]{2}", re.IGNORECASE)
_YEAR = re.compile(r"(?:1,[5-9]|2,0)[0-9]{2}")
_TEN, _THOUSAND = Decimal(10), Decimal(1000)
_SPACED = re.compile(r"[1-9][0-9]{0,2}(?:\s[0-9]{3})+(?![0-9])")
_ROUND_NUMBERS: Mapping[str, Decimal] = {**MULTIPLIERS, **words.SMALL_MULTIPLIERS}


@dataclass(frozen=True, slots=True)
class Numeral:
    """One written number and where it is."""

    coefficient: Decimal
    """The number without its multiplier."""
    step: Decimal
    """The worth of the last written digit, with the multiplier applied."""
    words: str
    """The number as printed, without its multiplier."""
    start: int
    end: int
    """Offset of the first character after it."""
    multiplier: str = ""
    """A word of MULTIPLIERS, or empty."""
    is_fraction: bool = False
    """Whether it is a fraction in words; it is then in percent."""
    currency: str = ""
    """Its three-letter code, where the number is money."""
    place: Decimal = Decimal(1)
    """The worth of the last digit that says something, as 10,000 in `60,000`: how exact a rounded number is."""
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
        factor = MULTIPLIERS[multiplier]
        step, place = multiply(self.step, factor), multiply(self.place, factor)
        return replace(self, multiplier=multiplier, step=step, place=place)


def read_numeral(text: str, offset: int, *, money: bool = False) -> Numeral | None:
    """Return the number that begins at an offset, with its multiplier and currency; None when there is none.

    `money` tells that it is money even where no currency is named, as at the second end of `£5m to 7m`. Raises
    ParseFailure when the number is malformed or can be read in two ways.
    """
    if fraction := compile_pattern("fraction").match(text, offset):
        return _read_fraction(text, fraction)
    begin, minus, sign = offset, _SIGN.match(text, offset), None
    begin = minus.end() if minus else begin
    if named := find_currency(text, begin):
        begin = _skip_spaces(text, named.end())
        sign = None if minus else _SIGN.match(text, begin)
        begin = sign.end() if sign else begin
    run = _RUN.match(text, begin)
    if run is None:
        return None
    if spaced := _SPACED.match(text, begin):
        raise build_refusal("spaces", begin, len(spaced[0]), spaced[0], ",".join(spaced[0].split()))
    number = _read_digits(run)
    coefficient = -number if minus or sign else number
    decimals = len(run[0].partition(".")[2])
    zeros = 0 if decimals or not number else len(str(int(number))) - len(str(int(number)).rstrip("0"))
    numeral = Numeral(
        coefficient=coefficient,
        step=Decimal((0, (1,), -decimals)),
        words=render_number(coefficient),
        start=offset,
        end=run.end(),
        currency=_find_code(named) if named else "",
        place=Decimal((0, (1,), zeros - decimals)),
        has_two_readings=_TWO_READINGS.fullmatch(run[0]) is not None,
    )
    return _read_suffixes(text, numeral, is_money=money)


def _skip_spaces(text: str, offset: int) -> int:
    return len(text) - len(text[offset:].lstrip())


def _read_digits(run: re.Match[str]) -> Decimal:
    digits = run[0]
    if sum(character.isdigit() for character in digits) > _MAX_DIGITS:
        raise build_refusal("too_many_digits", run.start(), len(digits), _MAX_DIGITS)
    if _WELL_FORMED.fullmatch(digits) is None:
        message, hint = explain_digits(digits)
        raise ParseFailure(message, run.start(), len(digits), hint)
    return Decimal(digits.replace(",", ""))


def _find_code(money: re.Match[str]) -> str:
    """Return the code of a currency."""
    codes = words.SHARED_SYMBOLS.get(money[0])
    if codes is None:
        return words.SYMBOLS.get(money[0], money[0])
    raise build_refusal("shared_symbol", money.start(), len(money[0]), money[0], *codes)


def _read_fraction(text: str, match: re.Match[str]) -> Numeral:
    singular, count, plural = (group and group.lower() for group in match.groups())
    spelled = f"{count} {plural}" if count else "half" if singular == "half" else f"a {singular}"
    if spelled not in FRACTIONS:
        raise build_refusal("fraction", match.start(), len(match[0]), match[0])
    if multiplied := compile_pattern("round_number_behind").match(text, match.end()):
        typed = text[match.start() : multiplied.end()]
        number = multiply(FRACTIONS[spelled] / 100, _ROUND_NUMBERS[multiplied[1].lower()])
        hint = f"write «{render_number(number)}»" if number == int(number) else "write the number in figures"
        raise ParseFailure(f"'{typed}' is a number in words", match.start(), len(typed), hint)
    return Numeral(
        coefficient=FRACTIONS[spelled],
        step=Decimal(1),  # The last digit of a fraction in words counts as one percentage point.
        words=spelled,
        start=match.start(),
        end=match.end(),
        is_fraction=True,
    )


def _read_suffixes(text: str, numeral: Numeral, *, is_money: bool) -> Numeral:
    """Read what follows the digits: a multiplier and a currency, in either order, or a power of ten."""
    numeral = _read_multiplier(text, _read_power(text, numeral), is_money=is_money)
    money = find_currency(text, _skip_spaces(text, numeral.end))
    if money is None:
        return numeral
    if numeral.currency:
        raise ParseFailure("the currency is named twice", money.start(), len(money[0]), "write «»")
    numeral = replace(numeral, currency=_find_code(money), end=money.end())
    return numeral if numeral.multiplier else _read_multiplier(text, numeral, is_money=True)


def _read_power(text: str, numeral: Numeral) -> Numeral:
    if exponent := _EXPONENT.match(text, numeral.end):
        written = render_number(multiply(numeral.coefficient, Decimal(10) ** int(exponent[1])))
        typed = text[numeral.start : exponent.end()]
        raise build_refusal("exponent", numeral.start, len(typed), typed, written)
    match = _POWER.match(text, numeral.end)
    if match is None:
        return numeral
    factor = Decimal(10) ** int((match[1] or match[2]).translate(_RAISED))
    coefficient = multiply(numeral.coefficient, factor)
    if len(f"{abs(coefficient):f}".replace(".", "")) > _MAX_DIGITS:
        raise build_refusal("too_many_digits", match.start(), len(match[0]), _MAX_DIGITS)
    step, place = multiply(numeral.step, factor), multiply(numeral.place, factor)
    spelled = render_number(coefficient)
    return replace(numeral, coefficient=coefficient, step=step, place=place, words=spelled, end=match.end())


def _read_multiplier(text: str, numeral: Numeral, *, is_money: bool) -> Numeral:
    word = _WORD.match(text, numeral.end)
    if word is None:
        return numeral
    name, glued = word[1], word.start(1) == numeral.end
    lower = name.lower()
    is_money = is_money or bool(numeral.currency) or find_currency(text, _skip_spaces(text, word.end())) is not None
    is_short = lower in words.CLEAR_ABBREVIATIONS or (lower == "k" and glued and _THOUSANDS.match(text, numeral.end))
    if lower in ABBREVIATIONS and (is_short or is_money):
        lower, glued = ABBREVIATIONS[lower], False
    if lower in words.MONEY_ABBREVIATIONS and not glued:
        return numeral
    if glued or lower not in MULTIPLIERS:
        reject_multiplier(word, text[numeral.start : numeral.end], numeral.coefficient)
        return numeral
    multiplied = replace(numeral.with_multiplier(lower), end=word.end())
    second = _WORD.match(text, multiplied.end)
    if second is not None and second[1].lower() in {*MULTIPLIERS, *words.CLEAR_ABBREVIATIONS}:
        factor = MULTIPLIERS.get(ABBREVIATIONS.get(second[1].lower(), second[1].lower()), Decimal(1))
        hint = f"write «{multiplied.currency} {render_number(multiply(multiplied.number, factor))}»"
        start = numeral.start
        raise ParseFailure(f"'{name} {second[1]}' multiplies twice", start, second.end() - start, hint)
    return multiplied


def resolve_range_start(first: Numeral, last: Numeral, *, is_spelled: bool, is_bare: bool) -> Numeral:
    """Return the first number of a range with the multiplier and the currency that it shares with the last.

    `is_spelled` tells whether the range says `between … and …`, which leaves nothing to guess, and `is_bare` whether
    nothing comes after it. Raises ParseFailure when the ends are of two kinds, equal, in the wrong order, or can be
    read in two ways.
    """
    start, width = first.start, last.end - first.start
    if first.is_fraction is not last.is_fraction:
        raise build_refusal("one_fraction", start, width)
    if first.currency and last.currency and first.currency != last.currency:
        raise ParseFailure("the two ends are in different currencies", start, width, "write one range for each")
    money = first.currency or last.currency
    if all(_YEAR.fullmatch(end.words) and not end.multiplier for end in (first, last)) and not money and is_bare:
        raise ParseFailure("this looks like years", start, width, HINTS["date"])
    shares = bool(last.multiplier) and not first.multiplier
    begin = first.with_multiplier(last.multiplier) if shares else first
    if shares and first.currency and last.currency:
        raise build_refusal("shared_multiplier", start, width, last.multiplier, _offer_range(begin, last, money))
    if not is_spelled and _is_short_of_thousands(first, last):
        thousands = replace(first, coefficient=_THOUSAND * first.number, words=render_number(_THOUSAND * first.number))
        meant = _offer_range(thousands, last, money), _offer_range(first, last, money)
        raise build_refusal("two_beginnings", start, width, first.text, thousands.text, *meant)
    if begin.number < last.number:
        return replace(begin, currency=money)
    if begin.number == last.number:
        raise ParseFailure("both ends of the range are the same", start, width, f"write «={last.text} {money}»")
    message = f"the range begins at {begin.text} and ends at {last.text}, which is less"
    raise ParseFailure(message, start, width, _explain_order(first, begin, last, money))


def _explain_order(first: Numeral, begin: Numeral, last: Numeral, money: str) -> str:
    """Return what to do about a range that ends below its beginning; `begin` has the multiplier of the end."""
    if begin.multiplier != first.multiplier and first.number < last.number:
        return f"{last.multiplier} applies to both: write both numbers with what multiplies them"
    if first.multiplier and not last.multiplier:
        return f"if {first.multiplier} applies to both numbers, write it after the second one only"
    # `10,000-12` may be 10,000 to 12,000.
    is_near = begin.number <= _TEN * abs(last.number)
    return f"write {_offer_range(last, begin, money)}" if is_near else "write both numbers out"


def _offer_range(first: Numeral, last: Numeral, money: str) -> str:
    return f"«=between {first.text} and {last.text} {money}»"


def _is_short_of_thousands(first: Numeral, last: Numeral) -> bool:
    """Tell whether a range such as `10-15,000` may leave out thousands that both of its ends have."""
    if first.multiplier or last.multiplier or first.number != int(first.number):
        return False
    return 0 < first.number < _THOUSAND <= first.number * _THOUSAND <= last.number
