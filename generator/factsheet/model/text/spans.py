"""Text as typed spans: plain words, emphasis, links, and marks with a role."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from factsheet.diagnostics.frozen import dataclass, replace


class Role(StrEnum):
    """What a box, paragraph or mark is for; the style sheet dresses each as `fs-` and its name."""

    # boxes
    LEDE, FILTERS, FACTS, INDEX, NOTICE = "lede", "filters", "facts", "index", "notice"
    ROW, ROW_SAID, ROW_VALUE, FIGURES, FIGURE = "row", "row-said", "row-value", "figures", "figure"
    EVIDENCE, PASSAGE, WORKING, DIFFERENCE, SIDE = "evidence", "passage", "working", "difference", "side"
    TIMELINE, PARTICULARS, CHART, REFERENCES = "timeline", "particulars", "chart", "references"
    ACTIONS, CITE, NEIGHBOURS, SPECIMEN = "actions", "cite", "neighbours", "specimen"
    DESK, SOUGHT, FINDING = "desk", "sought", "finding"
    # paragraphs and marks
    META, VALUE, HEDGE, NUMBER, UNIT, ID = "meta", "value", "hedge", "number", "unit", "id"
    DIFFERS, AGREES, PROVED, UNPROVED = "differs", "agrees", "proved", "unproved"
    INDEPENDENCE, ORIGIN, ROUTE, SOURCE_MARK = "independence", "origin", "route", "source-mark"
    DATE, CAVEAT, WAS, REF, REFS = "date", "caveat", "was", "ref", "refs"
    CITATION, ATTRIBUTION = "citation", "attribution"
    # standings, by their word
    ESTABLISHED, OBSERVED, REPORTED, ESTIMATED = "established", "observed", "reported", "estimated"
    CLAIMED, ALLEGED, DENIED, DISPUTED = "claimed", "alleged", "denied", "disputed"
    FORECAST, OPINION, DERIVED = "forecast", "opinion", "derived"
    # lifecycles other than current
    CORRECTED, SUPERSEDED, WITHDRAWN = "corrected", "superseded", "withdrawn"
    __hash__ = str.__hash__  # that of an enum is written in Python, and caches ask for it at every mark


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A page of this site, by its Markdown path from the root, with an optional anchor on it."""

    uri: str
    """Such as `facts/dockers-on-strike.md`."""
    anchor: str = ""
    query: tuple[tuple[str, str], ...] = ()
    """Names and values that a script of the page reads, such as a filter."""


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A file of this site that is not a page, such as `downloads/facts.json`."""

    uri: str
    """From the root of the built site; a folder ends with a slash, and no page links to one."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address on another site; only `validate` and the passage links make one, after checking it."""

    url: str


Address: TypeAlias = PageAddress | FileAddress | WebAddress


@dataclass(frozen=True, slots=True)
class Plain:
    """Characters shown as they are; white space is folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Characters shown as they are, in the code font."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    spans: Text


@dataclass(frozen=True, slots=True)
class Strong:
    """Important words."""

    spans: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a role, such as a standing: the style sheet draws its mark beside the word."""

    role: Role
    spans: Text
    title: str = ""
    """What the mark means, shown on touch; plain text."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that link to an address."""

    spans: Text
    address: Address


Span: TypeAlias = Plain | Code | Emphasis | Strong | Mark | Link
Text: TypeAlias = tuple[Span, ...]
_Words = (Plain, Code)
"""The spans that hold words, and not others."""


@lru_cache(maxsize=4096)
def make_text(text: str) -> Text:
    """Return text of one plain span."""
    return (Plain(text),)


def strip_markup(text: Text) -> str:
    """Return the characters of a text without its markup."""
    return "".join([span.text if isinstance(span, _Words) else strip_markup(span.spans) for span in text])


def list_links(text: Text) -> Iterator[Link]:
    """Yield the links of a text, in order."""
    for span in text:
        if isinstance(span, Link):
            yield span
        if not isinstance(span, _Words):
            yield from list_links(span.spans)


def strip_links(text: Text) -> Text:
    """Return a text whose links are only words, for use inside another link."""
    bare: list[Span] = []
    for span in text:
        if isinstance(span, Link):
            bare += strip_links(span.spans)
        else:
            bare.append(span if isinstance(span, _Words) else replace(span, spans=strip_links(span.spans)))
    return tuple(bare)
