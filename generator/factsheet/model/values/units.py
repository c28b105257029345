"""What may follow the number of a value, and what may not, each with what was probably meant.

A unit is free text, so a mistake after the number would pass as a unit and silently change the number. Without
these rules, `5 820 people` would be a fact about five of something.
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
    return lambda amount, match: hint.format(amount=amount, first=match[match.lastindex or 0])


def _suggest_between(amount: str, match: re.Match[str]) -> str:
    percent = " %" if amount.endswith("%") else ""
    return f"write 'between {amount.removesuffix(' %')} and {match[1]}{percent}'"


_NUMBER = r"[0-9](?:[0-9.,]*[0-9])?"
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_PERCENT = re.compile(r"\s*(?:%(?!\w)|per\s?cent(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"\s*of(?!\w)\s*", re.IGNORECASE)
_ROUND = re.compile(r"(?:dozen|hundred|thousand|million|billion)s?(?!\w)|tens(?!\w)", re.IGNORECASE)
_AROUND = r"(?:(?:at\s+(?:least|most)|about|up\s+to)\s+)?"
_OF_ALONE = "'of' needs a share before it"
_OF_WHAT = "write '{amount} people' for a count, or '% of' after the number for a share"
_AFTER = "'{0}' follows the number"
_AS_DATE = "a date goes in 'as_of:' or 'when:'"
_MARGIN = "write the two ends, as in 'between 4 and 6'"
_RATIO = "write it as a share, as in '33 % of migrants' or 'a third of migrants'"
_ONE_NUMBER = "write thousands with commas, as in '5,820', and one number per value"
_ONE_ANSWER = "one value holds one answer; a range has its unit once, at the end"


def _compile_table(*rows: tuple[str, str, _HintBuilder]) -> tuple[tuple[re.Pattern[str], str, _HintBuilder], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), message, suggest) for pattern, message, suggest in rows)


# Searched for where the unit begins; the first match decides. `{0}` is the wrong text.
_AT_START = _compile_table(
    (rf"(?:\+\s?/?\s?[-−]|±)\s*(?:{_NUMBER})?", "'{0}' gives a margin", _suggest(_MARGIN)),
    (r"\+|(?:or|and)\s+(?:more|over|above|up)(?!\w)|plus(?!\w)|at\s+least(?!\w)", _AFTER, _suggest_before("at least")),
    (r"(?:or|and)\s+(?:fewer|less|under|below)(?!\w)|at\s+most(?!\w)", _AFTER, _suggest_before("at most")),
    (r"or\s+so(?!\w)|approximately(?!\w)|approx(?!\w)\.?", _AFTER, _suggest_before("about")),
    (r":[0-9]+", "'{0}' makes the number a time of day", _suggest("a time goes in the statement")),
    (rf"(?:{_MONTHS})(?!\w)|in\s+(?:19|20)[0-9]{{2}}(?!\w)", "'{0}' is part of a date", _suggest(_AS_DATE)),
    (r"/\s*[0-9]+|in\s+(?:every\s+)?[0-9]+(?!\w)|out\s+of(?!\w)", "'{0}' makes the number a ratio", _suggest(_RATIO)),
    (rf"(?:and|or|&)\s+{_AROUND}({_NUMBER})", "'{0}' adds a second number", _suggest_between),
    (
        rf"[{''.join(CURRENCIES)}]",
        "'{0}' does not say whose currency it is",
        lambda amount, match: f"write '{amount} {CURRENCIES[match[0]]}'",
    ),
    (_NUMBER, "a second number follows, '{0}'", _suggest(_ONE_NUMBER)),
    (r"one$", "'{0}' does not say what is counted", _suggest("name it, as in '{amount} people'")),
    (r"per\s?cents(?!\w)|pct(?!\w)|pc(?!\w)", "'{0}' is not how percent is written", _suggest("write '{amount} %'")),
    (r"of(?=\s)", _OF_ALONE, _suggest(_OF_WHAT)),
    (r"[-–—]", "a dash after a number must be followed by a second number", _suggest("write both ends, as in '5–7'")),
    (r"%\w", "there is no space in '{0}'", _suggest("put a space after '%'")),
    (r"[^\w%‰°]|_", "a unit cannot begin with '{0}'", _suggest("write it in words, as in '{amount} people'")),
)
# Searched for anywhere in the unit.
_ANYWHERE = _compile_table(
    (r"(?<!\w)(?:(?:or|and)\s+(?:more|over|above|up)|at\s+least)$", _AFTER, _suggest_before("at least")),
    (r"(?<!\w)(?:(?:or|and)\s+(?:fewer|less|under|below)|at\s+most)$", _AFTER, _suggest_before("at most")),
    (r"(?<!\w)(?:or\s+so|approximately|approx\.?)$", _AFTER, _suggest_before("about")),
    # A number before the joining word belongs to the unit: `% of workers aged 18 to 30`.
    (
        rf"(?<![0-9\s])\s*(?:[–;,&]|(?<!\w)(?:to|and|or|but)(?!\w))\s*{_AROUND}{_NUMBER}",
        "a second number follows in '{0}'",
        _suggest(_ONE_ANSWER),
    ),
    (r"(?<!\w)(?:of|to|and|or|per|the)$", "the unit is incomplete after '{0}'", _suggest("complete it")),
    (r"(?<!\.[^\W\d_])[.,;:!?]+$", "the unit ends with '{0}'", _suggest("delete it")),
)


def read_unit(text: str, numeral: Numeral, amount: str) -> str:
    """Return the unit after the last number of a value, in its canonical form.

    Args:
        text: the whole text.
        numeral: the number.
        amount: the number or range as printed, for the hints.

    Raises:
        ParseFailure: when what follows is not a unit.
    """
    if numeral.is_fraction:
        return _read_fraction_unit(text, numeral)
    if percent := _PERCENT.match(text, numeral.end):
        raise_if(_find_unit_error(text, percent.end(), f"{amount} %", share=True))
        return f"% {fold_spaces(text[percent.end() :])}".rstrip()
    raise_if(_find_ambiguity(text, numeral))
    raise_if(_find_unit_error(text, len(text) - len(text[numeral.end :].lstrip()), amount))
    return fold_spaces(text[numeral.end :])


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
    raise_if(_find_unit_error(text, begin, word, share=not of))
    return unit


def find_range_unit_error(text: str, first: Numeral, unit: str, *, percent: bool) -> ParseError | None:
    """Return what is wrong between the two numbers of a range, once the unit is known."""
    if unit.startswith("%"):
        return None
    if percent:
        hint = "write '%' after both numbers, or after the second one only"
        return ParseError("'%' follows the first number only", first.end, 1, hint)
    return _find_ambiguity(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    if not text[numeral.end :].strip():
        return "%"
    preposition = _OF.match(text, numeral.end)
    if preposition is None:
        width = len(text.rstrip()) - numeral.end
        hint = f"write '{numeral.text} of …'"
        raise ParseFailure(f"'of' is missing after '{numeral.text}'", numeral.end, width, hint)
    raise_if(_find_unit_error(text, preposition.end() - len(preposition[0].lstrip()), numeral.text, share=True))
    raise_if(_find_unit_error(text, preposition.end(), numeral.text))
    return f"% of {fold_spaces(text[preposition.end() :])}"


def _find_ambiguity(text: str, numeral: Numeral) -> ParseError | None:
    if not numeral.has_two_readings or numeral.multiplier:
        return None
    typed = text[numeral.start : numeral.end]
    thousands, decimal = typed.replace(".", ","), f"{typed}0"
    message = f"'{typed}' can be read as a decimal or as thousands"
    hint = f"write '{thousands}' for thousands, or '{decimal}' for a decimal"
    return ParseError(message, numeral.start, len(typed), hint)


def _find_unit_error(text: str, start: int, amount: str, *, share: bool = False) -> ParseError | None:
    """Return what is wrong with the unit that runs from an offset to the end of the text."""
    end = len(text.rstrip())
    if start >= end:
        return None
    for pattern, message, suggest in _AT_START:
        match = pattern.match(text, start, end)
        if match and not (share and message is _OF_ALONE):
            return _build_error(message, match, suggest(amount, match))
    for pattern, message, suggest in _ANYWHERE:
        if match := pattern.search(text, start, end):
            return _build_error(message, match, suggest(amount, match))
    return None


def _build_error(message: str, match: re.Match[str], hint: str) -> ParseError:
    typed = match[0].strip()
    return ParseError(message.format(typed), match.start() + match[0].find(typed), len(typed), hint)
