"""Numbers and dates in running words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.analysis.prose_numbers import find_mentions

CASES = {
    "About 5 million workers left": ["5 million"],
    "5,820 people in April and 3,500 in August": ["April", "August", "5,820", "3,500"],
    "a 6.3% increase": ["6.3"],
    "&#60; and #12": [],
    "on 6 September 2023": ["6 September 2023"],
    "in 2022": ["2022"],
    "2022 boats": ["2022"],
    "Covid-19 and 31tv": [],
    "It may rise in May": ["May"],
    "May follows April": ["April"],
    "15-hour days": ["15"],
    "two articles, the first of them": [],
    "1,2,3": ["1"],
    "Some forty boats, twenty-six of them new": ["forty", "twenty-six"],
    "Forty boats sank. Thirty were saved": ["Forty", "Thirty"],
    "twelve boats and thirteen ships": ["thirteen"],
    "two hundred and five thousand people": ["two hundred and five thousand"],
    "a hundred, two dozen, a dozen, a million": ["a hundred", "two dozen", "a million"],
    "several hundred, a few thousand, hundreds": [],
    "between fifteen and twenty": ["fifteen", "twenty"],
    "one in twenty": ["twenty"],
    "a fifty-year-old ferry in the fifties": ["fifty"],
    "the twenty-first century, a fifty-fifty chance": [],
    "the Thirty Years' War, Route Sixty-Six": [],
    "[boats](fact:forty-boats), sheets/forty": [],
}

SMALL = {
    "two articles, one of them new": ["two"],
    "half of the boats, then a third": ["half", "a third"],
    "on behalf of hundreds of thousands": ["hundreds of thousands"],
    "a dozen boats and 3 ships": ["3", "a dozen"],
}


@pytest.mark.parametrize("text", CASES)
def test_mentions_are_found(text: str) -> None:
    """What a reader would take for a number or a date is found, and no more."""
    assert [found.text for found in find_mentions(text)] == CASES[text]


@pytest.mark.parametrize("text", SMALL)
def test_every_number_is_found_where_two_texts_are_compared(text: str) -> None:
    """Small words, fractions and orders of magnitude count as well."""
    assert [found.text for found in find_mentions(text, every=True)] == SMALL[text]


def test_mentions_that_say_the_same_are_equal() -> None:
    """Neither the words nor the place count."""
    assert set(find_mentions("2,000 boats")) == set(find_mentions("some two thousand boats"))
    assert set(find_mentions("in May 2020")) == set(find_mentions("since May 2020"))
    assert set(find_mentions("hundreds", every=True)) != set(find_mentions("thousands", every=True))


def test_a_number_has_its_scale() -> None:
    """Scales and thousands marks belong to the number."""
    assert [found.number for found in find_mentions("2.5 million and 1,000 thousand")] == [2_500_000, 1_000_000]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail, and each mention stands in its text."""
    assert all(found.text in text for every in (False, True) for found in find_mentions(text, every=every))
