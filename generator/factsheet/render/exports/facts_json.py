"""`facts.json` and `evidence.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TypeAlias

from factsheet.analysis.independence import find_origin
from factsheet.diagnostics.core import Reference
from factsheet.evidence.locator import NORMALISER
from factsheet.model.records import Evidence, Fact, Sheet, Source
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.intervals import Interval
from factsheet.model.values.quantities import Value
from factsheet.render.exports.facts_schema import FACTS_SCHEMA_VERSION
from factsheet.render.pages.check_yourself import list_source_evidence, list_sources_with_passages
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import build_passage_address

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"


def format_json(record: Json) -> str:
    """Write JSON for people and programs: indented, in the record's order, with a final newline."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def format_compact_json(record: Json) -> str:
    """Write JSON for a script of the site: no spaces, since nobody reads it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def build_facts_json(context: PageContext) -> Json:
    """Return everything: facts, sheets, sources, actors and places."""
    catalog, settings = context.catalog, context.settings
    return {
        "schemaVersion": FACTS_SCHEMA_VERSION,
        "site": {"name": settings.site_name, "url": settings.site_url or None, "edition": context.build_id},
        "license": "CC-BY-4.0",
        "sheets": [_build_sheet(sheet, context) for sheet in catalog.sheets.values()],
        "facts": [build_fact_json(fact, context) for fact in catalog.facts.values()],
        "sources": [_build_source(source, context) for source in catalog.sources.values()],
        "actors": [
            {
                "id": actor.id,
                "name": actor.name,
                "kind": actor.kind.value,
                "role": actor.role or None,
                "affiliation": actor.affiliation.id if actor.affiliation else None,
                "url": _build_url(context, f"actors/{actor.id}/"),
            }
            for actor in catalog.actors.values()
        ],
        "places": [
            {
                "id": place.id,
                "name": place.name,
                "kind": place.kind.value,
                "within": place.within.id if place.within else None,
                "url": _build_url(context, f"places/{place.id}/"),
            }
            for place in catalog.places.values()
        ],
    }


def build_fact_json(fact: Fact, context: PageContext) -> Json:
    """Return one fact as it stands in `facts.json` and at its own address."""
    independence = context.independence[fact.id]
    return {
        "id": fact.id,
        "sheet": context.catalog.sheet_of[fact.id],
        "statement": strip_markup(fact.statement),
        "value": _build_value(fact.value, context, fact) if fact.value else None,
        "also": _build_value(fact.also) if fact.also else None,
        "counts": fact.counts or None,
        "compared_with": fact.compared_with or None,
        "as_of": fact.as_of.text if fact.as_of else None,
        "when": fact.when.text if fact.when else None,
        "standing": fact.standing.value,
        "lifecycle": fact.lifecycle.value,
        "superseded_by": fact.superseded_by.id if fact.superseded_by else None,
        "evidence": [_build_evidence(evidence, fact, context) for evidence in fact.evidence],
        "sources": independence.source_count,
        "independent_origins": independence.independent_count,
        "derived": _build_derivation(fact, context),
        "about": {"actors": _list_ids(fact.actors), "places": _list_ids(fact.places)},
        "tags": list(fact.tags),
        "caveat": strip_markup(fact.caveat) or None,
        "note": strip_markup(fact.note) or None,
        "corrections": [
            {
                "on": correction.on.text,
                "kind": correction.kind.value,
                "was": strip_markup(correction.was),
                "why": strip_markup(correction.why),
            }
            for correction in fact.corrections
        ],
        "url": _build_url(context, f"facts/{fact.id}/"),
    }


def _list_ids(references: Sequence[Reference]) -> list[str]:
    return [reference.id for reference in references]


def _build_url(context: PageContext, path: str) -> str:
    return f"{context.settings.site_url}{path}"


def _format_number(number: Decimal | None) -> str | None:
    """Write a number as text, so that no reader turns them into floats; no exponent, no thousands separators."""
    return None if number is None else f"{number:f}"


def _build_limits(interval: Interval | None) -> dict[str, Json]:
    return {
        "low": _format_number(interval.low) if interval else None,
        "high": _format_number(interval.high) if interval else None,
        "low_open": interval.low_open if interval else False,
        "high_open": interval.high_open if interval else False,
    }


def _build_value(value: Value, context: PageContext | None = None, fact: Fact | None = None) -> Json:
    result = context.derivations.get(fact.id) if context and fact else None
    interval = result.interval if result else value.interval
    return {
        "text": value.text,
        **_build_limits(interval),
        "number": _format_number(value.number),
        "unit": value.unit or None,
        "qualifier": value.hedge.value,
    }


def _build_evidence(evidence: Evidence, fact: Fact, context: PageContext) -> Json:
    proof = context.find_proof(fact, evidence)
    source = context.find_source(evidence)
    passage = build_passage_address(source, evidence)
    return {
        "source": evidence.source.id,
        "paragraph": proof.paragraph if proof else None,
        "locator": evidence.locator.text,
        "says": _build_value(evidence.says) if evidence.says else None,
        "differs": strip_markup(evidence.differs) or None,
        "relation": evidence.relation.value,
        "origin": find_origin(evidence, context.catalog),
        "chain": _list_ids(evidence.chain),
        "as_of": evidence.as_of.text if evidence.as_of else None,
        "note": strip_markup(evidence.note) or None,
        "passage_url": passage.url if passage else None,
        "verified": proof is not None,
    }


def _build_derivation(fact: Fact, context: PageContext) -> Json:
    result = context.derivations.get(fact.id)
    if fact.derived is None or result is None:
        return None
    return {
        "formula": fact.derived.formula.text,
        "inputs": {name: f"{input_fact.id}.{part}" for name, input_fact, part in fact.derived.inputs},
        "result": {"number": _format_number(result.number), **_build_limits(result.interval)},
    }


def _build_sheet(sheet: Sheet, context: PageContext) -> Json:
    return {
        "id": sheet.id,
        "title": sheet.title,
        "summary": strip_markup(sheet.summary),
        "reviewed": sheet.reviewed.text if sheet.reviewed else None,
        "key_facts": _list_ids(sheet.key_facts),
        "facts": [fact.id for fact in sheet.facts],
        "url": _build_url(context, f"sheets/{sheet.id}/"),
    }


def _build_source(source: Source, context: PageContext) -> Json:
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
        "based_on": _list_ids(source.based_on),
        "nature": source.nature.value,
        "note": strip_markup(source.note) or None,
        "facts": [fact.id for fact in context.catalog.cited_by[source.id]],
        "page": _build_url(context, f"sources/{source.id}/"),
    }


def build_evidence_json(context: PageContext) -> Json:
    """Return every source with its passages, both in the order in which the page shows them."""
    return {
        "edition": context.build_id,
        "normaliser": NORMALISER,
        "sources": [_build_source_passages(source, context) for source in list_sources_with_passages(context)],
    }


def _build_source_passages(source: Source, context: PageContext) -> Json:
    copy = context.lock.find_snapshot(source.id)
    return {
        "id": source.id,
        "letter": context.letters[source.id],
        "label": source.label,
        "sha256": copy.sha256 if copy else None,
        "paragraphs": copy.paragraphs if copy else None,
        "passages": [
            _build_passage(fact, evidence, context) for fact, evidence in list_source_evidence(source, context)
        ],
    }


def _build_passage(fact: Fact, evidence: Evidence, context: PageContext) -> Json:
    proof = context.find_proof(fact, evidence)
    return {
        "fact": fact.id,
        "first": evidence.locator.first,
        "last": evidence.locator.last,
        "paragraph": proof.paragraph if proof else None,
        "passage": proof.passage if proof else None,
    }
