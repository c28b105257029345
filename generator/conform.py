"""Does a node have the shape that was declared for it? Typed values out, or findings.

One reader for every shape: unknown and missing fields, words of closed lists, and texts parsed by the
parser of their kind. What comes out is still a bag of named values; `validate` makes the model from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from generator import rules_shape as rules
from generator.dates import parse_date
from generator.diagnostics import Diagnostic, Location, Reference, Rule, Where, did_you_mean
from generator.faults import Fault
from generator.formulas import parse_formula
from generator.ids import parse_id
from generator.locator import parse_locator
from generator.nodes import ListNode, MappingNode, Node, TextNode
from generator.prose import check_url, parse_prose
from generator.schema import Choice, Field, Inputs, Kind, ListOf, Ref, Shape, TextKind
from generator.values import parse as parse_value

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Conformed:
    """The fields of a mapping that has its shape, typed by their kinds."""

    where: Where
    values: Mapping[str, object]

    def maybe(self, name: str, kind: type[T]) -> T | None:
        """Return a field, or None when it is not written."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, kind):
            raise TypeError(f"{name} is declared as another kind than {kind.__name__}")
        return value

    def need(self, name: str, kind: type[T]) -> T:
        """Return a field that the shape requires."""
        value = self.maybe(name, kind)
        if value is None:
            raise KeyError(f"{name} is not a required field of its shape")
        return value

    def each(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Return the members of a list, none when it is not written."""
        members = self.maybe(name, tuple) or ()
        return tuple(member for member in members if isinstance(member, kind))


@dataclass(frozen=True, slots=True)
class InputName:
    """One name of a formula with the fact it stands for."""

    name: str
    fact: Reference
    part: str
    """`value` or `also`."""


def _whole_number(text: str) -> int | Fault:
    if re.fullmatch(r"[0-9]{1,9}", text):
        return int(text)
    return Fault(f"'{text}' is not a whole number", width=len(text), hint="write digits only, such as 10")


def _days(text: str) -> int | Fault:
    if found := re.fullmatch(r"([0-9]{1,5})d", text):
        return int(found[1])
    return Fault(f"'{text}' is not a number of days", width=len(text), hint="write it as 180d")


def _language(text: str) -> str | Fault:
    if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        return text
    return Fault(f"'{text}' is not a language tag", width=len(text), hint="write en, ru, pt-BR …")


def _file_name(text: str) -> str | Fault:
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,120}", text):
        return text
    return Fault(f"'{text}' is not a bare file name", width=len(text), hint="no folders, no blanks")


def _code(text: str) -> str | Fault:
    if re.fullmatch(r"F[0-9]{3}", text):
        return text
    return Fault(f"'{text}' is not a code", width=len(text), hint="write it as it is shown, such as F303")


_PARSERS: Mapping[TextKind, tuple[Rule, Callable[[str], object]]] = {
    TextKind.PLAIN: (rules.BAD_TEXT, lambda text: " ".join(text.split())),
    TextKind.PROSE: (rules.BAD_PROSE, parse_prose),
    TextKind.ID: (rules.BAD_ID, parse_id),
    TextKind.VALUE: (rules.BAD_VALUE, parse_value),
    TextKind.DATE: (rules.BAD_DATE, parse_date),
    TextKind.LOCATOR: (rules.BAD_LOCATOR, parse_locator),
    TextKind.FORMULA: (rules.BAD_FORMULA, parse_formula),
    TextKind.URL: (rules.BAD_URL, check_url),
    TextKind.LANGUAGE: (rules.BAD_TEXT, _language),
    TextKind.FILE: (rules.BAD_TEXT, _file_name),
    TextKind.WHOLE_NUMBER: (rules.BAD_TEXT, _whole_number),
    TextKind.DAYS: (rules.BAD_TEXT, _days),
    TextKind.CODE: (rules.BAD_TEXT, _code),
}


def conform(node: Node, shape: Shape) -> tuple[Conformed | None, tuple[Diagnostic, ...]]:
    """Read a node by its shape; None with at least one error when it does not have that shape."""
    reader = _Reader([])
    conformed = reader.mapping(node, shape)
    return conformed, tuple(reader.findings)


class _Reader:
    """Collects findings while it walks down a shape; a value of None means that a finding says why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        self.findings = findings

    def mapping(self, node: Node, shape: Shape) -> Conformed | None:
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{shape.name} is written as fields with values", "write `field: value` lines")
            return None
        fields: dict[str, Location] = {}
        values: dict[str, object] = {}
        sound = True
        for entry in node.entries:
            name = entry.key.text
            field = shape.field(name)
            if field is None:
                self._unknown(entry.key, shape)
                sound = False
                continue
            fields[name] = entry.value.at
            value = self._kind(entry.value, field.kind, name)
            sound = sound and value is not None
            values[name] = value
        missing = [field for field in shape.fields if field.required and field.name not in fields]
        for field in missing:
            self._missing(node, shape, field)
        return Conformed(Where(node.at, fields), values) if sound and not missing else None

    def _kind(self, node: Node, kind: Kind, name: str) -> object:
        match kind:
            case TextKind():
                return self._text(node, kind, name)
            case Choice():
                return self._word(node, kind, name)
            case Ref():
                return self._reference(node, name)
            case ListOf():
                return self._list(node, kind, name)
            case Inputs():
                return self._inputs(node, name)
            case Shape():
                return self.mapping(node, kind)

    def _plain(self, node: Node, name: str, what: str) -> TextNode | None:
        if not isinstance(node, TextNode):
            self._wrong(node, f"'{name}' holds {what}", "write one text here")
            return None
        if node.missing:
            return None  # The reader has told it already.
        if not node.text.strip():
            self.findings.append(rules.EMPTY.at(node.at, f"'{name}' is empty", "fill it in, or leave it out"))
            return None
        return node

    def _text(self, node: Node, kind: TextKind, name: str) -> object:
        text = self._plain(node, name, kind.value)
        if text is None:
            return None
        rule, parser = _PARSERS[kind]
        parsed = parser(text.text)
        if isinstance(parsed, Fault):
            self.findings.append(rule.at(text.part(parsed.offset, parsed.width), f"'{name}': {parsed.message}", parsed.hint))
            return None
        return parsed

    def _word(self, node: Node, kind: Choice, name: str) -> object:
        text = self._plain(node, name, "one word of a list")
        if text is None:
            return None
        words = {word.value: word for word in kind.words}
        if text.text in words:
            return words[text.text]
        hint = did_you_mean(text.text.lower(), words)
        listed = f"one of: {', '.join(words)}"
        message = f"'{text.text}' is not a word for '{name}'"
        self.findings.append(rules.UNKNOWN_WORD.at(text.at, message, f"{hint} {listed}".strip()))
        return None

    def _reference(self, node: Node, name: str) -> Reference | None:
        text = self._plain(node, name, "one id")
        if text is None:
            return None
        parsed = parse_id(text.text)
        if isinstance(parsed, Fault):
            at = text.part(parsed.offset, parsed.width)
            self.findings.append(rules.BAD_ID.at(at, f"'{name}': {parsed.message}", parsed.hint))
            return None
        return Reference(parsed, text.at)

    def _list(self, node: Node, kind: ListOf, name: str) -> tuple[object, ...] | None:
        if not isinstance(node, ListNode):
            self._wrong(node, f"'{name}' is a list", "write `- ` before each entry, or [a, b]")
            return None
        if not node.nodes:
            hint = "add an entry, or leave the field out"
            self.findings.append(rules.EMPTY.at(node.at, f"'{name}' is an empty list", hint))
            return None
        members = [self._kind(member, kind.of, name) for member in node.nodes]
        self._twice(node, name)
        return None if any(member is None for member in members) else tuple(members)

    def _twice(self, node: ListNode, name: str) -> None:
        seen: set[str] = set()
        for member in node.nodes:
            if isinstance(member, TextNode):
                if member.text in seen:
                    message = f"'{member.text}' stands twice under '{name}'"
                    self.findings.append(rules.TWICE_IN_LIST.at(member.at, message, "remove one"))
                seen.add(member.text)

    def _inputs(self, node: Node, name: str) -> tuple[InputName, ...] | None:
        if not isinstance(node, MappingNode):
            self._wrong(node, f"'{name}' gives each name of the formula a fact", "write {a: fact-id, b: fact-id}")
            return None
        read: list[InputName] = []
        for entry in node.entries:
            text = self._plain(entry.value, entry.key.text, "the id of a fact")
            if text is None:
                continue
            fact, dot, part = text.text.partition(".")
            if dot and part not in {"also", "value"}:
                message = f"'{text.text}': a fact has '.value' and '.also', not '.{part}'"
                self.findings.append(rules.BAD_TEXT.at(text.at, message, f"write {fact}.also or {fact}"))
                continue
            parsed = parse_id(fact)
            if isinstance(parsed, Fault):
                self.findings.append(rules.BAD_ID.at(text.part(parsed.offset, parsed.width), parsed.message, parsed.hint))
                continue
            read.append(InputName(entry.key.text, Reference(parsed, text.at), part or "value"))
        return tuple(read) if len(read) == len(node.entries) else None

    def _wrong(self, node: Node, message: str, hint: str) -> None:
        found = {TextNode: "a text", ListNode: "a list", MappingNode: "fields"}[type(node)]
        self.findings.append(rules.WRONG_NODE.at(node.at, f"{message}; here is {found}", hint))

    def _unknown(self, key: TextNode, shape: Shape) -> None:
        hint = did_you_mean(key.text, shape.names) or f"known: {', '.join(shape.names)}"
        message = f"{shape.name} has no field '{key.text}'"
        self.findings.append(rules.UNKNOWN_FIELD.at(key.at, message, hint))

    def _missing(self, node: MappingNode, shape: Shape, field: Field) -> None:
        first = node.entries[0].key.at if node.entries else node.at
        example = field.example or ("…" if not isinstance(field.kind, Choice) else next(iter(field.kind.words)))
        hint = f"add `{field.name}: {example}`" if not isinstance(field.kind, ListOf) else f"add `{field.name}:`"
        self.findings.append(rules.MISSING_FIELD.at(first, f"{shape.name} needs '{field.name}'", hint))
