"""Derived numbers match, and what rests on changed facts was read again."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult
from factsheet.analysis.ledger import PendingReview, list_pending_reviews
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.facts import (
    DERIVED_NUMBER_DIFFERS,
    DERIVED_NUMBER_TOO_SURE,
    DERIVED_STANDING_TOO_HIGH,
)
from factsheet.diagnostics.rules.review import NEEDS_RECHECK
from factsheet.model.values.hedges import Hedge
from factsheet.model.values.intervals import Interval
from factsheet.model.values.quantities import Value

_EXACT_HEDGES = frozenset({Hedge.EXACT, Hedge.NONE})
_LOWER_BOUND_HEDGES = frozenset({Hedge.AT_LEAST, Hedge.MORE_THAN})
_UPPER_BOUND_HEDGES = frozenset({Hedge.AT_MOST, Hedge.FEWER_THAN})


def check_derived_right(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Compare every derived fact with what was worked out for it."""
    for working in subject.derivations.values():
        for found in (_check_number(working), _check_standing(working)):
            if found:
                yield ReportedDiagnostic(found, working.fact)


def _check_number(working: DerivationResult) -> Diagnostic | None:
    fact, value = working.fact, working.fact.value
    if value is None:
        return None
    at = fact.locations.find("value")
    if not _is_same_number(value, working):
        message = f"'{fact.id}' is declared as '{value.text}', but its formula gives {_format_result(working)}"
        return DERIVED_NUMBER_DIFFERS.report(at, message, "write the number that comes out, or correct an input")
    if not _is_modest_enough(value, working.interval):
        message = f"'{value.text}' claims more than the inputs of '{fact.id}' allow"
        return DERIVED_NUMBER_TOO_SURE.report(at, message, _suggest_value(working.interval))
    return None


def _check_standing(working: DerivationResult) -> Diagnostic | None:
    fact = working.fact
    weakest = max((operand.fact.standing for operand in working.operands), key=lambda one: one.rank)
    if fact.standing.rank >= weakest.rank:
        return None
    message = f"the standing of '{fact.id}' is '{fact.standing}', but an input of it is only '{weakest}'"
    return DERIVED_STANDING_TOO_HIGH.report(fact.locations.find("standing"), message, f"write `standing: {weakest}`")


def _is_same_number(value: Value, working: DerivationResult) -> bool:
    """Tell whether the declared number is the computed one, to the last digit that was written."""
    allowed = _find_tolerance(value)
    if value.number is not None and working.number is not None:
        return abs(working.number - value.number) <= allowed
    if value.interval is None:
        return False
    ends = ((value.interval.low, working.interval.low), (value.interval.high, working.interval.high))
    return all(
        declared == computed or (declared is not None and computed is not None and abs(declared - computed) <= allowed)
        for declared, computed in ends
    )


def _find_tolerance(value: Value) -> Decimal:
    """Return by how much rounding to the last written digit can move a number."""
    return (value.step or Decimal(0)) / 2


def _is_modest_enough(value: Value, computed: Interval) -> bool:
    """Tell whether the declared words leave open what the inputs leave open.

    A bound must be a bound of the result. Words for both sides (`about`, `between`) are taken as they stand:
    how far they reach is an agreement, and the page prints what the inputs allow beside them.
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
    return "its inputs allow any number: remove the fact, or work out something else"


def _format_result(working: DerivationResult) -> str:
    if working.number is not None:
        return _format_number(working.number)
    limits = (working.interval.low, working.interval.high)
    return " to ".join("no limit" if limit is None else _format_number(limit) for limit in limits)


def _format_number(number: Decimal) -> str:
    """Write a number for a message: at most six significant digits, no exponent, thousands parted."""
    rounded = number if number == number.to_integral_value() else Decimal(f"{number:.6g}")
    return f"{rounded.normalize():,f}"


def check_dependents_read(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find what is to be read again, once for each fact, sheet or chart, where the first tie is written."""
    if subject.ledger is None:
        return
    readers: dict[tuple[str, str], list[PendingReview]] = {}
    for one in list_pending_reviews(subject.catalog, subject.ledger):
        readers.setdefault((one.dependency.kind, one.dependency.id), []).append(one)
    for (kind, name), found in readers.items():
        called = f"'{name}'" if kind == "fact" else f"the {kind} '{name}'"
        message = f"{called} is to be rechecked: {'; '.join(_list_reasons(found))}"
        hint = f"read them side by side; when it still holds, run `factsheet accept {name}`"
        diagnostic = NEEDS_RECHECK.report(found[0].dependency.location, message, hint)
        yield ReportedDiagnostic(diagnostic, subject.catalog.facts[name] if kind == "fact" else None)


def _list_reasons(found: list[PendingReview]) -> Iterator[str]:
    changed = [one.dependency.fact_id for one in found if one.changed]
    fresh = [one.dependency.fact_id for one in found if not one.changed]
    if changed:
        yield f"it rests on {_join_names(changed)}, which {_choose_has(changed)} changed since it was last read"
    if fresh:
        rests = "also on" if changed else "it rests on"
        yield f"{rests} {_join_names(fresh)}, and nobody has yet said that the two were read together"


def _choose_has(names: list[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _join_names(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
