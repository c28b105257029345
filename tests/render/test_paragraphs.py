"""Paragraphs are counted as readers count them: title, byline and captions have no number of their own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from factsheet.diagnostics.core import FieldLocations, Location
from factsheet.model.records import Source, UncountedLine
from factsheet.model.vocabulary import LineKind, SourceType
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_json import build_facts_json
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.markdown.pages import write_page
from factsheet.render.pages.context import PageContext
from factsheet.render.pdf import build_handout_record
from factsheet.render.site import build_pages
from tests.support.sites import build_toy_context, copy_toy

NOWHERE = FieldLocations(Location(""), {})
SOURCE = Source(
    id="gazette",
    label="Gazette",
    type=SourceType.ARTICLE,
    locations=NOWHERE,
    uncounted=tuple(
        UncountedLine(paragraph=line, kind=kind, locations=NOWHERE)
        for line, kind in [(1, LineKind.TITLE), (2, LineKind.BYLINE), (5, LineKind.REST), (7, LineKind.CAPTION)]
    ),
)


@pytest.mark.parametrize(
    "line, number, place",
    [
        (1, None, "title"),
        (2, None, "byline"),
        (3, 1, "paragraph 1"),
        (4, 2, "paragraph 2"),
        (5, 2, "paragraph 2"),
        (6, 3, "paragraph 3"),
        (7, None, "caption"),
        (8, 4, "paragraph 4"),
    ],
)
def test_a_line_of_our_copy_has_the_number_that_readers_give_it(line: int, number: int | None, place: str) -> None:
    assert (SOURCE.count_paragraph(line), SOURCE.describe_place(line)) == (number, place)


def test_where_nothing_is_left_out_every_line_is_a_paragraph() -> None:
    assert replace(SOURCE, uncounted=()).describe_place(7) == "paragraph 7"


def test_a_continuation_of_nothing_has_no_number() -> None:
    first = UncountedLine(paragraph=1, kind=LineKind.REST, locations=NOWHERE)

    source = replace(SOURCE, uncounted=(first,))

    assert (source.count_paragraph(1), source.describe_place(1)) == (None, "continuation")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> PageContext:
    """Return the toy in which a source names its title, its byline and a caption."""
    site: Path = copy_toy(tmp_path_factory.mktemp("counted") / "toy")
    source = site / "facts/sources/ostwick-gazette.yml"
    lines = ((1, "title"), (2, "byline"), (3, "caption"))
    uncounted = "".join(f"  - {{paragraph: {line}, kind: {kind}}}\n" for line, kind in lines)
    source.write_text(f"{source.read_text('utf-8')}uncounted:\n{uncounted}", encoding="utf-8")
    return build_toy_context(site)


def test_pages_and_paper_give_the_numbers_of_readers(context: PageContext) -> None:
    pages = {page.uri: write_page(page) for page in build_pages(context)}

    assert "Caption" in pages["facts/strikers.md"]
    assert "[Paragraph 1](https://gazette.example.org/" in pages["facts/ships-at-anchor.md"]
    assert "after Ostwick Gazette, paragraph 1. Version" in pages["facts/ships-at-anchor.md"]
    assert "### Caption { #caption-of-strikers }" in pages["sources/ostwick-gazette.md"]
    assert "### Paragraph 1 { #paragraph-1 }" in pages["sources/ostwick-gazette.md"]
    assert "13 paragraphs, SHA-256" in pages["sources/ostwick-gazette.md"]
    assert "| caption |" in pages["check-it-yourself.md"]
    assert "¶1" in pages["explore.md"]
    handout = json.dumps(build_handout_record(context.catalog.sheets["strike"], context))
    assert '"where": "caption"' in handout
    assert '"where": "paragraph 1"' in handout


def test_files_give_the_numbers_of_readers(context: PageContext) -> None:
    record = json.loads(json.dumps(build_facts_json(context)))
    places = {
        (evidence["paragraph"], evidence["place"])
        for fact in record["facts"]
        for evidence in fact["evidence"]
        if evidence["source"] == "ostwick-gazette"
    }
    checked = json.loads(json.dumps(build_evidence_json(context)))
    gazette = next(source for source in checked["sources"] if source["id"] == "ostwick-gazette")

    assert places >= {(None, "caption"), (1, "paragraph 1")}
    assert (gazette["paragraphs"], gazette["passages"][0]["paragraph"]) == (13, None)
    jsonschema.validate(record, build_facts_schema())  # type: ignore[arg-type]
