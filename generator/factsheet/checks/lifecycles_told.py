"""Whatever happened to a published fact is told: what replaced it, what was wrong, why it was withdrawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import FUTURE_CORRECTION, UNREPORTED_CHANGE
from factsheet.model.records import Fact
from factsheet.model.vocabulary import CorrectionKind, Lifecycle

_TIME_ZONE_LEEWAY = dt.timedelta(days=1)
"""Somewhere it is tomorrow already."""


def check_lifecycles_reported(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find lifecycles without their notice, notices to come, and chains of successors that lead nowhere."""
    for fact in subject.catalog.facts.values():
        kinds = {one.kind for one in fact.corrections}
        if fact.lifecycle is Lifecycle.CORRECTED and not kinds - {CorrectionKind.WITHDRAWAL}:
            fault = "is corrected, but no correction says what was wrong"
            yield _report_lifecycle(fact, "lifecycle", fault, "add an entry to `corrections`")
        if fact.lifecycle is Lifecycle.WITHDRAWN and CorrectionKind.WITHDRAWAL not in kinds:
            fault = "is withdrawn, but no correction says why"
            yield _report_lifecycle(
                fact, "lifecycle", fault, "add an entry with `kind: withdrawal` to `corrections`"
            )
        if fact.lifecycle is Lifecycle.SUPERSEDED and not fact.superseded_by:
            fault = "is superseded, but does not say by what"
            yield _report_lifecycle(fact, "lifecycle", fault, "add `superseded_by:` with the newer fact")
        if fact.superseded_by and fact.lifecycle is not Lifecycle.SUPERSEDED:
            fault = f"names a successor, but its lifecycle is '{fact.lifecycle}'"
            yield _report_lifecycle(
                fact, "superseded_by", fault, "write `lifecycle: superseded`, or remove `superseded_by`"
            )
        if fault := _find_successor_error(fact, subject.catalog.facts):
            yield _report_lifecycle(
                fact, "superseded_by", fault, "name the fact that answers the question now"
            )
        for one in fact.corrections:
            if one.on.first and one.on.first - _TIME_ZONE_LEEWAY > subject.today:
                message = f"a correction of '{fact.id}' is dated {one.on.text}, which is still to come"
                yield ReportedDiagnostic(
                    FUTURE_CORRECTION.report(
                        one.locations.find("on"), message, "write the day on which it is made"
                    ),
                    fact,
                )


def _report_lifecycle(fact: Fact, field: str, fault: str, hint: str) -> ReportedDiagnostic:
    return ReportedDiagnostic(
        UNREPORTED_CHANGE.report(fact.locations.find(field), f"'{fact.id}' {fault}", hint), fact
    )


def _find_successor_error(fact: Fact, facts: Mapping[str, Fact]) -> str:
    if fact.superseded_by is None:
        return ""
    successor = facts[fact.superseded_by.id]
    if successor.lifecycle is Lifecycle.WITHDRAWN:
        return f"is superseded by '{successor.id}', which is withdrawn"
    seen: set[str] = set()
    while successor.id != fact.id:
        if successor.superseded_by is None or successor.id in seen:
            return ""  # It ends, or runs into a circle that is told of those who stand in it.
        seen.add(successor.id)
        successor = facts[successor.superseded_by.id]
    return "is superseded in a circle" if seen else "is superseded by itself"
