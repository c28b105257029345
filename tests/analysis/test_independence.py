"""Sources that repeat each other count once."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.analysis.agreement import (
    MAX_COUNTED_EXACTLY,
    Independence,
    collect_bases,
    count_independent_sources,
    is_independent_of,
    list_origins,
)
from tests.support.small_site import make_actors, make_sheet, make_source, read_evidence, read_only_fact

PEOPLE = ("anna", "boris", "clara")


def entry(name: str, *more: str) -> str:
    return "{" + ", ".join((f"source: {name}", f"locator: the words … of {name}", *more)) + "}"


def fact(*evidence: str) -> dict[str, str]:
    """Return the file of a sheet with one fact, and that of the actors."""
    text = "{id: deaths, statement: Deaths, standing: reported, evidence: [" + ", ".join(evidence) + "]}"
    return {"sheets/numbers.yml": make_sheet(text)} | make_actors(*PEOPLE, "daily", "weekly")


def counted(files: dict[str, str]) -> Independence:
    return count_independent_sources(*read_only_fact(files))


# ---- who said it first


def test_the_origin_is_the_first_of_the_chain() -> None:
    (evidence,), catalog = read_evidence(
        fact(entry("a", "chain: [anna, boris]")) | make_source("a", "publisher: daily")
    )
    assert list_origins(evidence, catalog) == ("anna",)


def test_without_a_chain_the_origin_is_the_publisher() -> None:
    (evidence,), catalog = read_evidence(fact(entry("a")) | make_source("a", "publisher: daily"))
    assert list_origins(evidence, catalog) == ("daily",)


def test_without_chain_and_publisher_the_source_stands_for_its_origin() -> None:
    (evidence,), catalog = read_evidence(fact(entry("a")) | make_source("a"))
    assert list_origins(evidence, catalog) == ("a",)


# ---- what rests on what


def test_a_source_rests_on_all_that_its_sources_rest_on() -> None:
    files = (
        fact(entry("a"))
        | make_source("a", "based_on: [b]")
        | make_source("b", "based_on: [c, anna]")
        | make_source("c")
    )
    _, catalog = read_only_fact(files)
    assert collect_bases(catalog.sources["a"], catalog) == {"b", "c", "anna"}
    assert collect_bases(catalog.sources["c"], catalog) == frozenset()


def test_sources_that_rest_on_each_other_in_a_circle_come_to_an_end() -> None:
    files = fact(entry("a"), entry("b")) | make_source("a", "based_on: [b]") | make_source("b", "based_on: [a]")
    _, catalog = read_only_fact(files)
    assert collect_bases(catalog.sources["a"], catalog) == {"a", "b"}
    assert counted(files).independent_count == 1


# ---- how many stand on their own


@pytest.mark.parametrize(
    "left, right, sources, independent",
    [
        (entry("a"), entry("b"), make_source("a") | make_source("b"), 2),
        (entry("a"), entry("b"), make_source("a", "publisher: daily") | make_source("b", "publisher: weekly"), 2),
        (entry("a"), entry("b"), make_source("a", "publisher: daily") | make_source("b", "publisher: daily"), 1),
        (entry("a", "chain: [anna]"), entry("b", "chain: [anna]"), make_source("a") | make_source("b"), 1),
        (entry("a", "chain: [anna]"), entry("b", "chain: [boris, anna]"), make_source("a") | make_source("b"), 2),
        (entry("a", "chain: [daily]"), entry("b"), make_source("a") | make_source("b", "publisher: daily"), 1),
        (entry("a"), entry("b"), make_source("a") | make_source("b", "based_on: [a]"), 1),
        (entry("a"), entry("b"), make_source("a", "publisher: daily") | make_source("b", "based_on: [daily]"), 1),
        (
            entry("a", "chain: [anna]"),
            entry("b", "chain: [boris]"),
            make_source("a") | make_source("b", "based_on: [a]"),
            1,
        ),
        (
            entry("a"),
            entry("b"),
            make_source("a") | make_source("b", "based_on: [c]") | make_source("c", "based_on: [a]"),
            1,
        ),
        (entry("a"), entry("b"), make_source("a") | make_source("b", "based_on: [c]") | make_source("c"), 2),
        (
            entry("a"),
            entry("b"),
            make_source("a", "based_on: [c]") | make_source("b", "based_on: [c]") | make_source("c"),
            2,
        ),
        (entry("a"), entry("b", "relation: disputes"), make_source("a") | make_source("b"), 1),
        (entry("a"), entry("b", "relation: context"), make_source("a") | make_source("b"), 1),
    ],
)
def test_two_sources(left: str, right: str, sources: dict[str, str], independent: int) -> None:
    assert counted(fact(left, right) | sources).independent_count == independent
    assert counted(fact(right, left) | sources).independent_count == independent


def test_two_passages_of_one_source_are_one() -> None:
    files = fact(entry("a"), "{source: a, locator: other words … of it}") | make_source("a")
    assert counted(files) == Independence(source_count=1, independent_count=1, has_primary=False)


def test_without_support_nothing_is_independent() -> None:
    files = fact(entry("a", "relation: context")) | make_source("a", "nature: primary")
    assert counted(files) == Independence(source_count=0, independent_count=0, has_primary=False)


def test_a_primary_document_is_noticed() -> None:
    assert counted(fact(entry("a"), entry("b")) | make_source("a") | make_source("b", "nature: primary")).has_primary


def test_the_middle_of_three_does_not_hide_that_its_neighbours_are_independent() -> None:
    files = (
        make_source("a") | make_source("b", "based_on: [a]") | make_source("c", "based_on: [b2]") | make_source("b2")
    )
    files |= {"sources/b.yml": "id: b\nlabel: B\ntype: report\nbased_on: [a, c]\n"}
    assert counted(fact(entry("b"), entry("a"), entry("c")) | files).independent_count == 2


def many(count: int, origins: int) -> dict[str, str]:
    """Return a fact with many sources, which have a few origins in turn."""
    names = [f"s{place:02}" for place in range(count)]
    chosen = [f"o{place:02}" for place in range(origins)]
    listed = [entry(name, f"chain: [{chosen[place % origins]}]") for place, name in enumerate(names)]
    files = fact(*listed) | make_actors(*chosen)
    for name in names:
        files |= make_source(name)
    return files


@pytest.mark.parametrize("count", [MAX_COUNTED_EXACTLY, MAX_COUNTED_EXACTLY + 1, 40])
@pytest.mark.parametrize("origins", [1, 3, 12])
def test_many_sources_of_few_origins_count_as_their_origins(count: int, origins: int) -> None:
    assert counted(many(count, origins)) == Independence(count, origins, has_primary=False)


# ---- properties

ENTRIES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sampled_from(["", *PEOPLE]), st.sampled_from(["", "", "context"])),
    min_size=1,
    max_size=15,
)
TIES = st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=2, unique=True))


def drawn(entries: list[tuple[str, str, str]], based_on_by_source: dict[str, list[str]]) -> dict[str, str]:
    listed = []
    for place, (name, origin, relation) in enumerate(entries):
        fields = [f"source: {name}", f"locator: the words … of {place}"]
        fields += [f"chain: [{origin}]"] if origin else []
        fields += [f"relation: {relation}"] if relation else []
        listed.append("{" + ", ".join(fields) + "}")
    files = fact(*listed)
    for name in "abcdef":
        based_on = based_on_by_source.get(name)
        files |= make_source(name, *([f"based_on: [{', '.join(based_on)}]"] if based_on else []))
    return files


@given(ENTRIES, TIES)
def test_never_more_are_independent_than_there_are_sources(
    entries: list[tuple[str, str, str]], based_on_by_source: dict[str, list[str]]
) -> None:
    independence = counted(drawn(entries, based_on_by_source))
    assert (independence.source_count == 0) == (independence.independent_count == 0)
    assert independence.independent_count <= independence.source_count


@given(ENTRIES, TIES)
def test_more_evidence_never_makes_fewer_independent(
    entries: list[tuple[str, str, str]], based_on_by_source: dict[str, list[str]]
) -> None:
    assert (
        counted(drawn(entries[:-1] or entries, based_on_by_source)).independent_count
        <= counted(drawn(entries, based_on_by_source)).independent_count
    )


@given(ENTRIES, TIES)
def test_independence_goes_both_ways_and_never_holds_of_one_with_itself(
    entries: list[tuple[str, str, str]], based_on_by_source: dict[str, list[str]]
) -> None:
    evidence, catalog = read_evidence(drawn(entries, based_on_by_source))
    for left, right in combinations(evidence, 2):
        assert is_independent_of(left, right, catalog) == is_independent_of(right, left, catalog)
    assert not any(is_independent_of(entry, entry, catalog) for entry in evidence)
