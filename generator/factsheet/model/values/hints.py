"""What an editor probably meant by a value that cannot be read."""

import difflib
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import NoReturn

from factsheet.diagnostics.core import ParseFailure, read_declarations
from factsheet.model.values import words
from factsheet.model.values.hedges import HEDGES
from factsheet.model.values.intervals import MINUS, multiply, render_number
from factsheet.model.values.words import MULTIPLIERS

MISTAKES = read_declarations("model.values", "mistakes.toml")
HINTS: Mapping[str, str] = MISTAKES["hints"]
"""Hints that several mistakes share, by name."""


def build_refusal(name: str, start: int, width: int, *given: object) -> ParseFailure:
    """Return the failure of a mistake that `mistakes.toml` names; its message and hint print what is given."""
    message, hint = MISTAKES["refusals"][name]
    return ParseFailure(message.format(*given), start, width, hint.format(*given, **HINTS))


_PARTS = {**MISTAKES["parts"], "symbol": re.escape("".join(sorted(words.SYMBOL_CHARACTERS)))}


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(re.sub("<([a-z_]+)>", lambda name: _PARTS[name[1]], pattern), re.IGNORECASE)


@cache
def compile_mistakes(table: str) -> list[tuple[re.Pattern[str], str, str]]:
    """Return the rows of a table of mistakes: pattern, message and hint."""
    return [(_compile(pattern), message, hint) for pattern, message, hint in MISTAKES[table]]


@cache
def compile_pattern(name: str) -> re.Pattern[str]:
    """Return a pattern that is used beside the tables."""
    return _compile(MISTAKES["patterns"][name])


_MULTIPLIER_SIMILARITY = 0.85
"""How similar a word after a number must be to count as a misspelt multiplier."""


def _group_digits(digits: str) -> str:
    """Return the digits with commas between thousands, keeping what follows a single point."""
    whole, point, decimals = digits.partition(".") if digits.count(".") == 1 else (digits, "", "")
    number = f"{int(re.sub(r'[^0-9]', '', whole)):,}"
    return number + point + re.sub(r"[^0-9]", "", decimals)


def explain_digits(digits: str) -> tuple[str, str]:
    """Return the message and the hint for a run of digits and punctuation that is not a number."""
    mistakes = compile_mistakes("digits")
    message, hint = next((message, hint) for pattern, message, hint in mistakes if pattern.fullmatch(digits))
    swapped, pointed = digits.translate(str.maketrans(",.", ".,")), digits.replace(",", ".")
    return message.format(digits), hint.format(grouped=_group_digits(digits), swapped=swapped, pointed=pointed, **HINTS)


def reject_multiplier(word: re.Match[str], typed: str, number: Decimal) -> None:
    """Refuse a word after a number that was meant to multiply it, or the space before which is missing.

    The word is group 1 of its match, and not a known multiplier after a space. The hint says what was probably meant.
    """
    name, start = word[1], word.start(1)
    lower, glued = name.lower(), start == word.start()
    if glued and lower in _ENDINGS:
        kind, hint = _ENDINGS[lower]
        width = len(typed) + len(name)
        raise ParseFailure(f"'{typed}{name}' is a {kind}", start - len(typed), width, hint.format(**HINTS))
    foreign, near = _find_similar(lower)
    short = "" if lower in words.MONEY_ABBREVIATIONS else words.ABBREVIATIONS.get(lower, "")
    if foreign or short:
        dot = int(word.string[word.end() : word.end() + 1] == ".")
        why = f"is '{foreign}' in another language" if foreign else "can be short for several words"
        other = _ALSO_UNITS.get(lower)
        hint = f"write « {foreign or short}», or {f'{other} in its place' if other else 'spell the unit out'}"
        raise ParseFailure(f"'{name}' {why}", start, len(name) + dot, hint)
    if near and not (glued and lower in MULTIPLIERS):
        raise build_refusal("no_multiplier", start, len(name), name, f"« {near}»")
    if lower in words.SMALL_MULTIPLIERS:
        before = word.string[: start - len(typed) - 1]
        is_alone = re.fullmatch(rf"[-{MINUS}0-9.,]+", typed) and not re.search("[0-9]", before)
        written = render_number(multiply(number, words.SMALL_MULTIPLIERS[lower]))
        figures = f"it in figures: «{written}»" if is_alone else "the number in figures"
        start -= len(typed) + len(word[0]) - len(name)
        raise build_refusal("no_multiplier", start, word.end() - start, name, figures)
    if glued:
        raise build_refusal("no_space", start, len(name), typed, name)


