"""Values: what a fact measures, written as a person writes it and held as an interval with a unit.

One grammar::

    value     = [hedge] number [unit] | range [unit] | magnitude ["of"] [unit] | word
    hedge     = "at least" | "about" | … (`hedges.HEDGES`); a bound may be followed by "about"
    range     = "between" ["about"] number "and" number | ["from" | "about"] number ("to" | "–" | "-") number
    number    = digits [multiplier] | fraction ["of"]
    magnitude = "dozens" | "hundreds" | … (`hedges.MAGNITUDES`)
    word      = "rising" [unit] | "falling" [unit] | "none" [unit] | "no" unit | "unknown"

The words may have large or small letters; the unit is kept as typed. Whatever is not in the grammar is a
fault that says what to write instead.
"""

from __future__ import annotations

import re
from decimal import Decimal

from factsheet.diagnostics.core import ParseError, ParseFailure, raise_if
from factsheet.model.values.hedges import RULES_BY_HEDGE, Hedge, HedgeRule, compute_interval, compute_range_interval
from factsheet.model.values.hints import explain_missing_number, find_character_error, find_date_error
from factsheet.model.values.intervals import MAGNITUDES, Interval, render_number
from factsheet.model.values.numerals import Numeral, read_numeral, resolve_range_start
from factsheet.model.values.prefix import Prefix, begins_with_hedge, compile_phrases, fold_spaces, read_prefix
from factsheet.model.values.quantities import Value
from factsheet.model.values.units import find_range_unit_error, read_unit, read_word_unit

MAX_VALUE_LENGTH = 200
"""Characters a value may have."""

