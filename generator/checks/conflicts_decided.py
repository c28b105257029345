"""Where sources exclude each other, somebody has decided: the fact is disputed, or a choice is explained."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.subject import Found, Subject
from generator.compare import Comparison, answers, comparisons
from generator.diagnostics import Rule
from generator.model import Fact
from generator.vocabulary import Agreement, Relation, Standing

UNDECIDED = Rule(
    "F303",
    "A conflict that nobody decided",
    "Printing one of two numbers that exclude each other hides the other from the reader.",
    "Write `standing: disputed`, or a `choice` with the source that is followed and why.",
)
NOT_COMPARABLE = Rule(
    "F312",
    "Answers that measure different things under one fact",
    "A fact is one question: people and percent do not answer the same one.",
    "Make two facts of it, and say in a note why they must not be compared.",
)
NO_CONFLICT = Rule(
    "F304",
    "Disputed or decided, but nothing is in conflict",
    "A reader would look for a disagreement that is not there.",
    "Add the evidence that disagrees, or take the word away.",
)
RULES = (UNDECIDED, NO_CONFLICT, NOT_COMPARABLE)


def check(subject: Subject) -> Iterator[Found]:
    """Find undecided conflicts, decisions without a conflict, and answers that cannot be compared."""
    for fact in subject.catalog.facts.values():
        pairs = tuple(comparisons(fact))
        yield from _undecided(fact, pairs)
        disputing = any(one.relation is Relation.DISPUTES for one in fact.evidence)
        conflict = disputing or any(pair.agreement is Agreement.CONFLICT for pair in pairs)
        # A disputed fact without a number is in conflict through what its sources say in words.
        conflict = conflict or (len(answers(fact)) > 1 and any(one.differs for one in fact.evidence))
        if not conflict and (fact.standing is Standing.DISPUTED or fact.choice):
            field = "choice" if fact.choice else "standing"
            message = f"'{fact.id}' has `{field}`, but no evidence disagrees"
            hint = "give the evidence that disagrees `says:`, `differs:` or `relation: disputes`"
            yield Found(NO_CONFLICT.at(fact.where.of(field), message, hint), fact)


def _undecided(fact: Fact, pairs: tuple[Comparison, ...]) -> Iterator[Found]:
    decided = fact.standing is Standing.DISPUTED or fact.choice is not None
    for pair in pairs:
        evidence = pair.right.evidence if pair.right.evidence.says else pair.left.evidence
        at = evidence.where.of("says")
        if not (pair.left.value and pair.right.value):
            continue
        texts = f"'{pair.left.value.text}' and '{pair.right.value.text}'"
        if pair.agreement is Agreement.CONFLICT and not decided:
            message = f"the sources of '{fact.id}' exclude each other: {texts}"
            hint = "write `standing: disputed`, or add `choice: {source: …, why: …}`"
            yield Found(UNDECIDED.at(at, message, hint), fact)
        if pair.agreement is Agreement.NOT_COMPARABLE:
            message = f"the sources of '{fact.id}' measure different things: {texts}"
            yield Found(NOT_COMPARABLE.at(at, message, "make two facts of it"), fact)
