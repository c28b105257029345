"""A sheet's key facts are facts of that sheet."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Rule

RULE = Rule(
    "F317",
    "A key fact of another sheet",
    "A reader would look for it on this page and not find it.",
    "Choose key facts among the sheet's own.",
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find key facts that stand on another sheet."""
    catalog = subject.catalog
    for sheet in catalog.sheets.values():
        own = {fact.id for fact in sheet.facts}
        for key in sheet.key_facts:
            if key.id not in own and key.id in catalog.sheet_of:
                message = f"the key fact '{key.id}' stands on the sheet '{catalog.sheet_of[key.id]}'"
                yield Found(RULE.at(key.at, message, "choose key facts among the sheet's own"))
