"""Fields that speak of a value need a value to speak of."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.facts import REPEATED_ANSWER, VALUE_MISSING
from factsheet.model.records import Fact


def check_values_fit(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find fields about a missing value, and answers that only repeat it."""
    for fact in subject.catalog.facts.values():
        if fact.value is None:
            yield from (ReportedDiagnostic(found, fact) for found in _find_orphan_fields(fact))
            continue
        for evidence in fact.evidence:
            if evidence.says and evidence.says.text == fact.value.text:
                message = f"'{evidence.source.id}' says what the fact says: '{fact.value.text}'"
                yield ReportedDiagnostic(
                    REPEATED_ANSWER.report(evidence.locations.find("says"), message, "remove `says`"), fact
                )


def _find_orphan_fields(fact: Fact) -> Iterator[Diagnostic]:
    given = {
        "also": fact.also is not None,
        "counts": bool(fact.counts),
        "compared_with": bool(fact.compared_with),
        "derived": fact.derived is not None,
    }
    for name in (name for name, present in given.items() if present):
        message = f"'{fact.id}' has '{name}' but no 'value'"
        yield VALUE_MISSING.report(fact.locations.find(name), message, "add `value:`, or use `note`")
    for evidence in fact.evidence:
        if evidence.says:
            message = f"'{fact.id}' has no 'value' from which a source could differ"
            hint = "add `value:`, or write the difference in words under `differs`"
            yield VALUE_MISSING.report(evidence.locations.find("says"), message, hint)
