"""All of it as JSON: names and meaning are fixed by the schema published beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from factsheet.analysis.independence import origin_of
from factsheet.model.records import Evidence, Fact, Sheet, Source
from factsheet.model.text.spans import words_of
from factsheet.model.values import Value
from factsheet.model.values.intervals import Interval
from factsheet.render.exports.facts_schema import SCHEMA_VERSION
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import passage_address

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def render(record: Json) -> str:
    """Write JSON the one way it is written here: indented, in the record's order, with a last newline."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def render_compact(record: Json) -> str:
    """Write JSON for a script of the site: no blanks, since nobody reads it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def facts_record(edition: Edition) -> Json:
    """Return everything: facts, sheets, sources, actors and places."""
    catalog, settings = edition.catalog, edition.settings
    return {
        "schemaVersion": SCHEMA_VERSION,
        "site": {"name": settings.site_name, "url": settings.site_url or None, "edition": edition.mark},
        "license": "CC-BY-4.0",
        "sheets": [_sheet(sheet, edition) for sheet in catalog.sheets.values()],
        "facts": [fact_record(fact, edition) for fact in catalog.facts.values()],
        "sources": [_source(source, edition) for source in catalog.sources.values()],
        "actors": [
            {
                "id": actor.id,
                "name": actor.name,
                "kind": actor.kind.value,
                "role": actor.role or None,
                "affiliation": actor.affiliation.id if actor.affiliation else None,
                "url": _url(edition, f"actors/{actor.id}/"),
            }
            for actor in catalog.actors.values()
        ],
        "places": [
            {
                "id": place.id,
                "name": place.name,
                "kind": place.kind.value,
                "within": place.within.id if place.within else None,
                "url": _url(edition, f"places/{place.id}/"),
            }
            for place in catalog.places.values()
        ],
    }


def fact_record(fact: Fact, edition: Edition) -> Json:
    """Return one fact as it stands in `facts.json` and at its own address."""
    found = edition.independence[fact.id]
    return {
        "id": fact.id,
        "sheet": edition.catalog.sheet_of[fact.id],
        "statement": words_of(fact.statement),
        "value": _value(fact.value, edition, fact) if fact.value else None,
        "also": _value(fact.also) if fact.also else None,
        "counts": fact.counts or None,
        "compared_with": fact.compared_with or None,
        "as_of": fact.as_of.text if fact.as_of else None,
        "when": fact.when.text if fact.when else None,
        "standing": fact.standing.value,
        "lifecycle": fact.lifecycle.value,
        "superseded_by": fact.superseded_by.id if fact.superseded_by else None,
        "evidence": [_evidence(one, fact, edition) for one in fact.evidence],
        "sources": found.sources,
        "independent_origins": found.independent,
        "derived": _derived(fact, edition),
        "about": {"actors": [one.id for one in fact.actors], "places": [one.id for one in fact.places]},
        "tags": list(fact.tags),
        "caveat": words_of(fact.caveat) or None,
        "note": words_of(fact.note) or None,
        "corrections": [
            {
                "on": one.on.text,
                "kind": one.kind.value,
                "was": words_of(one.was),
                "why": words_of(one.why),
            }
            for one in fact.corrections
        ],
        "url": _url(edition, f"facts/{fact.id}/"),
    }


def _url(edition: Edition, path: str) -> str:
    return f"{edition.settings.site_url}{path}"


def _number(number: Decimal | None) -> str | None:
    """Numbers are texts, so that no reader turns them into floats; no exponent, no thousands marks."""
    return None if number is None else f"{number:f}"


def _limits(interval: Interval | None) -> dict[str, Json]:
    return {
        "low": _number(interval.low) if interval else None,
        "high": _number(interval.high) if interval else None,
        "low_open": interval.low_open if interval else False,
        "high_open": interval.high_open if interval else False,
    }


def _value(value: Value, edition: Edition | None = None, fact: Fact | None = None) -> Json:
    working = edition.workings.get(fact.id) if edition and fact else None
    interval = working.interval if working else value.interval
    return {
        "text": value.text,
        **_limits(interval),
        "number": _number(value.number),
        "unit": value.unit or None,
        "qualifier": value.hedge.value,
    }


def _evidence(evidence: Evidence, fact: Fact, edition: Edition) -> Json:
    proof = edition.proof(fact, evidence)
    source = edition.source(evidence)
    passage = passage_address(source, evidence)
    return {
        "source": evidence.source.id,
        "paragraph": proof.paragraph if proof else None,
        "locator": evidence.locator.text,
        "says": _value(evidence.says) if evidence.says else None,
        "differs": words_of(evidence.differs) or None,
        "relation": evidence.relation.value,
        "origin": origin_of(evidence, edition.catalog),
        "chain": [one.id for one in evidence.chain],
        "as_of": evidence.as_of.text if evidence.as_of else None,
        "note": words_of(evidence.note) or None,
        "passage_url": passage.url if passage else None,
        "verified": proof is not None,
    }


def _derived(fact: Fact, edition: Edition) -> Json:
    working = edition.workings.get(fact.id)
    if fact.derived is None or working is None:
        return None
    return {
        "formula": fact.derived.formula.text,
        "inputs": {name: f"{one.id}.{part}" for name, one, part in fact.derived.inputs},
        "result": {"number": _number(working.number), **_limits(working.interval)},
    }


def _sheet(sheet: Sheet, edition: Edition) -> Json:
    return {
        "id": sheet.id,
        "title": sheet.title,
        "summary": words_of(sheet.summary),
        "reviewed": sheet.reviewed.text if sheet.reviewed else None,
        "key_facts": [key.id for key in sheet.key_facts],
        "facts": [fact.id for fact in sheet.facts],
        "url": _url(edition, f"sheets/{sheet.id}/"),
    }


def _source(source: Source, edition: Edition) -> Json:
    return {
        "id": source.id,
        "label": source.label,
        "type": source.type.value,
        "title": source.title or None,
        "authors": list(source.authors),
        "publisher": source.publisher.id if source.publisher else None,
        "published": source.published.text if source.published else None,
        "url": source.url or None,
        "language": source.language or None,
        "based_on": [one.id for one in source.based_on],
        "nature": source.nature.value,
        "note": words_of(source.note) or None,
        "facts": [fact.id for fact in edition.catalog.drawn_from[source.id]],
        "page": _url(edition, f"sources/{source.id}/"),
    }