_MAGNITUDES_BY_WORDS = {one.words: one for one in MAGNITUDES}
_MAGNITUDE = compile_phrases(*_MAGNITUDES_BY_WORDS)
_WORD = compile_phrases("rising", "falling", "unknown", "none", "no")
_POSITIVE_ONLY = frozenset({Hedge.NEARLY, Hedge.JUST_OVER})
_PERCENT = re.compile(r"\s*(?:%|per\s?cent(?!\w))", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TO = re.compile(r"\s*[–-]\s*(?=[-−]?[0-9])|\s+to\s+", re.IGNORECASE)


def parse_value(text: str) -> Value | ParseError:
    """Return the value that a text says, or what is wrong with it; never raises."""
    try:
        return _read_value(text)
    except ParseFailure as refusal:
        return refusal.error


def _read_value(text: str) -> Value:
    if not text.strip():
        hint = "write one, such as 'at least 93 people', or leave the field out"
        raise ParseFailure("there is no value", 0, len(text), hint)
    if len(text) > MAX_VALUE_LENGTH:
        hint = "keep the number and its unit, and put the rest into the statement"
        raise ParseFailure(
            f"a value has at most {MAX_VALUE_LENGTH} characters", MAX_VALUE_LENGTH, len(text) - MAX_VALUE_LENGTH, hint
        )
    raise_if(find_character_error(text))
    raise_if(find_date_error(text))
    magnitude = _MAGNITUDE.match(text)
    if magnitude is not None:
        return _read_magnitude(text, magnitude)
    lead = read_prefix(text)
    word = _WORD.match(text)
    if word is not None and not lead.words:
        return _read_word(text, word)
    return _read_number(text, lead)


def _read_number(text: str, lead: Prefix) -> Value:
    first = _read_numeral(text, lead.end, lead.words)
    percent = None if first.is_fraction else _PERCENT.match(text, first.end)
    joint = _AND if lead.opening == "between" else _TO
    joined = joint.match(text, percent.end() if percent else first.end)
    if joined is not None:
        return _read_range(text, lead, first, joined, percent=percent is not None)
    if lead.opening:
        word = "and" if lead.opening == "between" else "to"
        hint = f"write 'between {first.text} and …', or 'at least {first.text}' without an upper end"
        message = f"'{lead.opening}' needs two numbers with '{word}' between them"
        raise ParseFailure(message, text.lower().index(lead.opening), len(lead.opening), hint)
    rule = lead.rule or RULES_BY_HEDGE[Hedge.EXACT]
    unit = read_unit(text, first, first.text)
    _reject_zero(first, rule, lead)
    return Value(
        text=fold_spaces(text),
        hedge=rule.hedge,
        about=lead.about,
        number=first.number,
        number_text=first.text,
        interval=compute_interval(rule, first.number, about=lead.about),
        unit=unit,
        step=first.step,
        is_fraction=first.is_fraction,
    )


def _read_numeral(text: str, at: int, after: str) -> Numeral:
    magnitude = _MAGNITUDE.match(text, at)
    if magnitude is not None:
        typed, low = (fold_spaces(magnitude[1]).lower(), _MAGNITUDES_BY_WORDS[fold_spaces(magnitude[1]).lower()].low)
        hint = f"write '{typed} of …' alone, or a number such as '{render_number(low)}'"
        message = f"'{typed}' cannot stand after '{after}'"
        raise ParseFailure(message, magnitude.start(1), len(magnitude[1]), hint)
    numeral = read_numeral(text, at)
    if numeral is None:
        raise ParseFailure.from_error(explain_missing_number(text, at, after))
    return numeral


def _reject_zero(numeral: Numeral, rule: HedgeRule, lead: Prefix) -> None:
    """Refuse hedges that draw no interval around nought or below it."""
    around = rule.hedge is Hedge.ABOUT or lead.about
    if (around and numeral.number == 0) or (rule.hedge in _POSITIVE_ONLY and numeral.number <= 0):
        message = f"'{lead.words}' cannot stand before {numeral.text}, since its limits are shares of the number"
        hint = "write the two ends, as in 'between -1 and 1'"
        raise ParseFailure(message, numeral.start, numeral.end - numeral.start, hint)


def _read_range(text: str, lead: Prefix, first: Numeral, joined: re.Match[str], *, percent: bool) -> Value:
    about = lead.about or (lead.rule is not None and lead.rule.hedge is Hedge.ABOUT)
    if lead.rule is not None and (lead.about or not about):
        hint = f"leave out '{lead.words}': a range names both of its ends"
        at = len(text) - len(text.lstrip())
        raise ParseFailure(f"'{lead.words}' cannot stand before a range", at, len(lead.words), hint)
    if begins_with_hedge(text[joined.end() :]):
        hint = f"write both ends plainly, or 'between about {first.text} and …' when both are rough"
        raise ParseFailure("a word stands before the second number of the range", joined.end(), 1, hint)
    last = _read_numeral(text, joined.end(), fold_spaces(text[: joined.end()]))
    first = resolve_range_start(first, last)
    shared = first.multiplier == last.multiplier
    number_text = f"{first.words if shared else first.text} and {last.text}"
    unit = read_unit(text, last, f"between {number_text}")
    raise_if(find_range_unit_error(text, first, unit, percent=percent))
    return Value(
        text=fold_spaces(text),
        hedge=Hedge.BETWEEN,
        about=about,
        number_text=number_text,
        interval=compute_range_interval(first.number, last.number, about=about),
        unit=unit,
        step=max(first.step, last.step),
        is_fraction=first.is_fraction,
    )


def _read_magnitude(text: str, match: re.Match[str]) -> Value:
    magnitude = _MAGNITUDES_BY_WORDS[fold_spaces(match[1]).lower()]
    unit = read_word_unit(text, match.end(), magnitude.words, of=True)
    return Value(
        text=fold_spaces(text),
        hedge=Hedge.MAGNITUDE,
        number_text=f"{magnitude.words} of" if unit else magnitude.words,
        interval=magnitude.interval,
        unit=unit,
    )


def _read_word(text: str, match: re.Match[str]) -> Value:
    word = match[1].lower()
    if word == "no":
        return _read_none(text, match, word)
    hedge = Hedge(word)
    if hedge is Hedge.NONE:
        return _read_none(text, match, word)
    unit = read_word_unit(text, match.end(), word)
    if unit and hedge is Hedge.UNKNOWN:
        hint = "write 'unknown' alone, and say in the statement what is not known"
        raise ParseFailure("nothing can follow 'unknown'", match.end(), len(text.rstrip()) - match.end(), hint)
    return Value(text=fold_spaces(text), hedge=hedge, unit=unit)


def _read_none(text: str, match: re.Match[str], word: str) -> Value:
    unit = read_word_unit(text, match.end(), word)
    if word == "no" and not unit:
        raise ParseFailure("'no' does not say what there is none of", match.start(1), 2, "write 'none' or 'no people'")
    if unit.lower().startswith("of "):
        unit = f"% {unit}"
    return Value(
        text=fold_spaces(text),
        hedge=Hedge.NONE,
        number=Decimal(0),
        number_text="0",
        interval=Interval.from_number(Decimal(0)),
        unit=unit,
    )
