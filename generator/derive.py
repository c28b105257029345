"""Numbers that follow from other numbers, worked out again at every build.

The declared value is never overwritten: it is compared with what comes out, and a difference is an error.
A derived fact inherits the widest interval that its inputs allow, and at best their weakest standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from generator import rules_sense as rules
from generator.arithmetic import NotWorkable, work_out
from generator.catalog import Catalog
from generator.diagnostics import Diagnostic
from generator.dimensions import dimension_of, powers, spoken
from generator.intervals import Interval
from generator.model import Derivation, Fact
from generator.units import Dimension, parse_unit
from generator.values import Value

_HUNDRED = Decimal(100)
_EXACT = frozenset({"exactly"})
_BELOW_OPEN = frozenset({"at least", "more than"})
_ABOVE_OPEN = frozenset({"at most", "fewer than"})


@dataclass(frozen=True, slots=True)
class Operand:
    """One input of a derivation, as it went into the formula."""

    name: str
    fact: Fact
    value: Value


@dataclass(frozen=True, slots=True)
class Working:
    """How a derived number came out."""

    fact: Fact
    operands: tuple[Operand, ...]
    number: Decimal | None
    """What the written numbers give, in the unit of the declared value; None when an input has no number."""
    interval: Interval
    """All that the inputs leave possible, in the unit of the declared value."""


def derive(catalog: Catalog) -> tuple[Mapping[str, Working], tuple[Diagnostic, ...]]:
    """Work out every derived fact, each after its inputs; return the workings by fact id."""
    workings: dict[str, Working] = {}
    findings: list[Diagnostic] = []
    for fact in _in_order(catalog, findings):
        if fact.derived is None or fact.value is None:
            continue
        try:
            working = _working(fact, fact.value, fact.derived, catalog, workings)
        except NotWorkable as fault:
            at = fact.derived.where.of("formula")
            message = f"'{fact.id}' cannot be worked out: {fault}"
            findings.append(rules.NOT_WORKABLE.at(at, message, "mend the formula or its inputs"))
            continue
        workings[fact.id] = working
        findings.extend(_compared(fact, fact.value, working))
    return workings, tuple(findings)


def _in_order(catalog: Catalog, findings: list[Diagnostic]) -> Iterator[Fact]:
    """Yield derived facts after the facts they rest on; report circles, once for each fact in one."""
    done: set[str] = set()
    waiting = {fact.id: fact for fact in catalog.facts.values() if fact.derived}
    while waiting:
        ready = [fact for fact in waiting.values() if not (_inputs(fact) & waiting.keys())]
        if not ready:
            break
        for fact in ready:
            done.add(fact.id)
            del waiting[fact.id]
            yield fact
    for fact in waiting.values():
        if fact.derived:
            others = ", ".join(f"'{name}'" for name in sorted(_inputs(fact) & waiting.keys()))
            message = f"'{fact.id}' is derived from {others}, which rests on '{fact.id}' or on another circle"
            at = fact.derived.where.of("inputs")
            findings.append(rules.DERIVED_IN_CIRCLE.at(at, message, "give one of them evidence of its own"))


def _inputs(fact: Fact) -> set[str]:
    return {reference.id for _, reference, _ in fact.derived.inputs} if fact.derived else set()


def _working(
    fact: Fact, value: Value, derivation: Derivation, catalog: Catalog, workings: Mapping[str, Working]
) -> Working:
    operands = tuple(_operand(name, catalog.facts[one.id], part) for name, one, part in derivation.inputs)
    named = {operand.name for operand in operands}
    if missing := sorted(set(derivation.formula.names) - named):
        raise NotWorkable(f"'{missing[0]}' is not under 'inputs'")
    tree = derivation.formula.tree
    units = {operand.name: parse_unit(operand.value.unit) for operand in operands}
    declared = parse_unit(value.unit)
    found = dimension_of(tree, units)
    if found != powers(declared):
        raise NotWorkable(f"the formula gives {spoken(found)}, the value is in {value.unit or 'no unit'}")
    scale = _HUNDRED if declared.dimension is Dimension.SHARE else Decimal(1)
    numbers = {operand.name: _number(operand) for operand in operands}
    whole = {name: Interval.point(number) for name, number in numbers.items() if number is not None}
    number = work_out(tree, whole).low if len(whole) == len(operands) else None
    spread = {operand.name: _spread(operand, workings) for operand in operands}
    interval = work_out(tree, spread)
    return Working(fact, operands, None if number is None else number * scale, _scaled(interval, scale))


def _operand(name: str, fact: Fact, part: str) -> Operand:
    value = fact.also if part == "also" else fact.value
    if value is None:
        raise NotWorkable(f"'{fact.id}' has no '{part}'")
    if value.interval is None:
        raise NotWorkable(f"the value of '{fact.id}' is '{value.text}', which is not a number")
    return Operand(name, fact, value)


def _scale(operand: Operand) -> Decimal:
    return _HUNDRED if parse_unit(operand.value.unit).dimension is Dimension.SHARE else Decimal(1)


def _number(operand: Operand) -> Decimal | None:
    return None if operand.value.number is None else operand.value.number / _scale(operand)


def _spread(operand: Operand, workings: Mapping[str, Working]) -> Interval:
    worked = workings.get(operand.fact.id)
    interval = worked.interval if worked and operand.value is operand.fact.value else operand.value.interval
    if interval is None:
        raise NotWorkable(f"the value of '{operand.fact.id}' is not a number")
    return _scaled(interval, 1 / _scale(operand))


def _scaled(one: Interval, by: Decimal) -> Interval:
    low = None if one.low is None else one.low * by
    high = None if one.high is None else one.high * by
    return Interval(low, high, low_open=one.low_open, high_open=one.high_open)


def _compared(fact: Fact, value: Value, working: Working) -> Iterator[Diagnostic]:
    at = fact.where.of("value")
    if not _matches(value, working):
        result = _result(working)
        message = f"'{fact.id}' is declared as '{value.text}', its formula gives {result}"
        yield rules.DERIVED_DIFFERS.at(at, message, "write the number that comes out, or correct an input")
    elif not _modest_enough(value, working.interval):
        wanted = _wanted(working.interval)
        message = f"'{value.text}' claims more than the inputs of '{fact.id}' allow"
        yield rules.DERIVED_TOO_SURE.at(at, message, f"its inputs are rough: write {wanted}")
    weakest = max((operand.fact.standing for operand in working.operands), key=lambda one: one.rank)
    if fact.standing.rank < weakest.rank:
        message = f"'{fact.id}' is {fact.standing}, but one of its inputs is only {weakest}"
        yield rules.DERIVED_STANDING.at(fact.where.of("standing"), message, f"write `standing: {weakest}`")


def _matches(value: Value, working: Working) -> bool:
    """Tell whether the declared number is the computed one, to the last digit that was written."""
    step = value.step or Decimal(0)
    if value.number is not None and working.number is not None:
        return abs(working.number - value.number) <= step / 2
    if value.interval is None:
        return False
    ends = ((value.interval.low, working.interval.low), (value.interval.high, working.interval.high))
    return all(
        declared == computed
        or (declared is not None and computed is not None and abs(declared - computed) <= step / 2)
        for declared, computed in ends
    )


def _modest_enough(value: Value, computed: Interval) -> bool:
    hedge = value.hedge.value
    if computed.is_point:
        return True
    if computed.high is None:
        return hedge in _BELOW_OPEN
    if computed.low is None:
        return hedge in _ABOVE_OPEN
    return hedge not in _EXACT


def _wanted(computed: Interval) -> str:
    if computed.high is None:
        return "`at least …` or `more than …`"
    if computed.low is None:
        return "`at most …` or `fewer than …`"
    return "`about …` or `between … and …`"


def _result(working: Working) -> str:
    if working.number is not None:
        return _digits(working.number)
    low, high = working.interval.low, working.interval.high
    return f"{'no limit' if low is None else _digits(low)} to {'no limit' if high is None else _digits(high)}"


def _digits(number: Decimal) -> str:
    """Write a number for a message: at most six significant digits, no exponent, thousands parted."""
    rounded = number if number == number.to_integral_value() else Decimal(f"{number:.6g}")
    return f"{rounded.normalize():,f}"
