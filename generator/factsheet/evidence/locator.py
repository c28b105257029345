"""Locators: a few words that identify one passage of a source, and the exact search for them.

Matching is exact after normalising and never fuzzy: a locator that silently moves to a similar sentence is worse
than one that is not found. A change of what counts as the same text needs a new `NORMALISER`.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from urllib.parse import quote

from factsheet.diagnostics.core import ParseError
from factsheet.diagnostics.frozen import dataclass

_QUOTES = "'`\"«»‘’“”" + "\u00b4\u02bc\u201a\u201b\u201e\u201f\u2032\u2033\u2039\u203a"
_DASHES = "-\u2010\u2011\u2012–\u2014\u2015−"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_MARKUP = r"(?:[\[*_`]|\]\([^()\s]{0,2000}\)){0,8}"
_MAX_SHOWN_LENGTH = 120
"""Characters of a look-alike that a hint shows; an address inside it can be long."""
NORMALISER = "nfc-fold-1"
"""Name of the rules of `normalise`; the evidence lock records it, since its hashes depend on them."""
MAX_WORDS = 6
"""Words that either side of a locator may have: enough to be found once, too few to republish a text."""
MAX_SIDE = 120
"""Characters that either side may have, for scripts without spaces between words."""
MAX_PASSAGE = 1200
"""Characters that a passage may have, from the first of the first words to the last of the last words."""
ELLIPSIS = "…"
_LINE_END = re.compile(r"\r\n|\r|\n")
_TOKEN = re.compile(r"\S+")
_SHAPE_HINT = "write the first words … the last words of the passage"
# JavaScript reads these patterns as Python does: `evidence.json` takes them to the page that checks a reader's copy.
FOLDS: tuple[tuple[str, str], ...] = (
    (f"[{_INVISIBLE}]", ""),
    (r"\]\([^()\s]*\)", ""),
    (r"(?<![0-9])[\[\]*_#]+|[\[\]*_#]+(?![0-9])", ""),
    ('["«»“”\u201e\u201f\u2033]', '"'),
    ("['`‘’\u00b4\u02bc\u201a\u201b\u2032\u2039\u203a]", "'"),
    (f"[{_DASHES}]+", "-"),
    ("…", "..."),
    (" +", " "),
    (r"""(?<![0-9]) (?=["'.,:;!?()/%-])| (?=["'.,:;!?()/%-](?![0-9]))""", ""),
    (r"""(?<=["';!?()/-]) |(?<=[.,:]) (?![0-9])|(?<=[^0-9][.,:]) """, ""),
)
"""What is typeset in several ways, as patterns and what each becomes: no word, digit or mark between two digits."""
_ELLIPSIS_HINT = "write the single character … (U+2026) with a space on either side"
_OTHER_WORDS_HINT = f"{_ELLIPSIS_HINT}, or other words if the source has"
_FORBIDDEN = (
    (r"[\ud800-\udfff]", "half a character (a lone surrogate)", "copy the words again from the source"),
    (r"[\[(]\s*(?:…|\.\.\.)\s*[\])]", "a … in brackets separates nothing", _ELLIPSIS_HINT),
    (r"\.{3,}|\.(?:\s\.){2,}", "three dots separate nothing", f"{_OTHER_WORDS_HINT} dots"),
    (r"(?<=\S)…|…(?=\S)", "a … without spaces separates nothing", f"{_OTHER_WORDS_HINT} it"),
)
"""Patterns that no locator may contain, with the message and the hint."""
_SUSPECT = re.compile(r"[\ud800-\udfff]|\.\s?\.|…(?:(?<=\S…)|(?=\S))|[\[(]\s*…")
"""What one of them may match; in most locators, one search finds that none does."""
_PLAIN_WORD = r"[!-/:-@\[-`{-~]*+[0-9A-Za-z][!-~]*+"
_PLAIN_SIDE = rf"({_PLAIN_WORD}(?: {_PLAIN_WORD}){{0,{MAX_WORDS - 1}}})"
_PLAIN = re.compile(f"{_PLAIN_SIDE} {ELLIPSIS} {_PLAIN_SIDE}")
"""Few words of ASCII on each side, with single spaces: what most locators are."""


def find_look_alike(words: str, text: str) -> tuple[str, re.Match[str]] | None:
    """Return the first part of the text that differs from the words in one small way, after the way, if there is one.

    Both are normalised text. The way is a clause, such as `its quotation marks differ`; where several fit, it is the
    one that changes least.
    """
    found = ((why, re.search(pattern, text)) for why, pattern in _list_looser_patterns(words))
    return next(((why, match) for why, match in found if match), None)


def find_loosely(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where the words occur in a text, ignoring capitals and punctuation, overlapping ones too.

    The offsets are those of the text itself: from the first letter or digit of the words to the last.
    """
    parts = [re.escape(part) for part in re.findall(r"[^\W_]+", words)]
    if parts:
        pattern = _wrap_whole_words(r"[\W_]{0,40}".join(parts))
        yield from (found.span(1) for found in re.finditer(f"(?=({pattern}))", text, re.IGNORECASE))


def _list_looser_patterns(words: str) -> Iterator[tuple[str, str]]:
    """Yield patterns for the words, each looser than exact in one way, with what a match means."""
    plain = re.escape(words)
    visible = [re.escape(character) for character in words if character not in _INVISIBLE]
    parts = [re.escape(part) for part in re.findall(r"\w+", words)]
    yield "its capital letters differ", _wrap_whole_words(f"(?i:{plain})")
    yield "its quotation marks or apostrophes differ", _wrap_whole_words(_build_alike_pattern(words, _QUOTES))
    yield "its dashes differ", _wrap_whole_words(_build_alike_pattern(words, _DASHES))
    if visible:
        yield "it holds a character that cannot be seen", _wrap_whole_words(f"[{_INVISIBLE}]{{0,8}}".join(visible))
    yield ("it contains markup, so choose words beside it", _wrap_whole_words(_MARKUP.join(map(re.escape, words))))
    yield "it is part of a longer word there", plain
    if parts:
        yield "its spelling or punctuation differs", _wrap_whole_words("(?i:" + r"\W{0,40}".join(parts) + ")")


def _build_alike_pattern(words: str, alike: str) -> str:
    """Return a pattern for the words in which any of some similar characters matches any other."""
    return "".join(f"[{re.escape(alike)}]" if character in alike else re.escape(character) for character in words)


def _wrap_whole_words(pattern: str) -> str:
    return rf"(?<!\w){pattern}(?!\w)"


@dataclass(frozen=True, slots=True)
class Locator:
    """The words with which a passage begins and ends; only `parse_locator` makes one."""

    text: str
    """The whole, normalised: the hash of this is what the evidence lock holds."""
    first: str
    last: str
    """Empty when the locator is a single run of words."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The copy of a source's text, ready to be searched; `prepare_snapshot` makes one."""

    text: str
    starts: tuple[int, ...]
    """Offset in `text` at which each paragraph begins."""

    @property
    def paragraphs(self) -> int:
        """How many paragraphs there are."""
        return len(self.starts)

    def find_paragraph(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph that an offset in `text` lies in."""
        return bisect_right(self.starts, offset)


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a snapshot that a locator identifies."""

    start: int
    """Offset in the normalised text of the snapshot."""
    end: int
    paragraph: int
    """The paragraph it begins in: non-empty lines of the snapshot, counted from 1."""
    text: str


def normalise(text: str) -> str:
    """Return the text in Unicode NFC with every run of white space as one space and none at the ends.

    Case, quotation marks and dashes are kept: browsers distinguish them in a text fragment too.
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold_words(text: str) -> str:
    """Return a normalised text without its typography, so that it is the same however its words are set."""
    folded = "".join(map(str.lower, text))
    for pattern, replacement in FOLDS:
        folded = re.sub(pattern, replacement, folded)
    return folded.strip()


def parse_locator(text: str) -> Locator | ParseError:
    """Read `first words … last words`, or one run of at least two words."""
    for pattern, message, hint in _FORBIDDEN if _SUSPECT.search(text) else ():
        if match := re.search(pattern, text):
            return ParseError(message, match.start(), len(match[0]), hint)
    if (plain := _PLAIN.fullmatch(text)) and max(map(len, plain.groups())) <= MAX_SIDE:
        return Locator(text, *plain.groups())
    tokens = list(_TOKEN.finditer(text))
    breaks = [place for place, token in enumerate(tokens) if token[0] == ELLIPSIS]
    if len(breaks) > 1:
        return ParseError("the locator has more than one …", tokens[breaks[1]].start(), 1, _SHAPE_HINT)
    sides = [tokens[: breaks[0]], tokens[breaks[0] + 1 :]] if breaks else [tokens]
    for side in sides:
        if error := _find_side_error(text, side, len(sides)):
            return error
    first, last = ([_join_words(text, side) for side in sides] + [""])[:2]
    return Locator(normalise(text), first, last)


def _join_words(text: str, side: Sequence[re.Match[str]]) -> str:
    """Return the normalised text of a side that has at least one token."""
    return normalise(text[side[0].start() : side[-1].end()])


def _find_side_error(text: str, side: Sequence[re.Match[str]], sides: int) -> ParseError | None:
    """Return what is wrong with the words on one side; a dash or other lone punctuation is not a word."""
    words = [token for token in side if any(map(str.isalnum, token[0]))]
    start = side[0].start() if side else max(0, text.find(ELLIPSIS))
    end = side[-1].end() if side else start + 1
    if not words:
        message = "no words on one side of the …" if sides > 1 else "the locator has no words"
        return ParseError(message, start, end - start, _SHAPE_HINT)
    if sides == 1 and len(words) == 1:
        message = f"one word is not enough to identify a passage: '{words[0][0]}'"
        return ParseError(message, start, end - start, f"add words, or {_SHAPE_HINT}")
    if len(words) > MAX_WORDS:
        message = f"{len(words)} words in a row are more than the {MAX_WORDS} that a locator may quote"
        hint = _SHAPE_HINT if sides == 1 else f"keep at most {MAX_WORDS} words on either side of the …"
        return ParseError(message, words[MAX_WORDS].start(), end - words[MAX_WORDS].start(), hint)
    is_short = end - start <= MAX_SIDE and text[start:end].isascii()
    if not is_short and len(_join_words(text, side)) > MAX_SIDE:
        return ParseError(f"more than {MAX_SIDE} characters in a row", start, end - start, _SHAPE_HINT)
    return None


def prepare_snapshot(raw: str) -> Snapshot:
    """Return a copy's text ready to be searched. Its paragraphs are its non-empty lines."""
    paragraphs = [folded for line in _LINE_END.split(raw) if (folded := normalise(line))]
    starts = accumulate((len(paragraph) + 1 for paragraph in paragraphs), initial=0)
    return Snapshot(" ".join(paragraphs), tuple(starts)[:-1])


def find_passages(locator: Locator, snapshot: Snapshot, most: int | None = None) -> tuple[Passage, ...]:
    """Return every passage the locator may mean, or the first of them; a good locator finds exactly one.

    A passage begins where the first words occur on word boundaries, and ends with the nearest last words after
    them; one longer than `MAX_PASSAGE` does not count.
    """
    return tuple(
        Passage(start, end, snapshot.find_paragraph(start), snapshot.text[start:end])
        for start, end in islice(_find_spans(locator, snapshot.text), most)
    )


def _find_spans(locator: Locator, text: str) -> Iterator[tuple[int, int]]:
    for start in find_words(locator.first, text, 0, len(text)):
        end = start + len(locator.first)
        if not locator.last:
            yield start, end
            continue
        closing = next(find_words(locator.last, text, end, start + MAX_PASSAGE), None)
        if closing is not None:
            yield start, closing + len(locator.last)


def find_words(words: str, text: str, begin: int, stop: int) -> Iterator[int]:
    """Yield each offset at which the words occur on word boundaries, overlapping ones too."""
    offset = text.find(words, begin, stop) if words else -1
    while offset >= 0:
        if _stands_alone(text, offset, offset + len(words)):
            yield offset
        offset = text.find(words, offset + 1, stop)


def _stands_alone(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        _is_mark(after)
        or (_is_in_word(text[start]) and _is_in_word(before))
        or (_is_in_word(text[end - 1]) and _is_in_word(after))
    )


def _is_in_word(character: str) -> bool:
    return character.isalnum() or _is_mark(character)


def _is_mark(character: str) -> bool:
    """Tell whether a character combines with the one before it, as accents and many vowels do."""
    return bool(character) and unicodedata.category(character).startswith("M")


def explain_not_found(locator: Locator, snapshot: Snapshot) -> str:
    """Return why a locator is not found and what the copy has instead; empty when it is found."""
    if find_passages(locator, snapshot, most=1):
        return ""
    sides = [side for side in (locator.first, locator.last) if side]
    missing = [side for side in sides if not _describe_paragraph(side, snapshot)]
    present = [f"{_describe_paragraph(side, snapshot)} has '{side}'" for side in sides if side not in missing]
    if not missing:
        return f"{' and '.join(present)}, but the last words do not follow within {MAX_PASSAGE} characters"
    return "; ".join([*present, *(_describe_difference(side, snapshot) for side in missing)])


def _describe_paragraph(words: str, snapshot: Snapshot) -> str:
    """Return the paragraph in which words first occur, as `paragraph 3`, or an empty string."""
    offset = next(find_words(words, snapshot.text, 0, len(snapshot.text)), None)
    return "" if offset is None else f"paragraph {snapshot.find_paragraph(offset)}"


def _describe_difference(words: str, snapshot: Snapshot) -> str:
    """Return what the copy has instead of words that it does not contain."""
    if alike := find_look_alike(words, snapshot.text):
        why, match = alike
        shown = match[0] if len(match[0]) <= _MAX_SHOWN_LENGTH else f"{match[0][: _MAX_SHOWN_LENGTH - 1]}…"
        return f"paragraph {snapshot.find_paragraph(match.start())} has '{shown}' for '{words}': {why}"
    parts = words.split(" ")
    for count in range(len(parts) - 1, 1, -1):
        beginning = " ".join(parts[:count])
        if paragraph := _describe_paragraph(beginning, snapshot):
            return f"{paragraph} has '{beginning}' but not the rest of '{words}'"
    return f"'{words}' stands nowhere in the copy"


def add_text_fragment(address: str, locator: Locator) -> str:
    """Return an address that makes a browser show the passage: with `#:~:text=first,last` behind it.

    What the address points to already, as `#section-2`, stays before it; a passage that it names already gives way.

    In the grammar of WICG's scroll-to-text-fragment, `-`, `,` and `&` have a meaning: they are encoded with
    everything else that is not unreserved.
    """
    sides = (quote(side, safe="").replace("-", "%2D") for side in (locator.first, locator.last) if side)
    page = address.partition(":~:")[0]
    return f"{page}{'' if '#' in page else '#'}:~:text={','.join(sides)}"
