"""A table of records -> HTML whose cells hold Markdown: rows with an address, cells with a drawing."""

from __future__ import annotations

from factsheet.model.text.spans import Text
from factsheet.render.document.blocks import RecordRow, RecordTable
from factsheet.render.document.charts import Drawing
from factsheet.render.markdown import escape
from factsheet.render.markdown.inline import write_line
from factsheet.render.svg import draw_svg

_NAME_COLUMN = 1
"""The column, from 0, that names its row."""


def write_record_table(ledger: RecordTable, uri: str) -> str:
    """Return a table for the page at `uri`, each group a body of its own; nothing without columns.

    Markdown's own tables know no ids of rows and no headings of groups. The table repeats what other pages
    say, so it is left out of the search index.

    Raises:
        ValueError: when a row does not have as many cells as the header.
    """
    width = len(ledger.header)
    if not width:
        return ""
    if any(len(entry.cells) != width for _, entries in ledger.groups for entry in entries):
        raise ValueError(f"every row of a ledger has {width} cells as its header has")
    label = escape.escape_block_attribute(ledger.caption)
    header = "".join(
        f'<th scope="col" markdown="span">{write_line(cell, uri)}</th>\n' for cell in ledger.header
    )
    bodies = "".join(_write_group(title, entries, width, uri) for title, entries in ledger.groups)
    return (
        f'<table class="fs-ledger" aria-label="{label}" data-search-exclude markdown>\n'
        f"<thead markdown>\n<tr markdown>\n{header}</tr>\n</thead>\n{bodies}</table>"
    )


def _write_group(title: Text, entries: tuple[RecordRow, ...], width: int, uri: str) -> str:
    words = write_line(title, uri)
    wide = f'colspan="{width}" scope="rowgroup"'
    heading = f'<tr class="fs-group" markdown>\n<th {wide} markdown="span">{words}</th>\n</tr>\n'
    rows = "".join(_write_row(entry, uri) for entry in entries)
    return f"<tbody markdown>\n{heading if words else ''}{rows}</tbody>\n"


def _write_row(entry: RecordRow, uri: str) -> str:
    named = f' id="{escape.escape_block_attribute(entry.anchor)}"' if entry.anchor else ""
    cells = "".join(
        _write_cell(cell, uri, names=place == _NAME_COLUMN) for place, cell in enumerate(entry.cells)
    )
    return f"<tr{named} markdown>\n{cells}</tr>\n"


def _write_cell(cell: Text | Drawing, uri: str, *, names: bool) -> str:
    tag, scope = ("th", ' scope="row"') if names else ("td", "")
    if isinstance(cell, tuple):
        return f'<{tag}{scope} markdown="span">{write_line(cell, uri)}</{tag}>\n'
    return f'<{tag}{scope} markdown="block">\n\n{draw_svg(cell)}\n\n</{tag}>\n'
