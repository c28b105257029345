"""The strict YAML reader: bytes in, nodes with locations out, and every error as a diagnostic.

The only module that uses PyYAML, and only its parser: events are read one by one, so that reading stops where a
file becomes too deep or too large. Nothing is resolved, constructed or merged.
"""

import re
from typing import NoReturn

import yaml

from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import find_conflict
from factsheet.parsing.yaml import nodes
from factsheet.parsing.yaml.syntax_errors import QUOTE_HINT, YamlSyntaxError, explain_syntax_error

MAX_TEXT_LENGTH = 10_000
"""Characters of the longest single text."""
# Only the parser of these loaders is used. With PyYAML's C extension it is about fifteen times as fast.
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader

_SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half a character, which cannot be written; only the pure-Python parser lets its escape through."""
_TAG = re.compile(r"![^\s,\[\]{}]*")
_GLUED_COMMENT = re.compile(r" (#\w+)")


def read_document(file: str, raw: bytes) -> tuple[nodes.YamlDocument | None, tuple[Diagnostic, ...]]:
    """Read a file of facts.

    Returns the document (None if it is not text) and its diagnostics. A value with an error is replaced by a text
    node that `is_missing`; the rest of the document is kept.
    """
    return _read(file, raw, strict=True)


def read_configuration(file: str, raw: bytes) -> tuple[nodes.YamlDocument | None, tuple[Diagnostic, ...]]:
    """Read a MkDocs configuration, of which only our own options are used.

    Tags, anchors and empty values are left to MkDocs and not reported; an alias becomes a text node that
    `is_missing`.
    """
    return _read(file, raw, strict=False)


def _read(file: str, raw: bytes, *, strict: bool) -> tuple[nodes.YamlDocument | None, tuple[Diagnostic, ...]]:
    text, diagnostics = nodes.decode_utf8(file, raw)
    if text is None:
        return None, diagnostics
    if conflict := find_conflict(file, text):
        return nodes.YamlDocument(file, text, None), (conflict,)
    reader = _Reader(file, text, strict=strict)
    try:
        root = reader.read()
    except nodes.ReadingStopped:
        root = None
    return nodes.YamlDocument(file, text, root), tuple(reader.diagnostics.items)


class _Reader:
    """Turns the parser's events into nodes and diagnostics; used for one file."""

    def __init__(self, file: str, text: str, *, strict: bool) -> None:
        self.diagnostics = nodes.DiagnosticList(file)
        self._file = file
        self._text = text
        self._strict = strict
        self._tree = nodes.NodeTree(text, self.diagnostics, strict=strict)
        self._document_count = 0
        self._last_text: nodes.TextNode | None = None

    def read(self) -> nodes.YamlNode:
        """Return the root of the file.

        Raises:
            ReadingStopped: if it could not be read to its end; the last diagnostic says why.
        """
        pattern = nodes.HIDDEN_PATTERN if self._strict else nodes.UNPRINTABLE_PATTERN
        for diagnostic in nodes.find_hidden_characters(self._file, self._text, pattern):
            self.diagnostics.append(diagnostic)
        if nodes.UNPRINTABLE_PATTERN.search(self._text):
            raise nodes.ReadingStopped
        try:
            for event in yaml.parse(self._text, Loader=_LOADER):
                self._read_event(event)
        except yaml.MarkedYAMLError as error:
            self._report_syntax_error(error)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure-Python parser lets escapes of characters that do not exist through as ValueError.
            message = f"this is not valid YAML: {error}"
            self.diagnostics.abort(rules.SYNTAX, Location(self._file), message, "look for an escape such as \\U…")
        root = self._tree.root
        if root is None:
            message, hint = "the file has no content", "fill it in, or delete it"
            self.diagnostics.abort(rules.EMPTY_FILE, Location(self._file), message, hint)
        if self._strict and isinstance(root, nodes.TextNode) and root.text:
            line, column, lines = root.location.line, root.location.column, self._text.split("\n")
            self._stop_at(YamlSyntaxError(file=self._file, lines=lines, problem="no fields", line=line, column=column))
        return root

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
        if self._document_count > 1:
            message = "a second document begins here"
            self.diagnostics.abort(rules.SECOND_DOCUMENT, self._locate(event), message, "remove the line `---`")
        before = self._text[: event.end_mark.index if event.end_mark else 0]
        for line, content in enumerate(before.split("\n"), 1):
            if content.startswith("%"):
                location, message = Location(self._file, line, 1, len(content)), f"'{content[:40]}' is a directive"
                self.diagnostics.report(rules.DIRECTIVE, location, message, "remove the line")

    def _report_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        """Report an anchor and a tag; return whether there was one."""
        if not self._strict or (event.anchor is None and event.tag is None):
            return False
        if event.anchor is not None:
            hint = "anchors are not allowed in facts; if it is meant as text, put the value in quotes"
            location = self._locate(event, len(event.anchor) + 1)
            self.diagnostics.report(rules.ALIAS, location, f"'&{event.anchor}' is an anchor", hint)
        if event.tag is not None:
            match = _TAG.match(self._text, event.start_mark.index if event.start_mark else 0)
            shown = match[0] if match else event.tag
            hint = "remove it, since every value is text; if it is meant as text, put the value in quotes"
            self.diagnostics.report(rules.TAG, self._locate(event, len(shown)), f"'{shown[:60]}' is a tag", hint)
        return True

    def _add_alias(self, event: yaml.AliasEvent) -> None:
        location = self._locate(event, len(event.anchor or "") + 1)
        if self._strict:
            hint = "write the text out; if it is meant as text, put the value in quotes"
            self.diagnostics.report(rules.ALIAS, location, f"'*{event.anchor}' is an alias", hint)
        self._tree.add(nodes.TextNode("", location, quoted=False), reported=True)

    def _build_text(self, event: yaml.ScalarEvent) -> nodes.TextNode:
        start, end, style, value = event.start_mark, event.end_mark, event.style, event.value
        source = self._text[start.index : end.index] if start and end else ""
        location = self._locate(event, len(source.partition("\n")[0]) or 1)
        if len(value) > MAX_TEXT_LENGTH:
            message = f"the text has {len(value):,} characters; the limit is {MAX_TEXT_LENGTH:,}"
            self.diagnostics.report(rules.TOO_LARGE, location, message, "shorten it")
        forbidden = nodes.HIDDEN_PATTERN if self._strict else _SURROGATE
        if style == '"' and "\\" in source and (hidden := forbidden.search(value)):
            message = f"the escape stands for U+{ord(hidden[0]):04X}, which is invisible and not allowed"
            self.diagnostics.report(rules.HIDDEN_CHARACTER, location, message, "delete the escape")
        cut = _GLUED_COMMENT.match(self._text, end.index) if end and value and style not in {"|", ">"} else None
        if cut and end and self._strict:
            place = Location(self._file, end.line + 1, end.column + 2, len(cut[1]))
            message = f"'{cut[1][:40]}' begins a comment, and the rest of the line is lost"
            hint = f"{QUOTE_HINT}; in a comment, put a space after the #"
            self.diagnostics.report(rules.NEEDS_QUOTES, place, message, hint)
        if event.anchor is not None or event.tag is not None:
            source = ""  # It begins with them.
        self._last_text = nodes.TextNode(value, location, style in {'"', "'"}, source)
        return self._last_text

    def _report_syntax_error(self, error: yaml.MarkedYAMLError) -> NoReturn:
        mark, context = error.problem_mark, error.context_mark
        self._stop_at(
            YamlSyntaxError(
                file=self._file,
                lines=self._text.split("\n"),
                context=error.context or "",
                problem=error.problem or "",
                line=mark.line + 1 if mark else 1,
                column=mark.column + 1 if mark else 1,
                context_line=context.line + 1 if context else 0,
                context_column=context.column + 1 if context else 0,
                open_bracket=self._tree.open_bracket,
                last_text=self._last_text,
            )
        )

    def _stop_at(self, error: YamlSyntaxError) -> NoReturn:
        diagnostic, reported = explain_syntax_error(error), self.diagnostics.items
        if reported and reported[-1].sort_key[:3] == diagnostic.sort_key[:3]:
            reported.pop()  # What looked like an alias or a tag is the beginning of a text.
        reported.append(diagnostic)
        raise nodes.ReadingStopped

    def _locate(self, event: yaml.Event, width: int = 1) -> Location:
        mark = event.start_mark
        return Location(self._file, mark.line + 1, mark.column + 1, width) if mark else Location(self._file)
