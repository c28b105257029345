"""A derived number is the one that comes out, and claims no more than its inputs do."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from factsheet.analysis.derivations import Working
from factsheet.checks.context import Found, Subject
from factsheet.diagnostics.core import Diagnostic, Rule
from factsheet.model.values import Value
from factsheet.model.values.hedges import Hedge
from factsheet.model.values.intervals import Interval

DIFFERS = Rule(
    "F305",
    "A derived number that no longer matches",
    "The page would show a sum that its own parts contradict.",
    "Write the number that comes out, or correct the input that is wrong.",
)
TOO_SURE = Rule(
    "F307",
    "A derived number that claims more than its inputs",
    "What is worked out from rough numbers is rough itself.",
    "Give the value the hedge that comes out of the inputs, such as `at least` or `about`.",
)
STANDING = Rule(
    "F309",
    "A derived fact that stands higher than its inputs",
    "A sum of claims is a claim.",
    "Give it the weakest standing among its inputs, or a weaker one.",
)
RULES = (DIFFERS, TOO_SURE, STANDING)

_EXACT = frozenset({Hedge.EXACT, Hedge.NONE})
_FROM_BELOW = frozenset({Hedge.AT_LEAST, Hedge.MORE_THAN})
_FROM_ABOVE = frozenset({Hedge.AT_MOST, Hedge.FEWER_THAN})


def check(subject: Subject) -> Iterator[Found]:
    """Compare every derived fact with what was worked out for it."""
    for working in subject.workings.values():
        for found in (_number(working), _standing(working)):
            if found:
                yield Found(found, working.fact)


def _number(working: Working) -> Diagnostic | None:
    fact, value = working.fact, working.fact.value
    if value is None:
        return None
    at = fact.where.of("value")
    if not _matches(value, working):
        message = f"'{fact.id}' is declared as '{value.text}', but its formula gives {_result(working)}"
        return DIFFERS.at(at, message, "write the number that comes out, or correct an input")
    if not _modest_enough(value, working.interval):
        message = f"'{value.text}' claims more than the inputs of '{fact.id}' allow"
        return TOO_SURE.at(at, message, _wanted(working.interval))
    return None


def _standing(working: Working) -> Diagnostic | None:
    fact = working.fact
    weakest = max((operand.fact.standing for operand in working.operands), key=lambda one: one.rank)
    if fact.standing.rank >= weakest.rank:
        return None
    message = f"the standing of '{fact.id}' is '{fact.standing}', but an input of it is only '{weakest}'"
    return STANDING.at(fact.where.of("standing"), message, f"write `standing: {weakest}`")


def _matches(value: Value, working: Working) -> bool:
    """Tell whether the declared number is the computed one, to the last digit that was written."""
    allowed = _allowed(value)
    if value.number is not None and working.number is not None:
        return abs(working.number - value.number) <= allowed
    if value.interval is None:
        return False
    ends = ((value.interval.low, working.interval.low), (value.interval.high, working.interval.high))
    return all(
        declared == computed
        or (declared is not None and computed is not None and abs(declared - computed) <= allowed)
        for declared, computed in ends
    )


def _allowed(value: Value) -> Decimal:
    """Return by how much rounding to the last written digit can move a number."""
    return (value.step or Decimal(0)) / 2


def _modest_enough(value: Value, computed: Interval) -> bool:
    """Tell whether the declared words leave open what the inputs leave open.

    A bound must be a bound of the result. Words for both sides (`about`, `between`) are taken as they stand:
    how far they reach is an agreement, and the page prints what the inputs allow beside them.
    """
    declared = value.interval
    if computed.is_point or declared is None:
        return True
    if value.hedge in _FROM_BELOW and declared.low is not None:
        return computed.low is not None and declared.low <= computed.low + _allowed(value)
    if value.hedge in _FROM_ABOVE and declared.high is not None:
        return computed.high is not None and declared.high >= computed.high - _allowed(value)
    return value.hedge not in _EXACT and computed.low is not None and computed.high is not None


def _wanted(computed: Interval) -> str:
    low, high = computed.low, computed.high
    if low is not None and high is not None:
        return f"its inputs allow {_digits(low)} to {_digits(high)}: write `about …` or `between … and …`"
    if low is not None:
        words = "more than" if computed.low_open else "at least"
        return f"its inputs set no upper limit: write `{words} {_digits(low)}`"
    if high is not None:
        words = "fewer than" if computed.high_open else "at most"
        return f"its inputs set no lower limit: write `{words} {_digits(high)}`"
    return "its inputs allow any number: remove the fact, or work out something else"


def _result(working: Working) -> str:
    if working.number is not None:
        return _digits(working.number)
    low, high = working.interval.low, working.interval.high
    return f"{'no limit' if low is None else _digits(low)} to {'no limit' if high is None else _digits(high)}"


def _digits(number: Decimal) -> str:
    """Write a number for a message: at most six significant digits, no exponent, thousands parted."""
    rounded = number if number == number.to_integral_value() else Decimal(f"{number:.6g}")
    return f"{rounded.normalize():,f}"
