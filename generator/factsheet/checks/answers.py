"""The answers of several sources: conflicts are decided, and answers fit the value."""

from collections.abc import Iterator

from factsheet.analysis import agreement
from factsheet.checks.context import CheckContext
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.model.records import Fact
from factsheet.model.vocabulary import Agreement, Relation, Standing

_CHOICE_HINT = "write `standing: disputed`, or add `choice: {source: …, why: …}`"
_DATES_HINT = "give each its exact `as_of` where they are of different days; otherwise "
_EXPLANATION_HINT = f"say under `differs` what each counts, make two facts of it, or {_CHOICE_HINT}"


def check_conflicts_decided(fact: Fact, _context: CheckContext) -> Iterator[Diagnostic]:
    """Report undecided conflicts, a decision without a conflict, and answers that cannot be compared."""
    pairs = tuple(agreement.list_comparisons(fact))
    yield from _find_undecided(fact, pairs)
    yield from _find_unsupported(fact)
    if _is_decided(fact) and fact.evidence and not _is_in_conflict(fact, pairs):
        message = f"'{fact.id}' {'has a choice' if fact.choice else 'is disputed'}, but no evidence disagrees"
        hint = "give the evidence that disagrees `says:`, `differs:` or `relation: disputes`"
        location = fact.locations.find("choice" if fact.choice else "standing")
        yield rules.NOTHING_IN_CONFLICT.report(location, message, hint)


def _is_decided(fact: Fact) -> bool:
    return fact.standing is Standing.DISPUTED or fact.choice is not None


def _is_in_conflict(fact: Fact, pairs: tuple[agreement.Comparison, ...]) -> bool:
    # Of answers that are not compared, it is not known whether they agree.
    unknown = {Agreement.CONFLICT, Agreement.COUNTED_DIFFERENTLY, Agreement.NOT_COMPARABLE}
    return (
        any(evidence.relation is Relation.DISPUTES for evidence in fact.evidence)
        or any(pair.agreement in unknown for pair in pairs)
        # The sources of a disputed fact without a number can differ in words.
        or (len(agreement.list_answers(fact)) > 1 and any(evidence.differs for evidence in fact.evidence))
    )


def _find_undecided(fact: Fact, pairs: tuple[agreement.Comparison, ...]) -> Iterator[Diagnostic]:
    reported: set[tuple[Location, frozenset[str]]] = set()
    for pair in pairs:
        if not (pair.left.value and pair.right.value):
            continue
        evidence = pair.right.evidence if pair.right.evidence.says else pair.left.evidence
        location, texts = evidence.locations.find("says"), (pair.left.value.text, pair.right.value.text)
        if (location, frozenset(texts)) in reported:
            continue
        reported.add((location, frozenset(texts)))
        shown = f"'{texts[0]}' and '{texts[1]}'"
        explained = bool(pair.left.differs or pair.right.differs)
        compare = agreement.compare_values if explained else agreement.compare_as_counted
        judged = compare(pair.left.value, pair.right.value, (pair.left.as_of, pair.right.as_of))
        if judged is Agreement.CONFLICT and not _is_decided(fact):
            message = f"the sources of '{fact.id}' exclude each other: {shown}"
            hint = f"{_DATES_HINT}{_CHOICE_HINT}" if pair.agreement is Agreement.CONFLICT else _EXPLANATION_HINT
            yield rules.UNDECIDED_CONFLICT.report(location, message, hint)
        if pair.agreement is Agreement.NOT_COMPARABLE:
            message = f"the sources of '{fact.id}' measure different things: {shown}"
            yield rules.INCOMPARABLE_ANSWERS.report(location, message, "make two facts of it")


def _find_unsupported(fact: Fact) -> Iterator[Diagnostic]:
    """Report a value that no source gives, since every source excludes it."""
    given = [evidence for evidence in fact.evidence if evidence.relation is Relation.SUPPORTS]
    if fact.value and given and not _is_decided(fact) and not any(agreement.list_sayings(fact)):
        answers = " and ".join(sorted({f"'{evidence.says.text}'" for evidence in given if evidence.says}))
        message = f"'{fact.id}' is given as '{fact.value.text}', but its sources say {answers}"
        hint = f"{_DATES_HINT}write a value that a source gives"
        yield rules.UNDECIDED_CONFLICT.report(fact.locations.find("value"), message, hint)


def check_values_fit(fact: Fact, _context: CheckContext) -> Iterator[Diagnostic]:
    """Report fields about a missing value, and answers that only repeat the value."""
    for name in ("also", "counts", "compared_with", "derived"):
        if getattr(fact, name) and not fact.value:
            message = f"'{fact.id}' has '{name}' but no 'value'"
            yield rules.VALUE_MISSING.report(fact.locations.find(name), message, "add `value:`, or use `note`")
    for evidence in (evidence for evidence in fact.evidence if evidence.says):
        location = evidence.locations.find("says")
        if fact.value is None:
            message = f"'{fact.id}' has no 'value' that a source could differ from"
            hint = "add `value:`, or describe the difference under `differs`"
            yield rules.VALUE_MISSING.report(location, message, hint)
        elif evidence.says and evidence.says.text == fact.value.text:
            message = f"'{evidence.source.id}' gives the same value as the fact: '{fact.value.text}'"
            yield rules.REPEATED_ANSWER.report(location, message, "remove `says`")
