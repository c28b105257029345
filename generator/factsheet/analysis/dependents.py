"""What rests on what: when a fact changes, all that was written with it in mind must be read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Location
from factsheet.model.records import Fact, remarks_on
from factsheet.model.text.spans import PageAddress, Text, links_of


class Tie(StrEnum):
    """How something rests on a fact, as in `it is worked out from the fact`."""

    DERIVED = "worked out from it"
    SUCCEEDED = "superseded by it"
    LINKED = "links to it"
    DRAWN = "draws it"
    KEY = "key fact"


@dataclass(frozen=True, slots=True)
class Dependence:
    """One thing that rests on one fact."""

    kind: str
    """`fact`, `sheet` or `chart`."""
    id: str
    on: str
    """The fact it rests on."""
    tie: Tie
    at: Location
    """Where the tie is written."""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the dependence for good."""
        return (self.kind, self.id, self.on)


@dataclass(frozen=True, slots=True)
class Dependant:
    """Something that rests on a fact, over any number of steps."""

    kind: str
    id: str
    tie: Tie
    through: tuple[str, ...]
    """The derived facts in between, nearest to the changed fact first."""
    accepted: bool = False
    """Whether the ledger of the newer version says that it was read again since."""

    def key(self, fact: str) -> tuple[str, str, str]:
        """Return what names the last step to it from a changed fact."""
        return (self.kind, self.id, self.through[-1] if self.through else fact)


def dependences(catalog: Catalog) -> tuple[Dependence, ...]:
    """Return what rests on each fact directly, each pair once, in the order of the pages."""
    found: dict[tuple[str, str, str], Dependence] = {}
    for one in _all(catalog):
        if one.on in catalog.facts and (one.kind, one.id) != ("fact", one.on):
            found.setdefault(one.key, one)
    return tuple(found.values())


def _all(catalog: Catalog) -> Iterator[Dependence]:
    for fact in catalog.facts.values():
        yield from _of_fact(fact)
    for sheet in catalog.sheets.values():
        for key in sheet.key_facts:
            yield Dependence("sheet", sheet.id, key.id, Tie.KEY, key.at)
        for name in linked_facts(sheet.summary):
            yield Dependence("sheet", sheet.id, name, Tie.LINKED, sheet.where.of("summary"))
    for chart in catalog.charts.values():
        for drawn in chart.facts:
            yield Dependence("chart", chart.id, drawn.id, Tie.DRAWN, drawn.at)
        for name in linked_facts(chart.note):
            yield Dependence("chart", chart.id, name, Tie.LINKED, chart.where.of("note"))


def _of_fact(fact: Fact) -> Iterator[Dependence]:
    if fact.derived:
        for _, one, _ in fact.derived.inputs:
            yield Dependence("fact", fact.id, one.id, Tie.DERIVED, one.at)
    if fact.superseded_by:
        yield Dependence("fact", fact.id, fact.superseded_by.id, Tie.SUCCEEDED, fact.superseded_by.at)
    for where, name, text in ((fact.where, "statement", fact.statement), *remarks_on(fact)):
        for linked in linked_facts(text):
            yield Dependence("fact", fact.id, linked, Tie.LINKED, where.of(name))


def linked_facts(text: Text) -> Iterator[str]:
    """Yield the ids of the facts that a text links to."""
    for link in links_of(text):
        if isinstance(link.to, PageAddress) and link.to.uri.startswith("facts/"):
            yield link.to.uri.removeprefix("facts/").removesuffix(".md")


def by_fact(found: tuple[Dependence, ...]) -> Mapping[str, tuple[Dependence, ...]]:
    """Return the dependences by the fact they rest on."""
    lists: dict[str, list[Dependence]] = {}
    for one in found:
        lists.setdefault(one.on, []).append(one)
    return {name: tuple(listed) for name, listed in lists.items()}


def dependants_of(fact: str, resting: Mapping[str, tuple[Dependence, ...]]) -> tuple[Dependant, ...]:
    """Return what rests on a fact; through derived facts, over any number of steps.

    A number that is worked out from the fact changes with it, so all that rests on the number is concerned
    too. Words that link to the fact are not a fact that others rest on, and end the way.
    """
    found: dict[tuple[str, str], Dependant] = {}
    waiting: list[tuple[str, tuple[str, ...]]] = [(fact, ())]
    seen = {fact}
    while waiting:
        name, through = waiting.pop(0)
        for one in resting.get(name, ()):
            if (one.kind, one.id) != ("fact", fact):
                found.setdefault((one.kind, one.id), Dependant(one.kind, one.id, one.tie, through))
            if one.tie is Tie.DERIVED and one.id not in seen:
                seen.add(one.id)
                waiting.append((one.id, (*through, one.id)))
    return tuple(found.values())
