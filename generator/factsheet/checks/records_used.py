"""What is declared is used: an actor, place or source that no fact mentions has no page worth reading."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.resolve import IdentifiedRecord
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import UNUSED_RECORD


def check_records_used(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find sources without facts, and actors and places that nothing mentions."""
    catalog = subject.catalog
    if catalog.unreadable:
        return  # A fact that could not be read may be the one that uses it.
    used_actors = {name for name, facts in catalog.said_by.items() if facts}
    used_actors |= {name for name, facts in catalog.about_actor.items() if facts}
    for source in catalog.sources.values():
        used_actors |= {one.id for one in (*source.based_on, source.publisher) if one}
        if not catalog.cited_by[source.id]:
            yield _report_unused(source, f"no fact is drawn from the source '{source.id}'")
    used_actors |= {actor.affiliation.id for actor in catalog.actors.values() if actor.affiliation}
    for actor in catalog.actors.values():
        if actor.id not in used_actors:
            yield _report_unused(actor, f"nothing uses the actor '{actor.id}'")
    holding = {place.within.id for place in catalog.places.values() if place.within}
    for place in catalog.places.values():
        if not catalog.about_place[place.id] and place.id not in holding:
            yield _report_unused(place, f"nothing uses the place '{place.id}'")


def _report_unused(record: IdentifiedRecord, message: str) -> ReportedDiagnostic:
    return ReportedDiagnostic(
        UNUSED_RECORD.report(record.locations.find("id"), message, "use it in a fact, or remove it")
    )
