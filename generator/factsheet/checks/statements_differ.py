"""No two facts that stand say the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import DUPLICATE_STATEMENT
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup


def check_statements_differ(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts whose statements are the same but for case and blanks.

    A fact that was superseded or withdrawn may say what its successor says.
    """
    first: dict[str, Fact] = {}
    for fact in subject.catalog.facts.values():
        if not fact.is_active:
            continue
        words = " ".join(strip_markup(fact.statement).casefold().split())
        earlier = first.setdefault(words, fact)
        if earlier is not fact:
            message = f"'{fact.id}' has the same statement as '{earlier.id}'"
            hint = "join them into one fact with two evidence entries, or say in what they differ"
            yield ReportedDiagnostic(
                DUPLICATE_STATEMENT.report(fact.locations.find("statement"), message, hint), fact
            )
