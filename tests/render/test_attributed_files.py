"""No file has a statement that is weaker than reported without who says it: the toy and the real facts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.vocabulary import Standing
from factsheet.render.blocks import RecordTable
from factsheet.render.exports import facts_json
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.explore import build_explore_page
from tests.support.paths import ROOT, TOY
from tests.support.sites import build_toy_context, read_index

WEAK = {Standing.CLAIMED, Standing.ALLEGED, Standing.DENIED, Standing.FORECAST, Standing.OPINION}


@pytest.fixture(scope="module", params=[TOY, ROOT], ids=["toy", "real"])
def context(request: pytest.FixtureRequest) -> PageContext:
    """What the pages and files of a site are made from."""
    site: Path = request.param
    return build_toy_context(site)


@pytest.fixture(scope="module")
def index(context: PageContext) -> dict[str, dict[str, Any]]:
    """What search and Explore read of each fact."""
    return {entry["id"]: entry for entry in read_index(context)["facts"]}


@pytest.fixture(scope="module")
def downloaded(context: PageContext) -> dict[str, dict[str, Any]]:
    """Each fact as it is downloaded."""
    read = json.loads(facts_json.format_json(facts_json.build_facts_json(context)))
    return {fact["id"]: fact for fact in read["facts"]}


def weak_facts(context: PageContext) -> Iterator[tuple[Fact, str, tuple[str, ...]]]:
    """Yield the facts that nobody may read as ours, with their statements and the names of those who say them."""
    found = [fact for fact in context.catalog.facts.values() if fact.standing in WEAK]
    assert {fact.standing for fact in found} == WEAK
    for fact in found:
        speakers = context.attributions[fact.id].speakers
        assert speakers, fact.id
        yield fact, strip_markup(fact.statement), speakers


def test_the_index_has_the_speaker_to_put_before_the_statement(
    context: PageContext, index: dict[str, dict[str, Any]]
) -> None:
    for fact, statement, speakers in weak_facts(context):
        entry = index[fact.id]

        assert entry["statement"] == statement
        assert entry["lead"].endswith(":")
        assert any(name in entry["lead"] for name in speakers)
        assert any(name in entry["attribution"] for name in speakers)
        assert entry["below"]


def test_a_downloaded_statement_begins_with_its_speaker(
    context: PageContext, downloaded: dict[str, dict[str, Any]]
) -> None:
    for fact, statement, speakers in weak_facts(context):
        record = downloaded[fact.id]
        lead = record["attribution"]["lead"]

        assert record["statement"] == f"{lead} {statement}"
        assert any(name in lead for name in speakers)
        assert record["attribution"]["speakers"] == list(speakers)
        assert any(name in record["attribution"]["text"] for name in speakers)
        assert json.loads(facts_json.format_json(facts_json.build_fact_json(fact, context))) == record


def test_the_table_without_scripts_has_the_speaker_before_the_statement(context: PageContext) -> None:
    (table,) = (block for block in build_explore_page(context).blocks if isinstance(block, RecordTable))
    rows = [row for _, group in table.groups for row in group]
    cells = {row.anchor: strip_markup(row.cells[1]) for row in rows if isinstance(row.cells[1], tuple)}

    for fact, statement, speakers in weak_facts(context):
        before, said, after = cells[fact.id].partition(f": {statement} ")
        assert said
        assert any(name in before for name in speakers)
        assert after
    others = {name: said for name, said in context.attributions.items() if not said.leads_statement}
    assert [name for name, said in others.items() if not cells[name].endswith(said.text)] == []


def test_what_is_worked_out_is_never_called_reported(
    context: PageContext, index: dict[str, dict[str, Any]], downloaded: dict[str, dict[str, Any]]
) -> None:
    derived = [fact for fact in context.catalog.facts.values() if fact.derived]

    assert derived
    for fact in derived:
        weak = fact.standing.follows_speaker
        words = f"worked out from what is {fact.standing.value}" if weak else "worked out"
        assert (index[fact.id]["standing_text"], downloaded[fact.id]["standing_text"]) == (words, words)
        assert index[fact.id]["attribution"].startswith("Worked out from ")


def test_nobody_is_both_who_says_it_and_whom_it_is_about(
    index: dict[str, dict[str, Any]], downloaded: dict[str, dict[str, Any]]
) -> None:
    for name, entry in index.items():
        said, about = ([actor["id"] for actor in entry[role]] for role in ("said_by", "about"))
        # An article may speak of its own outlet in its own voice, as of an interview with it.
        chained = {actor for evidence in downloaded[name]["evidence"] for actor in evidence["chain"][:1]}
        assert not chained & {*about}
        assert len({*said}) == len(said)
        assert (said, about) == (downloaded[name]["said_by"], downloaded[name]["about"]["actors"])


def test_origins_are_all_of_those_who_speak_jointly(
    context: PageContext, downloaded: dict[str, dict[str, Any]]
) -> None:
    for fact in context.catalog.facts.values():
        for evidence, record in zip(fact.evidence, downloaded[fact.id]["evidence"], strict=True):
            joint = [actor.id for actor in evidence.jointly_with]
            assert record["jointly_with"] == joint
            assert record["origins"] == [record["origin"], *joint]
