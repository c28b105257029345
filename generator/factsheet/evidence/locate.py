"""Find the locator of a passage from the words an editor remembers.

The search is lenient, since words are typed from memory or copied from a page. Its result is strict: the exact
search finds every locator given here once, at the passage that is shown with it.
"""

import difflib
import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence import locator
from factsheet.evidence.locator import Locator, Snapshot

_SENTENCE_END = re.compile(r"""(?<![.!?…])[.!?…]++["'”’»)\]]*(?:\]\([^()\s]*\))?[.!?]*\s+""")
"""Full stops, what closes after them, and white space."""
_TITLES = "Mr|Mrs|Ms|Dr|Prof|St|No|vs|Gen|Col|Lt|Sgt|Sen|Rep"
_ABBREVIATION = re.compile(rf"(?:^|[(“\"'‘«\[])(?:(?:[^\W\d_]\.)*[^\W\d_]|{_TITLES})\.$")
"""Initials and titles, whose full stop does not end a sentence."""
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_MAX_PUNCTUATION = 40
"""Characters after the end of a sentence in which the next one begins."""
_Spans: TypeAlias = Sequence[tuple[int, int]]
"""Offsets in the text of a copy where sentences, or the words of a part of it, begin and end."""
MIN_WORDS = 2
"""Words preferred on either side: a single one says little to a reader."""
_OPENING = "\"'“”„‘’‚«»‹›([{<*_`"
_CLOSING = "\"'“”‘’«»‹›)]}>*_`.,;:!?…"
_LINK_END = re.compile(r"\]\([^()\s]*\)[^\w\s]*$")
_MARKUP = re.compile(r"\]\(|[\[*_`]")
_WORD = re.compile(r"(?:(?!\.{3})[^\s…])+")
"""Characters up to white space, or up to three dots, which no locator may contain."""
_MAX_PLACES = 20
"""Places for which a locator is looked for."""
_MAX_SUGGESTIONS = 3
_MIN_SIMILARITY = 0.4
"""Share of the weight of the words that a suggested sentence contains."""
_GAP = re.compile(r"\s*[\[(]?(?:…|\.{3,})[\])]?\s*")


def find_sentences(snapshot: Snapshot) -> Iterator[tuple[int, int]]:
    """Yield the offsets of every sentence, in order; none crosses the end of a paragraph."""
    ends = (*(start - 1 for start in snapshot.starts[1:]), len(snapshot.text))[: snapshot.paragraphs]
    for start, end in zip(snapshot.starts, ends, strict=True):
        begin = start
        for found in _SENTENCE_END.finditer(snapshot.text, start, end):
            letter = _LETTER_OR_DIGIT.search(snapshot.text, found.end(), found.end() + _MAX_PUNCTUATION)
            if letter and letter[0].islower():
                continue  # No sentence begins there.
            word = max(begin, snapshot.text.rfind(" ", begin, found.start()) + 1)
            if not _ABBREVIATION.search(snapshot.text[word : found.start() + 1]):
                yield begin, found.start() + len(found[0].rstrip())
                begin = found.end()
        if begin < end:
            yield begin, end


def _find_enclosing_sentences(sentences: _Spans, start: int, end: int) -> tuple[int, int]:
    """Return the offsets of the sentence or sentences that a span of the text touches."""
    first = bisect_right(sentences, start, key=lambda sentence: sentence[1])
    last = bisect_left(sentences, end, key=lambda sentence: sentence[0])
    return (sentences[first][0], sentences[last - 1][1]) if first < last else (start, end)


def find_word_spans(snapshot: Snapshot, start: int, end: int) -> _Spans:
    """Return the words of a part of a copy without punctuation around them, completing those it cuts."""
    text = snapshot.text
    while 0 < start < len(text) and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    tokens = (found for found in _WORD.finditer(text, max(start, 0), end) if any(map(str.isalnum, found[0])))
    return tuple(_trim_word(found[0], found.start()) for found in tokens)


def _trim_word(token: str, offset: int) -> tuple[int, int]:
    """Return the offsets of a word without quotation marks, brackets, links and full stops around it."""
    head = _LINK_END.sub("", token).rstrip(_CLOSING)
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", head) and token[len(head) :].startswith("."):
        head += "."  # As in U.S.
    word = head.lstrip(_OPENING)
    if not any(map(str.isalnum, word)):
        return offset, offset + len(token)
    return offset + len(head) - len(word), offset + len(head)


