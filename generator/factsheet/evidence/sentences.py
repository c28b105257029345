"""Where sentences begin and end in a copy of a source, well enough to suggest one to an editor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.evidence.locator import Snapshot

_SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*(?:\]\([^()\s]*\))?[.!?]*\s+""")
"""A full stop with what closes after it, and a blank."""
_TITLES = "Mr|Mrs|Ms|Dr|Prof|St|No|vs|Gen|Col|Lt|Sgt|Sen|Rep"
_ABBREVIATION = re.compile(rf"(?:^|[\s(“\"'‘«\[])(?:(?:[^\W\d_]\.)*[^\W\d_]|{_TITLES})\.$")
"""Initials and titles, whose full stop ends no sentence."""


def find_sentences(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Yield the offsets of every sentence, in order; none runs over the end of a paragraph."""
    ends = (*(start - 1 for start in snapshot.starts[1:]), len(snapshot.text))[: snapshot.paragraphs]
    for start, end in zip(snapshot.starts, ends, strict=True):
        begin = start
        for found in _SENTENCE_END.finditer(snapshot.text, start, end):
            if _continues_sentence(snapshot.text, found.end()):
                continue
            if not _ABBREVIATION.search(snapshot.text[begin : found.start() + 1]):
                yield begin, found.start() + len(found[0].rstrip())
                begin = found.end()
        if begin < end:
            yield begin, end


def _continues_sentence(text: str, at: int) -> bool:
    """Tell whether the next letter is a small one, so that no sentence begins there."""
    found = re.compile(r"[^\W_]").search(text, at)
    return found is not None and found[0].islower()


def find_enclosing_sentences(snapshot: Snapshot, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the sentence or sentences that a stretch of the text lies in."""
    touched = [one for one in find_sentences(snapshot) if one[0] < end and start < one[1]]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)
