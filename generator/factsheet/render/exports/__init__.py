"""Files to take away: the same facts for other tools."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.render.exports.embeds import embed
from factsheet.render.exports.evidence_json import evidence_json
from factsheet.render.exports.facts_index import facts_index
from factsheet.render.exports.facts_json import fact_record, facts_record, render, render_compact
from factsheet.render.exports.facts_schema import facts_schema
from factsheet.render.exports.pictures import every_picture
from factsheet.render.exports.sheet_paper import every_paper
from factsheet.render.pages.context import Edition


def every_export(edition: Edition) -> Mapping[str, str | bytes]:
    """Return what is in every file to download, by its path from the root of the site."""
    exports: dict[str, str | bytes] = {
        "downloads/facts.json": render(facts_record(edition)),
        "downloads/facts.schema.json": render(facts_schema()),
        "downloads/facts-index.json": render_compact(facts_index(edition)),
        "downloads/evidence.json": render_compact(evidence_json(edition)),
    }
    for fact in edition.catalog.facts.values():
        uri, document = embed(fact, edition)
        exports[uri] = document
        exports[f"facts/{fact.id}/fact.json"] = render(fact_record(fact, edition))
    exports.update(every_paper(edition))
    exports.update(every_picture(edition))
    return exports
