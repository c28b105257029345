"""Derived numbers are worked out anew from the facts they name, and are never surer than these."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.checks.context import CheckContext
from factsheet.checks.derivations import check_derived_right
from factsheet.checks.run import check_site
from factsheet.model.records import Settings
from factsheet.model.values.intervals import Interval
from factsheet.model.vocabulary import Standing
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.yaml.document import read_document
from tests.support.small_site import derive_facts, make_number, make_result, make_sheet, make_source, read_valid

TODAY = dt.date(2024, 1, 1)


def working(*facts: str) -> DerivationResult:
    """Return the working of the last fact."""
    results, diagnostics = derive_facts(*facts)
    assert diagnostics == ()
    return list(results.values())[-1]


def refusal(*facts: str) -> str:
    """Return why the one fact that cannot be worked out cannot."""
    _, (diagnostic,) = derive_facts(*facts)
    assert diagnostic.code == "F306"
    return diagnostic.message


def codes(*facts: str) -> list[str]:
    """Return what the check finds in facts that can be worked out."""
    catalog = read_valid({"sheets/numbers.yml": make_sheet(*facts)} | make_source("register"))
    results, diagnostics = derive(catalog)
    assert diagnostics == ()
    context = CheckContext(catalog=catalog, derivations=results, lock=None, settings=Settings(today=TODAY))
    return [item.code for fact in catalog.facts.values() for item in check_derived_right(fact, context)]


# ---- what comes out


def test_a_sum_of_exact_numbers_is_exact() -> None:
    result = working(
        make_number("a", "19 people"),
        make_number("b", "34 people"),
        make_result("s", "53 people", "x + y", "x: a, y: b"),
    )
    assert result.number == 53
    assert result.interval == Interval.from_number(Decimal(53))
    assert [(operand.name, operand.fact.id) for operand in result.operands] == [("x", "a"), ("y", "b")]


def test_a_bound_in_the_inputs_is_a_bound_of_the_result() -> None:
    result = working(
        make_number("a", "at least 19 people"),
        make_number("b", "34 people"),
        make_result("s", "at least 53 people", "x + y", "x: a, y: b"),
    )
    assert result.number == 53
    assert result.interval == Interval(Decimal(53), None)


def test_a_share_of_a_count_is_a_count() -> None:
    result = working(
        make_number("a", "200 people"), make_number("s", "12.5 %"), make_result("r", "25 people", "a * s", "a: a, s: s")
    )
    assert result.number == 25


def test_a_count_over_a_count_is_a_share_or_a_plain_number_as_declared() -> None:
    part, whole = make_number("p", "50 people"), make_number("w", "200 people")
    assert working(part, whole, make_result("r", "25 %", "p / w", "p: p, w: w")).number == 25
    assert working(part, whole, make_result("r", "0.25", "p / w", "p: p, w: w")).number == Decimal("0.25")


def test_the_change_between_two_counts_is_a_share() -> None:
    result = working(
        make_number("a", "5820 people"),
        make_number("b", "3500 people"),
        make_result("r", "39.9 %", "(a - b) / a", "a: a, b: b"),
    )
    assert result.number is not None
    assert round(result.number, 2) == Decimal("39.86")


def test_shares_add_up_as_shares() -> None:
    assert (
        working(
            make_number("a", "25 %"), make_number("b", "50 %"), make_result("r", "75 %", "a + b", "a: a, b: b")
        ).number
        == 75
    )


def test_what_remains_of_a_share_is_taken_from_one() -> None:
    assert working(make_number("a", "25 %"), make_result("r", "75 %", "1 - a", "a: a")).number == 75


def test_a_fraction_in_words_is_a_share() -> None:
    assert (
        working(
            make_number("a", "200 people"),
            make_number("h", "half of people"),
            make_result("r", "100 people", "a * h", "a: a, h: h"),
        ).number
        == 100
    )


def test_the_other_unit_of_a_fact_is_its_also() -> None:
    result = working(
        make_number("pay", "190000 RUB per month", "also: nearly 2000 USD per month"),
        make_result("r", "about 95 RUB per USD", "r / u", "r: pay, u: pay.also"),
    )
    assert result.number == 95
    assert result.operands[1].value.text == "nearly 2000 USD per month"


def test_a_rate_over_a_time_is_a_count() -> None:
    result = working(
        make_number("a", "30 requests a day"),
        make_number("t", "14 days"),
        make_result("r", "420 requests", "a * t", "a: a, t: t"),
    )
    assert result.number == 420


def test_a_derived_input_brings_all_that_its_own_inputs_leave_possible() -> None:
    result = working(
        make_number("a", "about 100 people"),
        make_result("twice", "about 200 people", "2 * a", "a: a"),
        make_result("fourfold", "about 400 people", "2 * t", "t: twice"),
    )
    assert result.interval == Interval(Decimal(360), Decimal(440))


def test_without_a_written_number_there_is_only_an_interval() -> None:
    result = working(
        make_number("a", "between 4 and 6 people"), make_result("r", "between 8 and 12 people", "2 * a", "a: a")
    )
    assert result.number is None
    assert result.interval == Interval(Decimal(8), Decimal(12))


def test_facts_are_worked_out_after_their_inputs_wherever_they_stand() -> None:
    results, diagnostics = derive_facts(
        make_result("c", "4 people", "2 * b", "b: b"),
        make_result("b", "2 people", "2 * a", "a: a"),
        make_number("a", "1 person"),
    )
    assert diagnostics == ()
    assert list(results) == ["b", "c"]


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=6))
def test_sums_of_any_counts_are_exact(counts: list[int]) -> None:
    names = [f"n{place}" for place in range(len(counts))]
    facts = [make_number(name, f"{count} people") for name, count in zip(names, counts, strict=True)]
    inputs = ", ".join(f"{name}: {name}" for name in names)
    total = make_result("total", f"{sum(counts)} people", " + ".join(names), inputs)
    assert working(*facts, total).number == sum(counts)
    assert codes(*facts, total) == []


@pytest.mark.parametrize(
    "inputs, declared, formulas",
    [
        (("25 %",), "75 %", ("1 - a", "100 - a", "100 * (1 - a)", "(1 - a) * 100", "-a + 100", "-(a - 100)")),
        (("25 %",), "62.5 %", ("(a + 100) / 2", "(a + 1) / 2", "50 + a / 2")),
        (("25 %",), "0.25 %", ("a / 100",)),
        (("25 %",), "0.25", ("a", "a / 100")),
        (("25 %",), "25", ("a * 100",)),
        (("50 men", "200 people"), "25 %", ("a / b", "a / b * 100", "100 * a / b", "a * 100 / b", "a / (b / 100)")),
        (("50 men", "200 people"), "75 %", ("1 - a / b", "100 - a / b * 100", "(1 - a / b) * 100")),
        (("50 men", "200 men"), "300 %", ("(b - a) / a", "(b - a) / a * 100", "b / a - 1", "b / a * 100 - 100")),
        (("50 men", "200 people"), "25", ("a / b * 100",)),
        (("200 people", "12.5 %"), "25 people", ("a * b", "a * b / 100", "a / 100 * b", "a * (b / 100)")),
        (("200 people", "12.5 %"), "175 people", ("a * (1 - b)", "a * (100 - b) / 100", "a * (1 - b / 100)")),
        (("200 people", "12.5 %"), "1600 people", ("a / b", "a / b * 100", "a / (b / 100)")),
        (("50 %", "25 %"), "12.5 %", ("a * b", "a * b / 100")),
        (("50 %", "25 %"), "200 %", ("a / b", "a / b * 100")),
        (("50 %", "25 %"), "25 %", ("1 - a - b", "100 - a - b", "100 - (a + b)")),
        (("37", "4"), "37 %", ("a / 100",)),
        (("37", "4"), "9.25 %", ("a / (b * 100)",)),
    ],
)
def test_percentages_may_be_written_as_people_write_them(
    inputs: tuple[str, ...], declared: str, formulas: tuple[str, ...]
) -> None:
    facts = [make_number(name, text) for name, text in zip("ab", inputs, strict=False)]
    names = ", ".join(f"{name}: {name}" for name in "ab"[: len(inputs)])
    for formula in formulas:
        used = ", ".join(part for part in names.split(", ") if re.search(rf"\b{part[0]}\b", formula))
        assert codes(*facts, make_result("r", declared, formula, used)) == [], formula


@pytest.mark.parametrize(
    "inputs, declared, formula",
    [
        (("5 tonnes", "4000 kg"), "9 tonnes", "a + b"),
        (("5 tonnes", "4000 kg"), "9000 kg", "a + b"),
        (("5 tonnes of rice", "4000 kg of rice"), "1 tonne of rice", "a - b"),
        (("5 tonnes", "4000 kg"), "80 %", "b / a"),
        (("30 km", "20 minutes"), "90 km per hour", "a / b"),
        (("1000 people", "10 km²"), "1 person per hectare", "a / b"),
        (("40 hours a week", "52 weeks"), "2080 hours", "a * b"),
        (("1 year", "6 months"), "18 months", "a + b"),
        (("12 % per year", "2 years"), "24 %", "a * b"),
        (("12 tugs", "7 barges"), "19 vessels", "a + b"),
        (("10 % of the crew", "20 % of crew"), "30 % of the crew", "a + b"),
    ],
)
def test_units_are_brought_to_the_declared_one(inputs: tuple[str, str], declared: str, formula: str) -> None:
    first, second = (make_number(name, text) for name, text in zip("ab", inputs, strict=True))
    assert codes(first, second, make_result("r", declared, formula, "a: a, b: b")) == []


# ---- what does not


@pytest.mark.parametrize(
    "inputs, declared, formula, words",
    [
        (("5 people", "5 RUB"), "10 people", "a + b", "it adds things counted and RUB"),
        (("5 RUB", "5 USD"), "10 RUB", "a + b", "it adds RUB and USD"),
        (("5 people", "5 days"), "0 people", "a - b", "it takes day from things counted"),
        (
            ("5 people", "5 people"),
            "25 people",
            "a * b",
            "the formula gives things counted times things counted, the value is in people",
        ),
        (
            ("5 people", "5 days"),
            "1 people",
            "a / b",
            "the formula gives things counted per day, the value is in people",
        ),
        (("5 people", "5 people"), "1 person", "a / b", "the formula gives a plain number, the value is in person"),
        (("5 tonnes", "4 tons"), "9 tonnes", "a + b", "it adds tonnes and tons"),
        (("5 gallons", "20 litres"), "25 %", "a / b", "the formula gives gallon per litre, the value is in %"),
        (("10 % of men", "20 % of women"), "30 %", "a + b", "it adds % of men and % of women"),
        (("10 % of men", "20 %"), "30 % of women", "a + b", "it counts % of men as % of women"),
        (("12 tugs", "7 barges"), "19 tugs", "a + b", "it counts barges as tugs"),
        (("2 USD per hour", "2 USD per day"), "4 USD per hour", "a + b", "it adds USD per hour and USD per day"),
        (("20 °C", "8 °F"), "12 °C", "a - b", "it takes °F from °C"),
        (("5 people", "13.7 per 1000"), "18.7 people", "a + b", "it adds things counted and one per 1000"),
        (("5 people", "rising"), "10 people", "a + b", "the value of 'two', 'rising', is not a number"),
        (("5 people", "unknown"), "10 people", "a + b", "the value of 'two', 'unknown', is not a number"),
        (("5 people", "no people"), "10", "a / b", "it divides by a value that may be zero"),
        (("5 people", "fewer than 5 people"), "10", "a / b", "it divides by a value that may be zero"),
        (("5 people", "5 people"), "rising people", "a + b", "its value 'rising people' is not a number"),
    ],
)
def test_what_cannot_be_worked_out_says_why(inputs: tuple[str, str], declared: str, formula: str, words: str) -> None:
    first, second = make_number("one", inputs[0]), make_number("two", inputs[1])
    assert (
        refusal(first, second, make_result("r", declared, formula, "a: one, b: two"))
        == f"'r' cannot be computed: {words}"
    )


def test_a_fact_that_cannot_be_worked_out_keeps_nobody_else_from_it() -> None:
    results, diagnostics = derive_facts(
        make_number("up", "rising"),
        make_number("a", "5 people"),
        make_result("bad", "5 people", "u", "u: up"),
        make_result("r", "5 people", "b", "b: bad"),
    )
    assert [diagnostic.code for diagnostic in diagnostics] == ["F306"]
    assert list(results) == ["r"]


def test_only_facts_that_stand_in_a_circle_are_told() -> None:
    _, diagnostics = derive_facts(
        make_result("one", "1 person", "a", "a: two"),
        make_result("two", "1 person", "a", "a: one"),
        make_result("outside", "1 person", "a", "a: one"),
    )
    assert [diagnostic.message for diagnostic in diagnostics] == [
        "'one' is derived from 'two', which depends on it",
        "'two' is derived from 'one', which depends on it",
    ]


# ---- what may be claimed of it


@pytest.mark.parametrize(
    "declared, result",
    [
        ("80 people", []),
        ("80.4 people", ["F305"]),
        ("79.6 people", ["F305"]),
        ("about 80 people", []),
        ("at least 80 people", []),
        ("at most 80 people", []),
        ("81 people", ["F305"]),
        ("about 81 people", ["F305"]),
        ("between 79 and 81 people", ["F305"]),
        ("none", ["F305"]),
    ],
)
def test_of_exact_inputs_the_number_itself_must_be_right(declared: str, result: list[str]) -> None:
    if declared == "none":
        declared = "no people"
    assert codes(make_number("a", "40 people"), make_result("r", declared, "2 * a", "a: a")) == result


@pytest.mark.parametrize(
    "declared, result",
    [("13 people", []), ("13.3 people", []), ("13.33 people", []), ("13.34 people", ["F305"]), ("14 people", ["F305"])],
)
def test_a_number_is_right_to_its_last_digit(declared: str, result: list[str]) -> None:
    assert codes(make_number("a", "40 people"), make_result("r", declared, "a / 3", "a: a")) == result


def test_millions_are_right_to_the_million() -> None:
    inputs = (make_number("a", "2.4 million people"), make_number("b", "2.3 million people"))
    assert codes(*inputs, make_result("r", "5 million people", "a + b", "a: a, b: b")) == []
    assert codes(*inputs, make_result("r", "6 million people", "a + b", "a: a, b: b")) == ["F305"]


@pytest.mark.parametrize(
    "given_, declared, result",
    [
        ("at least 40 people", "80 people", ["F307"]),
        ("at least 40 people", "about 80 people", ["F307"]),
        ("at least 40 people", "at most 80 people", ["F307"]),
        ("at least 40 people", "at least 80 people", []),
        ("at least 40 people", "more than 80 people", []),
        ("more than 40 people", "at least 80 people", []),
        ("at most 40 people", "80 people", ["F307"]),
        ("at most 40 people", "at least 80 people", ["F307"]),
        ("at most 40 people", "at most 80 people", []),
        ("about 40 people", "80 people", ["F307"]),
        ("about 40 people", "about 80 people", []),
        ("about 40 people", "nearly 80 people", []),
        ("about 40 people", "at least 80 people", ["F307"]),
        ("about 40 people", "at least about 80 people", []),
        ("about 40 people", "at most about 80 people", []),
    ],
)
def test_a_result_claims_no_more_than_its_inputs(given_: str, declared: str, result: list[str]) -> None:
    assert codes(make_number("a", given_), make_result("r", declared, "2 * a", "a: a")) == result


def test_nothing_can_be_claimed_of_what_is_open_on_both_sides() -> None:
    inputs = (make_number("a", "at least 5 people"), make_number("b", "at least 3 people"))
    for words in ("", "at least ", "at most ", "about "):
        assert codes(*inputs, make_result("r", f"{words}2 people", "a - b", "a: a, b: b")) == ["F307"]


@pytest.mark.parametrize("standing", list(Standing))
@pytest.mark.parametrize("declared", list(Standing))
def test_a_result_stands_no_higher_than_its_weakest_input(standing: Standing, declared: Standing) -> None:
    facts = (
        make_number("a", "5 people", f"standing: {standing}"),
        make_number("b", "5 people", "standing: established"),
    )
    result = codes(*facts, make_result("r", "10 people", "a + b", "a: a, b: b", standing=declared.value))
    assert result == (["F309"] if declared.rank < standing.rank else [])


def test_what_rests_on_a_sheet_whose_id_is_taken_is_left_out_with_it() -> None:
    head = "id: a\ntitle: A\nsummary: S\nfacts:\n  - {id: %s, statement: S %s, value: 2 people, standing: reported"
    derived = ", derived: {formula: x, inputs: {x: part}}}\n"
    sheets = {"a": f"{head % ('sum', 'f')}{derived}", "b": f"{head % ('part', 'g')}}}\n"}
    read = (read_document(f"facts/sheets/{name}.yml", text.encode())[0] for name, text in sheets.items())
    documents = tuple(document for document in read if document)

    checked = check_site(SiteInputs(documents=documents, failed=(), lock_file="e"), Settings(today=TODAY))

    assert "F108" in {item.code for item in checked.diagnostics}
    assert not checked.derivations
