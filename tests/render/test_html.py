"""The HTML of blocks is, byte for byte, what MkDocs makes of the Markdown of the same blocks."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils.meta import get_data

from factsheet.checks.run import check_site
from factsheet.model.text.spans import (
    Address,
    Code,
    FileAddress,
    Link,
    PageAddress,
    Plain,
    Role,
    Text,
    WebAddress,
    make_text,
)
from factsheet.project.load import read_site
from factsheet.publish.extensions import KNOWN_EXTENSIONS, NEEDED_EXTENSIONS, convert_markdown, list_unknown_extensions
from factsheet.render.blocks import (
    VERSION_MARK,
    Block,
    Blocks,
    Box,
    Bullets,
    Figure,
    Heading,
    Page,
    Paragraph,
    RecordRow,
    RecordTable,
    Shared,
    Table,
    Terms,
    Verbatim,
)
from factsheet.render.html import pages as html_pages
from factsheet.render.html.inline import write_html_spans
from factsheet.render.html.pages import write_html_blocks, write_html_page
from factsheet.render.markdown.pages import write_blocks, write_page
from factsheet.render.pages.context import build_page_context
from factsheet.render.site import build_pages
from tests.support import paths
from tests.support.charts import PAIR, SMALL
from tests.support.drawing_strategies import DRAWINGS
from tests.support.html_oracle import ANCHORS, FLAT_BLOCKS, MARKDOWN_TEXTS, RICH_TEXTS, URLS, nest_blocks

HERE = "facts/here.md"
SITES = {paths.ROOT: "2026-12-01", paths.TOY: "2024-06-01", paths.SECOND: "2026-01-01"}


@cache
def read_pages(site: Path) -> tuple[Page, ...]:
    """Return every generated page of a site."""
    read = read_site(site / "mkdocs.yml", dt.date.fromisoformat(SITES[site]))
    checked = check_site(read.inputs, read.settings)
    context = build_page_context(checked.catalog, checked.derivations, checked.lock, read.settings, "0123abcd")
    return tuple(build_pages(context))


def make_config(
    settings_file: Path, extensions: Iterable[str] = (), toc: Mapping[str, Any] | None = None
) -> MkDocsConfig:
    """Return MkDocs' own settings, with the extensions that our plugin adds, and others."""
    config = load_config(str(settings_file))
    config.plugins._current_plugin = "factsheet"
    names = (*config.markdown_extensions, *NEEDED_EXTENSIONS, *extensions)
    config.markdown_extensions = list(dict.fromkeys(names))
    if toc is not None:
        config.mdx_configs["toc"] = dict(toc)
    return config


@cache
def _make_plain_config() -> MkDocsConfig:
    return make_config(paths.TOY / "mkdocs.yml", sorted(KNOWN_EXTENSIONS), toc={"permalink": True})


def assert_same(pages: Sequence[Page], config: MkDocsConfig, *, permalink: bool = True) -> None:
    """Compare our pages with those that MkDocs renders of their Markdown, on a site that has all that they link to."""
    ours = {page.uri: write_html_page(page, permalink=permalink) for page in pages}
    texts = {uri: "" for html in ours.values() for uri in html.links}
    texts |= {page.uri: write_page(page).replace(VERSION_MARK, ours[page.uri].version) for page in pages}
    files = Files([File.generated(config, uri, content=text) for uri, text in texts.items()])
    for uri, html in ours.items():
        file = files.get_file_from_path(uri)
        assert file is not None
        page = MkDocsPage(None, file, config)
        page.markdown, page.meta = get_data(texts[uri])
        page.render(config, files)
        assert html.content == page.content, uri
        assert str(get_toc(html.outline)) == str(page.toc), uri
        assert [item.level for item in get_toc(html.outline)] == [item.level for item in page.toc], uri
        assert html.anchors == frozenset(page.present_anchor_ids or ()), uri
        linked = {target.src_uri: dict(anchors) for target, anchors in (page.links_to_anchors or {}).items()}
        for anchor in (item.id for item in flatten(page.toc)):  # the links of headings to themselves
            if anchor not in html.links.get(uri, {}):
                linked.get(uri, {}).pop(anchor, None)
        assert {to: anchors for to, anchors in html.links.items() if anchors} == {
            to: anchors for to, anchors in linked.items() if anchors
        }, uri


