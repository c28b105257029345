"""What pages and files hold: golden Markdown of the toy, empty states, facts.json against its schema."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from jsonschema import Draft202012Validator

from factsheet.project.load import read_site
from factsheet.publish.build import BuildResult, SitePage, build_site
from factsheet.render.markdown.pages import write_blocks
from factsheet.render.pages.sheet import shorten_description
from tests.support import paths
from tests.support.paths import TOY
from tests.support.sites import DAY, copy_toy, replace_text, run_cli

Json: TypeAlias = dict[str, Any]
GOLDEN = paths.GOLDEN / "pages"
ONE_OF_EACH = (
    "sheets/index.md",
    "sheets/strike.md",
    "sheets/walls.md",
    "facts/strikers.md",
    "facts/ships-at-anchor.md",
    "facts/cause.md",
    "facts/share-of-strikers.md",
    "facts/red-letters.md",
    "facts/lights.md",
    "facts/ferry-sold.md",
    "sources/index.md",
    "sources/northern-wire.md",
    "actors/index.md",
    "actors/union-speaker.md",
    "actors/the-gazette.md",
    "places/index.md",
    "places/ostwick.md",
    "places/coast.md",
    "timeline.md",
    "explore.md",
    "differences.md",
    "checks.md",
    "check-it-yourself.md",
    "corrections.md",
    "downloads/index.md",
)


def made_from(site: Path) -> BuildResult:
    """Build a site that has no error."""
    read = read_site(site / "mkdocs.yml", dt.date.fromisoformat(DAY))
    made = build_site(read.inputs, read.settings)
    assert made.diagnostics == ()
    return made


@pytest.fixture(scope="module")
def toy() -> BuildResult:
    """The toy's pages and files."""
    return made_from(TOY)


@pytest.fixture(scope="module")
def facts_json(toy: BuildResult) -> Json:
    """The toy's facts as they are downloaded."""
    record = json.loads(toy.exports["downloads/facts.json"])
    assert isinstance(record, dict)
    return record


def without_drawings(markdown: str) -> str:
    """Keep of a drawing what it says to those who cannot see it; its lines are agreed in `golden/writers`."""

    def in_words(found: re.Match[str]) -> str:
        return f"<svg>{' | '.join(re.findall(r'<(?:title|desc)>(.*?)</', found[0]))}</svg>"

    return re.sub(r"<svg.*</svg>", in_words, markdown)


@cache
def write_pages(pages: tuple[SitePage, ...]) -> Mapping[str, str]:
    """Return what pages say, by their paths; a module asks for the same pages many times."""
    return {page.uri: page.markdown for page in pages}


def markdown_of(made: BuildResult) -> Mapping[str, str]:
    """Return every page by its path."""
    return write_pages(made.pages)


# ---- golden pages


@pytest.mark.parametrize("uri", ONE_OF_EACH)
def test_a_page_is_as_it_was_agreed(toy: BuildResult, agree_with: Callable[[Path, str], None], uri: str) -> None:
    page = without_drawings(markdown_of(toy)[uri])
    version = re.search('\nversion: "([0-9a-f]{8})"\n', page)
    assert version
    agree_with(GOLDEN / uri.replace("/", "__"), page.replace(version[1], "01234567"))


def test_every_kind_of_page_has_a_golden_one(toy: BuildResult) -> None:
    kinds = {uri: page.partition("\nkind: ")[2].partition("\n")[0] for uri, page in markdown_of(toy).items()}

    assert {kinds[uri] for uri in ONE_OF_EACH} == set(kinds.values())


@pytest.mark.parametrize("name", ["home", "specimen", "standings", "lifecycles", "agreements", "hedges", "words"])
def test_an_insertion_is_as_it_was_agreed(toy: BuildResult, agree_with: Callable[[Path, str], None], name: str) -> None:
    written = write_blocks(toy.insertions[name], "index.md")
    agree_with(GOLDEN / f"insertion__{name}.md", without_drawings(written))


def test_every_insertion_has_a_golden_one(toy: BuildResult) -> None:
    assert {path.stem.removeprefix("insertion__") for path in GOLDEN.glob("insertion__*")} == set(toy.insertions)


# ---- every record has its page


def test_nothing_in_a_page_is_a_template_for_another_plugin(toy: BuildResult) -> None:
    """A plugin such as macros reads the whole text as Jinja: braces of BibTeX stopped it, those of code were run."""
    bodies = [page.split("---\n", 2)[2] for page in markdown_of(toy).values()]

    assert any("&#123;&#123;" in body for body in bodies)
    assert [body for body in bodies if re.search(r"\{[{%#]", body)] == []


