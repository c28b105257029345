"""Files to take away: the same facts for other tools."""

from __future__ import annotations

from collections.abc import Mapping

from generator.exports.embeds import embed
from generator.exports.evidence_json import evidence_json
from generator.exports.facts_index import facts_index
from generator.exports.facts_json import fact_record, facts_record, render, render_compact
from generator.exports.facts_schema import facts_schema
from generator.exports.pictures import every_picture
from generator.exports.sheet_paper import every_paper
from generator.pages.edition import Edition


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
