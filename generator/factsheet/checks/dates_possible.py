"""A source cannot report what came after it."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Rule, Severity

RULE = Rule(
    "F318",
    "A date after its source",
    "An article cannot know what happened after it was published: the date is probably mistyped.",
    "Correct the date, or use `when` with `standing: forecast` for something expected.",
    Severity.WARNING,
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
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
                at = evidence.where.of("as_of") if evidence.as_of else fact.where.of("as_of")
                yield Found(
                    RULE.at(at, message, "correct the date, or use `when` for something expected"), fact
                )
