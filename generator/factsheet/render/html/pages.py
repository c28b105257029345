"""Blocks and pages to HTML: what Python-Markdown and MkDocs make of the Markdown that our writer writes of them."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from html import unescape
from typing import TypedDict
from urllib.parse import quote

from factsheet.diagnostics.frozen import dataclass
from factsheet.model.text.spans import Address, FileAddress, PageAddress, Role, Text
from factsheet.render import blocks
from factsheet.render.block_writer import LIST_SEPARATOR, BlockWriter
from factsheet.render.html.inline import build_url, escape_html_attribute, write_html_spans
from factsheet.render.markdown import inline

_Local = (PageAddress, FileAddress)
_MARK = "\0"
"""Stands around the number of what is put in later; no text holds it."""
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
    writer = _HtmlWriter(page.uri, build_url(page.uri), permalink=permalink)
    pieces = writer.join_all(page.blocks).split(_MARK)
    for heading in writer.headings:
        heading["id"] = heading["id"] or _choose_anchor(heading["name"], writer.anchors)
    pieces[1::2] = (writer.headings[int(number)]["id"] for number in pieces[1::2])
    outline, anchors = _build_outline(writer.headings), frozenset(writer.anchors)
    version = compute_version(_PERMALINK.sub("", content := "".join(pieces)))
    content = content.replace(blocks.VERSION_MARK, version)
    return HtmlPage(content=content, outline=outline, anchors=anchors, version=version, links=writer.links)


def compute_version(text: str) -> str:
    """Return the version of a page or card: the first characters of a hash of it, in which marks stand for it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def write_html_blocks(content: blocks.Blocks, folder: str) -> str:
    """Return blocks as HTML for a document in a folder of the site, such as `embed/strike/`; empty is the root."""
    return _HtmlWriter("", folder, permalink=None).join_all(content)


def _build_outline(headings: list[OutlineEntry]) -> list[OutlineEntry]:
    outline: list[OutlineEntry] = []
    parents: list[OutlineEntry] = []
    for heading in headings:
        while parents and parents[-1]["level"] >= heading["level"]:
            parents.pop()
        (parents[-1]["children"] if parents else outline).append(heading)
        parents.append(heading)
    return outline


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
    escape_label = staticmethod(escape_html_attribute)

    def __init__(self, uri: str, folder: str, *, permalink: bool | None, kept: list[Address] | None = None) -> None:
        """Without a `permalink`, a heading has an anchor only if one is given; `kept` takes addresses for later."""
        super().__init__()
        self.uri, self.folder, self.permalink, self.kept = uri, folder, permalink, kept
        self.headings: list[OutlineEntry] = []
        self.links: dict[str, dict[str, str]] = {}
        self._paths: dict[str, str] = {}

    def join_all(self, content: blocks.Blocks) -> str:
        """Return the blocks of a whole page: an empty line follows HTML that Markdown does not read."""
        raw = ("<pre", LIST_SEPARATOR)
        written = (f"{text}\n" if text.startswith(raw) else text for text in self.list_blocks(content))
        return "\n".join(written).rstrip("\n")

    def join_blocks(self, content: blocks.Blocks) -> str:
        return "".join(f"{text}\n" for text in self.list_blocks(content))

    def format_text(self, text: Text) -> str:
        return write_html_spans(text, self.write_address).strip(" ")

    def write_address(self, to: Address) -> str:
        """Return an address for a link, relative to the built page, and note what it links to."""
        if self.kept is not None:
            self.kept.append(to)
            return f"{_MARK}{len(self.kept) - 1}{_MARK}"
        if not isinstance(to, _Local):
            return inline.write_address(to, self.uri)
        if (path := self._paths.get(to.uri)) is None:
            self.links[to.uri] = {}
            path = self._paths[to.uri] = inline.build_relative_path(build_url(to.uri), self.folder)
        if isinstance(to, FileAddress) or not (to.anchor or to.query):
            return path
        anchors, end = self.links[to.uri], inline.build_address_end(to).replace("&", "&amp;")
        if to.anchor and (anchor := quote(to.anchor)) not in anchors:
            anchors[anchor] = inline.write_address(to, self.uri)
        return end if to.anchor and to.uri == self.uri else path + end

    def write_shared(self, shared: blocks.Shared) -> str:
        """Return the HTML that is kept, with the addresses as they are on this page."""
        if not shared.written:
            kept: list[Address] = []
            writer = _HtmlWriter("", "", permalink=True, kept=kept)
            pieces = BlockWriter.write_shared(writer, shared).split(_MARK)
            if writer.headings:
                raise ValueError("a heading cannot be shared: its anchor depends on those before it")
            shared.written[:] = (pieces, [kept[int(number)] for number in pieces[1::2]], writer.anchors)
        pieces, addresses, anchors = shared.written
        pieces[1::2] = map(self.write_address, addresses)
        self.anchors |= anchors
        return "".join(pieces)

    def write_heading(self, level: int, words: str, anchor: str) -> str:
        if anchor:
            self.anchors.add(anchor)
        written = inline.escape_attribute(anchor)
        if self.permalink is not None:
            written = written or f"{_MARK}{len(self.headings)}{_MARK}"
            name = " ".join((re.sub("<[^>]*>", "", words) if "<" in words else words).split())
            self.headings.append({"level": level, "id": anchor, "name": name, "children": []})
            if self.permalink:
                words += f'<a class="headerlink" href="#{written}" title="Permanent link">&para;</a>'
        named = f' id="{written}"' if written else ""
        return f"<h{level}{named}>{words}</h{level}>"

    def write_paragraph(self, words: str, role: Role | None) -> str:
        return f'<p class="fs-{role}">{words}</p>' if role else f"<p>{words}</p>"

    def write_points(self, points: list[tuple[str, str]], *, ordered: bool) -> str:
        tag = "ol" if ordered else "ul"
        items = "".join(f"<li{self._write_id(anchor)}>{words}</li>\n" for words, anchor in points)
        return f"<{tag}>\n{items}</{tag}>"

    def write_grid(self, table: blocks.Table) -> str:
        rows = "".join(self._write_row(row, "td") for row in table.rows or (((),) * len(table.header),))
        header = self._write_row(table.header, "th")
        return f"<table>\n<thead>\n{header}</thead>\n<tbody>\n{rows}</tbody>\n</table>"

    def _write_row(self, cells: tuple[Text, ...], tag: str) -> str:
        return "<tr>\n" + "".join(f"<{tag}>{self.format_text(cell)}</{tag}>\n" for cell in cells) + "</tr>\n"
