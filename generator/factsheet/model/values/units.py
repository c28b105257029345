"""What may follow the number of a value, and what may not, each with what was probably meant.

A unit is free text, so a mistake after the number would pass as a unit and silently change the number. Without
these rules, `5 820 people` would be a fact about five of something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from factsheet.diagnostics.core import ParseError, ParseFailure, raise_if
from factsheet.model.values.hints import DATE_HINT, MULTIPLE_HINT, RATIO_HINT
from factsheet.model.values.intervals import MINUS, render_number
from factsheet.model.values.numerals import Numeral
from factsheet.model.values.prefix import begins_with_hedge, fold_spaces
from factsheet.model.values.words import CURRENCY_CODES, SYMBOL_CHARACTERS

_HintBuilder = Callable[[str, re.Match[str]], str]


def _suggest_before(words: str) -> _HintBuilder:
    """Return what suggests the words before the number, in the place of those that follow it."""
    return lambda _, __: f"write «^{words}»"


def _suggest(hint: str) -> _HintBuilder:
    return lambda amount, match: hint.format(amount=amount, first=match[match.lastindex or 0])


def _suggest_margin(amount: str, match: re.Match[str]) -> str:
    number, percent = amount.removesuffix(" %"), " %" if amount.endswith("%") else ""
    if bool(percent) is not bool(match[2]):
        return "write the two ends, with between and and"
    try:
        middle, margin = Decimal(number.replace(",", "").replace(MINUS, "-")), Decimal(match[1].replace(",", ""))
    except (InvalidOperation, AttributeError):
        return "write the two ends, with between and and"
    ends = f"{render_number(middle - margin)} and {render_number(middle + margin)}"
    return f"write «=between {ends}{percent}»"


def _suggest_between(amount: str, match: re.Match[str]) -> str:
    number = amount.removesuffix(" %")
    if number != amount and not _PERCENT.match(match.string, match.end()):
        return _ONE_ANSWER
    return f"write «=between {number} and {match[1]}», or one value for each"


_NUMBER = r"[0-9](?:[0-9.,]*[0-9])?"
_DIGITS = re.compile(_NUMBER)
_MONTHS = "january|february|march|april|june|july|august|september|october|november|december"
_PERCENT = re.compile(r"\s*(?:%(?!\w)|per\s?cent(?!\w))\s*", re.IGNORECASE)
_OF = re.compile(r"\s*of(?!\w)\s*", re.IGNORECASE)
_OF_A_MEASURE = re.compile(
    r"\s*(?:(?:of\s+)?(?:an?|one)\s+)?(?:per\s?cent|percentage\s+points?|(?:second|minute|hour|day|week|month|year|decade|tonne|ton"
    r"|kilo|kilogram|kilomet(?:re|er)|met(?:re|er)|mile|lit(?:re|er)|degree|acre|hectare)s?|centur(?:y|ies)|km|kg)(?![\w-])",
    re.IGNORECASE,
)
_ROUND = re.compile(r"(?:dozen|hundred|thousand|million|billion)s?(?!\w)|tens(?!\w)", re.IGNORECASE)
_AROUND = r"(?:(?:at\s+(?:least|most)|about|up\s+to)\s+)?"
_ORDER = r"(?:or|and)\s+(?:{})"
_MORE, _FEWER = _ORDER.format("more|over|above|up|older"), _ORDER.format("fewer|less|under|below|younger")
_APPROXIMATELY = (
    r"or\s+so|approximately|approx\.?|roughly|circa|est(?:imated?|\.)|give\s+or\s+take"
    r"|\((?:estimated?|est\.?|approx(?:imately|\.)?|rounded|about|circa|ca\.?)\)"
)
_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|"
    "ninety|dozens?|hundreds?|thousands?|millions?|billions?|trillions?|lakhs?|crores?|bn|mn|mln"
)
_CHANGES = (
    "more|fewer|less|higher|lower|greater|smaller|larger|up|down|above|below|additional|extra|increase|rise|growth|jump|decrease|drop|fall|"
    "decline|reduction"
)
_NOT_WORD = r"(?![\w-])"
_OF_ALONE = "'of' needs a share before it"
_AFTER = "'{0}' follows the number"
_ONE_NUMBER = "write thousands with commas, as in 5,820, and one number per value"
_ONE_ANSWER = "one value holds one answer; a range has its unit once, at the end"
_ESTIMATE = "a value cannot hold an estimate with its range yet: write the range alone, with between and and"


def _compile_table(*rows: tuple[str, str, _HintBuilder]) -> tuple[tuple[re.Pattern[str], str, _HintBuilder], ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), message, suggest) for pattern, message, suggest in rows)


# Searched for where the unit begins; the first match decides. `{0}` is the wrong text.
_AT_START = _compile_table(
    (rf"(?:\+\s?/?\s?[-−]|±)\s*({_NUMBER})?(\s*(?:%|per\s?cent))?", "'{0}' gives a margin", _suggest_margin),
    (rf"\+(?!\s?[0-9])|{_MORE}(?!\w)|plus(?!\w)|at\s+least(?!\w)", _AFTER, _suggest_before("at least")),
    (rf"{_FEWER}(?!\w)|at\s+most(?!\w)", _AFTER, _suggest_before("at most")),
    (rf"(?:{_APPROXIMATELY})(?!\w)", _AFTER, _suggest_before("about")),
    (
        r":[0-9]+|[ap]m(?!\w)|(?:h|hrs?|min)\s?[0-9]+",
        "'{0}' makes the number a time of day",
        _suggest("a time goes in the statement"),
    ),
    (rf"(?:{_MONTHS})(?!\w)|in\s+(?:19|20)[0-9]{{2}}(?!\w)", "'{0}' is part of a date", _suggest(DATE_HINT)),
    (
        rf"/\s*[0-9]+|in\s+(?:every\s+|a\s+)?(?:[0-9]+|{_WORDS})(?!\w)|out\s+of(?!\w)",
        "'{0}' makes the number a ratio",
        _suggest(RATIO_HINT),
    ),
    (r"(?:x|×|times|fold|[-–]\s?fold)(?!\w)", "'{0}' makes the number a multiple", _suggest(MULTIPLE_HINT)),
    (rf"(?:and|or|&)\s+{_AROUND}({_NUMBER})", "'{0}' adds a second number", _suggest_between),
    (
        rf"(?:and|or|&)\s+(?:an?\s+)?(?:half|third|quarter|{_WORDS})(?!\w)",
        "'{0}' adds to the number",
        _suggest("write the whole number in figures, as in 2.5"),
    ),
    (_NUMBER, "a second number follows, '{0}'", _suggest(_ONE_NUMBER)),
    (
        (
            r"(?:[\w.]+\s+)?(?:(?:dollar|rupee|franc|peso|dinar|lira|rial|riyal|shilling|dirham|pound|cent|euro|rou?ble|hryvnia)s?"
            r"|kron[aeo]r?|won|som|baht|naira|lei|rand|yen|yuan|tenge)(?!\w)|sterling(?!\w)"
        ),
        "'{0}' does not say whose currency it is",
        _suggest("write the three letters of the currency in its place, such as USD"),
    ),
    (r"one$", "'{0}' does not say what is counted", _suggest("name it, as in: {amount} people")),
    (
        r"(?:per\s?cents|pct|pc|prozent|procent|pour\s?cent|por\s?cento?|процент\w*)(?!\w)",
        "'{0}' is not how percent is written",
        _suggest("write «%»"),
    ),
    (r"(?<=[0-9])(?:ft|st|lb)[0-9]+", "a second number follows, '{0}'", _suggest("write it in one unit")),
    (r"points?$", "'% {0}' does not say of what", _suggest("write percentage points, without the %")),
    (
        r"of(?=\s)",
        _OF_ALONE,
        _suggest("name what is counted, as in: {amount} people; or write % before it for a share"),
    ),
    (
        r"(?:and|or|but|to|by|than|versus|vs|at|with|de|von|di)(?!\w)",
        "a unit cannot begin with '{0}'",
        _suggest("name what is counted, as in: {amount} people"),
    ),
    (
        (
            r"(?:lacs?|lakhs|crores|crs?|arab|bil|bill|tril|mil|quadrillion|quintillion|\w*zillion|bio|mia|tsd|mlrd|bi|grand"
            r"|score|gross|myriads?|[kmt](?:eur|usd|gbp|rub)|(?:eur|usd|gbp|rub)(?:k|m|bn|tn)|[千万億兆천만억조]\S*)(?!\w)"
        ),
        "'{0}' may multiply the number",
        _suggest("write the number with thousand, million or billion"),
    ),
    (
        r"(?:thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|halves)(?=\s+of)",
        "'{0}' makes the number a fraction",
        _suggest("write it as a percentage"),
    ),
    (
        r"(?:odd|upwards|figures)(?!\w)|\S*\s*below\s+zero",
        "'{0}' changes the number",
        _suggest("write the number itself"),
    ),
    (r"[⁰¹²³⁴-⁹]", "'{0}' makes the number a power", _suggest("write the number out")),
    (rf"(?:{_CHANGES})(?!\w)", "'{0}' makes the number a change", _suggest("say in the statement what grew or shrank")),
    (r"[-–—]", "a dash after a number must be followed by a second number", _suggest("write both ends, as in 5–7")),
    (r"%\w", "there is no space in '{0}'", _suggest("put a space after the %")),
    (r"[(\[][^)\]]*[0-9][^)\]]*[)\]]", "'{0}' adds a second number", _suggest(_ESTIMATE)),
    (r"[^\w%‰°]|_", "a unit cannot begin with '{0}'", _suggest("write it in words, as in: {amount} people")),
)
_AGE = r"[0-9]{1,3}(?![0-9])"
_ALLOWED_DIGITS = re.compile(
    rf"(?<!\w)(?:per\s+(?:{_NUMBER}(?:\s(?:thousand|million))?|thousand|million)(?!\w)|(?:under|over)[\s-]{_AGE}s?"
    rf"|(?:aged?|ages)\s+(?:(?:between|under|over)\s+)?{_AGE}(?:\s*(?:[-–]|to|and)\s*{_AGE})?"
    r"(?:\+|\s+(?:years?\s+)?(?:and|or)\s+(?:over|under|above|below|older|younger))?"
    rf"|{_AGE}(?:\s*(?:[-–]|to)\s*{_AGE})?[\s-]years?[\s-]olds?"
    r"|(?!(?:mid|pre|post|early|late)-?[0-9])(?:[^\W\d_]+|(?-i:[A-Z])[^\W\d_]*-(?=[0-9]))[0-9][\w.]*"
    rf"|(?<=\w\s){_AGE}\+)",
    re.IGNORECASE,
)
"""Digits that are part of what is counted: ages, the size of a rate, and names such as CO2, PM2.5 or Su-35."""
# Searched for anywhere in the unit; those words are hidden from it.
_ANYWHERE = _compile_table(
    (
        r"(?<!m)(?<!ft)(?<!in)(?<!mi)[¹²³⁰⁴-⁹]+(?!\w)|(?<=\w)[*†‡§]+$|\s?[(\[][a-z][)\]]$|\^\w$",
        "'{0}' looks like the mark of a footnote",
        _suggest("delete it: «»"),
    ),
    (
        rf"(?<!\w)(?:{_MORE}|at\s+least|minimum|min\.|plus)$|\+$|\((?:min(?:imum|\.)?|at\s+least)\)$",
        _AFTER,
        _suggest_before("at least"),
    ),
    (
        rf"(?<!\w)(?:{_FEWER}|at\s+most|maximum|max\.)$|\((?:max(?:imum|\.)?|at\s+most)\)$",
        _AFTER,
        _suggest_before("at most"),
    ),
    (rf"(?<!\w)(?:{_APPROXIMATELY})$", _AFTER, _suggest_before("about")),
    (r"[(\[][^)\]]*[0-9][^)\]]*[)\]]?", "'{0}' adds a second number", _suggest(_ESTIMATE)),
    # A number before the joining word belongs to the unit: `% of workers aged 18 to 30`.
    (
        rf"(?<![0-9\s])\s*(?:[–;,&]|(?<!\w)(?:to|and|or|but)(?!\w))\s*{_AROUND}{_NUMBER}",
        "a second number follows in '{0}'",
        _suggest(_ONE_ANSWER),
    ),
    (
        r"(?:,|i\.e\.|or|and)\s*(?:an?\s+|one\s+)?(?:half|third|quarter|fifth|tenth|double|twice|triple|up|down)(?!\w)",
        "a second quantity follows in '{0}'",
        _suggest(_ONE_ANSWER),
    ),
    (r"(?<!\w)(?:19|20)[0-9]{2}(?![0-9])", "'{0}' is part of a date", _suggest(DATE_HINT)),
    (r"\S*[0-9]\S*", "a second number follows, '{0}'", _suggest("write one number per value, then what it counts")),
    (
        rf"(?<![\w-])(?:two|three|four|five|six|seven|eight|nine|ten|half|{_WORDS.partition('|ten|')[2]}){_NOT_WORD}",
        "a second number follows, '{0}'",
        _suggest("write one number per value, in figures"),
    ),
    (
        rf"[{re.escape(''.join(sorted(SYMBOL_CHARACTERS)))}]",
        "a currency stands among the words",
        _suggest("write it right after the number"),
    ),
    (r"(?<!\w)(?:of|to|and|or|per|the)$", "the unit is incomplete after '{0}'", _suggest("complete it")),
    (r"(?<!\.[^\W\d_])[.,;:!?]+$", "the unit ends with '{0}'", _suggest("delete it: «»")),
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
        if numeral.currency:
            raise ParseFailure("a share is not money", percent.start(), len(percent[0]), "write one of the two")
        raise_if(_find_unit_error(text, percent.end(), f"{amount} %", share=True))
        return f"% {fold_spaces(text[percent.end() :])}".rstrip()
    raise_if(_find_ambiguity(text, numeral))
    raise_if(_find_unit_error(text, len(text) - len(text[numeral.end :].lstrip()), amount))
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
    raise_if(_find_unit_error(text, begin, word, share=not of))
    return unit


def find_range_unit_error(text: str, first: Numeral, unit: str, *, percent: bool) -> ParseError | None:
    """Return what is wrong between the two numbers of a range, once the unit is known."""
    if unit.startswith("%"):
        return None
    if percent:
        hint = "write % after both numbers, or after the second one only"
        return ParseError("'%' follows the first number only", first.end, 1, hint)
    return _find_ambiguity(text, first)


def _read_fraction_unit(text: str, numeral: Numeral) -> str:
    if not text[numeral.end :].strip():
        return "%"
    if measured := _OF_A_MEASURE.match(text, numeral.end):
        message, width = f"'{numeral.text}{measured[0]}' is a measure and no share", measured.end() - numeral.start
        raise ParseFailure(message, numeral.start, width, "write it in figures, as in: 0.5 hours")
    preposition = _OF.match(text, numeral.end)
    if preposition is None:
        raise ParseFailure(f"'of' is missing after '{numeral.text}'", numeral.end, 1, "write « of »")
    raise_if(_find_unit_error(text, preposition.end() - len(preposition[0].lstrip()), numeral.text, share=True))
    raise_if(_find_unit_error(text, preposition.end(), numeral.text))
    return f"% of {fold_spaces(text[preposition.end() :])}"


def _find_ambiguity(text: str, numeral: Numeral) -> ParseError | None:
    if not numeral.has_two_readings or numeral.multiplier:
        return None
    typed = _DIGITS.findall(text[numeral.start : numeral.end])[-1]
    thousands, decimal = typed.replace(".", ","), f"{typed}0"
    message = f"'{typed}' can be read as a decimal or as thousands"
    hint = f"write «{thousands}» for thousands, or «{decimal}» for a decimal"
    return ParseError(message, text.index(typed, numeral.start), len(typed), hint)


def _find_unit_error(text: str, start: int, amount: str, *, share: bool = False) -> ParseError | None:
    """Return what is wrong with the unit that runs from an offset to the end of the text."""
    end = len(text.rstrip())
    if start >= end:
        return None
    for pattern, message, suggest in _AT_START:
        match = pattern.match(text, start, end)
        if match and not (share and message is _OF_ALONE):
            return _build_error(message, match, suggest(amount, match), text)
    for word in re.finditer(r"(?<!per )(?<!in )(?<!of )\b[A-Z]{3}\b", text[start:end]):
        if word[0] in CURRENCY_CODES:
            return ParseError("a currency stands among the words", start + word.start(), 3, "write it after the number")
    hidden = text[:start] + _ALLOWED_DIGITS.sub(lambda found: "x" * len(found[0]), text[start:end])
    for pattern, message, suggest in _ANYWHERE:
        if match := pattern.search(hidden, start, end):
            return _build_error(message, match, suggest(amount, match), text)
    return None


def _build_error(message: str, match: re.Match[str], hint: str, text: str) -> ParseError:
    whole = text[match.start() : match.end()]
    typed = whole.strip()
    return ParseError(message.format(typed), match.start() + whole.find(typed), len(typed), hint)
