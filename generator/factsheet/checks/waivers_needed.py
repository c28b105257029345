"""A waiver sets one finding aside; one that waives nothing, or whose time is over, is an error itself."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Diagnostic, Rule
from factsheet.diagnostics.rules.versions import POLICIES
from factsheet.model.records import Waiver

UNUSED = Rule(
    "F314",
    "A waiver that waives nothing",
    "Exceptions that outlive their reason hide the next mistake.",
    "Remove the waiver.",
)
EXPIRED = Rule(
    "F315",
    "A waiver whose time is over",
    "It was given until a day, and that day has passed.",
    "Mend what it set aside, or give a new day with a new reason.",
)
RULES = (UNUSED, EXPIRED)
_BETWEEN_VERSIONS = frozenset(rule.code for rule in POLICIES)
"""Codes that only `factsheet diff` gives: whether a waiver of one is used cannot be told from one version."""


def apply(found: Iterable[Found], subject: Subject) -> tuple[Diagnostic, ...]:
    """Return the findings that stand, with those that waivers themselves give rise to."""
    used: set[tuple[str, str]] = set()
    standing: list[Diagnostic] = []
    for one in found:
        waiver = _waiver_for(one, subject)
        if waiver is None:
            standing.append(one.diagnostic)
        else:
            used.add((one.about.id if one.about else "", waiver.code))
    for fact in subject.catalog.facts.values():
        for waiver in fact.waivers:
            if waiver.is_over(subject.today):
                until = waiver.until.text if waiver.until else ""
                message = f"the waiver of {waiver.code} for '{fact.id}' held until {until}"
                hint = "mend what it set aside, or give a new day with a new reason"
                standing.append(EXPIRED.at(waiver.where.of("until"), message, hint))
            elif waiver.code in _BETWEEN_VERSIONS:
                if waiver.until is None:
                    message = f"the waiver of {waiver.code} for '{fact.id}' has no end"
                    hint = "it lets one change through: add `until:` with a day soon after it is published"
                    standing.append(UNUSED.at(waiver.where.of("code"), message, hint))
            elif (fact.id, waiver.code) not in used:
                message = f"the waiver of {waiver.code} for '{fact.id}' waives nothing"
                standing.append(UNUSED.at(waiver.where.of("code"), message, "remove it"))
    return tuple(standing)


def _waiver_for(one: Found, subject: Subject) -> Waiver | None:
    if one.about is None:
        return None
    for waiver in one.about.waivers:
        if waiver.code == one.diagnostic.code and not waiver.is_over(subject.today):
            return waiver
    return None
