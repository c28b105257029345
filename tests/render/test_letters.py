"""The table of letters is what Typst shows: none of it is missing on paper, and nothing is boxed in vain."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType

import pytest
import typst

from factsheet.model.records import Settings
from factsheet.render.pdf import write_look
from factsheet.theme import PAPER_FONT_FOLDER, THEME_FOLDER
from factsheet.theme.letters import BOX, list_missing_letters, replace_missing_letters
from tests.support.examples import SCALE

SETTINGS = Settings(today=dt.date(2024, 6, 1))
SOURCE = b"""
#import "/paper/ledger.typ": sans
#set document(title: "letters")
#set text(font: sans)
#let texts = json(bytes(sys.inputs.texts))
#context [#metadata(texts.map(one => measure(one).width.pt())) <widths>]
#for one in texts [#one #parbreak()]
"""
BASES: Mapping[str, str] = MappingProxyType(
    {
        "COMBINING": "1",
        "HEBREW": "\u05d0",
        "ARABIC": "\u0628",
        "DEVANAGARI": "\u0915",
        "LAO": "\u0e81",
        "KHMER": "\u1780",
        "COPTIC": "\u2c81",
        "HANGUL": "\uac00",
    }
)
"""A letter for the marks of each script, by the first word of their names; alone, a mark proves nothing."""
REACH = 8 * SCALE
"""How far from the letters in the table others are tried."""


def build_compiler(inputs: dict[str, str]) -> typst.Compiler:
    """Return what sets texts as a handout does."""
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(THEME_FOLDER / PAPER_FONT_FOLDER)]
    )
    return typst.Compiler(
        input=SOURCE,
        root=str(THEME_FOLDER),
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs=inputs | {"look": write_look(SETTINGS)},
    )


def ask_typst(texts: Iterable[str]) -> set[str]:
    """Return the characters that Typst cannot show, by its own word."""
    compiler = build_compiler({"texts": json.dumps(list(texts))})
    try:
        compiler.compile(format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        told = re.findall(r'the text `"(.+?)"` could not be displayed', error.diagnostic, re.DOTALL)
        if not told:
            raise
        return {letter for text in told for letter in re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code[1], 16)), text)}
    return set()


def measure(texts: Iterable[str]) -> list[float]:
    """Return how wide each text is on paper."""
    widths = build_compiler({"texts": json.dumps(list(texts))}).query("<widths>", field="value", one=True)
    return [float(width) for width in json.loads(widths)]


def on_base(letter: str) -> str:
    """Return a mark on a letter of its script; anything else as it is."""
    base = unicodedata.name(letter, "").partition(" ")[0] if unicodedata.category(letter).startswith("M") else ""
    return BASES.get(base, "") + letter


@cache
def letters_in_the_table() -> frozenset[str]:
    everything = (chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x30000)) if not 0xD800 <= code < 0xE000)
    return frozenset(letter for letter in everything if not list_missing_letters(letter))


def test_typst_shows_every_letter_of_the_table() -> None:
    assert len(letters_in_the_table()) > 7000
    assigned = [letter for letter in sorted(letters_in_the_table()) if unicodedata.category(letter) != "Cn"]
    assert ask_typst(map(on_base, assigned)) == set()


def test_typst_shows_no_letter_beyond_the_table() -> None:
    codes = {ord(letter) + step for letter in letters_in_the_table() for step in (-REACH, -1, 1, REACH)}
    near = {chr(code) for code in codes if 0xA0 <= code < 0x30000} - letters_in_the_table()
    others = {letter for letter in near if unicodedata.category(letter) not in {"Cc", "Cs", "Co", "Cn"}}

    assert others
    assert others - ask_typst(map(on_base, sorted(others))) == set()


@pytest.mark.parametrize("mark", ["\u0300", "\u0301", "\u0304", "\u0306", "\u0308"])
def test_a_mark_leaves_its_letter_on_paper(mark: str) -> None:
    """Typst drops a letter whose mark alone is in a font; the templates ask no font for such letters."""
    codes = (
        *range(0x41, 0x180),
        *range(0x386, 0x3CF),
        *range(0x400, 0x460),
        *range(0x490, 0x4C0),
        *range(0x4D0, 0x4F0),
    )
    letters = [letter for letter in map(chr, codes) if letter.isalpha() and letter in letters_in_the_table()]
    bare, marked = measure(letters), measure(letter + mark for letter in letters)

    lost = [letter for letter, alone, both in zip(letters, bare, marked, strict=True) if both < alone / 2]
    assert "".join(lost) == ""


@pytest.mark.parametrize(
    "words",
    [
        "Їхній ґанок, за́мок",  # Ukrainian
        "Муҳоҷирони тоҷик: ӣ, ӯ, ғ, қ",
        "Oʻzbekiston, gʼoʻza; Ўзбекистон",
        "Кыргызстан: ң, ө, ү; Қазақстан: ә, ұ, һ",
        "Türkmenistan ž ň ý; İstanbul ığ",
        "მიგრანტები, Միգրանտներ, Μετανάστες",
        "العمال المهاجرون، کارگران مهاجر",
        "Việt Nam, e\u0301, x\u0301, ө\u0301",
        "soft\u00adhyphen, a\u00a0b\u202fc, zero\u200bwidth, ❤\ufe0f",
    ],
)
def test_these_languages_are_printed(words: str) -> None:
    assert list_missing_letters(words) == ""


@pytest.mark.parametrize(
    "words, shown",
    [
        ("表ポあA鷗Œé", "□□□A□Œé"),
        ("A 😀 of 1\u20e3", "A □ of 1□"),
        ("not yet: ქართული ᲥᲐᲠᲗᲣᲚᲘ", "not yet: ქართული □□□□□□□"),
        ("a private \ue000", "a private □"),
        ("پاکستان ہے", "پاکستان □□"),
    ],
)
def test_a_box_is_printed_for_each_other_letter(words: str, shown: str) -> None:
    assert replace_missing_letters(words) == shown
    assert not list_missing_letters(BOX)
