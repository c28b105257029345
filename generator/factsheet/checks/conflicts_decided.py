"""Where sources exclude each other, somebody has decided: the fact is disputed, or a choice is explained."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.agreement import Comparison, compare_values, list_answers, list_comparisons
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.rules.facts import INCOMPARABLE_ANSWERS, NOTHING_IN_CONFLICT, UNDECIDED_CONFLICT
from factsheet.model.records import Fact
from factsheet.model.vocabulary import Agreement, Relation, Standing

_DECISION_HINT = "write `standing: disputed`, or add `choice: {source: …, why: …}`"


def check_conflicts_decided(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find undecided conflicts, decisions without a conflict, and answers that cannot be compared."""
    for fact in subject.catalog.facts.values():
        pairs = tuple(list_comparisons(fact))
        yield from _find_undecided(fact, pairs)
        yield from _find_unsupported(fact)
        if _is_decided(fact) and fact.evidence and not _is_in_conflict(fact, pairs):
            said = "has a choice" if fact.choice else "is disputed"
            message = f"'{fact.id}' {said}, but no evidence disagrees"
            hint = "give the evidence that disagrees `says:`, `differs:` or `relation: disputes`"
            yield ReportedDiagnostic(
                NOTHING_IN_CONFLICT.report(
                    fact.locations.find("choice" if fact.choice else "standing"), message, hint
                ),
                fact,
            )


def _is_decided(fact: Fact) -> bool:
    return fact.standing is Standing.DISPUTED or fact.choice is not None


def _is_in_conflict(fact: Fact, pairs: tuple[Comparison, ...]) -> bool:
    if any(one.relation is Relation.DISPUTES for one in fact.evidence):
        return True
    # Answers that cannot be compared are found already; whether they agree is not known.
    if any(pair.agreement in {Agreement.CONFLICT, Agreement.NOT_COMPARABLE} for pair in pairs):
        return True
    # A disputed fact without a number is in conflict through what its sources say in words.
    return len(list_answers(fact)) > 1 and any(one.differs for one in fact.evidence)


def _find_undecided(fact: Fact, pairs: tuple[Comparison, ...]) -> Iterator[ReportedDiagnostic]:
    told: set[tuple[Location, frozenset[str]]] = set()
    for pair in pairs:
        if not (pair.left.value and pair.right.value):
            continue
        evidence = pair.right.evidence if pair.right.evidence.says else pair.left.evidence
        at, texts = evidence.locations.find("says"), (pair.left.value.text, pair.right.value.text)
        if (at, frozenset(texts)) in told:
            continue
        told.add((at, frozenset(texts)))
        shown = f"'{texts[0]}' and '{texts[1]}'"
        if pair.agreement is Agreement.CONFLICT and not _is_decided(fact):
            message = f"the sources of '{fact.id}' exclude each other: {shown}"
            yield ReportedDiagnostic(UNDECIDED_CONFLICT.report(at, message, _DECISION_HINT), fact)
        if pair.agreement is Agreement.NOT_COMPARABLE:
            message = f"the sources of '{fact.id}' measure different things: {shown}"
            yield ReportedDiagnostic(INCOMPARABLE_ANSWERS.report(at, message, "make two facts of it"), fact)


def _find_unsupported(fact: Fact) -> Iterator[ReportedDiagnostic]:
    """Find a value that none of the fact's sources gives, since each says something that excludes it."""
    given = [one for one in fact.evidence if one.relation is Relation.SUPPORTS]
    if fact.value is None or not given or _is_decided(fact):
        return
    for one in given:
        dates = (fact.as_of, one.as_of or fact.as_of)
        if one.says is None or compare_values(fact.value, one.says, dates) is not Agreement.CONFLICT:
            return
    said = " and ".join(sorted({f"'{one.says.text}'" for one in given if one.says}))
    message = f"'{fact.id}' is given as '{fact.value.text}', but no source says so: they say {said}"
    hint = "write a value that a source gives"
    yield ReportedDiagnostic(UNDECIDED_CONFLICT.report(fact.locations.find("value"), message, hint), fact)
