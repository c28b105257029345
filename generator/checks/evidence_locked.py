"""Every passage has been proved against a copy of its source, and nothing has changed since."""

from __future__ import annotations

from collections.abc import Iterator

from generator.catalog import Catalog
from generator.checks.subject import Found, Subject
from generator.evidence.lock import Lock
from generator.evidence.proof import Tie, compare_with_lock
from generator.rules.evidence import NO_EVIDENCE
from generator.rules.evidence import RULES as EVIDENCE_RULES

RULES = tuple(rule for rule in EVIDENCE_RULES if rule is not NO_EVIDENCE)


def ties_of(catalog: Catalog) -> tuple[Tie, ...]:
    """Return every tie from a fact to a passage."""
    return tuple(
        Tie(fact.id, evidence.source.id, evidence.locator, evidence.where.of("locator"))
        for fact in catalog.facts.values()
        for evidence in fact.evidence
    )


def check(subject: Subject) -> Iterator[Found]:
    """Compare the evidence with the lock, without any snapshot at hand."""
    catalog, lock = subject.catalog, subject.lock
    if lock is None:
        return
    unread = {name for kind, name in catalog.unread if kind == "fact"}
    if unread:
        # The proofs of facts that could not be read are not stale: they have nothing to stand beside yet.
        kept = tuple(one for one in lock.evidence if one.fact in catalog.facts)
        lock = Lock(lock.snapshots, kept)
    for finding in compare_with_lock(ties_of(catalog), lock):
        yield Found(finding)
