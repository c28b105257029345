"""Blocks and pages to Markdown."""

import json

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.markdown import inline
from factsheet.render.svg.charts import build_drawing_table, draw_svg

NAME_COLUMN = 1
"""The column, from 0, that names its row."""


def write_record_table(table: blocks.RecordTable, uri: str) -> str:
    """Return a table for the page at `uri`, each group a body of its own; nothing without columns.

    Markdown's own tables have no ids of rows and no headings of groups. The table repeats what other pages
    say, so it is left out of the search index.
    """
    width = len(table.header)
    if not width:
        return ""
    label = inline.escape_block_attribute(table.caption)
    header = "".join(f'<th scope="col" markdown="span">{inline.write_line(cell, uri)}</th>\n' for cell in table.header)
    bodies = "".join(_write_group(title, entries, width, uri) for title, entries in table.groups)
    return (
        f'<table class="fs-ledger" aria-label="{label}" data-search-exclude markdown>\n'
        f"<thead markdown>\n<tr markdown>\n{header}</tr>\n</thead>\n{bodies}</table>"
    )


def _write_group(title: Text, entries: tuple[blocks.RecordRow, ...], width: int, uri: str) -> str:
    words = inline.write_line(title, uri)
    wide = f'colspan="{width}" scope="rowgroup"'
    heading = f'<tr class="fs-group" markdown>\n<th {wide} markdown="span">{words}</th>\n</tr>\n'
    rows: list[str] = []
    for entry in entries:
        named = f' id="{inline.escape_block_attribute(entry.anchor)}"' if entry.anchor else ""
        cells = "".join(_write_cell(cell, uri, names=place == NAME_COLUMN) for place, cell in enumerate(entry.cells))
        rows.append(f"<tr{named} markdown>\n{cells}</tr>\n")
    return f"<tbody markdown>\n{heading if words else ''}{''.join(rows)}</tbody>\n"


def _write_cell(cell: Text | blocks.Drawing, uri: str, *, names: bool) -> str:
    tag, scope = ("th", ' scope="row"') if names else ("td", "")
    if isinstance(cell, tuple):
        return f'<{tag}{scope} markdown="span">{inline.write_line(cell, uri)}</{tag}>\n'
    return f'<{tag}{scope} markdown="block">\n\n{draw_svg(cell)}\n\n</{tag}>\n'


LIST_SEPARATOR = "<!-- another list -->"
"""Markdown would join two lists that follow each other."""


def write_page(page: blocks.Page) -> str:
    """Return a page as Markdown with front matter: title, description, kind and scripts."""
    # JSON is YAML, if it is not in ASCII: YAML would read an escaped pair of surrogates as two characters.
    head = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in build_front_matter(page).items())
    return "\n".join(("---", *head, "---", "", write_blocks(page.blocks, page.uri)))


def build_front_matter(page: blocks.Page) -> dict[str, str | list[str]]:
    """Return the front matter of a page, in which nothing can be taken for markup."""
    scripts = [inline.escape_title(name) for name in page.scripts]
    texts = {"title": page.title, "description": page.description} | ({"kind": page.kind} if page.kind else {})
    return {name: inline.escape_title(text) for name, text in texts.items()} | ({"scripts": scripts} if scripts else {})


def write_blocks(content: blocks.Blocks, uri: str) -> str:
    """Return blocks as Markdown for the page at `uri`, from which relative links are counted."""
    written: list[str] = []
    last_was_list = False
    for block in content:
        markdown = _write_block(block, uri)
        if not markdown:
            continue
        is_list = isinstance(block, blocks.Bullets) and block.role is None
        if is_list and last_was_list:
            written.append(LIST_SEPARATOR)
        written.append(markdown)
        last_was_list = is_list
    return "\n\n".join(written) + "\n" if written else ""


def _write_block(block: blocks.Block, uri: str) -> str:  # noqa: C901 - one case for each kind of block
    """Return one block without a line break at its end; nothing for an empty one."""
    match block:
        case blocks.Heading():
            written = _write_heading(block, uri)
        case blocks.Paragraph():
            written = _write_paragraph(block, uri)
        case blocks.Bullets():
            written = _write_bullets(block, uri)
        case blocks.Table():
            written = _write_table(block, uri)
        case blocks.RecordTable():
            written = write_record_table(block, uri)
        case blocks.Terms():
            written = _write_terms(block, uri)
        case blocks.Verbatim():
            written = write_verbatim(block)
        case blocks.Figure():
            written = _write_figure(block, uri)
        case blocks.Box(role, content, anchor):
            written = _write_box(role, write_blocks(content, uri), anchor)
        case blocks.Disclosure():
            written = _write_disclosure(block, uri)
        case _:
            raise TypeError(f"not a block: {block!r}")
    return written


