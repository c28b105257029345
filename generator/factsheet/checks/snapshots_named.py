"""A source that facts rest on names its snapshot, so that its passages can be proved."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.facts import UNNAMED_SNAPSHOT
from factsheet.model.records import Source


def check_snapshots_named(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find sources that facts cite and that name no snapshot."""
    for source in subject.catalog.sources.values():
        if not source.snapshot and subject.catalog.cited_by[source.id]:
            yield ReportedDiagnostic(report_missing_snapshot(source))


def report_missing_snapshot(source: Source) -> Diagnostic:
    """Return the finding for a source that names no snapshot."""
    message = f"the source '{source.id}' names no snapshot, so its passages cannot be proved"
    return UNNAMED_SNAPSHOT.report(source.locations.find("id"), message, "add `snapshot: file-name.txt`")
