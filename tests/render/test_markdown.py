"""The Markdown of a tree is what Python-Markdown turns into that tree, whatever the texts in it say."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings

from factsheet.model.text.spans import (
    Code,
    Emphasis,
    FileAddress,
    Link,
    Mark,
    PageAddress,
    Plain,
    Role,
    Strong,
    Text,
    WebAddress,
    make_text,
)
from factsheet.render.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Figure,
    Heading,
    Page,
    Paragraph,
    RecordRow,
    RecordTable,
    Table,
    Terms,
    Verbatim,
)
from factsheet.render.markdown.inline import fold_white_space
from factsheet.render.markdown.pages import write_blocks, write_page
from tests.support import paths
from tests.support.charts import BARS, CHAIN, PAIR, SMALL
from tests.support.examples import SCALE
from tests.support.html_oracle import (
    BLOCKS,
    MARKDOWN_TEXTS,
    RICH_TEXTS,
    build_expected,
    convert_markdown,
    parse_events,
    read_hostile_texts,
)

GOLDEN = paths.GOLDEN / "writers"
HERE = "facts/here.md"
PAGES = 4 if SCALE == 1 else 1
"""The pages that the hostile words are dealt out to: converting them all at once takes far more than their sum."""
AWAY = WebAddress("https://example.org/a_(b)?c=d&copy=e#:~:text=f,g%2Dh")


def _marked(words: str) -> Text:
    return (Plain("so "), Mark(Role.CLAIMED, make_text(words), words), Plain(" it is"))


CONTEXTS: dict[str, Callable[[str], Blocks]] = {
    "a paragraph": lambda words: (Paragraph(make_text(words)),),
    "a paragraph after another": lambda words: (Paragraph(make_text("first")), Paragraph(make_text(words))),
    "a paragraph with a role": lambda words: (Paragraph(make_text(words), Role.META),),
    "a heading": lambda words: (Heading(2, make_text(words), "here"),),
    "a heading with a mark": lambda words: (Heading(3, _marked(words), "here"),),
    "a point": lambda words: (Bullets((make_text(words), make_text("b"), make_text(words))),),
    "a counted point": lambda words: (Bullets((make_text("a"), make_text(words)), ordered=True, role=Role.CITE),),
    "a cell": lambda words: (
        Table(
            (make_text(words), make_text("b")),
            ((make_text(words), make_text("c")), (make_text("d"), make_text(words))),
            caption=words,
        ),
    ),
    "the last cell": lambda words: (Table((make_text("a"),), ((_marked(words),), (make_text(words),))),),
    "a term": lambda words: (Terms(((make_text(words), _marked(words)), (make_text("b"), make_text(words))), words),),
    "a ledger": lambda words: (
        RecordTable(
            (make_text(words), make_text("b")),
            (
                (
                    _marked(words),
                    (RecordRow((_marked(words), make_text(words)), "here"), RecordRow(((), make_text(words)))),
                ),
                ((), (RecordRow((make_text(words), ())),)),
            ),
            words,
        ),
    ),
    "the words of a link": lambda words: (Paragraph((Plain("!"), Link(make_text(words), AWAY), Plain("(x)"))),),
    "a mark and its title": lambda words: (Paragraph(_marked(words), Role.META),),
    "a strong word": lambda words: (Paragraph((Strong(make_text(words)),)),),
    "an emphasis inside a word": lambda words: (Paragraph((Plain("a"), Emphasis(make_text(words)), Plain("b"))),),
    "code": lambda words: (Paragraph((Code(words), Plain("x"), Code(words), Code(words))),),
    "a mark in a strong word": lambda words: (
        Paragraph((Strong((Plain(words), Mark(Role.WAS, make_text(words), words), Plain(words))),)),
    ),
    "marks that touch": lambda words: (
        Paragraph(
            (
                Emphasis(make_text(words)),
                Strong(make_text(words)),
                Mark(Role.WAS, make_text(words)),
                Emphasis(make_text(words)),
            )
        ),
    ),
    "a box in a box": lambda words: (
        Box(Role.ROW, (Box(Role.EVIDENCE, (Paragraph(make_text(words)), Bullets((make_text(words),)))),), "id-of-it"),
    ),
    "a summary": lambda words: (Disclosure(make_text(words), (Paragraph(make_text(words)),)),),
    "a disclosure in a box": lambda words: (
        Box(
            Role.ROW,
            (Paragraph(make_text("a")), Disclosure(_marked(words), (Bullets((_marked(words),)),), opened=True)),
        ),
    ),
    "a point beside others": lambda words: (
        Bullets((make_text(words),)),
        Bullets((make_text(words),)),
        Paragraph(make_text(words)),
        Bullets((make_text(words),), ordered=True),
    ),
}


@pytest.mark.parametrize("context", CONTEXTS)
def test_hostile_words_are_shown_as_they_are_and_make_nothing(context: str) -> None:
    for words in read_hostile_texts():
        blocks = CONTEXTS[context](words)
        assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks), repr(words)


@given(BLOCKS)
def test_any_tree_comes_out_as_it_went_in(blocks: Blocks) -> None:
    assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks)


@given(RICH_TEXTS)
@settings(max_examples=200 * SCALE)
def test_any_text_comes_out_as_it_went_in(text: Text) -> None:
    blocks = (Paragraph(text, Role.META),)
    assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks)


@pytest.mark.parametrize("page", range(PAGES))
def test_many_hostile_words_on_one_page_do_not_disturb_each_other(page: int) -> None:
    texts = read_hostile_texts()[page::PAGES]
    blocks = tuple(block for words in texts for context in CONTEXTS.values() for block in context(words))
    assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks)


@pytest.mark.parametrize(
    "lines",
    [
        "@book{a,\n  title = {*B*},\n}",
        "~~~\ncode\n~~~\n```",
        "<b>&copy;</b>\n\n    in",
        "# a\n- b\n[^1]: c",
        "</code></pre>",
    ],
)
def test_verbatim_lines_are_kept(lines: str) -> None:
    verbatim = Verbatim(lines, "bibtex")
    blocks: Blocks = (Box(Role.CITE, (verbatim,)), verbatim, Paragraph(make_text("after")), verbatim)
    assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks)


# --- pages ---------------------------------------------------------------------------------------------


def _page(title: str, description: str = "") -> Page:
    return Page(uri=HERE, title=title, description=description, blocks=(Paragraph(make_text("Body.")),), kind="fact")


@given(MARKDOWN_TEXTS, MARKDOWN_TEXTS)
def test_front_matter_is_read_back_as_escaped_html(title: str, description: str) -> None:
    _, front, body = write_page(_page(title, description)).split("---\n", 2)
    read = yaml.safe_load(front)
    assert body == "\nBody.\n"
    assert set(read) == {"title", "description", "version", "kind"}
    for typed, value in ((title, read["title"]), (description, read["description"])):
        assert not set("<>\"'") & set(value), "it is printed raw, between tags and in attributes"
        assert html.unescape(value) == html.unescape(html.escape(fold_white_space(typed).strip(" ")))
        assert value.encode("utf-8") is not None, "it holds no half of a pair that cannot be written"


def test_a_hostile_title_cannot_leave_its_front_matter() -> None:
    for words in read_hostile_texts():
        page = write_page(_page(words, words))
        assert page.count("\n---\n") == 1
        assert yaml.safe_load(page.split("---\n", 2)[1])["kind"] == "fact"


# --- addresses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "uri,to,written",
    [
        ("index.md", PageAddress("facts/a.md"), "facts/a.md"),
        ("facts/here.md", PageAddress("facts/a.md", "b"), "a.md#b"),
        ("facts/here.md", PageAddress("index.md"), "../index.md"),
        ("sheets/index.md", PageAddress("facts/a.md"), "../facts/a.md"),
        ("facts/here.md", PageAddress("facts/here.md", "b"), "#b"),
        ("facts/here.md", PageAddress("facts/here.md"), "here.md"),
        ("facts/here.md", PageAddress("explore.md", query=(("q", "a&b"),)), "../explore.md?q=a%26b"),
        ("facts/here.md", FileAddress("downloads/facts.json"), "../downloads/facts.json"),
        ("facts/here.md", FileAddress("facts/here/fact.json"), "here/fact.json"),
        ("index.md", FileAddress("feed.xml"), "feed.xml"),
    ],
)
def test_links_are_relative_to_the_page(uri: str, to: PageAddress | FileAddress, written: str) -> None:
    assert write_blocks((Paragraph((Link(make_text("x"), to),)),), uri) == f"[x]({written})\n"


def test_a_link_to_a_script_is_never_written() -> None:
    with pytest.raises(ValueError, match="cannot lead to"):
        write_blocks((Paragraph((Link(make_text("x"), WebAddress("javascript:alert(1)")),)),), HERE)


def test_a_link_in_a_link_leaves_only_its_words() -> None:
    inner = Link(make_text("b"), PageAddress("facts/b.md"))
    blocks = (Paragraph((Link((Plain("a "), inner), PageAddress("facts/a.md")),)),)
    assert write_blocks(blocks, HERE) == "[a b](a.md)\n"


def test_words_of_a_link_in_a_link_do_not_run_into_what_stands_before() -> None:
    inner = Link((Code("b"), Emphasis(make_text("c"))), PageAddress("facts/b.md"))
    outer = Link((Emphasis(make_text("a")), Code("a"), inner, inner), PageAddress("sheets/a.md"))
    blocks = (Paragraph((outer,)),)
    assert parse_events(convert_markdown(write_blocks(blocks, HERE))) == build_expected(blocks)


# --- what is no text -------------------------------------------------------------------------------------


NO_WORDS = Plain(None)  # type: ignore[arg-type] # what no type checker lets through must be caught as well


@pytest.mark.parametrize("bare", ["", "words", None, ("words",), (1,), (make_text("a"),), [Plain("a")], (NO_WORDS,)])
def test_only_typed_text_is_written(bare: Text) -> None:
    for block in (Paragraph(bare), Heading(2, bare), Bullets((bare,)), Table((bare,), ()), Disclosure(bare, ())):
        with pytest.raises(TypeError):
            write_blocks((block,), HERE)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        write_blocks((Table((make_text("a"), make_text("b")), ((make_text("c"),),)),), HERE)


@pytest.mark.parametrize(
    "block", [Heading(2, ()), Paragraph(make_text("  ")), Bullets(((), make_text(" "))), Table((), ())]
)
def test_what_has_nothing_to_show_is_left_out(block: Block) -> None:
    assert write_blocks((block,), HERE) == ""


# --- how it reads ----------------------------------------------------------------------------------------

TREES: dict[str, Blocks] = {
    "heading": (
        Heading(1, make_text("Deaths in #3")),
        Heading(2, (Plain("By "), Emphasis(make_text("origin"))), "by-origin"),
    ),
    "paragraph": (
        Paragraph(make_text('5,820 people (at least) – "so" it says; a_b, [c] and 2*3')),
        Paragraph(make_text("2024. That year - and no list"), Role.META),
    ),
    "spans": (
        Paragraph(
            (
                Mark(Role.CLAIMED, make_text("claimed"), 'A named person "says so".'),
                Plain(" by "),
                Link(make_text("a source"), PageAddress("sources/a.md", "p-3")),
                Plain(", "),
                Strong((Plain("not "), Emphasis(make_text("here")))),
                Plain(", in "),
                Code("at least"),
                Plain(" or "),
                Code("a`b|c"),
                Plain(" "),
                Link(make_text("elsewhere"), AWAY),
            )
        ),
    ),
    "bullets": (
        Bullets((make_text("one"), make_text("- two"), (Strong(make_text("three")),))),
        Bullets((make_text("first"), make_text("second")), ordered=True),
        Bullets((make_text("boxed"),), role=Role.CITE),
    ),
    "table": (
        Table(
            (make_text("What"), make_text("How many")),
            ((make_text("men | women"), (Mark(Role.NUMBER, make_text("5,820")),)), (make_text("children"), ())),
            frozenset({1}),
            "Who & how many",
        ),
    ),
    "verbatim": (Verbatim("@misc{fact,\n  title = {5,820 *people*},\n}", "bibtex"),),
    "box": (Box(Role.ROW, (Box(Role.ROW_SAID, (Paragraph(make_text("Said.")),)), Box(Role.ROW_VALUE, ())), "the-id"),),
    "disclosure": (
        Disclosure(make_text("Evidence"), (Paragraph(make_text("Folded.")),)),
        Disclosure(make_text("Open"), (), opened=True),
    ),
    "intervals": (Figure(PAIR, make_text("How to read it.")),),
    "small-intervals": (Box(Role.ROW_VALUE, (Figure(SMALL),)),),
    "bars": (Figure(BARS),),
    "chain": (Figure(CHAIN, (Plain("Dashed: "), Emphasis(make_text("not named")))),),
}


@pytest.mark.parametrize("name", TREES)
def test_each_block_is_written_as_agreed(name: str, agree_with: Callable[[Path, str], None]) -> None:
    agree_with(GOLDEN / f"{name}.md", write_blocks(TREES[name], HERE))


def test_a_page_is_written_as_agreed(agree_with: Callable[[Path, str], None]) -> None:
    page = _page('Deaths: "at least" <5,820> & more', "What two articles say – and don't.")
    agree_with(GOLDEN / "page.md", write_page(page))
