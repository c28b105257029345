"""Units are taken apart as far as comparing and working with values needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.model.arithmetic.evaluation import count_unit_powers, format_powers
from factsheet.model.arithmetic.units import (
    MEASURES_BY_NAME,
    Dimension,
    can_add_units,
    can_compare_units,
    convert_value,
    has_one_kind,
    list_conversions,
    parse_unit,
)
from tests.support.small_site import read_value

NOUNS = st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=1, max_size=10)
SI, INCH, NIST = "SI Brochure", "International yard and pound agreement, 1959", "NIST Special Publication 811"
MEASURES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "mg": ("kg", "0.000001", SI),
        "grams": ("kg", "0.001", SI),
        "kg": ("kg", "1", SI),
        "tonnes": ("kg", "1000", SI),
        "lb": ("kg", "0.45359237", INCH),
        "short tons": ("lb", "2000", NIST),
        "long tons": ("lb", "2240", NIST),
        "mm": ("metres", "0.001", SI),
        "cm": ("metres", "0.01", SI),
        "metres": ("metres", "1", SI),
        "km": ("metres", "1000", SI),
        "inches": ("cm", "2.54", INCH),
        "feet": ("inches", "12", INCH),
        "yards": ("feet", "3", INCH),
        "miles": ("yards", "1760", INCH),
        "nautical miles": ("metres", "1852", SI),
        "m²": ("m²", "1", SI),
        "hectares": ("m²", "10000", SI),
        "km²": ("m²", "1000000", SI),
        "acres": ("sq ft", "43560", NIST),
        "sq ft": ("m²", "0.09290304", INCH),
        "sq mi": ("acres", "640", NIST),
        "ml": ("litres", "0.001", SI),
        "litres": ("litres", "1", SI),
        "m³": ("litres", "1000", SI),
        "cubic feet": ("litres", "28.316846592", INCH),
        "km³": ("m³", "1000000000", SI),
        "kWh": ("kWh", "1", SI),
        "MWh": ("kWh", "1000", SI),
        "GWh": ("MWh", "1000", SI),
        "TWh": ("GWh", "1000", SI),
        "kW": ("kW", "1", SI),
        "MW": ("kW", "1000", SI),
        "GW": ("MW", "1000", SI),
        "seconds": ("minutes", "1/60", SI),
        "minutes": ("hours", "1/60", SI),
        "hours": ("days", "1/24", SI),
        "days": ("days", "1", SI),
        "weeks": ("days", "7", "ISO 8601"),
        "months": ("months", "1", "ISO 8601"),
        "years": ("months", "12", "ISO 8601"),
    }
)
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
        ("days", "days", (), Dimension.MEASURE),
        ("hours a week", "hours", ("week",), Dimension.MEASURE),
        ("km", "km", (), Dimension.MEASURE),
        ("miles per hour", "miles", ("hour",), Dimension.MEASURE),
        ("requests per days", "requests", ("day",), Dimension.COUNT),
        ("km/h", "km", ("h",), Dimension.MEASURE),
        ("EUR/month", "EUR", ("month",), Dimension.MONEY),
        ("EUR of aid", "EUR of aid", (), Dimension.MONEY),
        ("tonnes of CO2", "tonnes of CO2", (), Dimension.MEASURE),
        ("tons", "tons", (), Dimension.MEASURE),
        ("day labourers", "day labourers", (), Dimension.COUNT),
        ("per 100,000", "", ("100,000",), Dimension.NONE),
        ("HIV/AIDS patients", "HIV/AIDS patients", (), Dimension.COUNT),
        ("UFO", "UFO", (), Dimension.COUNT),
    ],
)
def test_a_unit_is_what_is_counted_and_per_what(
    text: str, counted: str, per: tuple[str, ...], dimension: Dimension
) -> None:
    unit = parse_unit(text)
    assert (unit.counted, unit.per, unit.dimension) == (counted, per, dimension)


@pytest.mark.parametrize(
    "text",
    ["people with a visa", "% of a population", "workers in each factory", "people in every region", "men of an age"],
)
def test_small_words_inside_a_noun_do_not_make_a_rate(text: str) -> None:
    assert parse_unit(text).per == ()


@pytest.mark.parametrize("text", ["Rub", "RUBLES", "US", "rub", "ZZZ"])
def test_only_the_code_of_a_currency_is_money(text: str) -> None:
    assert parse_unit(text).dimension is Dimension.COUNT


@pytest.mark.parametrize(
    "first, second",
    [
        ("person", "people"),
        ("migrant worker", "Migrant workers"),
        ("city", "cities"),
        ("box", "boxes"),
        ("% of the workforce", "% of workforce"),
        ("%", "% of migrants"),
        ("RUB", "RUB"),
        ("RUB a month", "RUB per month"),
        ("requests a day", "requests per day"),
        ("day", "weeks"),
        ("months", "years"),
        ("tonnes", "kg"),
        ("tonnes of rice", "kg of rice"),
        ("km", "miles"),
        ("km²", "hectares"),
        ("km per hour", "miles per hour"),
        ("km/h", "km per hour"),
        ("people per km²", "people per square mile"),
        ("tons", "ton"),
    ],
)
def test_numbers_in_these_can_be_brought_to_one_unit(first: str, second: str) -> None:
    assert can_compare_units(parse_unit(first), parse_unit(second))


@pytest.mark.parametrize(
    "first, second",
    [
        ("people", "workers"),
        ("people", "migrant workers"),
        ("% of the workforce", "% of the population"),
        ("tonnes of rice", "tonnes of wheat"),
        ("people per day", "workers per day"),
    ],
)
def test_these_count_different_things_of_one_kind(first: str, second: str) -> None:
    pair = parse_unit(first), parse_unit(second)
    assert has_one_kind(*pair)
    assert not can_compare_units(*pair)
    assert can_add_units(*pair) == (pair[0].dimension is Dimension.COUNT)


@pytest.mark.parametrize(
    "first, second",
    [
        ("people", "%"),
        ("people", "RUB"),
        ("", "people"),
        ("RUB", "USD"),
        ("days", "months"),
        ("km", "km²"),
        ("tonnes", "tons"),
        ("long tons", "tons"),
        ("litres", "gallons"),
        ("km", "m"),
        ("RUB per month", "RUB per year"),
        ("hours a day", "hours a week"),
        ("% per year", "% per month"),
        ("requests", "requests per day"),
        ("% per year", "%"),
        ("per 100,000", "per 100,000 women"),
        ("per 100,000", "deaths"),
        ("deaths per 100,000", "deaths per 100,000 women"),
    ],
)
def test_these_have_nothing_in_common(first: str, second: str) -> None:
    pair = parse_unit(first), parse_unit(second)
    assert not any((has_one_kind(*pair), can_compare_units(*pair), can_add_units(*pair)))


@pytest.mark.parametrize(
    "text, unit, low, high",
    [
        ("5 tonnes", "kg", 5000, 5000),
        ("5000 kg", "tonnes", 5, 5),
        ("at least 2 km²", "hectares", 200, None),
        ("26.2 miles", "km", "42.1648128", "42.1648128"),
        ("between 1 and 2 years", "months", 12, 24),
        ("36 km per hour", "metres per hour", 36000, 36000),
        ("259 people per square mile", "people per km²", "100.000459062", "100.000459063"),
        ("50 %", "% of migrants", 50, 50),
        ("between 5 and 7 people", "person", 5, 7),
    ],
)
def test_a_value_in_another_unit(text: str, unit: str, low: str, high: str | None) -> None:
    value = read_value(text)
    converted = convert_value(value, unit)
    assert converted
    assert converted.interval
    assert converted.interval.low is not None
    assert Decimal(low) <= converted.interval.low
    assert (converted.interval.high is None) == (high is None)
    assert high is None or (converted.interval.high is not None and converted.interval.high <= Decimal(high))
    assert (converted.text, converted.unit) == (value.text, value.unit)


def test_degrees_may_be_a_temperature_or_a_rise() -> None:
    assert not can_compare_units(parse_unit("°C"), parse_unit("°F"))
    assert not can_compare_units(parse_unit("°C"), parse_unit("kelvin"))
    meanings = [meaning.number for meaning in list_conversions(read_value("20 °C"), "°F")]
    assert meanings == [68, 36]
    assert next(list_conversions(read_value("50 °F"), "degrees Celsius")).number == 10
    assert not list(list_conversions(read_value("20 °C"), "days"))


def find_root(name: str) -> str:
    """Return the measure that the sources of a measure go back to."""
    base = MEASURES[name][0]
    return name if base == name else find_root(base)


@given(st.sampled_from(sorted(MEASURES)), st.sampled_from(sorted(MEASURES)), st.decimals(1, 10**9, places=4))
def test_there_and_back_is_where_it_began(first: str, second: str, number: Decimal) -> None:
    value = read_value(f"{number} {first}")
    there = convert_value(value, second)
    assert (there is None) == (find_root(first) != find_root(second))
    if there:
        back = convert_value(replace(there, unit=second), first)
        assert back
        assert back.number is not None
        assert abs(back.number - number) <= Decimal("1e-40")


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_measure_has_the_factor_that_its_source_gives(name: str) -> None:
    base, factor, source = MEASURES[name]
    unit, reference = parse_unit(name), parse_unit(base)
    assert can_compare_units(unit, reference), source
    assert unit.factor / reference.factor == Fraction(factor), source


def test_every_measure_that_converts_has_a_source() -> None:
    sourced = {parse_unit(name).measure for name in MEASURES}
    bases = {measure.base for measure in sourced}
    assert {measure for measure in MEASURES_BY_NAME.values() if measure.base in bases} == sourced
    others = {measure for measure in MEASURES_BY_NAME.values() if measure.base not in {*bases, "degree"}}
    assert all(measure.factor == 1 for measure in others)


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
        ("% per year", "one per month"),
        ("days", "day"),
        ("RUB per person per month", "RUB per month per person"),
        ("days per day", "a plain number"),
    ],
)
def test_what_a_unit_measures_in_words(text: str, words: str) -> None:
    assert format_powers(count_unit_powers(parse_unit(text))) == words
