"""Whatever happened to a published fact is told: what replaced it, what was wrong, why it was withdrawn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.subject import Found, Subject
from generator.diagnostics import Rule
from generator.model import Fact
from generator.vocabulary import CorrectionKind, Lifecycle

RULE = Rule(
    "F313",
    "A change of a published fact that is not told",
    "Readers who saw the old version must find out what became of it.",
    "Add the `corrections` entry or `superseded_by` that the lifecycle calls for.",
)
RULES = (RULE,)


def check(subject: Subject) -> Iterator[Found]:
    """Find lifecycles without their notice, and chains of successors that lead nowhere."""
    for fact in subject.catalog.facts.values():
        kinds = {one.kind for one in fact.corrections}
        if fact.lifecycle is Lifecycle.CORRECTED and not kinds - {CorrectionKind.WITHDRAWAL}:
            yield _found(fact, "lifecycle", "is corrected, but no correction says what was wrong")
        if fact.lifecycle is Lifecycle.WITHDRAWN and CorrectionKind.WITHDRAWAL not in kinds:
            yield _found(fact, "lifecycle", "is withdrawn, but no correction of kind `withdrawal` says why")
        if fact.lifecycle is Lifecycle.SUPERSEDED and not fact.superseded_by:
            yield _found(fact, "lifecycle", "is superseded, but `superseded_by` does not say by what")
        if fact.superseded_by and fact.lifecycle is not Lifecycle.SUPERSEDED:
            yield _found(fact, "superseded_by", "names a successor, but its lifecycle is not `superseded`")
        if fault := _successor_fault(fact, subject.catalog.facts):
            yield _found(fact, "superseded_by", fault)


def _found(fact: Fact, field: str, fault: str) -> Found:
    hint = "add the entry that is missing, or change the lifecycle"
    return Found(RULE.at(fact.where.of(field), f"'{fact.id}' {fault}", hint), fact)


def _successor_fault(fact: Fact, facts: Mapping[str, Fact]) -> str:
    seen = {fact.id}
    now = fact
    while now.superseded_by:
        now = facts[now.superseded_by.id]
        if now.id in seen:
            return "is superseded in a circle"
        seen.add(now.id)
    return "is superseded by a withdrawn fact" if now is not fact and now.lifecycle is Lifecycle.WITHDRAWN else ""