def test_every_record_has_its_page(toy: BuildResult, facts_json: Json) -> None:
    kinds = ("sheets", "facts", "sources", "actors", "places")
    expected = {f"{kind}/{record['id']}.md" for kind in kinds for record in facts_json[kind]}
    single = {"timeline.md", "differences.md", "checks.md", "corrections.md", "downloads/index.md"}
    single |= {"check-it-yourself.md", "explore.md"}
    indexes = {"sheets/index.md", "sources/index.md", "actors/index.md", "places/index.md"}

    assert {page.uri for page in toy.pages} == expected | single | indexes


def test_the_toy_has_one_of_each(facts_json: Json) -> None:
    facts = facts_json["facts"]
    values = [fact["value"] for fact in facts if fact["value"]]
    values += [evidence["says"] for fact in facts for evidence in fact["evidence"] if evidence["says"]]
    schema = json.loads(made_from(TOY).exports["downloads/facts.schema.json"])
    fact = schema["properties"]["facts"]["items"]["properties"]
    relations = fact["evidence"]["items"]["properties"]["relation"]["enum"]
    qualifiers = fact["value"]["anyOf"][0]["properties"]["qualifier"]["enum"]
    kinds = fact["corrections"]["items"]["properties"]["kind"]["enum"]

    assert {entry["standing"] for entry in facts} == set(fact["standing"]["enum"])
    assert {entry["lifecycle"] for entry in facts} == set(fact["lifecycle"]["enum"])
    assert {value["qualifier"] for value in values} == set(qualifiers)
    assert {correction["kind"] for entry in facts for correction in entry["corrections"]} == set(kinds)
    assert {evidence["relation"] for fact in facts for evidence in fact["evidence"]} == set(relations)


def test_the_toys_lock_is_proved_by_its_snapshots() -> None:
    code, output = run_cli("verify", "-f", str(TOY / "mkdocs.yml"), "--snapshots", str(TOY / "snapshots"))

    assert (code, output) == (0, "44 passages found and read in 4 copies\n")


# ---- what pages say


def test_sources_that_copy_each_other_count_once(toy: BuildResult) -> None:
    page = markdown_of(toy)["facts/strikers.md"]

    assert "3 sources, 2 independent. Sources that repeat each other, or go back to the same origin, count" in page


def test_one_source_is_not_called_independent(toy: BuildResult) -> None:
    page = markdown_of(toy)["facts/crab.md"]

    assert "\n1 source.\n" in page
    assert "independent" not in page.replace("fs-independence", "")


def test_a_denied_fact_is_supported_by_nobody(toy: BuildResult) -> None:
    page = markdown_of(toy)["facts/pickets-hindered.md"]

    assert "No source says so; 1 said otherwise." in page
    assert "The passage says otherwise." in page


def test_a_source_that_says_otherwise_is_counted_apart(toy: BuildResult) -> None:
    assert "\n1 source says so; 1 said otherwise.\n" in markdown_of(toy)["facts/cause.md"]


def test_the_years_of_the_timeline_run_on_and_each_stands_once(toy: BuildResult) -> None:
    for uri in ("timeline.md", "sheets/walls.md"):
        years = [
            line.lstrip("# ")
            for line in markdown_of(toy)[uri].splitlines()
            if line.startswith("##") and line.lstrip("# ")[:4].isdigit()
        ]
        assert years == sorted(set(years)), uri


def test_each_fact_has_one_heading_among_the_differences(toy: BuildResult) -> None:
    titles = [line for line in markdown_of(toy)["differences.md"].splitlines() if line.startswith("### ")]

    assert len(titles) == len(set(titles))
    assert len(titles) == len(differing_ids(toy))


def differing_ids(made: BuildResult) -> list[str]:
    page = markdown_of(made)["differences.md"]
    return [line.split('id="')[1].split('"')[0] for line in page.splitlines() if 'class="fs-difference" id="' in line]


def test_a_difference_names_what_differs_between_its_two_sides(toy: BuildResult) -> None:
    page = markdown_of(toy)["differences.md"]
    first = page.partition('id="lorries"')[2].partition('class="fs-difference"')[0]

    assert "*number, hedge*{ .fs-differs" in first
    assert "Yes: the values overlap." in first


def test_a_choice_between_sources_gives_its_reason(toy: BuildResult) -> None:
    page = markdown_of(toy)["facts/ships-at-anchor.md"]

    assert "This fact follows Ostwick Gazette. The harbour master can see all of them;" in page


def test_titles_and_descriptions_begin_like_a_sentence(toy: BuildResult) -> None:
    for uri, page in markdown_of(toy).items():
        description = page.partition("\ndescription: ")[2].partition("\n")[0].strip('"')
        assert description, uri
        assert not description[0].islower(), (uri, description)
        assert not description.startswith("All 1 "), (uri, description)


# ---- empty states


