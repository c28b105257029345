"""What a page is made of: a tree of typed blocks, and in them typed text.

Pages build this tree; writers turn it into Markdown and HTML. Nothing here knows either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Text
from factsheet.render.document.charts import Drawing


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
    right_columns: frozenset[int] = field(default_factory=frozenset)
    """The columns, from 0, that are set flush right."""
    caption: str = ""
    """What the table holds, for those who cannot see it; plain text."""


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One row of a ledger; its second cell names it, and its anchor is the id to link to."""

    cells: tuple[Text | Drawing, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of records in groups, each with its title; unlike in a table, a cell may hold a drawing."""

    header: tuple[Text, ...]
    groups: tuple[tuple[Text, tuple[RecordRow, ...]], ...]
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


Block: TypeAlias = Heading | Paragraph | Bullets | Table | RecordTable | Verbatim | Figure | Box | Disclosure
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
