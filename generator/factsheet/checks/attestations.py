"""Facts have been read against their passages by another person than their author, where the site requires it."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.attestations import FactReading
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import NO_SECOND_READER, NOT_SUPPORTED, SUPPORTED_IN_PART, UNKNOWN_AUTHOR
from factsheet.model.vocabulary import ReadingAnswer


def check_second_readings(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report each fact that needs a second reader and has none, and each that a reader has objected to."""
    for reading in context.readings.values():
        yield from (ReportedDiagnostic(item, reading.fact) for item in list_reading_problems(reading))
    unknown = [reading.fact.id for reading in context.readings.values() if reading.supporting and not reading.author]
    if unknown:
        others = f" and {len(unknown) - 1} more" if len(unknown) > 1 else ""
        message = f"git does not say who wrote '{unknown[0]}'{others}, so a reading by the author would count too"
        location = context.settings.locations.find("attestation")
        yield ReportedDiagnostic(UNKNOWN_AUTHOR.report(location, message, UNKNOWN_AUTHOR.fix))


def list_reading_problems(reading: FactReading) -> Iterator[Diagnostic]:
    """Yield what second readers have against a fact, or that it has none."""
    name, location = reading.fact.id, reading.fact.locations.find("statement")
    for item in reading.objecting:
        rule, extent = _OBJECTIONS[item.answer]
        message = f"{item.reader} found on {item.on} that the passages of '{name}' {extent}: {item.reason}"
        yield rule.report(location, message, "correct the fact or its evidence: then the answer is void")
    if not reading.supporting and not reading.objecting:
        why = reading.void[-1] if reading.void else "nobody has read it beside its passages yet"
        hint = f"another person than its author runs `factsheet attest {name} --snapshots DIR`"
        yield NO_SECOND_READER.report(location, f"'{name}' needs a second reader: {why}", hint)


_OBJECTIONS = {
    ReadingAnswer.NOT.value: (NOT_SUPPORTED, "do not support it"),
    ReadingAnswer.IN_PART.value: (SUPPORTED_IN_PART, "support it only in part"),
}
