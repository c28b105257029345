"""The words of a language by which passages are read: one file a language in `languages/`, named by its two letters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from factsheet.diagnostics.core import read_declarations
from factsheet.reading.claims import CLAIM_LANGUAGE

_LOOK_BACK = 12
"""Characters before a word that show whether it begins a sentence."""
_SENTENCE_START = re.compile(r"""(?:^|[.!?…:]["'”’)\]]*\s+)["'“„‘«(\[]*$|["“„«(\[]$""")


@dataclass(frozen=True, slots=True, eq=False)
class WordLists:
    """The lists of one language as patterns; `en.toml` says what each is."""

    language: str
    """Two letters, or empty where there is no file for it: then only figures can be read."""
    decimal: str
    """The mark before decimals; `.` or `,`."""
    compounds: bool
    """Whether number words are joined into one: `dreiundneunzig`."""
    joins: tuple[str, ...]
    """Words inside a number: `two hundred and six`."""
    words: Mapping[str, Decimal]
    """Words that are numbers."""
    scales: Mapping[str, Decimal]
    """Words and short forms that multiply the number before them."""
    fractions: Mapping[str, Decimal]
    shares: Mapping[str, Decimal]
    measures: Mapping[str, str]
    """Units of time, length and weight, each with its English name."""
    magnitudes: Mapping[str, re.Pattern[str]]
    """Orders of magnitude, by the words that values are written in."""
    patterns: Mapping[str, re.Pattern[str]]
    """All other lists, by section and name: `negations.words`."""

    def find(self, name: str, text: str) -> tuple[re.Match[str], ...]:
        """Return where words of a list stand in a text; a capitalised word within a sentence is a name: `May`."""
        found = self.patterns[name].finditer(text)
        return tuple(match for match in found if not _is_name(match, text))


def _is_name(match: re.Match[str], text: str) -> bool:
    word = match[0].split()[0]
    before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
    return word.istitle() and len(word) > 1 and not _SENTENCE_START.search(before)


def compile_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the words, the longest first; `*` stands for more letters."""
    parts = sorted({_escape_word(word) for word in words}, key=len, reverse=True)
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)


def _escape_word(word: str) -> str:
    bare = word.strip()
    pattern = re.escape(bare).replace(r"\*", r"\w*").replace("\\ …", r"(?:\s+\w+){0,12}").replace(r"\ ", r"\s+")
    before = r"(?<!\w)" if bare[0].isalnum() else ""
    return before + pattern.replace("'", "['’]") + (r"(?!\w)" if bare[-1].isalnum() or bare[-1] == "*" else "")


def _make_empty_lists() -> WordLists:
    """Return lists with nothing in them, for a language without a file: only figures are read."""
    english = read_word_lists(CLAIM_LANGUAGE)
    patterns = {**dict.fromkeys(english.patterns, compile_words(())), "numbers.percent": compile_words(["%", "٪"])}
    empty = replace(english, language="", compounds=False, joins=(), words={}, scales={}, patterns=patterns)
    return replace(empty, fractions={}, shares={}, measures={}, magnitudes={})


@cache
def read_word_lists(language: str) -> WordLists:
    """Return the lists of a language, by its tag (`en`, `en-GB`); those of a language without a file are empty."""
    name = language.partition("-")[0].lower()
    try:
        raw = dict(read_declarations("reading", f"languages/{name if name.isalpha() else ''}.toml"))
    except OSError:
        return _make_empty_lists()
    nested = {f"{outer}.{inner}": raw[outer][inner] for outer in ("bounds", "doubts") for inner in raw[outer]}
    sections = {**raw, **{name: lists for name, lists in nested.items() if isinstance(lists, dict)}}
    patterns = {
        f"{section}.{key}": compile_words(words)
        for section, lists in sections.items()
        for key, words in lists.items()
        if isinstance(words, list)
    }
    numbers = raw["numbers"]
    return WordLists(
        name,
        numbers["decimal"],
        numbers["compounds"],
        tuple(numbers["joins"]),
        {word: Decimal(str(number)) for word, number in numbers["words"].items()},
        {word: Decimal(number) for word, number in numbers["scales"].items()},
        {word: Decimal(top) / Decimal(bottom) for word, (top, bottom) in numbers["fractions"].items()},
        {words: Decimal(share) for words, share in numbers["shares"].items()},
        {word: name for name, words in numbers["measures"].items() for word in words},
        {words: compile_words(ways) for words, ways in numbers["magnitudes"].items()},
        patterns,
    )
