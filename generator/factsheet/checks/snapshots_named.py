"""A source that facts rest on names its snapshot, so that its passages can be proved."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Diagnostic, Rule
from factsheet.model.records import Source

RULE = Rule(
    "F321",
    "A source without a snapshot",
    "Passages of a source of which no copy is named can never be proved.",
    "Save the text of the source in the snapshot folder and name the file under `snapshot`.",
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find sources that facts cite and that name no snapshot."""
    for source in subject.catalog.sources.values():
        if not source.snapshot and subject.catalog.drawn_from[source.id]:
            yield Found(without_snapshot(source))


def without_snapshot(source: Source) -> Diagnostic:
    """Return the finding for a source that names no snapshot."""
    message = f"the source '{source.id}' names no snapshot, so its passages cannot be proved"
    return RULE.at(source.where.of("id"), message, "add `snapshot: file-name.txt`")
