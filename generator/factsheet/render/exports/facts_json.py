"""`facts.json`, `evidence.json`, and the index of both facts and pages for the scripts that search and filter."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeAlias

from factsheet.analysis.agreement import explain_no_support, list_origins
from factsheet.analysis.catalog import list_speakers, list_subjects
from factsheet.analysis.derivations import DerivationResult
from factsheet.diagnostics.core import Reference, read_declarations
from factsheet.evidence.locator import Locator
from factsheet.model.arithmetic.units import Dimension, can_compare_units, convert_value, parse_unit
from factsheet.model.dates.points import Date, render_date
from factsheet.model.records import Actor, Evidence, Fact, IdentifiedRecord, Place, Record, Source, list_remarks
from factsheet.model.text.spans import Role, strip_markup
from factsheet.model.values.hedges import Value, render_value_parts
from factsheet.model.values.intervals import Interval
from factsheet.model.vocabulary import Relation, Standing
from factsheet.render.exports.facts_schema import FACTS_SCHEMA_VERSION
from factsheet.render.pages import inline
from factsheet.render.pages.context import PageContext, build_once

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"
IndexEntries: TypeAlias = Sequence[Mapping[str, Json]]
"""What `build_index_record` makes of each fact, in order of the sheets."""


def format_json(record: Json) -> str:
    """Write JSON for people and programs: indented, in the record's order, with a final newline."""
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def format_compact_json(record: Json) -> str:
    """Write JSON for a script of the site: no spaces, since nobody reads it."""
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n"


def format_facts_json(context: PageContext, facts: Collection[str]) -> str:
    """Write all that `build_facts_json` returns, around the facts as `format_json` has written each."""
    whole = format_json(build_facts_json(context, ()))
    indented = ",".join("\n  " + fact.rstrip().replace("\n", "\n  ") for fact in facts)
    # In JSON, no text holds a line break; and no list inside another record is indented by a single space.
    return whole.replace('\n "facts": []', f'\n "facts": [{indented}\n ]') if facts else whole


def build_facts_json(context: PageContext, facts: Iterable[Fact] | None = None) -> Mapping[str, Json]:
    """Return everything: all facts, or those given; sheets, sources, actors and places."""
    catalog, settings = context.catalog, context.settings
    return {
        "schemaVersion": FACTS_SCHEMA_VERSION,
        "site": {"name": settings.site_name, "url": settings.site_url or None, "edition": context.build_id},
        "publisher": dict(settings.publisher) or None,
        "license": settings.licence.get("name"),
        "licenseUrl": settings.licence.get("url"),
        "sheets": [
            _build_with_url("sheet", sheet, context, key_facts=_list_ids(sheet.key_facts))
            for sheet in catalog.sheets.values()
        ],
        "facts": [build_fact_json(fact, context) for fact in (catalog.facts.values() if facts is None else facts)],
        "sources": [_build_source(source, context) for source in catalog.sources.values()],
        "actors": [_build_with_url("actor", actor, context) for actor in catalog.actors.values()],
        "places": [_build_with_url("place", place, context) for place in catalog.places.values()],
    }


def _build_with_url(kind: str, record: IdentifiedRecord, context: PageContext, **worked_out: Json) -> dict[str, Json]:
    """Return a record that has a page, with the address of the page."""
    return _build_record(kind, record, url=f"{context.settings.site_url}{kind}s/{record.id}/", **worked_out)


def _build_record(kind: str, record: object, **worked_out: Json) -> dict[str, Json]:
    """Return the fields that the schema declares: those that were worked out, and all others as the record has them."""
    fields = read_declarations("render.exports", "facts_schema.toml")[kind]
    left = {name: getattr(record, name) for name in fields if name not in worked_out}
    return {name: _build_field(left[name], fields[name]) if name in left else worked_out[name] for name in fields}


def _build_field(content: Any, kind: Any) -> Json:  # noqa: ANN401 - whatever a record can hold, and TOML
    """Return what a record has in a field, as what the schema declares it to hold."""
    if isinstance(kind, list):
        return [_build_field(part, kind[0]) for part in content]
    match content:
        case Reference() | IdentifiedRecord():
            written: Json = content.id
        case Date() | Locator():
            written = content.text
        case Value():
            written = _build_value(content)
        case Record():
            written = _build_record(kind.removesuffix("?"), content)
        case tuple():
            written = strip_markup(content)
        case _:
            written = content
    return None if str(kind).endswith("?") and not written else written


