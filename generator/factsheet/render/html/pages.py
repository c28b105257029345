"""Blocks and pages to HTML: what Python-Markdown and MkDocs make of the Markdown that our writer writes of them."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any, TypedDict

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.html.inline import Place, build_url, escape_block_attribute, write_line
from factsheet.render.markdown import inline
from factsheet.render.markdown.pages import LIST_SEPARATOR, NAME_COLUMN, write_verbatim
from factsheet.render.svg.charts import build_drawing_table, draw_svg


class OutlineEntry(TypedDict):
    """A heading in the outline of a page, as the `toc` extension describes it."""

    level: int
    id: str
    name: str
    children: "list[OutlineEntry]"


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """A page as MkDocs renders it."""

    content: str
    outline: list[OutlineEntry]
    anchors: frozenset[str]
    """The anchors that links can lead to."""
    links: Mapping[str, Mapping[str, str]]
    """Each page or file that it links to: for each anchor there, the link as its Markdown has it."""


@dataclass(slots=True)
class _PagePlace(Place):
    anchors: set[str] = field(default_factory=set)
    headings: list[OutlineEntry] = field(default_factory=list)
    permalink: bool | None = None
    """Whether a heading links to itself; None where it has an anchor only if one is given."""


def write_html_page(page: blocks.Page, *, permalink: bool) -> HtmlPage:
    """Return a page as HTML; with `permalink`, each heading ends with a link to itself."""
    place = _PagePlace(page.uri, build_url(page.uri), permalink=permalink)
    content = _write_all(page.blocks, place)
    for number, heading in enumerate(place.headings):
        if not heading["id"]:
            heading["id"] = _choose_anchor(heading["name"], place.anchors)
            content = content.replace(_mark_anchor(number), heading["id"])
    outline = _nest_headings(place.headings)
    return HtmlPage(content=content, outline=outline, anchors=frozenset(place.anchors), links=place.links)


def write_html_blocks(content: blocks.Blocks, folder: str) -> str:
    """Return blocks as HTML for a document in a folder of the site, such as `embed/strike/`; empty is the root."""
    return _write_all(content, _PagePlace("", folder))


def _write_all(content: blocks.Blocks, place: _PagePlace) -> str:
    return _write_blocks(content, place, after_raw="\n").rstrip("\n")


def _nest_headings(headings: list[OutlineEntry]) -> list[OutlineEntry]:
    outline: list[OutlineEntry] = []
    parents: list[OutlineEntry] = []
    for heading in headings:
        while parents and parents[-1]["level"] >= heading["level"]:
            parents.pop()
        (parents[-1]["children"] if parents else outline).append(heading)
        parents.append(heading)
    return outline


def _mark_anchor(number: int) -> str:
    """Return what stands for the anchor of a heading until those that are given are known."""
    return f"\0{number}\0"


def _choose_anchor(name: str, taken: set[str]) -> str:
    """Return an anchor for a heading by its words, and add it to those that are taken."""
    letters = unicodedata.normalize("NFKD", unescape(name)).encode("ascii", "ignore").decode("ascii")
    chosen = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())
    if not chosen or chosen in taken:
        base, _, digits = chosen.rpartition("_")
        base, count = (base, int(digits)) if re.fullmatch("[0-9]+", digits) and "_" in chosen else (chosen, 0)
        while (chosen := f"{base}_{(count := count + 1)}") in taken:
            pass
    taken.add(chosen)
    return chosen


def _write_blocks(content: blocks.Blocks, place: _PagePlace, after_raw: str = "") -> str:
    """Return blocks, each with a line break at its end, and others where Markdown has HTML that it does not read."""
    written: list[str] = []
    last_was_list = False
    for block in content:
        writer = _WRITERS.get(type(block))
        if writer is None:
            raise TypeError(f"not a block: {block!r}")
        if html := writer(block, place):
            is_list = isinstance(block, blocks.Bullets) and block.role is None
            if is_list and last_was_list:
                written.append(f"{LIST_SEPARATOR}\n{after_raw}")
            written.append(f"{html}\n{after_raw}" if isinstance(block, blocks.Verbatim) else f"{html}\n")
            last_was_list = is_list
    return "".join(written)


def _write_heading(heading: blocks.Heading, place: _PagePlace) -> str:
    words = inline.escape_heading_end(write_line(heading.text, place))
    if not words:
        return ""
    anchor = inline.escape_attribute(heading.anchor)
    if heading.anchor:
        place.anchors.add(heading.anchor)
    if place.permalink is not None:
        anchor = anchor or _mark_anchor(len(place.headings))
        name = " ".join(re.sub("<[^>]*>", "", words).split())
        place.headings.append({"level": heading.level, "id": heading.anchor, "name": name, "children": []})
        if place.permalink:
            words += f'<a class="headerlink" href="#{anchor}" title="Permanent link">&para;</a>'
    named = f' id="{anchor}"' if anchor else ""
    return f"<h{heading.level}{named}>{words}</h{heading.level}>"


def _write_paragraph(paragraph: blocks.Paragraph, place: _PagePlace) -> str:
    words = inline.escape_line_start(write_line(paragraph.text, place))
    role = f' class="fs-{paragraph.role.value}"' if paragraph.role else ""
    return f"<p{role}>{words}</p>" if words else ""


def _write_bullets(bullets: blocks.Bullets, place: _PagePlace) -> str:
    points: list[str] = []
    for point, anchor in zip(bullets.points, bullets.anchors or ("",) * len(bullets.points), strict=True):
        if words := inline.escape_line_start(write_line(point, place)):
            points.append(f"<li{_write_id(inline.escape_attribute(anchor), anchor, place)}>{words}</li>\n")
    tag = "ol" if bullets.ordered else "ul"
    listed = f"<{tag}>\n{''.join(points)}</{tag}>" if points else ""
    return _wrap_box(bullets.role, f"{listed}\n") if listed and bullets.role else listed


def _write_id(written: str, anchor: str, place: _PagePlace) -> str:
    if not anchor:
        return ""
    place.anchors.add(anchor)
    return f' id="{written}"'


def _write_table(table: blocks.Table, place: _PagePlace) -> str:
    if not table.header:
        return ""
    right = "".join(f" fs-right-{column + 1}" for column in sorted(table.right_columns))
    caption = escape_block_attribute(table.caption)
    label, region = (f'aria-label="{caption}" ', ' role="region" tabindex="0"') if caption else ("", "")
    rows = "".join(_write_row(row, "td", place) for row in table.rows or (((),) * len(table.header),))
    return (
        f'<div {label}class="fs-table{right}"{region}>\n<table>\n<thead>\n{_write_row(table.header, "th", place)}</thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>"
    )


def _write_row(cells: tuple[Text, ...], tag: str, place: _PagePlace) -> str:
    return "<tr>\n" + "".join(f"<{tag}>{write_line(cell, place)}</{tag}>\n" for cell in cells) + "</tr>\n"


def _write_record_table(table: blocks.RecordTable, place: _PagePlace) -> str:
    width = len(table.header)
    if not width:
        return ""
    label = escape_block_attribute(table.caption)
    header = "".join(f'<th scope="col">{write_line(cell, place)}</th>\n' for cell in table.header)
    bodies: list[str] = []
    for title, rows in table.groups:
        words = write_line(title, place)
        heading = f'<tr class="fs-group">\n<th colspan="{width}" scope="rowgroup">{words}</th>\n</tr>\n' if words else ""
        inside = heading + "".join(_write_record(row, place) for row in rows)
        bodies.append(f"<tbody>\n{inside}</tbody>\n" if inside else "<tbody></tbody>\n")
    return (
        f'<table aria-label="{label}" class="fs-ledger" data-search-exclude="data-search-exclude">\n'
        f"<thead>\n<tr>\n{header}</tr>\n</thead>\n{''.join(bodies)}</table>"
    )


def _write_record(row: blocks.RecordRow, place: _PagePlace) -> str:
    cells: list[str] = []
    for column, cell in enumerate(row.cells):
        tag, scope = ("th", ' scope="row"') if column == NAME_COLUMN else ("td", "")
        words = write_line(cell, place) if isinstance(cell, tuple) else f"\n{draw_svg(cell)}\n"
        cells.append(f"<{tag}{scope}>{words}</{tag}>\n")
    return f"<tr{_write_id(escape_block_attribute(row.anchor), row.anchor, place)}>\n{''.join(cells)}</tr>\n"


def _write_terms(terms: blocks.Terms, place: _PagePlace) -> str:
    label = escape_block_attribute(terms.caption)
    pairs = "".join(
        f"<dt>{write_line(term, place)}</dt>\n<dd>{write_line(text, place)}</dd>\n" for term, text in terms.entries
    )
    return f'<div aria-label="{label}" role="group">\n<dl>\n{pairs}</dl>\n</div>' if pairs else ""


def _write_figure(figure: blocks.Figure, place: _PagePlace) -> str:
    small = " fs-compact" if isinstance(figure.drawing, blocks.IntervalChart) and figure.drawing.compact else ""
    words = write_line(figure.caption, place)
    caption = f"<figcaption>{words}</figcaption>\n" if words else ""
    same = build_drawing_table(figure.drawing)
    table = f"{_write_disclosure(same, place)}\n" if same else ""
    opening = f'<figure class="fs-drawing{small}" data-search-exclude="data-search-exclude">'
    return f"{opening}\n{draw_svg(figure.drawing)}\n{table}{caption}</figure>"


def _write_box(box: blocks.Box, place: _PagePlace) -> str:
    named = _write_id(escape_block_attribute(box.anchor), box.anchor, place)
    return _wrap_box(box.role, _write_blocks(box.blocks, place), named)


def _wrap_box(role: Role, inside: str, named: str = "") -> str:
    first = "\n" if inside else ""
    return f'<div class="fs-{role.value}"{named}>{first}{inside}</div>'


def _write_disclosure(disclosure: blocks.Disclosure, place: _PagePlace) -> str:
    opened = ' open="open"' if disclosure.opened else ""
    summary = write_line(disclosure.summary, place)
    inside = _write_blocks(disclosure.blocks, place)
    return f'<details class="fs-more"{opened}>\n<summary>{summary}</summary>\n{inside}</details>'


_WRITERS: Mapping[type, Callable[[Any, _PagePlace], str]] = {
    blocks.Heading: _write_heading,
    blocks.Paragraph: _write_paragraph,
    blocks.Bullets: _write_bullets,
    blocks.Table: _write_table,
    blocks.RecordTable: _write_record_table,
    blocks.Terms: _write_terms,
    blocks.Verbatim: lambda verbatim, _: write_verbatim(verbatim),
    blocks.Figure: _write_figure,
    blocks.Box: _write_box,
    blocks.Disclosure: _write_disclosure,
}
