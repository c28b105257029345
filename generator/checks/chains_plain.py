"""A chain names each member once, and leaves the publisher of the source implied."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.diagnostics import Rule, Severity

RULE = Rule(
    "F323",
    "A chain that names its own end",
    "The publisher of the source is the end of every chain; named again, it looks like one more witness.",
    "Remove it from the chain; leave the chain out when nobody else is in it.",
    Severity.WARNING,
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find chains that name the publisher of their source."""
    for fact in subject.catalog.facts.values():
        for evidence in fact.evidence:
            publisher = subject.catalog.sources[evidence.source.id].publisher
            for actor in evidence.chain:
                if publisher and actor.id == publisher.id:
                    message = f"the chain of '{fact.id}' names '{actor.id}', who publishes '{evidence.source.id}'"
                    yield Found(RULE.at(actor.at, message, RULE.mend), fact)
