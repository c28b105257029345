"""All records by id, every reference resolved, and the facts that refer to each record."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from types import MappingProxyType
from typing import TypeVar

from factsheet.analysis.graphs import find_reachable, invert_links
from factsheet.diagnostics.core import Diagnostic, Location, Reference, read_declarations, suggest_nearest
from factsheet.diagnostics.frozen import dataclass, field, replace
from factsheet.diagnostics.rules import DUPLICATE_ID, UNKNOWN_ID
from factsheet.model import records as model
from factsheet.model.records import Fact, IdentifiedRecord, Sheet, Source, list_remarks
from factsheet.model.text.spans import PageAddress, Text, list_links
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Nature, Standing
from factsheet.parsing.validate.documents import ANY_ID, ValidationResult

_MAX_SUGGESTIONS = 100
"""Unknown ids after which the next is no longer compared with all known ones."""
R = TypeVar("R", bound=IdentifiedRecord)


@dataclass(frozen=True, slots=True)
class KnownIds:
    """The known ids by kind, and the references to other ids."""

    records: Mapping[str, Mapping[str, IdentifiedRecord]]
    unreadable: frozenset[tuple[str, str]]
    missing: set[tuple[str, str]] = field(default_factory=set)
    """Kind and id of the references that do not resolve."""
    reported: dict[tuple[str, str], list[Diagnostic]] = field(default_factory=dict)
    """What is wrong with each of them, by kind and id, once for each place; none where a file cannot be read."""

    def can_resolve(self, reference: Reference, *kinds: str, message: str = "") -> bool:
        """Tell whether a reference resolves to a record; report it if not."""
        for kind in kinds:
            if reference.id in self.records[kind]:
                return True
        self.missing.update((kind, reference.id) for kind in kinds)
        if not any((kind, name) in self.unreadable for kind in kinds for name in (reference.id, ANY_ID)):
            places = self.reported.setdefault((kinds[0], reference.id), [])
            suggests = not places and len(self.reported) <= _MAX_SUGGESTIONS
            ids = chain.from_iterable(self.records[kind] for kind in kinds if suggests)
            places.append(report_unknown_id(reference, kinds, ids, message))
        return False

    def list_unknown(self) -> Iterator[Diagnostic]:
        """Yield one diagnostic for each id that nothing has, at the first place that names it."""
        for items in self.reported.values():
            first = min(items, key=lambda item: item.sort_key)
            others = tuple(sorted({item.location for item in items} - {first.location}))
            message = f"{first.message}, here and in {format_count(len(others), 'more place')}"
            yield replace(first, message=message if others else first.message, hint=items[0].hint, also_at=others)

    def filter_references(self, references: Iterable[Reference], *kinds: str) -> tuple[Reference, ...]:
        """Return the references that resolve."""
        return tuple(reference for reference in references if self.can_resolve(reference, *kinds))

    def check_links(self, text: Text, location: Location) -> None:
        """Resolve the links of a text to pages of this site."""
        for link in list_links(text):
            if isinstance(link.address, PageAddress):
                folder, _, name = link.address.uri.removesuffix(".md").partition("/")
                kind = folder.removesuffix("s")
                message = f"the link '{kind}:{name}' points to an unknown {kind}"
                self.can_resolve(Reference(name, location), kind, message=message)


def report_unknown_id(reference: Reference, kinds: Sequence[str], ids: Iterable[str], message: str = "") -> Diagnostic:
    """Return the diagnostic for a reference to an id that no record of these kinds has."""
    message = message or f"unknown {' or '.join(kinds)} '{reference.id}'"
    places = read_declarations("analysis", "record_places.toml")
    hint = suggest_nearest(reference.id, ids) or "; ".join(places[kind] for kind in kinds)
    return UNKNOWN_ID.report(reference.location, message, hint)


def report_duplicate_id(name: str, location: Location, earlier: str) -> Diagnostic:
    """Return the diagnostic for an id that another record has; `earlier` describes where."""
    message = f"the id '{name}' is already taken ({earlier})"
    return DUPLICATE_ID.report(location, message, "choose another id; an id is never used twice")


@dataclass(frozen=True, slots=True)
class Catalog:
    """All records of a site, by id, in the order of their pages."""

    sheets: Mapping[str, Sheet]
    facts: Mapping[str, Fact]
    charts: Mapping[str, model.Chart]
    sources: Mapping[str, Source]
    actors: Mapping[str, model.Actor]
    places: Mapping[str, model.Place]
    sheet_of: Mapping[str, str]
    """The id of the sheet of each fact."""
    number_of: Mapping[str, int]
    """The place of each fact on its sheet, from 0."""
    cited_by: Mapping[str, tuple[Fact, ...]]
    """The facts that cite each source."""
    said_by: Mapping[str, tuple[Fact, ...]]
    """The facts that each actor said first; those of a primary document are its publisher's."""
    relayed_by: Mapping[str, tuple[Fact, ...]]
    """The facts that each actor passed on."""
    about_actor: Mapping[str, tuple[Fact, ...]]
    about_place: Mapping[str, tuple[Fact, ...]]
    dependents: Mapping[str, tuple[Fact, ...]]
    """The facts that are derived from each fact."""
    published_by: Mapping[str, tuple[Source, ...]]
    based_on_actor: Mapping[str, tuple[Source, ...]]
    members: Mapping[str, tuple[model.Actor, ...]]
    """The actors that belong to each actor."""
    inside: Mapping[str, tuple[model.Place, ...]]
    """The places that are directly within each place."""
    unreadable: frozenset[tuple[str, str]]
    """Kind and id of the records that were left out."""

    def list_corrected_records(self) -> tuple[model.CorrectedRecord, ...]:
        """Return every record that has notices of its changes, or may have some."""
        return (*self.facts.values(), *self.sheets.values(), *self.actors.values())


