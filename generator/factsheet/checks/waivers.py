"""Waivers suppress diagnostics; a waiver that suppresses nothing, or has expired, is an error."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.checks.passages import READING_CODES
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import EXPIRED_WAIVER, POLICY_RULES, UNUSED_WAIVER
from factsheet.model.records import Fact

_DIFF_CODES = frozenset(rule.code for rule in POLICY_RULES)
"""Codes that only `factsheet diff` reports: one version does not show whether a waiver of them is used."""


def apply_waivers(reported: Iterable[ReportedDiagnostic], context: CheckContext) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that are not waived, and those about the waivers."""
    used: set[tuple[str, str]] = set()
    remaining: list[Diagnostic] = []
    for item in reported:
        code, waivers = item.diagnostic.code, item.fact.waivers if item.fact else ()
        if item.fact and any(waiver.code == code and not waiver.is_over(context.settings.today) for waiver in waivers):
            used.add((item.fact.id, code))
        else:
            remaining.append(item.diagnostic)
    for fact in context.catalog.facts.values():
        for waiver in fact.waivers:
            if waiver.is_over(context.settings.today):
                until = waiver.until.text if waiver.until else ""
                message = f"the waiver of {waiver.code} for '{fact.id}' expired on {until}"
                hint = "fix what it suppressed, or give it a new day and a new reason"
                remaining.append(EXPIRED_WAIVER.report(waiver.locations.find("until"), message, hint))
            elif waiver.code in _DIFF_CODES:
                if waiver.until is None:
                    message = f"the waiver of {waiver.code} for '{fact.id}' has no end"
                    hint = "it lets one change through: add `until:` with a day soon after it is published"
                    remaining.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, hint))
            elif (fact.id, waiver.code) not in used and not (
                waiver.code in READING_CODES and _is_unread(fact, waiver.code, context)
            ):
                message = f"the waiver of {waiver.code} for '{fact.id}' waives nothing"
                remaining.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, "remove it"))
    return tuple(remaining)


def _is_unread(fact: Fact, code: str, context: CheckContext) -> bool:
    """Tell whether a passage of a fact has not been read yet, so that nobody knows whether the waiver is used."""
    if code not in READING_CODES:
        return False
    records = (context.lock and context.lock.find_record(fact.id, e.source.id, e.locator) for e in fact.evidence)
    return any(not record or record.reading is None for record in records)
