"""Numbers that follow from others, computed at each build; `checks.derivations` compares the declared ones."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from factsheet.analysis.catalog import Catalog, list_input_references
from factsheet.analysis.graphs import find_circles, sort_by_need
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import CIRCULAR_DERIVATION, NOT_COMPUTABLE
from factsheet.model.arithmetic.evaluation import EvaluationFailure, evaluate_formula, scale_formula
from factsheet.model.arithmetic.units import parse_unit
from factsheet.model.records import Derivation, Fact
from factsheet.model.values.grammar import cut_share
from factsheet.model.values.hedges import Value
from factsheet.model.values.intervals import Interval


@dataclass(frozen=True, slots=True)
class Operand:
    """One input of a derivation."""

    name: str
    fact: Fact
    value: Value
    interval: Interval
    """What its own inputs allow if it is derived, else what its value leaves possible."""


@dataclass(frozen=True, slots=True)
class DerivationResult:
    """The result of a derivation."""

    operands: tuple[Operand, ...]
    number: Decimal | None
    """The result of the numbers as written, in the unit of the declared value; None if an input has no number."""
    interval: Interval
    """The range that the inputs allow, in the unit of the declared value."""


def derive(catalog: Catalog) -> tuple[Mapping[str, DerivationResult], tuple[Diagnostic, ...]]:
    """Compute every derived fact, each after its inputs; return the results by fact id."""
    results: dict[str, DerivationResult] = {}
    diagnostics: list[Diagnostic] = []
    for fact in _sort_by_dependency(catalog, diagnostics):
        value, derived = fact.value, fact.derived
        # A name of the formula that is no input has been reported already.
        if not (value and derived and {name for name, _, _ in derived.inputs}.issuperset(derived.formula.names)):
            continue
        try:
            results[fact.id] = _compute_result(value, derived, catalog, results)
        except EvaluationFailure as error:
            location = derived.locations.find("formula")
            message = f"'{fact.id}' cannot be computed: {error}"
            diagnostics.append(NOT_COMPUTABLE.report(location, message, "fix the formula or its inputs"))
    return results, tuple(diagnostics)


def _sort_by_dependency(catalog: Catalog, diagnostics: list[Diagnostic]) -> Iterator[Fact]:
    """Yield derived facts after their inputs; report every fact in a cycle."""
    derived_facts = [fact for fact in catalog.facts.values() if fact.derived]
    inputs = {fact.id: {reference.id for reference in list_input_references(fact)} for fact in derived_facts}
    yield from (catalog.facts[name] for name in sort_by_need(inputs) if name in inputs)
    for name, circle in find_circles(inputs).items():
        # A fact that only depends on a cycle cannot be computed either, but is not reported.
        derived, cycle = catalog.facts[name].derived, sorted(inputs[name] & circle)
        if derived:
            itself = cycle == [name]
            others = " and ".join(f"'{other}'" for other in cycle)
            message = f"'{name}' is derived from {'itself' if itself else f'{others}, which depends on it'}"
            hint = "give it evidence of its own" if itself else "give one of them evidence of its own"
            diagnostics.append(CIRCULAR_DERIVATION.report(derived.locations.find("inputs"), message, hint))


def _compute_result(
    value: Value, derivation: Derivation, catalog: Catalog, results: Mapping[str, DerivationResult]
) -> DerivationResult:
    if value.interval is None:
        raise EvaluationFailure(f"its value '{value.text}' is not a number")
    operands = tuple(_build_operand(name, catalog.facts[it.id], part, results) for name, it, part in derivation.inputs)
    units = {operand.name: parse_unit(operand.value.unit) for operand in operands}
    tree = scale_formula(derivation.formula.tree, units, parse_unit(value.unit))
    numbers = {operand.name: operand.value.number for operand in operands}
    whole = {name: Interval.from_number(number) for name, number in numbers.items() if number is not None}
    number = evaluate_formula(tree, whole).low if len(whole) == len(operands) else None
    interval = evaluate_formula(tree, {operand.name: operand.interval for operand in operands})
    if number is not None:
        interval = cut_share(interval, value.unit, number, number)
    return DerivationResult(operands, number, interval)


def _build_operand(name: str, fact: Fact, part: str, results: Mapping[str, DerivationResult]) -> Operand:
    value = fact.also if part == "also" else fact.value
    if value is None:
        raise EvaluationFailure(f"'{fact.id}' has no '{part}'")
    if value.interval is None:
        raise EvaluationFailure(f"the value of '{fact.id}', '{value.text}', is not a number")
    result = results.get(fact.id) if part == "value" else None
    return Operand(name, fact, value, result.interval if result else value.interval)


def round_to_six_digits(number: Decimal) -> Decimal:
    """Return a number as it is shown: six significant digits at most, without an exponent; a whole one as it is."""
    return number if number == number.to_integral_value() else Decimal(f"{Decimal(f'{number:.6g}').normalize():f}")
