"""What may follow the number of a value, and what may not, each with what was probably meant.

A unit is free text, so a mistake behind the number would pass for one and the number would silently be
another. These rules are what stands between `5 820 people` and a fact about five of something.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from factsheet.diagnostics.parse_error import Fault, Refusal, stop
from factsheet.model.values.hints import CURRENCIES
from factsheet.model.values.numerals import Numeral
from factsheet.model.values.prefix import begins_with_hedge, folded

_Mend = Callable[[str, re.Match[str]], str]


def _first(words: str) -> _Mend:
    return lambda amount, _: f"write '{words} {amount}'"


def _say(hint: str) -> _Mend:
    return lambda amount, slip: hint.format(amount=amount, first=slip[slip.lastindex or 0])


def _between(amount: str, slip: re.Match[str]) -> str:
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


def _table(*rows: tuple[str, str, _Mend]) -> tuple[tuple[re.Pattern[str], str, _Mend], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), message, mend) for pattern, message, mend in rows)


# Looked for where the unit begins; the first that fits decides. `{0}` is the text at fault.
_AT_START = _table(
    (rf"(?:\+\s?/?\s?[-−]|±)\s*(?:{_NUMBER})?", "'{0}' gives a margin", _say(_MARGIN)),
    (
        r"\+|(?:or|and)\s+(?:more|over|above|up)(?!\w)|plus(?!\w)|at\s+least(?!\w)",
        _BEHIND,
        _first("at least"),
    ),
    (r"(?:or|and)\s+(?:fewer|less|under|below)(?!\w)|at\s+most(?!\w)", _BEHIND, _first("at most")),
    (r"or\s+so(?!\w)|approximately(?!\w)|approx(?!\w)\.?", _BEHIND, _first("about")),
    (r":[0-9]+", "'{0}' makes the number a time of day", _say("a time goes in the statement")),
    (rf"(?:{_MONTHS})(?!\w)|in\s+(?:19|20)[0-9]{{2}}(?!\w)", "'{0}' is part of a date", _say(_AS_DATE)),
    (
        r"/\s*[0-9]+|in\s+(?:every\s+)?[0-9]+(?!\w)|out\s+of(?!\w)",
        "'{0}' makes the number a ratio",
        _say(_RATIO),
    ),
    (rf"(?:and|or|&)\s+{_AROUND}({_NUMBER})", "'{0}' adds a second number", _between),
    (
        rf"[{''.join(CURRENCIES)}]",
        "'{0}' does not say whose currency it is",
        lambda amount, slip: f"write '{amount} {CURRENCIES[slip[0]]}'",
    ),
    (_NUMBER, "a second number follows, '{0}'", _say(_ONE_NUMBER)),
    (r"one$", "'{0}' does not say what is counted", _say("name it, as in '{amount} people'")),
    (
        r"per\s?cents(?!\w)|pct(?!\w)|pc(?!\w)",
        "'{0}' is not how percent is written",
        _say("write '{amount} %'"),
    ),
    (r"of(?=\s)", _OF_ALONE, _say(_OF_WHAT)),
    (r"[-–—]", "a dash behind a number must lead to a second number", _say("write both ends, as in '5–7'")),
    (r"%\w", "'{0}' lacks a blank", _say("put a blank behind '%'")),
    (r"[^\w%‰°]|_", "a unit cannot begin with '{0}'", _say("write it in words, as in '{amount} people'")),
)
# Looked for anywhere in the unit.
_ANYWHERE = _table(
    (r"(?<!\w)(?:(?:or|and)\s+(?:more|over|above|up)|at\s+least)$", _BEHIND, _first("at least")),
    (r"(?<!\w)(?:(?:or|and)\s+(?:fewer|less|under|below)|at\s+most)$", _BEHIND, _first("at most")),
    (r"(?<!\w)(?:or\s+so|approximately|approx\.?)$", _BEHIND, _first("about")),
    # A number before the joining word belongs to the unit: `% of workers aged 18 to 30`.
    (
        rf"(?<![0-9\s])\s*(?:[–;,&]|(?<!\w)(?:to|and|or|but)(?!\w))\s*{_AROUND}{_NUMBER}",
        "a second number follows in '{0}'",
        _say(_ONE_ANSWER),
    ),
    (r"(?<!\w)(?:of|to|and|or|per|the)$", "the unit breaks off after '{0}'", _say("complete it")),
    (r"(?<!\.[^\W\d_])[.,;:!?]+$", "the unit ends with '{0}'", _say("delete it")),
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
        stop(_unit_fault(text, percent.end(), f"{amount} %", share=True))
        return f"% {folded(text[percent.end() :])}".rstrip()
    stop(_two_readings_fault(text, numeral))
    begin = at + len(text[at:]) - len(text[at:].lstrip())
    stop(_unit_fault(text, begin, amount))
    return folded(text[begin:])


def read_word_unit(text: str, at: int, word: str, *, of: bool = False) -> str:
    """Return the unit behind a word that stands for a number; `of` before it is dropped on request.

    Raises:
        Refusal: when what follows is not a unit.
    """
    start = _OF.match(text, at) if of else None
    begin = start.end() if start else at
    unit = folded(text[begin:])
    if start and not unit:
        begin, unit = at, folded(text[at:])
    width = len(text.rstrip()) - begin
    if re.search(r"[0-9]", unit):
        hint = "write the number alone, and put the rest into the statement"
        raise Refusal(f"a number cannot follow '{word}'", begin, width, hint)
    if unit and (
        begins_with_hedge(unit) or _ROUND.match(unit) or (start and unit != "of" and _OF.match(unit))
    ):
        hint = "keep one of the two, as the source has it"
        raise Refusal(f"'{unit}' cannot follow '{word}'", begin, width, hint)
    stop(_unit_fault(text, begin, word, share=not of))
    return unit


def first_unit_fault(text: str, first: Numeral, unit: str, *, percent: bool) -> Fault | None:
    """Return what is wrong between the two numbers of a range, once the unit is known."""
    if unit.startswith("%"):
        return None
    if percent:
        hint = "write '%' behind both numbers, or behind the second one only"
        return Fault("'%' stands behind the first number only", first.end, 1, hint)
    return _two_readings_fault(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    rest = folded(text[numeral.end :])
    if not rest:
        return "%"
    following = _OF.match(text, numeral.end)
    if following is None:
        width = len(text.rstrip()) - numeral.end
        hint = f"write '{numeral.spoken} of …'"
        raise Refusal(f"'of' is missing after '{numeral.spoken}'", numeral.end, width, hint)
    stop(_unit_fault(text, following.end() - len(following[0].lstrip()), numeral.spoken, share=True))
    stop(_unit_fault(text, following.end(), numeral.spoken))
    return f"% of {folded(text[following.end() :])}"


def _two_readings_fault(text: str, numeral: Numeral) -> Fault | None:
    if not numeral.has_two_readings or numeral.multiplier:
        return None
    typed = text[numeral.start : numeral.end]
    thousands, decimal = typed.replace(".", ","), f"{typed}0"
    message = f"'{typed}' can be read as a decimal or as thousands"
    hint = f"write '{thousands}' for thousands, or '{decimal}' for a decimal"
    return Fault(message, numeral.start, len(typed), hint)


def _unit_fault(text: str, at: int, amount: str, *, share: bool = False) -> Fault | None:
    """Return what is wrong with the unit that runs from a place to the end of the text."""
    end = len(text.rstrip())
    if at >= end:
        return None
    for pattern, message, mend in _AT_START:
        slip = pattern.match(text, at, end)
        if slip is not None and not (share and message is _OF_ALONE):
            return _fault(message, slip, mend(amount, slip))
    for pattern, message, mend in _ANYWHERE:
        slip = pattern.search(text, at, end)
        if slip is not None:
            return _fault(message, slip, mend(amount, slip))
    return None


def _fault(message: str, slip: re.Match[str], hint: str) -> Fault:
    typed = slip.group().strip()
    return Fault(message.format(typed), slip.start() + slip.group().find(typed), len(typed), hint)
