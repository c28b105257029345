"""Two texts as one: the words that stayed, those that went and those that came."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

KEPT, GONE, COME = "=", "-", "+"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that share one fate."""

    sign: str
    """`KEPT`, `GONE` or `COME`."""
    words: str


def word_diff(before: str, after: str) -> Iterator[Run]:
    """Yield the runs of words, those that went before those that came in their place."""
    old, new = before.split(), after.split()
    for fate, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if fate == "equal":
            yield Run(KEPT, " ".join(old[a:b]))
            continue
        if b > a:
            yield Run(GONE, " ".join(old[a:b]))
        if d > c:
            yield Run(COME, " ".join(new[c:d]))
