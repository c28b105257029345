"""From the words an editor has in mind to the locator of a passage.

The search is lenient, since words are typed from memory or copied from a page; what it gives is not: every
locator here is found exactly once by the strict search and marks the passage that is shown with it.
"""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.evidence.locator import (
    ELLIPSIS,
    MAX_PASSAGE,
    MAX_WORDS,
    Locator,
    Passage,
    Snapshot,
    explain_not_found,
    find_words,
    normalise,
    parse_locator,
)
from factsheet.evidence.look_alikes import find_look_alike, find_loosely
from factsheet.evidence.sentences import find_enclosing_sentences, find_sentences
from factsheet.evidence.shortest import WordSpan, find_shortest_locator, find_word_span

_MAX_SUGGESTIONS = 3
_MIN_SIMILARITY = 0.4
"""Part of the weight of the words that a sentence must hold to be suggested."""
_GAP = re.compile(r"\s*[\[(]?(?:…|\.{3,})[\])]?\s*")


@dataclass(frozen=True, slots=True)
class LocatedPassage:
    """A passage of a copy, and what leads to it."""

    passage: Passage
    words: int
    """How many words the passage has."""
    locator: Locator | None
    """None when no locator within the budget leads there alone."""
    widened: bool
    """Whether the passage holds more than was asked for, since nothing shorter stands once."""


@dataclass(frozen=True, slots=True)
class LocateResult:
    """What was found for some words."""

    places: tuple[LocatedPassage, ...]
    differs: str
    """What the copy writes otherwise than it was asked for; why nothing was found; empty when it is exact."""
    suggested: tuple[LocatedPassage, ...]
    """Sentences that are like the words, where the words do not stand."""


def locate_passages(words: str, snapshot: Snapshot, *, exact: bool = False) -> LocateResult:
    """Find the passages that are meant by some words of them, by `first … last`, or by all their words.

    No more than `MAX_WORDS` words without a … are taken for a part of a sentence, and the sentence is the
    passage; with `exact`, the words alone are.
    """
    asked = normalise(words)
    found = [(at, at + len(asked)) for at in find_words(asked, snapshot.text, 0, len(snapshot.text))]
    loose = found or list(find_loosely(asked, snapshot.text)) or list(_find_between(asked, snapshot.text))
    if not loose:
        return LocateResult((), _explain_missing(asked, snapshot), tuple(_suggest_similar(asked, snapshot)))
    part = not exact and len(asked.split()) <= MAX_WORDS and not _GAP.search(asked)
    chosen: dict[tuple[int, int], LocatedPassage] = {}
    for start, end in loose:
        place = _widen_passage(start, end, snapshot, part=part)
        if place:
            chosen.setdefault((place.passage.start, place.passage.end), place)
    alike = None if found else find_look_alike(asked, snapshot.text)
    return LocateResult(tuple(chosen.values()), alike.why if alike else "", ())


def _explain_missing(asked: str, snapshot: Snapshot) -> str:
    """Return which of the words do stand in the copy, where the strict search can tell."""
    locator = parse_locator(_GAP.sub(f" {ELLIPSIS} ", asked))
    missed = explain_not_found(locator, snapshot) if isinstance(locator, Locator) else ""
    return missed if missed.startswith("paragraph") else ""


def _find_between(asked: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield each stretch from the words before the … to the nearest of those after it."""
    sides = _GAP.split(asked, maxsplit=1)
    if len(sides) == 1:
        return
    for start, end in find_loosely(sides[0], text):
        closing = next(find_loosely(sides[1], text, end), None)
        if closing and closing[0] <= start + MAX_PASSAGE:
            yield start, closing[1]


def _widen_passage(start: int, end: int, snapshot: Snapshot, *, part: bool) -> LocatedPassage | None:
    """Return the passage that is meant by a stretch, widened until a locator leads to it alone."""
    given, sentence = (start, end), find_enclosing_sentences(snapshot, start, end)
    meant = [sentence, given] if part else [given]
    following, before = (
        find_enclosing_sentences(snapshot, start, sentence[1] + 2),
        find_enclosing_sentences(snapshot, sentence[0] - 2, end),
    )
    wider = [(start, sentence[1]), (sentence[0], end), sentence, following, before]
    first: WordSpan | None = None
    for span in (*meant, *wider):
        tried = find_word_span(snapshot, *span)
        first = first or tried
        locator = find_shortest_locator(tried, snapshot) if tried else None
        if tried and locator:
            return _build_passage(tried, locator, snapshot, widened=span not in meant)
    return _build_passage(first, None, snapshot, widened=False) if first else None


def _build_passage(
    part: WordSpan, locator: Locator | None, snapshot: Snapshot, *, widened: bool
) -> LocatedPassage:
    text = snapshot.text[part.start : part.end]
    passage = Passage(part.start, part.end, snapshot.find_paragraph(part.start), text)
    return LocatedPassage(passage, len(part.words), locator, widened)


def _suggest_similar(asked: str, snapshot: Snapshot) -> Iterator[LocatedPassage]:
    """Yield the sentences that share the rarest words with what was asked for, the likest first."""
    held = [(span, _collect_words(snapshot.text[slice(*span)])) for span in find_sentences(snapshot)]
    spread = Counter(word for _, bag in held for word in bag)
    rarest = math.log(1 + len(held))
    weights: dict[str, float] = {}
    for word in sorted(_collect_words(asked)):
        near = difflib.get_close_matches(word, spread, n=1, cutoff=0.8)
        weights[near[0] if near else f"?{word}"] = rarest - math.log(1 + spread[near[0]]) if near else rarest
    total = sum(weights.values())
    scores = (
        [(sum(weights.get(word, 0) for word in bag) / total, span) for span, bag in held] if total else []
    )
    for score, span in sorted(scores, key=lambda one: (-one[0], one[1]))[:_MAX_SUGGESTIONS]:
        place = _widen_passage(*span, snapshot, part=False) if score >= _MIN_SIMILARITY else None
        if place:
            yield place


def _collect_words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W_]+", text))
