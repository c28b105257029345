"""The Markdown of a tree is what Python-Markdown turns into that tree, whatever the texts in it say."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import (
    Code,
    Emphasis,
    FileAddress,
    Link,
    Mark,
    PageAddress,
    Plain,
    Strong,
    Text,
    WebAddress,
    plain,
)
from factsheet.render.document.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Entry,
    Figure,
    Heading,
    Ledger,
    Page,
    Paragraph,
    Table,
    Verbatim,
)
from factsheet.render.markdown.escape import fold
from factsheet.render.markdown.pages import write_blocks, write_page
from hypothesis import given, settings

from tests.support import paths
from tests.support.charts import BARS, CHAIN, PAIR, SMALL
from tests.support.html_oracle import BLOCKS, SPOKEN, TEXTS, events_of, expected, hostile_texts, to_html

GOLDEN = paths.GOLDEN / "writers"
HERE = "facts/here.md"
AWAY = WebAddress("https://example.org/a_(b)?c=d&copy=e#:~:text=f,g%2Dh")


def _marked(words: str) -> Text:
    return (Plain("so "), Mark(Role.CLAIMED, plain(words), words), Plain(" it is"))


CONTEXTS: dict[str, Callable[[str], Blocks]] = {
    "a paragraph": lambda words: (Paragraph(plain(words)),),
    "a paragraph after another": lambda words: (Paragraph(plain("first")), Paragraph(plain(words))),
    "a paragraph with a role": lambda words: (Paragraph(plain(words), Role.META),),
    "a heading": lambda words: (Heading(2, plain(words), "here"),),
    "a heading with a mark": lambda words: (Heading(3, _marked(words), "here"),),
    "a point": lambda words: (Bullets((plain(words), plain("b"), plain(words))),),
    "a counted point": lambda words: (Bullets((plain("a"), plain(words)), ordered=True, role=Role.CITE),),
    "a cell": lambda words: (
        Table(
            (plain(words), plain("b")),
            ((plain(words), plain("c")), (plain("d"), plain(words))),
            caption=words,
        ),
    ),
    "the last cell": lambda words: (Table((plain("a"),), ((_marked(words),), (plain(words),))),),
    "a ledger": lambda words: (
        Ledger(
            (plain(words), plain("b")),
            (
                (_marked(words), (Entry((_marked(words), plain(words)), "here"), Entry(((), plain(words))))),
                ((), (Entry((plain(words), ())),)),
            ),
            words,
        ),
    ),
    "the words of a link": lambda words: (Paragraph((Plain("!"), Link(plain(words), AWAY), Plain("(x)"))),),
    "a mark and its title": lambda words: (Paragraph(_marked(words), Role.META),),
    "a strong word": lambda words: (Paragraph((Strong(plain(words)),)),),
    "an emphasis inside a word": lambda words: (Paragraph((Plain("a"), Emphasis(plain(words)), Plain("b"))),),
    "code": lambda words: (Paragraph((Code(words), Plain("x"), Code(words), Code(words))),),
    "a mark in a strong word": lambda words: (
        Paragraph((Strong((Plain(words), Mark(Role.WAS, plain(words), words), Plain(words))),)),
    ),
    "marks that touch": lambda words: (
        Paragraph(
            (
                Emphasis(plain(words)),
                Strong(plain(words)),
                Mark(Role.WAS, plain(words)),
                Emphasis(plain(words)),
            )
        ),
    ),
    "a box in a box": lambda words: (
        Box(Role.ROW, (Box(Role.EVIDENCE, (Paragraph(plain(words)), Bullets((plain(words),)))),), "id-of-it"),
    ),
    "a summary": lambda words: (Disclosure(plain(words), (Paragraph(plain(words)),)),),
    "a disclosure in a box": lambda words: (
        Box(
            Role.ROW,
            (Paragraph(plain("a")), Disclosure(_marked(words), (Bullets((_marked(words),)),), opened=True)),
        ),
    ),
    "a point beside others": lambda words: (
        Bullets((plain(words),)),
        Bullets((plain(words),)),
        Paragraph(plain(words)),
        Bullets((plain(words),), ordered=True),
    ),
}


@pytest.mark.parametrize("context", CONTEXTS)
def test_hostile_words_are_shown_as_they_are_and_make_nothing(context: str) -> None:
    for words in hostile_texts():
        blocks = CONTEXTS[context](words)
        assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks), repr(words)


@given(BLOCKS)
@settings(max_examples=100, deadline=None)
def test_any_tree_comes_out_as_it_went_in(blocks: Blocks) -> None:
    assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks)


@given(SPOKEN)
@settings(max_examples=200, deadline=None)
def test_any_text_comes_out_as_it_went_in(text: Text) -> None:
    blocks = (Paragraph(text, Role.META),)
    assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks)


def test_all_hostile_words_on_one_page_do_not_disturb_each_other() -> None:
    blocks = tuple(
        block for words in hostile_texts() for context in CONTEXTS.values() for block in context(words)
    )
    assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks)


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
    blocks: Blocks = (Box(Role.CITE, (verbatim,)), verbatim, Paragraph(plain("after")), verbatim)
    assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks)


# --- pages ---------------------------------------------------------------------------------------------


def _page(title: str, description: str = "") -> Page:
    return Page(
        uri=HERE, title=title, description=description, blocks=(Paragraph(plain("Body.")),), kind="fact"
    )


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_front_matter_is_read_back_as_escaped_html(title: str, description: str) -> None:
    _, front, body = write_page(_page(title, description)).split("---\n", 2)
    read = yaml.safe_load(front)
    assert body == "\nBody.\n"
    assert set(read) == {"title", "description", "kind"}
    for typed, value in ((title, read["title"]), (description, read["description"])):
        assert not set("<>\"'") & set(value), "it is printed raw, between tags and in attributes"
        assert html.unescape(value) == html.unescape(html.escape(fold(typed).strip(" ")))
        assert value.encode("utf-8") is not None, "it holds no half of a pair that cannot be written"


def test_a_hostile_title_cannot_leave_its_front_matter() -> None:
    for words in hostile_texts():
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
    assert write_blocks((Paragraph((Link(plain("x"), to),)),), uri) == f"[x]({written})\n"


def test_a_link_to_a_script_is_never_written() -> None:
    with pytest.raises(ValueError, match="cannot lead to"):
        write_blocks((Paragraph((Link(plain("x"), WebAddress("javascript:alert(1)")),)),), HERE)


def test_a_link_in_a_link_leaves_only_its_words() -> None:
    inner = Link(plain("b"), PageAddress("facts/b.md"))
    blocks = (Paragraph((Link((Plain("a "), inner), PageAddress("facts/a.md")),)),)
    assert write_blocks(blocks, HERE) == "[a b](a.md)\n"


def test_words_of_a_link_in_a_link_do_not_run_into_what_stands_before() -> None:
    inner = Link((Code("b"), Emphasis(plain("c"))), PageAddress("facts/b.md"))
    outer = Link((Emphasis(plain("a")), Code("a"), inner, inner), PageAddress("sheets/a.md"))
    blocks = (Paragraph((outer,)),)
    assert events_of(to_html(write_blocks(blocks, HERE))) == expected(blocks)


# --- what is no text -------------------------------------------------------------------------------------


NO_WORDS = Plain(None)  # type: ignore[arg-type] # what no type checker lets through must be caught as well


@pytest.mark.parametrize(
    "bare", ["", "words", None, ("words",), (1,), (plain("a"),), [Plain("a")], (NO_WORDS,)]
)
def test_only_typed_text_is_written(bare: Text) -> None:
    for block in (
        Paragraph(bare),
        Heading(2, bare),
        Bullets((bare,)),
        Table((bare,), ()),
        Disclosure(bare, ()),
    ):
        with pytest.raises(TypeError):
            write_blocks((block,), HERE)


def test_rows_of_another_width_are_refused() -> None:
    with pytest.raises(ValueError, match="2 cells"):
        write_blocks((Table((plain("a"), plain("b")), ((plain("c"),),)),), HERE)


@pytest.mark.parametrize(
    "block", [Heading(2, ()), Paragraph(plain("  ")), Bullets(((), plain(" "))), Table((), ())]
)
def test_what_has_nothing_to_show_is_left_out(block: Block) -> None:
    assert write_blocks((block,), HERE) == ""


# --- how it reads ----------------------------------------------------------------------------------------

TREES: dict[str, Blocks] = {
    "heading": (
        Heading(1, plain("Deaths in #3")),
        Heading(2, (Plain("By "), Emphasis(plain("origin"))), "by-origin"),
    ),
    "paragraph": (
        Paragraph(plain('5,820 people (at least) – "so" it says; a_b, [c] and 2*3')),
        Paragraph(plain("2024. That year - and no list"), Role.META),
    ),
    "spans": (
        Paragraph(
            (
                Mark(Role.CLAIMED, plain("claimed"), 'A named person "says so".'),
                Plain(" by "),
                Link(plain("a source"), PageAddress("sources/a.md", "p-3")),
                Plain(", "),
                Strong((Plain("not "), Emphasis(plain("here")))),
                Plain(", in "),
                Code("at least"),
                Plain(" or "),
                Code("a`b|c"),
                Plain(" "),
                Link(plain("elsewhere"), AWAY),
            ),
        ),
    ),
    "bullets": (
        Bullets((plain("one"), plain("- two"), (Strong(plain("three")),))),
        Bullets((plain("first"), plain("second")), ordered=True),
        Bullets((plain("boxed"),), role=Role.CITE),
    ),
    "table": (
        Table(
            (plain("What"), plain("How many")),
            ((plain("men | women"), (Mark(Role.NUMBER, plain("5,820")),)), (plain("children"), ())),
            frozenset({1}),
            "Who & how many",
        ),
    ),
    "verbatim": (Verbatim("@misc{fact,\n  title = {5,820 *people*},\n}", "bibtex"),),
    "box": (
        Box(Role.ROW, (Box(Role.ROW_SAID, (Paragraph(plain("Said.")),)), Box(Role.ROW_VALUE, ())), "the-id"),
    ),
    "disclosure": (
        Disclosure(plain("Evidence"), (Paragraph(plain("Folded.")),)),
        Disclosure(plain("Open"), (), opened=True),
    ),
    "intervals": (Figure(PAIR, plain("How to read it.")),),
    "small-intervals": (Box(Role.ROW_VALUE, (Figure(SMALL),)),),
    "bars": (Figure(BARS),),
    "chain": (Figure(CHAIN, (Plain("Dashed: "), Emphasis(plain("not named")))),),
}


@pytest.mark.parametrize("name", TREES)
def test_each_block_is_written_as_agreed(name: str, agree_with: Callable[[Path, str], None]) -> None:
    agree_with(GOLDEN / f"{name}.md", write_blocks(TREES[name], HERE))


def test_a_page_is_written_as_agreed(agree_with: Callable[[Path, str], None]) -> None:
    page = _page('Deaths: "at least" <5,820> & more', "What two articles say – and don't.")
    agree_with(GOLDEN / "page.md", write_page(page))
