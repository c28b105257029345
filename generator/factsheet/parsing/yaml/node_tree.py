"""The tree of nodes of one file, grown from what the parser meets, with its limits and its faults of meaning.

Knows nothing of YAML's signs: `document` turns the parser's events into the calls below.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from factsheet.diagnostics.core import Diagnostic, Location, Rule
from factsheet.diagnostics.rules import reading as rules
from factsheet.parsing.yaml.nodes import Entry, ListNode, MappingNode, Node, TextNode

MOST_LEVELS = 20
"""Depth of the deepest nesting."""
MOST_NODES = 100_000
"""Texts, lists and mappings of the largest file."""
MOST_FINDINGS = 100
"""After so many findings the file is left."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})


class Stop(Exception):  # noqa: N818 - it is no error of the program, and it never leaves the reader
    """Ends the reading of a file of which nothing more can be said."""


class Findings:
    """What is wrong with one file, up to a number that a person can read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.all: list[Diagnostic] = []

    def add(self, rule: Rule, at: Location, message: str, hint: str) -> None:
        """Add a finding of a rule.

        Raises:
            Stop: when it is one too many.
        """
        self.keep(rule.at(at, message, hint))

    def keep(self, finding: Diagnostic) -> None:
        """Add a finding made elsewhere.

        Raises:
            Stop: when it is one too many.
        """
        self.all.append(finding)
        if len(self.all) >= MOST_FINDINGS:
            message = f"{MOST_FINDINGS} findings; the rest of the file was not read"
            self.stop(rules.TOO_MANY_FINDINGS, Location(self.file), message, "mend these first")

    def stop(self, rule: Rule, at: Location, message: str, hint: str) -> NoReturn:
        """Add the last finding.

        Raises:
            Stop: always.
        """
        self.all.append(rule.at(at, message, hint))
        raise Stop


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet."""

    at: Location
    is_mapping: bool
    is_flow: bool
    nodes: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    names: dict[str, Location] = field(default_factory=dict)
    key: TextNode | None = None


class NodeTree:
    """The nodes met so far; lives only while a file is read."""

    def __init__(self, text: str, findings: Findings, *, strict: bool) -> None:
        self.root: Node | None = None  # A file that holds `~` alone, or only a marker, holds nothing.
        self.findings = findings
        self._lines = text.split("\n")
        self._strict = strict
        self._stack: list[_Open] = []
        self._nodes = 0

    @property
    def bracket(self) -> Location | None:
        """The innermost bracket that is open."""
        return next((one.at for one in reversed(self._stack) if one.is_flow), None)

    def begin(self, at: Location, *, is_mapping: bool, is_flow: bool) -> None:
        """Begin a mapping or a list."""
        self._stack.append(_Open(at, is_mapping, is_flow))
        if len(self._stack) > MOST_LEVELS:
            message = f"lists and fields are nested more than {MOST_LEVELS} deep"
            self.findings.stop(rules.TOO_LARGE, at, message, "no field of a fact lies that deep")

    def end(self) -> None:
        """End the innermost mapping or list."""
        closed = self._stack.pop()
        if closed.is_mapping:
            self.add(MappingNode(tuple(closed.entries), closed.at))
        else:
            self.add(ListNode(tuple(closed.nodes), closed.at))

    def add(self, node: Node, *, reported: bool = False) -> None:
        """Put a node in its place; `reported` when a finding says already what is wrong with it."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            message = f"the file holds more than {MOST_NODES:,} values"
            self.findings.stop(rules.TOO_LARGE, node.at, message, "split the file")
        parent = self._stack[-1] if self._stack else None
        if parent is not None and parent.is_mapping and parent.key is None:
            parent.key = self._key(node, parent, reported=reported)
            return
        if parent is None and _is_null(node):
            return
        if self._strict and not reported and _is_null(node):
            node = self._no_value(node, parent.key if parent else None)
        if parent is None:
            self.root = node
        elif not parent.is_mapping or parent.key is None:
            parent.nodes.append(node)
        else:
            if parent.key.text:
                parent.entries.append(Entry(parent.key, node))
            parent.key = None

    def _key(self, node: Node, parent: _Open, *, reported: bool) -> TextNode:
        """Return the key, or one without text, with which the entry is left out."""
        if not self._strict:
            return node if isinstance(node, TextNode) else _left_out(node)
        if reported:
            return _left_out(node)
        if not isinstance(node, TextNode) or not node.text:
            message = "the name of a field must be a word"
            self.findings.add(rules.KEY_NOT_TEXT, node.at, message, "write `name: value`")
            return _left_out(node)
        if node.text == "<<" and not node.quoted:
            self.findings.add(rules.ALIAS, node.at, "'<<' is a merge key", "write the fields out")
            return _left_out(node)
        if first := parent.names.get(node.text):
            message = f"'{node.text[:60]}' is written twice"
            hint = f"it stands in line {first.line} already; keep one"
            self.findings.add(rules.DUPLICATE_KEY, node.at, message, hint)
            return _left_out(node)
        parent.names[node.text] = node.at
        return node

    def _no_value(self, node: Node, key: TextNode | None) -> TextNode:
        written = node.text if isinstance(node, TextNode) else ""
        # The parser places what is missing at the end of a file one line behind its last.
        line = "".join(self._lines[node.at.line - 1 : node.at.line])
        if written:
            message = f"'{written}' is no value"
            hint = f'leave the field out; if the text is meant, write "{written}"'
        elif line[node.at.column - 1 :].lstrip().startswith("#"):
            message, hint = "there is no value", "'#' begins a comment; put the value in quotes"
        elif key is None:
            message, hint = "there is no value", "write one, or remove the line"
        else:
            message = f"'{key.text[:60]}' has no value"
            hint = "write one after the colon, or leave the field out"
        if key is None or key.text:
            at = node.at if written or key is None else key.at
            self.findings.add(rules.NO_VALUE, at, message, hint)
        return _left_out(node)


def _left_out(node: Node) -> TextNode:
    return TextNode("", node.at, quoted=False)


def _is_null(node: Node) -> bool:
    return isinstance(node, TextNode) and not node.quoted and node.text in _NULL
