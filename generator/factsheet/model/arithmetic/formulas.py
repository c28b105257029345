"""Formulas of derived facts: the four operations over named inputs, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from factsheet.diagnostics.core import ParseError, ParseFailure, read_declarations
from factsheet.diagnostics.frozen import dataclass

MAX_FORMULA_LENGTH = 200
"""The longest formula, in characters without spaces."""
MAX_FORMULA_DEPTH = 20
"""How deep brackets and negations may nest."""


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
    """The negative of a value."""

    operand: FormulaNode


@dataclass(frozen=True, slots=True)
class Operation:
    """Two values and what joins them."""

    symbol: str
    """`+`, `-`, `*` or `/`."""
    left: FormulaNode
    right: FormulaNode


FormulaNode: TypeAlias = Number | Variable | Negation | Operation


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that follows the grammar; whether its names are inputs is checked by the catalog."""

    text: str
    """As typed, with white space folded."""
    tree: FormulaNode
    names: tuple[str, ...]
    """The names in it, each once, in order of appearance."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """`number`, `name`, `symbol` or `end`."""
    text: str
    offset: int


_TOKEN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)|(?P<name>[a-z][a-z0-9_]*)|(?P<symbol>[-+*/()])|(?P<foreign>\S)")


@cache
def parse_formula(text: str) -> Formula | ParseError:
    """Return the formula, or what is wrong with it."""
    if not text.strip():
        return ParseError("the formula is empty", hint="write for instance 'a + b'")
    if len("".join(text.split())) > MAX_FORMULA_LENGTH:
        return ParseError(f"the formula is longer than {MAX_FORMULA_LENGTH} characters", 0, len(text))
    try:
        tokens = tuple(_split_tokens(text))
        tree = _Parser(tokens).parse()
    except ParseFailure as failure:
        return failure.error
    names = dict.fromkeys(token.text for token in tokens if token.kind == "name")
    return Formula(" ".join(text.split()), tree, tuple(names))


def _split_tokens(text: str) -> Iterator[_Token]:
    """Yield the tokens; refuse foreign syntax, which reaches further than the token of the grammar at its place."""
    for token in _TOKEN.finditer(text):
        start, is_foreign = token.start(), token.lastgroup == "foreign"
        for pattern, message, hint in read_declarations("model.arithmetic", "mistakes.toml")["mistakes"]:
            match = re.compile(pattern).match(text, start)
            if match and match.end() > (start if is_foreign else token.end()):
                advice = hint.format(plain=re.sub("[,_']", "", match[0]), lower=match[0].lower())
                raise ParseFailure(f"{message}: '{match[0]}'", start, len(match[0]), advice)
        if is_foreign:
            raise ParseFailure(f"'{token[0]}' has no meaning in a formula", start)
        yield _Token(token.lastgroup or "", token[0], start)
    yield _Token("end", "", len(text.rstrip()))


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
            raise ParseFailure("this bracket closes nothing", token.offset)
        if token.kind != "end":
            raise _explain_missing_operator(token)
        return tree

    def _take(self, *symbols: str) -> str:
        """Step over the next token if it is one of the symbols, and return it; else return an empty string."""
        token = self._tokens[self._place]
        if token.text not in symbols:
            return ""
        self._place += 1
        return token.text

    def _parse_sum(self, depth: int) -> FormulaNode:
        left = self._parse_product(depth)
        while symbol := self._take("+", "-"):
            left = Operation(symbol, left, self._parse_product(depth))
        return left

    def _parse_product(self, depth: int) -> FormulaNode:
        left = self._parse_signed(depth)
        while symbol := self._take("*", "/"):
            left = Operation(symbol, left, self._parse_signed(depth))
        return left

    def _parse_signed(self, depth: int) -> FormulaNode:
        token = self._tokens[self._place]
        if depth > MAX_FORMULA_DEPTH:
            raise ParseFailure(f"brackets or negations are nested more than {MAX_FORMULA_DEPTH} deep", token.offset)
        if token.kind == "end":
            before = self._tokens[self._place - 1]
            message = f"a number or a name is missing after '{before.text}'"
            raise ParseFailure(message, before.offset, len(before.text))
        if token.text in {")", "+", "*", "/"}:
            raise ParseFailure(f"a number or a name is missing before '{token.text}'", token.offset)
        self._place += 1
        if token.text == "-":
            return Negation(self._parse_signed(depth + 1))
        if token.text == "(":
            inner = self._parse_sum(depth + 1)
            if not self._take(")"):
                follower = self._tokens[self._place]
                if follower.kind == "end":
                    raise ParseFailure("this bracket is never closed", token.offset)
                raise _explain_missing_operator(follower)
            return inner
        return Variable(token.text) if token.kind == "name" else Number(Decimal(token.text))


def _explain_missing_operator(token: _Token) -> ParseFailure:
    message = f"an operator is missing before '{token.text}'"
    return ParseFailure(message, token.offset, len(token.text), "write + - * or / between two values")
