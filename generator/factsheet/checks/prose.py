"""Every number in prose is covered by a fact on the same page, with its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import list_linked_facts
from factsheet.analysis.prose_numbers import Mention, find_mentions
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.rules.facts import UNCOVERED_NUMBER
from factsheet.model.dates.points import Date
from factsheet.model.records import Fact, list_remarks
from factsheet.model.text.spans import Text, make_text, strip_markup
from factsheet.model.values.quantities import Value


def check_prose_covered(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report numbers and dates in prose that no fact on the same page has."""
    catalog = context.catalog
    if not catalog.facts or any(kind == "fact" for kind, _ in catalog.unreadable):
        return  # A fact that could not be read, or is not written yet, may have the number.
    for sheet in catalog.sheets.values():
        yield from _find_uncovered(sheet.summary, sheet.locations.find("summary"), sheet.facts, catalog)
        for chart in sheet.charts:
            yield from _find_uncovered(make_text(chart.title), chart.locations.find("title"), sheet.facts, catalog)
            yield from _find_uncovered(chart.note, chart.locations.find("note"), sheet.facts, catalog)
        for fact in sheet.facts:
            yield from _find_uncovered(make_text(fact.label), fact.locations.find("label"), sheet.facts, catalog, fact)
            for locations, name, text in list_remarks(fact):
                yield from _find_uncovered(text, locations.find(name), sheet.facts, catalog, fact)
    yield from _check_home_page(context)
    for source in catalog.sources.values():
        yield from _find_uncovered(source.note, source.locations.find("note"), catalog.cited_by[source.id], catalog)
    for actor in catalog.actors.values():
        facts = (*catalog.said_by[actor.id], *catalog.about_actor[actor.id])
        yield from _find_uncovered(actor.description, actor.locations.find("description"), facts, catalog)
    for place in catalog.places.values():
        facts = catalog.about_place[place.id]
        yield from _find_uncovered(place.description, place.locations.find("description"), facts, catalog)


def _check_home_page(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    facts = tuple(context.catalog.facts.values())
    for number, line in enumerate(context.home.splitlines(), 1):
        if line.startswith("title:"):
            continue  # The name of the site, which may be `Route 66`.
        for mention in _filter_uncovered(find_mentions(line), facts, context.catalog):
            location = Location(context.home_file, number, line.index(mention.text) + 1, len(mention.text))
            message = f"'{mention.text}' in the prose is not in any fact"
            yield ReportedDiagnostic(UNCOVERED_NUMBER.report(location, message, UNCOVERED_NUMBER.fix))


def _find_uncovered(
    text: Text, location: Location, facts: Iterable[Fact], catalog: Catalog, about: Fact | None = None
) -> Iterator[ReportedDiagnostic]:
    hint = "make a fact of it, link to the fact that has it, or leave it out"
    linked = (catalog.facts[name] for name in list_linked_facts(text) if name in catalog.facts)
    for mention in _filter_uncovered(find_mentions(strip_markup(text)), (*facts, *linked), catalog):
        message = f"'{mention.text}' in the prose is not in any fact nearby"
        yield ReportedDiagnostic(UNCOVERED_NUMBER.report(location, message, hint), about)


def _filter_uncovered(mentions: Iterable[Mention], facts: Iterable[Fact], catalog: Catalog) -> Iterator[Mention]:
    mentioned = tuple(mentions)
    if not mentioned:
        return
    near = tuple(facts)
    numbers = frozenset(number for fact in near for number in _list_fact_numbers(fact))
    dates = tuple(date for fact in near for date in _list_fact_dates(fact, catalog))
    yield from (mention for mention in mentioned if not _is_covered(mention, numbers, dates))


def _is_covered(mention: Mention, numbers: frozenset[Decimal], dates: tuple[Date, ...]) -> bool:
    if mention.number is not None:
        return mention.number in numbers
    return any(_is_same_date(date, mention) for date in dates)


def _is_same_date(date: Date, mention: Mention) -> bool:
    """Tell whether a date of a fact is the mentioned one, as precisely as it is mentioned."""
    return any(
        (mention.year is None or mention.year == day.year)
        and (mention.month is None or mention.month == day.month)
        and (mention.day is None or mention.day == day.day)
        for day in _list_days(date)
    )


def _list_days(date: Date) -> Iterator[dt.date]:
    """Yield the ends of a date, and the first of each month between them."""
    first, last = date.first or date.last, date.last or date.first
    if first is None or last is None:
        return
    yield first
    yield last
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        yield dt.date(month // 12, month % 12 + 1, 1)


def _list_fact_numbers(fact: Fact) -> Iterator[Decimal]:
    values = (fact.value, fact.also, *(evidence.says for evidence in fact.evidence))
    yield from (number for value in values if value for number in _list_value_numbers(value))
    texts = (strip_markup(fact.statement), fact.counts, fact.compared_with)
    yield from (mention.number for text in texts for mention in find_mentions(text) if mention.number is not None)


def _list_value_numbers(value: Value) -> Iterator[Decimal]:
    if value.number is not None:
        yield value.number
    elif value.interval:
        yield from (end for end in (value.interval.low, value.interval.high) if end is not None)


def _list_fact_dates(fact: Fact, catalog: Catalog) -> Iterator[Date]:
    yield from filter(None, (fact.as_of, fact.when))
    for evidence in fact.evidence:
        yield from filter(None, (evidence.as_of, catalog.sources[evidence.source.id].published))