def _write_heading(heading: blocks.Heading, uri: str) -> str:
    words = inline.escape_heading_end(inline.write_line(heading.text, uri))
    anchor = f" {{ #{inline.escape_attribute(heading.anchor)} }}" if heading.anchor else ""
    return f"{'#' * heading.level} {words}{anchor}" if words else ""


def _write_paragraph(paragraph: blocks.Paragraph, uri: str) -> str:
    words = inline.escape_line_start(inline.write_line(paragraph.text, uri))
    role = f"\n{{ .fs-{paragraph.role.value} }}" if paragraph.role else ""
    return f"{words}{role}" if words else ""


def _write_bullets(bullets: blocks.Bullets, uri: str) -> str:
    """Return a list without its empty points.

    Raises:
        ValueError: when there are anchors, but not one for each point.
    """
    anchors = bullets.anchors or ("",) * len(bullets.points)
    lines = (inline.escape_line_start(inline.write_line(point, uri)) for point in bullets.points)
    points = [
        f"{words}\n    {{ #{inline.escape_attribute(anchor)} }}" if anchor else words
        for words, anchor in zip(lines, anchors, strict=True)
        if words
    ]
    written = "\n".join(
        f"{f'{number}.' if bullets.ordered else '-'} {words}" for number, words in enumerate(points, start=1)
    )
    return _write_box(bullets.role, written) if written and bullets.role else written


def _write_table(table: blocks.Table, uri: str) -> str:
    """Return a table in a box that scrolls by itself, and by keyboard where the table has a caption.

    Columns that are aligned right are named on the box: Markdown would write a `style`, which the content
    security policy forbids.
    """
    width = len(table.header)
    if not width:
        return ""
    right = "".join(f" fs-right-{column + 1}" for column in sorted(table.right_columns))
    caption = inline.escape_block_attribute(table.caption)
    named = f' role="region" aria-label="{caption}" tabindex="0"' if caption else ""
    lines = [
        _write_table_line(table.header, uri),
        "|" + " --- |" * width,
        *(_write_table_line(row, uri) for row in table.rows),
    ]
    return f'<div class="fs-table{right}"{named} markdown>\n\n' + "\n".join(lines) + "\n\n</div>"


def _write_table_line(cells: tuple[Text, ...], uri: str) -> str:
    return "|" + "".join(f" {words} |" if (words := inline.write_line(cell, uri)) else " |" for cell in cells)


def _write_terms(terms: blocks.Terms, uri: str) -> str:
    named = f'role="group" aria-label="{inline.escape_block_attribute(terms.caption)}"'
    pair = '<dt markdown="span">{}</dt>\n<dd markdown="span">{}</dd>\n'
    pairs = "".join(pair.format(*(inline.write_line(text, uri) for text in entry)) for entry in terms.entries)
    return f"<div {named} markdown>\n<dl markdown>\n{pairs}</dl>\n</div>" if pairs else ""


def write_verbatim(verbatim: blocks.Verbatim) -> str:
    language = inline.escape_attribute(verbatim.language)
    lines = inline.escape_verbatim(verbatim.text)
    return f'<pre class="fs-verbatim"><code class="language-{language}">{lines}</code></pre>'


def _write_figure(figure: blocks.Figure, uri: str) -> str:
    small = " fs-compact" if isinstance(figure.drawing, blocks.IntervalChart) and figure.drawing.compact else ""
    words = inline.write_line(figure.caption, uri)
    caption = f'<figcaption markdown="span">{words}</figcaption>\n' if words else ""
    # A drawing repeats words of the page, which are not indexed twice.
    opening = f'<figure class="fs-drawing{small}" data-search-exclude markdown>'
    same = build_drawing_table(figure.drawing)
    table = f"{_write_disclosure(same, uri)}\n" if same else ""
    return f"{opening}\n{draw_svg(figure.drawing)}\n{table}{caption}</figure>"


def _write_box(role: Role, written: str, anchor: str = "") -> str:
    named = f' id="{inline.escape_block_attribute(anchor)}"' if anchor else ""
    return f'<div class="fs-{role.value}"{named} markdown>\n{_pad_content(written)}</div>'


def _write_disclosure(disclosure: blocks.Disclosure, uri: str) -> str:
    opened = " open" if disclosure.opened else ""
    summary = f'<summary markdown="span">{inline.write_line(disclosure.summary, uri)}</summary>'
    inside = _pad_content(write_blocks(disclosure.blocks, uri))
    return f'<details class="fs-more"{opened} markdown>\n{summary}\n{inside}</details>'


def _pad_content(written: str) -> str:
    """Return blocks with empty lines between them and the tags around, as Markdown in HTML requires."""
    return f"\n{written.rstrip()}\n\n" if written.strip() else ""
