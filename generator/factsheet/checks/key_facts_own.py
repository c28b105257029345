"""A sheet's key facts are facts of that sheet."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import FOREIGN_KEY_FACT


def check_key_facts_own(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find key facts that stand on another sheet."""
    catalog = subject.catalog
    for sheet in catalog.sheets.values():
        own = {fact.id for fact in sheet.facts}
        for key in sheet.key_facts:
            if key.id not in own and key.id in catalog.sheet_of:
                message = f"the key fact '{key.id}' stands on the sheet '{catalog.sheet_of[key.id]}'"
                yield ReportedDiagnostic(
                    FOREIGN_KEY_FACT.report(key.location, message, "choose key facts among the sheet's own")
                )
