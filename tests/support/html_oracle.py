"""What Python-Markdown makes of a text, and what a tree says it must make, in one plain form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html.parser import HTMLParser
from typing import TypeAlias

import markdown
from hypothesis import strategies as st

from factsheet.model.text.spans import (
    Code,
    Emphasis,
    FileAddress,
    Link,
    Mark,
    PageAddress,
    Plain,
    Role,
    Span,
    Strong,
    Text,
    WebAddress,
)
from factsheet.render.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Drawing,
    Heading,
    Paragraph,
    RecordRow,
    RecordTable,
    Shared,
    Table,
    Terms,
    Verbatim,
)
from factsheet.render.markdown.inline import fold_white_space
from tests.support import paths

Event: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...]]
"""A tag that opens with its attributes, a tag that closes, or words."""

EXTENSIONS = ["attr_list", "md_in_html", "tables", "toc", "admonition", "footnotes", "def_list", "fenced_code"]
INLINE_TAGS = frozenset({"a", "code", "em", "strong", "span", "br"})
_ESCAPE = re.compile(r"\\(\\|n|r|t|u[0-9a-f]{4}|U[0-9a-f]{8})")


def decode_escapes(line: str) -> str:
    r"""Return a line of a case file with `\n`, `\u0002` and the like as the signs they stand for."""

    def decode_character(found: re.Match[str]) -> str:
        name = found[1]
        return {"\\": "\\", "n": "\n", "r": "\r", "t": "\t"}.get(name) or chr(int(name[1:], 16))

    return _ESCAPE.sub(decode_character, line)


def read_hostile_texts() -> list[str]:
    lines = (paths.CASES / "hostile.txt").read_text(encoding="utf-8").split("\n")
    return [decode_escapes(line) for line in lines if line and not line.startswith("#: ")]


@cache
def _make_converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=EXTENSIONS, extension_configs={"toc": {"permalink": True}})


def convert_markdown(text: str) -> str:
    return _make_converter().reset().convert(text)


# --- what came out ------------------------------------------------------------------------------------


class _EventParser(HTMLParser):
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


def parse_events(html: str) -> list[Event]:
    reader = _EventParser()
    reader.feed(html)
    reader.close()
    return normalise_events(reader.events)


def normalise_events(events: Iterable[Event]) -> list[Event]:
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
        if name not in INLINE_TAGS:
            _strip_last_space(done)
            blank = True
        in_pre = (kind == "open") if name == "pre" else in_pre
        done.append((kind, name, attributes))
    _strip_last_space(done)
    return done


def _strip_last_space(done: list[Event]) -> None:
    for place in range(len(done) - 1, -1, -1):
        kind, name, _ = done[place]
        if kind == "words":
            if name.endswith(" "):
                done[place] = ("words", name.rstrip(" "), ())
                if name == " ":
                    del done[place]
                    continue
            return
        if name not in INLINE_TAGS:
            return


# --- what must come out -------------------------------------------------------------------------------


def build_expected(blocks: Blocks, uri: str = "facts/here.md") -> list[Event]:
    return normalise_events(event for block in blocks for event in _build_block(block, uri))


def _build_element(tag: str, inner: Iterable[Event], **attributes: str) -> list[Event]:
    given = tuple(sorted((name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items()))
    return [("open", tag, given), *inner, ("close", tag, ())]


def _is_shown(text: Text) -> bool:
    return any(not isinstance(span, Plain) or fold_white_space(span.text).strip(" ") for span in text)


def _build_class(role: Role | None) -> dict[str, str]:
    return {"class_": f"fs-{role.value}"} if role else {}


def _build_block(block: Block, uri: str) -> list[Event]:  # noqa: C901, PLR0911 - one return for each kind
    match block:
        case Heading(level, text, anchor):
            return _build_element(f"h{level}", build_text_events(text, uri), id=anchor) if _is_shown(text) else []
        case Paragraph(text, role):
            return _build_element("p", build_text_events(text, uri), **_build_class(role)) if _is_shown(text) else []
        case Bullets(points, ordered, role):
            shown = [
                event
                for point in points
                if _is_shown(point)
                for event in _build_element("li", build_text_events(point, uri))
            ]
            listed = _build_element("ol" if ordered else "ul", shown) if shown else []
            return _build_element("div", listed, **_build_class(role)) if listed and role else listed
        case Table():
            return _build_table(block, uri)
        case RecordTable():
            return _build_record_table(block, uri)
        case Terms(entries, caption):
            named = (zip(("dt", "dd"), entry, strict=True) for entry in entries)
            pairs = [
                event
                for pair in named
                for tag, text in pair
                for event in _build_element(tag, build_text_events(text, uri))
            ]
            label = fold_white_space(caption).strip(" ")
            listed = _build_element("dl", pairs)
            return _build_element("div", listed, role="group", aria_label=label) if pairs else []
        case Box(role, blocks, anchor):
            return _build_element(
                "div", _build_blocks(blocks, uri), **_build_class(role), **({"id": anchor} if anchor else {})
            )
        case Disclosure(summary, blocks, opened):
            inner = [*_build_element("summary", build_text_events(summary, uri)), *_build_blocks(blocks, uri)]
            return _build_element("details", inner, class_="fs-more", **({"open": "open"} if opened else {}))
        case Shared(blocks):
            return _build_blocks(blocks, uri)
        case Verbatim(text, language):
            code = _build_element("code", [("words", text, ())], class_=f"language-{language}")
            return _build_element("pre", code, class_="fs-verbatim")
        case _:
            raise NotImplementedError(block)


def _build_blocks(blocks: Blocks, uri: str) -> list[Event]:
    return [event for block in blocks for event in _build_block(block, uri)]


def _build_table(table: Table, uri: str) -> list[Event]:
    def build_row(cells: tuple[Text, ...], tag: str) -> list[Event]:
        return _build_element(
            "tr", [event for cell in cells for event in _build_element(tag, build_text_events(cell, uri))]
        )

    blank_row: tuple[Text, ...] = ((),) * len(table.header)
    body = [event for cells in (table.rows or (blank_row,)) for event in build_row(cells, "td")]
    whole = _build_element(
        "table", [*_build_element("thead", build_row(table.header, "th")), *_build_element("tbody", body)]
    )
    caption = fold_white_space(table.caption).strip(" ")
    named = {"role": "region", "aria_label": caption, "tabindex": "0"} if caption else {}
    right = "".join(f" fs-right-{column + 1}" for column in sorted(table.right_columns))
    return _build_element("div", whole, class_=f"fs-table{right}", **named)


def _build_record_table(ledger: RecordTable, uri: str) -> list[Event]:
    def build_cell(words: Text | Drawing, *, names: bool) -> list[Event]:
        assert isinstance(words, tuple), "drawings have tests of their own"
        return _build_element(
            "th" if names else "td", build_text_events(words, uri), **({"scope": "row"} if names else {})
        )

    def build_entry(row: RecordRow) -> list[Event]:
        cells = [event for at, words in enumerate(row.cells) for event in build_cell(words, names=at == 1)]
        return _build_element("tr", cells, **({"id": row.anchor} if row.anchor else {}))

    def build_group(title: Text, entries: tuple[RecordRow, ...]) -> list[Event]:
        wide = _build_element("th", build_text_events(title, uri), colspan=str(len(ledger.header)), scope="rowgroup")
        heading = _build_element("tr", wide, class_="fs-group") if _is_shown(title) else []
        return _build_element("tbody", [*heading, *(event for row in entries for event in build_entry(row))])

    names = [
        event
        for build_cell in ledger.header
        for event in _build_element("th", build_text_events(build_cell, uri), scope="col")
    ]
    inside = [
        *_build_element("thead", _build_element("tr", names)),
        *(event for each in ledger.groups for event in build_group(*each)),
    ]
    label = fold_white_space(ledger.caption).strip(" ")
    return _build_element(
        "table", inside, class_="fs-ledger", aria_label=label, data_search_exclude="data-search-exclude"
    )


def build_text_events(text: Text, uri: str, *, linked: bool = False) -> list[Event]:
    return [event for span in text for event in _build_span(span, uri, linked=linked)]


def _build_span(span: Span, uri: str, *, linked: bool) -> list[Event]:
    match span:
        case Plain(words):
            return [("words", fold_white_space(words), ())]
        case Code(words):
            return _build_element("code", [("words", fold_white_space(words), ())])
        case Emphasis(spans):
            return _build_element("em", build_text_events(spans, uri, linked=linked))
        case Strong(spans):
            return _build_element("strong", build_text_events(spans, uri, linked=linked))
        case Mark(role, spans, title):
            named = {"title": fold_white_space(title).strip(" ")} if title else {}
            return _build_element("em", build_text_events(spans, uri, linked=linked), **_build_class(role), **named)
        case Link(spans, to):
            inner = build_text_events(spans, uri, linked=True)
            return inner if linked else _build_element("a", inner, href=_format_href(to))


def _format_href(to: PageAddress | FileAddress | WebAddress) -> str:
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
_HOSTILE_TEXTS = read_hostile_texts()
MARKDOWN_TEXTS = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=9).map("".join),
    st.text(max_size=12),
    st.integers(0, len(_HOSTILE_TEXTS) - 1).map(lambda place: _HOSTILE_TEXTS[place]),  # whose repr is short
)
URLS = st.lists(
    st.sampled_from([*"()'*_~!$&;,=+@-./?#", "a", "b", "%20", "&copy=", "&copy;", "(x)", "[", "]"]), max_size=12
).map(lambda parts: "https://example.org/" + "".join(parts))
ANCHORS = st.from_regex(r"[a-z][a-z0-9-]{0,8}", fullmatch=True)
ADDRESSES = st.one_of(
    st.builds(PageAddress, st.sampled_from(["sheets/deaths.md", "places/a-b.md", "index.md"]), st.just("") | ANCHORS),
    st.builds(FileAddress, st.sampled_from(["downloads/facts.json", "feed.xml"])),
    st.builds(WebAddress, URLS),
)
LEAVES: st.SearchStrategy[Span] = st.one_of(st.builds(Plain, MARKDOWN_TEXTS), st.builds(Code, MARKDOWN_TEXTS))


def _nest_spans(inner: st.SearchStrategy[Span]) -> st.SearchStrategy[Span]:
    spans = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Emphasis, spans),
        st.builds(Strong, spans),
        st.builds(Mark, st.sampled_from([Role.CLAIMED, Role.DIFFERS]), spans, st.just("") | MARKDOWN_TEXTS),
        st.builds(Link, spans, ADDRESSES),
    )


SPANS = st.recursive(LEAVES, _nest_spans, max_leaves=5)
RICH_TEXTS: st.SearchStrategy[Text] = st.lists(SPANS, max_size=5).map(tuple)
_BODY_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, RICH_TEXTS, st.none() | st.just(Role.META)),
    st.builds(Bullets, st.lists(RICH_TEXTS, max_size=3).map(tuple), st.booleans(), st.none() | st.just(Role.CITE)),
    st.integers(1, 3).flatmap(
        lambda width: st.builds(
            Table,
            st.tuples(*[RICH_TEXTS] * width),
            st.lists(st.tuples(*[RICH_TEXTS] * width), max_size=2).map(tuple),
            st.sets(st.integers(0, width - 1)).map(frozenset),
            st.just("") | MARKDOWN_TEXTS,
        )
    ),
)


def nest_blocks(inner: st.SearchStrategy[Block]) -> st.SearchStrategy[Box | Disclosure]:
    blocks = st.lists(inner, max_size=3).map(tuple)
    return st.one_of(
        st.builds(Box, st.sampled_from([Role.ROW, Role.NOTICE]), blocks, st.just("") | ANCHORS),
        st.builds(Disclosure, RICH_TEXTS, blocks, st.booleans()),
    )


FLAT_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Heading, st.integers(1, 6), RICH_TEXTS, ANCHORS),
    _BODY_BLOCKS,
    st.builds(Shared, st.lists(nest_blocks(_BODY_BLOCKS), max_size=2).map(tuple)),
)
BLOCKS: st.SearchStrategy[Blocks] = st.lists(st.recursive(FLAT_BLOCKS, nest_blocks, max_leaves=6), max_size=4).map(
    tuple
)
