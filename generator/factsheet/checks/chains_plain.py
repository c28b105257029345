"""A chain leaves the publisher of the source implied, unless it is the publisher who speaks."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import PUBLISHER_IN_CHAIN


def check_chains_plain(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find chains that name the publisher of their source."""
    for fact in subject.catalog.facts.values():
        for evidence in fact.evidence:
            publisher = subject.catalog.sources[evidence.source.id].publisher
            if fact.standing.needs_origin and len(evidence.chain) == 1:
                continue  # Whose claim it is must be named, even where it is the publisher's.
            for actor in evidence.chain:
                if publisher and actor.id == publisher.id:
                    message = (
                        f"the chain of '{fact.id}' names '{actor.id}', which publishes '{evidence.source.id}'"
                    )
                    yield ReportedDiagnostic(
                        PUBLISHER_IN_CHAIN.report(actor.location, message, "remove it from the chain"), fact
                    )
