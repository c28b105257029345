"""What may follow the number of a value, and what may not, each with what was probably meant.

A unit is free text, so a mistake behind the number would pass for one and the number would silently be
another. These rules are what stands between `5 820 people` and a fact about five of something.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from factsheet.diagnostics.core import ParseError, ParseFailure, raise_if
from factsheet.model.values.hints import CURRENCIES
from factsheet.model.values.numerals import Numeral
from factsheet.model.values.prefix import begins_with_hedge, fold_spaces

_HintBuilder = Callable[[str, re.Match[str]], str]


def _suggest_before(words: str) -> _HintBuilder:
    return lambda amount, _: f"write '{words} {amount}'"


def _suggest(hint: str) -> _HintBuilder:
    return lambda amount, slip: hint.format(amount=amount, first=slip[slip.lastindex or 0])


def _suggest_between(amount: str, slip: re.Match[str]) -> str:
    sign = " %" if amount.endswith("%") else ""
    return f"write 'between {amount.removesuffix(' %')} and {slip[1]}{sign}'"


_NUMBER = r"[0-9](?:[0-9.,]*[0-9])?"
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_PERCENT = re.compile(r"\s*(?:%(?!\w)|per\s?cent(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"\s*of(?!\w)\s*", re.IGNORECASE)
_ROUND = re.compile(r"(?:dozen|hundred|thousand|million|billion)s?(?!\w)|tens(?!\w)", re.IGNORECASE)
_AROUND = r"(?:(?:at\s+(?:least|most)|about|up\s+to)\s+)?"
_OF_ALONE = "'of' needs a share before it"
_OF_WHAT = "write '{amount} people' for a count, or '% of' behind the number for a share"
_BEHIND = "'{0}' stands behind the number"
_AS_DATE = "a date goes in 'as_of:' or 'when:'"
_MARGIN = "write the two ends, as in 'between 4 and 6'"
_RATIO = "write it as a share, as in '33 % of migrants' or 'a third of migrants'"
_ONE_NUMBER = "write thousands with commas, as in '5,820', and one number to a value"
_ONE_ANSWER = "one value holds one answer; a range has its unit once, at the end"


def _compile_table(*rows: tuple[str, str, _HintBuilder]) -> tuple[tuple[re.Pattern[str], str, _HintBuilder], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), message, mend) for pattern, message, mend in rows)


# Looked for where the unit begins; the first that fits decides. `{0}` is the text at fault.
_AT_START = _compile_table(
    (rf"(?:\+\s?/?\s?[-−]|±)\s*(?:{_NUMBER})?", "'{0}' gives a margin", _suggest(_MARGIN)),
    (r"\+|(?:or|and)\s+(?:more|over|above|up)(?!\w)|plus(?!\w)|at\s+least(?!\w)", _BEHIND, _suggest_before("at least")),
    (r"(?:or|and)\s+(?:fewer|less|under|below)(?!\w)|at\s+most(?!\w)", _BEHIND, _suggest_before("at most")),
    (r"or\s+so(?!\w)|approximately(?!\w)|approx(?!\w)\.?", _BEHIND, _suggest_before("about")),
    (r":[0-9]+", "'{0}' makes the number a time of day", _suggest("a time goes in the statement")),
    (rf"(?:{_MONTHS})(?!\w)|in\s+(?:19|20)[0-9]{{2}}(?!\w)", "'{0}' is part of a date", _suggest(_AS_DATE)),
    (r"/\s*[0-9]+|in\s+(?:every\s+)?[0-9]+(?!\w)|out\s+of(?!\w)", "'{0}' makes the number a ratio", _suggest(_RATIO)),
    (rf"(?:and|or|&)\s+{_AROUND}({_NUMBER})", "'{0}' adds a second number", _suggest_between),
    (
        rf"[{''.join(CURRENCIES)}]",
        "'{0}' does not say whose currency it is",
        lambda amount, slip: f"write '{amount} {CURRENCIES[slip[0]]}'",
    ),
    (_NUMBER, "a second number follows, '{0}'", _suggest(_ONE_NUMBER)),
    (r"one$", "'{0}' does not say what is counted", _suggest("name it, as in '{amount} people'")),
    (r"per\s?cents(?!\w)|pct(?!\w)|pc(?!\w)", "'{0}' is not how percent is written", _suggest("write '{amount} %'")),
    (r"of(?=\s)", _OF_ALONE, _suggest(_OF_WHAT)),
    (r"[-–—]", "a dash behind a number must lead to a second number", _suggest("write both ends, as in '5–7'")),
    (r"%\w", "'{0}' lacks a blank", _suggest("put a blank behind '%'")),
    (r"[^\w%‰°]|_", "a unit cannot begin with '{0}'", _suggest("write it in words, as in '{amount} people'")),
)
# Looked for anywhere in the unit.
_ANYWHERE = _compile_table(
    (r"(?<!\w)(?:(?:or|and)\s+(?:more|over|above|up)|at\s+least)$", _BEHIND, _suggest_before("at least")),
    (r"(?<!\w)(?:(?:or|and)\s+(?:fewer|less|under|below)|at\s+most)$", _BEHIND, _suggest_before("at most")),
    (r"(?<!\w)(?:or\s+so|approximately|approx\.?)$", _BEHIND, _suggest_before("about")),
    # A number before the joining word belongs to the unit: `% of workers aged 18 to 30`.
    (
        rf"(?<![0-9\s])\s*(?:[–;,&]|(?<!\w)(?:to|and|or|but)(?!\w))\s*{_AROUND}{_NUMBER}",
        "a second number follows in '{0}'",
        _suggest(_ONE_ANSWER),
    ),
    (r"(?<!\w)(?:of|to|and|or|per|the)$", "the unit breaks off after '{0}'", _suggest("complete it")),
    (r"(?<!\.[^\W\d_])[.,;:!?]+$", "the unit ends with '{0}'", _suggest("delete it")),
)


def read_unit(text: str, numeral: Numeral, amount: str) -> str:
    """Return the unit behind the last number of a value, in the one form that values of one unit share.

    Args:
        text: the whole text.
        numeral: the number.
        amount: the number or range as printed, for the hints.

    Raises:
        Refusal: when what follows is not a unit.
    """
    at = numeral.end
    if numeral.is_fraction:
        return _read_fraction_unit(text, numeral)
    percent = _PERCENT.match(text, at)
    if percent is not None:
        raise_if(_find_unit_error(text, percent.end(), f"{amount} %", share=True))
        return f"% {fold_spaces(text[percent.end() :])}".rstrip()
    raise_if(_find_ambiguity(text, numeral))
    begin = at + len(text[at:]) - len(text[at:].lstrip())
    raise_if(_find_unit_error(text, begin, amount))
    return fold_spaces(text[begin:])


def read_word_unit(text: str, at: int, word: str, *, of: bool = False) -> str:
    """Return the unit behind a word that stands for a number; `of` before it is dropped on request.

    Raises:
        Refusal: when what follows is not a unit.
    """
    start = _OF.match(text, at) if of else None
    begin = start.end() if start else at
    unit = fold_spaces(text[begin:])
    if start and not unit:
        begin, unit = at, fold_spaces(text[at:])
    width = len(text.rstrip()) - begin
    if re.search(r"[0-9]", unit):
        hint = "write the number alone, and put the rest into the statement"
        raise ParseFailure(f"a number cannot follow '{word}'", begin, width, hint)
    if unit and (begins_with_hedge(unit) or _ROUND.match(unit) or (start and unit != "of" and _OF.match(unit))):
        hint = "keep one of the two, as the source has it"
        raise ParseFailure(f"'{unit}' cannot follow '{word}'", begin, width, hint)
    raise_if(_find_unit_error(text, begin, word, share=not of))
    return unit


def find_range_unit_error(text: str, first: Numeral, unit: str, *, percent: bool) -> ParseError | None:
    """Return what is wrong between the two numbers of a range, once the unit is known."""
    if unit.startswith("%"):
        return None
    if percent:
        hint = "write '%' behind both numbers, or behind the second one only"
        return ParseError("'%' stands behind the first number only", first.end, 1, hint)
    return _find_ambiguity(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    rest = fold_spaces(text[numeral.end :])
    if not rest:
        return "%"
    following = _OF.match(text, numeral.end)
    if following is None:
        width = len(text.rstrip()) - numeral.end
        hint = f"write '{numeral.text} of …'"
        raise ParseFailure(f"'of' is missing after '{numeral.text}'", numeral.end, width, hint)
    raise_if(_find_unit_error(text, following.end() - len(following[0].lstrip()), numeral.text, share=True))
    raise_if(_find_unit_error(text, following.end(), numeral.text))
    return f"% of {fold_spaces(text[following.end() :])}"


def _find_ambiguity(text: str, numeral: Numeral) -> ParseError | None:
    if not numeral.has_two_readings or numeral.multiplier:
        return None
    typed = text[numeral.start : numeral.end]
    thousands, decimal = typed.replace(".", ","), f"{typed}0"
    message = f"'{typed}' can be read as a decimal or as thousands"
    hint = f"write '{thousands}' for thousands, or '{decimal}' for a decimal"
    return ParseError(message, numeral.start, len(typed), hint)


def _find_unit_error(text: str, at: int, amount: str, *, share: bool = False) -> ParseError | None:
    """Return what is wrong with the unit that runs from a place to the end of the text."""
    end = len(text.rstrip())
    if at >= end:
        return None
    for pattern, message, mend in _AT_START:
        slip = pattern.match(text, at, end)
        if slip is not None and not (share and message is _OF_ALONE):
            return _build_error(message, slip, mend(amount, slip))
    for pattern, message, mend in _ANYWHERE:
        slip = pattern.search(text, at, end)
        if slip is not None:
            return _build_error(message, slip, mend(amount, slip))
    return None


def _build_error(message: str, slip: re.Match[str], hint: str) -> ParseError:
    typed = slip.group().strip()
    return ParseError(message.format(typed), slip.start() + slip.group().find(typed), len(typed), hint)
