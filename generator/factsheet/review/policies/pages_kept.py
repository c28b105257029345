"""An address that readers may hold goes on answering."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import PAGE_GONE
from factsheet.review.diff.changes import ChangeKind
from factsheet.review.policies.context import Ground

_WITH_PAGES = frozenset({"sheet", "source", "actor", "place"})


def check(ground: Ground) -> Iterator[Found]:
    """Find sheets, sources, actors and places that are gone and left no page behind."""
    base, head = ground.difference.base, ground.difference.head
    for record in ground.difference.records:
        page = f"{record.kind}s/{record.id}.md"
        answers = {page, f"{page[:-3]}/index.md"} & head.by_hand
        gone = any(ChangeKind.VANISHED in change.kinds for change in record.changes)
        if gone and record.kind in _WITH_PAGES and not answers:
            message = f"the {record.kind} '{record.id}' is gone, and with it the page at {page[:-3]}/"
            hint = f"put it back, or write {head.docs}/{page} to say where its facts are now"
            yield Found(PAGE_GONE.at(base.place(record.at), message, hint))
