"""Numbers that follow from other numbers, worked out again at every build.

The declared value is never overwritten: `checks.derived_right` compares it with what comes out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import sense as rules
from factsheet.model.arithmetic.dimensions import dimension_of, powers, spoken
from factsheet.model.arithmetic.intervals import NotWorkable, work_out
from factsheet.model.arithmetic.units import Dimension, parse_unit
from factsheet.model.records import Derivation, Fact
from factsheet.model.values import Value
from factsheet.model.values.intervals import Interval, product

_ONE = Decimal(1)
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")


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
        if fact.derived is None or fact.value is None or not _complete(fact.derived):
            continue
        try:
            workings[fact.id] = _working(fact, fact.value, fact.derived, catalog, workings)
        except NotWorkable as fault:
            at = fact.derived.where.of("formula")
            message = f"'{fact.id}' cannot be worked out: {fault}"
            findings.append(rules.NOT_WORKABLE.at(at, message, "mend the formula or its inputs"))
    return workings, tuple(findings)


def _complete(derivation: Derivation) -> bool:
    """Tell whether every name of the formula is an input; where one is not, a finding says so already."""
    return {name for name, _, _ in derivation.inputs} >= set(derivation.formula.names)


def _in_order(catalog: Catalog, findings: list[Diagnostic]) -> Iterator[Fact]:
    """Yield derived facts after the facts they rest on; report circles, once for each fact in one."""
    waiting = {fact.id: fact for fact in catalog.facts.values() if fact.derived}
    while ready := [fact for fact in waiting.values() if not (_inputs(fact) & waiting.keys())]:
        for fact in ready:
            del waiting[fact.id]
            yield fact
    for fact in waiting.values():
        # A fact that only rests on a circle is not at fault, and cannot be worked out either.
        if fact.derived and (back := sorted(_inputs(fact) & _resting_on(fact.id, waiting))):
            others = " and ".join(f"'{name}'" for name in back)
            itself = back == [fact.id]
            message = f"'{fact.id}' is derived from {'itself' if itself else f'{others}, which rests on it'}"
            at = fact.derived.where.of("inputs")
            hint = "give it evidence of its own" if itself else "give one of them evidence of its own"
            findings.append(rules.DERIVED_IN_CIRCLE.at(at, message, hint))


def _inputs(fact: Fact) -> set[str]:
    return {reference.id for _, reference, _ in fact.derived.inputs} if fact.derived else set()


def _resting_on(name: str, facts: Mapping[str, Fact]) -> set[str]:
    """Return a fact with all the facts that rest on it, over any number of steps."""
    found = {name}
    while more := {fact.id for fact in facts.values() if fact.id not in found and _inputs(fact) & found}:
        found |= more
    return found


def _working(
    fact: Fact, value: Value, derivation: Derivation, catalog: Catalog, workings: Mapping[str, Working]
) -> Working:
    if value.interval is None:
        raise NotWorkable(f"its value is '{value.text}', which is not a number")
    operands = tuple(_operand(name, catalog.facts[one.id], part) for name, one, part in derivation.inputs)
    tree = derivation.formula.tree
    declared = parse_unit(value.unit)
    found = dimension_of(tree, {operand.name: parse_unit(operand.value.unit) for operand in operands})
    if found != powers(declared):
        raise NotWorkable(f"the formula gives {spoken(found)}, the value is in {value.unit or 'no unit'}")
    scale = _HUNDRED if declared.dimension is Dimension.SHARE else _ONE
    numbers = {operand.name: _number(operand) for operand in operands}
    whole = {name: Interval.point(number) for name, number in numbers.items() if number is not None}
    number = work_out(tree, whole).low if len(whole) == len(operands) else None
    interval = work_out(tree, {operand.name: _spread(operand, workings) for operand in operands})
    return Working(
        fact, operands, None if number is None else product(number, scale), _scaled(interval, scale)
    )


def _operand(name: str, fact: Fact, part: str) -> Operand:
    value = fact.also if part == "also" else fact.value
    if value is None:
        raise NotWorkable(f"'{fact.id}' has no '{part}'")
    if value.interval is None:
        raise NotWorkable(f"the value of '{fact.id}' is '{value.text}', which is not a number")
    return Operand(name, fact, value)


def _scale(operand: Operand) -> Decimal:
    return _HUNDREDTH if parse_unit(operand.value.unit).dimension is Dimension.SHARE else _ONE


def _number(operand: Operand) -> Decimal | None:
    return None if operand.value.number is None else product(operand.value.number, _scale(operand))


def _spread(operand: Operand, workings: Mapping[str, Working]) -> Interval:
    """Return what an input leaves possible: for a derived fact what its own inputs do, and else its value."""
    worked = workings.get(operand.fact.id)
    interval = worked.interval if worked and operand.value is operand.fact.value else operand.value.interval
    if interval is None:
        raise NotWorkable(f"the value of '{operand.fact.id}' is not a number")
    return _scaled(interval, _scale(operand))


def _scaled(one: Interval, by: Decimal) -> Interval:
    low = None if one.low is None else product(one.low, by)
    high = None if one.high is None else product(one.high, by)
    return Interval(low, high, low_open=one.low_open, high_open=one.high_open)
