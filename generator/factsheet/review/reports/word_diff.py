"""Two texts as one: the words that stayed, those that went and those that came."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

UNCHANGED, REMOVED, INSERTED = "=", "-", "+"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that share one fate."""

    sign: str
    """`KEPT`, `GONE` or `COME`."""
    words: str


def diff_words(before: str, after: str) -> Iterator[WordRun]:
    """Yield the runs of words, those that went before those that came in their place."""
    old, new = before.split(), after.split()
    for fate, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if fate == "equal":
            yield WordRun(UNCHANGED, " ".join(old[a:b]))
            continue
        if b > a:
            yield WordRun(REMOVED, " ".join(old[a:b]))
        if d > c:
            yield WordRun(INSERTED, " ".join(new[c:d]))
