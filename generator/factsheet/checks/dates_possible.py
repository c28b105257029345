"""A source cannot report what came after it."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import DATE_AFTER_SOURCE


def check_dates_possible(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts that hold only after the last day on which a source of theirs was published."""
    for fact in subject.catalog.facts.values():
        for evidence in fact.evidence:
            source = subject.catalog.sources[evidence.source.id]
            written = evidence.as_of or fact.as_of
            if not (source.published and source.published.last and written and written.first):
                continue
            if written.first > source.published.last:
                published = source.published.text
                message = f"'{fact.id}' is as of {written.text}, but '{source.id}' was published {published}"
                at = evidence.locations.find("as_of") if evidence.as_of else fact.locations.find("as_of")
                yield ReportedDiagnostic(
                    DATE_AFTER_SOURCE.report(
                        at, message, "correct the date, or use `when` for something expected"
                    ),
                    fact,
                )