def list_input_references(fact: Fact) -> tuple[Reference, ...]:
    """Return the facts that a fact is derived from."""
    return tuple(reference for _, reference, _ in fact.derived.inputs) if fact.derived else ()


def build_catalog(
    validated: ValidationResult, chosen: Mapping[str, Sequence[Reference]] = MappingProxyType({})
) -> tuple[Catalog, tuple[Diagnostic, ...]]:
    """Index the records, resolve every reference (`chosen`: of the settings, by kind), report what does not resolve."""
    records = validated.records
    diagnostics: list[Diagnostic] = []
    all_facts = tuple(chain.from_iterable(sheet.facts for sheet in records.sheets))
    charts = chain.from_iterable(sheet.charts for sheet in records.sheets)
    listed: dict[str, Iterable[IdentifiedRecord]] = {"sheet": records.sheets, "fact": all_facts, "chart": charts}
    listed |= {"source": records.sources, "actor": records.actors, "place": records.places}
    known = KnownIds({kind: _index_first(each, diagnostics) for kind, each in listed.items()}, validated.unreadable)
    actors = _index_first(_resolve_actor(actor, known) for actor in records.actors)
    places = _index_first(_resolve_place(place, known) for place in records.places)
    sources = _index_first(_resolve_source(source, known) for source in records.sources)
    corrected: tuple[model.CorrectedRecord, ...] = (*all_facts, *records.sheets, *records.actors)
    for correction in chain.from_iterable(record.corrections for record in corrected):
        known.check_links(correction.was, correction.locations.find("was"))
        known.check_links(correction.why, correction.locations.find("why"))
    broken = {fact.id for fact in all_facts if not _can_resolve_fact(fact, known)}
    broken |= {name for kind, name in validated.unreadable if kind == "fact"}
    kept = {fact.id for sheet in _index_first(records.sheets).values() for fact in sheet.facts}
    broken |= {fact.id for fact in all_facts} - kept  # On a sheet that has the id of another, as is reported.
    needed_by = invert_links({fact.id: {needed.id for needed in _list_needed_facts(fact)} for fact in all_facts})
    broken = find_reachable(broken, lambda name: needed_by.get(name, ()))
    sheets = _index_first(_resolve_sheet(sheet, broken, known) for sheet in records.sheets)
    drawn = {chart.id for sheet in sheets.values() for chart in sheet.charts}
    unreadable = validated.unreadable | {("fact", name) for name in broken} | known.missing
    unreadable |= {("chart", name) for name in known.records["chart"] if name not in drawn}
    if all_facts:  # Otherwise it has been reported already that there are none.
        for kind, references in chosen.items():
            known.filter_references(references, kind)
    return _build_index(sheets, sources, actors, places, unreadable), (*diagnostics, *known.list_unknown())


