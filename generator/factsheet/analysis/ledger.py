"""What a person has read and accepted: for each thing that rests on a fact, the fact's meaning at that time.

The ledger holds hashes and no words. A site without a ledger has nothing to accept.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.dependents import Dependency, list_dependencies
from factsheet.analysis.ledger_file import HASH_MEMBER, ID_MEMBER, LedgerFormat
from factsheet.diagnostics.core import Diagnostic
from factsheet.evidence.lock import compute_sha256
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.prose import ID_PATTERN
from factsheet.model.text.spans import strip_markup
from factsheet.model.values.hedges import Value

DependencyKey = tuple[str, str, str]
"""Kind and id of what rests on a fact, and the fact."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Which meaning of a fact was accepted for what rests on it."""

    meanings: Mapping[DependencyKey, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PendingReview:
    """Something to read again because of a fact it rests on."""

    dependency: Dependency
    changed: bool
    """Whether the fact has changed since it was accepted; else it was never accepted."""


def hash_meaning(fact: Fact) -> str:
    """Return a hash of what a fact says, of whom and how surely; not of the words around it.

    How a number is written does not count: `5 million` and `5,000,000` mean the same. A field that is added here
    counts only where it is written, or every ledger would have to be accepted again.
    """
    derived = fact.derived
    parts = (
        strip_markup(fact.statement),
        *(_list_value_parts(value) for value in (fact.value, fact.also)),
        *(fact.counts, fact.compared_with),
        *(date.text if date else "" for date in (fact.as_of, fact.when)),
        *(fact.standing.value, fact.lifecycle.value),
        fact.superseded_by.id if fact.superseded_by else "",
        sorted(_list_evidence_parts(evidence) for evidence in fact.evidence),
        derived.formula.text if derived else "",
        sorted((name, input_fact.id, part) for name, input_fact, part in derived.inputs) if derived else [],
    )
    return compute_sha256(json.dumps(parts, ensure_ascii=False))


def _list_value_parts(value: Value | None) -> list[str]:
    if value is None:
        return []
    within = value.accepted_interval or value.interval
    ends = (within.low, within.high) if within else ()
    limits = ["" if end is None else f"{end.normalize():f}" for end in ends]
    opened = [str(within.low_open), str(within.high_open)] if within else []
    return [value.hedge.value, str(value.about), *limits, *opened, value.unit]


def _list_evidence_parts(evidence: Evidence) -> list[str]:
    return [
        evidence.source.id,
        evidence.locator.text,
        evidence.relation.value,
        " ".join(actor.id for actor in evidence.chain),
        json.dumps(_list_value_parts(evidence.says)),
        strip_markup(evidence.differs),
        evidence.as_of.text if evidence.as_of else "",
    ]


def list_pending_reviews(catalog: Catalog, ledger: Ledger) -> tuple[PendingReview, ...]:
    """Return what has to be read again, in the order of the pages."""
    hash_once = cache(lambda name: hash_meaning(catalog.facts[name]))
    pairs = ((dependency, ledger.meanings.get(dependency.key)) for dependency in list_dependencies(catalog))
    return tuple(
        PendingReview(dependency, changed=accepted is not None)
        for dependency, accepted in pairs
        if accepted != hash_once(dependency.fact_id)
    )


def accept_dependents(catalog: Catalog, ledger: Ledger, readers: Collection[tuple[str, str]] | None) -> Ledger:
    """Return the ledger in which these readers (kind and id; None for all) are accepted as they are now.

    Entries of readers that no longer rest on a fact are left out.
    """
    accepted: dict[DependencyKey, str] = {}
    for dependency in list_dependencies(catalog):
        if readers is None or (dependency.kind, dependency.id) in readers:
            accepted[dependency.key] = hash_meaning(catalog.facts[dependency.fact_id])
        elif dependency.key in ledger.meanings:
            accepted[dependency.key] = ledger.meanings[dependency.key]
    return Ledger(accepted)


def serialize_ledger(ledger: Ledger) -> str:
    """Return the ledger's file."""
    return _FORMAT.serialize((f"{kind}:{name}", on, meaning) for (kind, name, on), meaning in ledger.meanings.items())


def read_ledger(file: str, text: str) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    """Return the ledger, or None and what is wrong with it; `file` is its path as messages show it."""
    entries, diagnostics = _FORMAT.read(file, text)
    if entries is None:
        return None, diagnostics
    readers = ((entry["reader"].partition(":"), entry) for entry in entries)
    return Ledger({(kind, name, entry["rests_on"]): entry["meaning"] for (kind, _, name), entry in readers}), ()


_READER_MEMBER = (f"(?:fact|sheet|chart):{ID_PATTERN}", "a kind of record with an id, as in 'sheet:coast'")
_FORMAT = LedgerFormat(
    "accepted", {"reader": _READER_MEMBER, "rests_on": ID_MEMBER, "meaning": HASH_MEMBER}, "run `factsheet accept`"
)