@build_once
def build_fact_json(fact: Fact, context: PageContext) -> Json:
    """Return one fact as it stands in `facts.json` and at its own address."""
    independence, sources = context.independence[fact.id], context.catalog.sources
    said = context.attributions[fact.id]
    lead = inline.format_lead(fact, context) or None
    record = _build_with_url(
        "fact",
        fact,
        context,
        sheet=context.catalog.sheet_of[fact.id],
        statement=inline.format_statement(fact, context),
        attribution={"text": said.text, "lead": lead, "speakers": [*said.speakers]},
        value=_build_value(fact.value, context.derivations.get(fact.id)) if fact.value else None,
        standing_text=inline.format_standing(fact),
        evidence=[_build_evidence(evidence, fact, context) for evidence in fact.evidence],
        sources=independence.source_count,
        independent_origins=independence.independent_count,
        derived=_build_derivation(fact, context),
        said_by=_list_ids(list_speakers(fact, sources)),
        about={"actors": _list_ids(list_subjects(fact, sources)), "places": _list_ids(fact.places)},
    )
    if context.readings:  # Who has read a fact stands only where the site needs second readers; null: nobody needs to.
        reading = context.readings.get(fact.id)
        readers = [{"name": item.reader, "on": item.on} for item in reading.supporting] if reading else None
        record |= {"read_by": readers, "url": record.pop("url")}
    return record


def _list_ids(references: Iterable[Reference | None]) -> list[str]:
    return list(dict.fromkeys(reference.id for reference in references if reference))


def _format_number(number: Decimal | None) -> str | None:
    """Write a number as text, so that no reader turns them into floats; no exponent, no thousands separators."""
    return None if number is None else f"{number:f}"


def _build_limits(interval: Interval | None) -> dict[str, Json]:
    limits = interval or Interval(None, None)
    ends = {"low": _format_number(limits.low), "high": _format_number(limits.high)}
    return {**ends, "low_open": limits.low_open, "high_open": limits.high_open}


def _build_value(value: Value, result: DerivationResult | None = None) -> Json:
    interval = result.interval if result else value.interval
    number = _format_number(value.number)
    return _build_record("value", value, **_build_limits(interval), number=number, qualifier=value.hedge)


def _build_evidence(evidence: Evidence, fact: Fact, context: PageContext) -> Json:
    proof = context.find_proof(fact, evidence)
    passage = inline.build_passage_address(evidence, context)
    origins = list_origins(evidence, context.catalog)
    record = _build_record(
        "evidence",
        evidence,
        paragraph=context.find_source(evidence).count_paragraph(proof.paragraph) if proof else None,
        place=context.describe_place(proof) if proof else None,
        supports=evidence.relation is Relation.SUPPORTS and not explain_no_support(evidence, fact, context.catalog),
        origin=origins[0],
        origins=list(origins),
        jointly_with=_list_ids(evidence.jointly_with),
        passage_url=passage.url if passage else None,
        verified=proof is not None,
        holds_number=proof.reading.number if proof and proof.reading else None,
        names_speaker=proof.reading.speaker if proof and proof.reading else None,
    )
    # The file has had these in another order than its schema.
    return record | {name: record.pop(name) for name in ("attribution", "holds_number", "names_speaker")}


def _build_derivation(fact: Fact, context: PageContext) -> Json:
    result = context.derivations.get(fact.id)
    if fact.derived is None or result is None:
        return None
    return {
        "formula": fact.derived.formula.text,
        "inputs": {name: f"{input_fact.id}.{part}" for name, input_fact, part in fact.derived.inputs},
        "result": {"number": _format_number(result.number), **_build_limits(result.interval)},
    }


def _build_source(source: Source, context: PageContext) -> Json:
    return _build_record(
        "source",
        source,
        letter=context.letters[source.id],
        based_on=_list_ids(source.based_on),
        facts=[fact.id for fact in context.catalog.cited_by[source.id]],
        page=f"{context.settings.site_url}sources/{source.id}/",
    )


def build_status_json(source: Source) -> Json:
    """Return what became of a source; null where nothing did."""
    return _build_field(source.status, "status?")


_FILTERED = frozenset(
    (
        *("id", "measure", "low", "low_open", "high", "high_open", "point", "standing", "derived"),
        *("sheet", "sources", "said_by", "about", "places", "from", "to"),
    )
)
"""What the table of all facts is filtered and sorted by; the rest is fetched for search, hints and files."""


def build_filter_index(context: PageContext, entries: IndexEntries) -> Json:
    """Return what the table of all facts needs before anybody types, in order of the sheets; what is empty is out."""
    label, meaning = inline.INTERFACE_WORDS["derived"]
    return {
        "edition": context.build_id,
        "standings": [
            *({"word": each.value, "label": each.value, "meaning": each.meaning} for each in Standing),
            {"word": Role.DERIVED.value, "label": label, "meaning": meaning},
        ],
        "facts": [{name: entry[name] for name in entry if name in _FILTERED and entry[name]} for entry in entries],
    }


