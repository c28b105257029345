"""All records by id, every reference resolved, and what leads back to each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Protocol, TypeVar

from factsheet.diagnostics.core import Diagnostic, FieldLocations, Location, Reference, suggest_nearest
from factsheet.diagnostics.rules.schema import DUPLICATE_ID, UNKNOWN_ID
from factsheet.model.records import Actor, Chart, Fact, Place, Sheet, Source, list_remarks
from factsheet.model.text.spans import Link, PageAddress, Text, list_links
from factsheet.parsing.validate.documents import ANY_ID, ValidationResult


class IdentifiedRecord(Protocol):
    """Anything with an id and a place."""

    @property
    def id(self) -> str:
        """The lasting name."""

    @property
    def locations(self) -> FieldLocations:
        """The place in its file."""


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The ids there are, by kind, and where to say that one is not among them."""

    records: Mapping[str, Mapping[str, IdentifiedRecord]]
    unreadable: frozenset[tuple[str, str]]
    diagnostics: list[Diagnostic]
    missing: set[tuple[str, str]] = field(default_factory=set)
    """Kind and id of what is mentioned and is not there; what was meant instead is not known."""

    def can_resolve(self, reference: Reference, *kinds: str, message: str = "") -> bool:
        """Tell whether a reference leads to a record; say so where it does not."""
        if any(reference.id in self.records[kind] for kind in kinds):
            return True
        self.missing.update((kind, reference.id) for kind in kinds)
        unread = any((kind, name) in self.unreadable for kind in kinds for name in (reference.id, ANY_ID))
        if not unread:
            ids = chain.from_iterable(self.records[kind] for kind in kinds)
            hint = suggest_nearest(reference.id, ids) or describe_declaration(*kinds)
            message = message or f"unknown {' or '.join(kinds)} '{reference.id}'"
            self.diagnostics.append(UNKNOWN_ID.report(reference.location, message, hint))
        return False

    def filter_references(self, references: Iterable[Reference], *kinds: str) -> tuple[Reference, ...]:
        """Return the references that lead somewhere."""
        return tuple(reference for reference in references if self.can_resolve(reference, *kinds))

    def check_links(self, text: Text, at: Location) -> None:
        """Follow the links of a prose text to pages of this site."""
        for link in list_links(text):
            kind, name = _parse_page_link(link)
            if kind:
                self.can_resolve(Reference(name, at), kind, message=f"the link '{kind}:{name}' leads to no {kind}")


def _parse_page_link(link: Link) -> tuple[str, str]:
    if not isinstance(link.address, PageAddress):
        return "", ""
    folder, _, page = link.address.uri.removesuffix(".md").partition("/")
    return folder.removesuffix("s"), page


def describe_declaration(*kinds: str) -> str:
    """Return a hint that says in which files records of some kinds are declared."""
    places = {
        "fact": "facts stand in facts/sheets/",
        "chart": "charts stand under `charts` of a sheet",
        "sheet": "sheets stand in facts/sheets/",
        "source": "sources stand in facts/sources/",
        "actor": "actors stand in facts/actors.yml",
        "place": "places stand in facts/places.yml",
    }
    return "; ".join(places[kind] for kind in kinds)


R = TypeVar("R", bound=IdentifiedRecord)


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
    cited_by: Mapping[str, tuple[Fact, ...]]
    """Source id to the facts that cite it."""
    said_by: Mapping[str, tuple[Fact, ...]]
    """Actor id to the facts in whose chains it stands."""
    about_actor: Mapping[str, tuple[Fact, ...]]
    about_place: Mapping[str, tuple[Fact, ...]]
    dependents: Mapping[str, tuple[Fact, ...]]
    """Fact id to the facts worked out from it."""
    unreadable: frozenset[tuple[str, str]]
    """Kind and id of what was left out."""


