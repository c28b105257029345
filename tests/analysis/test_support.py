"""Which evidence supports a value: answers that fit it, of sources that stand."""

from __future__ import annotations

import pytest

from factsheet.analysis.agreement import count_independent_sources
from tests.support.small_site import make_sheet, make_source, read_only_fact

DAY, EARLIER, LATER = "2024-05-10", "2024-05-08", "2024-05-12"


def describe_support(
    value: str, *answers: str, dated: str = f", as_of: {DAY}", standing: str = "standing: reported", status: str = ""
) -> str:
    """Return how many sources say a value: the first simply does, and each of the others has fields of its own."""
    entries, files = ["{source: first, locator: the words … of it}"], make_source("first")
    for place, more in enumerate(answers):
        entries.append(f"{{source: s{place}, locator: the words … of it{more and f', {more}'}}}")
        files |= make_source(f"s{place}", *([status] if status else []))
    fact = f"id: a, statement: Of a, value: {value}, {standing}{dated}, evidence: [{', '.join(entries)}]"
    return count_independent_sources(*read_only_fact(files | {"sheets/numbers.yml": make_sheet(f"{{{fact}}}")})).words


@pytest.mark.parametrize(
    "value, answer, expected",
    [
        # both can be true
        ("9 people", "says: about 9 people", "2 sources, 2 independent"),
        ("at least 9 people", "says: 12 people", "2 sources, 2 independent"),
        ("at least 9 people", "says: at least 7 people", "2 sources, 2 independent"),
        ("about 5 million workers", "says: more than 5 million people", "2 sources, 2 independent"),
        ("2 hours", "says: 120 minutes", "2 sources, 2 independent"),
        ("9 people", f"as_of: {EARLIER}", "2 sources, 2 independent"),
        ("about 9 people", f"says: 9 people, as_of: {EARLIER}", "2 sources, 2 independent"),
        ("at least 9 people", f"says: 12 people, as_of: {EARLIER}", "2 sources, 2 independent"),
        ("unknown", "says: unknown", "2 sources, 2 independent"),
        ("falling", f"as_of: {EARLIER}", "2 sources, 2 independent"),
        # the value excludes it
        ("9 people", "says: 5 people", "1 source says so; 1 said less"),
        ("9 people", "says: 12 people", "1 source says so; 1 said more"),
        ("at least 9 people", "says: fewer than 9 people", "1 source says so; 1 said less"),
        ("9 people", f"says: 5 people, as_of: {EARLIER}", "1 source says so; 1 said less earlier"),
        ("9 people", f"says: 12 people, as_of: {EARLIER}", "1 source says so; 1 said more earlier"),
        ("9 people", f"says: 12 people, as_of: {LATER}", "1 source says so; 1 said more later"),
        ("rising", "says: falling", "1 source says so; 1 said otherwise"),
        ("rising", f"says: falling, as_of: {EARLIER}", "1 source says so; 1 said otherwise earlier"),
        # another number of another thing, whatever is explained
        ("9 workers", "says: 5 people, differs: Counts people", "1 source says so; 1 said less"),
        ("half of the workers", "says: a third of the people, differs: Of all", "1 source says so; 1 said less"),
        # a wider limit of another day
        ("at least 9 people", f"says: at least 7 people, as_of: {EARLIER}", "1 source says so; 1 said less earlier"),
        ("9 people", f"says: at least 7 people, as_of: {EARLIER}", "1 source says so; 1 said less earlier"),
        ("at most 7 people", f"says: at most 9 people, as_of: {EARLIER}", "1 source says so; 1 said more earlier"),
        # no answer to the question
        ("9 people", "says: 5 km", "1 source says so; 1 measured something else"),
        ("9 people", "says: rising", "1 source says so; 1 measured something else"),
        ("9 people", "says: unknown", "1 source says so; 1 left it open"),
        # by the word of the editor
        ("9 people", "relation: disputes", "1 source says so; 1 said otherwise"),
        ("9 people", "relation: disputes, says: 5 people", "1 source says so; 1 said less"),
        ("9 people", "relation: disputes, says: about 9 people", "1 source says so; 1 said otherwise"),
        ("9 people", "relation: context, says: 5 people", "1 source"),
    ],
)
def test_an_answer_that_the_value_excludes_is_no_support(value: str, answer: str, expected: str) -> None:
    assert describe_support(value, answer) == expected


def test_without_dates_a_wider_limit_can_be_of_the_same_day() -> None:
    assert describe_support("at least 9 people", "says: at least 7 people", dated="") == "2 sources, 2 independent"


def test_others_are_counted_by_what_they_said() -> None:
    answers = ("", f"says: 5 people, as_of: {EARLIER}", f"says: 6 people, as_of: {EARLIER}", "says: 12 people")

    assert describe_support("9 people", *answers) == "2 sources say so, 2 independent; 2 said less earlier; 1 said more"


@pytest.mark.parametrize("decided", ["standing: disputed", "standing: reported, choice: {source: s0, why: It counted}"])
def test_who_is_not_followed_supports_another_number(decided: str) -> None:
    assert describe_support("9 people", "says: 5 people", standing=decided) == "1 source says so; 1 said less"


@pytest.mark.parametrize(
    "state, expected",
    [
        ("corrected", "2 sources, 2 independent"),
        ("superseded", "2 sources, 2 independent"),
        ("retracted", "1 source says so; 1 retracted"),
    ],
)
def test_a_retracted_source_supports_nothing(state: str, expected: str) -> None:
    assert describe_support("9 people", "", status=f"status: {{state: {state}, on: 2024-06-01}}") == expected


def test_a_source_with_a_fitting_answer_is_not_counted_twice() -> None:
    entry = "{source: s0, locator: the words … of it"
    fact = f"{{id: a, statement: Of a, value: 9, standing: reported, evidence: [{entry}}}, {entry}s, says: 5}}]}}"
    files = {"sheets/numbers.yml": make_sheet(fact)} | make_source("s0")

    assert count_independent_sources(*read_only_fact(files)).words == "1 source"


def test_a_fact_that_nobody_says_is_not_passed_off_as_said() -> None:
    entry = "{source: s0, locator: the words … of it, relation: disputes}"
    fact = f"{{id: a, statement: Of a, standing: denied, evidence: [{entry}]}}"
    files = {"sheets/numbers.yml": make_sheet(fact)} | make_source("s0")

    assert count_independent_sources(*read_only_fact(files)).words == "no source says so; 1 said otherwise"
