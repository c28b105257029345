"""Formulas of derived facts: the four operations over named inputs, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from factsheet.diagnostics.core import ParseError, ParseFailure

MAX_FORMULA_LENGTH = 200
"""Most characters of a formula, blanks not counted."""

MAX_FORMULA_DEPTH = 20
"""Most brackets and minus signs inside one another."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, never negative."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Variable:
    """An input of the derivation."""

    name: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A value with its sign turned."""

    operand: FormulaNode


@dataclass(frozen=True, slots=True)
class Addition:
    """Left plus right."""

    left: FormulaNode
    right: FormulaNode


@dataclass(frozen=True, slots=True)
class Subtraction:
    """Left minus right."""

    left: FormulaNode
    right: FormulaNode


@dataclass(frozen=True, slots=True)
class Multiplication:
    """Left times right."""

    left: FormulaNode
    right: FormulaNode


@dataclass(frozen=True, slots=True)
class Division:
    """Left divided by right."""

    left: FormulaNode
    right: FormulaNode


FormulaNode: TypeAlias = Number | Variable | Negation | Addition | Subtraction | Multiplication | Division


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that follows the grammar; whether its names are inputs is for the catalog to say."""

    text: str
    """As typed, with white space folded."""
    tree: FormulaNode
    names: tuple[str, ...]
    """The names in it, each once, in the order in which they are written."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """`number`, `name`, `sign` or `end`."""
    text: str
    offset: int


_TOKEN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<sign>[-+*/()])")

_FOREIGN_SYNTAX = (
    (r"[0-9]{1,3}(?:[,_'][0-9]{3})+", "a number is written without separators", "write '{plain}'"),
    (r"[0-9.]+[eE][-+]?[0-9]+", "a number is written out, without an exponent", "write 5000000 for 5e6"),
    (r"[0-9]+,[0-9]+", "a decimal number is written with a point", "write 6.3 for 6,3"),
    (r"[0-9.]+", "this is not a number", "write for instance 0.5 or 5"),
    (r"[0-9]+[A-Za-z_]\w*", "a name begins with a letter, and a product is written with *", ""),
    (r"\*\*|\^", "there are no powers in a formula", "write a * a"),
    (r"//", "a quotient is written with one /", ""),
    (r"%", "there is no % in a formula", "divide by 100 instead"),
    (r"[×·∙⋅]", "a product is written with *", ""),
    (r"[÷:]", "a quotient is written with /", ""),
    (r"[−–\u2014]", "a difference is written with the hyphen-minus -", ""),
    (r"[\[\]{}]", "only round brackets group", ""),
    (r"=", "a formula is one side of an equation only", "leave out the = and the name before it"),
    (r"[a-z0-9_]*[A-Z]\w*", "a name is written in small letters", "write '{small}'"),
    (r"\w+", "a name is made of the letters a to z, digits and _", ""),
)
"""What people write that is not of the grammar; the first that fits is told. Order matters."""

_FOREIGN_PATTERNS = tuple((re.compile(pattern), message, hint) for pattern, message, hint in _FOREIGN_SYNTAX)


def parse_formula(text: str) -> Formula | ParseError:
    """Read a formula, or say what is wrong with it."""
    if not text.strip():
        return ParseError("the formula is empty", hint="write for instance 'a + b'")
    if len("".join(text.split())) > MAX_FORMULA_LENGTH:
        return ParseError(f"the formula is longer than {MAX_FORMULA_LENGTH} characters", 0, len(text))
    try:
        tokens = tuple(_split_tokens(text))
        tree = _Parser(tokens).parse()
    except ParseFailure as refusal:
        return refusal.error
    names = dict.fromkeys(token.text for token in tokens if token.kind == "name")
    return Formula(" ".join(text.split()), tree, tuple(names))


def _split_tokens(text: str) -> Iterator[_Token]:
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        match = _TOKEN.match(text, place)
        fault = _find_foreign_syntax(text, place, match.end() if match else place)
        if fault or not match:
            raise ParseFailure.from_error(fault or ParseError(f"'{text[place]}' has no meaning in a formula", place))
        yield _Token(match.lastgroup or "", match[0], place)
        place = match.end()
    yield _Token("end", "", len(text.rstrip()))


def _find_foreign_syntax(text: str, place: int, end: int) -> ParseError | None:
    """Return the fault of a sign that reaches further than the token of the grammar at its place."""
    for pattern, message, hint in _FOREIGN_PATTERNS:
        match = pattern.match(text, place)
        if match and match.end() > end:
            plain = re.sub("[,_']", "", match[0])
            told = hint.format(plain=plain, small=match[0].lower())
            return ParseError(f"{message}: '{match[0]}'", place, len(match[0]), told)
    return None


class _Parser:
    """Reads the tokens of one formula from left to right; lives as long as one call of `parse_formula`."""

    # sum     = product { ("+" | "-") product }
    # product = signed { ("*" | "/") signed }
    # signed  = "-" signed | number | name | "(" sum ")"

    def __init__(self, tokens: Sequence[_Token]) -> None:
        self._tokens = tokens
        self._place = 0

    def parse(self) -> FormulaNode:
        tree = self._parse_sum(0)
        token = self._tokens[self._place]
        if token.text == ")":
            raise ParseFailure.from_error(ParseError("this bracket closes nothing", token.offset))
        if token.kind != "end":
            raise ParseFailure.from_error(_explain_missing_operator(token))
        return tree

    def _take(self, *signs: str) -> str:
        """Step over the next token if it is one of the signs, and return it; else return an empty string."""
        token = self._tokens[self._place]
        if token.text not in signs:
            return ""
        self._place += 1
        return token.text

    def _parse_sum(self, depth: int) -> FormulaNode:
        left = self._parse_product(depth)
        while sign := self._take("+", "-"):
            right = self._parse_product(depth)
            left = Addition(left, right) if sign == "+" else Subtraction(left, right)
        return left

    def _parse_product(self, depth: int) -> FormulaNode:
        left = self._parse_signed(depth)
        while sign := self._take("*", "/"):
            right = self._parse_signed(depth)
            left = Multiplication(left, right) if sign == "*" else Division(left, right)
        return left

    def _parse_signed(self, depth: int) -> FormulaNode:
        token = self._tokens[self._place]
        if depth > MAX_FORMULA_DEPTH:
            what = f"more than {MAX_FORMULA_DEPTH} brackets or minus signs inside one another"
            raise ParseFailure.from_error(ParseError(what, token.offset))
        if token.kind == "end" or token.text in {")", "+", "*", "/"}:
            raise ParseFailure.from_error(self._explain_missing_value(token))
        self._place += 1
        if token.text == "-":
            return Negation(self._parse_signed(depth + 1))
        if token.text == "(":
            inner = self._parse_sum(depth + 1)
            if not self._take(")"):
                raise ParseFailure.from_error(self._explain_unclosed(token))
            return inner
        return Variable(token.text) if token.kind == "name" else Number(Decimal(token.text))

    def _explain_missing_value(self, token: _Token) -> ParseError:
        if token.kind == "end":
            before = self._tokens[self._place - 1]
            return ParseError(f"a number or a name is missing after '{before.text}'", before.offset, len(before.text))
        return ParseError(f"a number or a name is missing before '{token.text}'", token.offset)

    def _explain_unclosed(self, bracket: _Token) -> ParseError:
        token = self._tokens[self._place]
        if token.kind == "end":
            return ParseError("this bracket is never closed", bracket.offset)
        return _explain_missing_operator(token)


def _explain_missing_operator(token: _Token) -> ParseError:
    what = f"an operator is missing before '{token.text}'"
    return ParseError(what, token.offset, len(token.text), "write + - * or / between two values")
