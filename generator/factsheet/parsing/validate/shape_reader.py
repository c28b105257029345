"""Nodes to typed records, following the shapes."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TypeVar

from factsheet.diagnostics import core, rules
from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.locator import parse_locator
from factsheet.model.arithmetic.formulas import parse_formula
from factsheet.model.dates.grammar import parse_date
from factsheet.model.text.prose import check_url, parse_id, parse_prose
from factsheet.model.values.grammar import parse_value
from factsheet.model.vocabulary import Word
from factsheet.parsing.schema import records
from factsheet.parsing.schema.records import EnumKind, ListOf, Shape, TextKind
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlNode

_MAX_LABEL_LENGTH = 40
"""Characters that fit beside a chart on two lines of a phone."""


def _parse_label(text: str) -> str | core.ParseError:
    folded = " ".join(text.split())
    if len(folded) <= _MAX_LABEL_LENGTH:
        return folded
    message = f"a label has at most {_MAX_LABEL_LENGTH} characters; this one has {len(folded)}"
    return core.ParseError(message, width=len(text), hint="keep what tells this fact from the others of its chart")


def _make_parser(kind: TextKind, convert: Callable[[str], object] = str) -> Callable[[str], object]:
    pattern, noun = records.TEXT_PATTERNS[kind], re.split(" such as|:", kind.value)[0]
    hint = f"{pattern.advice[0].lower()}{pattern.advice[1:].rstrip('.')}"
    # To compile a range of letters beyond ASCII takes 4 ms, and hardly any text has one.
    for_ascii = re.sub(r"\\u[0-9A-F]{4}-\\u[0-9A-F]{4}", "", pattern.regex)

    def parse_text(text: str) -> object:
        if re.fullmatch(for_ascii if text.isascii() else pattern.regex, text):
            return convert(text)
        return core.ParseError(f"'{text}' is not {noun}", width=len(text), hint=hint)

    return parse_text


TEXT_PARSERS: Mapping[TextKind, tuple[core.Rule, Callable[[str], object]]] = {
    **{kind: (rules.BAD_TEXT, _make_parser(kind)) for kind in records.TEXT_PATTERNS},
    TextKind.PLAIN: (rules.BAD_TEXT, lambda text: " ".join(text.split())),
    TextKind.LABEL: (rules.BAD_TEXT, _parse_label),
    TextKind.PROSE: (rules.BAD_PROSE, parse_prose),
    TextKind.ID: (rules.BAD_ID, parse_id),
    TextKind.VALUE: (rules.BAD_VALUE, parse_value),
    TextKind.DATE: (rules.BAD_DATE, parse_date),
    TextKind.LOCATOR: (rules.BAD_LOCATOR, parse_locator),
    TextKind.FORMULA: (rules.BAD_FORMULA, parse_formula),
    TextKind.URL: (rules.BAD_URL, check_url),
    TextKind.WHOLE_NUMBER: (rules.BAD_TEXT, _make_parser(TextKind.WHOLE_NUMBER, int)),
    TextKind.DAYS: (rules.BAD_TEXT, _make_parser(TextKind.DAYS, lambda text: int(text[:-1]))),
}
"""The parser of each kind returns what the text means, or a `ParseError`."""
T = TypeVar("T")
N = TypeVar("N", TextNode, ListNode, MappingNode)


@dataclass(frozen=True, slots=True)
class TypedRecord:
    """The fields of a valid mapping, with typed values."""

    locations: core.FieldLocations
    values: Mapping[str, object]

    def find(self, name: str, kind: type[T]) -> T | None:
        """Return the value of a field, or None if it is left out."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, kind):
            raise TypeError(f"{name} is not declared as {kind.__name__}")
        return value

    def require(self, name: str, kind: type[T]) -> T:
        """Return the value of a required field."""
        value = self.find(name, kind)
        if value is None:
            raise KeyError(f"{name} is not a required field of its shape")
        return value

    def find_all(self, name: str, kind: type[T]) -> tuple[T, ...]:
        """Return the members of a list; none if it is left out."""
        return tuple(member for member in self.find(name, tuple) or () if isinstance(member, kind))


def parse_record(node: YamlNode, shape: Shape) -> tuple[TypedRecord | None, tuple[core.Diagnostic, ...]]:
    """Read a node of a shape; None where it has another, as at least one error says, here or from the YAML reader."""
    reader = _ShapeReader()
    return reader.read_mapping(node, shape), tuple(reader.diagnostics)


