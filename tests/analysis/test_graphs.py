"""Closures, orders and circles of names, against what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from factsheet.analysis.graphs import find_circles, find_reachable, invert_links, sort_by_need

NAMES = st.sampled_from("abcdefg")
GRAPHS = st.dictionaries(NAMES, st.frozensets(NAMES, max_size=3))


def list_behind(name: str, needs: Mapping[str, frozenset[str]]) -> set[str]:
    """Return all that a name needs, directly or not; itself only where it is in a circle."""
    return find_reachable(needs.get(name, ()), lambda other: needs.get(other, ()))


@given(GRAPHS)
def test_a_circle_is_all_that_need_each_other(needs: Mapping[str, frozenset[str]]) -> None:
    known = {name: ids & needs.keys() for name, ids in needs.items()}
    behind = {name: list_behind(name, known) for name in known}

    assert find_circles(needs) == {
        name: {other for other in ids if name in behind[other]} for name, ids in behind.items() if name in ids
    }


@given(GRAPHS)
def test_what_needs_no_circle_comes_after_what_it_needs(needs: Mapping[str, frozenset[str]]) -> None:
    order = list(sort_by_need(needs))
    circles = find_circles(needs).keys()

    assert {name for name in needs if not ({name} | list_behind(name, needs)) & circles} == needs.keys() & set(order)
    assert all(order.index(needed) < place for place, name in enumerate(order) for needed in needs.get(name, ()))


def test_what_leads_to_a_name() -> None:
    assert invert_links({"a": ["b", "c"], "b": ["c"]}) == {"b": ["a"], "c": ["a", "b"]}