def flatten(items: Iterable[Any]) -> Iterable[Any]:
    for item in items:
        yield item
        yield from flatten(item.children)


@pytest.mark.parametrize("site", SITES, ids=["real", "toy", "second"])
def test_every_page_of_a_site_is_as_mkdocs_renders_it(site: Path) -> None:
    config = make_config(site / "mkdocs.yml")
    assert_same(read_pages(site), config, permalink=bool(config.mdx_configs.get("toc", {}).get("permalink")))


def test_a_heading_without_an_anchor_has_the_one_that_mkdocs_gives_it() -> None:
    words = ("Same words", "Same words", "same-words_1", "Taken later", "& * #", "Étage 2: ça", "a_07", "a_07")
    headings = tuple(Heading(2 + place % 3, make_text(text)) for place, text in enumerate(words))
    later = Box(Role.ROW, (Heading(4, (Plain("a "), Code("b*c"))), *headings[:1]), "taken-later")
    assert_same([make_page(*headings, later)], _make_plain_config())


def test_lists_and_lines_of_code_beside_each_other_are_as_mkdocs_renders_them() -> None:
    lists = (Bullets((make_text("a"),)), Bullets((make_text("b"),), ordered=True), Verbatim("c"), Verbatim("d"))
    code = Paragraph(
        (Code("a*b"), Code("a*b"), Code("a*b"), Link((Code("c_d"), Code("c_d")), PageAddress(HERE)), Code("e_f"))
    )
    assert_same([make_page(*lists, Box(Role.ROW, (*lists, code)), code, *lists)], _make_plain_config())


def test_what_pages_share_is_written_once_with_the_addresses_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    here = (PageAddress(HERE), PageAddress(HERE, "said"), PageAddress("sheets/a.md", "b"), FileAddress("a/b.json"))
    links: Text = tuple(Link(make_text("a"), to) for to in (*here, WebAddress("https://example.org/")))
    table = Table(header=(links[2:3],), rows=((links[3:4],),))
    inner = Shared((Box(Role.PASSAGE, (Paragraph(links), table), "said"),))
    shared = Shared((Box(Role.ROW_SAID, (inner, Paragraph(links[:2]))), Box(Role.ROW_VALUE, ())))
    uris = (HERE, "sheets/a.md", "index.md")
    bare = (Box(Role.ROW_SAID, (*inner.blocks, Paragraph(links[:2]))), Box(Role.ROW_VALUE, ()))
    alone = [write_html_page(make_page(*bare, uri=uri), permalink=True) for uri in uris]
    written: list[Text] = []

    def count(text: Text, write_address: Callable[[Address], str]) -> str:
        written.append(text)
        return write_html_spans(text, write_address)

    monkeypatch.setattr(html_pages, "write_html_spans", count)
    assert [write_html_page(make_page(shared, uri=uri), permalink=True) for uri in uris] == alone
    assert len(written) == len((links, *table.header, *table.rows, links[:2]))
    assert len({html.content for html in alone}) == len(uris)


def test_a_heading_cannot_be_shared() -> None:
    shared = Shared((Box(Role.ROW, (Heading(2, make_text("a"), "a"),)),))

    with pytest.raises(ValueError, match="a heading cannot be shared"):
        write_html_page(make_page(shared), permalink=True)


@pytest.mark.parametrize("name", sorted(KNOWN_EXTENSIONS - {*NEEDED_EXTENSIONS}))
def test_a_known_extension_changes_no_page(name: str) -> None:
    code = Paragraph((Code("#!py a"), Plain(" "), Code(":::py a"), Plain(" "), Code("a(b)")))
    pages = (*read_pages(paths.TOY)[::10], make_page(Heading(1, make_text("A page")), code))
    assert_same(pages, make_config(paths.TOY / "mkdocs.yml", [name], {"permalink": True}))


