"""Why a search for exact words failed: the nearest thing that a text does hold.

Only hints are made of this. Nothing found here ever counts as found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_QUOTES = "'`\"«»‘’“”" + "\u00b4\u02bc\u201a\u201b\u201e\u201f\u2032\u2033\u2039\u203a"
_DASHES = "-\u2010\u2011\u2012–\u2014\u2015−"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_MARKUP = r"(?:[\[*_`]|\]\([^()\s]{0,2000}\)){0,8}"

_MAX_SHOWN_LENGTH = 120
"""A link's address inside the words can be long; the hint shows this many characters of it at most."""


@dataclass(frozen=True, slots=True)
class LookAlike:
    """A stretch of a text that is nearly the words looked for."""

    start: int
    text: str
    """The stretch, shortened where it is long."""
    why: str
    """What differs, as a clause: `its quotation marks differ`."""


def find_look_alike(words: str, text: str) -> LookAlike | None:
    """Return the first stretch of the text that differs from the words in one small way, if there is one.

    Both are normalised text. Where several ways fit, the one that changes least is told.
    """
    for why, pattern in _list_looser_patterns(words):
        match = re.search(pattern, text)
        if match:
            found = match[0]
            shown = found if len(found) <= _MAX_SHOWN_LENGTH else f"{found[: _MAX_SHOWN_LENGTH - 1]}…"
            return LookAlike(match.start(), shown, why)
    return None


def find_loosely(words: str, text: str, begin: int = 0) -> Iterator[tuple[int, int]]:
    """Yield where the words stand in a text when capitals and punctuation do not count.

    The offsets are of the text as it is: from the first letter or digit of the words to the last.
    """
    parts = [re.escape(part) for part in re.findall(r"[^\W_]+", words)]
    if parts:
        pattern = re.compile(_wrap_whole_words(r"[\W_]{0,40}".join(parts)), re.IGNORECASE)
        yield from (found.span() for found in pattern.finditer(text, begin))


def _list_looser_patterns(words: str) -> Iterator[tuple[str, str]]:
    """Yield patterns for the words, each looser than exact in one way, with what a match means."""
    quotes, dashes, unseen = (f"[{re.escape(signs)}]" for signs in (_QUOTES, _DASHES, _INVISIBLE))
    plain = re.escape(words)
    visible = [re.escape(sign) for sign in words if sign not in _INVISIBLE]
    parts = [re.escape(part) for part in re.findall(r"\w+", words)]
    yield "its capital letters differ", _wrap_whole_words(f"(?i:{plain})")
    yield (
        "its quotation marks or apostrophes differ",
        _wrap_whole_words(_build_alike_pattern(words, _QUOTES, quotes)),
    )
    yield "its dashes differ", _wrap_whole_words(_build_alike_pattern(words, _DASHES, dashes))
    if visible:
        yield "it holds a character that cannot be seen", _wrap_whole_words(f"{unseen}{{0,8}}".join(visible))
    yield (
        "it holds signs of markup, so choose words beside them",
        _wrap_whole_words(_MARKUP.join(map(re.escape, words))),
    )
    yield "it is part of a longer word there", plain
    if parts:
        yield "its spelling or punctuation differs", _wrap_whole_words("(?i:" + r"\W{0,40}".join(parts) + ")")


def _build_alike_pattern(words: str, signs: str, group: str) -> str:
    """Return a pattern for the words in which any of the signs stands for any other."""
    return "".join(group if sign in signs else re.escape(sign) for sign in words)


def _wrap_whole_words(pattern: str) -> str:
    """Return the pattern held to whole words."""
    return rf"(?<!\w){pattern}(?!\w)"
