"""What may follow the number of a value, and what may not, each with what was probably meant.

A unit is free text, so a mistake after the number would pass as a unit and silently change the number. Without
these rules, `5 820 people` would be a fact about five of something. The rules are in `mistakes.toml`.
"""

import re
from contextlib import suppress
from decimal import Decimal, InvalidOperation

from factsheet.diagnostics.core import ParseFailure
from factsheet.model.values.hedges import begins_with_hedge, fold_spaces
from factsheet.model.values.hints import HINTS, MISTAKES, PATTERNS, compile_mistakes
from factsheet.model.values.intervals import MINUS, render_number
from factsheet.model.values.numerals import Numeral
from factsheet.model.values.words import CURRENCY_CODES


def _suggest_margin(amount: str, match: re.Match[str]) -> str:
    number, percent = amount.removesuffix(" %"), " %" if amount.endswith("%") else ""
    if bool(percent) is bool(match[2]):
        with suppress(InvalidOperation, AttributeError):  # The amount may be a range, and the number be missing.
            middle, margin = Decimal(number.replace(",", "").replace(MINUS, "-")), Decimal(match[1].replace(",", ""))
            return f"write «=between {render_number(middle - margin)} and {render_number(middle + margin)}{percent}»"
    return "write the two ends, with between and and"


def _suggest_between(amount: str, match: re.Match[str]) -> str:
    number = amount.removesuffix(" %")
    if number != amount and not _PERCENT.match(match.string, match.end()):
        return HINTS["one_answer"]
    return f"write «=between {number} and {match[1]}», or one value for each"


_DIGITS = re.compile(MISTAKES["parts"]["number"])
_PERCENT = re.compile(r"\s*(?:%(?!\w)|per\s?cent(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"\s*of(?!\w)\s*", re.IGNORECASE)
_ROUND = re.compile(r"(?:dozen|hundred|thousand|million|billion)s?(?!\w)|tens(?!\w)", re.IGNORECASE)
_RANGE_HINTS = {"{margin}": _suggest_margin, "{between}": _suggest_between}
_AT_START = compile_mistakes("after_number")
_ANYWHERE = compile_mistakes("in_unit")
"""Searched for anywhere in the unit, but in the `allowed_digits`."""


def read_unit(text: str, numeral: Numeral, amount: str) -> str:
    """Return the unit after the last number of a value, in its canonical form; hints print the `amount`.

    Raises:
        ParseFailure: when what follows is not a unit.
    """
    if numeral.is_fraction:
        return _read_fraction_unit(text, numeral)
    if percent := _PERCENT.match(text, numeral.end):
        if numeral.currency:
            raise ParseFailure("a share is not money", percent.start(), len(percent[0]), "write one of the two")
        _reject_unit(text, percent.end(), f"{amount} %", share=True)
        return f"% {fold_spaces(text[percent.end() :])}".rstrip()
    _reject_ambiguity(text, numeral)
    _reject_unit(text, len(text) - len(text[numeral.end :].lstrip()), amount)
    return fold_spaces(f"{numeral.currency} {text[numeral.end :]}")


def read_word_unit(text: str, offset: int, word: str, *, of: bool = False) -> str:
    """Return the unit after a word that stands for a number; `of` before it is dropped on request.

    Raises:
        ParseFailure: when what follows is not a unit.
    """
    preposition = _OF.match(text, offset) if of else None
    begin = preposition.end() if preposition else offset
    unit = fold_spaces(text[begin:])
    if preposition and not unit:
        begin, unit = offset, fold_spaces(text[offset:])
    width = len(text.rstrip()) - begin
    if re.search(r"[0-9]", unit):
        hint = "write the number alone, and put the rest into the statement"
        raise ParseFailure(f"a number cannot follow '{word}'", begin, width, hint)
    if unit and (begins_with_hedge(unit) or _ROUND.match(unit) or (preposition and unit != "of" and _OF.match(unit))):
        hint = "keep one of the two, as the source has it"
        raise ParseFailure(f"'{unit}' cannot follow '{word}'", begin, width, hint)
    _reject_unit(text, begin, word, share=not of)
    return unit


def reject_range_unit(text: str, first: Numeral, unit: str, *, percent: bool) -> None:
    """Raise `ParseFailure` for what is wrong between the two numbers of a range, once the unit is known."""
    if not unit.startswith("%"):
        if percent:
            hint = "write % after both numbers, or after the second one only"
            raise ParseFailure("'%' follows the first number only", first.end, 1, hint)
        _reject_ambiguity(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    if not text[numeral.end :].strip():
        return "%"
    if measured := PATTERNS["of_a_measure"].match(text, numeral.end):
        message, width = f"'{numeral.text}{measured[0]}' is a measure and no share", measured.end() - numeral.start
        raise ParseFailure(message, numeral.start, width, "write it in figures, as in: 0.5 hours")
    preposition = _OF.match(text, numeral.end)
    if preposition is None:
        raise ParseFailure(f"'of' is missing after '{numeral.text}'", numeral.end, 1, "write « of »")
    _reject_unit(text, preposition.end() - len(preposition[0].lstrip()), numeral.text, share=True)
    _reject_unit(text, preposition.end(), numeral.text)
    return f"% of {fold_spaces(text[preposition.end() :])}"


def _reject_ambiguity(text: str, numeral: Numeral) -> None:
    if numeral.has_two_readings and not numeral.multiplier:
        typed = _DIGITS.findall(text[numeral.start : numeral.end])[-1]
        message = f"'{typed}' can be read as a decimal or as thousands"
        hint = f"write «{typed.replace('.', ',')}» for thousands, or «{typed}0» for a decimal"
        raise ParseFailure(message, text.index(typed, numeral.start), len(typed), hint)


def _reject_unit(text: str, start: int, amount: str, *, share: bool = False) -> None:
    """Refuse what is wrong with the unit that runs from an offset to the end of the text."""
    end = len(text.rstrip())
    if start >= end:
        return
    for pattern, message, hint in _AT_START:
        match = pattern.match(text, start, end)
        if match and not (share and match[0].lower() == "of"):
            raise _build_failure(message, hint, match, amount, text)
    for word in re.finditer(r"(?<!per )(?<!in )(?<!of )\b[A-Z]{3}\b", text[start:end]):
        if word[0] in CURRENCY_CODES:
            raise ParseFailure(
                "a currency stands among the words", start + word.start(), 3, "write it after the number"
            )
    hidden = text[:start] + PATTERNS["allowed_digits"].sub(lambda found: "x" * len(found[0]), text[start:end])
    for pattern, message, hint in _ANYWHERE:
        if match := pattern.search(hidden, start, end):
            raise _build_failure(message, hint, match, amount, text)


def _build_failure(message: str, hint: str, match: re.Match[str], amount: str, text: str) -> ParseFailure:
    suggest = _RANGE_HINTS.get(hint)
    hint = suggest(amount, match) if suggest else hint.format(amount=amount, **HINTS)
    whole = text[match.start() : match.end()]
    typed = whole.strip()
    return ParseFailure(message.format(typed), match.start() + whole.find(typed), len(typed), hint)
