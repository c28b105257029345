"""The strict YAML reader: bytes in, nodes with locations out, and every error as a diagnostic.

The only module that uses PyYAML, and of facts only its parser: events are read one by one, so that reading stops where
a file becomes too deep or too large. Nothing is resolved, constructed or merged.
"""

import json
import math
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, NoReturn, TypeAlias, TypeVar, cast

import yaml

from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.parsing.yaml import nodes
from factsheet.parsing.yaml.syntax_errors import QUOTE_HINT, YamlSyntaxError, explain_syntax_error

MAX_TEXT_LENGTH = 10_000
"""Characters of the longest single text."""
# Only the parser of these loaders is used. With PyYAML's C extension it is about fifteen times as fast.
_LOADER = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
_SURROGATE = r"[\ud800-\udfff]"
"""Half a character, which cannot be written; only the pure-Python parser lets its escape through."""
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TAG = r"![^\s,\[\]{}]*"
_GLUED_COMMENT = re.compile(r" (#\w+)")
_BLOCK_STYLES = frozenset({"|", ">"})
_QUOTES = frozenset({"'", '"'})
_SCALAR, _MAPPING_END = yaml.ScalarEvent, yaml.MappingEndEvent
_T = TypeVar("_T", bound=tuple[object, ...])
_make: Callable[[type[_T], tuple[object, ...]], _T] = tuple.__new__
"""Makes a named tuple without the function in Python that its class has: there are as many as words in the facts."""
_ReadResult: TypeAlias = tuple[nodes.YamlDocument | None, tuple[Diagnostic, ...]]


def read_configuration(file: str, raw: bytes, environment: Mapping[str, str] | None = None) -> _ReadResult:
    """Read a MkDocs configuration as MkDocs resolves it.

    Aliases and merge keys become what they stand for, and `!ENV` the value of its variable. Other tags and empty
    values are left to MkDocs and not reported.
    """
    return read_document(file, raw, environment or {})


def rewrite_configuration(text: str, dropped: Collection[str], added: Mapping[str, object]) -> str:
    """Return a MkDocs configuration, which has been read without an error, with some settings dropped and others added.

    What is added as a mapping joins that of its name. Tags and aliases stay as they are written, comments do not.
    """
    root, more = (cast("yaml.Node", yaml.compose(each, yaml.SafeLoader)) for each in (text, json.dumps(added)))
    kept = {key.value: (key, value) for key, value in root.value if key.value not in dropped}
    for key, value in more.value:
        key.style = None
        old = kept.get(key.value, (key, value))[1]
        if isinstance(value, yaml.MappingNode) and old is not value:
            names = {entry[0].value for entry in value.value}
            name = yaml.ScalarNode("tag:yaml.org,2002:str", "name")
            entries = old.value if isinstance(old, yaml.MappingNode) else [(name, old)]
            value.value += [entry for entry in entries if entry[0].value not in names]
        kept[key.value] = key, value
    return yaml.serialize(yaml.MappingNode(root.tag, [*kept.values()]), allow_unicode=True, width=math.inf)


def read_document(file: str, raw: bytes, environment: Mapping[str, str] | None = None) -> _ReadResult:
    """Read a file of facts; with an environment, a configuration.

    Returns the document (None if it is not text) and its diagnostics. A value with an error is replaced by a text
    node that `is_missing`; the rest of the document is kept.
    """
    text, diagnostics = nodes.decode_utf8(file, raw)
    if text is None:
        return None, diagnostics
    if conflict := rules.find_conflict(file, text):
        return nodes.YamlDocument(file, text, None), (conflict,)
    reader = _Reader(file, text, environment)
    try:
        root = reader.read()
    except _ReadingStopped:
        root = None
    return nodes.YamlDocument(file, text, root), tuple(reader.diagnostics)


class _ReadingStopped(Exception):  # noqa: N818 - it is no error of the program, and it never leaves the reader
    """Ends the reading of a file."""


