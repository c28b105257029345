"""A sheet's key facts are facts of that sheet."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.diagnostics import Rule

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
        for key in sheet.key_facts:
            home = catalog.sheet_of.get(key.id)
            if home is not None and home != sheet.id:
                message = f"the key fact '{key.id}' stands on the sheet '{home}'"
                yield Found(RULE.at(key.at, message, "choose key facts among the sheet's own"))
