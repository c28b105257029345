"""Established means two independent origins, or one primary document."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.independence import count_independent_sources
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import TOO_FEW_ORIGINS
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Standing

_MIN_ORIGINS = 2
"""Independent origins without which a fact is not established."""


def check_established_twice(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find established facts that have neither two independent origins nor a primary document."""
    for fact in subject.catalog.facts.values():
        if fact.standing is not Standing.ESTABLISHED or not fact.evidence:
            continue
        found = count_independent_sources(fact, subject.catalog)
        if found.independent_count < _MIN_ORIGINS and not found.has_primary:
            origins = format_count(found.independent_count, "independent origin")
            rests = (
                f"{format_count(found.source_count, 'source')} with {origins}"
                if found.source_count
                else "no supporting source"
            )
            message = f"'{fact.id}' is established, but rests on {rests}"
            hint = "add evidence of another origin or a primary document, or write `standing: reported`"
            yield ReportedDiagnostic(
                TOO_FEW_ORIGINS.report(fact.locations.find("standing"), message, hint), fact
            )
