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
}


@pytest.mark.parametrize("text", CASES)
def test_mentions_are_found(text: str) -> None:
    """What a reader would take for a number or a date is found, and no more."""
    assert [found.text for found in find_mentions(text)] == CASES[text]


def test_a_number_has_its_scale() -> None:
    """Scales and thousands marks belong to the number."""
    assert [found.number for found in find_mentions("2.5 million and 1,000 thousand")] == [2_500_000, 1_000_000]


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No text makes it fail, and each mention stands in its text."""
    assert all(found.text in text for found in find_mentions(text))
