"""No two facts that stand say the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Rule, Severity
from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of

RULE = Rule(
    "F320",
    "Two facts with the same statement",
    "A fact is one question; a reader who meets it twice takes it for two.",
    "Join them: two sources that answer one question are two evidence entries of one fact.",
    Severity.WARNING,
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find facts whose statements are the same but for case and blanks.

    A fact that was superseded or withdrawn may say what its successor says.
    """
    first: dict[str, Fact] = {}
    for fact in subject.catalog.facts.values():
        if not fact.stands:
            continue
        words = " ".join(words_of(fact.statement).casefold().split())
        earlier = first.setdefault(words, fact)
        if earlier is not fact:
            message = f"'{fact.id}' has the same statement as '{earlier.id}'"
            hint = "join them into one fact with two evidence entries, or say in what they differ"
            yield Found(RULE.at(fact.where.of("statement"), message, hint), fact)
