"""What Python-Markdown makes of a text, and what a tree says it must make, in one plain form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import TypeAlias

import markdown
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import (
    Code,
    Emphasis,
    FileAddress,
    Link,
    Mark,
    PageAddress,
    Plain,
    Span,
    Strong,
    Text,
    WebAddress,
)
from factsheet.render.document.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Entry,
    Heading,
    Ledger,
    Paragraph,
    Table,
    Verbatim,
)
from factsheet.render.document.charts import Drawing
from factsheet.render.markdown.escape import fold
from hypothesis import strategies as st

from tests.support import paths

Event: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]
"""A tag that opens with its attributes, a tag that closes, or words."""

EXTENSIONS = [
    "attr_list",
    "md_in_html",
    "tables",
    "toc",
    "admonition",
    "footnotes",
    "def_list",
    "fenced_code",
]
INLINE = frozenset({"a", "code", "em", "strong", "span", "br"})
_ESCAPE = re.compile(r"\\(\\|n|r|t|u[0-9a-f]{4})")


def decoded(line: str) -> str:
    r"""Return a line of a case file with `\n`, `\u0002` and the like as the signs they stand for."""

    def sign(found: re.Match[str]) -> str:
        name = found[1]
        return {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}.get(name) or chr(int(name[1:], 16))

    return _ESCAPE.sub(sign, line)


def hostile_texts() -> list[str]:
    lines = (paths.CASES / "hostile.txt").read_text(encoding="utf-8").split("\n")
    return [decoded(line) for line in lines if line and not line.startswith("#: ")]


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs={"toc": {"permalink": True}})


def to_html(text: str) -> str:
    return _converter().reset().convert(text)


# --- what came out ------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.events: list[Event] = []
        self.in_headerlink = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("class", "headerlink") in attrs:
            self.in_headerlink = True
            return
        self.events.append(("open", tag, tuple(sorted((name, value or "") for name, value in attrs))))

    def handle_endtag(self, tag: str) -> None:
        if self.in_headerlink:
            self.in_headerlink = tag != "a"
            return
        self.events.append(("close", tag, ()))

    def handle_data(self, data: str) -> None:
        if not self.in_headerlink:
            self.events.append(("words", data, ()))

    def handle_decl(self, decl: str) -> None:
        self.events.append(("decl", decl, ()))

    def handle_comment(self, data: str) -> None:
        if data != " another list ":
            self.events.append(("comment", data, ()))

    def handle_pi(self, data: str) -> None:
        self.events.append(("pi", data, ()))


def events_of(html: str) -> list[Event]:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return settled(reader.events)


def settled(events: Iterable[Event]) -> list[Event]:
    """Join words, fold blanks as a browser does, and leave out blanks beside the edges of blocks."""
    done: list[Event] = []
    blank, in_pre = True, False
    for kind, name, attributes in events:
        if kind == "words":
            words = name if in_pre else re.sub(r"[ \t\n\r\f]+", " ", name)
            if blank and not in_pre:
                words = words.removeprefix(" ")
            if not words:
                continue
            blank = words.endswith(" ")
            if done and done[-1][0] == "words":
                done[-1] = ("words", done[-1][1] + words, ())
            else:
                done.append(("words", words, ()))
            continue
        if name not in INLINE:
            _without_last_blank(done)
            blank = True
        in_pre = (kind == "open") if name == "pre" else in_pre
        done.append((kind, name, attributes))
    _without_last_blank(done)
    return done


def _without_last_blank(done: list[Event]) -> None:
    for place in range(len(done) - 1, -1, -1):
        kind, name, _ = done[place]
        if kind == "words":
            if name.endswith(" "):
                done[place] = ("words", name.rstrip(" "), ())
                if name == " ":
                    del done[place]
                    continue
            return
        if name not in INLINE:
            return


# --- what must come out -------------------------------------------------------------------------------


def expected(blocks: Blocks, uri: str = "facts/here.md") -> list[Event]:
    return settled(event for block in blocks for event in _block(block, uri))


def _element(tag: str, inner: Iterable[Event], **attributes: str) -> list[Event]:
    given = tuple(sorted((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()))
    return [("open", tag, given), *inner, ("close", tag, ())]


def _shown(text: Text) -> bool:
    return any(not isinstance(span, Plain) or fold(span.text).strip(" ") for span in text)


def _role(role: Role | None) -> dict[str, str]:
    return {"class_": f"fs-{role.value}"} if role else {}


def _block(block: Block, uri: str) -> list[Event]:  # noqa: PLR0911 - one return for each kind of block
    match block:
        case Heading(level, text, anchor):
            return _element(f"h{level}", text_events(text, uri), id=anchor) if _shown(text) else []
        case Paragraph(text, role):
            return _element("p", text_events(text, uri), **_role(role)) if _shown(text) else []
        case Bullets(points, ordered, role):
            shown = [
                event
                for point in points
                if _shown(point)
                for event in _element("li", text_events(point, uri))
            ]
            listed = _element("ol" if ordered else "ul", shown) if shown else []
            return _element("div", listed, **_role(role)) if listed and role else listed
        case Table():
            return _table(block, uri)
        case Ledger():
            return _ledger(block, uri)
        case Box(role, blocks, anchor):
            return _element("div", _all(blocks, uri), **_role(role), **({"id": anchor} if anchor else {}))
        case Disclosure(summary, blocks, opened):
            inner = [*_element("summary", text_events(summary, uri)), *_all(blocks, uri)]
            return _element("details", inner, class_="fs-more", **({"open": "open"} if opened else {}))
        case Verbatim(text, language):
            code = _element("code", [("words", text, ())], class_=f"language-{language}")
            return _element("pre", code, class_="fs-verbatim")
        case _:
            raise NotImplementedError(block)


def _all(blocks: Blocks, uri: str) -> list[Event]:
    return [event for block in blocks for event in _block(block, uri)]


def _table(table: Table, uri: str) -> list[Event]:
    def row(cells: tuple[Text, ...], tag: str) -> list[Event]:
        return _element("tr", [event for cell in cells for event in _element(tag, text_events(cell, uri))])

    blank_row: tuple[Text, ...] = ((),) * len(table.header)
    body = [event for cells in (table.rows or (blank_row,)) for event in row(cells, "td")]
    whole = _element("table", [*_element("thead", row(table.header, "th")), *_element("tbody", body)])
    caption = fold(table.caption).strip(" ")
    named = {"role": "region", "aria_label": caption, "tabindex": "0"} if caption else {}
    right = "".join(f" fs-right-{column + 1}" for column in sorted(table.right))
    return _element("div", whole, class_=f"fs-table{right}", **named)


def _ledger(ledger: Ledger, uri: str) -> list[Event]:
    def cell(words: Text | Drawing, *, names: bool) -> list[Event]:
        assert isinstance(words, tuple), "drawings have tests of their own"
        return _element(
            "th" if names else "td", text_events(words, uri), **({"scope": "row"} if names else {})
        )

    def entry(one: Entry) -> list[Event]:
        cells = [event for at, words in enumerate(one.cells) for event in cell(words, names=at == 1)]
        return _element("tr", cells, **({"id": one.anchor} if one.anchor else {}))

    def group(title: Text, entries: tuple[Entry, ...]) -> list[Event]:
        wide = _element("th", text_events(title, uri), colspan=str(len(ledger.header)), scope="rowgroup")
        heading = _element("tr", wide, class_="fs-group") if _shown(title) else []
        return _element("tbody", [*heading, *(event for row in entries for event in entry(row))])

    names = [event for cell in ledger.header for event in _element("th", text_events(cell, uri), scope="col")]
    inside = [
        *_element("thead", _element("tr", names)),
        *(one for each in ledger.groups for one in group(*each)),
    ]
    label = fold(ledger.caption).strip(" ")
    return _element(
        "table", inside, class_="fs-ledger", aria_label=label, data_search_exclude="data-search-exclude"
    )


def text_events(text: Text, uri: str, *, linked: bool = False) -> list[Event]:
    return [event for span in text for event in _span(span, uri, linked=linked)]


def _span(span: Span, uri: str, *, linked: bool) -> list[Event]:
    match span:
        case Plain(words):
            return [("words", fold(words), ())]
        case Code(words):
            return _element("code", [("words", fold(words), ())])
        case Emphasis(spans):
            return _element("em", text_events(spans, uri, linked=linked))
        case Strong(spans):
            return _element("strong", text_events(spans, uri, linked=linked))
        case Mark(role, spans, title):
            named = {"title": fold(title).strip(" ")} if title else {}
            return _element("em", text_events(spans, uri, linked=linked), **_role(role), **named)
        case Link(spans, to):
            inner = text_events(spans, uri, linked=True)
            return inner if linked else _element("a", inner, href=_href(to))


def _href(to: PageAddress | FileAddress | WebAddress) -> str:
    match to:
        case PageAddress(uri, anchor):
            return f"../{uri}#{anchor}" if anchor else f"../{uri}"
        case FileAddress(uri):
            return f"../{uri}"
        case WebAddress(url):
            return url


# --- trees that nobody thought of ---------------------------------------------------------------------

PIECES = [
    *"*_`\\[](){}<>|~^#&!:-+=>'\"/.$@% ",
    "**", "***", "__", "``", "](", "![", "{ .x }", "{: #y }", "&amp;", "&copy;", "&#42;", "<b>", "</div>",
    "<div markdown>", "1. ", "- ", "!!! ", ": ", "[^1]", "[TOC]", "a", "b", "words", " and ", "5,820", "\n",
    "\n\n", "\t", "\u00a0", "\u3000", "\u0002", "\u0003", "é", "“", "–", "<!--", "-->", "```", "~~~", "|",
    "---", "===",
]  # fmt: skip
TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.text(max_size=12),
    st.sampled_from(hostile_texts()),
)
URLS = st.lists(
    st.sampled_from([*"()'*_~!$&;,=+@-./?#", "a", "b", "%20", "&copy=", "&copy;", "(x)", "[", "]"]),
    max_size=12,
).map(lambda parts: "https://example.org/" + "".join(parts))
ANCHORS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
ADDRESSES = st.one_of(
    st.builds(
        PageAddress, st.sampled_from(["sheets/deaths.md", "places/a-b.md", "index.md"]), st.just("") | ANCHORS
    ),
    st.builds(FileAddress, st.sampled_from(["downloads/facts.json", "feed.xml"])),
    st.builds(WebAddress, URLS),
)
LEAVES: st.SearchStrategy[Span] = st.one_of(st.builds(Plain, TEXTS), st.builds(Code, TEXTS))


def _stressed(inner: st.SearchStrategy[Span]) -> st.SearchStrategy[Span]:
    spans = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Emphasis, spans),
        st.builds(Strong, spans),
        st.builds(Mark, st.sampled_from([Role.CLAIMED, Role.DIFFERS]), spans, st.just("") | TEXTS),
        st.builds(Link, spans, ADDRESSES),
    )


SPANS = st.recursive(LEAVES, _stressed, max_leaves=5)
SPOKEN: st.SearchStrategy[Text] = st.lists(SPANS, max_size=5).map(tuple)
_FLAT: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(1, 6), SPOKEN, ANCHORS),
    st.builds(Paragraph, SPOKEN, st.none() | st.just(Role.META)),
    st.builds(
        Bullets, st.lists(SPOKEN, max_size=3).map(tuple), st.booleans(), st.none() | st.just(Role.CITE)
    ),
    st.integers(1, 3).flatmap(
        lambda width: st.builds(
            Table,
            st.tuples(*[SPOKEN] * width),
            st.lists(st.tuples(*[SPOKEN] * width), max_size=2).map(tuple),
            st.sets(st.integers(0, width - 1)).map(frozenset),
            st.just("") | TEXTS,
        )
    ),
)


def _nested(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Box, st.sampled_from([Role.ROW, Role.NOTICE]), blocks, st.just("") | ANCHORS),
        st.builds(Disclosure, SPOKEN, blocks, st.booleans()),
    )


BLOCKS: st.SearchStrategy[Blocks] = st.lists(st.recursive(_FLAT, _nested, max_leaves=6), max_size=4).map(
    tuple
)
