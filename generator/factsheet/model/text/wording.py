"""Wording that messages and pages share."""

from collections.abc import Collection
from itertools import islice


def format_count(count: int, noun: str, nouns: str = "") -> str:
    """Return a count with its noun: `1 fact`, `2 facts`, `no facts`."""
    many = nouns or f"{noun}s"
    return f"no {many}" if count == 0 else f"{count:,} {noun if count == 1 else many}"


def capitalise(sentence: str) -> str:
    """Return words with a capital, to begin a sentence."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def decapitalise(words: str) -> str:
    """Return words without a capital at their beginning, to stand inside a sentence."""
    return f"{words[:1].lower()}{words[1:]}"


def join_names(names: Collection[str], most: int = 3) -> str:
    """Return ids in quotes, as a sentence lists them: `'a', 'b' and 'c'`, or `'a', 'b', 'c' and 9 more`."""
    shown = [f"'{name}'" for name in islice(names, most)]
    last = f"{len(names) - most:,} more" if len(names) > most else shown.pop() if shown else ""
    return f"{', '.join(shown)} and {last}" if shown else last
