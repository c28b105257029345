"""Where a script writes a statement, who says it stands with it: in search, CSV and JSON: toy and real facts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from factsheet.analysis.attribution import format_parts
from factsheet.model.text.spans import strip_markup
from tests.support.browser import Reader
from tests.support.paths import ROOT, TOY
from tests.support.sites import build_toy_context, read_index

WRITE = """async index => {
  const take = (name) => import(new URL(`scripts/${name}.js`, document.baseURI));
  const [{ makeFactRow }, { writeCsv, writeJson }] = [await take("search"), await take("explore-files")];
  const root = new URL("./", document.baseURI);
  const facts = index.facts.map((record) => ({ record }));
  const parts = ["a", "a .fs-attribution", "li > .fs-attribution"];
  const rows = index.facts.map((fact) => makeFactRow(fact, new Set(["alleged"])));
  return {
    rows: rows.map((row) => parts.map((part) => row.querySelector(part)?.textContent)),
    csv: writeCsv(facts, root),
    json: writeJson(facts, index.edition, root, root.href),
  };
}"""


@pytest.mark.parametrize("site", [TOY, ROOT], ids=["toy", "real"])
def test_no_statement_goes_without_its_speaker(reader: Reader, site: Path) -> None:
    context = build_toy_context(site)
    index = read_index(context)

    written = reader.open("").evaluate(WRITE, index)

    table = csv.DictReader(io.StringIO(written["csv"].removeprefix("\ufeff"), newline=""))
    taken = json.loads(written["json"])["facts"]
    facts = context.catalog.facts.values()
    for fact, (link, lead, line), row, record in zip(facts, written["rows"], table, taken, strict=True):
        said = context.attributions[fact.id]
        statement = strip_markup(fact.statement)
        expected = f"{said.lead_text}: {statement}" if said.leads_statement else statement

        assert (link, lead) == (expected, f"{said.lead_text}:" if said.leads_statement else None)
        assert line == format_parts(said.below)
        assert row["statement"].replace("'", "") == expected.replace("'", "")
        assert row["attribution"].replace("'", "") == said.text.replace("'", "")
        assert (record["statement"], record["attribution"]) == (expected, said.text)
