"""Formulas are read as arithmetic is, and whatever else is written is refused with advice."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.model.arithmetic.formulas import (
    MAX_FORMULA_DEPTH,
    MAX_FORMULA_LENGTH,
    Formula,
    FormulaNode,
    Negation,
    Number,
    Operation,
    Variable,
    parse_formula,
)

OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def read(text: str) -> Formula:
    formula = parse_formula(text)
    assert isinstance(formula, Formula), formula
    return formula


def read_error(text: str) -> ParseError:
    found = parse_formula(text)
    assert isinstance(found, ParseError), found
    return found


def render(node: FormulaNode, lowest: int = 0) -> str:
    """Write a tree with as few brackets as the grammar needs."""
    match node:
        case Number(value):
            return f"{value:f}"
        case Variable(name):
            return name
        case Negation(operand):
            return f"-{render(operand, 2)}"
        case Operation(symbol, left, right):
            rank = int(symbol in "*/")
            text = f"{render(left, rank)} {symbol} {render(right, rank + 1)}"
            return text if rank >= lowest else f"({text})"


def value_of(node: FormulaNode, values: dict[str, Fraction]) -> Fraction:
    match node:
        case Number(value):
            return Fraction(value)
        case Variable(name):
            return values[name]
        case Negation(operand):
            return -value_of(operand, values)
        case Operation(symbol, left, right):
            return OPERATIONS[symbol](value_of(left, values), value_of(right, values))


NUMBERS = st.decimals(0, 10_000, places=2).map(lambda value: Number(abs(value)))
NAMES = st.sampled_from(["a", "b", "kg", "tj_2", "x9"]).map(Variable)
TREES: st.SearchStrategy[FormulaNode] = st.recursive(
    NUMBERS | NAMES,
    lambda inner: st.one_of(st.builds(Negation, inner), st.builds(Operation, st.sampled_from("+-*/"), inner, inner)),
    max_leaves=10,
)


def test_a_formula_keeps_its_text_tree_and_names() -> None:
    kg, product = Variable("kg"), Operation("*", Variable("uz"), Number(Decimal("2.5")))
    tree = Operation("-", Operation("+", kg, product), kg)

    assert parse_formula("  kg +\tuz*2.5  -  kg ") == Formula("kg + uz*2.5 - kg", tree, ("kg", "uz"))


@pytest.mark.parametrize(
    "text,tree",
    [
        ("a - b - c", Operation("-", Operation("-", Variable("a"), Variable("b")), Variable("c"))),
        ("a / b / c", Operation("/", Operation("/", Variable("a"), Variable("b")), Variable("c"))),
        ("a / b * c", Operation("*", Operation("/", Variable("a"), Variable("b")), Variable("c"))),
        ("a - (b - c)", Operation("-", Variable("a"), Operation("-", Variable("b"), Variable("c")))),
        ("-a * b", Operation("*", Negation(Variable("a")), Variable("b"))),
        ("-(a * b)", Negation(Operation("*", Variable("a"), Variable("b")))),
        ("a - -b", Operation("-", Variable("a"), Negation(Variable("b")))),
        ("a * -b", Operation("*", Variable("a"), Negation(Variable("b")))),
        ("((7))", Number(Decimal(7))),
    ],
)
def test_operators_bind_as_in_arithmetic(text: str, tree: FormulaNode) -> None:
    assert read(text).tree == tree


def test_numbers_are_exact_decimals() -> None:
    assert read("0.1 + 0.2").tree == Operation("+", Number(Decimal("0.1")), Number(Decimal("0.2")))


@pytest.mark.parametrize(
    "text,message,offset,width,hint",
    [
        ("", "the formula is empty", 0, 1, "write for instance 'a + b'"),
        (" \n", "the formula is empty", 0, 1, "write for instance 'a + b'"),
        ("a +", "a number or a name is missing after '+'", 2, 1, ""),
        ("a + * b", "a number or a name is missing before '*'", 4, 1, ""),
        ("+ a", "a number or a name is missing before '+'", 0, 1, ""),
        ("()", "a number or a name is missing before ')'", 1, 1, ""),
        ("(", "a number or a name is missing after '('", 0, 1, ""),
        ("(a + b", "this bracket is never closed", 0, 1, ""),
        ("a + b)", "this bracket closes nothing", 5, 1, ""),
        ("a bc", "an operator is missing before 'bc'", 2, 2, "write + - * or / between two values"),
        ("(a b)", "an operator is missing before 'b'", 3, 1, "write + - * or / between two values"),
        ("2 (a)", "an operator is missing before '('", 2, 1, "write + - * or / between two values"),
        ("a + 2b", "a name begins with a letter, and a product is written with *: '2b'", 4, 2, ""),
        ("a + 1,234,567", "a number is written without separators: '1,234,567'", 4, 9, "write '1234567'"),
        ("1_000 * a", "a number is written without separators: '1_000'", 0, 5, "write '1000'"),
        ("6,3 * a", "a decimal number is written with a point: '6,3'", 0, 3, "write 6.3 for 6,3"),
        ("1e6", "a number is written out, without an exponent: '1e6'", 0, 3, "write 5000000 for 5e6"),
        ("a * .5", "this is not a number: '.5'", 4, 2, "write for instance 0.5 or 5"),
        ("5. * a", "this is not a number: '5.'", 0, 2, "write for instance 0.5 or 5"),
        ("1.2.3", "this is not a number: '1.2.3'", 0, 5, "write for instance 0.5 or 5"),
        ("a ** 2", "a formula has no powers: '**'", 2, 2, "write a * a"),
        ("a ^ 2", "a formula has no powers: '^'", 2, 1, "write a * a"),
        ("a // b", "a quotient is written with one /: '//'", 2, 2, ""),
        ("a % b", "a formula has no %: '%'", 2, 1, "divide by 100 instead"),
        ("a × b", "a product is written with *: '×'", 2, 1, ""),
        ("a ÷ b", "a quotient is written with /: '÷'", 2, 1, ""),
        ("a − b", "a difference is written with a hyphen-minus -: '−'", 2, 1, ""),
        ("[a]", "only round brackets group: '['", 0, 1, ""),
        ("= a", "a formula is one side of an equation only: '='", 0, 1, "leave out the = and the name before it"),
        ("aB + c", "a name is written in lower case: 'aB'", 0, 2, "write 'ab'"),
        ("_a", "a name is made of the letters a to z, digits and _: '_a'", 0, 2, ""),
        ("né + c", "a name is made of the letters a to z, digits and _: 'né'", 0, 2, ""),
        ("٣ + a", "a name is made of the letters a to z, digits and _: '٣'", 0, 1, ""),
        ("a & b", "'&' has no meaning in a formula", 2, 1, ""),
        ("a.b", "this is not a number: '.'", 1, 1, "write for instance 0.5 or 5"),
    ],
)
def test_a_fault_names_its_place_and_what_to_write(text: str, message: str, offset: int, width: int, hint: str) -> None:
    assert read_error(text) == ParseError(message, offset, width, hint)


def test_the_longest_formula_is_read_and_a_longer_one_refused() -> None:
    longest = " + ".join(["ab"] * 66) + " - a"
    assert len(longest.replace(" ", "")) == MAX_FORMULA_LENGTH - 1
    assert read(longest + "b").names == ("ab",)
    assert read_error(longest + "bc").message == f"the formula is longer than {MAX_FORMULA_LENGTH} characters"


def test_brackets_nest_only_so_deep() -> None:
    assert read("(" * MAX_FORMULA_DEPTH + "a" + ")" * MAX_FORMULA_DEPTH).tree == Variable("a")
    deep = read_error("(" * (MAX_FORMULA_DEPTH + 1) + "a" + ")" * (MAX_FORMULA_DEPTH + 1))
    assert deep.message == f"brackets or negations are nested more than {MAX_FORMULA_DEPTH} deep"
    assert read_error("-" * (MAX_FORMULA_DEPTH + 1) + "a").message == deep.message


@given(st.text() | st.text(alphabet="ab19.,_+-*/() eE%="))
def test_reading_never_raises_and_faults_lie_in_the_text(text: str) -> None:
    found = parse_formula(text)
    if isinstance(found, ParseError):
        assert 0 <= found.offset < max(1, len(text))
        assert found.width >= 1


@given(TREES)
def test_a_tree_is_read_back_from_its_formula(tree: FormulaNode) -> None:
    assert read(render(tree)).tree == tree


@given(st.text(alphabet="abk29+-*/() ", max_size=30))
def test_a_formula_means_what_its_rendered_tree_means(text: str) -> None:
    formula = parse_formula(text)
    if isinstance(formula, Formula):
        assert read(render(formula.tree)).tree == formula.tree
        assert set(formula.names) == set(re.findall(r"[a-z][a-z0-9_]*", text))


@given(
    st.lists(st.sampled_from(["a", "b", "2", "0.5", "7"]), min_size=2, max_size=9),
    st.lists(st.sampled_from([" + ", " - ", " * ", " / ", " * -", " - (", ") / "]), min_size=8, max_size=8),
)
def test_the_result_is_that_of_python_in_fractions(values: list[str], joints: list[str]) -> None:
    text = values[0] + "".join(joint + value for joint, value in zip(joints, values[1:], strict=False))
    formula = parse_formula(text)
    if isinstance(formula, ParseError):
        return
    inputs = {"a": Fraction(3), "b": Fraction(11, 4)}
    exact = re.sub(r"[0-9.]+", r"Fraction('\g<0>')", text)
    try:
        expected = eval(exact, {"Fraction": Fraction, **inputs})  # noqa: S307 - of the few characters given above
    except ZeroDivisionError:
        with pytest.raises(ZeroDivisionError):
            value_of(formula.tree, inputs)
    else:
        assert value_of(formula.tree, inputs) == expected
