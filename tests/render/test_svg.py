"""Drawings show what the data says, in every place where Markdown may meet them."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given

from factsheet.model.text.spans import Role, make_text, strip_markup
from factsheet.render.blocks import Box, ChartSpan, Disclosure, Drawing, Ending, Figure, Table
from factsheet.render.markdown.inline import fold_white_space
from factsheet.render.markdown.pages import write_blocks
from factsheet.render.svg.charts import TABLE_SUMMARY, build_drawing_table, draw_svg
from factsheet.render.svg.frame import choose_scale_numbers, format_plain_number, format_scale_number, to_percent
from tests.support.charts import (
    ABOUT,
    BARS,
    CHAIN,
    MILLION,
    MORE_THAN,
    PAIR,
    SMALL,
    TIME,
    make_exact_span,
    make_lower_bound_span,
)
from tests.support.drawing_strategies import DRAWINGS, SCALE
from tests.support.html_oracle import convert_markdown, normalise_events, read_hostile_texts
from tests.support.html_oracle import parse_events as _events
from tests.support.paths import ROOT

KNOWN = re.compile(r"fs-(d|chain)(-[a-z]+)*")


def _tree(drawing: Drawing) -> ET.Element:
    return ET.fromstring(draw_svg(drawing))  # noqa: S314 - our own output, which must be well formed


@given(DRAWINGS)
@example(TIME)
@example(BARS)
def test_a_drawing_is_well_formed_and_holds_only_what_drawings_hold(drawing: Drawing) -> None:
    for element in _tree(drawing).iter():
        allowed = {"div", "span", "ol", "li", "svg", "title", "desc", "line", "path", "rect", "text", "g"}
        assert element.tag in allowed
        assert not {"style", "id", "href", "viewBox"} & set(element.attrib)
        assert all(not name.startswith("on") for name in element.attrib)
        for name in element.get("class", "").split():
            assert KNOWN.fullmatch(name)
        for name in ("x", "x1", "x2", "width"):
            place = element.get(name, "0%")
            assert re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,2})?%|0", place), (name, place)
            assert 0 <= Decimal(place.rstrip("%")) <= 100


@given(DRAWINGS)
def test_the_same_drawing_gives_the_same_text_in_one_piece(drawing: Drawing) -> None:
    written = draw_svg(drawing)
    assert written == draw_svg(drawing)
    assert "\n\n" not in written
    assert not any(line.startswith("    ") for line in written.split("\n"))


@given(DRAWINGS)
def test_markdown_changes_nothing_in_a_drawing(drawing: Drawing) -> None:
    figure = Figure(drawing)
    for blocks in ((figure,), (Box(Role.ROW, (Disclosure(make_text("a"), (Box(Role.CITE, (figure,)),)),)),)):
        rendered = _events(convert_markdown(write_blocks(blocks, "index.md")))
        drawn = _events(draw_svg(drawing))
        start = rendered.index(drawn[0])
        assert normalise_events(rendered[start : start + len(drawn)]) == drawn


def test_hostile_labels_are_shown_as_they_are() -> None:
    for words in read_hostile_texts():
        span = replace(ABOUT, label=words, text=words)
        shown = "".join(_tree(replace(PAIR, title=words, spans=(span,), unit=words)).itertext())
        assert fold_white_space(words).strip(" ") in shown


# --- the grammar ----------------------------------------------------------------------------------------


def _classes(span: ChartSpan) -> list[str]:
    root = _tree(replace(SMALL, spans=(span,)))
    names = [element.get("class", "") for element in root.iter() if element.tag in {"line", "path", "rect"}]
    return [name for name in names if name != "fs-d-axis"]


def _span(low: int | None, high: int | None, point: int | None, low_end: str, high_end: str) -> ChartSpan:
    def number(given: int | None) -> Decimal | None:
        return None if given is None else Decimal(given)

    return ChartSpan(
        label="",
        text="x",
        low=number(low),
        high=number(high),
        point=number(point),
        low_end=Ending(low_end),
        high_end=Ending(high_end),
    )


@pytest.mark.parametrize(
    "span,drawn",
    [
        (_span(5, 5, 5, "closed", "closed"), ["fs-d-line", "fs-d-dot"]),
        (_span(5, None, 5, "closed", "none"), ["fs-d-line", "fs-d-dashes", "fs-d-line", "fs-d-line"]),
        (_span(5, None, 5, "open", "none"), ["fs-d-line", "fs-d-dashes", "fs-d-ring", "fs-d-line"]),
        (_span(None, 5, 5, "none", "closed"), ["fs-d-dashes", "fs-d-line", "fs-d-line", "fs-d-line"]),
        (_span(0, 5, 5, "closed", "closed"), ["fs-d-line", "fs-d-line"]),
        (_span(0, 5, 5, "closed", "open"), ["fs-d-line", "fs-d-ring"]),
        (_span(4, 6, 5, "soft", "soft"), ["fs-d-dots", "fs-d-line", "fs-d-line", "fs-d-dot"]),
        (_span(4, 5, 5, "soft", "open"), ["fs-d-dots", "fs-d-line", "fs-d-ring"]),
        (_span(5, 7, None, "closed", "closed"), ["fs-d-line", "fs-d-line", "fs-d-line"]),
        (replace(_span(2, 9, None, "soft", "soft"), dashed=True), ["fs-d-box"]),
    ],
    ids=[
        "exact",
        "at least",
        "more than",
        "at most, no zero",
        "at most",
        "fewer",
        "about",
        "nearly",
        "between",
        "a word",
    ],
)
def test_each_hedge_has_its_own_drawing(span: ChartSpan, drawn: list[str]) -> None:
    assert _classes(span) == drawn


@pytest.mark.parametrize(
    "span,words",
    [
        (ABOUT, "Drawn from 4.5 million to 5.5 million; the width is drawn for reading and is not stated."),
        (MORE_THAN, "Drawn from more than 5 million without an upper limit."),
        (_span(15, 15, 15, "closed", "closed"), "Drawn as 15 exactly."),
        (_span(None, 7, 7, "none", "open"), "Drawn without a lower limit to less than 7."),
    ],
)
def test_those_who_cannot_see_it_are_told_what_is_drawn(span: ChartSpan, words: str) -> None:
    description = _tree(replace(SMALL, spans=(span,))).find(".//desc")
    assert description is not None
    assert description.text == f"{words} Scale from 0 to 10 million workers."


def test_every_picture_has_a_name_and_every_other_one_is_hidden() -> None:
    for drawing in (PAIR, SMALL, BARS, TIME):
        for picture in _tree(drawing).iter("svg"):
            if picture.get("class") != "fs-d-at":
                titled = [child.tag for child in picture][:2] == ["title", "desc"]
                assert (picture.get("role") == "img" and titled) != (picture.get("aria-hidden") == "true")


def test_a_chain_is_a_list_in_order() -> None:
    names = [item.findtext("span[@class='fs-chain-name']") for item in _tree(CHAIN).iter("li")]
    assert names == ["Origin not named", "A news agency", "The Moscow Times"]


def test_the_style_sheet_knows_every_class() -> None:
    sheet = Path("generator/factsheet/theme/styles/drawings.css")
    css = (ROOT / sheet).read_text(encoding="utf-8")
    dressed = set(re.findall(r"\.(fs-[a-z-]+)", css)) | {"fs-d-plot", "fs-d-at", "fs-chain-relay"}
    dashed = replace(ABOUT, dashed=True)
    drawings: tuple[Drawing, ...] = (PAIR, SMALL, BARS, TIME, CHAIN, replace(PAIR, spans=(dashed,)))
    used = {
        name for drawing in drawings for element in _tree(drawing).iter() for name in element.get("class", "").split()
    }
    assert used <= dressed


# --- bars -----------------------------------------------------------------------------------------------


def _drawn_bar(span: ChartSpan, *others: ChartSpan, total: bool = False) -> list[str]:
    root = _tree(replace(BARS, spans=(*others, span), has_total=total))
    row = [element for element in root.iter("div") if "fs-d-row" in element.get("class", "").split()][len(others)]
    names = [element.get("class", "") for element in row.iter() if element.tag in {"line", "path", "rect"}]
    return [name for name in names if name not in {"fs-d-axis", "fs-d-grid"}]


@pytest.mark.parametrize(
    "span,drawn",
    [
        (make_exact_span("", 5), ["fs-d-bar"]),
        (make_lower_bound_span("", 5), ["fs-d-bar", "fs-d-dashes", "fs-d-line", "fs-d-line"]),
        (
            replace(make_lower_bound_span("", 5), low_end=Ending.OPEN),
            ["fs-d-bar", "fs-d-dashes", "fs-d-ring", "fs-d-line"],
        ),
        (_span(4, 6, 5, "soft", "soft"), ["fs-d-bar", "fs-d-range", "fs-d-line"]),
        (_span(0, 5, 5, "closed", "open"), ["fs-d-bar", "fs-d-range", "fs-d-ring"]),
        (replace(_span(2, 9, None, "soft", "soft"), dashed=True), ["fs-d-box"]),
    ],
    ids=["exact", "at least", "more than", "about", "fewer", "a word"],
)
def test_each_hedge_has_its_own_bar(span: ChartSpan, drawn: list[str]) -> None:
    assert _drawn_bar(span) == drawn


@pytest.mark.parametrize(
    "parts,drawn",
    [
        ((60, 40), ["fs-d-bar", "fs-d-part"]),
        ((60, 30), ["fs-d-bar", "fs-d-part", "fs-d-rest"]),
        ((60, 50), ["fs-d-bar"]),
    ],
    ids=["all of it", "a part of it", "more than it"],
)
def test_a_whole_shows_its_parts_and_what_is_not_among_them(parts: tuple[int, ...], drawn: list[str]) -> None:
    spans = (make_exact_span(str(part), part) for part in parts)

    assert _drawn_bar(make_exact_span("whole", 100), *spans, total=True) == drawn


def test_where_all_answers_hold_is_shaded_and_named() -> None:
    root = _tree(PAIR)
    shades = [rectangle for rectangle in root.iter("rect") if rectangle.get("class") == "fs-d-both"]
    assert [(rectangle.get("x"), rectangle.get("width")) for rectangle in shades] == [("50%", "12.5%")] * 2
    assert "both hold" in "".join(root.itertext())

    apart = replace(PAIR, spans=(ABOUT, replace(MORE_THAN, low=6 * MILLION)))
    assert "fs-d-both" not in draw_svg(apart)
    assert "fs-d-both" not in draw_svg(replace(PAIR, same=False))


# --- time -----------------------------------------------------------------------------------------------


def test_how_exactly_a_date_is_known_is_drawn() -> None:
    kinds = [
        [
            kind
            for element in row.iter()
            if element.tag in {"line", "path", "rect"}
            if (kind := element.get("class", "")) not in {"fs-d-grid", "fs-d-minor"}
        ]
        for row in _tree(TIME).iter("div")
        if row.get("class") == "fs-d-row"
    ]
    assert kinds == [
        ["fs-d-dashes", "fs-d-line", "fs-d-line"],
        ["fs-d-block"],
        ["fs-d-dots", "fs-d-line", "fs-d-line"],
        ["fs-d-dot"],
        ["fs-d-dashes", "fs-d-line", "fs-d-line"],
    ]


def test_those_who_cannot_see_it_are_told_which_days_are_drawn() -> None:
    described = [element.text for element in _tree(TIME).iter("desc")]
    assert described == [
        "Drawn without a beginning to 31 March 2022.",
        "Drawn from 1 May 2022 to 31 May 2022.",
        "Drawn from 1 May 2023 to 31 May 2023; roughly, and how roughly is not stated.",
        "Drawn as 7 September 2023.",
        "Drawn from 1 October 2023 without an end.",
    ]


# --- the same as a table --------------------------------------------------------------------------------


def _rows(drawing: Drawing) -> list[tuple[str, ...]]:
    table = build_drawing_table(drawing)
    assert table is not None
    (block,) = table.blocks
    assert isinstance(block, Table)
    assert block.caption == drawing.title
    return [tuple(strip_markup(cell) for cell in row) for row in block.rows]


def test_a_drawing_has_its_numbers_in_a_table() -> None:
    assert _rows(PAIR) == [
        (
            "A The Moscow Times",
            "about 5 million workers",
            "4.5 million (drawn, not stated)",
            "5.5 million (drawn, not stated)",
        ),
        ("B Pham Giang", "more than 5 million people", "more than 5 million", "no limit given"),
    ]
    assert _rows(BARS)[1:] == [
        ("Tajikistan", "38 people", "38", "38"),
        ("All that were counted", "at least 100 people", "100", "no limit given"),
    ]
    assert _rows(TIME)[::3] == [
        ("No beginning", "until March 2022", "not given", "31 March 2022"),
        ("A B A day", "7 September 2023", "7 September 2023", "7 September 2023"),
    ]


def test_only_what_is_small_or_a_list_has_no_table() -> None:
    assert build_drawing_table(SMALL) is None
    assert build_drawing_table(CHAIN) is None
    assert "<details" not in write_blocks((Figure(SMALL), Figure(CHAIN)), "index.md")
    assert write_blocks((Figure(PAIR), Figure(BARS), Figure(TIME)), "index.md").count(TABLE_SUMMARY) == 3


# --- numbers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number,words",
    [
        ("0", "0"),
        ("-0", "0"),
        ("5820", "5,820"),
        ("5E+6", "5 million"),
        ("1500000", "1.5 million"),
        ("1234567", "1,234,567"),
        ("2E+9", "2 billion"),
        ("12.50", "12.5"),
        ("0.05", "0.05"),
        ("-2500", "-2,500"),
        ("-0.5", "-0.5"),
    ],
)
def test_numbers_are_written_as_people_write_them(number: str, words: str) -> None:
    assert format_scale_number(Decimal(number)) == words


@given(SCALE, SCALE, SCALE)
def test_a_place_is_within_the_scale_and_short(number: Decimal, low: Decimal, high: Decimal) -> None:
    place = to_percent(number, low, high)
    assert 0 <= place <= 100
    assert len(format_plain_number(place).partition(".")[2]) <= 2


@given(SCALE, SCALE)
def test_numbers_on_a_scale_are_few_and_between_its_ends(low: Decimal, high: Decimal) -> None:
    found = choose_scale_numbers(low, high)
    assert len(found) <= 5
    assert all(low < tick < high for tick in found)
    assert list(found) == sorted(set(found))
