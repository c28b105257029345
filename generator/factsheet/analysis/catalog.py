"""Every record under its id, and every reference followed both ways.

What comes out holds together: an id in it always leads to a record in it. A fact whose evidence leads
nowhere is left out together with the facts worked out from it; a lesser reference that leads nowhere is
dropped. Each is told once, where the id is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import chain
from typing import TypeVar

from factsheet.analysis.resolve import KnownIds, Record
from factsheet.diagnostics.core import Diagnostic, Where
from factsheet.diagnostics.rules import shape as rules
from factsheet.model.records import Actor, Chart, Fact, Place, Sheet, Source, remarks_on
from factsheet.model.text.spans import Text
from factsheet.parsing.validate import Validated

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All records of a site, by id, in the order of their pages."""

    sheets: Mapping[str, Sheet]
    facts: Mapping[str, Fact]
    charts: Mapping[str, Chart]
    sources: Mapping[str, Source]
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]
    sheet_of: Mapping[str, str]
    """Fact id to the id of its sheet."""
    drawn_from: Mapping[str, tuple[Fact, ...]]
    """Source id to the facts that cite it."""
    said_by: Mapping[str, tuple[Fact, ...]]
    """Actor id to the facts in whose chains it stands."""
    about_actor: Mapping[str, tuple[Fact, ...]]
    about_place: Mapping[str, tuple[Fact, ...]]
    dependants: Mapping[str, tuple[Fact, ...]]
    """Fact id to the facts worked out from it."""
    unread: frozenset[tuple[str, str]]
    """Kind and id of what was left out."""


