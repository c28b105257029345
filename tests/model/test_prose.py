"""Editors' inline Markdown gives typed text, or says what keeps it from being published."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError, ParseFailure
from factsheet.model.text.prose import _read_markup, _read_usual, parse_prose
from factsheet.model.text.spans import (
    Code,
    Emphasis,
    Link,
    PageAddress,
    Plain,
    Strong,
    Text,
    WebAddress,
    list_links,
    strip_markup,
)
from factsheet.render.blocks import Paragraph
from factsheet.render.markdown.pages import write_blocks
from tests.support.html_oracle import MARKDOWN_TEXTS, build_expected, convert_markdown, parse_events, read_hostile_texts


@pytest.mark.parametrize(
    "typed,read",
    [
        ("5,820 people", (Plain("5,820 people"),)),
        ("", (Plain(""),)),
        ("&copy; <b> # 1. a\n b", (Plain("&copy; <b> # 1. a b"),)),
        ("*a*", (Emphasis((Plain("a"),)),)),
        ("a **b *c*** d", (Plain("a "), Strong((Plain("b "), Emphasis((Plain("c"),)))), Plain(" d"))),
        ("`at *least*`", (Code("at *least*"),)),
        (r"\*a\* [b]", (Plain("*a* [b]"),)),
        ("snake_case_name 2*3", (Plain("snake_case_name 2*3"),)),
        ("*open", (Plain("*open"),)),
        ("[a *b*](fact:c-d)", (Link((Plain("a "), Emphasis((Plain("b"),))), PageAddress("facts/c-d.md")),)),
        ("[a](source:b)", (Link((Plain("a"),), PageAddress("sources/b.md")),)),
        ("[a](actor:b)", (Link((Plain("a"),), PageAddress("actors/b.md")),)),
        ("[a](place:b)", (Link((Plain("a"),), PageAddress("places/b.md")),)),
        ("[a](sheet:b)", (Link((Plain("a"),), PageAddress("sheets/b.md")),)),
        ("[a](https://Example.org/ü)", (Link((Plain("a"),), WebAddress("https://example.org/%C3%BC")),)),
        ("![a](https://example.org)", (Plain("!"), Link((Plain("a"),), WebAddress("https://example.org")))),
    ],
)
def test_inline_markdown_is_read(typed: str, read: Text) -> None:
    assert parse_prose(typed) == read


@pytest.mark.parametrize(
    "typed,offset,message,hint",
    [
        ("see [a](javascript:alert(1))", 8, "a link may not point to", "only https:, http: and mailto:"),
        ("see [a](www.example.org)", 8, "a link may not point to", "write 'https://www.example.org'"),
        ("see [a](../b.md)", 8, "a link may not point to", "fact:ID"),
        ("see [a](#b)", 8, "a link may not point to", "fact:ID"),
        ("see [a](FACT:b)", 8, "a link may not point to", "only https:"),
        ("see [a](fact:B)", 13, "'B' cannot be an id", "write 'b'"),
        ("see [a](fact:)", 13, "cannot be an id", "write words in a-z and 0-9 with hyphens between, as in 'east-quay'"),
        ("see [a](fact:con)", 13, "reserved name", "choose another id"),
        ("see [a](https://u:p@example.org)", 16, "user name or password", "leave out"),
        ("see [a](fact:b c)", 6, "this link cannot be read", "no spaces"),
        ("see [](fact:b)", 5, "has no words", "[words](fact:b)"),
        ('see [a](fact:b "c")', 8, "no title", "[words](fact:b)"),
        ("**a " * 10 + "b" + "**" * 10, 0, "more than 8 deep", "leave out"),
    ],
)
def test_what_cannot_be_published_is_refused_with_advice(typed: str, offset: int, message: str, hint: str) -> None:
    error = parse_prose(typed)
    assert isinstance(error, ParseError)
    assert message in error.message
    assert hint in error.hint
    assert error.offset == offset


_LINKS = ("[a](fact:b)", "[a b](sheet:c-d)", "[*a* b](fact:b)", "[x](fox:y)", "[x](fact:con)", "[x](fact:B)", "[](a:b)")
_WORDS = ("a", "é", "1", " ", "\xa0", ".", ",", "“", "”", "—", "-", "!", "<b>", "&amp;", "~", "$", "×", "\u0301")
_MARKS = ("*", "*a*", "*a b*", "**", "_", "`c`", "\\", "[", "]", "(", ")", "](fact:b)")


@given(st.lists(st.sampled_from([*_LINKS, *_WORDS, *_MARKS]), max_size=9).map("".join))
def test_the_usual_markup_is_read_as_markdown_reads_it(typed: str) -> None:
    def read(reader: Callable[[str], object]) -> object:
        try:
            return reader(" ".join(typed.split(" ")).strip(" "))
        except ParseFailure as failure:
            return failure.error

    usual = read(lambda text: _read_usual(text, text))
    if usual and typed.strip():
        assert usual == read(_read_markup)


@pytest.mark.parametrize("typed", ["a *b c*, d.", "[a](fact:b) “*c*” [*d* e](sheet:f)"])
def test_the_usual_markup_needs_no_reader_of_markdown(typed: str) -> None:
    assert _read_usual(typed, typed) == _read_markup(typed)


@given(MARKDOWN_TEXTS)
def test_no_text_breaks_the_reader_or_the_page(typed: str) -> None:
    read = parse_prose(typed)
    if not isinstance(read, ParseError):
        assert all(not isinstance(link.address, WebAddress) or link.address.url.isascii() for link in list_links(read))
        blocks = (Paragraph(read),)
        assert parse_events(convert_markdown(write_blocks(blocks, "facts/here.md"))) == build_expected(blocks)


def test_hostile_prose_is_read_or_refused() -> None:
    for typed in read_hostile_texts():
        read = parse_prose(typed)
        assert isinstance(read, ParseError) or strip_markup(read) is not None


@pytest.mark.parametrize("mark", ["[", "*", "_", "`", "![", "[a](", "](", "\\", "*a ", "**a", "`a``"])
def test_no_prose_takes_long(mark: str) -> None:
    start = time.process_time()
    parse_prose((mark * 10_000)[:10_000])
    assert time.process_time() - start < 2


def test_prose_has_a_limit() -> None:
    assert isinstance(parse_prose("a" * 10_001), ParseError)
