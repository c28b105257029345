"""Plain text stays plain, and ordinary prose stays readable."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.render.markdown import inline
from factsheet.render.markdown.inline import (
    escape_address,
    escape_attribute,
    escape_block_attribute,
    escape_front_matter,
    escape_inline,
    escape_line_start,
    escape_verbatim,
    fold_white_space,
)
from tests.support.html_oracle import MARKDOWN_TEXTS, read_hostile_texts

ORDINARY = st.text(alphabet="abcXYZ 0123456789äéß,.\"'“”‘’–—-…%()/$;?@", max_size=60)


def test_there_are_enough_hostile_texts() -> None:
    assert len(read_hostile_texts()) >= 500
    assert len(set(read_hostile_texts())) == len(read_hostile_texts())


@pytest.mark.parametrize(
    "words",
    [
        '5,820 people (at least) – "so"',
        "about 6.3 % of $2,000 and/or 190,000 RUB per month",
        "It's the paper's own voice; nobody else's: see paragraph 8.",
        "“Curly” ‘quotes’ … and — dashes – as typed, 7–9 of 10",
        "https://example.org/a/b?c=d",
        "Wow! Really? C#, @user, a+b=c",
        "Привет, мир. 你好。 שלום",
        "👩\u200d👩\u200d👧 🇷🇺",
    ],
)
def test_ordinary_words_come_out_as_they_are(words: str) -> None:
    assert escape_line_start(escape_inline(words)) == words


@given(ORDINARY)
def test_ordinary_signs_are_never_touched_within_a_line(words: str) -> None:
    folded = re.sub(" +", " ", words)
    assert escape_inline(words) == folded.replace("///", "//&#47;") or "///" in folded


def test_what_needs_no_look_at_each_character_has_none_to_replace(monkeypatch: pytest.MonkeyPatch) -> None:
    characters = [f"a{chr(number)}b" for number in range(0x10000)] + ["a//b", "a///b", "a  b", " a "]
    escape: Callable[[str], str] = vars(escape_inline)["__wrapped__"]
    quick = [escape(text) for text in characters]
    monkeypatch.setattr(inline, "_PLAIN_TEXT", re.compile("(?!)"))

    assert [escape(text) for text in characters] == quick


@given(MARKDOWN_TEXTS)
def test_the_browser_shows_the_folded_text(words: str) -> None:
    assert html.unescape(escape_inline(words)) == fold_white_space(words)
    assert html.unescape(escape_attribute(words)) == fold_white_space(words).strip(" ")
    twice = html.unescape(html.unescape(escape_block_attribute(words)))
    assert twice == html.unescape(fold_white_space(words).strip(" ")) or "&" in words


@given(MARKDOWN_TEXTS)
def test_nothing_that_opens_markup_is_left(words: str) -> None:
    written = re.sub(r"&(amp|lt|gt|#[0-9]+);", "", escape_inline(words))
    assert not set("&<>\\`*_[]{}|~^\x02\x03\n\r\t") & set(written)
    assert '"' not in escape_attribute(words)


@given(MARKDOWN_TEXTS)
def test_folding_twice_changes_nothing(words: str) -> None:
    assert fold_white_space(fold_white_space(words)) == fold_white_space(words)


@pytest.mark.parametrize(
    "line,written",
    [
        ("- a", "&#45; a"),
        ("-", "&#45;"),
        ("-- a", "&#45;- a"),
        ("-2 degrees", "-2 degrees"),
        ("– a", "– a"),
        ("+ a", "&#43; a"),
        ("+49 30", "+49 30"),
        ("2024. A year", "2024&#46; A year"),
        ("2024.", "2024."),
        ("2,024. A", "2,024. A"),
        ("3.5 million", "3.5 million"),
        ("# a", "&#35; a"),
        (": a", "&#58; a"),
        (":a", ":a"),
        ("!!! note", "&#33;!! note"),
        ("! a", "! a"),
        ("= a", "&#61; a"),
    ],
)
def test_only_signs_that_open_a_block_are_written_as_references(line: str, written: str) -> None:
    assert escape_line_start(line) == written


def test_the_place_of_the_footnotes_is_not_named_by_accident() -> None:
    assert "///" not in escape_inline("///Footnotes Place Marker///")


@pytest.mark.parametrize("words", ["\u00a0a", "a\u3000", "\u202f"])
def test_wide_blanks_are_kept(words: str) -> None:
    assert html.unescape(escape_inline(words)) == words
    assert escape_inline(words).isascii()


@pytest.mark.parametrize("words", ["a\x00", "a\x02", "a\x7f", "a\x9b", "a\ud800", "a\ufffe"])
def test_signs_that_cannot_be_shown_leave_a_trace(words: str) -> None:
    assert escape_inline(words) == "a\ufffd"


@pytest.mark.parametrize("thing", [None, 5, ("a",), b"a"])
def test_only_text_is_escaped(thing: str) -> None:
    with pytest.raises(TypeError, match="only text"):
        escape_inline(thing)


@pytest.mark.parametrize(
    "url,written",
    [
        ("https://example.org/a_b*c", "https://example.org/a_b&#42;c"),
        ("https://example.org/?a=1&copy;=2", "https://example.org/?a=1&amp;copy;=2"),
        ("https://example.org/(a)'", "https://example.org/&#40;a&#41;&#39;"),
        ('https://example.org/"<a>', "https://example.org/%22%3Ca%3E"),
        ("https://example.org/a b\\|`{}^ü", "https://example.org/a%20b%5C%7C%60%7B%7D%5E%C3%BC"),
    ],
)
def test_an_address_cannot_leave_its_brackets(url: str, written: str) -> None:
    assert escape_address(url) == written


def test_front_matter_keeps_signs_beyond_the_first_plane() -> None:
    assert escape_front_matter(' 😀 "a"\u2028<b> ') == '"😀 &quot;a&quot; &lt;b&gt;"'


def test_verbatim_keeps_lines_and_blanks() -> None:
    assert escape_verbatim("\n a\r\n\n  *b*  \n\tc\u2028d\n") == " a\n\n  *b*\n    c d"
