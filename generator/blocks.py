"""What a page is made of: a tree of typed blocks, and in them typed text.

Pages build this tree; writers turn it into Markdown (and later HTML). Nothing here knows either.
Text in a tree is never a bare `str`: it is `Plain` (shown as typed, every character of it) or one of the
other spans, so that a string from a fact cannot reach a page without passing a writer's escaping.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from generator.drawings import Drawing
from generator.roles import Role

# --- addresses ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A page of this site, by its Markdown path from the root, with an optional anchor on it."""

    uri: str
    """Such as `facts/central-asians-killed.md`."""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FileAddress:
    """A file of this site that is not a page, such as `downloads/facts.json`."""

    uri: str
    """From the root of the built site; with a slash at its end, a folder; no page links one."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An address elsewhere; only `validate` and the passage links make one, after checking it."""

    url: str


Address: TypeAlias = PageAddress | FileAddress | WebAddress


# --- spans -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Plain:
    """Characters shown as they are; white space is folded."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Characters shown as they are, in the code face."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Stressed words."""

    spans: Text


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of weight."""

    spans: Text


@dataclass(frozen=True, slots=True)
class Mark:
    """Words with a role, such as a standing: the style sheet draws its mark beside the word."""

    role: Role
    spans: Text
    title: str = ""
    """What the mark means, one touch away; plain text."""


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    spans: Text
    to: Address


Span: TypeAlias = Plain | Code | Emphasis | Strong | Mark | Link
Text: TypeAlias = tuple[Span, ...]


def plain(text: str) -> Text:
    """Return text of one plain span."""
    return (Plain(text),)


def words_of(text: Text) -> str:
    """Return the characters of a text without its markup."""
    parts: list[str] = []
    for span in text:
        match span:
            case Plain(words) | Code(words):
                parts.append(words)
            case Emphasis(spans) | Strong(spans) | Mark(_, spans) | Link(spans):
                parts.append(words_of(spans))
    return "".join(parts)


def links_of(text: Text) -> Iterator[Link]:
    """Yield the links of a text, in order."""
    for span in text:
        match span:
            case Link(spans):
                yield span
                yield from links_of(spans)
            case Emphasis(spans) | Strong(spans) | Mark(_, spans):
                yield from links_of(spans)
            case Plain() | Code():
                pass


def without_links(text: Text) -> Text:
    """Return a text whose links are only words, for use inside another link."""
    bare: list[Span] = []
    for span in text:
        match span:
            case Link(spans):
                bare.extend(without_links(spans))
            case Emphasis(spans) | Strong(spans) | Mark(_, spans):
                bare.append(replace(span, spans=without_links(spans)))
            case Plain() | Code():
                bare.append(span)
    return tuple(bare)


# --- blocks ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 stands once, at the top of the page."""

    level: int
    text: Text
    anchor: str = ""
    """The id to link to; empty leaves it to Markdown."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text."""

    text: Text
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose points are texts."""

    points: tuple[Text, ...]
    ordered: bool = False
    role: Role | None = None
    anchors: tuple[str, ...] = ()
    """The id of each point, for links to lead to; none, or one a point."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading row; numbers stand on one right edge where a column says so."""

    header: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    right: frozenset[int] = field(default_factory=frozenset)
    """The columns, from 0, that are set flush right."""
    caption: str = ""
    """What the table holds, for those who cannot see it; plain text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a ledger; its second cell names it, and its anchor is the id to link to."""

    cells: tuple[Text | Drawing, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of records in groups, each with its title; unlike in a table, a cell may hold a drawing."""

    header: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[Entry, ...]], ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Lines shown as they are, such as a citation to copy."""

    text: str
    language: str = "text"


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its caption."""

    drawing: Drawing
    caption: Text = ()


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks that belong together; the role says as what."""

    role: Role
    blocks: Blocks
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Blocks folded away under a line that opens them, without a script."""

    summary: Text
    blocks: Blocks
    opened: bool = False


Block: TypeAlias = Heading | Paragraph | Bullets | Table | Ledger | Verbatim | Figure | Box | Disclosure
Blocks: TypeAlias = tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the site."""

    uri: str
    """Its Markdown path from the root of the site, such as `sheets/deaths.md`."""
    title: str
    """Plain text; the writer escapes it for the theme."""
    description: str
    """One or two sentences for search engines; plain text."""
    blocks: Blocks
    edit_file: str = ""
    """The YAML file the page is made from, relative to the site's folder; empty when it is made of many."""
    edit_line: int = 0
    kind: str = ""
    """What sort of page it is, such as `fact`; the theme may dress it by this."""
    scripts: tuple[str, ...] = ()
    """Modules of the theme that make the page handier; it can be read without them."""
