"""Nodes to typed records, by the declared shape of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from factsheet.diagnostics.core import (
    Diagnostic,
    FieldLocations,
    Location,
    ParseError,
    Reference,
    Rule,
    find_nearest,
    suggest_nearest,
)
from factsheet.diagnostics.rules.schema import (
    BAD_DATE,
    BAD_FORMULA,
    BAD_ID,
    BAD_LOCATOR,
    BAD_PROSE,
    BAD_TEXT,
    BAD_URL,
    BAD_VALUE,
    DUPLICATE_ENTRY,
    EMPTY_FIELD,
    MISSING_FIELD,
    UNKNOWN_FIELD,
    UNKNOWN_WORD,
    WRONG_NODE,
)
from factsheet.evidence.locator import parse_locator
from factsheet.model.arithmetic.formulas import parse_formula
from factsheet.model.dates.grammar import parse_date
from factsheet.model.text.ids import parse_id
from factsheet.model.text.prose import parse_prose
from factsheet.model.text.urls import check_url
from factsheet.model.values.grammar import parse_value
from factsheet.parsing.schema.kinds import (
    CODE_PATTERN,
    DAYS_PATTERN,
    FILE_PATTERN,
    LANGUAGE_PATTERN,
    WHOLE_NUMBER_PATTERN,
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
)
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlNode

_MAX_LABEL_LENGTH = 40
"""Characters of a label that stand beside a drawing on two lines of a phone."""


def _parse_label(text: str) -> str | ParseError:
    folded = " ".join(text.split())
    if len(folded) <= _MAX_LABEL_LENGTH:
        return folded
    return ParseError(
        f"a label has at most {_MAX_LABEL_LENGTH} characters; this one has {len(folded)}",
        width=len(text),
        hint="keep what tells this fact from the others of its chart",
    )


def _parse_whole_number(text: str) -> int | ParseError:
    if re.fullmatch(WHOLE_NUMBER_PATTERN.regex, text):
        return int(text)
    return ParseError(f"'{text}' is not a whole number", width=len(text), hint="write digits only, such as 10")


def _parse_days(text: str) -> int | ParseError:
    if re.fullmatch(DAYS_PATTERN.regex, text):
        return int(text[:-1])
    return ParseError(f"'{text}' is not a number of days", width=len(text), hint="write it as 180d")


def _parse_language(text: str) -> str | ParseError:
    if re.fullmatch(LANGUAGE_PATTERN.regex, text):
        return text
    return ParseError(f"'{text}' is not a language tag", width=len(text), hint="write a code such as en, ru or pt-BR")


def _parse_file_name(text: str) -> str | ParseError:
    if re.fullmatch(FILE_PATTERN.regex, text):
        return text
    return ParseError(
        f"'{text}' is not a bare file name",
        width=len(text),
        hint="write the name alone, without folders and blanks",
    )


def _parse_code(text: str) -> str | ParseError:
    if re.fullmatch(CODE_PATTERN.regex, text):
        return text
    return ParseError(f"'{text}' is not a code", width=len(text), hint="write it as it is shown, such as F303")


TEXT_PARSERS: Mapping[TextKind, tuple[Rule, Callable[[str], object]]] = MappingProxyType(
    {
        TextKind.PLAIN: (BAD_TEXT, lambda text: " ".join(text.split())),
        TextKind.LABEL: (BAD_TEXT, _parse_label),
        TextKind.PROSE: (BAD_PROSE, parse_prose),
        TextKind.ID: (BAD_ID, parse_id),
        TextKind.VALUE: (BAD_VALUE, parse_value),
        TextKind.DATE: (BAD_DATE, parse_date),
        TextKind.LOCATOR: (BAD_LOCATOR, parse_locator),
        TextKind.FORMULA: (BAD_FORMULA, parse_formula),
        TextKind.URL: (BAD_URL, check_url),
        TextKind.LANGUAGE: (BAD_TEXT, _parse_language),
        TextKind.FILE: (BAD_TEXT, _parse_file_name),
        TextKind.WHOLE_NUMBER: (BAD_TEXT, _parse_whole_number),
        TextKind.DAYS: (BAD_TEXT, _parse_days),
        TextKind.CODE: (BAD_TEXT, _parse_code),
    }
)
"""The parser of each kind returns what the text means, or a `Fault`."""


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """The fields of a mapping that has its shape, typed by their kinds."""

    locations: FieldLocations
    values: Mapping[str, object]

    def find(self, name: str, kind: type[T]) -> T | None:
        """Return a field, or None when it is not written."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, kind):
            raise TypeError(f"{name} is declared as another kind than {kind.__name__}")
        return value

    def require(self, name: str, kind: type[T]) -> T:
        """Return a field that the shape requires."""
        value = self.find(name, kind)
        if value is None:
            raise KeyError(f"{name} is not a required field of its shape")
        return value

    def find_all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Return the members of a list, none when it is not written."""
        members = self.find(name, tuple) or ()
        return tuple(member for member in members if isinstance(member, kind))


class FormulaInput(NamedTuple):
    """One name of a formula with the fact it stands for."""

    name: str
    fact: Reference
    part: str
    """`value` or `also`."""


def parse_record(node: YamlNode, shape: Shape) -> tuple[TypedRecord | None, tuple[Diagnostic, ...]]:
    """Read a node by its shape.

    None when it does not have that shape; at least one error says why, here or from the reader of the file.
    """
    reader = _ShapeReader([])
    conformed = reader.read_mapping(node, shape)
    return conformed, tuple(reader.diagnostics)


def _is_reported(node: YamlNode) -> bool:
    """Tell whether a node stands for something that could not be read, which the reader has told already."""
    return isinstance(node, TextNode) and node.is_missing


class _ShapeReader:
    """Collects findings while it walks down a shape; a value of None means that a finding says why."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        self.diagnostics = findings

    def read_mapping(self, node: YamlNode, shape: Shape) -> TypedRecord | None:
        if _is_reported(node):
            return None
        if not isinstance(node, MappingNode):
            self._report_wrong_node(
                node, f"{shape.name} is written as fields with values", "write `field: value` lines"
            )
            return None
        fields: dict[str, Location] = {}
        values: dict[str, object] = {}
        written = {entry.key.text for entry in node.entries}
        meant: set[str] = set()
        sound = True
        for entry in node.entries:
            name = entry.key.text
            field = shape.find_field(name)
            if field is None:
                meant.add(self._report_unknown_field(entry.key, shape, written))
                sound = False
                continue
            fields[name] = entry.value.location
            value = self._read_value(entry.value, field.kind, name)
            sound = sound and value is not None
            values[name] = value
        missing = [field for field in shape.fields if field.required and field.name not in fields]
        for field in missing:
            if field.name not in meant:
                self._report_missing_field(node, shape, field)
        return TypedRecord(FieldLocations(node.location, fields), values) if sound and not missing else None

    def _read_value(self, node: YamlNode, kind: FieldKind, name: str) -> object:
        return None if _is_reported(node) else self._read_by_kind(node, kind, name)

    def _read_by_kind(self, node: YamlNode, kind: FieldKind, name: str) -> object:
        match kind:
            case TextKind():
                return self._parse_text(node, kind, name)
            case EnumKind():
                return self._read_word(node, kind, name)
            case Ref():
                return self._read_reference(node, name)
            case ListOf():
                return self._read_list(node, kind, name)
            case Inputs():
                return self._read_inputs(node, name)
            case Shape():
                return None if self._report_empty(node, name) else self.read_mapping(node, kind)

    def _read_plain_text(self, node: YamlNode, name: str, what: str) -> TextNode | None:
        if not isinstance(node, TextNode):
            self._report_wrong_node(node, f"'{name}' holds {what}", "write one text here")
            return None
        return None if self._report_empty(node, name) else node

    def _report_empty(self, node: YamlNode, name: str) -> bool:
        """Report a field that is written and holds nothing."""
        if isinstance(node, TextNode):
            filled = bool(node.text.strip())
        else:
            filled = bool(node.nodes if isinstance(node, ListNode) else node.entries)
        if not filled:
            self.diagnostics.append(
                EMPTY_FIELD.report(node.location, f"'{name}' is empty", "fill it in, or leave it out")
            )
        return not filled

    def _parse_text(self, node: YamlNode, kind: TextKind, name: str) -> object:
        text = self._read_plain_text(node, name, kind.value)
        if text is None:
            return None
        rule, parser = TEXT_PARSERS[kind]
        parsed = parser(text.text)
        if isinstance(parsed, ParseError):
            at = text.locate(parsed.offset, parsed.width)
            self.diagnostics.append(rule.report(at, f"'{name}': {parsed.message}", parsed.hint))
            return None
        return parsed

    def _read_word(self, node: YamlNode, kind: EnumKind, name: str) -> object:
        text = self._read_plain_text(node, name, "one word of a list")
        if text is None:
            return None
        words = {word.value: word for word in kind.words}
        if text.text in words:
            return words[text.text]
        near = suggest_nearest(text.text.lower(), words)
        listed = f"the words are: {', '.join(words)}"
        hint = f"{near} {listed.capitalize()}" if near else listed
        self.diagnostics.append(UNKNOWN_WORD.report(text.location, f"'{text.text}' is not a word for '{name}'", hint))
        return None

    def _read_reference(self, node: YamlNode, name: str) -> Reference | None:
        text = self._read_plain_text(node, name, "one id")
        if text is None:
            return None
        parsed = parse_id(text.text)
        if isinstance(parsed, ParseError):
            at = text.locate(parsed.offset, parsed.width)
            self.diagnostics.append(BAD_ID.report(at, f"'{name}': {parsed.message}", parsed.hint))
            return None
        return Reference(parsed, text.location)

    def _read_list(self, node: YamlNode, kind: ListOf, name: str) -> tuple[object, ...] | None:
        if not isinstance(node, ListNode):
            self._report_wrong_node(node, f"'{name}' is a list", "write `- ` before each entry, or [a, b]")
            return None
        if self._report_empty(node, name):
            return None
        members = [self._read_value(member, kind.item, name) for member in node.nodes]
        self._report_duplicates(node, name)
        return None if any(member is None for member in members) else tuple(members)

    def _report_duplicates(self, node: ListNode, name: str) -> None:
        seen: set[str] = set()
        for member in node.nodes:
            if isinstance(member, TextNode):
                if member.text in seen:
                    message = f"'{member.text}' stands twice under '{name}'"
                    self.diagnostics.append(DUPLICATE_ENTRY.report(member.location, message, "remove one"))
                seen.add(member.text)

    def _read_inputs(self, node: YamlNode, name: str) -> tuple[FormulaInput, ...] | None:
        if not isinstance(node, MappingNode):
            self._report_wrong_node(
                node, f"'{name}' gives each name of the formula a fact", "write {a: fact-id, b: fact-id}"
            )
            return None
        if self._report_empty(node, name):
            return None
        read: list[FormulaInput] = []
        for entry in node.entries:
            if _is_reported(entry.value):
                continue
            text = self._read_plain_text(entry.value, entry.key.text, "the id of a fact")
            if text is None:
                continue
            fact, dot, part = text.text.partition(".")
            if dot and part not in {"also", "value"}:
                message = f"'{text.text}': a fact has '.value' and '.also', not '.{part}'"
                self.diagnostics.append(BAD_TEXT.report(text.location, message, f"write {fact}.also or {fact}"))
                continue
            parsed = parse_id(fact)
            if isinstance(parsed, ParseError):
                at = text.locate(parsed.offset, parsed.width)
                self.diagnostics.append(BAD_ID.report(at, f"'{entry.key.text}': {parsed.message}", parsed.hint))
                continue
            read.append(FormulaInput(entry.key.text, Reference(parsed, text.location), part or "value"))
        return tuple(read) if len(read) == len(node.entries) else None

    def _report_wrong_node(self, node: YamlNode, message: str, hint: str) -> None:
        found = {TextNode: "here is a text", ListNode: "here is a list", MappingNode: "here are fields"}[type(node)]
        self.diagnostics.append(WRONG_NODE.report(node.location, f"{message}; {found}", hint))

    def _report_unknown_field(self, key: TextNode, shape: Shape, written: AbstractSet[str]) -> str:
        """Report a field that the shape has not, and return the one that was probably meant."""
        near = find_nearest(key.text, (name for name in shape.field_names if name not in written))
        hint = f"did you mean '{near}'?" if near else f"its fields are: {', '.join(shape.field_names)}"
        message = f"{shape.name} has no field '{key.text}'"
        self.diagnostics.append(UNKNOWN_FIELD.report(key.location, message, hint))
        return near

    def _report_missing_field(self, node: MappingNode, shape: Shape, field: Field) -> None:
        first = node.entries[0].key.location if node.entries else node.location
        example = field.example or ("…" if not isinstance(field.kind, EnumKind) else next(iter(field.kind.words)))
        hint = f"add `{field.name}: {example}`" if not isinstance(field.kind, ListOf) else f"add `{field.name}:`"
        self.diagnostics.append(MISSING_FIELD.report(first, f"{shape.name} needs '{field.name}'", hint))
