"""What comes out of a formula over intervals holds every result that its inputs leave possible."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from factsheet.model.arithmetic.evaluation import SIGNIFICANT_DIGITS, EvaluationFailure, evaluate_formula
from factsheet.model.arithmetic.formulas import (
    Formula,
    FormulaNode,
    Negation,
    Number,
    Operation,
    Variable,
    parse_formula,
)
from factsheet.model.values.intervals import Interval

NUMBERS = st.decimals(-1000, 1000, allow_nan=False, allow_infinity=False, places=2)
SHARES = st.fractions(0, 1)
OPERATIONS: Mapping[str, Callable[[Fraction, Fraction], Fraction]] = MappingProxyType(
    {"+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv}
)
ROUNDING = Fraction(f"1e-{SIGNIFICANT_DIGITS - 1}")
A, B = Variable("a"), Variable("b")


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = sorted((draw(NUMBERS), draw(NUMBERS)))
    if low == high:
        return Interval.from_number(low)
    return Interval(
        draw(st.sampled_from([low, None])),
        draw(st.sampled_from([high, None])),
        low_open=draw(st.booleans()),
        high_open=draw(st.booleans()),
    )


@st.composite
def points_in(draw: st.DrawFn, interval: Interval) -> Fraction:
    """Draw a number inside an interval, its closed ends and far away places included."""
    if interval.low is not None and interval.low == interval.high:
        return Fraction(interval.low)
    far = Fraction(draw(st.integers(1, 10**9)))
    if interval.low is None and interval.high is None:
        return far * draw(st.sampled_from([-1, 0, 1]))
    low = Fraction(interval.low) if interval.low is not None else Fraction(interval.high or 0) - far
    high = Fraction(interval.high) if interval.high is not None else low + far
    point = low + (high - low) * draw(SHARES)
    if point == low and interval.low is not None and interval.low_open:
        return (low + high) / 2
    if point == high and interval.high is not None and interval.high_open:
        return (low + high) / 2
    return point


def deeper(inner: st.SearchStrategy[FormulaNode]) -> st.SearchStrategy[FormulaNode]:
    return st.builds(Negation, inner) | st.builds(Operation, st.sampled_from("+-*/"), inner, inner)


LEAVES: st.SearchStrategy[FormulaNode] = st.sampled_from([A, B]) | st.builds(Number, st.decimals(0, 100, places=1))
NODES = st.recursive(LEAVES, deeper, max_leaves=6)


def exactly(node: FormulaNode, names: Mapping[str, Fraction]) -> Fraction:
    match node:
        case Number(value):
            return Fraction(value)
        case Variable(name):
            return names[name]
        case Negation(operand):
            return -exactly(operand, names)
        case Operation(symbol, left, right):
            return OPERATIONS[symbol](exactly(left, names), exactly(right, names))


def holds(interval: Interval, number: Fraction) -> bool:
    low, high = interval.low, interval.high
    if low is not None and low == high:
        return abs(number - Fraction(low)) <= abs(number) * ROUNDING
    from_low = low is None or number > low or (number == low and not interval.low_open)
    return from_low and (high is None or number < high or (number == high and not interval.high_open))


def tree(text: str) -> FormulaNode:
    formula = parse_formula(text)
    assert isinstance(formula, Formula)
    return formula.tree


def worked(text: str, **inputs: Interval) -> Interval:
    return evaluate_formula(tree(text), inputs)


def span(low: int | str | None, high: int | str | None, *, opened: str = "") -> Interval:
    return Interval(
        None if low is None else Decimal(low),
        None if high is None else Decimal(high),
        low_open="low" in opened,
        high_open="high" in opened,
    )


# ---- properties


@given(st.data(), st.sampled_from("+-*/"), intervals(), intervals())
def test_the_result_of_any_two_possible_numbers_is_possible(
    data: st.DataObject, sign: str, left: Interval, right: Interval
) -> None:
    try:
        found = evaluate_formula(Operation(sign, A, B), {"a": left, "b": right})
    except EvaluationFailure:
        reject()
    names = {"a": data.draw(points_in(left)), "b": data.draw(points_in(right))}
    assert holds(found, exactly(Operation(sign, A, B), names))


@given(st.data(), NODES, intervals(), intervals())
def test_the_result_of_a_whole_formula_is_possible(
    data: st.DataObject, node: FormulaNode, left: Interval, right: Interval
) -> None:
    names = {"a": data.draw(points_in(left)), "b": data.draw(points_in(right))}
    try:
        found = evaluate_formula(node, {"a": left, "b": right})
    except EvaluationFailure:
        reject()
    assert holds(found, exactly(node, names))


@given(intervals(), intervals())
def test_an_end_of_a_sum_is_reached_only_when_both_its_parts_reach_theirs(left: Interval, right: Interval) -> None:
    found = evaluate_formula(Operation("+", A, B), {"a": left, "b": right})
    if left.low is None or right.low is None:
        assert found.low is None
    else:
        assert found.low == left.low + right.low
        assert found.low_open == (left.low_open or right.low_open)


@given(NUMBERS, NUMBERS)
def test_points_give_points_and_stay_exact(left: Decimal, right: Decimal) -> None:
    inputs = {"a": Interval.from_number(left), "b": Interval.from_number(right)}
    assert evaluate_formula(Operation("+", A, B), inputs) == Interval.from_number(left + right)
    assert evaluate_formula(Operation("-", A, B), inputs) == Interval.from_number(left - right)
    assert evaluate_formula(Operation("*", A, B), inputs) == Interval.from_number(left * right)


@given(NUMBERS, NUMBERS.filter(bool))
def test_what_is_divided_and_multiplied_again_is_what_it_was(left: Decimal, right: Decimal) -> None:
    found = evaluate_formula(
        Operation("*", Operation("/", A, B), B), {"a": Interval.from_number(left), "b": Interval.from_number(right)}
    )
    assert found == Interval.from_number(left)


@given(intervals(), intervals())
def test_sums_and_products_do_not_depend_on_the_order(left: Interval, right: Interval) -> None:
    for symbol in "+*":
        tree = Operation(symbol, A, B)
        assert evaluate_formula(tree, {"a": left, "b": right}) == evaluate_formula(tree, {"a": right, "b": left})


@given(intervals(), intervals())
def test_taking_away_is_adding_the_negative(left: Interval, right: Interval) -> None:
    inputs = {"a": left, "b": right}
    assert evaluate_formula(Operation("-", A, B), inputs) == evaluate_formula(Operation("+", A, Negation(B)), inputs)


@given(intervals())
def test_twice_negative_is_what_it_was(interval: Interval) -> None:
    assert evaluate_formula(Negation(Negation(A)), {"a": interval}) == interval


@given(intervals(), intervals())
def test_division_is_refused_just_where_the_divisor_may_be_zero(left: Interval, right: Interval) -> None:
    may_be_zero = right.contains(Interval.from_number(Decimal(0)))
    if may_be_zero:
        with pytest.raises(EvaluationFailure, match="divides by a value that may be zero"):
            evaluate_formula(Operation("/", A, B), {"a": left, "b": right})
    else:
        evaluate_formula(Operation("/", A, B), {"a": left, "b": right})


# ---- single cases that are easy to get wrong


@pytest.mark.parametrize(
    "formula, left, right, expected",
    [
        ("a + b", span(93, None), span(5, 5), span(98, None)),
        ("a + b", span(1, 2, opened="low"), span(1, 2, opened="high"), span(2, 4, opened="low high")),
        ("a - b", span(10, 10), span(0, 4, opened="high"), span(6, 10, opened="low")),
        ("a - b", span(5, None), span(3, None), span(None, None)),
        ("a * b", span(-2, 3), span(-5, 7), span(-15, 21)),
        ("a * b", span(0, 0), span(None, None), span(0, 0)),
        ("a * b", span(0, 5), span(1, None), span(0, None)),
        ("a * b", span(0, 5, opened="low"), span(1, None), span(0, None, opened="low")),
        ("a * b", span(0, 1, opened="low high"), span(0, 1), span(0, 1, opened="high")),
        ("a * b", span(-1, 1), span(None, 0), span(None, None)),
        ("a * b", span(-1, 0), span(None, 0, opened="high"), span(0, None)),
        ("a / b", span(6, 6), span(3, 3), span(2, 2)),
        ("a / b", span(1, 1), span(2, None), span(0, "0.5", opened="low")),
        ("a / b", span(1, 1), span(0, 4, opened="low"), span("0.25", None)),
        ("a / b", span(1, 2), span(-4, -2), span(-1, "-0.25")),
        ("a / b", span(1, 1), span(None, -2), span("-0.5", 0, opened="high")),
        ("a / b", span(None, None), span(2, 3), span(None, None)),
        ("-a", span(1, 2, opened="low"), span(0, 0), span(-2, -1, opened="high")),
    ],
)
def test_open_and_missing_ends(formula: str, left: Interval, right: Interval, expected: Interval) -> None:
    assert worked(formula, a=left, b=right) == expected


def test_numbers_of_the_formula_are_exact() -> None:
    assert worked("0.1 + 0.2") == span("0.3", "0.3")


def test_a_result_without_an_end_is_rounded_outwards() -> None:
    found = worked("a / 3", a=span(1, 2))
    assert found == span("0." + "3" * SIGNIFICANT_DIGITS, "0." + "6" * (SIGNIFICANT_DIGITS - 1) + "7")


def test_a_point_without_an_end_stays_a_point() -> None:
    assert worked("2 / 3").is_point
    assert worked("2 / 3").low == Decimal("0." + "6" * (SIGNIFICANT_DIGITS - 1) + "7")


def test_a_long_way_loses_nothing() -> None:
    assert worked("(a / 3 + a / 3 + a / 3) * 7 / 7", a=span(1, 1)) == span(1, 1)


def test_a_name_without_a_value_is_a_fault_of_the_caller() -> None:
    with pytest.raises(KeyError):
        worked("a + b", a=span(1, 1))