TINY = """\
id: only
title: Only one
summary: One fact and nothing else.
facts:
  - id: ferry
    statement: The old ferry was sold to the islands
    standing: reported
    evidence:
      - source: talk
        locator: The old ferry was sold
"""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The pages and the home part of a site with one fact: no date, no number, no correction, one source."""
    site = tmp_path_factory.mktemp("tiny")
    (site / "facts/sheets").mkdir(parents=True)
    (site / "facts/sources").mkdir()
    (site / "mkdocs.yml").write_text("site_name: Tiny\nplugins: [factsheet]\n", encoding="utf-8")
    (site / "facts/sheets/only.yml").write_text(TINY, encoding="utf-8")
    source = "id: talk\nlabel: A talk\ntype: interview\nsnapshot: lamp.txt\n"
    (site / "facts/sources/talk.yml").write_text(source, encoding="utf-8")
    snapshots = str(TOY / "snapshots")
    assert run_cli("verify", "-f", str(site / "mkdocs.yml"), "--snapshots", snapshots, "--write")[0] == 0
    made = made_from(site)
    return {**markdown_of(made), "home": write_blocks(made.insertions["home"], "index.md")}


@pytest.mark.parametrize(
    "uri, text",
    [
        ("corrections.md", "No correction has been published."),
        ("differences.md", "No fact stands in more than one source yet."),
        ("timeline.md", "No fact has a date yet."),
        ("checks.md", "No number on this site is worked out from others."),
        ("checks.md", "No check has been set aside for any fact."),
        ("checks.md", "1 tie from a fact to a passage, all found"),
        ("actors/index.md", "No actors yet."),
        ("places/index.md", "No places yet."),
        ("sources/index.md", "1 source."),
        ("sources/talk.md", '<dt markdown="span">Published by</dt>\n<dd markdown="span">not given in our copy</dd>'),
        ("sources/talk.md", "This source names no other that it is based on."),
        ("sheets/index.md", "1 fact on 1 sheet."),
        ("facts/ferry.md", "\n1 source.\n"),
        ("facts/ferry.md", "none published"),
        ("home", "1 fact from"),
    ],
)
def test_an_empty_state_is_said_in_a_sentence(tiny: Mapping[str, str], uri: str, text: str) -> None:
    assert text in tiny[uri]


@pytest.mark.parametrize(
    "uri, text",
    [
        ("sheets/only.md", "What you should know"),
        ("sheets/only.md", "Timeline"),
        ("sheets/only.md", "Where its sources differ"),
        ("home", "They count different things"),
        ("home", "Latest changes"),
        ("home", "Where sources differ"),
        ("facts/ferry.md", "How it was worked out"),
    ],
)
def test_what_is_not_there_has_no_heading(tiny: Mapping[str, str], uri: str, text: str) -> None:
    assert text not in tiny[uri]


def test_a_heading_that_is_used_again_stands_once_in_the_contents(tmp_path: Path) -> None:
    """What stands under it again joins what stands under it already, on the page and in the handout."""
    site = copy_toy(tmp_path / "toy")
    sheet = site / "facts/sheets/strike.yml"
    sheet.write_text(sheet.read_text("utf-8").replace("heading: Afloat", "heading: Who struck"), encoding="utf-8")
    (page,) = (page.markdown for page in made_from(site).pages if page.uri == "sheets/strike.md")

    assert page.count("### Who struck") == 1
    assert "Afloat" not in page
    group = page.partition("### Who struck")[2].partition("\n### ")[0]
    assert [name for name in ("strikers", "barges", "cause") if f"facts/{name}.md" in group] == ["strikers", "barges"]


def test_no_empty_state_counts_one_of_many(tiny: Mapping[str, str]) -> None:
    wrong = ("1 facts", "1 sources", "1 sheets", " no facts", "0 ", "No actors,", "None")

    assert [(uri, words) for uri, page in tiny.items() for words in wrong if words in page] == []


# ---- facts.json


FACT_FIELDS = frozenset(
    {"id", "sheet", "statement", "value", "as_of", "standing", "lifecycle", "evidence", "independent_origins"}
) | {"derived", "attribution", "said_by", "about", "tags", "url"}
VALUE_FIELDS = frozenset({"text", "low", "high", "low_open", "high_open", "unit", "qualifier"})
EVIDENCE_FIELDS = frozenset(
    {"source", "paragraph", "locator", "says", "relation", "origin", "origins", "chain", "passage_url", "verified"}
)
SOURCE_FIELDS = frozenset({"id", "title", "authors", "publisher", "published", "url", "based_on", "facts"})


def test_facts_json_follows_its_schema(toy: BuildResult, facts_json: Json) -> None:
    schema = json.loads(toy.exports["downloads/facts.schema.json"])

    Draft202012Validator.check_schema(schema)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(facts_json)] == []


def test_the_schema_forbids_what_is_not_declared(toy: BuildResult, facts_json: Json) -> None:
    validator = Draft202012Validator(json.loads(toy.exports["downloads/facts.schema.json"]))
    for spoilt in (
        {**facts_json, "more": 1},
        {**facts_json, "schemaVersion": 1},
        {**facts_json, "facts": [{**facts_json["facts"][0], "standing": "sure"}]},
        {key: value for key, value in facts_json.items() if key != "sources"},
    ):
        assert not validator.is_valid(spoilt)


def test_facts_json_has_every_field_that_we_promise(facts_json: Json) -> None:
    for fact in facts_json["facts"]:
        assert fact.keys() >= FACT_FIELDS
        assert fact["value"] is None or fact["value"].keys() >= VALUE_FIELDS
        for evidence in fact["evidence"]:
            assert evidence.keys() >= EVIDENCE_FIELDS
            assert evidence["verified"] is True
        assert fact["derived"] is None or fact["derived"].keys() >= {"formula", "inputs", "result"}
    for source in facts_json["sources"]:
        assert source.keys() >= SOURCE_FIELDS


def test_a_facts_own_file_is_its_record(toy: BuildResult, facts_json: Json) -> None:
    for fact in facts_json["facts"]:
        assert json.loads(toy.exports[f"facts/{fact['id']}/fact.json"]) == fact


def test_facts_json_says_what_the_facts_say(facts_json: Json) -> None:
    facts = {fact["id"]: fact for fact in facts_json["facts"]}
    sources = {source["id"]: source for source in facts_json["sources"]}
    strikers = facts["strikers"]

    assert strikers["value"] == {
        "text": "at least 420 dockers",
        "low": "420",
        "high": None,
        "low_open": False,
        "high_open": False,
        "number": "420",
        "unit": "dockers",
        "qualifier": "at least",
    }
    assert strikers["url"] == "https://ledger.example.org/ostwick/facts/strikers/"
    assert strikers["independent_origins"] == 2
    assert [evidence["origin"] for evidence in strikers["evidence"]] == ["quay-union", "quay-union", "port-authority"]
    assert [evidence["paragraph"] for evidence in strikers["evidence"]] == [3, 5, 2]
    assert strikers["evidence"][2]["passage_url"] is None
    assert facts["cause"]["value"] is None
    assert facts["share-of-strikers"]["derived"]["inputs"] == {"strikers": "strikers.value", "all": "workforce.value"}
    assert facts["share-of-strikers"]["value"]["low"] == "52.5"
    assert ": # <script>document.title='taken'</script> stands" in facts["red-letters"]["statement"]
    assert facts["guards"]["statement"].startswith("Alleged by Union of Quay Workers: ")
    assert facts["guards"]["attribution"] == {
        "text": "Alleged by Union of Quay Workers, in The Ostwick Gazette, 12 April 2024",
        "lead": "Alleged by Union of Quay Workers:",
        "speakers": ["Union of Quay Workers"],
    }
    assert (facts["guards"]["said_by"], facts["guards"]["about"]["actors"]) == (["quay-union"], ["owners"])
    assert strikers["attribution"]["lead"] is None
    assert sources["northern-wire"]["based_on"] == ["ostwick-gazette", "quay-union"]
    assert set(sources["port-register"]["facts"]) == {"strikers", "workforce", "tugs", "barges"}


def test_an_edition_is_named_after_what_it_is_made_of(toy: BuildResult, tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    same = made_from(site).build_id
    replace_text(site / "facts/sheets/money.yml", "Pay, prices and the strike fund", "Pay and prices")

    assert same == toy.build_id
    assert made_from(site).build_id != toy.build_id


FILLER = "Men from several cities and from the villages around them have come to the coast"


@pytest.mark.parametrize(
    "text, shown",
    [
        (f"{FILLER}.", f"{FILLER}."),
        (
            f"{FILLER} since spring, by train and on foot; the Gazette speaks of more than 5 million people in all.",
            f"{FILLER} since spring, by train and on foot…",
        ),
        (
            f"{FILLER} since spring, the Gazette writes without a further word on who has counted them: 5 million",
            f"{FILLER} since spring, the Gazette writes without a further word on who has…",
        ),
        (
            f"{FILLER} where the harbour has paid wages for a long time to more than 1,200 2,300 workers of every kind",
            f"{FILLER} where the harbour has paid wages for a long time to more than…",
        ),
        ("x" * 200, "x" * 155 + "…"),
    ],
)
def test_a_description_is_cut_where_no_number_loses_its_unit(text: str, shown: str) -> None:
    """A sentence or a part of one is kept whole; in between, a number never stands last."""
    assert shorten_description(text) == shown
