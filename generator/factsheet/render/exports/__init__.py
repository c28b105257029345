"""Files to take away: the same facts for other tools."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.render.exports.embeds import build_card_document
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_index import build_facts_index
from factsheet.render.exports.facts_json import (
    build_fact_json,
    build_facts_json,
    format_compact_json,
    format_json,
)
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.exports.pictures import build_pictures
from factsheet.render.exports.sheet_paper import build_handouts
from factsheet.render.pages.context import PageContext


def build_exports(edition: PageContext) -> Mapping[str, str | bytes]:
    """Return what is in every file to download, by its path from the root of the site."""
    exports: dict[str, str | bytes] = {
        "downloads/facts.json": format_json(build_facts_json(edition)),
        "downloads/facts.schema.json": format_json(build_facts_schema()),
        "downloads/facts-index.json": format_compact_json(build_facts_index(edition)),
        "downloads/evidence.json": format_compact_json(build_evidence_json(edition)),
    }
    for fact in edition.catalog.facts.values():
        uri, document = build_card_document(fact, edition)
        exports[uri] = document
        exports[f"facts/{fact.id}/fact.json"] = format_json(build_fact_json(fact, edition))
    exports.update(build_handouts(edition))
    exports.update(build_pictures(edition))
    return exports
