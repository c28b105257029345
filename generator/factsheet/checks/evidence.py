"""Evidence exists, is proved, names its origin, is sufficient, and has a second reader where the site requires it."""

from collections.abc import Iterator

from factsheet.analysis.agreement import count_independent_sources
from factsheet.analysis.attestations import FactReading
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.checks.passages import list_evidence_refs
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic
from factsheet.evidence.lock import Lock
from factsheet.evidence.proof import compare_with_lock
from factsheet.model.records import Fact, Source, UncountedLine
from factsheet.model.vocabulary import Nature, ReadingAnswer, Relation, Standing

_MIN_ORIGINS = 2
"""Independent origins that an established fact needs."""
_OBJECTIONS = {
    ReadingAnswer.NOT.value: (rules.NOT_SUPPORTED, "do not support it"),
    ReadingAnswer.IN_PART.value: (rules.SUPPORTED_IN_PART, "support it only in part"),
}


def check_evidence_given(fact: Fact, _context: CheckContext) -> Iterator[Diagnostic]:
    """Report a fact with neither evidence nor derivation, or with both."""
    if not fact.evidence and not fact.derived:
        hint = "add `evidence:` with a source and a locator, or `derived:` with a formula"
        yield rules.NO_EVIDENCE.report(fact.locations.find("id"), f"the fact '{fact.id}' has no evidence", hint)
    if fact.evidence and fact.derived:
        message = f"the fact '{fact.id}' has evidence and a derivation"
        hint = "keep one: put what the source says and the computed number into two facts"
        yield rules.BAD_COMBINATION.report(fact.locations.find("derived"), message, hint)


def check_evidence_locked(context: CheckContext) -> Iterator[Diagnostic]:
    """Compare the evidence with the lock, without reading the snapshots."""
    catalog, lock = context.catalog, context.lock
    if lock is None:
        return
    if any(kind == "fact" for kind, _ in catalog.unreadable):
        # The proofs of facts that could not be read are not stale: they cannot be compared yet.
        lock = Lock(lock.snapshots, tuple(record for record in lock.evidence if record.fact in catalog.facts))
    yield from compare_with_lock(list_evidence_refs(catalog), lock)


def check_snapshots_named(context: CheckContext) -> Iterator[Diagnostic]:
    """Report cited sources that name no snapshot."""
    for source in context.catalog.sources.values():
        if not source.snapshot and context.catalog.cited_by[source.id]:
            yield report_missing_snapshot(source)


def report_missing_snapshot(source: Source) -> Diagnostic:
    """Return the diagnostic for a source that names no snapshot."""
    message = f"the source '{source.id}' names no snapshot, so its passages cannot be proved"
    return rules.UNNAMED_SNAPSHOT.report(source.locations.find("id"), message, "add `snapshot: file-name.txt`")


def check_uncounted_there(context: CheckContext) -> Iterator[Diagnostic]:
    """Report uncounted paragraphs that our copy does not have, or that are named twice."""
    for source in context.catalog.sources.values():
        copy = context.lock.find_snapshot(source.id) if context.lock else None
        first: dict[int, UncountedLine] = {}
        for line in source.uncounted:
            location, number = line.locations.find("paragraph"), line.paragraph
            if first.setdefault(number, line) is not line:
                message = f"paragraph {number} is named twice under 'uncounted'"
                yield rules.DUPLICATE_ENTRY.report(location, message, "remove one")
            elif number < 1 or (copy and number > copy.paragraphs):
                message = f"the copy of source '{source.id}' has no paragraph {number}"
                yield rules.BAD_TEXT.report(location, message, "`factsheet locate` prints the numbers")