def build_catalog(validated: ValidationResult) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Index the records, follow every reference, and say which lead nowhere."""
    corpus = validated.records
    findings: list[Diagnostic] = []
    all_facts = tuple(chain.from_iterable(sheet.facts for sheet in corpus.sheets))
    known = KnownIds(
        {
            "sheet": _index_unique(corpus.sheets, findings),
            "fact": _index_unique(all_facts, findings),
            "chart": _index_unique(chain.from_iterable(sheet.charts for sheet in corpus.sheets), findings),
            "source": _index_unique(corpus.sources, findings),
            "actor": _index_unique(corpus.actors, findings),
            "place": _index_unique(corpus.places, findings),
        },
        validated.unreadable,
        findings,
    )
    actors = _index_first(_resolve_actor(one, known) for one in corpus.actors)
    places = _index_first(_resolve_place(one, known) for one in corpus.places)
    sources = _index_first(_resolve_source(one, known) for one in corpus.sources)
    broken = {fact.id for fact in all_facts if not _can_resolve_fact(fact, known)}
    broken |= _find_dependents(broken, all_facts, validated.unreadable)
    sheets = _index_first(_resolve_sheet(sheet, broken, known) for sheet in corpus.sheets)
    kept = {chart.id for sheet in sheets.values() for chart in sheet.charts}
    undrawn = {("chart", one) for one in known.records["chart"] if one not in kept}
    unread = validated.unreadable | {("fact", one) for one in broken} | undrawn | known.missing
    return _build_index(sheets, _NamedRecords(sources, actors, places), frozenset(unread)), tuple(findings)


def _index_first(records: Iterable[R]) -> dict[str, R]:
    """Return records by id; of two with one id, the first is meant by those who name it."""
    first: dict[str, R] = {}
    for record in records:
        first.setdefault(record.id, record)
    return first


def _index_unique(records: Iterable[R], findings: list[Diagnostic]) -> dict[str, R]:
    given = tuple(records)
    first = _index_first(given)
    for record in given:
        if record is not first[record.id]:
            earlier = first[record.id].locations.find("id")
            message = f"the id '{record.id}' is already taken at {earlier.file}:{earlier.line}"
            hint = "give this one an id of its own; an id is never used twice"
            findings.append(DUPLICATE_ID.report(record.locations.find("id"), message, hint))
    return first


def _resolve_actor(actor: Actor, known: KnownIds) -> Actor:
    known.check_links(actor.description, actor.locations.find("description"))
    if actor.affiliation and not known.can_resolve(actor.affiliation, "actor"):
        return replace(actor, affiliation=None)
    return actor


def _resolve_place(place: Place, known: KnownIds) -> Place:
    known.check_links(place.description, place.locations.find("description"))
    if place.within and not known.can_resolve(place.within, "place"):
        return replace(place, within=None)
    return place


def _resolve_source(source: Source, known: KnownIds) -> Source:
    known.check_links(source.note, source.locations.find("note"))
    publisher = source.publisher if source.publisher and known.can_resolve(source.publisher, "actor") else None
    return replace(source, publisher=publisher, based_on=known.filter_references(source.based_on, "source", "actor"))


def _resolve_sheet(sheet: Sheet, broken: AbstractSet[str], known: KnownIds) -> Sheet:
    known.check_links(sheet.summary, sheet.locations.find("summary"))
    # A key fact of another sheet stays: a check says that it does not belong here.
    key_facts = tuple(one for one in known.filter_references(sheet.key_facts, "fact") if one.id not in broken)
    sound = tuple(
        replace(
            fact,
            actors=known.filter_references(fact.actors, "actor"),
            places=known.filter_references(fact.places, "place"),
        )
        for fact in sheet.facts
    )
    # A chart without one of its facts would say something else than its editor meant.
    charts = tuple(chart for chart in sheet.charts if _can_resolve_chart(chart, broken, known))
    facts = tuple(fact for fact in sound if fact.id not in broken)
    return replace(sheet, key_facts=key_facts, facts=facts, charts=charts)


def _can_resolve_chart(chart: Chart, broken: AbstractSet[str], known: KnownIds) -> bool:
    known.check_links(chart.note, chart.locations.find("note"))
    return len(known.filter_references(chart.facts, "fact")) == len(chart.facts) and not any(
        one.id in broken for one in chart.facts
    )


def _can_resolve_fact(fact: Fact, known: KnownIds) -> bool:
    """Tell whether all that a fact rests on is there; follow every reference, not only up to the first."""
    leads = [known.can_resolve(one.source, "source") for one in fact.evidence]
    leads += [known.can_resolve(actor, "actor") for one in fact.evidence for actor in one.chain]
    if fact.derived:
        leads += [known.can_resolve(reference, "fact") for _, reference, _ in fact.derived.inputs]
    if fact.choice:
        leads.append(known.can_resolve(fact.choice.source, "source"))
    if fact.superseded_by:
        leads.append(known.can_resolve(fact.superseded_by, "fact"))
    for where, name, text in _list_prose(fact):
        known.check_links(text, where.find(name))
    return all(leads)


def _list_prose(fact: Fact) -> Iterator[tuple[FieldLocations, str, Text]]:
    yield fact.locations, "statement", fact.statement
    yield from list_remarks(fact)
    for correction in fact.corrections:
        yield correction.locations, "was", correction.was
        yield correction.locations, "why", correction.why


def _find_dependents(broken: set[str], facts: tuple[Fact, ...], unread: frozenset[tuple[str, str]]) -> set[str]:
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
class _NamedRecords:
    """The records that facts speak of and draw on."""

    sources: Mapping[str, Source]
    actors: Mapping[str, Actor]
    places: Mapping[str, Place]


def _build_index(sheets: Mapping[str, Sheet], held: _NamedRecords, unread: frozenset[tuple[str, str]]) -> Catalog:
    def group_facts(names: Iterable[str], pairs: Iterable[tuple[str, Fact]]) -> dict[str, tuple[Fact, ...]]:
        lists: dict[str, dict[str, Fact]] = {name: {} for name in names}
        for name, fact in pairs:
            lists[name][fact.id] = fact
        return {name: tuple(held.values()) for name, held in lists.items()}

    facts = _index_first(chain.from_iterable(sheet.facts for sheet in sheets.values()))
    sheet_of: dict[str, str] = {}
    for sheet in sheets.values():
        for fact in sheet.facts:
            sheet_of.setdefault(fact.id, sheet.id)
    charts = _index_first(chain.from_iterable(sheet.charts for sheet in sheets.values()))
    every = facts.values()
    return Catalog(
        sheets=sheets,
        facts=facts,
        charts=charts,
        sources=held.sources,
        actors=held.actors,
        places=held.places,
        sheet_of=sheet_of,
        cited_by=group_facts(held.sources, ((one.source.id, fact) for fact in every for one in fact.evidence)),
        said_by=group_facts(
            held.actors, ((one.id, fact) for fact in every for tie in fact.evidence for one in tie.chain)
        ),
        about_actor=group_facts(held.actors, ((one.id, fact) for fact in every for one in fact.actors)),
        about_place=group_facts(held.places, ((one.id, fact) for fact in every for one in fact.places)),
        dependents=group_facts(
            facts,
            ((one.id, fact) for fact in every if fact.derived for _, one, _ in fact.derived.inputs),
        ),
        unreadable=unread,
    )
