"""What became of a source is said wherever its facts are: on pages and paper, and in the files to download."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

from factsheet.render.blocks import Page
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_json import build_facts_json
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.markdown.pages import write_page
from factsheet.render.pages.context import PageContext
from factsheet.render.pdf import build_handout_record
from factsheet.render.site import build_card_document, build_pages
from tests.support.sites import build_toy_context, copy_toy

NOTICE = "Gave the number of another ship"


def read_with_status(root: Path, state: str, more: str = "") -> PageContext:
    """Return the toy in which the status of one source is written."""
    site = copy_toy(root / "toy")
    source = site / "facts/sources/northern-wire.yml"
    status = f"status: {{state: {state}, on: 2024-05-20, notice: {NOTICE}{more}}}\n"
    source.write_text(source.read_text("utf-8") + status, encoding="utf-8")
    return build_toy_context(site)


def write_pages(context: PageContext) -> dict[str, str]:
    pages: Iterator[Page] = iter(build_pages(context))
    return {page.uri: write_page(page) for page in pages}


@pytest.mark.parametrize(
    "state, marked",
    [("corrected", "*source corrected*"), ("superseded", "*source superseded*"), ("retracted", "; 1 retracted*")],
)
def test_pages_say_what_became_of_a_source(state: str, marked: str, tmp_path: Path) -> None:
    pages = write_pages(read_with_status(tmp_path, state))

    for uri in ("facts/pickets.md", "sources/northern-wire.md"):
        assert "The source was *" in pages[uri]
        assert f"*{state}*" in pages[uri]
        assert f" on 20 May 2024: {NOTICE}" in pages[uri]
    assert f" 2024, {state} 20 May 2024" in pages["sources/index.md"]
    for uri in ("facts/lorries.md", "sheets/strike.md", "explore.md"):
        assert marked in pages[uri], uri
    assert "The source was" not in pages["facts/workforce.md"]


def test_what_takes_its_place_is_linked(tmp_path: Path) -> None:
    pages = write_pages(read_with_status(tmp_path, "superseded", ", by: ostwick-gazette"))

    assert f"{NOTICE} [Ostwick Gazette](../sources/ostwick-gazette.md) takes its place." in pages["facts/pickets.md"]


def test_a_retracted_source_supports_nothing(tmp_path: Path) -> None:
    context = read_with_status(tmp_path, "retracted")
    pages = write_pages(context)

    assert "No source says so; 1 retracted; 1 said less earlier." in pages["facts/pickets.md"]
    assert "Not counted as support: retracted." in pages["facts/pickets.md"]
    record = json.loads(json.dumps(build_facts_json(context)))
    fact = next(fact for fact in record["facts"] if fact["id"] == "pickets")
    assert (fact["sources"], fact["independent_origins"]) == (0, 0)
    assert [evidence["supports"] for evidence in fact["evidence"]] == [False, False]


def test_cards_and_handouts_say_it_and_still_name_the_source(tmp_path: Path) -> None:
    context = read_with_status(tmp_path, "retracted")

    _, card = build_card_document(context.catalog.facts["pickets"], context)
    assert "1 retracted" in card
    assert "Northern Wire" in card
    handout = json.dumps(build_handout_record(context.catalog.sheets["strike"], context))
    assert f"Northern Wire: The source was retracted on 20 May 2024: {NOTICE}." in handout


def test_files_to_download_carry_it(tmp_path: Path) -> None:
    context = read_with_status(tmp_path, "superseded", ", by: ostwick-gazette")
    expected = {"state": "superseded", "on": "2024-05-20", "notice": NOTICE, "by": "ostwick-gazette"}
    record = json.loads(json.dumps(build_facts_json(context)))

    schema = build_facts_schema()
    assert isinstance(schema, dict)
    jsonschema.validate(record, schema)
    statuses = {source["id"]: source["status"] for source in record["sources"]}
    assert statuses["northern-wire"] == expected
    assert statuses["ostwick-gazette"] is None
    passages = json.loads(json.dumps(build_evidence_json(context)))
    assert [source["status"] for source in passages["sources"] if source["id"] == "northern-wire"] == [expected]


def test_a_source_that_says_otherwise_is_not_credited_with_the_value(tmp_path: Path) -> None:
    context = build_toy_context(copy_toy(tmp_path / "toy"))
    page = write_pages(context)["facts/pickets.md"]

    assert "after Northern Wire, paragraph 4. Version" in page
    handout = json.loads(json.dumps(build_handout_record(context.catalog.sheets["strike"], context)))
    rows = [row for group in handout["groups"] for row in group["rows"]]
    by_statement = {row["statement"]: row for row in rows}
    assert by_statement["People who kept watch at the gate"]["independence"] == "1 source says so; 1 said less earlier"
    assert (
        by_statement["Rise in pay that the union asks for"]["lead"]
        == "Disputed between Tam Oddy and Owners' federation:"
    )
    assert [source.id for source in context.list_sources(context.catalog.facts["pickets-hindered"], credited=True)]