def check_origin_named(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Report evidence without an origin, if the standing of the fact needs one, and an observation that has one.

    A primary document may speak in the name of its publisher or authors; an article about a claim may not.
    """
    for evidence in fact.evidence:
        if fact.standing is Standing.OBSERVED and evidence.chain:
            speaker = evidence.chain[0]
            message = f"'{fact.id}' is observed by us, but its evidence names '{speaker.id}' as who says it"
            hint = "remove the chain, or give the fact the standing of what is said"
            yield rules.BAD_COMBINATION.report(speaker.location, message, hint)
        source = context.catalog.sources[evidence.source.id]
        speaks_itself = source.nature is Nature.PRIMARY and (source.publisher or source.authors)
        is_named = evidence.chain or speaks_itself or evidence.relation is Relation.CONTEXT
        if fact.standing.needs_origin and not fact.derived and not is_named:
            message = f"the standing of '{fact.id}' is '{fact.standing}', but its evidence does not name who says so"
            hint = "add `chain: [actor-id]` to the evidence, the speaker first"
            yield rules.ORIGIN_MISSING.report(evidence.locations.find("source"), message, hint)


def check_established_twice(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Report an established fact with neither two independent origins nor a primary document."""
    if fact.standing is Standing.ESTABLISHED and fact.evidence:
        independence = count_independent_sources(fact, context.catalog)
        if independence.independent_count < _MIN_ORIGINS and not independence.has_primary:
            message = f"'{fact.id}' is established on too little: {independence.words or 'no source supports it'}"
            hint = "add evidence of another origin or a primary document, or write `standing: reported`"
            yield rules.TOO_FEW_ORIGINS.report(fact.locations.find("standing"), message, hint)


def check_chains_plain(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Report chains that name the publisher of their source, and joint speakers without a chain."""
    is_said = fact.standing.needs_origin or fact.standing is Standing.DISPUTED
    for evidence in fact.evidence:
        publisher = context.catalog.sources[evidence.source.id].publisher
        if len(evidence.chain) == 1 and (is_said or evidence.relation is Relation.DISPUTES):
            continue  # Who claims or denies something may be named, even if it is the publisher.
        if evidence.jointly_with and not evidence.chain:
            message = f"'{fact.id}' names who said it jointly, but not who said it first"
            yield rules.BAD_COMBINATION.report(evidence.locations.find("jointly_with"), message, "add `chain`")
        for actor in evidence.chain:
            if publisher and actor.id == publisher.id:
                message = f"the chain of '{fact.id}' names '{actor.id}', which publishes '{evidence.source.id}'"
                yield rules.PUBLISHER_IN_CHAIN.report(actor.location, message, "remove it from the chain")


def check_second_readings(context: CheckContext) -> Iterator[Diagnostic | ReportedDiagnostic]:
    """Report each fact that needs a second reader and has none, and each that a reader has objected to."""
    for reading in context.readings.values():
        yield from (ReportedDiagnostic(item, reading.fact) for item in list_reading_problems(reading))
    unknown = [reading.fact.id for reading in context.readings.values() if reading.supporting and not reading.author]
    if unknown:
        others = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        message = f"git does not say who wrote '{unknown[0]}'{others}, so a reading by the author would count too"
        location = context.settings.locations.find("attestation")
        yield rules.UNKNOWN_AUTHOR.report(location, message, rules.UNKNOWN_AUTHOR.fix)


def list_reading_problems(reading: FactReading) -> Iterator[Diagnostic]:
    """Yield what second readers have against a fact, or that it has none."""
    name, location = reading.fact.id, reading.fact.locations.find("statement")
    for item in reading.objecting:
        rule, extent = _OBJECTIONS[item.answer]
        message = f"{item.reader} found on {item.on} that the passages of '{name}' {extent}: {item.reason}"
        yield rule.report(location, message, "correct the fact or its evidence: then the answer is void")
    if not reading.supporting and not reading.objecting:
        why = reading.void[-1] if reading.void else "nobody has read it beside its passages yet"
        hint = f"another person than its author runs `factsheet attest {name}`"
        yield rules.NO_SECOND_READER.report(location, f"'{name}' needs a second reader: {why}", hint)