def build_search_index(context: PageContext, entries: IndexEntries) -> Json:
    """Return the other half: the rest of each fact in the same order, and the pages."""
    words = [{name: entry[name] for name in entry if name not in _FILTERED} for entry in entries]
    return {"facts": words, "pages": _build_index_pages(context), "synonyms": list(context.settings.synonyms)}


def list_measures(context: PageContext) -> Mapping[str, str]:
    """Return the unit by which each fact is filtered, by its id; empty where it has no value."""
    units = {name: fact.value.unit if fact.value else "" for name, fact in context.catalog.facts.items()}
    found = find_filter_units(filter(None, dict.fromkeys(units.values())))
    return {name: found.get(unit, "") for name, unit in units.items()}


def _build_index_pages(context: PageContext) -> list[Json]:
    """Return the pages of records; those of the navigation are part of every page already."""
    catalog = context.catalog
    pages = [
        *(("sheet", sheet.id, sheet.title, strip_markup(sheet.summary), ()) for sheet in catalog.sheets.values()),
        *(("source", source.id, source.label, _format_source_text(source), ()) for source in catalog.sources.values()),
        *(("actor", actor.id, actor.name, actor.role, actor.aliases) for actor in catalog.actors.values()),
        *(("place", place.id, place.name, "", place.aliases) for place in catalog.places.values()),
    ]
    return [
        {"kind": kind, "url": f"{kind}s/{name}/", "title": title, "text": text, "aliases": list(aliases)}
        for kind, name, title, text, aliases in pages
    ]


def _format_source_text(source: Source) -> str:
    """Say what a source is called, who wrote it, and when it came out."""
    published = render_date(source.published) if source.published else ""
    return ", ".join(filter(None, (source.title, *source.authors, published)))


def build_index_record(fact: Fact, measure: str, context: PageContext) -> Mapping[str, Json]:
    """Return all that search and the table of all facts need of a fact, which is filtered by a unit."""
    catalog, sheet, dates = context.catalog, context.find_sheet(fact), fact.when or fact.as_of
    value = fact.value and (convert_value(fact.value, measure) or fact.value)
    parts = render_value_parts(fact.value) if fact.value else ("", "", "")
    return {
        "id": fact.id,
        "url": f"facts/{fact.id}/",
        "lead": inline.format_lead(fact, context),
        "statement": strip_markup(fact.statement),
        "below": strip_markup(inline.build_attribution_line(fact, context).text),
        "attribution": context.attributions[fact.id].text,
        "value": " ".join(filter(None, parts)),
        **dict(zip(("hedge", "number", "unit"), parts, strict=True)),
        "measure": measure,
        **_build_limits(value.interval if value else None),
        "point": _format_number(value.number) if value else None,
        "standing": fact.standing.value,
        "standing_text": inline.format_standing(fact),
        "derived": fact.derived is not None,
        "lifecycle": fact.lifecycle.value,
        "sheet": {"id": sheet.id, "title": sheet.title},
        "sources": [
            {"id": source.id, "letter": context.letters[source.id], "label": source.label}
            for source in context.list_sources(fact)
        ],
        "said_by": _list_names(list_speakers(fact, catalog.sources), catalog.actors),
        "about": _list_names(list_subjects(fact, catalog.sources), catalog.actors),
        "places": _list_names(fact.places, catalog.places),
        "as_of": fact.as_of.text if fact.as_of else None,
        "when": fact.when.text if fact.when else None,
        "dated": strip_markup(dated.spans) if (dated := inline.render_fact_date(fact)) else "",
        "from": dates.first.isoformat() if dates and dates.first else None,
        "to": dates.last.isoformat() if dates and dates.last else None,
        "independent": context.independence[fact.id].independent_count,
        "differs": inline.list_difference_kinds(context.comparisons[fact.id]),
        "tags": list(fact.tags),
        "caveat": strip_markup(fact.caveat),
        "passages": [_build_passage_link(evidence, fact, context) for evidence in fact.evidence],
        "text": " ".join(filter(None, (fact.counts, *(strip_markup(words) for _, _, words in list_remarks(fact))))),
    }


def _build_passage_link(evidence: Evidence, fact: Fact, context: PageContext) -> Json:
    address = inline.build_passage_address(evidence, context)
    return {"where": inline.format_passage(evidence, fact, context), "url": address.url if address else None}


def _list_names(references: Iterable[Reference | None], records: Mapping[str, Actor] | Mapping[str, Place]) -> Json:
    return [{"id": name, "name": records[name].name} for name in _list_ids(references)]


def find_filter_units(units: Iterable[str]) -> Mapping[str, str]:
    """Return the unit by which each is filtered: the first it converts into, or `%` for every share."""
    found: dict[str, str] = {}
    for unit in units:
        parsed = parse_unit(unit)
        like = (other for other in found.values() if can_compare_units(parsed, parse_unit(other)))
        found[unit] = "%" if parsed.dimension is Dimension.SHARE else next(like, unit)
    return found
