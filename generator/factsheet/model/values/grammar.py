"""Values: what a fact measures, typed as a person writes it and stored as an interval with a unit.

One grammar::

    value     = [hedge] number [unit] | range [unit] | magnitude ["of"] [unit] | word
    hedge     = "at least" | "about" | … (`hedges.HEDGES`); a bound may be followed by "about"
    range     = "between" ["about"] number "and" number | ["from" | "about"] number ("to" | "–" | "-") number
    number    = digits [multiplier] | fraction ["of"]
    magnitude = "dozens" | "hundreds" | … (`hedges.MAGNITUDES`)
    word      = "rising" [unit] | "falling" [unit] | "none" [unit] | "no" unit | "unknown"

Words may be in upper or lower case; the unit is kept as typed. Anything else is an error that says what to write
instead.
"""

import re
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import cache, partial

from factsheet.diagnostics.core import ParseError, ParseFailure
from factsheet.model.values import hedges, hints
from factsheet.model.values.hedges import Value
from factsheet.model.values.intervals import MINUS, Interval, render_number
from factsheet.model.values.numerals import Numeral, read_numeral, resolve_range_start
from factsheet.model.values.words import CURRENCY_CODES, MAGNITUDES

MAX_VALUE_LENGTH = 200
"""The longest value, in characters."""
_MAGNITUDE = hedges.compile_phrases(*MAGNITUDES)
_WORD = hedges.compile_phrases("rising", "falling", "unknown", "none", "no")
_POSITIVE_ONLY = frozenset({hedges.Hedge.NEARLY, hedges.Hedge.JUST_OVER})
_FIRST_PERCENT = re.compile(r"\s*(?:%|per\s?cent(?!\w))", re.IGNORECASE)
_REPLACEMENT = re.compile("«([=^!?]?)([^»]*)»")
_OPENING = re.compile(r"\A\s*(?:between|from)\s", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TO = re.compile(r"\s*[–\u2014\u2011-]\s*(?=\S{0,4}\s?[-−]?[0-9])|\s+to\s+", re.IGNORECASE)


@cache
def parse_value(text: str) -> Value | ParseError:
    """Return the value that a text says, or what is wrong with it; never raises."""
    try:
        return _read_value(text)
    except ParseFailure as failure:
        return _complete_hint(text, failure.error)


def _complete_hint(text: str, error: ParseError) -> ParseError:
    """Return the error with whole values in its hint, in quotes, each of which can be read.

    Rules write `«new»` for the text with the wrong part replaced, `«^new»` for the text without it and with other
    words before it, and `«=new»` for what takes the place of everything up to its end, hedges aside; `«!new»` takes
    the place of a hedge too. Where the result would not be a value, for the text has another mistake, the words are
    given without the rest; for `«?new»`, which is `«new»` otherwise, "it in figures" stands there.
    """
    before, after = text[: error.offset], text[error.offset + error.width :]
    has_hedge = hedges.begins_with_hedge(_OPENING.sub("", text))

    def complete(match: re.Match[str]) -> str:
        kind, new = match.groups()
        whole = {"^": f"{new} {before} {after}", "=": f"{new} {after}", "!": f"{new} {after}"}
        offered = hedges.fold_spaces(whole.get(kind, before + new + after))
        is_usable = _is_value(offered) and not (has_hedge and kind in {"^", "="})
        return f"'{offered}'" if is_usable else "it in figures" if kind == "?" else new.strip() or "the rest alone"

    return replace(error, hint=_REPLACEMENT.sub(complete, error.hint))


def _is_value(text: str) -> bool:
    try:
        _read_value(text)
    except ParseFailure:
        return False
    return True


def _read_value(text: str) -> Value:
    if not text.strip():
        raise hints.build_refusal("no_value", 0, len(text))
    if len(text) > MAX_VALUE_LENGTH:
        raise hints.build_refusal("too_long", MAX_VALUE_LENGTH, len(text) - MAX_VALUE_LENGTH, MAX_VALUE_LENGTH)
    hints.reject_foreign_text(text)
    if magnitude := _MAGNITUDE.match(text):
        return _read_magnitude(text, magnitude)
    prefix = hedges.read_prefix(text)
    word = _WORD.match(text)
    if word is not None and not prefix.words:
        return _read_word(text, word)
    return _read_number(text, prefix)


def _read_number(text: str, prefix: hedges.Prefix) -> Value:
    first = _read_numeral(text, prefix.end, prefix.words)
    percent = None if first.is_fraction else _FIRST_PERCENT.match(text, first.end)
    joint = _AND if prefix.opening == "between" else _TO
    joined = joint.match(text, percent.end() if percent else first.end)
    if joined is not None:
        return _read_range(text, prefix, first, joined, percent=percent is not None)
    if prefix.opening:
        word, start = "and" if prefix.opening == "between" else "to", text.lower().index(prefix.opening)
        raise hints.build_refusal("one_end", start, len(prefix.opening), prefix.opening, word)
    unit = _read_unit(text, first, first.text)
    _reject_zero(first, prefix)
    value = _build_value(text, prefix.hedge or hedges.Hedge.EXACT, (first,), unit, about=prefix.about)
    return replace(value, hedge_text=_find_hedge_text(prefix), number=first.number, number_text=first.text)


def _build_value(text: str, hedge: hedges.Hedge, ends: tuple[Numeral, ...], unit: str, *, about: bool) -> Value:
    """Return a value that leaves possible all that a hedge does between two numbers, or around one."""
    rule, first, last = hedges.RULES_BY_HEDGE[hedge], ends[0], ends[-1]
    compute = partial(hedges.compute_interval, rule, about=about)
    by_place = [compute(end.number, place=None if end.is_fraction else end.place) for end in ends]
    by_hedge = [compute(end.number) for end in ends]
    precise, accepted = (
        Interval(each[0].low, each[-1].high, each[0].low_open, each[-1].high_open) for each in (by_place, by_hedge)
    )
    return Value(
        text=hedges.fold_spaces(text),
        hedge=hedge,
        about=about,
        interval=cut_share(precise, unit, first.number, last.number),
        accepted_interval=accepted,
        unit=unit,
        step=max(first.step, last.step),
        is_fraction=first.is_fraction,
    )


def _read_numeral(text: str, offset: int, after: str, *, money: bool = False) -> Numeral:
    if match := _MAGNITUDE.match(text, offset):
        magnitude = hedges.fold_spaces(match[1]).lower()
        raise hints.build_refusal("hedged_magnitude", match.start(1), len(match[1]), magnitude, after)
    numeral = read_numeral(text, offset, money=money)
    if numeral is None:
        hints.reject_missing_number(text, offset, after)
    return numeral


def _reject_zero(numeral: Numeral, prefix: hedges.Prefix) -> None:
    """Refuse hedges that have no interval around zero or below it."""
    around = prefix.hedge is hedges.Hedge.ABOUT or prefix.about
    if (around and numeral.number == 0) or (prefix.hedge in _POSITIVE_ONLY and numeral.number <= 0):
        width = numeral.end - numeral.start
        raise hints.build_refusal("hedged_zero", numeral.start, width, prefix.words, numeral.text)


def _read_range(text: str, prefix: hedges.Prefix, first: Numeral, joined: re.Match[str], *, percent: bool) -> Value:
    about = prefix.about or prefix.hedge is hedges.Hedge.ABOUT
    if prefix.hedge and (prefix.about or not about):
        offset = len(text) - len(text.lstrip())
        raise ParseFailure(f"'{prefix.words}' cannot precede a range", offset, len(prefix.words), hedges.RANGE_HINT)
    if hedges.begins_with_hedge(text[joined.end() :]):
        raise hints.build_refusal("hedged_end", joined.end(), 1)
    last = _read_numeral(text, joined.end(), hedges.fold_spaces(text[: joined.end()]), money=bool(first.currency))
    is_bare = "," not in text and not text[last.end :].strip()
    first = resolve_range_start(first, last, is_spelled=prefix.opening == "between", is_bare=is_bare)
    last = replace(last, currency=first.currency)
    shared = first.multiplier == last.multiplier
    number_text = f"{first.words if shared else first.text} and {last.text}"
    unit = _read_unit(text, last, f"between {number_text}")
    _reject_range_unit(text, first, unit, percent=percent)
    value = _build_value(text, hedges.Hedge.ABOUT if about else hedges.Hedge.EXACT, (first, last), unit, about=False)
    hedge_text = f"between {_find_hedge_text(prefix)}".rstrip() if about else ""
    return replace(value, hedge=hedges.Hedge.BETWEEN, hedge_text=hedge_text, about=about, number_text=number_text)


def _find_hedge_text(prefix: hedges.Prefix) -> str:
    """Return the hedge as pages print it: as it is written, without the word that opens a range."""
    words = prefix.words.removeprefix(prefix.opening).strip()
    return "about".join(words.rsplit("~", 1))


_WHOLE_PERCENT = Decimal(100)


def cut_share(interval: Interval, unit: str, least: Decimal, most: Decimal) -> Interval:
    """Return the interval within 0 to 100 % where the unit is a share of a whole, as far as what is written allows it.

    `least` and `most` are the written numbers: a share of 120 % or of -5 % has been meant.
    """
    if not unit.startswith("% of ") or hints.compile_pattern("may_exceed").match(unit):
        return interval
    if most < _WHOLE_PERCENT and (interval.high is None or interval.high > _WHOLE_PERCENT):
        interval = replace(interval, high=_WHOLE_PERCENT, high_open=False)
    is_below = interval.low is None or interval.low < 0
    return replace(interval, low=Decimal(0), low_open=False) if is_below and least >= 0 else interval


def _read_magnitude(text: str, match: re.Match[str]) -> Value:
    magnitude = hedges.fold_spaces(match[1]).lower()
    unit = _read_word_unit(text, match.end(), magnitude, of=True)
    value = Value(text=hedges.fold_spaces(text), hedge=hedges.Hedge.MAGNITUDE, unit=unit)
    return replace(value, number_text=f"{magnitude} of" if unit else magnitude, interval=MAGNITUDES[magnitude])


def _read_word(text: str, match: re.Match[str]) -> Value:
    word = match[1].lower()
    unit = _read_word_unit(text, match.end(), word)
    if word in {"no", "none"}:
        return _build_none(text, match, unit)
    if unit and word == "unknown":
        raise hints.build_refusal("not_alone", match.end(), len(text.rstrip()) - match.end())
    return Value(text=hedges.fold_spaces(text), hedge=hedges.Hedge(word), unit=unit)


def _build_none(text: str, match: re.Match[str], unit: str) -> Value:
    if hints.compile_pattern("no_answer").match(unit):
        raise hints.build_refusal("no_answer", 0, len(text), hedges.fold_spaces(text))
    if match[1].lower() == "no" and not unit:
        raise hints.build_refusal("bare_no", match.start(1), 2)
    if unit.lower().startswith("of "):
        unit = f"% {unit}"
    value = Value(text=hedges.fold_spaces(text), hedge=hedges.Hedge.NONE, unit=unit)
    return replace(value, number=Decimal(0), number_text="0", interval=Interval.from_number(Decimal(0)))


# A unit is free text, so a mistake after the number would pass as a unit and silently change the number. Without the
# rules in `mistakes.toml`, `5 820 people` would be a fact about five of something.


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
        return hints.HINTS["one_answer"]
    return f"write «=between {number} and {match[1]}», or one value for each"


_DIGITS = re.compile(hints.MISTAKES["parts"]["number"])
_PERCENT = re.compile(r"\s*(?:%(?!\w)|per\s?cent(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"\s*of(?!\w)\s*", re.IGNORECASE)
_ROUND = re.compile(r"(?:dozen|hundred|thousand|million|billion)s?(?!\w)|tens(?!\w)", re.IGNORECASE)
_RANGE_HINTS = {"{margin}": _suggest_margin, "{between}": _suggest_between}


def _read_unit(text: str, numeral: Numeral, amount: str) -> str:
    """Return the unit after a value's last number, in its canonical form, or refuse; hints print the `amount`."""
    if numeral.is_fraction:
        return _read_fraction_unit(text, numeral)
    if percent := _PERCENT.match(text, numeral.end):
        if numeral.currency:
            raise ParseFailure("a share is not money", percent.start(), len(percent[0]), "write one of the two")
        _reject_unit(text, percent.end(), f"{amount} %", share=True)
        return f"% {hedges.fold_spaces(text[percent.end() :])}".rstrip()
    _reject_ambiguity(text, numeral)
    _reject_unit(text, len(text) - len(text[numeral.end :].lstrip()), amount)
    return hedges.fold_spaces(f"{numeral.currency} {text[numeral.end :]}")


def _read_word_unit(text: str, offset: int, word: str, *, of: bool = False) -> str:
    """Return the unit after a word that stands for a number, or refuse; `of` before it is dropped on request."""
    preposition = _OF.match(text, offset) if of else None
    begin = preposition.end() if preposition else offset
    unit = hedges.fold_spaces(text[begin:])
    if preposition and not unit:
        begin, unit = offset, hedges.fold_spaces(text[offset:])
    width = len(text.rstrip()) - begin
    if re.search(r"[0-9]", unit):
        raise hints.build_refusal("number_after_word", begin, width, word)
    if unit and (
        hedges.begins_with_hedge(unit) or _ROUND.match(unit) or (preposition and unit != "of" and _OF.match(unit))
    ):
        raise hints.build_refusal("word_after_word", begin, width, unit, word)
    _reject_unit(text, begin, word, share=not of)
    return unit


def _reject_range_unit(text: str, first: Numeral, unit: str, *, percent: bool) -> None:
    """Raise `ParseFailure` for what is wrong between the two numbers of a range, once the unit is known."""
    if not unit.startswith("%"):
        if percent:
            raise hints.build_refusal("first_percent", first.end, 1)
        _reject_ambiguity(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    if not text[numeral.end :].strip():
        return "%"
    if measured := hints.compile_pattern("of_a_measure").match(text, numeral.end):
        message, width = f"'{numeral.text}{measured[0]}' is a measure and no share", measured.end() - numeral.start
        raise ParseFailure(message, numeral.start, width, "write it in figures, as in: 0.5 hours")
    preposition = _OF.match(text, numeral.end)
    if preposition is None:
        raise ParseFailure(f"'of' is missing after '{numeral.text}'", numeral.end, 1, "write « of »")
    _reject_unit(text, preposition.end() - len(preposition[0].lstrip()), numeral.text, share=True)
    _reject_unit(text, preposition.end(), numeral.text)
    return f"% of {hedges.fold_spaces(text[preposition.end() :])}"


def _reject_ambiguity(text: str, numeral: Numeral) -> None:
    if numeral.has_two_readings and not numeral.multiplier:
        typed = _DIGITS.findall(text[numeral.start : numeral.end])[-1]
        start = text.index(typed, numeral.start)
        raise hints.build_refusal("two_readings", start, len(typed), typed, typed.replace(".", ","))


def _reject_unit(text: str, start: int, amount: str, *, share: bool = False) -> None:
    """Refuse what is wrong with the unit that runs from an offset to the end of the text."""
    end = len(text.rstrip())
    if start >= end:
        return
    for pattern, message, hint in hints.compile_mistakes("after_number"):
        match = pattern.match(text, start, end)
        if match and not (share and match[0].lower() == "of"):
            raise _build_failure(message, hint, match, amount, text)
    for word in re.finditer(r"(?<!per )(?<!in )(?<!of )\b[A-Z]{3}\b", text[start:end]):
        if word[0] in CURRENCY_CODES:
            raise hints.build_refusal("late_currency", start + word.start(), 3)
    allowed = hints.compile_pattern("allowed_digits")
    hidden = text[:start] + allowed.sub(lambda found: "x" * len(found[0]), text[start:end])
    for pattern, message, hint in hints.compile_mistakes("in_unit"):
        if match := pattern.search(hidden, start, end):
            raise _build_failure(message, hint, match, amount, text)


def _build_failure(message: str, hint: str, match: re.Match[str], amount: str, text: str) -> ParseFailure:
    suggest = _RANGE_HINTS.get(hint)
    hint = suggest(amount, match) if suggest else hint.format(amount=amount, **hints.HINTS)
    whole = text[match.start() : match.end()]
    typed = whole.strip()
    return ParseFailure(message.format(typed), match.start() + whole.find(typed), len(typed), hint)