def catalog(validated: Validated) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Index the records, follow every reference, and say which lead nowhere."""
    corpus = validated.corpus
    findings: list[Diagnostic] = []
    all_facts = tuple(chain.from_iterable(sheet.facts for sheet in corpus.sheets))
    known = KnownIds(
        {
            "sheet": _by_id(corpus.sheets, findings),
            "fact": _by_id(all_facts, findings),
            "chart": _by_id(chain.from_iterable(sheet.charts for sheet in corpus.sheets), findings),
            "source": _by_id(corpus.sources, findings),
            "actor": _by_id(corpus.actors, findings),
            "place": _by_id(corpus.places, findings),
        },
        validated.unread,
        findings,
    )
    actors = _first_of_each(_sound_actor(one, known) for one in corpus.actors)
    places = _first_of_each(_sound_place(one, known) for one in corpus.places)
    sources = _first_of_each(_sound_source(one, known) for one in corpus.sources)
    broken = {fact.id for fact in all_facts if not _fact_leads_somewhere(fact, known)}
    broken |= _worked_out_from(broken, all_facts, validated.unread)
    sheets = _first_of_each(_sound_sheet(sheet, broken, known) for sheet in corpus.sheets)
    kept = {chart.id for sheet in sheets.values() for chart in sheet.charts}
    undrawn = {("chart", one) for one in known.records["chart"] if one not in kept}
    unread = validated.unread | {("fact", one) for one in broken} | undrawn | known.missed
    return _index(sheets, _Held(sources, actors, places), frozenset(unread)), tuple(findings)


def _first_of_each(records: Iterable[R]) -> dict[str, R]:
    """Return records by id; of two with one id, the first is meant by those who name it."""
    first: dict[str, R] = {}
    for record in records:
        first.setdefault(record.id, record)
    return first


def _by_id(records: Iterable[R], findings: list[Diagnostic]) -> dict[str, R]:
    given = tuple(records)
    first = _first_of_each(given)
    for record in given:
        if record is not first[record.id]:
            earlier = first[record.id].where.of("id")
            message = f"the id '{record.id}' is already taken at {earlier.file}:{earlier.line}"
            hint = "give this one an id of its own; an id is never used twice"
            findings.append(rules.DUPLICATE_ID.at(record.where.of("id"), message, hint))
    return first


def _sound_actor(actor: Actor, known: KnownIds) -> Actor:
    known.prose(actor.description, actor.where.of("description"))
    if actor.affiliation and not known.leads(actor.affiliation, "actor"):
        return replace(actor, affiliation=None)
    return actor


def _sound_place(place: Place, known: KnownIds) -> Place:
    known.prose(place.description, place.where.of("description"))
    if place.within and not known.leads(place.within, "place"):
        return replace(place, within=None)
    return place


def _sound_source(source: Source, known: KnownIds) -> Source:
    known.prose(source.note, source.where.of("note"))
    publisher = source.publisher if source.publisher and known.leads(source.publisher, "actor") else None
    return replace(source, publisher=publisher, based_on=known.kept(source.based_on, "source", "actor"))


def _sound_sheet(sheet: Sheet, broken: AbstractSet[str], known: KnownIds) -> Sheet:
    known.prose(sheet.summary, sheet.where.of("summary"))
    # A key fact of another sheet stays: a check says that it does not belong here.
    key_facts = tuple(one for one in known.kept(sheet.key_facts, "fact") if one.id not in broken)
    sound = tuple(
        replace(fact, actors=known.kept(fact.actors, "actor"), places=known.kept(fact.places, "place"))
        for fact in sheet.facts
    )
    # A chart without one of its facts would say something else than its editor meant.
    charts = tuple(chart for chart in sheet.charts if _chart_leads_somewhere(chart, broken, known))
    facts = tuple(fact for fact in sound if fact.id not in broken)
    return replace(sheet, key_facts=key_facts, facts=facts, charts=charts)


def _chart_leads_somewhere(chart: Chart, broken: AbstractSet[str], known: KnownIds) -> bool:
    known.prose(chart.note, chart.where.of("note"))
    return len(known.kept(chart.facts, "fact")) == len(chart.facts) and not any(
        one.id in broken for one in chart.facts
    )


def _fact_leads_somewhere(fact: Fact, known: KnownIds) -> bool:
    """Tell whether all that a fact rests on is there; follow every reference, not only up to the first."""
    leads = [known.leads(one.source, "source") for one in fact.evidence]
    leads += [known.leads(actor, "actor") for one in fact.evidence for actor in one.chain]
    if fact.derived:
        leads += [known.leads(reference, "fact") for _, reference, _ in fact.derived.inputs]
    if fact.choice:
        leads.append(known.leads(fact.choice.source, "source"))
    if fact.superseded_by:
        leads.append(known.leads(fact.superseded_by, "fact"))
    for where, name, text in _prose_of(fact):
        known.prose(text, where.of(name))
    return all(leads)


def _prose_of(fact: Fact) -> Iterator[tuple[Where, str, Text]]:
    yield fact.where, "statement", fact.statement
    yield from remarks_on(fact)
    for correction in fact.corrections:
        yield correction.where, "was", correction.was
        yield correction.where, "why", correction.why


def _worked_out_from(
    broken: set[str], facts: tuple[Fact, ...], unread: frozenset[tuple[str, str]]
) -> set[str]:
    """Return the facts that rest, over any number of steps, on a fact that was left out."""
    lost = broken | {name for kind, name in unread if kind == "fact"}
    while True:
        more = {
            fact.id
            for fact in facts
            if fact.id not in lost
            and (
                (fact.derived and any(one.id in lost for _, one, _ in fact.derived.inputs))
                or (fact.superseded_by and fact.superseded_by.id in lost)
            )
        }
        if not more:
            return lost
        lost |= more


@dataclass(frozen=True, slots=True)
class _Held:
    """The records that facts speak of and draw on."""

    sources: Mapping[str, Source]
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]


def _index(sheets: Mapping[str, Sheet], held: _Held, unread: frozenset[tuple[str, str]]) -> Catalog:
    def listed(names: Iterable[str], pairs: Iterable[tuple[str, Fact]]) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, dict[str, Fact]] = {name: {} for name in names}
        for name, fact in pairs:
            lists[name][fact.id] = fact
        return {name: tuple(held.values()) for name, held in lists.items()}

    facts = _first_of_each(chain.from_iterable(sheet.facts for sheet in sheets.values()))
    sheet_of: dict[str, str] = {}
    for sheet in sheets.values():
        for fact in sheet.facts:
            sheet_of.setdefault(fact.id, sheet.id)
    charts = _first_of_each(chain.from_iterable(sheet.charts for sheet in sheets.values()))
    every = facts.values()
    return Catalog(
        sheets=sheets,
        facts=facts,
        charts=charts,
        sources=held.sources,
        actors=held.actors,
        places=held.places,
        sheet_of=sheet_of,
        drawn_from=listed(held.sources, ((one.source.id, fact) for fact in every for one in fact.evidence)),
        said_by=listed(
            held.actors, ((one.id, fact) for fact in every for tie in fact.evidence for one in tie.chain)
        ),
        about_actor=listed(held.actors, ((one.id, fact) for fact in every for one in fact.actors)),
        about_place=listed(held.places, ((one.id, fact) for fact in every for one in fact.places)),
        dependants=listed(
            facts,
            ((one.id, fact) for fact in every if fact.derived for _, one, _ in fact.derived.inputs),
        ),
        unread=unread,
    )
