"""What the passages were read for: facts as claims about them, and what they do not hold."""

from collections.abc import Iterator, Mapping

from factsheet.analysis.attestations import list_fact_refs
from factsheet.analysis.catalog import Catalog
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, Rule
from factsheet.evidence.lock import VERIFY_HINT, DiscrepancyKind, EvidenceRecord, Lock
from factsheet.evidence.proof import EvidenceRef
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import ActorKind, Relation, Standing
from factsheet.reading.claims import CLAIM_LANGUAGE, Claim, Discrepancy, PassagesRead

_PROBLEMS: Mapping[DiscrepancyKind, tuple[Rule, str]] = {
    DiscrepancyKind.NUMBER: (rules.NUMBER_NOT_IN_PASSAGE, "{sought} is not in {passage}"),
    DiscrepancyKind.NEGATION: (rules.ONE_SIDED_NEGATION, "{passage} and the fact differ in a negation"),
    DiscrepancyKind.DOUBT: (rules.DROPPED_DOUBT, "{passage} leaves open what the fact does not"),
    DiscrepancyKind.OTHER_NUMBER: (rules.OTHER_NUMBER, "{passage} has another number"),
    DiscrepancyKind.SPEAKER: (rules.SPEAKER_NOT_NAMED, "{passage} does not name '{speaker}'"),
    DiscrepancyKind.CUT: (rules.CUT_PASSAGE, "{passage} leaves out words of its sentence that may change it"),
}
READING_CODES = frozenset(rule.code for rule in (*(rule for rule, _ in _PROBLEMS.values()), rules.READING_OUTDATED))
"""Codes of what only reading the passages can tell."""


def build_claim(fact: Fact, evidence: Evidence, catalog: Catalog) -> Claim:
    """Return what a fact makes of one passage."""
    source = catalog.sources[evidence.source.id]
    speaker = catalog.actors[evidence.chain[0].id] if evidence.chain else None
    own = speaker and (speaker.name in source.authors or (source.publisher and source.publisher.id == speaker.id))
    if own or (speaker and speaker.kind is ActorKind.UNNAMED):
        speaker = None  # The source speaks in its own voice, or names nobody.
    remarks = (fact.caveat, fact.note, evidence.differs, evidence.note)
    given = (evidence.says,) if evidence.says else (fact.value, fact.also)
    return Claim(
        statement=strip_markup(fact.statement),
        counts=f"{fact.counts} {fact.compared_with}".strip(),
        remarks=" ".join(strip_markup(text) for text in remarks if text),
        values=tuple(value for value in given if value),
        speaker=speaker.name if speaker else "",
        speaker_kind=speaker.kind if speaker else None,
        attribution=evidence.attribution.text if evidence.attribution else "",
        language=source.language or CLAIM_LANGUAGE,
        negated=fact.standing is Standing.DENIED,
        hearsay=bool(evidence.chain) or fact.standing.follows_speaker,
        # What we observe, we count and compare ourselves: its passages are exhibits and do not say it.
        decisive=evidence.relation is Relation.SUPPORTS and fact.standing is not Standing.OBSERVED,
    )


def list_evidence_refs(catalog: Catalog) -> tuple[EvidenceRef, ...]:
    """Return every reference from a fact to a passage, and to the words elsewhere that name its speaker."""
    return tuple(ref for fact in catalog.facts.values() for ref in list_fact_refs(fact))


def describe_lock(lock: Lock) -> str:
    """Return how many passages were found, and whether they were read, for the summary of a command."""
    is_read = any(record.reading for record in lock.evidence)
    state = "found and read" if is_read else "found but not yet read" if lock.evidence else "found"
    return f"{format_count(len(lock.passages), 'passage')} {state}"


def check_passages_read(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report what passages lack, or hold and the fact does not account for, as they were read for the lock.

    The words in question are known only where the copies are: to `factsheet verify`.
    """
    if context.lock is not None:
        yield from report_readings(context.catalog, PassagesRead(context.lock, context.discrepancies))


def report_readings(catalog: Catalog, readings: PassagesRead) -> Iterator[ReportedDiagnostic]:
    """Yield what the passages of a lock do not hold, with words of the sources where they are known."""
    for fact in catalog.facts.values():
        for evidence in fact.evidence:
            record = readings.lock.find_record(fact.id, evidence.source.id, evidence.locator)
            if record and record.reading:
                claim, location = build_claim(fact, evidence, catalog), evidence.locations.find("locator")
                for item in _report_reading(claim, record, readings.discrepancies.get(record.key), location):
                    yield ReportedDiagnostic(item, fact)


def _report_reading(
    claim: Claim, record: EvidenceRecord, known: tuple[Discrepancy, ...] | None, location: Location
) -> Iterator[Diagnostic]:
    reading, passage = record.reading, f"the passage of '{record.fact}' in '{record.source}'"
    if reading is None or reading.claim != claim.sha256:
        message = f"'{record.fact}' has changed since its passage in '{record.source}' was read"
        yield rules.READING_OUTDATED.report(location, message, VERIFY_HINT)
        return
    locked = tuple(Discrepancy(DiscrepancyKind(kind), "") for kind in reading.discrepancies)
    sought = " or ".join(f"'{value.text}'" for value in claim.values) or "the number of the statement"
    for discrepancy in locked if known is None else known:
        (rule, pattern), words = _PROBLEMS[discrepancy.kind], discrepancy.words
        message, hint = pattern.format(passage=passage, sought=sought, speaker=claim.speaker), rule.fix
        if words and discrepancy.kind is DiscrepancyKind.SPEAKER:
            hint = f"write `attribution: {words}`, or correct the chain"
        elif words and discrepancy.kind is DiscrepancyKind.NUMBER:
            message += f", which has {words}"
        elif words:
            message += f"{', between the ends of the locator' if discrepancy.is_in_gap else ''}: '{words}'"
        yield rule.report(location, message, hint)
