"""Which evidence supports the value of a fact, and what the other evidence says of it."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.agreement import compare_as_counted
from factsheet.analysis.catalog import Catalog
from factsheet.model.arithmetic.units import list_conversions
from factsheet.model.dates.grammar import is_later, overlaps
from factsheet.model.records import Evidence, Fact
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.vocabulary import Agreement, Relation, SourceState

_FITTING = frozenset({Agreement.SAME, Agreement.COMPATIBLE, Agreement.SHARPER})


def list_sayings(fact: Fact) -> Iterator[Evidence]:
    """Yield the evidence of sources that say a fact: with an answer that fits the value."""
    for evidence in fact.evidence:
        if evidence.relation is Relation.SUPPORTS and not describe_other_answer(evidence, fact):
            yield evidence


def list_credited(fact: Fact) -> tuple[Evidence, ...]:
    """Return the evidence to name with a value: what says it, or all of a fact that no source says."""
    return tuple(list_sayings(fact)) or fact.evidence


def list_support(fact: Fact, catalog: Catalog) -> list[Evidence]:
    """Return the evidence that supports a fact; a source that was retracted says it and supports nothing."""
    return [evidence for evidence in list_sayings(fact) if not explain_no_support(evidence, fact, catalog)]


def explain_no_support(evidence: Evidence, fact: Fact, catalog: Catalog) -> str:
    """Return what keeps evidence from supporting a fact, as `said less earlier`; empty where nothing does."""
    status = catalog.sources[evidence.source.id].status
    is_retracted = status and status.state is SourceState.RETRACTED
    return "retracted" if is_retracted else describe_other_answer(evidence, fact)


def describe_other_answer(evidence: Evidence, fact: Fact) -> str:
    """Return how the answer of a source differs from the value, as `said less earlier`; empty where it fits.

    An answer fits if it can be true together with the value. So it is with a disputed fact, too: the sources of the
    answer that was not chosen support another number. Workers and people are compared by their numbers, whatever an
    editor explains: who says 5 people does not say 9 workers. An answer that measures something else, or is open,
    does not say the value; nor does a wider limit of another day: `at least 3` of Monday is not `at least 6` of Friday.
    """
    says, value = evidence.says, fact.value
    disputes = evidence.relation is Relation.DISPUTES
    if says is None or value is None or evidence.relation is Relation.CONTEXT:
        return "said otherwise" if disputes else ""
    dates = (fact.as_of, evidence.as_of or fact.as_of)
    agreement = compare_as_counted(value, says, dates)
    if agreement is Agreement.NOT_COMPARABLE:
        return "measured something else"
    if (value.hedge is Hedge.UNKNOWN) is not (says.hedge is Hedge.UNKNOWN):
        return "left it open" if says.hedge is Hedge.UNKNOWN else "said otherwise"
    apart = bool(dates[0] and dates[1] and not overlaps(dates[0], dates[1]))
    direction = _find_direction(value, says)
    if agreement in _FITTING and not disputes and not (apart and direction != "otherwise"):
        return ""
    earlier = " earlier" if is_later(dates[1], dates[0]) else " later"
    return f"said {direction}{earlier if apart else ''}"


def _find_direction(value: Value, says: Value) -> str:
    """Return whether an answer is less or more than the value: wholly so, or as a limit that leaves more possible."""
    ours, theirs = value.interval, next(iter(list_conversions(says, value.unit)), says).interval
    if ours is None or theirs is None or theirs == ours:
        return "otherwise"
    wider = theirs.contains(ours)
    if theirs.is_below(ours) or (wider and theirs.high is None):
        return "less"
    return "more" if ours.is_below(theirs) or (wider and not theirs.low) else "otherwise"
