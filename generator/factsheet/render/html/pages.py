"""Blocks and pages to HTML: what Python-Markdown and MkDocs make of the Markdown that our writer writes of them."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import TypedDict

from factsheet.model.text.spans import Role, Text
from factsheet.render import blocks
from factsheet.render.block_writer import LIST_SEPARATOR, BlockWriter
from factsheet.render.html.inline import LinkBase, build_url, escape_html_attribute, write_html_line
from factsheet.render.markdown.inline import escape_attribute

_PERMALINK = re.compile('<a class="headerlink".*?</a>')


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
    version: str
    """A hash of what it says, which stands for `VERSION_MARK`; links of headings to themselves do not count."""
    links: Mapping[str, Mapping[str, str]]
    """Each page or file that it links to: for each anchor there, encoded, the link as its Markdown has it."""


def write_html_page(page: blocks.Page, *, permalink: bool) -> HtmlPage:
    """Return a page as HTML; with `permalink`, each heading ends with a link to itself."""
    writer = _HtmlWriter(LinkBase(page.uri, build_url(page.uri)), permalink=permalink)
    content = writer.join_all(page.blocks)
    for number, heading in enumerate(writer.headings):
        if not heading["id"]:
            heading["id"] = _choose_anchor(heading["name"], writer.anchors)
            content = content.replace(_mark_anchor(number), heading["id"])
    outline, anchors = _build_outline(writer.headings), frozenset(writer.anchors)
    version = compute_version(_PERMALINK.sub("", content))
    content = content.replace(blocks.VERSION_MARK, version)
    return HtmlPage(content=content, outline=outline, anchors=anchors, version=version, links=writer.base.links)


def compute_version(text: str) -> str:
    """Return the version of a page or card: the first characters of a hash of it, in which marks stand for it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def write_html_blocks(content: blocks.Blocks, folder: str) -> str:
    """Return blocks as HTML for a document in a folder of the site, such as `embed/strike/`; empty is the root."""
    return _HtmlWriter(LinkBase("", folder), permalink=None).join_all(content)


def _build_outline(headings: list[OutlineEntry]) -> list[OutlineEntry]:
    outline: list[OutlineEntry] = []
    parents: list[OutlineEntry] = []
    for heading in headings:
        while parents and parents[-1]["level"] >= heading["level"]:
            parents.pop()
        (parents[-1]["children"] if parents else outline).append(heading)
        parents.append(heading)
    return outline


def _mark_anchor(number: int) -> str:
    """Return what stands for the anchor of a heading until all that are given are known; no text holds it."""
    return f"\0{number}\0"


def _choose_anchor(name: str, taken: set[str]) -> str:
    """Return an anchor for a heading by its words, and add it to those that are taken."""
    letters = unicodedata.normalize("NFKD", unescape(name)).encode("ascii", "ignore").decode("ascii")
    chosen = re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", letters).strip().lower())
    if not chosen or chosen in taken:
        counted = re.fullmatch("(.*)_([0-9]+)", chosen)
        base, count = (counted[1], int(counted[2])) if counted else (chosen, 0)
        while (chosen := f"{base}_{(count := count + 1)}") in taken:
            pass
    taken.add(chosen)
    return chosen


class _HtmlWriter(BlockWriter):
    def __init__(self, base: LinkBase, *, permalink: bool | None) -> None:
        """Without a `permalink`, a heading has an anchor only if one is given."""
        super().__init__()
        self.base, self.permalink = base, permalink
        self.headings: list[OutlineEntry] = []

    def join_all(self, content: blocks.Blocks) -> str:
        """Return the blocks of a whole page: an empty line follows HTML that Markdown does not read."""
        raw = ("<pre", LIST_SEPARATOR)
        written = (f"{text}\n" if text.startswith(raw) else text for text in self.list_blocks(content))
        return "\n".join(written).rstrip("\n")

    def join_blocks(self, content: blocks.Blocks) -> str:
        return "".join(f"{text}\n" for text in self.list_blocks(content))

    def format_text(self, text: Text) -> str:
        return write_html_line(text, self.base)

    def escape_label(self, text: str) -> str:
        return escape_html_attribute(text)

    def write_heading(self, level: int, words: str, anchor: str) -> str:
        if anchor:
            self.anchors.add(anchor)
        written = escape_attribute(anchor)
        if self.permalink is not None:
            written = written or _mark_anchor(len(self.headings))
            name = " ".join(re.sub("<[^>]*>", "", words).split())
            self.headings.append({"level": level, "id": anchor, "name": name, "children": []})
            if self.permalink:
                words += f'<a class="headerlink" href="#{written}" title="Permanent link">&para;</a>'
        named = f' id="{written}"' if written else ""
        return f"<h{level}{named}>{words}</h{level}>"

    def write_paragraph(self, words: str, role: Role | None) -> str:
        return f'<p class="fs-{role}">{words}</p>' if role else f"<p>{words}</p>"

    def write_points(self, points: list[tuple[str, str]], *, ordered: bool) -> str:
        self.anchors.update(anchor for _, anchor in points if anchor)
        tag = "ol" if ordered else "ul"
        named = ((f' id="{escape_attribute(anchor)}"' if anchor else "", words) for words, anchor in points)
        items = "".join(f"<li{name}>{words}</li>\n" for name, words in named)
        return f"<{tag}>\n{items}</{tag}>"

    def write_grid(self, table: blocks.Table) -> str:
        rows = "".join(self._write_row(row, "td") for row in table.rows or (((),) * len(table.header),))
        header = self._write_row(table.header, "th")
        return f"<table>\n<thead>\n{header}</thead>\n<tbody>\n{rows}</tbody>\n</table>"

    def _write_row(self, cells: tuple[Text, ...], tag: str) -> str:
        return "<tr>\n" + "".join(f"<{tag}>{self.format_text(cell)}</{tag}>\n" for cell in cells) + "</tr>\n"
