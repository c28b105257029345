"""What depends on what: when a fact changes, everything that depends on it must be read again."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from factsheet.analysis.catalog import Catalog, list_input_references
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.frozen import dataclass
from factsheet.model.records import Fact, list_remarks
from factsheet.model.text.spans import PageAddress, Text, list_links


class DependencyKind(StrEnum):
    """How something depends on a fact."""

    DERIVED = "worked out from it"
    SUCCEEDED = "superseded by it"
    LINKED = "links to it"
    DRAWN = "draws it"
    KEY = "key fact"


@dataclass(frozen=True, slots=True)
class Dependency:
    """A fact, sheet or chart that depends on a fact."""

    kind: str
    """`fact`, `sheet` or `chart`."""
    id: str
    fact_id: str
    """The fact that it depends on."""
    dependency_kind: DependencyKind
    location: Location
    """Where the dependency is written."""

    @property
    def key(self) -> tuple[str, str, str]:
        """The permanent key of the dependency."""
        return (self.kind, self.id, self.fact_id)


@dataclass(frozen=True, slots=True)
class Dependent:
    """Something that depends on a fact, directly or not."""

    kind: str
    id: str
    dependency_kind: DependencyKind
    intermediates: tuple[str, ...]
    """The derived facts in between, beginning with the one nearest to the changed fact."""
    accepted: bool = False
    """Whether the ledger of the newer version says that it has been read again since."""

    def build_key(self, fact: str) -> tuple[str, str, str]:
        """Return the key of the last dependency between a changed fact and this."""
        return (self.kind, self.id, self.intermediates[-1] if self.intermediates else fact)


def list_dependencies(catalog: Catalog) -> tuple[Dependency, ...]:
    """Return the direct dependencies, each pair once, in the order of the pages."""
    dependencies: dict[tuple[str, str, str], Dependency] = {}
    for dependency in _scan_catalog(catalog):
        if dependency.fact_id in catalog.facts and (dependency.kind, dependency.id) != ("fact", dependency.fact_id):
            dependencies.setdefault(dependency.key, dependency)
    return tuple(dependencies.values())


def _scan_catalog(catalog: Catalog) -> Iterator[Dependency]:
    for fact in catalog.facts.values():
        yield from _scan_fact(fact)
    for sheet in catalog.sheets.values():
        for key in sheet.key_facts:
            yield Dependency("sheet", sheet.id, key.id, DependencyKind.KEY, key.location)
        for name in list_linked_facts(sheet.summary):
            yield Dependency("sheet", sheet.id, name, DependencyKind.LINKED, sheet.locations.find("summary"))
    for chart in catalog.charts.values():
        for drawn in chart.facts:
            yield Dependency("chart", chart.id, drawn.id, DependencyKind.DRAWN, drawn.location)
        for name in list_linked_facts(chart.note):
            yield Dependency("chart", chart.id, name, DependencyKind.LINKED, chart.locations.find("note"))


def _scan_fact(fact: Fact) -> Iterator[Dependency]:
    for reference in list_input_references(fact):
        yield Dependency("fact", fact.id, reference.id, DependencyKind.DERIVED, reference.location)
    if fact.superseded_by:
        yield Dependency("fact", fact.id, fact.superseded_by.id, DependencyKind.SUCCEEDED, fact.superseded_by.location)
    for locations, name, text in ((fact.locations, "statement", fact.statement), *list_remarks(fact)):
        for linked in list_linked_facts(text):
            yield Dependency("fact", fact.id, linked, DependencyKind.LINKED, locations.find(name))


def list_linked_facts(text: Text) -> Iterator[str]:
    """Yield the ids of the facts that a text links to."""
    for link in list_links(text):
        if isinstance(link.address, PageAddress) and link.address.uri.startswith("facts/"):
            yield link.address.uri.removeprefix("facts/").removesuffix(".md")


def group_by_fact(dependencies: tuple[Dependency, ...]) -> Mapping[str, tuple[Dependency, ...]]:
    """Return the dependencies by the fact that they depend on."""
    groups: dict[str, list[Dependency]] = {}
    for dependency in dependencies:
        groups.setdefault(dependency.fact_id, []).append(dependency)
    return {name: tuple(group) for name, group in groups.items()}


def find_dependents(fact: str, by_fact: Mapping[str, tuple[Dependency, ...]]) -> tuple[Dependent, ...]:
    """Return what depends on a fact, directly or through derived facts.

    A number computed from the fact changes with it, so everything that depends on the number is included. A text that
    only links to the fact ends the search.
    """
    dependents: dict[tuple[str, str], Dependent] = {}
    queue: list[tuple[str, tuple[str, ...]]] = [(fact, ())]
    seen = {fact}
    while queue:
        name, through = queue.pop(0)
        for dependency in by_fact.get(name, ()):
            if (dependency.kind, dependency.id) != ("fact", fact):
                found = Dependent(dependency.kind, dependency.id, dependency.dependency_kind, through)
                dependents.setdefault((found.kind, found.id), found)
            if dependency.dependency_kind is DependencyKind.DERIVED and dependency.id not in seen:
                seen.add(dependency.id)
                queue.append((dependency.id, (*through, dependency.id)))
    return tuple(dependents.values())
