"""What rests on what: when a fact changes, all that was written with it in mind must be read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Location
from factsheet.model.records import Fact, list_remarks
from factsheet.model.text.spans import PageAddress, Text, list_links


class DependencyKind(StrEnum):
    """How something rests on a fact, as in `it is worked out from the fact`."""

    DERIVED = "worked out from it"
    SUCCEEDED = "superseded by it"
    LINKED = "links to it"
    DRAWN = "draws it"
    KEY = "key fact"


@dataclass(frozen=True, slots=True)
class Dependency:
    """One thing that rests on one fact."""

    kind: str
    """`fact`, `sheet` or `chart`."""
    id: str
    fact_id: str
    """The fact it rests on."""
    dependency_kind: DependencyKind
    location: Location
    """Where the tie is written."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the dependence for good."""
        return (self.kind, self.id, self.fact_id)


@dataclass(frozen=True, slots=True)
class Dependent:
    """Something that rests on a fact, over any number of steps."""

    kind: str
    id: str
    dependency_kind: DependencyKind
    intermediates: tuple[str, ...]
    """The derived facts in between, nearest to the changed fact first."""
    accepted: bool = False
    """Whether the ledger of the newer version says that it was read again since."""

    def build_key(self, fact: str) -> tuple[str, str, str]:
        """Return what names the last step to it from a changed fact."""
        return (self.kind, self.id, self.intermediates[-1] if self.intermediates else fact)


def list_dependencies(catalog: Catalog) -> tuple[Dependency, ...]:
    """Return what rests on each fact directly, each pair once, in the order of the pages."""
    found: dict[tuple[str, str, str], Dependency] = {}
    for one in _scan_catalog(catalog):
        if one.fact_id in catalog.facts and (one.kind, one.id) != ("fact", one.fact_id):
            found.setdefault(one.key, one)
    return tuple(found.values())


def _scan_catalog(catalog: Catalog) -> Iterator[Dependency]:
    for fact in catalog.facts.values():
        yield from _scan_fact(fact)
    for sheet in catalog.sheets.values():
        for key in sheet.key_facts:
            yield Dependency("sheet", sheet.id, key.id, DependencyKind.KEY, key.location)
        for name in _list_linked_facts(sheet.summary):
            yield Dependency("sheet", sheet.id, name, DependencyKind.LINKED, sheet.locations.find("summary"))
    for chart in catalog.charts.values():
        for drawn in chart.facts:
            yield Dependency("chart", chart.id, drawn.id, DependencyKind.DRAWN, drawn.location)
        for name in _list_linked_facts(chart.note):
            yield Dependency("chart", chart.id, name, DependencyKind.LINKED, chart.locations.find("note"))


def _scan_fact(fact: Fact) -> Iterator[Dependency]:
    if fact.derived:
        for _, one, _ in fact.derived.inputs:
            yield Dependency("fact", fact.id, one.id, DependencyKind.DERIVED, one.location)
    if fact.superseded_by:
        yield Dependency("fact", fact.id, fact.superseded_by.id, DependencyKind.SUCCEEDED, fact.superseded_by.location)
    for where, name, text in ((fact.locations, "statement", fact.statement), *list_remarks(fact)):
        for linked in _list_linked_facts(text):
            yield Dependency("fact", fact.id, linked, DependencyKind.LINKED, where.find(name))


def _list_linked_facts(text: Text) -> Iterator[str]:
    """Yield the ids of the facts that a text links to."""
    for link in list_links(text):
        if isinstance(link.address, PageAddress) and link.address.uri.startswith("facts/"):
            yield link.address.uri.removeprefix("facts/").removesuffix(".md")


def group_by_fact(found: tuple[Dependency, ...]) -> Mapping[str, tuple[Dependency, ...]]:
    """Return the dependences by the fact they rest on."""
    lists: dict[str, list[Dependency]] = {}
    for one in found:
        lists.setdefault(one.fact_id, []).append(one)
    return {name: tuple(listed) for name, listed in lists.items()}


def find_dependents(fact: str, resting: Mapping[str, tuple[Dependency, ...]]) -> tuple[Dependent, ...]:
    """Return what rests on a fact; through derived facts, over any number of steps.

    A number that is worked out from the fact changes with it, so all that rests on the number is concerned
    too. Words that link to the fact are not a fact that others rest on, and end the way.
    """
    found: dict[tuple[str, str], Dependent] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(fact, ())]
    seen = {fact}
    while waiting:
        name, through = waiting.pop(0)
        for one in resting.get(name, ()):
            if (one.kind, one.id) != ("fact", fact):
                found.setdefault((one.kind, one.id), Dependent(one.kind, one.id, one.dependency_kind, through))
            if one.dependency_kind is DependencyKind.DERIVED and one.id not in seen:
                seen.add(one.id)
                waiting.append((one.id, (*through, one.id)))
    return tuple(found.values())