def _index_first(records: Iterable[R], diagnostics: list[Diagnostic] | None = None) -> dict[str, R]:
    """Return records by id; references to an id that two records have mean the first, and the other is reported."""
    first: dict[str, R] = {}
    for record in records:
        if first.setdefault(record.id, record) is not record and diagnostics is not None:
            earlier = first[record.id].locations.find("id")
            place = f"{earlier.file}:{earlier.line}"
            diagnostics.append(report_duplicate_id(record.id, record.locations.find("id"), place))
    return first


def _resolve_actor(actor: model.Actor, known: KnownIds) -> model.Actor:
    known.check_links(actor.description, actor.locations.find("description"))
    is_known = not actor.affiliation or known.can_resolve(actor.affiliation, "actor")
    return actor if is_known else replace(actor, affiliation=None)


def _resolve_place(place: model.Place, known: KnownIds) -> model.Place:
    known.check_links(place.description, place.locations.find("description"))
    is_known = not place.within or known.can_resolve(place.within, "place")
    return place if is_known else replace(place, within=None)


def _resolve_source(source: Source, known: KnownIds) -> Source:
    known.check_links(source.note, source.locations.find("note"))
    if status := source.status:
        known.check_links(status.notice, status.locations.find("notice"))
        if status.by and not known.can_resolve(status.by, "source"):
            source = replace(source, status=replace(status, by=None))
    publisher = source.publisher if source.publisher and known.can_resolve(source.publisher, "actor") else None
    return replace(source, publisher=publisher, based_on=known.filter_references(source.based_on, "source", "actor"))


def _resolve_sheet(sheet: Sheet, broken: set[str], known: KnownIds) -> Sheet:
    known.check_links(sheet.summary, sheet.locations.find("summary"))
    # A key fact of another sheet is kept: a check reports it.
    key_facts = tuple(key for key in known.filter_references(sheet.key_facts, "fact") if key.id not in broken)
    keep = known.filter_references
    resolved = []
    for fact in sheet.facts:
        actors, places = keep(fact.actors, "actor"), keep(fact.places, "place")
        is_whole = actors == fact.actors and places == fact.places
        resolved.append(fact if is_whole else replace(fact, actors=actors, places=places))
    # A chart without one of its facts would say something different from what its editor meant.
    charts = tuple(chart for chart in sheet.charts if _can_resolve_chart(chart, broken, known))
    facts = tuple(fact for fact in resolved if fact.id not in broken)
    return replace(sheet, key_facts=key_facts, facts=facts, charts=charts)


def _can_resolve_chart(chart: model.Chart, broken: set[str], known: KnownIds) -> bool:
    known.check_links(chart.note, chart.locations.find("note"))
    resolved = known.filter_references(chart.facts, "fact")
    return resolved == chart.facts and not any(fact.id in broken for fact in chart.facts)


