"""One compact record per fact and page, for the scripts that search and filter in browsers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from factsheet.model.arithmetic.units import Dimension, can_compare_units, convert_value, parse_unit
from factsheet.model.dates.points import Date, render_date
from factsheet.model.records import Fact, Source, list_remarks
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.quantities import Value, render_value_parts
from factsheet.model.vocabulary import Standing
from factsheet.render.exports.facts_json import Json
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import format_value_words, list_difference_kinds, render_fact_date


def build_facts_index(context: PageContext) -> Json:
    """Return the index for search and for the table of all facts, in the order of the sheets."""
    facts = context.catalog.facts.values()
    measures = find_filter_units(fact.value.unit for fact in facts if fact.value)
    return {
        "edition": context.build_id,
        "standings": [{"word": standing.value, "meaning": standing.meaning} for standing in Standing],
        "facts": [_build_index_entry(fact, measures, context) for fact in facts],
        "pages": _build_index_pages(context),
    }


def _build_index_pages(context: PageContext) -> list[Json]:
    """Return the pages of records; those of the navigation are part of every page already."""
    catalog = context.catalog
    return [
        *(
            _build_index_page("sheet", sheet.id, sheet.title, strip_markup(sheet.summary))
            for sheet in catalog.sheets.values()
        ),
        *(
            _build_index_page("source", source.id, source.label, _format_source_text(source))
            for source in catalog.sources.values()
        ),
        *(_build_index_page("actor", actor.id, actor.name, actor.role) for actor in catalog.actors.values()),
        *(_build_index_page("place", place.id, place.name, "") for place in catalog.places.values()),
    ]


def _build_index_page(kind: str, name: str, title: str, text: str) -> Json:
    return {"kind": kind, "url": f"{kind}s/{name}/", "title": title, "text": text}


def _format_source_text(source: Source) -> str:
    """Say what a source is called, who wrote it, and when it came out."""
    published = render_date(source.published) if source.published else ""
    return ", ".join(filter(None, (source.title, *source.authors, published)))


def _build_index_entry(fact: Fact, measures: Mapping[str, str], context: PageContext) -> Json:
    catalog = context.catalog
    sheet = context.find_sheet(fact)
    measure = measures[fact.value.unit] if fact.value else ""
    hedge, number, unit = render_value_parts(fact.value) if fact.value else ("", "", "")
    named = dict.fromkeys(
        [*(actor.id for evidence in fact.evidence for actor in evidence.chain), *(actor.id for actor in fact.actors)]
    )
    return {
        "id": fact.id,
        "url": f"facts/{fact.id}/",
        "statement": strip_markup(fact.statement),
        "value": format_value_words(fact.value) if fact.value else "",
        "hedge": hedge,
        "number": number,
        "unit": unit,
        "measure": measure,
        **_build_index_limits(fact.value and (convert_value(fact.value, measure) or fact.value)),
        "standing": fact.standing.value,
        "derived": fact.derived is not None,
        "lifecycle": fact.lifecycle.value,
        "sheet": {"id": sheet.id, "title": sheet.title},
        "sources": [
            {"id": source.id, "letter": context.letters[source.id], "label": source.label}
            for source in context.list_sources(fact)
        ],
        "actors": [{"id": name, "name": catalog.actors[name].name} for name in named],
        "places": [{"id": place.id, "name": catalog.places[place.id].name} for place in fact.places],
        "as_of": fact.as_of.text if fact.as_of else None,
        "when": fact.when.text if fact.when else None,
        "dated": strip_markup(dated.spans) if (dated := render_fact_date(fact)) else "",
        **_build_days(fact.when or fact.as_of),
        "independent": context.independence[fact.id].independent_count,
        "differs": list_difference_kinds(context.comparisons[fact.id]),
        "tags": list(fact.tags),
        "text": " ".join(filter(None, (fact.counts, *(strip_markup(words) for _, _, words in list_remarks(fact))))),
    }


def _build_index_limits(value: Value | None) -> dict[str, Json]:
    interval = value.interval if value else None
    low, high = (interval.low, interval.high) if interval else (None, None)
    point = value.number if value else None
    return {
        "low": f"{low:f}" if low is not None else None,
        "high": f"{high:f}" if high is not None else None,
        "low_open": bool(interval and interval.low_open),
        "high_open": bool(interval and interval.high_open),
        "point": f"{point:f}" if point is not None else None,
    }


def find_filter_units(units: Iterable[str]) -> Mapping[str, str]:
    """Return the unit by which each is filtered: the first it converts into, or `%` for every share."""
    found: dict[str, str] = {}
    for unit in units:
        parsed = parse_unit(unit)
        like = (other for other in found.values() if can_compare_units(parsed, parse_unit(other)))
        found[unit] = "%" if parsed.dimension is Dimension.SHARE else next(like, unit)
    return found


def _build_days(date: Date | None) -> dict[str, Json]:
    """Return the first and the last day that a date may mean."""
    first, last = (date.first, date.last) if date else (None, None)
    return {"from": first.isoformat() if first else None, "to": last.isoformat() if last else None}
