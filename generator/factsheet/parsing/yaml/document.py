"""The strict YAML reader: bytes in, nodes with places out, and every fault as a finding.

The only module that knows PyYAML, and of it only the parser: its events are read as they come, so that a
file that is too deep or too large is left where it becomes so. Nothing is resolved, constructed or merged.
"""

from __future__ import annotations

import re
from typing import NoReturn

import yaml

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.syntax import (
    ALIAS,
    DIRECTIVE,
    EMPTY_FILE,
    HIDDEN_CHARACTER,
    SECOND_DOCUMENT,
    SYNTAX,
    TAG,
    TOO_LARGE,
)
from factsheet.parsing.yaml.node_tree import DiagnosticList, NodeTree, ReadingStopped
from factsheet.parsing.yaml.nodes import (
    HIDDEN_PATTERN,
    UNPRINTABLE_PATTERN,
    ListNode,
    MappingEntry,
    MappingNode,
    TextNode,
    YamlDocument,
    YamlNode,
    decode_utf8,
    find_hidden_characters,
)
from factsheet.parsing.yaml.syntax_errors import YamlSyntaxError, explain_syntax_error

__all__ = [
    "ListNode",
    "MappingEntry",
    "MappingNode",
    "TextNode",
    "YamlDocument",
    "YamlNode",
    "read_configuration",
    "read_document",
]

MAX_TEXT_LENGTH = 10_000
"""Length of the longest single text."""
# Only the parser of these loaders is used. With PyYAML's C extension it is about fifteen times as fast.
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader

_TAG = re.compile(r"![^\s,\[\]{}]*")


def read_document(file: str, raw: bytes) -> tuple[YamlDocument | None, tuple[Diagnostic, ...]]:
    """Read a file of facts.

    Returns the document, None when it is no text at all, and all that is wrong with it. Where a single value
    is at fault the rest is still there; in its place is a text node that is `missing`.
    """
    return _read(file, raw, strict=True)


def read_configuration(file: str, raw: bytes) -> tuple[YamlDocument | None, tuple[Diagnostic, ...]]:
    """Read a configuration of MkDocs, of which only our own options are taken.

    Tags, anchors and empty values are MkDocs' own matter and pass without a finding; an alias stands as a
    text node that is `missing`.
    """
    return _read(file, raw, strict=False)


def _read(file: str, raw: bytes, *, strict: bool) -> tuple[YamlDocument | None, tuple[Diagnostic, ...]]:
    text, findings = decode_utf8(file, raw)
    if text is None:
        return None, findings
    reader = _Reader(file, text, strict=strict)
    try:
        root = reader.read()
    except ReadingStopped:
        root = None
    return YamlDocument(file, text, root), tuple(reader.diagnostics.diagnostics)


