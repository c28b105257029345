"""One edition of the site: everything that pages look at, and nothing that they could change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from factsheet.analysis.agreement import Comparison, comparisons
from factsheet.analysis.catalog import Catalog
from factsheet.analysis.derivations import Working
from factsheet.analysis.independence import Independence, independence, rests_on
from factsheet.evidence.lock import Lock, Record
from factsheet.model.dates import Date, sort_key
from factsheet.model.records import Correction, Evidence, Fact, Sheet, Source
from factsheet.model.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The checked facts of one build, with what was worked out from them."""

    catalog: Catalog
    workings: Mapping[str, Working]
    lock: Lock
    settings: Settings
    letters: Mapping[str, str]
    """Source id to the letter it goes by in rows, charts and references, in the order of the letters."""
    independence: Mapping[str, Independence]
    """Fact id to the number of its sources and of those that are independent."""
    compared: Mapping[str, tuple[Comparison, ...]]
    """Fact id to the answers of its sources side by side."""
    mark: str
    """Names this edition: the first characters of a hash over all documents."""

    def proof(self, fact: Fact, evidence: Evidence) -> Record | None:
        """Return the record that proves a piece of evidence."""
        return self.lock.record(fact.id, evidence.source.id, evidence.locator)

    def source(self, evidence: Evidence) -> Source:
        """Return the source of a piece of evidence."""
        return self.catalog.sources[evidence.source.id]

    def sources_of(self, *facts: Fact) -> tuple[Source, ...]:
        """Return the sources that some facts rest on, each once, in the order of their letters."""
        found = {evidence.source.id for fact in facts for evidence in fact.evidence}
        return tuple(source for source in self.sources if source.id in found)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order of their letters."""
        return tuple(self.catalog.sources[name] for name in self.letters)

    def sheet(self, fact: Fact) -> Sheet:
        """Return the sheet on which a fact stands."""
        return self.catalog.sheets[self.catalog.sheet_of[fact.id]]

    def proofs(self, fact: Fact, source: Source) -> list[Record]:
        """Return the records that prove passages of one source for a fact, in the order of the passages."""
        found = (self.proof(fact, tie) for tie in fact.evidence if tie.source.id == source.id)
        return sorted((proof for proof in found if proof), key=lambda proof: proof.start)

    def notices(self) -> list[tuple[Correction, Fact]]:
        """Return every correction with its fact, the latest first."""
        every = [(notice, fact) for fact in self.catalog.facts.values() for notice in fact.corrections]
        return sorted(every, key=lambda one: (sort_key(one[0].on), one[1].id), reverse=True)

    def differs(self, fact: Fact) -> bool:
        """Tell whether the sources of a fact differ in number, hedge, unit or words."""
        return any(one.differs for one in self.compared[fact.id])


def edition(
    catalog: Catalog, workings: Mapping[str, Working], lock: Lock, settings: Settings, mark: str
) -> Edition:
    """Gather what pages need, each thing worked out once."""
    count = partial(independence, catalog=catalog)
    return Edition(
        catalog=catalog,
        workings=workings,
        lock=lock,
        settings=settings,
        letters=_letters(catalog),
        independence={name: count(fact) for name, fact in catalog.facts.items()},
        compared={name: tuple(comparisons(fact)) for name, fact in catalog.facts.items()},
        mark=mark,
    )


def _letters(catalog: Catalog) -> dict[str, str]:
    """Give each source a letter, A to Z, then AA: after those it is based on, and then by date."""

    def place(source: Source) -> tuple[int, bool, object, str]:
        earlier = sum(name in catalog.sources for name in rests_on(source, catalog))
        published: Date | None = source.published
        return (earlier, published is None, sort_key(published) if published else (), source.id)

    ordered = sorted(catalog.sources.values(), key=place)
    return {source.id: _letter(number) for number, source in enumerate(ordered)}


def _letter(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
