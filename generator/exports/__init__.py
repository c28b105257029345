"""Files to take away: the same facts for other tools."""

from __future__ import annotations

from collections.abc import Mapping

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
    }
    for fact in edition.catalog.facts.values():
        exports[f"facts/{fact.id}/fact.json"] = render(fact_record(fact, edition))
    exports.update(every_paper(edition))
    exports.update(every_picture(edition))
    return exports
