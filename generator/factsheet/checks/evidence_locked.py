"""Every passage has been proved against a copy of its source, and nothing has changed since."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.catalog import Catalog
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.evidence.lock import Lock
from factsheet.evidence.proof import EvidenceRef, compare_with_lock


def list_evidence_refs(catalog: Catalog) -> tuple[EvidenceRef, ...]:
    """Return every tie from a fact to a passage."""
    return tuple(
        EvidenceRef(fact.id, evidence.source.id, evidence.locator, evidence.locations.find("locator"))
        for fact in catalog.facts.values()
        for evidence in fact.evidence
    )


def check_evidence_locked(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Compare the evidence with the lock, without any snapshot at hand."""
    catalog, lock = subject.catalog, subject.lock
    if lock is None:
        return
    unread = {name for kind, name in catalog.unreadable if kind == "fact"}
    if unread:
        # The proofs of facts that could not be read are not stale: they have nothing to stand beside yet.
        kept = tuple(one for one in lock.evidence if one.fact in catalog.facts)
        lock = Lock(lock.snapshots, kept)
    for finding in compare_with_lock(list_evidence_refs(catalog), lock):
        yield ReportedDiagnostic(finding)
