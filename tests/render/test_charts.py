"""Which drawings pages make of facts: scales, axes of time, what stands under a title, what is left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

import pytest

from factsheet.analysis.derivations import derive
from factsheet.evidence.lock import Lock
from factsheet.model.records import Settings
from factsheet.model.text.spans import Role
from factsheet.render.blocks import BarChart, Box, IntervalChart, TimeChart
from factsheet.render.exports.facts_json import find_filter_units
from factsheet.render.pages.charts import (
    MAX_EVENTS,
    build_answers_chart,
    build_bar_chart,
    build_chart_span,
    build_interval_chart,
    build_parts_chart,
    build_time_chart,
)
from factsheet.render.pages.context import PageContext, build_page_context
from factsheet.render.pages.sheet import build_chart_drawing, build_home_charts, build_sheet_page, format_reading_note
from tests.support.sites import read_index
from tests.support.small_site import make_number, make_result, make_sheet, make_source, read_valid, read_value

STANDING = (
    make_number("nets", "12 nets", "as_of: 2023-05", "label: Nets"),
    make_number("poles", "about 30 poles", "as_of: 2023-05", "standing: estimated"),
    make_number("all", "at least 50 things", "as_of: 2023-05"),
    make_number("crews", "7 crews"),
    make_result("both", "about 42 things", "a + b", "a: nets, b: poles", "estimated"),
)


def book(charts: str = "", *facts: str) -> PageContext:
    """Return a build of one sheet with charts."""
    text = make_sheet(*(facts or STANDING)) + (f"charts:\n{charts}" if charts else "")
    catalog = read_valid({"sheets/numbers.yml": text} | make_source("register"))
    derivations, _ = derive(catalog)
    return build_page_context(catalog, derivations, Lock(), Settings(today=dt.date(2024, 1, 1)), "mark")


def chart(drawn: str, *facts: str) -> str:
    return f"  - {{id: one, title: What is found, drawn: {drawn}, facts: [{', '.join(facts)}]}}\n"


def drawn(how: str, *facts: str) -> IntervalChart | BarChart:
    """Return the drawing of the only chart of a build."""
    made = book(chart(how, *facts))
    return build_chart_drawing(made.catalog.charts["one"], made)


# --- scales ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texts,ends",
    [
        (("about 5 million people", "more than 5 million people"), ("3000000", "7000000")),
        (("more than 95 RUB", "fewer than 99 RUB"), ("85", "105")),
        (("95 RUB", "99 RUB"), ("85", "105")),
        (("40 people", "40 people"), ("20", "60")),
        (("10 people", "40 people"), ("0", "50")),
    ],
)
def test_a_scale_has_round_ends_and_fits_what_is_compared(texts: tuple[str, ...], ends: tuple[str, str]) -> None:
    spans = tuple(build_chart_span(read_value(text)) for text in texts)
    made = build_interval_chart("", "", spans)
    assert (made.scale_low, made.scale_high) == tuple(map(Decimal, ends))


@pytest.mark.parametrize("texts,full", [(("40 boats", "93 boats"), "100"), (("40 boats", "at least 93 boats"), "125")])
def test_bars_begin_at_zero_and_leave_room_for_what_is_open(texts: tuple[str, ...], full: str) -> None:
    spans = tuple(build_chart_span(read_value(text)) for text in texts)
    assert build_bar_chart("", "boats", spans, total=False, shares=False).scale_high == Decimal(full)


def test_shares_are_drawn_on_a_scale_to_a_hundred() -> None:
    spans = (build_chart_span(read_value("7 %")), build_chart_span(read_value("12 %")))
    assert build_bar_chart("", "%", spans, total=False, shares=True).scale_high == 100


# --- what editors draw ----------------------------------------------------------------------------------


def test_the_line_under_a_title_says_who_says_it_and_of_when() -> None:
    assert drawn("bars", "nets", "all").subtitle == "According to Register, in an undated report; as of May 2023"
    assert (
        drawn("bars", "nets", "poles").subtitle == "According to Register; estimate given by Register; as of May 2023"
    )
    worked_out = "worked out from figures given by Register"
    assert drawn("bars", "nets", "both").subtitle == f"According to Register; {worked_out}"


def test_a_bar_has_the_label_of_its_fact_and_the_letters_of_its_sources() -> None:
    made = drawn("bars", "nets", "poles", "both")
    assert isinstance(made, BarChart)
    assert [(span.letters, span.label) for span in made.spans] == [
        (("A",), "Nets"),
        (("A",), "Register: Of poles"),
        (("=",), "Register: Of both"),
    ]


def test_of_parts_the_last_is_the_whole_and_gives_the_unit() -> None:
    made = drawn("parts", "nets", "poles", "all")
    assert isinstance(made, BarChart)
    assert made.has_total
    assert [span.text for span in made.spans] == ["12 nets", "about 30 poles", "at least 50 things"]
    assert made.unit == "things"


WEIGHED = (make_number("catch", "5 tonnes"), make_number("landed", "4000 kg"), make_number("sold", "at least 900 kg"))


@pytest.mark.parametrize("how, unit", [("bars", "tonnes"), ("intervals", "tonnes"), ("parts", "kg")])
def test_measures_are_drawn_to_one_scale_in_their_own_words(how: str, unit: str) -> None:
    made = book(chart(how, "catch", "landed", "sold"), *WEIGHED)
    drawing = build_chart_drawing(made.catalog.charts["one"], made)
    spans = drawing.spans
    of_tonne = Decimal(1000) if unit == "kg" else Decimal(1)
    assert drawing.unit == unit
    assert [span.low for span in spans] == [5 * of_tonne, 4 * of_tonne, Decimal("0.9") * of_tonne]
    assert [span.text for span in spans] == ["5 tonnes", "4,000 kg", "at least 900 kg"]


def test_a_sum_of_measures_is_drawn_in_the_unit_of_its_whole() -> None:
    made = book("", *WEIGHED[:2], make_result("both", "9 tonnes", "a + b", "a: catch, b: landed"))
    parts = build_parts_chart(made.catalog.facts["both"], made)
    assert parts
    assert parts.unit == "tonnes"
    assert [span.point for span in parts.spans] == [5, 4, 9]
    assert parts.has_total


@pytest.mark.parametrize(
    "value, says, unit, ends",
    [
        ("5 tonnes", "4000 kg", "tonnes", [5, 4]),
        ("93 people", "80 workers", "", [93, 80]),
        ("93", "80 people", "", [93, 80]),
        ("50 % of men", "40 %", "% of men", [50, 40]),
    ],
)
def test_answers_are_drawn_in_the_unit_of_the_first(value: str, says: str, unit: str, ends: list[int]) -> None:
    answers = read_answers_chart(value, says)
    assert answers
    assert answers.unit == unit
    assert [span.low for span in answers.spans] == ends


@pytest.mark.parametrize(
    "value, says", [("50 % of men", "40 % of women"), ("1.5 °C", "2.7 °F"), ("5 tonnes of rice", "4 tonnes of wheat")]
)
def test_answers_without_a_common_scale_are_not_drawn_on_one(value: str, says: str) -> None:
    assert read_answers_chart(value, says) is None


def read_answers_chart(value: str, says: str) -> IntervalChart | None:
    """Return the drawing of a fact with two sources, of which the second says something else."""
    first, second = (f"source: {name}, locator: words … of {name}" for name in ("alpha", "beta"))
    evidence = f"evidence: [{{{first}}}, {{{second}, says: {says}}}]"
    fact = f"{{id: shared, statement: What is shared, value: {value}, standing: reported, {evidence}}}"
    catalog = read_valid({"sheets/numbers.yml": make_sheet(fact)} | make_source("alpha") | make_source("beta"))
    made = build_page_context(catalog, {}, Lock(), Settings(today=dt.date(2024, 1, 1)), "mark")
    return build_answers_chart(catalog.facts["shared"], made)


def test_filters_convert_measures_and_take_every_share_for_one() -> None:
    units = ["kg", "people", "tonnes", "% of men", "person", "tons", "%"]
    assert find_filter_units(units) == {
        "kg": "kg",
        "people": "people",
        "tonnes": "kg",
        "% of men": "%",
        "person": "people",
        "tons": "tons",
        "%": "%",
    }


def test_the_index_gives_the_limits_in_the_unit_of_the_filter() -> None:
    index = read_index(book("", *WEIGHED))
    assert [
        (fact["value"], fact["unit"], fact["measure"], fact["low"], fact["high"], fact["point"])
        for fact in index["facts"]
    ] == [
        ("5 tonnes", "tonnes", "tonnes", "5", "5", "5"),
        ("4,000 kg", "kg", "tonnes", "4", "4", "4"),
        ("at least 900 kg", "kg", "tonnes", "0.9", None, "0.9"),
    ]


def test_only_limits_of_one_thing_are_shaded_where_they_meet() -> None:
    apart, together = drawn("intervals", "poles", "both"), drawn("limits", "poles", "both")
    assert isinstance(apart, IntervalChart)
    assert isinstance(together, IntervalChart)
    assert (apart.same, together.same) == (False, True)


def test_a_note_explains_only_what_is_drawn() -> None:
    assert format_reading_note(drawn("bars", "nets", "crews")) == ""
    assert format_reading_note(drawn("bars", "nets", "all")) == "Dashes to an arrow: no limit is given."
    assert "An outline at the end of a bar" in format_reading_note(drawn("bars", "nets", "poles"))
    assert "Dots between brackets" in format_reading_note(drawn("intervals", "nets", "poles"))


def test_a_site_without_charts_says_nothing_of_them() -> None:
    made = book()
    (sheet,) = made.catalog.sheets.values()
    assert not any(
        isinstance(block, Box) and block.role is Role.CHART for block in build_sheet_page(sheet, made).blocks
    )
    assert build_home_charts(made) == ()


# --- time -----------------------------------------------------------------------------------------------


def on_axis(*dates: str) -> TimeChart | None:
    facts = (make_number(f"fact-{place}", f"{place + 1} nets", f"when: {day}") for place, day in enumerate(dates))
    made = book("", *facts)
    return build_time_chart(made.catalog.facts.values(), made)


def names(made: TimeChart | None) -> list[str]:
    assert made is not None
    return [band.text for band in made.bands]


@pytest.mark.parametrize(
    "dates,expected",
    [
        (("2023-08~", "2023-09-06"), ["Aug 2023", "Sep"]),
        (("2023-11", "2024-01"), ["Nov 2023", "Dec", "Jan 2024"]),
        (("2023-02", "2023-08"), ["Jan 2023", "", "", "Apr", "", "", "Jul", "", ""]),
        (("2022-09", "2023-09"), ["2022", "", "", "", "2023", "", "", ""]),
        (("2021", "2024-03"), ["2021", "2022", "2023", "2024"]),
        (("1991", "2024-03"), ["1990", "1995", "2000", "2005", "2010", "2015", "2020"]),
        (("1000", "2999"), ["1000", "1500", "2000", "2500"]),
    ],
)
def test_an_axis_of_time_has_few_names_with_room_between_them(dates: tuple[str, ...], expected: Iterable[str]) -> None:
    assert names(on_axis(*dates)) == expected


def test_an_axis_has_no_gaps_and_holds_every_day() -> None:
    made = on_axis("2021-05-03", "2023-08/2023-09", "../2022", "2024/..")
    assert made is not None
    assert all(band.until == other.first for band, other in zip(made.bands, made.bands[1:], strict=False))
    days = [day for moment in made.moments for day in (moment.first, moment.last) if day]
    assert made.bands[0].first <= min(days)
    assert max(days) < made.bands[-1].until


def test_events_stand_in_order_with_the_ends_that_their_dates_have() -> None:
    made = on_axis("2024/..", "2023-08~", "../2022", "2023-05-03")
    assert made is not None
    shown = [(moment.text, moment.first, moment.last, moment.soft_first) for moment in made.moments]
    assert shown == [
        ("until 2022", None, dt.date(2022, 12, 31), False),
        ("3 May 2023", dt.date(2023, 5, 3), dt.date(2023, 5, 3), False),
        ("about August 2023", dt.date(2023, 8, 1), dt.date(2023, 8, 31), True),
        ("from 2024", dt.date(2024, 1, 1), None, False),
    ]


def test_one_event_has_no_axis_and_too_many_have_none_in_common() -> None:
    assert on_axis("2023") is None
    assert on_axis(*(["2023"] * (MAX_EVENTS + 1))) is None
    assert on_axis(*(["2023"] * MAX_EVENTS)) is not None
