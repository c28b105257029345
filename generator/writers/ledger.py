"""A table of records -> HTML whose cells hold Markdown: rows with an address, cells with a drawing."""

from __future__ import annotations

from generator.blocks import Group, Ledger, Text
from generator.drawings import Drawing
from generator.writers import escape
from generator.writers.spans import write_line
from generator.writers.svg import write_drawing


def write_ledger(ledger: Ledger, uri: str) -> str:
    """Return a table for the page at `uri`, each group a body of its own; nothing without columns.

    Markdown's own tables know no ids of rows and no headings of groups. The table repeats what other pages
    say, so it is left out of the search index.

    Raises:
        ValueError: when a row does not have as many cells as the header.
    """
    width = len(ledger.header)
    if not width:
        return ""
    if any(len(entry.cells) != width for group in ledger.groups for entry in group.entries):
        raise ValueError(f"every row of a ledger has {width} cells as its header has")
    label = escape.block_attribute(ledger.caption)
    header = "".join(
        f'<th scope="col" markdown="span">{write_line(cell, uri)}</th>\n' for cell in ledger.header
    )
    bodies = "".join(_body(group, ledger, uri) for group in ledger.groups)
    return (
        f'<table class="fs-ledger" aria-label="{label}" data-search-exclude markdown>\n'
        f"<thead markdown>\n<tr markdown>\n{header}</tr>\n</thead>\n{bodies}</table>"
    )


def _body(group: Group, ledger: Ledger, uri: str) -> str:
    title = write_line(group.title, uri)
    wide = f'colspan="{len(ledger.header)}" scope="rowgroup"'
    heading = f'<tr class="fs-group" markdown>\n<th {wide} markdown="span">{title}</th>\n</tr>\n'
    rows = "".join(_row(entry.cells, entry.anchor, ledger.name, uri) for entry in group.entries)
    return f"<tbody markdown>\n{heading if title else ''}{rows}</tbody>\n"


def _row(cells: tuple[Text | Drawing, ...], anchor: str, name: int, uri: str) -> str:
    named = f' id="{escape.block_attribute(anchor)}"' if anchor else ""
    written = "".join(_cell(cell, uri, names=place == name) for place, cell in enumerate(cells))
    return f"<tr{named} markdown>\n{written}</tr>\n"


def _cell(cell: Text | Drawing, uri: str, *, names: bool) -> str:
    tag, scope = ("th", ' scope="row"') if names else ("td", "")
    if isinstance(cell, tuple):
        return f'<{tag}{scope} markdown="span">{write_line(cell, uri)}</{tag}>\n'
    return f'<{tag}{scope} markdown="block">\n\n{write_drawing(cell)}\n\n</{tag}>\n'
