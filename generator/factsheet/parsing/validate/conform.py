"""Does a node have the shape that was declared for it? Typed values out, or findings.

One reader for every shape: unknown and missing fields, words of closed lists, and texts parsed by the
parser of their kind. What comes out is still a bag of named values; `validate` makes the model from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeVar

from factsheet.diagnostics.core import Diagnostic, Location, Reference, Where, did_you_mean, nearest
from factsheet.diagnostics.parse_error import Fault
from factsheet.diagnostics.rules import shape as rules
from factsheet.model.text.ids import parse_id
from factsheet.parsing.schema import Choice, Field, Inputs, Kind, ListOf, Ref, Shape, TextKind
from factsheet.parsing.validate.text_kinds import PARSERS
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, Node, TextNode

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


def conform(node: Node, shape: Shape) -> tuple[Conformed | None, tuple[Diagnostic, ...]]:
    """Read a node by its shape.

    None when it does not have that shape; at least one error says why, here or from the reader of the file.
    """
    reader = _Reader([])
    conformed = reader.mapping(node, shape)
    return conformed, tuple(reader.findings)


def _told(node: Node) -> bool:
    """Tell whether a node stands for something that could not be read, which the reader has told already."""
    return isinstance(node, TextNode) and node.missing


class _Reader:
    """Collects findings while it walks down a shape; a value of None means that a finding says why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        self.findings = findings

    def mapping(self, node: Node, shape: Shape) -> Conformed | None:
        if _told(node):
            return None
        if not isinstance(node, MappingNode):
            self._wrong(node, f"{shape.name} is written as fields with values", "write `field: value` lines")
            return None
        fields: dict[str, Location] = {}
        values: dict[str, object] = {}
        written = {entry.key.text for entry in node.entries}
        meant: set[str] = set()
        sound = True
        for entry in node.entries:
            name = entry.key.text
            field = shape.field(name)
            if field is None:
                meant.add(self._unknown(entry.key, shape, written))
                sound = False
                continue
            fields[name] = entry.value.at
            value = self._value(entry.value, field.kind, name)
            sound = sound and value is not None
            values[name] = value
        missing = [field for field in shape.fields if field.required and field.name not in fields]
        for field in missing:
            if field.name not in meant:
                self._missing(node, shape, field)
        return Conformed(Where(node.at, fields), values) if sound and not missing else None

    def _value(self, node: Node, kind: Kind, name: str) -> object:
        return None if _told(node) else self._kind(node, kind, name)

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
                return None if self._empty(node, name) else self.mapping(node, kind)

    def _plain(self, node: Node, name: str, what: str) -> TextNode | None:
        if not isinstance(node, TextNode):
            self._wrong(node, f"'{name}' holds {what}", "write one text here")
            return None
        return None if self._empty(node, name) else node

    def _empty(self, node: Node, name: str) -> bool:
        """Report a field that is written and holds nothing."""
        if isinstance(node, TextNode):
            filled = bool(node.text.strip())
        else:
            filled = bool(node.nodes if isinstance(node, ListNode) else node.entries)
        if not filled:
            self.findings.append(rules.EMPTY.at(node.at, f"'{name}' is empty", "fill it in, or leave it out"))
        return not filled

    def _text(self, node: Node, kind: TextKind, name: str) -> object:
        text = self._plain(node, name, kind.value)
        if text is None:
            return None
        rule, parser = PARSERS[kind]
        parsed = parser(text.text)
        if isinstance(parsed, Fault):
            at = text.part(parsed.offset, parsed.width)
            self.findings.append(rule.at(at, f"'{name}': {parsed.message}", parsed.hint))
            return None
        return parsed

    def _word(self, node: Node, kind: Choice, name: str) -> object:
        text = self._plain(node, name, "one word of a list")
        if text is None:
            return None
        words = {word.value: word for word in kind.words}
        if text.text in words:
            return words[text.text]
        near = did_you_mean(text.text.lower(), words)
        listed = f"the words are: {', '.join(words)}"
        hint = f"{near} {listed.capitalize()}" if near else listed
        self.findings.append(
            rules.UNKNOWN_WORD.at(text.at, f"'{text.text}' is not a word for '{name}'", hint)
        )
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
        if self._empty(node, name):
            return None
        members = [self._value(member, kind.of, name) for member in node.nodes]
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
            self._wrong(
                node, f"'{name}' gives each name of the formula a fact", "write {a: fact-id, b: fact-id}"
            )
            return None
        if self._empty(node, name):
            return None
        read: list[InputName] = []
        for entry in node.entries:
            if _told(entry.value):
                continue
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
                at = text.part(parsed.offset, parsed.width)
                self.findings.append(
                    rules.BAD_ID.at(at, f"'{entry.key.text}': {parsed.message}", parsed.hint)
                )
                continue
            read.append(InputName(entry.key.text, Reference(parsed, text.at), part or "value"))
        return tuple(read) if len(read) == len(node.entries) else None

    def _wrong(self, node: Node, message: str, hint: str) -> None:
        found = {TextNode: "here is a text", ListNode: "here is a list", MappingNode: "here are fields"}[
            type(node)
        ]
        self.findings.append(rules.WRONG_NODE.at(node.at, f"{message}; {found}", hint))

    def _unknown(self, key: TextNode, shape: Shape, written: AbstractSet[str]) -> str:
        """Report a field that the shape has not, and return the one that was probably meant."""
        near = nearest(key.text, (name for name in shape.names if name not in written))
        hint = f"did you mean '{near}'?" if near else f"its fields are: {', '.join(shape.names)}"
        message = f"{shape.name} has no field '{key.text}'"
        self.findings.append(rules.UNKNOWN_FIELD.at(key.at, message, hint))
        return near

    def _missing(self, node: MappingNode, shape: Shape, field: Field) -> None:
        first = node.entries[0].key.at if node.entries else node.at
        example = field.example or (
            "…" if not isinstance(field.kind, Choice) else next(iter(field.kind.words))
        )
        hint = (
            f"add `{field.name}: {example}`" if not isinstance(field.kind, ListOf) else f"add `{field.name}:`"
        )
        self.findings.append(rules.MISSING_FIELD.at(first, f"{shape.name} needs '{field.name}'", hint))
