"""Count the independent sources of a fact: sources that repeat each other count once.

Two pieces of evidence are independent if their origins differ and neither source is based on the other. The origin is
the first member of the chain or, if the chain is empty, the publisher of the source.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from factsheet.analysis.agreement import explain_no_support, list_support
from factsheet.analysis.catalog import Catalog
from factsheet.analysis.graphs import find_reachable
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Nature, Relation

MAX_COUNTED_EXACTLY = 12
"""Pieces of evidence that are tried in every combination; later ones are only added if they fit."""


@dataclass(frozen=True, slots=True)
class Independence:
    """How many sources a fact has, and how many of them are independent."""

    source_count: int
    independent_count: int
    has_primary: bool
    """Whether one of the sources is a primary document."""
    others: tuple[tuple[str, int], ...] = ()
    """What other sources do instead, as `said less earlier`, and how many of them."""

    @property
    def words(self) -> str:
        """`1 source`, or how many of several are independent, and what others say; empty without any."""
        count, others = self.source_count, [f"{count} {words}" for words, count in self.others]
        sources = format_count(count, "source") if count else "no source" if others else ""
        if others:
            sources += " say so" if count > 1 else " says so"
        independent = f", {self.independent_count} independent" if count > 1 else ""
        return "; ".join((f"{sources}{independent}", *others))


def find_origin(evidence: Evidence, catalog: Catalog) -> str:
    """Return the id of the actor who said it first, or of the source if its publisher is not known."""
    if evidence.chain:
        return evidence.chain[0].id
    source = catalog.sources[evidence.source.id]
    return source.publisher.id if source.publisher else source.id


def collect_bases(source: Source, catalog: Catalog) -> frozenset[str]:
    """Return the ids of the sources and actors that a source is based on, directly or through others."""

    def follow(name: str) -> tuple[str, ...]:
        return tuple(base.id for base in catalog.sources[name].based_on) if name in catalog.sources else ()

    return frozenset(find_reachable([base.id for base in source.based_on], follow))


def _is_based_on(source: Source, other: Source, catalog: Catalog) -> bool:
    bases = collect_bases(source, catalog)
    return other.id in bases or (other.publisher is not None and other.publisher.id in bases)


def is_independent_of(evidence: Evidence, other: Evidence, catalog: Catalog) -> bool:
    """Tell whether two pieces of evidence are independent of each other."""
    if evidence.source.id == other.source.id or find_origin(evidence, catalog) == find_origin(other, catalog):
        return False
    left, right = catalog.sources[evidence.source.id], catalog.sources[other.source.id]
    return not (_is_based_on(left, right, catalog) or _is_based_on(right, left, catalog))


def count_independent_sources(fact: Fact, catalog: Catalog) -> Independence:
    """Count the sources that support a fact, and the largest number of them that are independent."""
    supporting = list_support(fact, catalog)
    sources = {evidence.source.id for evidence in supporting}
    has_primary = any(catalog.sources[name].nature is Nature.PRIMARY for name in sources)
    others = {
        evidence.source.id: explain_no_support(evidence, fact, catalog)
        for evidence in fact.evidence
        if evidence.relation is not Relation.CONTEXT and evidence.source.id not in sources
    }
    counted = tuple(Counter(others.values()).items())
    return Independence(len(sources), _count_largest_group(supporting, catalog), has_primary, counted)


def _count_largest_group(support: list[Evidence], catalog: Catalog) -> int:
    kept = _find_largest_group(support[:MAX_COUNTED_EXACTLY], catalog)
    for evidence in support[MAX_COUNTED_EXACTLY:]:
        if all(is_independent_of(evidence, other, catalog) for other in kept):
            kept.append(evidence)
    return len(kept)


def _find_largest_group(support: list[Evidence], catalog: Catalog) -> list[Evidence]:
    """Return the largest group of evidence that is independent of each other."""
    places = range(len(support))
    apart = {(a, b) for a, b in combinations(places, 2) if is_independent_of(support[a], support[b], catalog)}
    for size in range(len(support), 1, -1):
        for group in combinations(places, size):
            if apart.issuperset(combinations(group, 2)):
                return [support[place] for place in group]
    return support[:1]