@cache
def _index_words(words: type[Word]) -> Mapping[str, Word]:
    return {word.value: word for word in words}


def _is_reported(node: YamlNode) -> bool:
    """Tell whether a node replaces a value that could not be read, which the YAML reader has reported."""
    return isinstance(node, TextNode) and node.is_missing


class _ShapeReader:
    """Collects diagnostics while it walks down a shape; a value of None means that a diagnostic says why."""

    def __init__(self) -> None:
        self.diagnostics: list[core.Diagnostic] = []

    def read_mapping(self, node: YamlNode, shape: Shape) -> TypedRecord | None:
        if _is_reported(node):
            return None
        if not isinstance(node, MappingNode):
            message = f"{shape.name} must consist of fields with values"
            self._report_wrong_node(node, message, "write `field: value` lines")
            return None
        fields: dict[str, core.Location] = {}
        values: dict[str, object] = {}
        meant: set[str] = set()
        is_whole = True
        for key, value in node.entries:
            name = key.text
            if field := shape.by_name.get(name):
                fields[name] = value.location
                values[name] = read = self._read_value(value, field.kind, name)
                is_whole = is_whole and read is not None
            else:
                meant.add(self._report_unknown_field(key, shape, node))
        missing = [field for field in shape.required if field.name not in fields]
        for field in missing:
            if field.name not in meant:
                self._report_missing_field(node, shape, field)
        if meant or missing or not is_whole:
            return None
        return TypedRecord(core.FieldLocations(node.location, fields), values)

    def _read_value(self, node: YamlNode, kind: records.FieldKind, name: str) -> object:
        if isinstance(kind, TextKind):  # As most are.
            text, (rule, parse) = self._check_text(node, name, kind), TEXT_PARSERS[kind]
            parsed = text and parse(text.text)
            is_wrong = isinstance(parsed, core.ParseError)
            return self._check_parsed(parsed, rule, text, name) if text and is_wrong else parsed
        match kind:
            case EnumKind():
                text = self._check_text(node, name, "a single word")
                return text and self._read_word(text, kind, name)
            case records.Ref():
                text = self._check_text(node, name, "an id")
                return text and self._read_reference(text, text.text, name)
            case ListOf():
                return self._read_list(node, kind, name)
            case records.Inputs():
                return self._read_inputs(node, name)
            case Shape():
                return None if self._report_empty(node, name) else self.read_mapping(node, kind)

    def _check_node(self, node: YamlNode, wanted: type[N], name: str, what: str, hint: str) -> N | None:
        """Return a node of the wanted type that is not empty; report any other."""
        if isinstance(node, wanted):
            return None if self._report_empty(node, name) else node
        if not _is_reported(node):
            self._report_wrong_node(node, f"'{name}' must {what}", hint)
        return None

    def _check_text(self, node: YamlNode, name: str, what: str) -> TextNode | None:
        if isinstance(node, TextNode) and node.text and not node.text.isspace():
            return node
        return self._check_node(node, TextNode, name, f"be {what}", "write one text here")

    def _report_empty(self, node: YamlNode, name: str) -> bool:
        """Report a field without content, unless the YAML reader has; return whether it is one."""
        text = node.text.strip() if isinstance(node, TextNode) else ""
        content = node.nodes if isinstance(node, ListNode) else node.entries if isinstance(node, MappingNode) else text
        if not content and not _is_reported(node):
            message, hint = f"'{name}' is empty", "fill it in, or leave it out"
            self.diagnostics.append(rules.EMPTY_FIELD.report(node.location, message, hint))
        return not content

    def _check_parsed(self, parsed: T | core.ParseError, rule: core.Rule, text: TextNode, name: str) -> T | None:
        """Return what was parsed; report an error instead."""
        if not isinstance(parsed, core.ParseError):
            return parsed
        location = text.locate(parsed.offset, parsed.width)
        self.diagnostics.append(rule.report(location, f"'{name}': {parsed.message}", parsed.hint))
        return None

    def _read_word(self, text: TextNode, kind: EnumKind, name: str) -> object:
        words = _index_words(kind.words)
        if text.text in words:
            return words[text.text]
        near = core.suggest_nearest(text.text.lower(), words)
        listed = f"the words are: {', '.join(words)}"
        hint = f"{near} {listed.capitalize()}" if near else listed
        message = f"'{text.text}' is not a word for '{name}'"
        self.diagnostics.append(rules.UNKNOWN_WORD.report(text.location, message, hint))
        return None

    def _read_reference(self, text: TextNode, written: str, name: str) -> core.Reference | None:
        parsed = parse_id(written)
        if isinstance(parsed, str):
            return core.Reference(parsed, text.location)
        return self._check_parsed(parsed, rules.BAD_ID, text, name)

    def _read_list(self, node: YamlNode, kind: ListOf, name: str) -> tuple[object, ...] | None:
        listed = self._check_node(node, ListNode, name, "be a list", "write `- ` before each entry, or [a, b]")
        if listed is None:
            return None
        if kind.most and len(listed.nodes) > kind.most:
            message = f"'{name}' has {len(listed.nodes)} entries; the limit is {kind.most}"
            self.diagnostics.append(rules.TOO_LARGE.report(listed.location, message, "keep those that say most"))
            return None
        members = [self._read_value(member, kind.item, name) for member in listed.nodes]
        if len(members) > 1:
            self._report_duplicates(listed, name)
            if kind.item is TextKind.PLAIN and listed.is_flow:
                self._report_halves(listed, name)
        return None if any(member is None for member in members) else tuple(members)

    def _report_halves(self, node: ListNode, name: str) -> None:
        """Report a name that a comma has cut: `[Jane Doe, John Roe]` are two people, `[de Gaulle, Charles]` is one."""
        plain = [member for member in node.nodes if isinstance(member, TextNode) and not member.quoted]
        halves = [it for it in plain if it.text[:1].islower() or (it.text[:1].isupper() and " " not in it.text)]
        if halves:
            message, hint = f"'{name}': in brackets, a comma ends a name", "write each name after `- `, or in quotes"
            self.diagnostics.append(rules.BAD_TEXT.report(halves[0].location, message, hint))

    def _report_duplicates(self, node: ListNode, name: str) -> None:
        seen: set[str] = set()
        for member in node.nodes:
            if isinstance(member, TextNode):
                if member.text in seen:
                    message = f"'{member.text}' is listed twice under '{name}'"
                    self.diagnostics.append(rules.DUPLICATE_ENTRY.report(member.location, message, "remove one"))
                seen.add(member.text)

    def _read_inputs(self, node: YamlNode, name: str) -> tuple[tuple[str, core.Reference, str], ...] | None:
        """Return the inputs of a formula, as a derivation holds them."""
        what, hint = "name a fact for each name of the formula", "write {a: fact-id, b: fact-id}"
        mapping = self._check_node(node, MappingNode, name, what, hint)
        if mapping is None:
            return None
        read: list[tuple[str, core.Reference, str]] = []
        for entry in mapping.entries:
            name = entry.key.text
            if not (text := self._check_text(entry.value, name, "the id of a fact")):
                continue
            fact, dot, part = text.text.partition(".")
            if dot and part not in {"also", "value"}:
                message = f"'{text.text}': a fact has '.value' and '.also', not '.{part}'"
                self.diagnostics.append(rules.BAD_TEXT.report(text.location, message, f"write {fact}.also or {fact}"))
            elif reference := self._read_reference(text, fact, name):
                read.append((name, reference, part or "value"))
        return tuple(read) if len(read) == len(mapping.entries) else None

    def _report_wrong_node(self, node: YamlNode, message: str, hint: str) -> None:
        found = {TextNode: "this is a text", ListNode: "this is a list", MappingNode: "these are fields"}[type(node)]
        self.diagnostics.append(rules.WRONG_NODE.report(node.location, f"{message}, but {found}", hint))

    def _report_unknown_field(self, key: TextNode, shape: Shape, node: MappingNode) -> str:
        """Report a field that the shape does not have; return the name that was probably meant."""
        written = {entry.key.text for entry in node.entries}
        near = core.find_nearest(key.text, (name for name in shape.by_name if name not in written))
        hint = f"did you mean '{near}'?" if near else f"its fields are: {', '.join(shape.by_name)}"
        message = f"{shape.name} has no field '{key.text}'"
        self.diagnostics.append(rules.UNKNOWN_FIELD.report(key.location, message, hint))
        return near

    def _report_missing_field(self, node: MappingNode, shape: Shape, field: records.Field) -> None:
        first = node.entries[0].key.location if node.entries else node.location
        example = field.example or ("…" if not isinstance(field.kind, EnumKind) else next(iter(field.kind.words)))
        hint = f"add `{field.name}: {example}`" if not isinstance(field.kind, ListOf) else f"add `{field.name}:`"
        self.diagnostics.append(rules.MISSING_FIELD.report(first, f"{shape.name} needs '{field.name}'", hint))
