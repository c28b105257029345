"""No unbound numbers: what the prose says in figures, a fact on the same page says with its evidence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.prose_numbers import Mention, mentions
from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Location, Rule, Severity
from factsheet.model.dates import Date
from factsheet.model.records import Fact, Source, remarks_on
from factsheet.model.text.spans import PageAddress, Text, links_of, plain, words_of
from factsheet.model.values import Value

RULE = Rule(
    "F324",
    "A number in the prose that no fact covers",
    "Prose is where a sheet drifts from its facts: a number there has no evidence of its own.",
    "Make a fact of it on the same sheet, link to the fact that has it, or say it without the number.",
    Severity.WARNING,
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find numbers and dates in summaries, notes and descriptions that no fact near them has."""
    catalog = subject.catalog
    if not catalog.facts or any(kind == "fact" for kind, _ in catalog.unread):
        return  # A fact that could not be read, or is yet to be written, may be the one that has the number.
    for sheet in catalog.sheets.values():
        yield from _uncovered(sheet.summary, sheet.where.of("summary"), sheet.facts, catalog)
        for chart in sheet.charts:
            yield from _uncovered(plain(chart.title), chart.where.of("title"), sheet.facts, catalog)
            yield from _uncovered(chart.note, chart.where.of("note"), sheet.facts, catalog)
        for fact in sheet.facts:
            yield from _uncovered(plain(fact.label), fact.where.of("label"), sheet.facts, catalog, fact)
            for where, name, text in remarks_on(fact):
                yield from _uncovered(text, where.of(name), sheet.facts, catalog, fact)
    yield from _on_the_home_page(subject)
    for source in catalog.sources.values():
        yield from _uncovered(source.note, source.where.of("note"), catalog.drawn_from[source.id], catalog)
    for actor in catalog.actors.values():
        facts = (*catalog.said_by[actor.id], *catalog.about_actor[actor.id])
        yield from _uncovered(actor.description, actor.where.of("description"), facts, catalog)
    for place in catalog.places.values():
        facts = catalog.about_place[place.id]
        yield from _uncovered(place.description, place.where.of("description"), facts, catalog)


def _on_the_home_page(subject: Subject) -> Iterator[Found]:
    """Read the hand-written words of the home page against all facts."""
    facts = tuple(subject.catalog.facts.values())
    for number, line in enumerate(subject.home.splitlines(), 1):
        if line.startswith("title:"):
            continue  # The name of the site, which may be `Route 66`.
        for mention in _bare(mentions(line), facts, subject.catalog):
            at = Location(subject.home_file, number, line.index(mention.text) + 1, len(mention.text))
            yield Found(RULE.at(at, f"'{mention.text}' stands in the prose, and no fact has it", RULE.mend))


def _uncovered(
    text: Text, at: Location, facts: Iterable[Fact], catalog: Catalog, about: Fact | None = None
) -> Iterator[Found]:
    hint = "make a fact of it, link to the fact that has it, or leave it out"
    for mention in _bare(mentions(words_of(text)), (*facts, *_linked(text, catalog)), catalog):
        message = f"'{mention.text}' stands in the prose, and no fact near it has it"
        yield Found(RULE.at(at, message, hint), about)


def _bare(found: Iterable[Mention], facts: Iterable[Fact], catalog: Catalog) -> Iterator[Mention]:
    """Yield the mentions that none of the facts has."""
    mentioned = tuple(found)
    if not mentioned:
        return
    near = tuple(facts)
    numbers = frozenset(number for fact in near for number in _numbers_of(fact))
    dates = tuple(date for fact in near for date in _dates_of(fact, catalog))
    yield from (mention for mention in mentioned if not _covered(mention, numbers, dates))


def _linked(text: Text, catalog: Catalog) -> Iterator[Fact]:
    for link in links_of(text):
        if isinstance(link.to, PageAddress):
            fact = catalog.facts.get(link.to.uri.removeprefix("facts/").removesuffix(".md"))
            if fact:
                yield fact


def _covered(mention: Mention, numbers: frozenset[Decimal], dates: tuple[Date, ...]) -> bool:
    if mention.number is not None:
        return mention.number in numbers
    return any(_holds(date, mention) for date in dates)


def _holds(date: Date, mention: Mention) -> bool:
    """Tell whether a date of a fact is the one that is mentioned, as exactly as it is mentioned."""
    return any(
        (mention.year is None or mention.year == day.year)
        and (mention.month is None or mention.month == day.month)
        and (mention.day is None or mention.day == day.day)
        for day in _days(date)
    )


def _days(date: Date) -> Iterator[dt.date]:
    """Yield the ends of a date, and the first of each month between them."""
    first, last = date.first or date.last, date.last or date.first
    if first is None or last is None:
        return
    yield first
    yield last
    for month in range(first.year * 12 + first.month, last.year * 12 + last.month):
        yield dt.date(month // 12, month % 12 + 1, 1)


def _numbers_of(fact: Fact) -> Iterator[Decimal]:
    values = (fact.value, fact.also, *(one.says for one in fact.evidence))
    yield from (number for value in values if value for number in _numbers_in(value))
    texts = (words_of(fact.statement), fact.counts, fact.compared_with)
    yield from (one.number for text in texts for one in mentions(text) if one.number is not None)


def _numbers_in(value: Value) -> Iterator[Decimal]:
    if value.number is not None:
        yield value.number
    elif value.interval:
        yield from (end for end in (value.interval.low, value.interval.high) if end is not None)


def _dates_of(fact: Fact, catalog: Catalog) -> Iterator[Date]:
    sources: tuple[Source, ...] = tuple(catalog.sources[one.source.id] for one in fact.evidence)
    every = (
        fact.as_of,
        fact.when,
        *(one.as_of for one in fact.evidence),
        *(one.published for one in sources),
    )
    yield from (date for date in every if date)
