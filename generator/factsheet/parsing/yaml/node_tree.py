"""The tree of nodes of one file, with its limits and with the checks of keys and values.

Knows nothing of YAML's syntax: `document` turns the parser's events into the calls below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from factsheet.diagnostics.core import Diagnostic, Location, Rule
from factsheet.diagnostics.rules.syntax import (
    ALIAS,
    DUPLICATE_KEY,
    KEY_NOT_TEXT,
    MISSING_VALUE,
    TOO_LARGE,
    TOO_MANY_DIAGNOSTICS,
)
from factsheet.parsing.yaml.nodes import ListNode, MappingEntry, MappingNode, TextNode, YamlNode

MAX_YAML_DEPTH = 20
"""Depth of the deepest nesting."""
MAX_YAML_NODES = 100_000
"""Texts, lists and mappings of the largest file."""
MAX_DIAGNOSTICS = 100
"""Diagnostics after which reading stops."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class ReadingStopped(Exception):  # noqa: N818 - it is no error of the program, and it never leaves the reader
    """Ends the reading of a file."""


class DiagnosticList:
    """The diagnostics of one file, as many as a person can read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.items: list[Diagnostic] = []

    def report(self, rule: Rule, location: Location, message: str, hint: str) -> None:
        """Add a diagnostic of a rule.

        Raises:
            ReadingStopped: if there are too many.
        """
        self.append(rule.report(location, message, hint))

    def append(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic.

        Raises:
            ReadingStopped: if there are too many.
        """
        self.items.append(diagnostic)
        if len(self.items) >= MAX_DIAGNOSTICS:
            message = f"the file has {MAX_DIAGNOSTICS} problems; the rest of it was not read"
            self.abort(TOO_MANY_DIAGNOSTICS, Location(self.file), message, "fix these first")

    def abort(self, rule: Rule, location: Location, message: str, hint: str) -> NoReturn:
        """Add the last diagnostic.

        Raises:
            ReadingStopped: always.
        """
        self.items.append(rule.report(location, message, hint))
        raise ReadingStopped


@dataclass(slots=True)
class _OpenNode:
    """A mapping or list that has not ended yet."""

    location: Location
    is_mapping: bool
    is_flow: bool
    nodes: list[YamlNode] = field(default_factory=list)
    entries: list[MappingEntry] = field(default_factory=list)
    key_locations: dict[str, Location] = field(default_factory=dict)
    key: TextNode | None = None


class NodeTree:
    """The nodes read so far; used for one file."""

    def __init__(self, text: str, diagnostics: DiagnosticList, *, strict: bool) -> None:
        self.root: YamlNode | None = None  # Stays None for a file that holds only `~` or a document marker.
        self.diagnostics = diagnostics
        self._lines = text.split("\n")
        self._strict = strict
        self._stack: list[_OpenNode] = []
        self._node_count = 0

    @property
    def open_bracket(self) -> Location | None:
        """The innermost open bracket."""
        return next((node.location for node in reversed(self._stack) if node.is_flow), None)

    def begin(self, location: Location, *, is_mapping: bool, is_flow: bool) -> None:
        """Begin a mapping or a list."""
        self._stack.append(_OpenNode(location, is_mapping, is_flow))
        if len(self._stack) > MAX_YAML_DEPTH:
            message = f"lists and fields are nested more than {MAX_YAML_DEPTH} deep"
            self.diagnostics.abort(TOO_LARGE, location, message, "no field of a fact is nested that deep")

    def end(self) -> None:
        """End the innermost mapping or list."""
        closed = self._stack.pop()
        if closed.is_mapping:
            self.add(MappingNode(tuple(closed.entries), closed.location))
        else:
            self.add(ListNode(tuple(closed.nodes), closed.location, closed.is_flow))

    def add(self, node: YamlNode, *, reported: bool = False) -> None:
        """Add a node to its parent; `reported` if it has a diagnostic already."""
        self._node_count += 1
        if self._node_count > MAX_YAML_NODES:
            message = f"the file holds more than {MAX_YAML_NODES:,} values"
            self.diagnostics.abort(TOO_LARGE, node.location, message, "split the file")
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.is_mapping and parent.key is None:
            parent.key = self._check_key(node, parent, reported=reported)
            return
        if parent is None and _is_null(node):
            return
        if self._strict and not reported and _is_null(node):
            node = self._report_missing_value(node, parent.key if parent else None)
        if parent is None:
            self.root = node
        elif not parent.is_mapping or parent.key is None:
            parent.nodes.append(node)
        else:
            if parent.key.text:
                parent.entries.append(MappingEntry(parent.key, node))
            parent.key = None

    def _check_key(self, node: YamlNode, parent: _OpenNode, *, reported: bool) -> TextNode:
        """Return the key, or one without text, so that the entry is left out."""
        if not self._strict:
            return node if isinstance(node, TextNode) else _make_missing(node)
        if reported:
            return _make_missing(node)
        if not isinstance(node, TextNode) or not node.text:
            message = "the name of a field must be a word"
            self.diagnostics.report(KEY_NOT_TEXT, node.location, message, "write `name: value`")
            return _make_missing(node)
        if node.text == "<<" and not node.quoted:
            self.diagnostics.report(ALIAS, node.location, "'<<' is a merge key", "write the fields out")
            return _make_missing(node)
        if first := parent.key_locations.get(node.text):
            message = f"'{node.text[:60]}' is written twice"
            hint = f"it is already in line {first.line}; keep one of them"
            self.diagnostics.report(DUPLICATE_KEY, node.location, message, hint)
            return _make_missing(node)
        parent.key_locations[node.text] = node.location
        return node

    def _report_missing_value(self, node: YamlNode, key: TextNode | None) -> TextNode:
        written = node.text if isinstance(node, TextNode) else ""
        # The parser puts a value that is missing at the end of a file one line after the last.
        line = "".join(self._lines[node.location.line - 1 : node.location.line])
        if written:
            message = f"'{written}' is not a value"
            hint = f'leave the field out; if it is meant as text, write "{written}"'
        elif line[node.location.column - 1 :].lstrip().startswith("#"):
            message, hint = "the value is missing", "'#' begins a comment; put the value in quotes"
        elif key is None:
            message, hint = "the value is missing", "write one, or remove the line"
        else:
            message = f"'{key.text[:60]}' has no value"
            hint = "write one after the colon, or leave the field out"
        if key is None or key.text:
            location = node.location if written or key is None else key.location
            self.diagnostics.report(MISSING_VALUE, location, message, hint)
        return _make_missing(node)


def _make_missing(node: YamlNode) -> TextNode:
    return TextNode("", node.location, quoted=False)


def _is_null(node: YamlNode) -> bool:
    return isinstance(node, TextNode) and not node.quoted and node.text in _NULL
