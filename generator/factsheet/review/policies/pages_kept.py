"""An address that readers may hold goes on answering."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import PAGE_REMOVED
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import PolicyContext

_KINDS_WITH_PAGES = frozenset({"sheet", "source", "actor", "place"})


def check_pages_kept(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find sheets, sources, actors and places that are gone and left no page behind."""
    base, head = ground.diff.base, ground.diff.head
    for record in ground.diff.records:
        page = f"{record.kind}s/{record.id}.md"
        answers = {page, f"{page[:-3]}/index.md"} & head.handwritten_pages
        gone = any(ChangeKind.VANISHED in change.kinds for change in record.changes)
        if gone and record.kind in _KINDS_WITH_PAGES and not answers:
            message = f"the {record.kind} '{record.id}' is gone, and with it the page at {page[:-3]}/"
            hint = f"put it back, or write {head.docs}/{page} to say where its facts are now"
            yield ReportedDiagnostic(PAGE_REMOVED.report(base.add_prefix(record.location), message, hint))
