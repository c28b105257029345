"""Every record under its id, and every reference followed both ways.

What comes out holds together: an id in it always leads to a record in it. A fact whose evidence leads
nowhere is left out together with the facts worked out from it; a lesser reference that leads nowhere is
dropped. Each is told once, where the id is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Protocol, TypeVar

from generator import rules_shape as rules
from generator.blocks import Link, PageAddress, Text, links_of
from generator.diagnostics import Diagnostic, Location, Reference, Where, did_you_mean
from generator.model import Actor, Fact, Place, Sheet, Source
from generator.validate import ANY, Validated


class Record(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str:
        """The lasting name."""

    @property
    def where(self) -> Where:
        """The place in its file."""


R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Catalog:
    """All records of a site, by id, in the order of their pages."""

    sheets: Mapping[str, Sheet]
    facts: Mapping[str, Fact]
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
    known = _Known(
        {
            "sheet": _by_id(corpus.sheets, findings),
            "fact": _by_id(all_facts, findings),
            "source": _by_id(corpus.sources, findings),
            "actor": _by_id(corpus.actors, findings),
            "place": _by_id(corpus.places, findings),
        },
        validated.unread,
        findings,
    )
    actors = {one.id: _sound_actor(one, known) for one in corpus.actors}
    places = {one.id: _sound_place(one, known) for one in corpus.places}
    sources = {one.id: _sound_source(one, known) for one in corpus.sources}
    broken = {fact.id for fact in all_facts if not _fact_leads_somewhere(fact, known)}
    broken |= _worked_out_from(broken, all_facts, validated.unread)
    sheets = {
        sheet.id: _sound_sheet(sheet, tuple(fact for fact in sheet.facts if fact.id not in broken), known)
        for sheet in corpus.sheets
    }
    facts = {fact.id: fact for sheet in sheets.values() for fact in sheet.facts}
    unread = validated.unread | {("fact", one) for one in broken}
    return _index(sheets, facts, sources, actors, places, unread), tuple(findings)


def _by_id(records: Iterable[R], findings: list[Diagnostic]) -> dict[str, R]:
    first: dict[str, R] = {}
    for record in records:
        if record.id in first:
            earlier = first[record.id].where.of("id")
            message = f"the id '{record.id}' is already taken at {earlier.file}:{earlier.line}"
            hint = "give this one an id of its own; an id is never used twice"
            findings.append(rules.DUPLICATE_ID.at(record.where.of("id"), message, hint))
        else:
            first[record.id] = record
    return first


@dataclass(frozen=True, slots=True)
class _Known:
    """The ids there are, by kind, and where to say that one is not among them."""

    records: Mapping[str, Mapping[str, Record]]
    unread: frozenset[tuple[str, str]]
    findings: list[Diagnostic]

    def leads(self, reference: Reference, *kinds: str) -> bool:
        """Tell whether a reference leads to a record; say so where it does not."""
        if any(reference.id in self.records[kind] for kind in kinds):
            return True
        unread = any((kind, name) in self.unread for kind in kinds for name in (reference.id, ANY))
        if not unread:
            ids = chain.from_iterable(self.records[kind] for kind in kinds)
            hint = did_you_mean(reference.id, ids) or _where_declared(kinds)
            message = f"unknown {' or '.join(kinds)} '{reference.id}'"
            self.findings.append(rules.UNKNOWN_ID.at(reference.at, message, hint))
        return False

    def kept(self, references: Iterable[Reference], *kinds: str) -> tuple[Reference, ...]:
        """Return the references that lead somewhere."""
        return tuple(reference for reference in references if self.leads(reference, *kinds))

    def prose(self, text: Text, at: Location) -> None:
        """Follow the links of a prose text to pages of this site."""
        for link in links_of(text):
            kind, name = _page_of(link)
            if kind:
                self.leads(Reference(name, at), kind)


def _page_of(link: Link) -> tuple[str, str]:
    if not isinstance(link.to, PageAddress):
        return "", ""
    folder, _, page = link.to.uri.removesuffix(".md").partition("/")
    return folder.removesuffix("s"), page


def _where_declared(kinds: tuple[str, ...]) -> str:
    places = {
        "fact": "facts stand in facts/sheets/",
        "sheet": "sheets stand in facts/sheets/",
        "source": "sources stand in facts/sources/",
        "actor": "actors stand in facts/actors.yml",
        "place": "places stand in facts/places.yml",
    }
    return "; ".join(places[kind] for kind in kinds)


def _sound_actor(actor: Actor, known: _Known) -> Actor:
    known.prose(actor.description, actor.where.of("description"))
    if actor.affiliation and not known.leads(actor.affiliation, "actor"):
        return replace(actor, affiliation=None)
    return actor


def _sound_place(place: Place, known: _Known) -> Place:
    known.prose(place.description, place.where.of("description"))
    if place.within and not known.leads(place.within, "place"):
        return replace(place, within=None)
    return place


def _sound_source(source: Source, known: _Known) -> Source:
    known.prose(source.note, source.where.of("note"))
    publisher = source.publisher if source.publisher and known.leads(source.publisher, "actor") else None
    return replace(source, publisher=publisher, based_on=known.kept(source.based_on, "source", "actor"))


def _sound_sheet(sheet: Sheet, facts: tuple[Fact, ...], known: _Known) -> Sheet:
    known.prose(sheet.summary, sheet.where.of("summary"))
    own = {fact.id for fact in facts}
    key_facts = tuple(one for one in known.kept(sheet.key_facts, "fact") if one.id in own)
    sound = tuple(
        replace(fact, actors=known.kept(fact.actors, "actor"), places=known.kept(fact.places, "place"))
        for fact in facts
    )
    return replace(sheet, key_facts=key_facts, facts=sound)


def _fact_leads_somewhere(fact: Fact, known: _Known) -> bool:
    """Tell whether all that a fact rests on is there; every reference is followed, not only up to the first."""
    leads = [known.leads(one.source, "source") for one in fact.evidence]
    leads += [known.leads(actor, "actor") for one in fact.evidence for actor in one.chain]
    if fact.derived:
        leads += [known.leads(reference, "fact") for _, reference, _ in fact.derived.inputs]
    if fact.choice:
        leads.append(known.leads(fact.choice.source, "source"))
    if fact.superseded_by:
        leads.append(known.leads(fact.superseded_by, "fact"))
    for name, text in _prose_of(fact):
        known.prose(text, fact.where.of(name))
    return all(leads)


def _prose_of(fact: Fact) -> Iterator[tuple[str, Text]]:
    yield "statement", fact.statement
    yield "caveat", fact.caveat
    yield "note", fact.note
    for evidence in fact.evidence:
        yield "evidence", evidence.differs + evidence.note


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


def _index(
    sheets: Mapping[str, Sheet],
    facts: Mapping[str, Fact],
    sources: Mapping[str, Source],
    actors: Mapping[str, Actor],
    places: Mapping[str, Place],
    unread: frozenset[tuple[str, str]],
) -> Catalog:
    def listed(names: Iterable[str], pairs: Iterable[tuple[str, Fact]]) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, dict[str, Fact]] = {name: {} for name in names}
        for name, fact in pairs:
            lists[name][fact.id] = fact
        return {name: tuple(held.values()) for name, held in lists.items()}

    every = facts.values()
    return Catalog(
        sheets=sheets,
        facts=facts,
        sources=sources,
        actors=actors,
        places=places,
        sheet_of={fact.id: sheet.id for sheet in sheets.values() for fact in sheet.facts},
        drawn_from=listed(sources, ((one.source.id, fact) for fact in every for one in fact.evidence)),
        said_by=listed(
            actors, ((one.id, fact) for fact in every for tie in fact.evidence for one in tie.chain)
        ),
        about_actor=listed(actors, ((one.id, fact) for fact in every for one in fact.actors)),
        about_place=listed(places, ((one.id, fact) for fact in every for one in fact.places)),
        dependants=listed(
            facts,
            ((one.id, fact) for fact in every if fact.derived for _, one, _ in fact.derived.inputs),
        ),
        unread=unread,
    )
