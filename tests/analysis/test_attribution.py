"""The line that says who says a fact: a table of facts and what is printed with them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from factsheet.analysis.attribution import SOURCE_WORDS, build_attribution
from factsheet.model.vocabulary import SourceType
from tests.support.small_site import make_sheet, make_source, read_only_fact, read_valid

ACTORS = """actors:
  - {id: anna, name: Anna Berg, kind: person}
  - {id: norland, name: "Norland, as a state", kind: authority}
  - {id: workers, name: night workers, kind: group}
  - {id: people, name: people whom the source does not name, kind: unnamed}
  - {id: ministry, name: Ministry of Labour, kind: authority}
  - {id: union, name: Union, kind: organisation}
  - {id: carla, name: Carla Diaz, kind: person}
  - {id: dora, name: Dora Ek, kind: person}
  - {id: daily, name: The Daily, kind: organisation}
  - {id: workers-union, name: "Workers' Union", kind: organisation}
  - {id: readers, name: readers of The Daily, kind: group}
  - {id: weekly, name: The Weekly, kind: organisation}
"""
SOURCES = {
    **make_source("daily-1", "publisher: daily", "published: 2024-05-03"),
    **make_source("weekly-1", "publisher: weekly", "published: 2024-05"),
    **make_source("union-1", "publisher: union", "published: 2024-05-03"),
    **make_source("signed", "authors: [Ben Ott]", "published: 2024-05-01/.."),
    **make_source("dated", "authors: [Ben Ott]", "published: 2024-05-01"),
    **make_source("bare"),
}


def say(source: str, *chain: str, more: str = "") -> str:
    """Return an entry of evidence."""
    named = f", chain: [{', '.join(chain)}]" if chain else ""
    return f"{{source: {source}, locator: some words … of it{named}{more}}}"


CASES = tomllib.loads((Path(__file__).parent / "attribution.toml").read_text("utf-8"))["case"]


@pytest.mark.parametrize("case", CASES)
def test_a_line_says_who_where_and_when(case: dict[str, Any]) -> None:
    evidence = ", ".join(case["evidence"])
    sheet = make_sheet(f"{{id: pay, statement: Pay, standing: {case['standing']}, evidence: [{evidence}]}}")
    fact, catalog = read_only_fact({"sheets/numbers.yml": sheet, "actors.yml": ACTORS} | SOURCES)

    attribution = build_attribution(fact, catalog)

    assert attribution.text == case["line"]
    assert (attribution.lead_text if attribution.leads_statement else "") == case["lead"]


def test_a_value_is_credited_to_those_who_give_it() -> None:
    given = f"[{say('daily-1')}, {say('weekly-1', more=', says: more than 5 people')}]"
    sheet = make_sheet(f"{{id: pay, statement: Pay, value: about 5 people, standing: reported, evidence: {given}}}")
    fact, catalog = read_only_fact({"sheets/numbers.yml": sheet, "actors.yml": ACTORS} | SOURCES)

    assert build_attribution(fact, catalog).text == "According to The Daily, 3 May 2024"


@pytest.mark.parametrize("standing, verb", [("reported", "given"), ("claimed", "claimed")])
def test_a_derived_number_names_those_who_gave_its_inputs(standing: str, verb: str) -> None:
    derived = f"value: 9 people, standing: {standing}, derived: {{formula: a + b, inputs: {{a: first, b: half}}}}"
    halved = "value: 4 people, standing: reported, derived: {formula: b / 2, inputs: {b: second}}"
    facts = (
        f"{{id: sum, statement: Sum, {derived}}}",
        f"{{id: half, statement: Half, {halved}}}",
        f"{{id: first, statement: First, value: 5 people, standing: {standing}, evidence: [{say('daily-1', 'anna')}]}}",
        f"{{id: second, statement: Second, value: 8 people, standing: reported, evidence: [{say('weekly-1')}]}}",
    )
    catalog = read_valid({"sheets/numbers.yml": make_sheet(*facts), "actors.yml": ACTORS} | SOURCES)

    line = f"Worked out from figures {verb} by Anna Berg, in The Daily, 3 May 2024; and by The Weekly, May 2024"
    assert build_attribution(catalog.facts["sum"], catalog).text == line


def test_every_type_of_source_has_its_words() -> None:
    assert set(SOURCE_WORDS) == set(SourceType)