def find_shortest_locator(words: _Spans, snapshot: Snapshot) -> Locator | None:
    """Return the shortest locator that finds a part of the copy with some words and nothing else, if there is one."""
    start, end = words[0][0], words[-1][1]
    if end - start > locator.MAX_PASSAGE:
        return None
    candidates = map(locator.parse_locator, _list_candidates(words, snapshot))
    found = ((it, locator.find_passages(it, snapshot, most=2)) for it in candidates if isinstance(it, Locator))
    exact = (it for it, places in found if [(place.start, place.end) for place in places] == [(start, end)])
    return min(exact, key=lambda candidate: _rank_flaws(candidate, start, snapshot), default=None)


def _rank_flaws(candidate: Locator, start: int, snapshot: Snapshot) -> tuple[bool, bool, int]:
    """Return the flaws of a valid locator, the worst first; among equals, the first candidate wins."""
    sides = [side for side in (candidate.first, candidate.last) if side]
    return (
        _MARKUP.search(candidate.text) is not None,
        find_browser_match(candidate, snapshot) != start,
        sum(count_words(side) < MIN_WORDS for side in sides),
    )


def _list_candidates(words: _Spans, snapshot: Snapshot) -> Iterator[str]:
    """Yield possible locators of a part, those with the fewest words first; among equals, the most even."""
    count, start, end = len(words), words[0][0], words[-1][1]
    if count <= locator.MAX_WORDS and locator.ELLIPSIS not in snapshot.text[start:end]:
        yield snapshot.text[start:end]
    sizes = range(1, min(locator.MAX_WORDS, count - 1) + 1)
    pairs = [(first, last) for first in sizes for last in sizes if first + last <= count]
    for first, last in sorted(pairs, key=lambda pair: (sum(pair), abs(pair[0] - pair[1]), -pair[0])):
        begin, close = snapshot.text[start : words[first - 1][1]], snapshot.text[words[-last][0] : end]
        yield f"{begin} {locator.ELLIPSIS} {close}"


def find_browser_match(candidate: Locator, snapshot: Snapshot) -> int:
    """Return where a browser that follows the passage's link starts in a page with the copy's text, or -1."""
    found = re.search(rf"(?<!\w){re.escape(candidate.first)}(?!\w)", snapshot.text, re.IGNORECASE)
    return found.start() if found else -1


def count_words(text: str) -> int:
    """Count the words of a text; a dash or other lone punctuation is not one."""
    return sum(any(map(str.isalnum, token)) for token in text.split())


@dataclass(frozen=True, slots=True)
class LocatedPassage:
    """A passage of a copy, and its locator."""

    passage: locator.Passage
    words: int
    """How many words the passage has."""
    locator: Locator | None
    """None when no locator within the limits finds it alone."""
    widened: bool
    """Whether the passage has more than the words asked for, since nothing shorter is unique."""


@dataclass(frozen=True, slots=True)
class LocateResult:
    """What was found for some words."""

    places: tuple[LocatedPassage, ...]
    differs: str
    """How the copy differs from the words, or why nothing was found; empty when they match exactly."""
    suggested: tuple[LocatedPassage, ...] = ()
    """Similar sentences, where the words were not found."""
    more: int = 0
    """How often else the words stand in the copy; no locator was looked for there."""


