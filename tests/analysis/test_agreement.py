"""Real conflicts between sources are separated from apparent ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.analysis.agreement import compare_values, list_answers, list_comparisons
from factsheet.model.dates.grammar import parse_date
from factsheet.model.dates.points import Date
from factsheet.model.records import Fact
from factsheet.model.vocabulary import Agreement
from tests.support.small_site import make_sheet, make_source, read_only_fact, read_value

HEDGES = st.sampled_from(["", "at least ", "at most ", "more than ", "fewer than ", "about ", "nearly ", "just over "])
UNITS = st.sampled_from(
    ["", " people", " workers", " %", " % of men", " RUB", " RUB per month", " kg", " tonnes", " °C", " °F"]
)
NUMBERS = st.integers(1, 1000).map(str) | st.tuples(st.integers(1, 500), st.integers(501, 1000)).map(
    lambda ends: f"between {ends[0]} and {ends[1]}"
)
WORDS = st.sampled_from(["rising", "falling", "unknown", "none", "hundreds of people", "dozens", "half of migrants"])
BARE = NUMBERS.filter(lambda text: text.isdigit())
VALUES = st.builds("".join, st.tuples(HEDGES, BARE, UNITS)) | st.builds("".join, st.tuples(NUMBERS, UNITS)) | WORDS
DATES = st.sampled_from(["", "2023", "2023-04", "2023-05", "2023-05-06", "2023-04/2023-06", "../2022", "2024/.."])


def date(text: str) -> Date | None:
    parsed = parse_date(text) if text else None
    assert parsed is None or isinstance(parsed, Date)
    return parsed


def compare(left: str, right: str, first: str = "", second: str = "") -> Agreement:
    return compare_values(read_value(left), read_value(right), (date(first), date(second)))


@pytest.mark.parametrize(
    "left, right, expected",
    [
        ("93 people", "93 people", Agreement.SAME),
        ("at least 93 people", "at least 93 people", Agreement.SAME),
        ("5 million people", "5,000,000 people", Agreement.SAME),
        ("10 miles", "16 km", Agreement.COMPATIBLE),
        ("6 feet", "183 cm", Agreement.COMPATIBLE),
        ("10 miles", "20 km", Agreement.CONFLICT),
        ("33 %", "a third", Agreement.COMPATIBLE),
        ("50 %", "a third", Agreement.CONFLICT),
        ("93 people", "93 workers", Agreement.COUNTED_DIFFERENTLY),
        ("at least 93 people", "80 workers", Agreement.COUNTED_DIFFERENTLY),
        ("half of the workforce", "half of the population", Agreement.COUNTED_DIFFERENTLY),
        ("50 %", "half of the population", Agreement.SAME),
        ("rising people", "5 workers", Agreement.NOT_COMPARABLE),
        ("rising people", "falling workers", Agreement.COUNTED_DIFFERENTLY),
        ("5 tonnes", "5,000 kg", Agreement.SAME),
        ("5 tonnes", "4,000 kg", Agreement.CONFLICT),
        ("5 tonnes", "5 tons", Agreement.NOT_COMPARABLE),
        ("at least 2 km²", "300 hectares", Agreement.MORE_PRECISE),
        ("12 months", "1 year", Agreement.SAME),
        ("20 °C", "68 °F", Agreement.SAME),
        ("1.5 °C", "2.7 °F", Agreement.SAME),
        ("2 °C", "2 °F", Agreement.CONFLICT),
        ("8 hours a day", "56 hours a week", Agreement.NOT_COMPARABLE),
        ("13.7 per 100,000", "13.7 per 100,000 women", Agreement.NOT_COMPARABLE),
        ("93", "80 people", Agreement.CONFLICT),
        ("half of migrants", "50 % of migrants", Agreement.SAME),
        ("at least 93 people", "95 people", Agreement.MORE_PRECISE),
        ("at least 93 people", "at least 100 people", Agreement.MORE_PRECISE),
        ("at least 93 people", "more than 93 people", Agreement.MORE_PRECISE),
        ("about 5 million people", "5.2 million people", Agreement.MORE_PRECISE),
        ("between 5 and 7 people", "6 people", Agreement.MORE_PRECISE),
        ("dozens of people", "93 people", Agreement.MORE_PRECISE),
        ("between 5 and 7 people", "between 6 and 9 people", Agreement.COMPATIBLE),
        ("at least 93 people", "at most 100 people", Agreement.COMPATIBLE),
        ("more than 5 million people", "about 5 million workers", Agreement.COUNTED_DIFFERENTLY),
        ("at least 93 people", "80 people", Agreement.CONFLICT),
        ("more than 93 people", "93 people", Agreement.CONFLICT),
        ("fewer than 93 people", "at least 93 people", Agreement.CONFLICT),
        ("at most 93 people", "at least 93 people", Agreement.COMPATIBLE),
        ("5 people", "no people", Agreement.CONFLICT),
        ("5 people", "5 %", Agreement.NOT_COMPARABLE),
        ("5 RUB", "5 USD", Agreement.NOT_COMPARABLE),
        ("5 RUB per month", "60 RUB per year", Agreement.NOT_COMPARABLE),
        ("rising", "rising", Agreement.SAME),
        ("rising", "falling", Agreement.CONFLICT),
        ("rising", "5 people", Agreement.NOT_COMPARABLE),
        ("unknown", "unknown", Agreement.SAME),
        ("unknown", "5 people", Agreement.COMPATIBLE),
        ("unknown", "rising", Agreement.COMPATIBLE),
    ],
)
def test_two_answers_to_one_question(left: str, right: str, expected: Agreement) -> None:
    assert compare(left, right) is expected


@pytest.mark.parametrize(
    "first, second, expected",
    [
        ("2023-04", "2023-05", Agreement.PROGRESS),
        ("2023-05", "2023-04", Agreement.PROGRESS),
        ("2023", "2023-05", Agreement.CONFLICT),
        ("2023-04/..", "2024", Agreement.CONFLICT),
        ("2023-04/2023-05", "2023-06", Agreement.PROGRESS),
        ("", "2023-05", Agreement.CONFLICT),
        ("", "", Agreement.CONFLICT),
    ],
)
def test_numbers_of_different_dates_are_progress(first: str, second: str, expected: Agreement) -> None:
    assert compare("93 people", "80 people", first, second) is expected
    assert compare("rising", "falling", first, second) is expected


def test_dates_do_not_matter_where_the_values_agree() -> None:
    assert compare("93 people", "93 people", "2022", "2023") is Agreement.SAME
    assert compare("at least 93 people", "95 people", "2022", "2023") is Agreement.MORE_PRECISE


@given(VALUES, VALUES, DATES, DATES)
def test_agreement_goes_both_ways(left: str, right: str, first: str, second: str) -> None:
    assert compare(left, right, first, second) is compare(right, left, second, first)


@given(VALUES, DATES)
def test_every_answer_is_the_same_as_itself(text: str, when: str) -> None:
    assert compare(text, text, when, when) is Agreement.SAME


@given(VALUES, VALUES)
def test_without_dates_nothing_is_progress(left: str, right: str) -> None:
    assert compare(left, right) is not Agreement.PROGRESS


# ---- the answers of a fact


def fact_with(*evidence: str, value: str = "value: 93 people", as_of: str = "as_of: 2023-05") -> Fact:
    """Return a fact with its evidence, each entry in a source of its own where it names one."""
    fields = (field for field in ("id: deaths", "statement: Deaths", value, as_of, "standing: reported") if field)
    text = "{" + ", ".join((*fields, f"evidence: [{', '.join(evidence)}]")) + "}"
    files = {"sheets/numbers.yml": make_sheet(text)} | make_source("a") | make_source("b") | make_source("c")
    return read_only_fact(files)[0]


def entry(name: str, *more: str) -> str:
    return "{" + ", ".join((f"source: {name}", f"locator: words … of {name}", *more)) + "}"


def test_a_source_answers_what_the_fact_says_unless_it_says_otherwise() -> None:
    fact = fact_with(entry("a"), entry("b", "says: 95 people", "as_of: 2023-06"))
    first, second = list_answers(fact)
    assert (first.value, first.as_of) == (fact.value, fact.as_of)
    assert second.value == read_value("95 people")
    assert second.as_of == date("2023-06")


def test_evidence_for_context_gives_no_answer() -> None:
    assert len(list_answers(fact_with(entry("a"), entry("b", "relation: context")))) == 1


def test_a_source_that_disputes_the_fact_does_not_give_its_value() -> None:
    fact = fact_with(entry("a"), entry("b", "relation: disputes"))
    assert [answer.value for answer in list_answers(fact)] == [fact.value, None]
    (pair,) = list_comparisons(fact)
    assert pair.agreement is None
    assert pair.differs


def test_every_two_sources_are_compared_once() -> None:
    pairs = list(list_comparisons(fact_with(entry("a"), entry("b"), entry("c"))))
    names = [(pair.left.evidence.source.id, pair.right.evidence.source.id) for pair in pairs]
    assert names == [("a", "b"), ("a", "c"), ("b", "c")]


def test_two_passages_of_one_source_are_not_compared() -> None:
    fact = fact_with(entry("a"), "{source: a, locator: other words … of it, says: 80 people}")
    assert list(list_comparisons(fact)) == []


def test_what_differs_is_told_apart() -> None:
    (pair,) = list_comparisons(fact_with(entry("a"), entry("b", "says: at least 93 workers")))
    assert (pair.agreement, pair.unit_differs, pair.hedge_differs, pair.differs) == (
        Agreement.COUNTED_DIFFERENTLY,
        True,
        True,
        True,
    )


def test_sources_that_say_the_same_do_not_differ() -> None:
    (pair,) = list_comparisons(fact_with(entry("a"), entry("b")))
    assert pair.agreement is Agreement.SAME
    assert not pair.differs


def test_a_difference_in_words_is_a_difference() -> None:
    (pair,) = list_comparisons(fact_with(entry("a"), entry("b", "differs: Says workers")))
    assert pair.agreement is Agreement.SAME
    assert pair.differs


def test_without_a_value_there_is_nothing_to_compare_but_words() -> None:
    (pair,) = list_comparisons(fact_with(entry("a"), entry("b"), value=""))
    assert pair.agreement is None
    assert not pair.differs
