"""Every fact rests on something: on passages of sources, or on other facts."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.evidence import NO_EVIDENCE
from factsheet.diagnostics.rules.schema import BAD_COMBINATION

RULES = (NO_EVIDENCE,)


def check_evidence_given(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find facts with neither evidence nor derivation, and facts with both."""
    for fact in subject.catalog.facts.values():
        at = fact.locations.find("id")
        if not fact.evidence and not fact.derived:
            message = f"the fact '{fact.id}' has no evidence"
            hint = "add `evidence:` with a source and a locator, or `derived:` with a formula"
            yield ReportedDiagnostic(NO_EVIDENCE.report(at, message, hint), fact)
        if fact.evidence and fact.derived:
            message = f"the fact '{fact.id}' has evidence and a derivation"
            hint = "keep one: say what the source says, and work the number out in a fact of its own"
            yield ReportedDiagnostic(
                BAD_COMBINATION.report(fact.locations.find("derived"), message, hint), fact
            )
