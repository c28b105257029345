"""Numbers that follow from other numbers, worked out again at every build.

The declared value is never overwritten: `checks.derived_right` compares it with what comes out here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from factsheet.analysis.catalog import Catalog
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.facts import CIRCULAR_DERIVATION, NOT_COMPUTABLE
from factsheet.model.arithmetic.intervals import EvaluationFailure, evaluate_formula
from factsheet.model.arithmetic.units import Dimension, compute_dimension, count_unit_powers, format_powers, parse_unit
from factsheet.model.records import Derivation, Fact
from factsheet.model.values.intervals import Interval, multiply
from factsheet.model.values.quantities import Value

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
class DerivationResult:
    """How a derived number came out."""

    fact: Fact
    operands: tuple[Operand, ...]
    number: Decimal | None
    """What the written numbers give, in the unit of the declared value; None when an input has no number."""
    interval: Interval
    """All that the inputs leave possible, in the unit of the declared value."""


def derive(catalog: Catalog) -> tuple[Mapping[str, DerivationResult], tuple[Diagnostic, ...]]:
    """Work out every derived fact, each after its inputs; return the workings by fact id."""
    workings: dict[str, DerivationResult] = {}
    findings: list[Diagnostic] = []
    for fact in _sort_by_dependency(catalog, findings):
        if fact.derived is None or fact.value is None or not _is_complete(fact.derived):
            continue
        try:
            workings[fact.id] = _compute_result(fact, fact.value, fact.derived, catalog, workings)
        except EvaluationFailure as fault:
            at = fact.derived.locations.find("formula")
            message = f"'{fact.id}' cannot be worked out: {fault}"
            findings.append(NOT_COMPUTABLE.report(at, message, "mend the formula or its inputs"))
    return workings, tuple(findings)


def _is_complete(derivation: Derivation) -> bool:
    """Tell whether every name of the formula is an input; where one is not, a finding says so already."""
    return {name for name, _, _ in derivation.inputs} >= set(derivation.formula.names)


def _sort_by_dependency(catalog: Catalog, findings: list[Diagnostic]) -> Iterator[Fact]:
    """Yield derived facts after the facts they rest on; report circles, once for each fact in one."""
    waiting = {fact.id: fact for fact in catalog.facts.values() if fact.derived}
    while ready := [fact for fact in waiting.values() if not (_list_inputs(fact) & waiting.keys())]:
        for fact in ready:
            del waiting[fact.id]
            yield fact
    for fact in waiting.values():
        # A fact that only rests on a circle is not at fault, and cannot be worked out either.
        if fact.derived and (back := sorted(_list_inputs(fact) & _find_dependents(fact.id, waiting))):
            others = " and ".join(f"'{name}'" for name in back)
            itself = back == [fact.id]
            message = f"'{fact.id}' is derived from {'itself' if itself else f'{others}, which rests on it'}"
            at = fact.derived.locations.find("inputs")
            hint = "give it evidence of its own" if itself else "give one of them evidence of its own"
            findings.append(CIRCULAR_DERIVATION.report(at, message, hint))


def _list_inputs(fact: Fact) -> set[str]:
    return {reference.id for _, reference, _ in fact.derived.inputs} if fact.derived else set()


def _find_dependents(name: str, facts: Mapping[str, Fact]) -> set[str]:
    """Return a fact with all the facts that rest on it, over any number of steps."""
    found = {name}
    while more := {fact.id for fact in facts.values() if fact.id not in found and _list_inputs(fact) & found}:
        found |= more
    return found


def _compute_result(
    fact: Fact,
    value: Value,
    derivation: Derivation,
    catalog: Catalog,
    workings: Mapping[str, DerivationResult],
) -> DerivationResult:
    if value.interval is None:
        raise EvaluationFailure(f"its value is '{value.text}', which is not a number")
    operands = tuple(_build_operand(name, catalog.facts[one.id], part) for name, one, part in derivation.inputs)
    tree = derivation.formula.tree
    declared = parse_unit(value.unit)
    found = compute_dimension(tree, {operand.name: parse_unit(operand.value.unit) for operand in operands})
    if found != count_unit_powers(declared):
        raise EvaluationFailure(f"the formula gives {format_powers(found)}, the value is in {value.unit or 'no unit'}")
    scale = _HUNDRED if declared.dimension is Dimension.SHARE else _ONE
    numbers = {operand.name: _scale_number(operand) for operand in operands}
    whole = {name: Interval.from_number(number) for name, number in numbers.items() if number is not None}
    number = evaluate_formula(tree, whole).low if len(whole) == len(operands) else None
    interval = evaluate_formula(
        tree, {operand.name: _find_possible_interval(operand, workings) for operand in operands}
    )
    return DerivationResult(
        fact, operands, None if number is None else multiply(number, scale), _scale_interval(interval, scale)
    )


def _build_operand(name: str, fact: Fact, part: str) -> Operand:
    value = fact.also if part == "also" else fact.value
    if value is None:
        raise EvaluationFailure(f"'{fact.id}' has no '{part}'")
    if value.interval is None:
        raise EvaluationFailure(f"the value of '{fact.id}' is '{value.text}', which is not a number")
    return Operand(name, fact, value)


def _find_scale(operand: Operand) -> Decimal:
    return _HUNDREDTH if parse_unit(operand.value.unit).dimension is Dimension.SHARE else _ONE


def _scale_number(operand: Operand) -> Decimal | None:
    return None if operand.value.number is None else multiply(operand.value.number, _find_scale(operand))


def _find_possible_interval(operand: Operand, workings: Mapping[str, DerivationResult]) -> Interval:
    """Return what an input leaves possible: for a derived fact what its own inputs do, and else its value."""
    worked = workings.get(operand.fact.id)
    interval = worked.interval if worked and operand.value is operand.fact.value else operand.value.interval
    if interval is None:
        raise EvaluationFailure(f"the value of '{operand.fact.id}' is not a number")
    return _scale_interval(interval, _find_scale(operand))


def _scale_interval(one: Interval, by: Decimal) -> Interval:
    low = None if one.low is None else multiply(one.low, by)
    high = None if one.high is None else multiply(one.high, by)
    return Interval(low, high, low_open=one.low_open, high_open=one.high_open)
