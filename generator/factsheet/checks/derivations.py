"""Derived numbers match, and what depends on changed facts was read again."""

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult, round_to_six_digits
from factsheet.analysis.ledger import PendingReview, group_pending_reviews
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic
from factsheet.model.records import Fact
from factsheet.model.text.wording import join_names
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.values.intervals import Interval

_HUNDRED = Decimal(100)
_EXACT_HEDGES = frozenset({Hedge.EXACT, Hedge.NONE})
_LOWER_BOUND_HEDGES = frozenset({Hedge.AT_LEAST, Hedge.MORE_THAN})
_UPPER_BOUND_HEDGES = frozenset({Hedge.AT_MOST, Hedge.FEWER_THAN})


def check_derived_right(fact: Fact, context: CheckContext) -> Iterator[Diagnostic]:
    """Compare the number and the standing of a derived fact with what follows from its inputs."""
    result, value, location = context.derivations.get(fact.id), fact.value, fact.locations.find("value")
    if result is None or value is None:
        return
    if not _is_same_number(value, result):
        message = f"'{fact.id}' is declared as '{value.text}', but its formula gives {_format_result(result)}"
        yield rules.DERIVED_NUMBER_DIFFERS.report(location, message, _suggest_mending(value, result.number))
    elif not _is_modest_enough(value, result.interval):
        message = f"'{value.text}' claims more than the inputs of '{fact.id}' allow"
        yield rules.DERIVED_NUMBER_TOO_SURE.report(location, message, _suggest_value(result.interval))
    weakest = max((operand.fact.standing for operand in result.operands), key=lambda standing: standing.rank)
    if fact.standing.rank < weakest.rank:
        message = f"the standing of '{fact.id}' is '{fact.standing}', but that of an input is only '{weakest}'"
        location, hint = fact.locations.find("standing"), f"write `standing: {weakest}`"
        yield rules.DERIVED_STANDING_TOO_HIGH.report(location, message, hint)


def _suggest_mending(value: Value, computed: Decimal | None) -> str:
    if computed is not None and value.number is not None:
        if abs(computed / _HUNDRED - value.number) <= _find_tolerance(value):
            return "that is exactly 100 times as much, for in a formula 37 % is 0.37: divide by 100"
        if abs(computed * _HUNDRED - value.number) <= _find_tolerance(value):
            return "that is exactly a hundredth: write % after the number, or multiply by 100"
    return "write the computed number, or correct an input"


def _is_same_number(value: Value, result: DerivationResult) -> bool:
    """Tell whether the declared number is the computed one, to the last written digit."""
    allowed = _find_tolerance(value)
    if value.number is not None and result.number is not None:
        return abs(result.number - value.number) <= allowed
    if value.interval is None:
        return False
    ends = ((value.interval.low, result.interval.low), (value.interval.high, result.interval.high))
    return all(
        declared == computed or (declared is not None and computed is not None and abs(declared - computed) <= allowed)
        for declared, computed in ends
    )


def _find_tolerance(value: Value) -> Decimal:
    """Return how much rounding to the last written digit can change a number."""
    return (value.step or Decimal(0)) / 2


def _is_modest_enough(value: Value, computed: Interval) -> bool:
    """Tell whether the declared hedge allows at least the range that the inputs allow.

    A bound must be a bound of the result. Hedges on both sides (`about`, `between`) are accepted, since how far they
    reach is a convention, and the page prints the range that the inputs allow beside them.
    """
    declared = value.interval
    if computed.is_point or declared is None:
        return True
    if value.hedge in _LOWER_BOUND_HEDGES and declared.low is not None:
        return computed.low is not None and declared.low <= computed.low + _find_tolerance(value)
    if value.hedge in _UPPER_BOUND_HEDGES and declared.high is not None:
        return computed.high is not None and declared.high >= computed.high - _find_tolerance(value)
    return value.hedge not in _EXACT_HEDGES and computed.low is not None and computed.high is not None


def _suggest_value(computed: Interval) -> str:
    low, high = computed.low, computed.high
    if low is not None and high is not None:
        return f"its inputs allow {_format_number(low)} to {_format_number(high)}: write `about …` or `between … and …`"
    if low is not None:
        words = "more than" if computed.low_open else "at least"
        return f"its inputs set no upper limit: write `{words} {_format_number(low)}`"
    if high is not None:
        words = "fewer than" if computed.high_open else "at most"
        return f"its inputs set no lower limit: write `{words} {_format_number(high)}`"
    return "its inputs allow any number: remove the fact, or compute something else"


def _format_result(result: DerivationResult) -> str:
    limits = (result.interval.low, result.interval.high) if result.number is None else (result.number,)
    return " to ".join("no limit" if limit is None else _format_number(limit) for limit in limits)


def _format_number(number: Decimal) -> str:
    return f"{round_to_six_digits(number).normalize():,f}"


def check_dependents_read(context: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Report each fact, sheet or chart to be read again, at its first dependency."""
    if context.ledger is None:
        return
    for (kind, name), reviews in group_pending_reviews(context.catalog, context.ledger).items():
        called = f"'{name}'" if kind == "fact" else f"the {kind} '{name}'"
        message = f"{called} must be rechecked: {'; '.join(_list_reasons(reviews))}"
        hint = f"read them side by side; if it is still right, run `factsheet accept {name}`"
        diagnostic = rules.NEEDS_RECHECK.report(reviews[0].dependency.location, message, hint)
        yield ReportedDiagnostic(diagnostic, context.catalog.facts[name] if kind == "fact" else None)


def _list_reasons(reviews: list[PendingReview]) -> Iterator[str]:
    changed = [review.dependency.fact_id for review in reviews if review.changed]
    unread = [review.dependency.fact_id for review in reviews if not review.changed]
    if changed:
        have = "has" if len(changed) == 1 else "have"
        yield f"it depends on {join_names(changed, len(changed))}, which {have} changed since it was last read"
    if unread:
        start = "it also depends on" if changed else "it depends on"
        yield f"{start} {join_names(unread, len(unread))}, and nobody has confirmed yet that the two were read together"