class _Reader:
    """Turns the parser's events into nodes and diagnostics; used for one file, strictly without an environment."""

    def __init__(self, file: str, text: str, environment: Mapping[str, str] | None) -> None:
        self.diagnostics: list[Diagnostic] = []
        self._file = file
        self._text = text
        self._lines = text.split("\n")
        self._strict = environment is None
        self._forbidden = nodes.HIDDEN_PATTERN if self._strict else _SURROGATE
        self._may_be_cut = self._strict and " #" in text
        """Whether a text may end where a comment begins that was meant as text."""
        self._environment = environment or {}
        self._anchored: dict[str, nodes.YamlNode] = {}
        self._next: Callable[[], Any]
        """Returns the next event, and None after the last."""
        self._open: list[tuple[Location, bool]] = []
        """Where each mapping or list that has not ended begins, and whether it is in brackets."""
        self._node_count = 0
        self._document_count = 0
        self._last_text: nodes.TextNode | None = None
        self._refused: nodes.YamlNode | None = None

    def read(self) -> nodes.YamlNode:
        """Return the root of the file; raises _ReadingStopped if reading cannot go on: the last diagnostic says why."""
        if not self._text.replace("\n", "").isprintable():  # What can be printed is not hidden.
            self._report_hidden()
        root: nodes.YamlNode | None = None  # Stays None for a file that holds only `~` or a document marker.
        try:
            self._next = _LOADER(self._text).get_event
            while event := self._next():
                if isinstance(event, yaml.DocumentStartEvent):
                    self._check_document_start(event)
                elif isinstance(event, yaml.NodeEvent):
                    node = self._read_node(event)
                    root = root if _is_null(node) else node
        except yaml.MarkedYAMLError as error:
            self._report_syntax_error(error)
        except (yaml.YAMLError, ValueError, OverflowError) as error:
            # The pure-Python parser lets escapes of characters that do not exist through as ValueError.
            message = f"this is not valid YAML: {error}"
            self._abort(rules.SYNTAX.report(Location(self._file), message, "look for an escape such as \\U…"))
        if root is None:
            message, hint = "the file has no content", "fill it in, or delete it"
            self._abort(rules.EMPTY_FILE.report(Location(self._file), message, hint))
        if self._strict and isinstance(root, nodes.TextNode) and root.text:
            self._stop_at(YamlSyntaxError(self._lines, "no fields", root.location, Location(self._file)))
        return root

    def _add(self, diagnostic: Diagnostic) -> None:
        """Add a diagnostic; raises `_ReadingStopped` if there are more than a person can read."""
        self.diagnostics.append(diagnostic)
        if len(self.diagnostics) >= nodes.MAX_DIAGNOSTICS:
            message = f"the file has {nodes.MAX_DIAGNOSTICS} problems; the rest of it was not read"
            self._abort(rules.TOO_MANY_DIAGNOSTICS.report(Location(self._file), message, "fix these first"))

    def _abort(self, diagnostic: Diagnostic) -> NoReturn:
        """Add the last diagnostic; raises `_ReadingStopped` always."""
        self.diagnostics.append(diagnostic)
        raise _ReadingStopped

    def _report_hidden(self) -> None:
        pattern = nodes.HIDDEN_PATTERN if self._strict else nodes.UNPRINTABLE_PATTERN
        for diagnostic in nodes.find_hidden_characters(self._file, self._text, pattern):
            self._add(diagnostic)
        if re.search(nodes.UNPRINTABLE_PATTERN, self._text):
            raise _ReadingStopped

    def _read_node(self, event: yaml.NodeEvent) -> nodes.YamlNode:
        """Return the node that an event begins; `_refused` is the last that a diagnostic says is no value."""
        node: nodes.YamlNode
        if isinstance(event, _SCALAR):
            is_plain = event.anchor is None and event.tag is None
            is_refused = not is_plain and self._report_properties(event) and not event.value
            node = self._build_text(event, is_plain=is_plain)
            if is_refused:
                self._refused = node
        elif isinstance(event, yaml.CollectionStartEvent):
            self._report_properties(event)
            node = self._read_collection(event)
        else:
            node = self._refused = self._read_alias(event)
        if not self._strict and not isinstance(event, yaml.AliasEvent):
            node = self._resolve(event, node)
        self._node_count += 1
        if self._node_count > nodes.MAX_YAML_NODES:
            message = f"the file holds more than {nodes.MAX_YAML_NODES:,} values"
            self._abort(rules.TOO_LARGE.report(node.location, message, "split the file"))
        return node

    def _read_collection(self, event: yaml.CollectionStartEvent) -> nodes.MappingNode | nodes.ListNode:
        location, is_flow = self._locate(event.start_mark), bool(event.flow_style)
        self._open.append((location, is_flow))
        if len(self._open) > nodes.MAX_YAML_DEPTH:
            message = f"lists and fields are nested more than {nodes.MAX_YAML_DEPTH} deep"
            self._abort(rules.TOO_LARGE.report(location, message, "no field of a fact is nested that deep"))
        collection: nodes.MappingNode | nodes.ListNode
        if isinstance(event, yaml.MappingStartEvent):
            collection = nodes.MappingNode(tuple(self._read_entries()), location)
        else:
            members: list[nodes.YamlNode] = []
            while type(member := self._next()) is not yaml.SequenceEndEvent:
                node = self._read_node(member)
                members.append(self._report_missing_value(node, None) if self._is_missing(node) else node)
            collection = nodes.ListNode(tuple(members), location, is_flow)
        self._open.pop()
        return collection

    def _read_entries(self) -> list[nodes.MappingEntry]:
        known: dict[str, Location] = {}
        entries: list[nodes.MappingEntry] = []
        read_next = self._next
        while type(event := read_next()) is not _MAPPING_END:
            key = self._check_key(self._read_node(event), known)
            value = self._read_node(read_next())
            if self._is_missing(value):
                value = self._report_missing_value(value, key)
            if key.text:
                entries.append(_make(nodes.MappingEntry, (key, value)))
        return entries

    def _is_missing(self, node: nodes.YamlNode) -> bool:
        return self._strict and _is_null(node) and node is not self._refused

    def _check_key(self, node: nodes.YamlNode, known: dict[str, Location]) -> nodes.TextNode:
        """Return the key, or one without text, so that the entry is left out."""
        if not self._strict:
            return node if isinstance(node, nodes.TextNode) else _make_missing(node)
        if node is self._refused:
            return _make_missing(node)
        if not isinstance(node, nodes.TextNode) or not node.text:
            rule, message, hint = rules.KEY_NOT_TEXT, "the name of a field must be a word", "write `name: value`"
        elif node.text == "<<" and not node.quoted:
            rule, message, hint = rules.ALIAS, "'<<' is a merge key", "write the fields out"
        elif first := known.get(node.text):
            rule, message = rules.DUPLICATE_KEY, f"'{node.text[:60]}' is written twice"
            hint = f"it is already in line {first.line}; keep one of them"
        else:
            known[node.text] = node.location
            return node
        self._add(rule.report(node.location, message, hint))
        return _make_missing(node)

    def _report_missing_value(self, node: nodes.YamlNode, key: nodes.TextNode | None) -> nodes.TextNode:
        written = node.text if isinstance(node, nodes.TextNode) else ""
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
            self._add(rules.MISSING_VALUE.report(location, message, hint))
        return _make_missing(node)

    def _check_document_start(self, event: yaml.DocumentStartEvent) -> None:
        self._document_count += 1
        if not self._strict:
            return
        if self._document_count > 1:
            message = "a second document begins here"
            self._abort(rules.SECOND_DOCUMENT.report(self._locate(event.start_mark), message, "remove the line `---`"))
        for line, content in enumerate(self._text[: event.end_mark.index if event.end_mark else 0].split("\n"), 1):
            if content.startswith("%"):
                location, message = Location(self._file, line, 1, len(content)), f"'{content[:40]}' is a directive"
                self._add(rules.DIRECTIVE.report(location, message, "remove the line"))

    def _report_properties(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> bool:
        """Report an anchor and a tag; return whether there was one."""
        if not self._strict or (event.anchor is None and event.tag is None):
            return False
        if event.anchor is not None:
            hint = "anchors are not allowed in facts; if it is meant as text, put the value in quotes"
            location = self._locate(event.start_mark, len(event.anchor) + 1)
            self._add(rules.ALIAS.report(location, f"'&{event.anchor}' is an anchor", hint))
        if event.tag is not None:
            match = re.match(_TAG, self._text[event.start_mark.index if event.start_mark else 0 :])
            shown = match[0] if match else event.tag
            hint = "remove it, since every value is text; if it is meant as text, put the value in quotes"
            self._add(rules.TAG.report(self._locate(event.start_mark, len(shown)), f"'{shown[:60]}' is a tag", hint))
        return True

    def _read_alias(self, event: yaml.NodeEvent) -> nodes.YamlNode:
        location = self._locate(event.start_mark, len(event.anchor or "") + 1)
        if self._strict:
            hint = "write the text out; if it is meant as text, put the value in quotes"
            self._add(rules.ALIAS.report(location, f"'*{event.anchor}' is an alias", hint))
        return self._anchored.get(event.anchor or "", nodes.TextNode("", location, quoted=False))

    def _resolve(self, event: Any, node: nodes.YamlNode) -> nodes.YamlNode:  # noqa: ANN401 - as PyYAML gives it
        """Return what a node of a configuration stands for, as MkDocs does: `!ENV`, merge keys, anchors."""
        if event.tag == "!ENV":
            names = node.nodes if isinstance(node, nodes.ListNode) else (node,)
            *_, last = texts = [name.text for name in names if isinstance(name, nodes.TextNode)] or [""]
            default = last if len(texts) > 1 else ""
            value = next((self._environment[name] for name in texts if name in self._environment), default)
            node = nodes.TextNode(value, node.location, quoted=False)
        elif isinstance(node, nodes.MappingNode) and (merged := node.get("<<")):
            bases = merged.nodes if isinstance(merged, nodes.ListNode) else (merged,)
            inherited = [entry for base in bases if isinstance(base, nodes.MappingNode) for entry in base.entries]
            entries = {entry.key.text: entry for entry in (*reversed(inherited), *node.entries)}
            del entries["<<"]
            node = nodes.MappingNode(tuple(entries.values()), node.location)
        if event.anchor:
            self._anchored[event.anchor] = node
        return node

    def _build_text(self, event: yaml.ScalarEvent, *, is_plain: bool) -> nodes.TextNode:
        start: Any = event.start_mark
        end: Any = event.end_mark
        style, value, line, after = event.style, event.value, start.line, end.index
        source = self._text[start.index : after]
        width = len(source if line == end.line else source.partition("\n")[0]) or 1
        location = _make(Location, (self._file, line + 1, start.column + 1, width))
        if len(value) > MAX_TEXT_LENGTH:
            message = f"the text has {len(value):,} characters; the limit is {MAX_TEXT_LENGTH:,}"
            self._add(rules.TOO_LARGE.report(location, message, "shorten it"))
        if style == '"' and "\\" in source and (hidden := re.search(self._forbidden, value)):
            message = f"the escape stands for U+{ord(hidden[0]):04X}, which is invisible and not allowed"
            self._add(rules.HIDDEN_CHARACTER.report(location, message, "delete the escape"))
        is_open = self._may_be_cut and value and style not in _BLOCK_STYLES and self._text.startswith(" #", after)
        if is_open and (cut := _GLUED_COMMENT.match(self._text, after)):
            place = Location(self._file, end.line + 1, end.column + 2, len(cut[1]))
            message = f"'{cut[1][:40]}' begins a comment, and the rest of the line is lost"
            self._add(rules.NEEDS_QUOTES.report(place, message, f"{QUOTE_HINT}; in a comment, put a space after the #"))
        # A text with an anchor or a tag begins with them.
        self._last_text = _make(nodes.TextNode, (value, location, style in _QUOTES, source if is_plain else ""))
        return self._last_text

    def _report_syntax_error(self, error: yaml.MarkedYAMLError) -> NoReturn:
        at, began, context = self._locate(error.problem_mark), self._locate(error.context_mark), error.context or ""
        bracket = next((location for location, is_flow in reversed(self._open) if is_flow), None)
        self._stop_at(YamlSyntaxError(self._lines, error.problem or "", at, began, context, bracket, self._last_text))

    def _stop_at(self, error: YamlSyntaxError) -> NoReturn:
        diagnostic = explain_syntax_error(error)
        if self.diagnostics and self.diagnostics[-1].sort_key[:3] == diagnostic.sort_key[:3]:
            self.diagnostics.pop()  # What looked like an alias or a tag is the beginning of a text.
        self._abort(diagnostic)

    def _locate(self, mark: Any, width: int = 1) -> Location:  # noqa: ANN401 - as PyYAML gives it
        return Location(self._file, mark.line + 1, mark.column + 1, width) if mark else Location(self._file)


def _make_missing(node: nodes.YamlNode) -> nodes.TextNode:
    return nodes.TextNode("", node.location, quoted=False)


def _is_null(node: nodes.YamlNode) -> bool:
    return isinstance(node, nodes.TextNode) and node.text in _NULL and not node.quoted