class _Reader:
    """Turns the parser's events into nodes and findings; lives only while one file is read."""

    def __init__(self, file: str, text: str, *, strict: bool) -> None:
        self.diagnostics = DiagnosticList(file)
        self._file = file
        self._text = text
        self._strict = strict
        self._tree = NodeTree(text, self.diagnostics, strict=strict)
        self._document_count = 0
        self._last_text: TextNode | None = None

    def read(self) -> YamlNode:
        """Return what the file holds.

        Raises:
            Stop: when it could not be read to its end; the last finding says why.
        """
        self._check_characters()
        try:
            for event in yaml.parse(self._text, Loader=_LOADER):
                self._read_event(event)
        except yaml.MarkedYAMLError as error:
            self._report_syntax_error(error)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure-Python parser lets escapes of characters that do not exist through as ValueError.
            message = f"this is not valid YAML: {error}"
            self.diagnostics.abort(SYNTAX, Location(self._file), message, "look for an escape such as \\U…")
        root = self._tree.root
        if root is None:
            message = "there is nothing in this file"
            self.diagnostics.abort(EMPTY_FILE, Location(self._file), message, "fill it in, or delete it")
        if self._strict and isinstance(root, TextNode) and root.text:
            self._explain(YamlSyntaxError("", "no fields", root.location.line, root.location.column))
        return root

    def _check_characters(self) -> None:
        for finding in find_hidden_characters(
            self._file, self._text, HIDDEN_PATTERN if self._strict else UNPRINTABLE_PATTERN
        ):
            self.diagnostics.append(finding)
        if UNPRINTABLE_PATTERN.search(self._text):
            raise ReadingStopped

    def _read_event(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            reported = (event.anchor or event.tag) is not None and self._report_properties(event) and not event.value
            self._tree.add(self._build_text(event), reported=reported)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._report_properties(event)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._tree.begin(self._locate(event), is_mapping=is_mapping, is_flow=bool(event.flow_style))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._tree.end()
        elif isinstance(event, yaml.AliasEvent):
            self._add_alias(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._check_document_start(event)

    def _check_document_start(self, event: yaml.DocumentStartEvent) -> None:
        self._document_count += 1
        if not self._strict:
            return
        at = self._locate(event)
        if self._document_count > 1:
            message = "a second document begins here"
            self.diagnostics.abort(SECOND_DOCUMENT, at, message, "remove the line `---`")
        before = self._text[: event.end_mark.index if event.end_mark else 0]
        for line, content in enumerate(before.split("\n"), 1):
            if content.startswith("%"):
                place = Location(self._file, line, 1, len(content))
                message = f"'{content[:40]}' is a directive"
                self.diagnostics.report(DIRECTIVE, place, message, "remove the line")

    def _report_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        """Report an anchor and a tag; tell whether there was one."""
        if not self._strict or (event.anchor is None and event.tag is None):
            return False
        if event.anchor is not None:
            at = self._locate(event, len(event.anchor) + 1)
            hint = "facts have no anchors; if it is meant as text, put the value in quotes"
            self.diagnostics.report(ALIAS, at, f"'&{event.anchor}' is an anchor", hint)
        if event.tag is not None:
            found = _TAG.match(self._text, event.start_mark.index if event.start_mark else 0)
            shown = found[0] if found else event.tag
            hint = "remove it; every value is text. If it is meant as text, put the value in quotes"
            self.diagnostics.report(TAG, self._locate(event, len(shown)), f"'{shown[:60]}' is a tag", hint)
        return True

    def _add_alias(self, event: yaml.AliasEvent) -> None:
        at = self._locate(event, len(event.anchor or "") + 1)
        if self._strict:
            hint = "write the text out; if it is meant as text, put the value in quotes"
            self.diagnostics.report(ALIAS, at, f"'*{event.anchor}' is an alias", hint)
        self._tree.add(TextNode("", at, quoted=False), reported=True)

    def _build_text(self, event: yaml.ScalarEvent) -> TextNode:
        start, end, style, value = event.start_mark, event.end_mark, event.style, event.value
        source = self._text[start.index : end.index] if start and end else ""
        width = len(source.partition("\n")[0]) if "\n" in source else len(source)
        at = self._locate(event, width or 1)
        if len(value) > MAX_TEXT_LENGTH:
            message = f"the text has {len(value):,} characters; the most is {MAX_TEXT_LENGTH:,}"
            self.diagnostics.report(TOO_LARGE, at, message, "shorten it")
        if style == '"' and "\\" in source and self._strict and (found := HIDDEN_PATTERN.search(value)):
            message = f"the escape stands for U+{ord(found[0]):04X}, which cannot be seen and is not taken"
            self.diagnostics.report(HIDDEN_CHARACTER, at, message, "delete the escape")
        if event.anchor is not None or event.tag is not None:
            source = ""  # it begins with them
        self._last_text = TextNode(value, at, style in {'"', "'"}, source)
        return self._last_text

    def _report_syntax_error(self, error: yaml.MarkedYAMLError) -> NoReturn:
        mark, context = error.problem_mark, error.context_mark
        self._explain(
            YamlSyntaxError(
                error.context or "",
                error.problem or "",
                mark.line + 1 if mark else 1,
                mark.column + 1 if mark else 1,
                context.line + 1 if context else 0,
                context.column + 1 if context else 0,
                self._tree.open_bracket,
                self._last_text,
            )
        )

    def _explain(self, complaint: YamlSyntaxError) -> NoReturn:
        finding = explain_syntax_error(complaint, self._file, self._text.split("\n"))
        if self.diagnostics.diagnostics and _find_start(self.diagnostics.diagnostics[-1]) == _find_start(finding):
            self.diagnostics.diagnostics.pop()  # What seemed an alias or a tag is the beginning of a text.
        self.diagnostics.diagnostics.append(finding)
        raise ReadingStopped

    def _locate(self, event: yaml.Event, width: int = 1) -> Location:
        mark = event.start_mark
        if mark is None:
            return Location(self._file)
        return Location(self._file, mark.line + 1, mark.column + 1, width)


def _find_start(finding: Diagnostic) -> tuple[int, int]:
    return finding.location.line, finding.location.column
