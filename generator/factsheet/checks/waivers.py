"""A waiver sets one finding aside; one that waives nothing, or whose time is over, is an error itself."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.facts import EXPIRED_WAIVER, UNUSED_WAIVER
from factsheet.diagnostics.rules.review import POLICY_RULES
from factsheet.model.records import Waiver

_DIFF_CODES = frozenset(rule.code for rule in POLICY_RULES)
"""Codes that only `factsheet diff` gives: whether a waiver of one is used cannot be told from one version."""


def apply_waivers(found: Iterable[ReportedDiagnostic], subject: CheckContext) -> tuple[Diagnostic, ...]:
    """Return the findings that stand, with those that waivers themselves give rise to."""
    used: set[tuple[str, str]] = set()
    standing: list[Diagnostic] = []
    for one in found:
        waiver = _find_waiver(one, subject)
        if waiver is None:
            standing.append(one.diagnostic)
        else:
            used.add((one.fact.id if one.fact else "", waiver.code))
    for fact in subject.catalog.facts.values():
        for waiver in fact.waivers:
            if waiver.is_over(subject.today):
                until = waiver.until.text if waiver.until else ""
                message = f"the waiver of {waiver.code} for '{fact.id}' held until {until}"
                hint = "mend what it set aside, or give a new day with a new reason"
                standing.append(EXPIRED_WAIVER.report(waiver.locations.find("until"), message, hint))
            elif waiver.code in _DIFF_CODES:
                if waiver.until is None:
                    message = f"the waiver of {waiver.code} for '{fact.id}' has no end"
                    hint = "it lets one change through: add `until:` with a day soon after it is published"
                    standing.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, hint))
            elif (fact.id, waiver.code) not in used:
                message = f"the waiver of {waiver.code} for '{fact.id}' waives nothing"
                standing.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, "remove it"))
    return tuple(standing)


def _find_waiver(one: ReportedDiagnostic, subject: CheckContext) -> Waiver | None:
    if one.fact is None:
        return None
    for waiver in one.fact.waivers:
        if waiver.code == one.diagnostic.code and not waiver.is_over(subject.today):
            return waiver
    return None
