"""Evidence: there is some, it is proved, it names its origin, and there is enough of it."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.independence import count_independent_sources
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.evidence import NO_EVIDENCE
from factsheet.diagnostics.rules.facts import ORIGIN_MISSING, PUBLISHER_IN_CHAIN, TOO_FEW_ORIGINS, UNNAMED_SNAPSHOT
from factsheet.diagnostics.rules.schema import BAD_COMBINATION
from factsheet.evidence.lock import Lock
from factsheet.evidence.proof import EvidenceRef, compare_with_lock
from factsheet.model.records import Source
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Relation, Standing


def check_evidence_given(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts with neither evidence nor derivation, and facts with both."""
    for fact in subject.catalog.facts.values():
        at = fact.locations.find("id")
        if not fact.evidence and not fact.derived:
            message = f"the fact '{fact.id}' has no evidence"
            hint = "add `evidence:` with a source and a locator, or `derived:` with a formula"
            yield ReportedDiagnostic(NO_EVIDENCE.report(at, message, hint), fact)
        if fact.evidence and fact.derived:
            message = f"the fact '{fact.id}' has evidence and a derivation"
            hint = "keep one: say what the source says, and work the number out in a fact of its own"
            yield ReportedDiagnostic(BAD_COMBINATION.report(fact.locations.find("derived"), message, hint), fact)


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


def check_snapshots_named(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find sources that facts cite and that name no snapshot."""
    for source in subject.catalog.sources.values():
        if not source.snapshot and subject.catalog.cited_by[source.id]:
            yield ReportedDiagnostic(report_missing_snapshot(source))


def report_missing_snapshot(source: Source) -> Diagnostic:
    """Return the finding for a source that names no snapshot."""
    message = f"the source '{source.id}' names no snapshot, so its passages cannot be proved"
    return UNNAMED_SNAPSHOT.report(source.locations.find("id"), message, "add `snapshot: file-name.txt`")


def check_origin_named(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts whose standing needs a named origin and whose evidence names none."""
    for fact in subject.catalog.facts.values():
        if not fact.standing.needs_origin or fact.derived:
            continue
        for evidence in fact.evidence:
            if not evidence.chain and evidence.relation is not Relation.CONTEXT:
                message = f"the standing of '{fact.id}' is '{fact.standing}', but nobody is named who says so"
                hint = "add `chain: [actor-id]` to the evidence, the speaker first"
                yield ReportedDiagnostic(ORIGIN_MISSING.report(evidence.locations.find("source"), message, hint), fact)


_MIN_ORIGINS = 2
"""Independent origins without which a fact is not established."""


def check_established_twice(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find established facts that have neither two independent origins nor a primary document."""
    for fact in subject.catalog.facts.values():
        if fact.standing is not Standing.ESTABLISHED or not fact.evidence:
            continue
        found = count_independent_sources(fact, subject.catalog)
        if found.independent_count < _MIN_ORIGINS and not found.has_primary:
            origins = format_count(found.independent_count, "independent origin")
            rests = (
                f"{format_count(found.source_count, 'source')} with {origins}"
                if found.source_count
                else "no supporting source"
            )
            message = f"'{fact.id}' is established, but rests on {rests}"
            hint = "add evidence of another origin or a primary document, or write `standing: reported`"
            yield ReportedDiagnostic(TOO_FEW_ORIGINS.report(fact.locations.find("standing"), message, hint), fact)


def check_chains_plain(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find chains that name the publisher of their source."""
    for fact in subject.catalog.facts.values():
        for evidence in fact.evidence:
            publisher = subject.catalog.sources[evidence.source.id].publisher
            if fact.standing.needs_origin and len(evidence.chain) == 1:
                continue  # Whose claim it is must be named, even where it is the publisher's.
            for actor in evidence.chain:
                if publisher and actor.id == publisher.id:
                    message = f"the chain of '{fact.id}' names '{actor.id}', which publishes '{evidence.source.id}'"
                    yield ReportedDiagnostic(
                        PUBLISHER_IN_CHAIN.report(actor.location, message, "remove it from the chain"), fact
                    )
