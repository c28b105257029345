"""Units are taken apart as far as comparing and working with values needs it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.model.arithmetic.units import (
    Dimension,
    Unit,
    can_compare_units,
    count_unit_powers,
    format_powers,
    parse_unit,
)

NOUNS = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=10)
UNITS = st.sampled_from(
    [
        "",
        "people",
        "migrant workers",
        "%",
        "% of migrants",
        "RUB",
        "USD per month",
        "RUB per month",
        "days",
        "hours a week",
        "km",
    ]
)


@pytest.mark.parametrize(
    "text, counted, per, dimension",
    [
        ("", "", (), Dimension.NONE),
        ("people", "people", (), Dimension.COUNT),
        ("migrant workers", "migrant workers", (), Dimension.COUNT),
        ("%", "%", (), Dimension.SHARE),
        ("% of the migrant workforce", "% of the migrant workforce", (), Dimension.SHARE),
        ("% per year", "%", ("year",), Dimension.SHARE),
        ("RUB", "RUB", (), Dimension.MONEY),
        ("RUB per month", "RUB", ("month",), Dimension.MONEY),
        ("RUB a month", "RUB", ("month",), Dimension.MONEY),
        ("RUB each month", "RUB", ("month",), Dimension.MONEY),
        ("RUB every month", "RUB", ("month",), Dimension.MONEY),
        ("USD an hour", "USD", ("hour",), Dimension.MONEY),
        ("USD per barrel", "USD", ("barrel",), Dimension.MONEY),
        ("RUB per person per month", "RUB", ("person", "month"), Dimension.MONEY),
        ("days", "days", (), Dimension.TIME),
        ("hours a week", "hours", ("week",), Dimension.TIME),
        ("km", "km", (), Dimension.LENGTH),
        ("miles per hour", "miles", ("hour",), Dimension.LENGTH),
        ("requests per days", "requests", ("day",), Dimension.COUNT),
    ],
)
def test_a_unit_is_what_is_counted_and_per_what(
    text: str, counted: str, per: tuple[str, ...], dimension: Dimension
) -> None:
    assert parse_unit(text) == Unit(counted, per, dimension)


@pytest.mark.parametrize(
    "text",
    [
        "people with a visa",
        "% of a population",
        "workers in each factory",
        "people in every region",
        "men of an age",
    ],
)
def test_small_words_inside_a_noun_do_not_make_a_rate(text: str) -> None:
    assert parse_unit(text).per == ()


@pytest.mark.parametrize("text", ["Rub", "RUBLES", "US", "rub"])
def test_only_three_capitals_are_a_currency(text: str) -> None:
    assert parse_unit(text).dimension is Dimension.COUNT


@pytest.mark.parametrize(
    "first, second",
    [
        ("people", "workers"),
        ("people", "migrant workers"),
        ("%", "% of migrants"),
        ("RUB", "RUB"),
        ("day", "days"),
        ("RUB a month", "RUB per month"),
        ("requests a day", "appeals per day"),
    ],
)
def test_answers_in_these_may_stand_side_by_side(first: str, second: str) -> None:
    assert can_compare_units(parse_unit(first), parse_unit(second))


@pytest.mark.parametrize(
    "first, second",
    [
        ("people", "%"),
        ("people", "RUB"),
        ("RUB", "USD"),
        ("days", "months"),
        ("km", "miles"),
        ("RUB per month", "RUB per year"),
        ("requests", "requests per day"),
        ("% per year", "%"),
    ],
)
def test_answers_in_these_may_not(first: str, second: str) -> None:
    assert not can_compare_units(parse_unit(first), parse_unit(second))


@given(UNITS | NOUNS, UNITS | NOUNS)
def test_being_comparable_goes_both_ways(first: str, second: str) -> None:
    assert can_compare_units(parse_unit(first), parse_unit(second)) == can_compare_units(
        parse_unit(second), parse_unit(first)
    )


@given(UNITS | NOUNS)
def test_every_unit_is_comparable_with_itself(text: str) -> None:
    assert can_compare_units(parse_unit(text), parse_unit(text))


@given(st.text(max_size=40))
def test_no_text_is_too_strange_for_a_unit(text: str) -> None:
    unit = parse_unit(text)
    assert parse_unit(unit.text).dimension is unit.dimension


@given(UNITS | NOUNS)
def test_a_unit_written_out_is_read_as_the_same(text: str) -> None:
    unit = parse_unit(text)
    assert parse_unit(unit.text) == unit


@pytest.mark.parametrize(
    "text, words",
    [
        ("", "a plain number"),
        ("%", "a plain number"),
        ("people", "things counted"),
        ("workers per month", "things counted per month"),
        ("RUB per month", "RUB per month"),
        ("% per year", "one per year"),
        ("days", "day"),
        ("RUB per person per month", "RUB per month per person"),
        ("days per day", "a plain number"),
    ],
)
def test_what_a_unit_measures_in_words(text: str, words: str) -> None:
    assert format_powers(count_unit_powers(parse_unit(text))) == words
