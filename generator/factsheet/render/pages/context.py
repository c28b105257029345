"""What every page is built from: the checked facts, and what was worked out from them once."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from functools import partial, wraps
from itertools import count
from typing import Any, Final, TypeAlias, TypeVar

from factsheet.analysis.agreement import (
    Comparison,
    Independence,
    count_independent_sources,
    list_comparisons,
    list_credited,
)
from factsheet.analysis.attestations import FactReading
from factsheet.analysis.attribution import Attribution, build_attribution
from factsheet.analysis.catalog import Catalog
from factsheet.analysis.derivations import DerivationResult
from factsheet.analysis.graphs import sort_by_need
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.evidence.lock import EvidenceRecord, Lock
from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.records import CorrectedRecord, Correction, Evidence, Fact, Settings, Sheet, Source
from factsheet.model.vocabulary import Standing

_Record = TypeVar("_Record")
_Built = TypeVar("_Built")


class ReadLog:
    """What has been read of a context, where that is noted."""

    def __init__(self) -> None:
        self.readings: set[str] = set()

    def collect(self, build: Callable[[], _Built]) -> tuple[_Built, AbstractSet[str]]:
        """Build something, and return it with what was read for it alone."""
        outer, self.readings = self.readings, set()
        try:
            return build(), self.readings
        finally:
            self.readings = outer


Finder: TypeAlias = Callable[[str, Callable[[], Any]], Any]
"""Returns what a function makes, by a name for it: what it has made in an earlier build, if that still holds."""
MAKE_NOW: Final[Finder] = lambda _, make: make()  # noqa: E731 - shorter than its types


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """The checked facts of one build and what was worked out from them."""

    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    lock: Lock
    settings: Settings
    letters: Mapping[str, str]
    """Source id to the letter it goes by in rows, charts and references, in the order of the letters."""
    independence: Mapping[str, Independence]
    """Fact id to the number of its sources and of those that are independent."""
    comparisons: Mapping[str, tuple[Comparison, ...]]
    """Fact id to the answers of its sources side by side."""
    attributions: Mapping[str, Attribution]
    """Fact id to who says it."""
    build_id: str
    """The first characters of a hash over all documents."""
    readings: Mapping[str, FactReading] = field(default_factory=dict)
    """The facts that need a second reader, by id; empty where none does, and pages show nothing of it."""
    log: ReadLog = field(default_factory=ReadLog, compare=False, repr=False)
    built: dict[object, tuple[object, Any, AbstractSet[str]]] = field(
        init=False, default_factory=dict, compare=False, repr=False
    )
    """What `build_once` keeps: by function and record, the record and what was built of it."""

    def read_build_id(self) -> str:
        """Return the id of the build; what is built with it is built again for each."""
        self.log.readings.add("build ")
        return self.build_id

    def find_proof(self, fact: Fact, evidence: Evidence) -> EvidenceRecord | None:
        """Return the record that proves a piece of evidence."""
        key = fact.id, id(evidence)
        if (known := self.built.get(key)) is None:
            find = partial(self.lock.find_record, fact.id, evidence.source.id, evidence.locator)
            known = self.built[key] = evidence, *self.log.collect(find)
        self.log.readings |= known[2]
        proof: EvidenceRecord | None = known[1]
        return proof

    def describe_place(self, proof: EvidenceRecord) -> str:
        """Return where a passage is, as a reader counts: `paragraph 3` or `caption`."""
        return _describe_place(proof, self)

    def find_source(self, evidence: Evidence) -> Source:
        """Return the source of a piece of evidence."""
        return self.catalog.sources[evidence.source.id]

    def list_sources(self, *facts: Fact, credited: bool = False) -> tuple[Source, ...]:
        """Return the sources that some facts cite, or those credited with them, once, in the order of the letters."""
        evidence = (each for fact in facts for each in (list_credited(fact) if credited else fact.evidence))
        cited = {each.source.id for each in evidence}
        ordered = sorted(cited, key=lambda name: (len(self.letters[name]), self.letters[name]))
        return tuple(self.catalog.sources[name] for name in ordered)

    @property
    def sources(self) -> tuple[Source, ...]:
        """All sources, in the order of their letters."""
        return tuple(self.catalog.sources[name] for name in self.letters)

    def find_sheet(self, fact: Fact) -> Sheet:
        """Return the sheet that a fact is on."""
        return self.catalog.sheets[self.catalog.sheet_of[fact.id]]

    def list_proofs(self, fact: Fact, source: Source) -> list[EvidenceRecord]:
        """Return the records that prove passages of one source for a fact, in the order of the passages."""
        cited = (evidence for evidence in fact.evidence if evidence.source.id == source.id)
        proofs = (self.find_proof(fact, evidence) for evidence in cited)
        return sorted((proof for proof in proofs if proof), key=lambda proof: proof.start)

    def list_corrections(self, *records: CorrectedRecord) -> list[tuple[Correction, CorrectedRecord]]:
        """Return the corrections of some records, or of all, each with its record; the latest first."""
        chosen = records or self.catalog.list_corrected_records()
        corrections = [(correction, record) for record in chosen for correction in record.corrections]
        return sorted(corrections, key=lambda pair: (build_date_sort_key(pair[0].on), pair[1].id), reverse=True)

    def has_differences(self, fact: Fact) -> bool:
        """Tell whether the sources of a fact differ in number, hedge, unit or words."""
        return any(comparison.differs for comparison in self.comparisons[fact.id])


def build_once(build: Callable[[_Record, PageContext], _Built]) -> Callable[[_Record, PageContext], _Built]:
    """Keep what a function builds of a record, so that all pages of one context share it.

    Records go by identity, since it is slow to hash them, and are kept so that no other gets the same.
    """

    @wraps(build)
    def find(record: _Record, context: PageContext) -> _Built:
        key = (build, id(record))
        if (known := context.built.get(key)) is None:
            known = context.built[key] = record, *context.log.collect(partial(build, record, context))
        context.log.readings |= known[2]
        result: _Built = known[1]
        return result

    return find


@build_once
def _describe_place(proof: EvidenceRecord, context: PageContext) -> str:
    return context.catalog.sources[proof.source].describe_place(proof.paragraph)


def build_page_context(
    catalog: Catalog, derivations: Mapping[str, DerivationResult], lock: Lock, settings: Settings, build_id: str
) -> PageContext:
    """Gather what pages need, each part worked out once."""
    # What we observe ourselves, no source says: there is nothing to count or to compare.
    said = {name: fact for name, fact in catalog.facts.items() if fact.standing is not Standing.OBSERVED}
    unsaid = dict.fromkeys(catalog.facts.keys() - said.keys(), Independence(0, 0, has_primary=False))
    return PageContext(
        catalog=catalog,
        derivations=derivations,
        lock=lock,
        settings=settings,
        letters=_assign_letters(catalog),
        independence=unsaid | {name: count_independent_sources(fact, catalog) for name, fact in said.items()},
        comparisons=dict.fromkeys(unsaid, ()) | {name: tuple(list_comparisons(fact)) for name, fact in said.items()},
        attributions={name: build_attribution(fact, catalog) for name, fact in catalog.facts.items()},
        build_id=build_id,
    )


def _assign_letters(catalog: Catalog) -> dict[str, str]:
    """Give each source its letter or the next free one, A to Z, then AA: after those it is based on, then by date."""
    bases = {source.id: {base.id for base in source.based_on} for source in catalog.sources.values()}
    depths: dict[str, int] = {}
    for name in sort_by_need(bases):
        depths[name] = max((depths[base] + 1 for base in bases.get(name, ()) if base in bases), default=0)

    def build_sort_key(source: Source) -> tuple[int, bool, object, str]:
        date = build_date_sort_key(source.published) if source.published else ()
        return depths.get(source.id, len(bases)), source.published is None, date, source.id

    ordered = sorted(catalog.sources.values(), key=build_sort_key)
    taken = {source.letter for source in ordered}
    free = (letter for number in count(1) if (letter := _format_letter(number)) not in taken)
    letters = {source.id: source.letter or next(free) for source in ordered}
    return dict(sorted(letters.items(), key=lambda item: (len(item[1]), item[1])))


def _format_letter(number: int) -> str:
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
