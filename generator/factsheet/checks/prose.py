"""Every number in prose is covered by a fact on the same page, with its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import product
from typing import TypeAlias

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import list_linked_facts
from factsheet.analysis.prose_numbers import Mention, find_claims, find_mentions
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import UNCOVERED_NUMBER
from factsheet.model.dates.points import Date
from factsheet.model.records import Fact, Source, list_remarks
from factsheet.model.text.spans import Text, make_text, strip_markup
from factsheet.model.values.hedges import Value

_Day: TypeAlias = tuple[int | None, int | None, int | None]
"""Year, month and day, as far as they are mentioned."""


def check_prose_covered(context: CheckContext) -> Iterator[Diagnostic | ReportedDiagnostic]:
    """Report numbers and dates in prose that no fact on the same page has."""
    catalog = context.catalog
    if not catalog.facts or any(kind == "fact" for kind, _ in catalog.unreadable):
        return  # A fact that could not be read, or is not written yet, may have the number.
    for sheet in catalog.sheets.values():
        page = FactNumbers(sheet.facts, catalog)
        yield from _find_uncovered(sheet.summary, sheet.locations.find("summary"), page)
        for chart in sheet.charts:
            yield from _find_uncovered(make_text(chart.title), chart.locations.find("title"), page)
            yield from _find_uncovered(chart.note, chart.locations.find("note"), page)
        for fact in sheet.facts:
            for locations, name, text in ((fact.locations, "label", make_text(fact.label)), *list_remarks(fact)):
                if text:
                    yield from _find_uncovered(text, locations.find(name), page, fact)
    yield from _check_home_page(context)
    for source in catalog.sources.values():
        page = FactNumbers(catalog.cited_by[source.id], catalog, source)
        yield from _find_uncovered(source.note, source.locations.find("note"), page)
    for actor in catalog.actors.values():
        naming = (catalog.said_by, catalog.relayed_by, catalog.about_actor)
        page = FactNumbers([fact for each in naming for fact in each[actor.id]], catalog)
        yield from _find_uncovered(actor.description, actor.locations.find("description"), page)
    for place in catalog.places.values():
        page = FactNumbers(catalog.about_place[place.id], catalog)
        yield from _find_uncovered(place.description, place.locations.find("description"), page)


def _check_home_page(context: CheckContext) -> Iterator[Diagnostic]:
    page = FactNumbers(context.catalog.facts.values(), context.catalog)
    for number, line in enumerate(context.home.splitlines(), 1):
        if line.startswith("title:"):
            continue  # The name of the site, which may be `Route 66`.
        for mention in filter(page.is_missing, find_claims(line)):
            location = Location(context.home_file, number, mention.start + 1, len(mention.text))
            message = f"'{mention.text}' in the prose is not in any fact"
            yield UNCOVERED_NUMBER.report(location, message, UNCOVERED_NUMBER.fix)


def _find_uncovered(
    text: Text, location: Location, page: FactNumbers, about: Fact | None = None
) -> Iterator[ReportedDiagnostic]:
    facts, words = page.catalog.facts, strip_markup(text)
    for mention in filter(page.is_missing, find_claims(words, about_source=page.source is not None) if words else ()):
        linked = FactNumbers([facts[name] for name in list_linked_facts(text) if name in facts], page.catalog)
        if linked.is_missing(mention):
            message = f"'{mention.text}' in the prose is not in any fact nearby"
            hint = "make a fact of it, link to the fact that has it, or leave it out"
            yield ReportedDiagnostic(UNCOVERED_NUMBER.report(location, message, hint), about)


@dataclass(frozen=True)
class FactNumbers:
    """The numbers and dates of some facts, which prose may mention; they are gathered when there is a mention."""

    facts: Collection[Fact]
    catalog: Catalog
    source: Source | None = None
    """The source whose page it is."""

    @cached_property
    def _values(self) -> frozenset[Decimal]:
        return frozenset(number for fact in self.facts for value in _list_values(fact) for number in value.numbers)

    @cached_property
    def _written(self) -> frozenset[Decimal | str | None]:
        """The numbers in the words of the facts, which take long to find and are seldom looked for."""
        said = [text for fact in self.facts for text in (strip_markup(fact.statement), fact.counts, fact.compared_with)]
        values = [value.text for fact in self.facts for value in _list_values(fact)]
        mentions = (mention for text in (*said, *values) if text for mention in find_mentions(text, every=True))
        return frozenset(mention.phrase or mention.number for mention in mentions)

    @cached_property
    def _days(self) -> frozenset[_Day]:
        cited = [evidence for fact in self.facts for evidence in fact.evidence]
        dates = {date for fact in self.facts for date in (fact.as_of, fact.when)} | {item.as_of for item in cited}
        dates |= {self.catalog.sources[item.source.id].published for item in cited}
        dates |= {self.source.published} if self.source else set()
        days = (day for date in dates if date for day in _list_days(date))
        # A day may be mentioned with its year, its month and its day, or some of them.
        return frozenset(part for day in days for part in product((None, day.year), (None, day.month), (None, day.day)))

    def is_missing(self, mention: Mention) -> bool:
        """Tell whether no fact has what is mentioned, as precisely as it is mentioned."""
        if (number := mention.phrase or mention.number) is not None:
            return number not in self._values and number not in self._written
        return (mention.year, mention.month, mention.day) not in self._days


def _list_days(date: Date) -> Iterator[dt.date]:
    """Yield the ends of a date, and the first of each month between them."""
    first, last = date.first or date.last, date.last or date.first
    if first is None or last is None:
        return
    yield from (first, last)
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        yield dt.date(month // 12, month % 12 + 1, 1)


def _list_values(fact: Fact) -> Iterator[Value]:
    return filter(None, (fact.value, fact.also, *(evidence.says for evidence in fact.evidence)))