@cache
def _find_similar(word: str) -> tuple[str, str]:
    """Return the multiplier that a word is in another language, and the one that it may be misspelt from."""
    foreign = next((meant for meant, pattern in _FOREIGN.items() if re.fullmatch(pattern, word)), "")
    near = difflib.get_close_matches(word.replace("zillion", ""), MULTIPLIERS, n=1, cutoff=_MULTIPLIER_SIMILARITY)
    return foreign, near[0] if near else ""


_SYMBOL_WORDS, _SYNONYMS = words.invert_table(MISTAKES["symbols"]), words.invert_table(MISTAKES["synonyms"])
_WITHOUT_NUMBER = frozenset({"rising", "falling", "none", "unknown"})
_VAGUE_HUNDREDS = rf"(?:several|a few|few|many) ({'|'.join(MISTAKES['several'])})"
_SHARE_WORDS = words.invert_table(MISTAKES["shares"])
_DIRECTION = r"\b(?:less|fewer|under|below|more|over|above|least|most|not|no|up)\b"
_KNOWN_PHRASES = (*(phrase for rule in HEDGES for phrase in rule.words), *words.MAGNITUDES, *MISTAKES["beginnings"])
_SYMBOL = "|".join(re.escape(symbol) for symbol in sorted(_SYMBOL_WORDS, key=len, reverse=True))
_PREFIX = re.compile(r"[^0-9]*[^0-9\s]")
_NUMBER_CHARACTER = "[½⅓⅔¼¾⅕-⅞⅐⅑⅒Ⅰ-ↈ①-⓿]"
_MAX_PHRASE_WORDS = 4
"""Words of the longest phrase in the tables."""
_PHRASE_SIMILARITY = 0.78
"""How similar a phrase must be to count as a known one misspelt."""
_PREFIX_HINT = "begin with the number, as in: 93 people; or with a word such as: at least, about, unknown"
"""What to do where nothing more is known about a text."""
_FOREIGN: Mapping[str, str] = MISTAKES["foreign_multipliers"]
_ALSO_UNITS: Mapping[str, str] = MISTAKES["also_units"]
_ENDINGS: Mapping[str, tuple[str, str]] = MISTAKES["endings"]


def reject_foreign_text(text: str) -> None:
    """Raise `ParseFailure` for a character that no value may contain, whatever is around it, and for a date."""
    for offset, character in enumerate("" if text.isascii() and text.isprintable() else text):
        if character.isdecimal() and not character.isascii():
            digits = re.compile(r"\d+").match(text, offset)
            typed = digits[0] if digits else character
            raise build_refusal("digits", offset, len(typed), typed, "".join(str(int(digit)) for digit in typed))
        if re.match(_NUMBER_CHARACTER, character):
            raise build_refusal("number_character", offset, 1, character)
        if not character.isprintable() and not character.isspace():
            raise build_refusal("invisible_character", offset, 1, ord(character))
    date = text.strip()
    if compile_pattern("date").fullmatch(date):
        raise build_refusal("date", len(text) - len(text.lstrip()), len(date), date)


def reject_missing_number(text: str, offset: int, after: str = "") -> NoReturn:
    """Raise `ParseFailure` for an offset where a number must begin and none does, `after` the words before it."""
    _reject_symbol(text, offset)
    if number := read_number_words(text, offset):
        written, end = number
        is_ratio = re.match(r"\s+(?:in|out of)\s", text[end:], re.IGNORECASE)
        hint = HINTS["ratio"] if is_ratio else f"write «?{render_number(written)}»"
        raise ParseFailure(f"'{text[offset:end]}' is a number in words", offset, end - offset, hint)
    prefix = _PREFIX.match(text, offset)
    if prefix is None:
        raise build_refusal("no_number", len(text.rstrip()) - 1, 1, after)
    phrase, typed = prefix[0].lower().split(), prefix[0]
    near, width = _find_nearest(typed)
    if not near or " ".join(phrase) in _SYNONYMS:
        for length in range(min(_MAX_PHRASE_WORDS, len(phrase)), 0, -1):
            _reject_wording(" ".join(phrase[:length]), text, prefix)
    for length in (2, 1):
        if not near:
            near, width = _find_nearest("".join(re.findall(r"\s*\S+", typed)[:length]))
    message = f"there is no number after '{after}'" if after else f"a value cannot begin with '{typed}'"
    raise ParseFailure(message, offset, width or len(typed), f"did you mean «{near}»?" if near else _PREFIX_HINT)