@pytest.mark.parametrize(
    "names,options,unknown",
    [
        (["toc", "tables", "admonition"], {"toc": {"permalink": True}}, []),
        (["markdown.extensions.toc", "attr_list"], {"toc": {}}, []),
        (["toc", "tables"], {"toc": {"permalink": "#"}}, ["toc"]),
        (["toc", "tables"], {"toc": {"toc_depth": 2}}, ["toc"]),
        (["toc", "pymdownx.snippets"], {"pymdownx.snippets": {"auto_append": ["a.md"]}}, ["pymdownx.snippets"]),
        (["pymdownx.superfences"], {"pymdownx.superfences": {"custom_fences": []}}, []),
        (["smarty", "nl2br", "my.own"], {}, ["smarty", "nl2br", "my.own"]),
    ],
)
def test_an_extension_is_known_with_the_options_that_were_tried(
    names: list[str], options: dict[str, Any], unknown: list[str]
) -> None:
    assert list_unknown_extensions(names, options) == unknown


# --- trees that nobody thought of ---------------------------------------------------------------------

_CELLS = RICH_TEXTS | st.sampled_from([SMALL, PAIR])
_RECORD_TABLES = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        RecordTable,
        st.tuples(*[RICH_TEXTS] * width),
        st.lists(
            st.tuples(
                RICH_TEXTS,
                st.lists(st.builds(RecordRow, st.tuples(*[_CELLS] * width), st.just("") | ANCHORS), max_size=2).map(
                    tuple
                ),
            ),
            max_size=2,
        ).map(tuple),
        MARKDOWN_TEXTS,
    )
)
_BULLETS = st.lists(st.tuples(RICH_TEXTS, st.just("") | ANCHORS), min_size=1, max_size=3).map(
    lambda points: Bullets(tuple(text for text, _ in points), anchors=tuple(anchor for _, anchor in points))
)
ALL_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    FLAT_BLOCKS,
    st.builds(Heading, st.integers(1, 6), RICH_TEXTS),
    _BULLETS,
    _RECORD_TABLES,
    st.builds(Terms, st.lists(st.tuples(RICH_TEXTS, RICH_TEXTS), max_size=2).map(tuple), MARKDOWN_TEXTS),
    st.builds(Verbatim, MARKDOWN_TEXTS, st.sampled_from(["text", "bibtex"])),
    st.builds(Figure, DRAWINGS, RICH_TEXTS),
)
TREES: st.SearchStrategy[Blocks] = st.lists(st.recursive(ALL_BLOCKS, nest_blocks, max_leaves=6), max_size=4).map(tuple)


def make_page(*blocks: Block, uri: str = HERE) -> Page:
    return Page(uri=uri, title="A page", description="", blocks=blocks)


@given(TREES)
def test_any_tree_is_as_mkdocs_renders_it(blocks: Blocks) -> None:
    assert_same([make_page(*blocks)], _make_plain_config())
    assert write_html_blocks(blocks, "facts/here/") == convert_outside_of_a_page(blocks)


def convert_outside_of_a_page(blocks: Blocks) -> str:
    """Return what Python-Markdown makes of blocks for a document in `facts/here/`, where MkDocs turns no link."""
    written = convert_markdown(write_blocks(blocks, "facts/here/index.html"), ("attr_list", "md_in_html", "tables"), {})
    for page, folder in {"sheets/deaths.md": "sheets/deaths/", "places/a-b.md": "places/a-b/", "index.md": ""}.items():
        written = written.replace(f'href="../../{page}', f'href="../../{folder}')
    return written


QUERIES = MARKDOWN_TEXTS.filter(lambda text: not re.search("[\ud800-\udfff]", text))  # which no URL can hold
ADDRESSES = st.one_of(
    st.builds(
        PageAddress,
        st.sampled_from([HERE, "index.md", "facts/index.md", "facts/other.md", "sheets/a/b.md", "a b/ü.md"]),
        st.just("") | QUERIES,
        st.lists(st.tuples(QUERIES, QUERIES), max_size=2).map(tuple),
    ),
    st.builds(
        FileAddress,
        st.sampled_from(
            ["feed.xml", "facts/here/fact.json", "facts/other/index.html", "embed/a/index.html", "a b'c.txt"]
        ),
    ),
    st.builds(WebAddress, URLS),
)


@given(st.lists(ADDRESSES, min_size=1, max_size=4), st.sampled_from(["index.md", "facts/index.md", HERE, "a/b/c.md"]))
def test_any_address_is_as_mkdocs_writes_it(addresses: Sequence[PageAddress], uri: str) -> None:
    links: Text = tuple(Link(make_text("x"), address) for address in addresses)
    assert_same([Page(uri=uri, title="A page", description="", blocks=(Paragraph(links),))], _make_plain_config())
