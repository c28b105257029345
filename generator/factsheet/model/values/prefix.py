"""Read what precedes the number of a value: hedges, and the words that open a range."""

from __future__ import annotations

import re
from dataclasses import dataclass

from factsheet.diagnostics.core import ParseFailure
from factsheet.model.values.hedges import HEDGES, Hedge, HedgeRule


def fold_spaces(text: str) -> str:
    """Return the text with each run of white space as one space and none at the ends."""
    return " ".join(text.split())


def compile_phrases(*known: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases with the white space around it; the longest match wins.

    The phrase itself is group 1. Case and the amount of white space do not matter.
    """
    longest_first = sorted(known, key=len, reverse=True)
    words = (
        r"\s+".join(map(re.escape, phrase.split())) + (r"(?![\w-])" if phrase[-1].isalpha() else "")
        for phrase in longest_first
    )
    return re.compile(rf"\s*({'|'.join(words)})\s*", re.IGNORECASE)


_RULES_BY_WORDS = {words: rule for rule in HEDGES for words in rule.words}
_HEDGE = compile_phrases(*_RULES_BY_WORDS)
_OPENING = compile_phrases("between", "from")


@dataclass(frozen=True, slots=True)
class Prefix:
    """What precedes the first number of a value."""

    rule: HedgeRule | None
    """None without a hedge, and for a range that is opened by a word."""
    opening: str
    """`between`, `from` or nothing."""
    about: bool
    """Whether `about` follows a bound or an opening."""
    words: str
    """All of it, in lower case; empty when there is no prefix."""
    end: int
    """Offset at which the number must begin."""


def begins_with_hedge(text: str) -> bool:
    """Tell whether the text begins with a hedge or with a word that opens a range."""
    return _HEDGE.match(text) is not None or _OPENING.match(text) is not None


def read_prefix(text: str) -> Prefix:
    """Read the hedges and the opening that a value begins with, if any.

    Raises:
        ParseFailure: when the words contradict or repeat each other.
    """
    first = _HEDGE.match(text)
    opening = _OPENING.match(text, first.end() if first else 0)
    if opening is not None:
        return _read_opening(text, first, opening)
    if first is None:
        return Prefix(None, "", about=False, words="", end=0)
    words = fold_spaces(first[1]).lower()
    rule = _RULES_BY_WORDS[words]
    second = _HEDGE.match(text, first.end())
    if second is None:
        return Prefix(rule, "", about=False, words=words, end=first.end())
    other = fold_spaces(second[1]).lower()
    follower = _RULES_BY_WORDS[other]
    if rule.is_bound and follower.hedge is Hedge.ABOUT:
        return Prefix(rule, "", about=True, words=f"{words} {other}", end=second.end())
    is_swapped = rule.hedge is Hedge.ABOUT and follower.is_bound
    hint = f"write «!{other} {words}»" if is_swapped else "keep the one that the source uses"
    raise ParseFailure(f"'{words}' and '{other}' cannot be combined", second.start(1), len(second[1]), hint)


def _read_opening(text: str, hedge: re.Match[str] | None, opening: re.Match[str]) -> Prefix:
    name = opening[1].lower()
    if hedge is not None:
        words = fold_spaces(hedge[1]).lower()
        about = _RULES_BY_WORDS[words].hedge is Hedge.ABOUT
        hint = "put it after, as in: between about 5 and 7" if about else "leave it out: a range names both of its ends"
        raise ParseFailure(f"'{words}' cannot precede '{name}'", hedge.start(1), len(hedge[1]), hint)
    second = _HEDGE.match(text, opening.end())
    if second is None:
        return Prefix(None, name, about=False, words=name, end=opening.end())
    words = fold_spaces(second[1]).lower()
    if _RULES_BY_WORDS[words].hedge is not Hedge.ABOUT:
        hint = "leave it out: a range names both of its ends"
        raise ParseFailure(f"'{words}' cannot occur inside a range", second.start(1), len(second[1]), hint)
    return Prefix(None, name, about=True, words=f"{name} {words}", end=second.end())