def _can_resolve_fact(fact: Fact, known: KnownIds) -> bool:
    """Tell whether everything that a fact needs exists; check every reference, even after one that does not."""
    resolved = [known.can_resolve(evidence.source, "source") for evidence in fact.evidence]
    named = (actor for evidence in fact.evidence for actor in (*evidence.chain, *evidence.jointly_with))
    resolved += [known.can_resolve(actor, "actor") for actor in named]
    resolved += [known.can_resolve(needed, "fact") for needed in _list_needed_facts(fact)]
    if fact.choice:
        resolved.append(known.can_resolve(fact.choice.source, "source"))
    for locations, name, text in ((fact.locations, "statement", fact.statement), *list_remarks(fact)):
        if text:
            known.check_links(text, locations.find(name))
    return all(resolved)


def _list_needed_facts(fact: Fact) -> tuple[Reference, ...]:
    return (*list_input_references(fact), *([fact.superseded_by] if fact.superseded_by else []))


def _group(
    names: Iterable[str], records: Mapping[str, R], list_references: Callable[[R], Iterable[Reference | None]]
) -> dict[str, tuple[R, ...]]:
    """Return the records that refer to each name, each once."""
    groups: dict[str, dict[str, R]] = {name: {} for name in names}
    for record in records.values():
        for reference in list_references(record):
            if reference and reference.id in groups:
                groups[reference.id][record.id] = record
    return {name: tuple(group.values()) for name, group in groups.items()}


def list_speakers(fact: Fact, sources: Mapping[str, Source], *, articles: bool = True) -> Iterator[Reference | None]:
    """Yield who said a fact first, those of context too: without a chain, the publisher of the source.

    What an article reports in its own voice is listed on the page of the article, to which that of its outlet leads;
    so such pages are made with `articles=False`. A primary document always speaks for its publisher.
    """
    for evidence in fact.evidence:
        source = sources[evidence.source.id]
        own_voice = fact.standing is not Standing.OBSERVED and (articles or source.nature is Nature.PRIMARY)
        yield from evidence.speakers or ((source.publisher,) if own_voice else ())


def list_subjects(fact: Fact, sources: Mapping[str, Source]) -> Iterator[Reference]:
    """Yield whom a fact is about: an actor that says it stands among its speakers alone."""
    speakers = {actor.id for actor in list_speakers(fact, sources, articles=False) if actor}
    return (actor for actor in fact.actors if actor.id not in speakers)


def _build_index(
    sheets: Mapping[str, Sheet],
    sources: Mapping[str, Source],
    actors: Mapping[str, model.Actor],
    places: Mapping[str, model.Place],
    unreadable: frozenset[tuple[str, str]],
) -> Catalog:
    facts = _index_first(chain.from_iterable(sheet.facts for sheet in sheets.values()))
    place_of: dict[str, tuple[str, int]] = {}
    for sheet in sheets.values():
        for number, fact in enumerate(sheet.facts):
            place_of.setdefault(fact.id, (sheet.id, number))
    return Catalog(
        sheets=sheets,
        facts=facts,
        charts=_index_first(chain.from_iterable(sheet.charts for sheet in sheets.values())),
        sources=sources,
        actors=actors,
        places=places,
        sheet_of={name: sheet for name, (sheet, _) in place_of.items()},
        number_of={name: number for name, (_, number) in place_of.items()},
        cited_by=_group(sources, facts, lambda fact: (evidence.source for evidence in fact.evidence)),
        said_by=_group(actors, facts, lambda fact: list_speakers(fact, sources, articles=False)),
        relayed_by=_group(actors, facts, lambda fact: (actor for each in fact.evidence for actor in each.chain[1:])),
        about_actor=_group(actors, facts, lambda fact: list_subjects(fact, sources)),
        about_place=_group(places, facts, lambda fact: fact.places),
        dependents=_group(facts, facts, list_input_references),
        published_by=_group(actors, sources, lambda source: (source.publisher,)),
        based_on_actor=_group(actors, sources, lambda source: source.based_on),
        members=_group(actors, actors, lambda actor: (actor.affiliation,)),
        inside=_group(places, places, lambda place: (place.within,)),
        unreadable=unreadable,
    )