def locate_passages(words: str, snapshot: Snapshot, *, exact: bool = False) -> LocateResult:
    """Find the passages that are meant by some of their words, by `first … last`, or by all their words.

    Up to `MAX_WORDS` words without a … are part of a sentence, and the sentence is the passage; with `exact`, the
    words alone are.
    """
    asked = locator.normalise(words)
    offsets = locator.find_words(asked, snapshot.text, 0, len(snapshot.text))
    found = [(offset, offset + len(asked)) for offset in offsets]
    loose = found or list(locator.find_loosely(asked, snapshot.text)) or list(_find_between(asked, snapshot.text))
    sentences = tuple(find_sentences(snapshot))
    if not loose:
        candidate = locator.parse_locator(_GAP.sub(f" {locator.ELLIPSIS} ", asked))
        why = locator.explain_not_found(candidate, snapshot) if isinstance(candidate, Locator) else ""
        suggested = tuple(_suggest_similar(asked, snapshot, sentences))
        # Which of the words the copy does contain, where the exact search can tell.
        return LocateResult((), why if why.startswith("paragraph") else "", suggested)
    part = not exact and len(asked.split()) <= locator.MAX_WORDS and not _GAP.search(asked)
    chosen: dict[tuple[int, int], LocatedPassage] = {}
    for start, end in loose[:_MAX_PLACES]:
        if place := _widen_passage(start, end, snapshot, sentences, part=part):
            chosen.setdefault((place.passage.start, place.passage.end), place)
    alike = None if found else locator.find_look_alike(asked, snapshot.text)
    return LocateResult(tuple(chosen.values()), alike[0] if alike else "", more=len(loose[_MAX_PLACES:]))


def _find_between(asked: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield each span from the words before the … to the nearest of those after it."""
    sides = _GAP.split(asked, maxsplit=1)
    if len(sides) == 1:
        return
    closings = list(locator.find_loosely(sides[1], text))
    for start, end in locator.find_loosely(sides[0], text):
        place = bisect_left(closings, (end, end))
        if place < len(closings) and closings[place][0] <= start + locator.MAX_PASSAGE:
            yield start, closings[place][1]


def _widen_passage(start: int, end: int, snapshot: Snapshot, sentences: _Spans, *, part: bool) -> LocatedPassage | None:
    """Return the passage that is meant by a span, widened until a locator finds it alone."""
    sentence = _find_enclosing_sentences(sentences, start, end)
    meant = [sentence, (start, end)] if part else [(start, end)]
    following = _find_enclosing_sentences(sentences, start, sentence[1] + 2)
    before = _find_enclosing_sentences(sentences, sentence[0] - 2, end)
    wider = [(start, sentence[1]), (sentence[0], end), sentence, following, before]
    first: _Spans = ()
    # What is longer than a passage may be has no locator, and its words need not be looked at.
    for span in (span for span in (*meant, *wider) if span[1] - span[0] <= locator.MAX_PASSAGE or span == (start, end)):
        tried = find_word_spans(snapshot, *span)
        first = first or tried
        candidate = find_shortest_locator(tried, snapshot) if tried else None
        if candidate:
            return _build_passage(tried, candidate, snapshot, widened=span not in meant)
    return _build_passage(first, None, snapshot, widened=False) if first else None


def _build_passage(words: _Spans, candidate: Locator | None, snapshot: Snapshot, *, widened: bool) -> LocatedPassage:
    start, end = words[0][0], words[-1][1]
    passage = locator.Passage(start, end, snapshot.find_paragraph(start), snapshot.text[start:end])
    return LocatedPassage(passage, len(words), candidate, widened)


def _suggest_similar(asked: str, snapshot: Snapshot, sentences: _Spans) -> Iterator[LocatedPassage]:
    """Yield the sentences that share the rarest words with what was asked for, the most similar first."""
    contents = [(span, _collect_words(snapshot.text[slice(*span)])) for span in sentences]
    frequencies = Counter(word for _, words in contents for word in words)
    rarest = math.log(1 + len(sentences))
    weights: dict[str, float] = {}
    for word in sorted(_collect_words(asked[: locator.MAX_PASSAGE])):
        near = [word] if word in frequencies else difflib.get_close_matches(word, frequencies, n=1, cutoff=0.8)
        weights[near[0] if near else f"?{word}"] = rarest - math.log(1 + frequencies[near[0]]) if near else rarest
    total = sum(weights.values()) or 1
    scores = [(sum(weights.get(word, 0) for word in words) / total, span) for span, words in contents]
    for score, span in sorted(scores, key=lambda scored: (-scored[0], scored[1]))[:_MAX_SUGGESTIONS]:
        if score >= _MIN_SIMILARITY and (place := _widen_passage(*span, snapshot, sentences, part=False)):
            yield place


def _collect_words(text: str) -> frozenset[str]:
    return frozenset(word.casefold() for word in re.findall(r"[^\W_]+", text))
