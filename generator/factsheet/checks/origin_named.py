"""A claim, an accusation, a denial, a forecast or an opinion is somebody's: the page must say whose."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import ORIGIN_MISSING
from factsheet.model.vocabulary import Relation


def check_origin_named(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts whose standing needs a named origin and whose evidence names none."""
    for fact in subject.catalog.facts.values():
        if not fact.standing.needs_origin or fact.derived:
            continue
        for evidence in fact.evidence:
            if not evidence.chain and evidence.relation is not Relation.CONTEXT:
                message = f"the standing of '{fact.id}' is '{fact.standing}', but nobody is named who says so"
                hint = "add `chain: [actor-id]` to the evidence, the speaker first"
                yield ReportedDiagnostic(
                    ORIGIN_MISSING.report(evidence.locations.find("source"), message, hint), fact
                )