def _find_nearest(typed: str) -> tuple[str, int]:
    """Return the known phrase that some words are most similar to, with their length; nothing when none is."""
    near = difflib.get_close_matches(typed.lower(), _KNOWN_PHRASES, n=1, cutoff=_PHRASE_SIMILARITY)
    directions = set(re.findall(_DIRECTION, typed.lower()))
    # `slightly less than` is nearly `slightly more than`, and says the opposite.
    is_safe = bool(near) and (not directions or directions == set(re.findall(_DIRECTION, near[0])))
    return (near[0], len(typed)) if is_safe else ("", 0)


def _reject_symbol(text: str, offset: int) -> None:
    """Refuse a symbol of comparison, and plus and minus."""
    for pattern, message, hint in compile_mistakes("symbols_before"):
        if typed := pattern.match(text, offset):
            raise ParseFailure(message.format(typed[0], typed[1]), offset, len(typed[0]), hint.format(typed[1]))
    if symbol := re.match(_SYMBOL, text[offset:]):
        raise build_refusal("symbol", offset, len(symbol[0]), symbol[0], _SYMBOL_WORDS[symbol[0]])


def _reject_wording(phrase: str, text: str, prefix: re.Match[str]) -> None:
    """Refuse words that a value, or what follows a hedge, may wrongly begin with."""
    start = prefix.start()
    width = len(phrase) if text[start : start + len(phrase)].lower() == phrase else len(prefix[0])
    typed = text[start : start + width]
    rest = text[start + width :].strip()
    meant = _SYNONYMS.get(phrase)
    if meant is not None and (meant in _WITHOUT_NUMBER or rest[:1].isdigit()):
        hint = f"write «{'no' if rest and meant == 'none' else meant} »"
        if meant in _WITHOUT_NUMBER and re.search(r"[0-9]", rest):
            hint = "write the number alone, and say in the statement that it grew or shrank"
        raise ParseFailure(f"a value cannot begin with '{typed}'", start, width, hint)
    if hundreds := re.fullmatch(_VAGUE_HUNDREDS, phrase):
        plural = MISTAKES["several"][hundreds[1]]
        raise ParseFailure(f"'{typed}' is not a number", start, width, f"write «{plural}{' of ' if rest else ''}»")
    if phrase in _SHARE_WORDS:
        raise build_refusal("share", start, width, typed, _SHARE_WORDS[phrase])
    for pattern, message, hint in compile_mistakes("words_before"):
        if pattern.fullmatch(phrase):
            raise ParseFailure(message.format(typed), start, width, hint.format(**HINTS))


_TEN, _HUNDRED = 10, 100
_NUMBER_WORD = re.compile(r"[\s-]*(and\s+)?([a-z]+)(?![^\W_])", re.IGNORECASE)


def read_number_words(text: str, offset: int) -> tuple[Decimal, int] | None:
    """Return the number that stands in words at an offset, such as `twenty-five thousand`, and where it ends."""
    total, current, end = Decimal(0), Decimal(0), offset
    article = re.compile(r"(?:an?|the)\s+(?=dozen|hundred|thousand|million|billion|trillion)", re.IGNORECASE)
    opened = article.match(text, offset)
    position = opened.end() if opened else offset
    while word := _NUMBER_WORD.match(text, position):
        name = word[2].lower()
        factor = words.SMALL_MULTIPLIERS.get(name, MULTIPLIERS.get(name))
        if number := words.SMALL_NUMBERS.get(name):
            # Tens may follow hundreds, and units tens; `fifty-fifty` is no number, `five and twenty` are two.
            if current % _HUNDRED and not (current % _TEN == 0 and current % _HUNDRED > _TEN > number):
                return (total + current, end) if word[1] else None
            current += number
        elif factor is None:
            break
        elif factor < MULTIPLIERS["thousand"]:
            current = max(current, Decimal(1)) * factor
        else:
            total, current = (total + max(current, Decimal(1)) * factor), Decimal(0)
        position = end = word.end()
    return (total + current, end) if end > offset else None
