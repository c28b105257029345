"""The shortest locator of a passage: found by trying, from the fewest words up.

A locator is good when the strict search finds it exactly once and there marks the passage. Better still is
one that a browser follows to the same place, which shows the first passage that begins so and, unlike our
search, however far away the last words are; and one without signs of markup, which no browser sees.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.evidence.locator import (
    ELLIPSIS,
    MAX_PASSAGE,
    MAX_WORDS,
    Locator,
    Snapshot,
    find_passages,
    parse_locator,
)

MIN_WORDS = 2
"""Words on either side, where fewer are not all there is: one alone tells a reader little."""

_OPENING = "\"'“”„‘’‚«»‹›([{<*_`"
_CLOSING = "\"'“”‘’«»‹›)]}>*_`.,;:!?…"
_LINK_END = re.compile(r"\]\([^()\s]*\)[^\w\s]*$")
_MARKUP = re.compile(r"\]\(|[\[*_`]")


@dataclass(frozen=True, slots=True)
class WordSpan:
    """A part of a copy, without the signs around its first and last word."""

    words: tuple[tuple[int, int], ...]
    """Offsets of its words in the text of the copy."""

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.words[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.words[-1][1]


_WORD = re.compile(r"(?:(?!\.{3})[^\s…])+")
"""Signs up to a blank; also up to three dots, which no locator holds."""


def find_word_span(snapshot: Snapshot, start: int, end: int) -> WordSpan | None:
    """Return the words of a part of a copy, those it cuts in full; None when there are none."""
    text = snapshot.text
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    tokens = (found for found in _WORD.finditer(text, max(start, 0), end) if any(map(str.isalnum, found[0])))
    words = tuple(_trim_word(found[0], found.start()) for found in tokens)
    return WordSpan(words) if words else None


def _trim_word(token: str, at: int) -> tuple[int, int]:
    """Return the offsets of a word without quotation marks, brackets, links and full stops around it."""
    kept = _LINK_END.sub("", token).rstrip(_CLOSING)
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", kept) and token[len(kept) :].startswith("."):
        kept += "."  # As in U.S.
    begun = kept.lstrip(_OPENING)
    if not any(map(str.isalnum, begun)):
        return at, at + len(token)
    return at + len(kept) - len(begun), at + len(kept)


def find_shortest_locator(part: WordSpan, snapshot: Snapshot) -> Locator | None:
    """Return the shortest locator that leads to a part of the copy and nowhere else, if there is one."""
    if part.end - part.start > MAX_PASSAGE:
        return None
    sound = (one for one in _list_candidates(part, snapshot) if _finds_exactly(one, part, snapshot))
    return min(sound, key=lambda one: _rank_flaws(one, part, snapshot), default=None)


def _rank_flaws(locator: Locator, part: WordSpan, snapshot: Snapshot) -> tuple[bool, bool, int]:
    """Return what is wrong with a good locator, the worst first; of equal ones the first tried is taken."""
    sides = [side for side in (locator.first, locator.last) if side]
    return (
        _MARKUP.search(locator.text) is not None,
        find_browser_match(locator, snapshot) != part.start,
        sum(count_words(side) < MIN_WORDS for side in sides),
    )


def _list_candidates(part: WordSpan, snapshot: Snapshot) -> Iterator[Locator]:
    """Yield locators of a part, those of the fewest words first; of equal ones, the most even."""
    count = len(part.words)
    if count <= MAX_WORDS and ELLIPSIS not in snapshot.text[part.start : part.end]:
        yield from _parse_candidate(snapshot.text[part.start : part.end])
    sizes = range(1, min(MAX_WORDS, count - 1) + 1)
    pairs = [(first, last) for first in sizes for last in sizes if first + last <= count]
    for first, last in sorted(pairs, key=lambda pair: (sum(pair), abs(pair[0] - pair[1]), -pair[0])):
        begin = snapshot.text[part.start : part.words[first - 1][1]]
        close = snapshot.text[part.words[-last][0] : part.end]
        yield from _parse_candidate(f"{begin} {ELLIPSIS} {close}")


def _parse_candidate(text: str) -> Iterator[Locator]:
    locator = parse_locator(text)
    if isinstance(locator, Locator):
        yield locator


def _finds_exactly(locator: Locator, part: WordSpan, snapshot: Snapshot) -> bool:
    found = find_passages(locator, snapshot)
    return len(found) == 1 and (found[0].start, found[0].end) == (part.start, part.end)


def find_browser_match(locator: Locator, snapshot: Snapshot) -> int:
    """Return where a browser begins that follows the passage's link in a page with the copy's text."""
    whole_words = rf"(?<!\w){re.escape(locator.first)}(?!\w)"
    found = re.search(whole_words, snapshot.text, re.IGNORECASE)
    return found.start() if found else -1


def count_words(text: str) -> int:
    """Count the words of a text; a dash or another lone sign is none."""
    return sum(any(map(str.isalnum, token)) for token in text.split())
