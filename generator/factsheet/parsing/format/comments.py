"""Find the comments of a file, which the parser drops, and attach each to the field or entry that it belongs to.

The locations of all texts are known. Between two texts there are only spaces, punctuation and comments, so a `#`
there begins a comment, whatever the texts contain.

A comment on a line of its own, or after a dash, belongs to what follows it. A comment at the end of a line belongs to
that line. A comment indented deeper than what follows stays at the end of the list or record with the same indentation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator, Sequence
from itertools import accumulate, takewhile

from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.parsing.yaml.nodes import ListNode, MappingEntry, MappingNode, TextNode, YamlDocument, YamlNode

_GAP_TOKEN = re.compile(r"#[^\n]*|[\[\]{}]|[-?:,]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
BRACKETS = frozenset("[]{}")


@dataclass(frozen=True, slots=True)
class YamlToken:
    """A text, a bracket or a comment with its location; lines and columns count from 1."""

    text: str
    """The comment from its `#`, or the bracket; empty for a text."""
    line: int
    last_line: int
    column: int
    """0 for a comment after a dash, a colon or a comma."""
    start_column: int
    """The column of the dash or question mark before it; its own if there is none."""
    follows_empty_line: bool
    """Whether the line above is empty."""
    header_comment: str = ""
    """The comment after the `|` or `>` of a block scalar."""

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.text.startswith("#")


def list_comments(document: YamlDocument) -> tuple[str, ...]:
    """Return the comments of a file in order, without trailing spaces."""
    pairs = ((token.header_comment, token.text if token.is_comment else "") for token in scan_yaml_tokens(document))
    return tuple(comment for pair in pairs for comment in pair if comment)


def scan_yaml_tokens(document: YamlDocument) -> Iterator[YamlToken]:
    """Yield all texts, brackets and comments of a file without errors, in order."""
    lines = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    after_empty = [False, *(not line.strip() for line in lines)]
    read = 0
    for node in _walk_texts(document.root):
        line, column = node.location.line, node.location.column
        start = starts[line - 1] + column - 1
        start_column = yield from _scan_gap(document.text[read:start], read, starts, after_empty)
        read = start + len(node.source)
        header = _BLOCK_HEADER.match(node.source) if not node.quoted else None
        comment = header[1].rstrip() if header else ""
        last_line = line + (node.source.rstrip() or node.source).count("\n")
        yield YamlToken("", line, last_line, column, start_column or column, after_empty[line - 1], comment)
    yield from _scan_gap(document.text[read:], read, starts, after_empty)


def _scan_gap(gap: str, begin: int, starts: list[int], after_empty: list[bool]) -> Generator[YamlToken, None, int]:
    """Yield the brackets and comments between two texts; return the column of the first dash there, or 0."""
    start_column, is_inside = 0, False
    for match in _GAP_TOKEN.finditer(gap):
        offset, text = begin + match.start(), match[0].rstrip()
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if text.startswith("#") or text in BRACKETS:
            yield YamlToken(text, line, line, 0 if is_inside else column, start_column or column, after_empty[line - 1])
            continue
        is_inside = True
        if text in {"-", "?"} and not start_column:
            start_column = column
    return start_column


def _walk_texts(node: YamlNode | None) -> Iterator[TextNode]:
    if node is None:
        return
    if isinstance(node, TextNode):
        yield node
    elif isinstance(node, ListNode):
        for member in node.nodes:
            yield from _walk_texts(member)
    else:
        for entry in node.entries:
            yield entry.key
            yield from _walk_texts(entry.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedEntry:
    """A field with its value, or an entry of a list, with its comments."""

    key: TextNode | None
    """None for an entry of a list."""
    value: TextNode | CommentedNode
    lines_above: tuple[str, ...] = ()
    """The comment lines above it; an empty string is an empty line."""
    line_comment: str = ""
    """The comment at the end of its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedNode:
    """A mapping or a list with its entries."""

    is_mapping: bool
    entries: tuple[CommentedEntry, ...]
    end_lines: tuple[str, ...] = ()
    """The comment lines after its last entry, like those above an entry."""

    @property
    def has_comments(self) -> bool:
        """Whether there is a comment anywhere inside."""
        is_own = any(self.end_lines) or any(entry.line_comment or any(entry.lines_above) for entry in self.entries)
        inner = (entry.value for entry in self.entries if isinstance(entry.value, CommentedNode))
        return is_own or any(node.has_comments for node in inner)


def attach_comments(document: YamlDocument) -> CommentedNode:
    """Return the content of a file with its comments; the file is a mapping or a list, without errors."""
    return _CommentAttacher(document).build_root()


class _CommentAttacher:
    """Goes through nodes and tokens in parallel; used for one file."""

    def __init__(self, document: YamlDocument) -> None:
        self._node = document.root
        self._lines = document.text.split("\n")
        self._tokens = tuple(scan_yaml_tokens(document))
        self._position = 0
        self._pending: list[tuple[YamlToken, int]] = []
        """Comment lines that are not attached yet, each with the largest depth that it can have."""

    def build_root(self) -> CommentedNode:
        if self._node is None or isinstance(self._node, TextNode):
            raise TypeError("a file of facts holds fields or a list")
        self._collect_comments()
        root, comments = self._build_node(self._node, 0)
        return replace(root, end_lines=(*root.end_lines, *comments, *self._take_pending()))

    def _build_node(self, node: MappingNode | ListNode, outer: int) -> tuple[CommentedNode, list[str]]:
        """Return a node, and the comments beside its brackets, if it has any."""
        in_brackets, column = self._is_in_brackets(node), node.location.column
        comments = self._take_token() if in_brackets else []
        entries = tuple(self._build_entries(node, column))
        end_lines = self._take_pending() if in_brackets else self._take_end_comments(column, outer)
        comments += self._take_token() if in_brackets else []
        return CommentedNode(is_mapping=isinstance(node, MappingNode), entries=entries, end_lines=end_lines), comments

    def _build_entries(self, node: MappingNode | ListNode, column: int) -> Iterator[CommentedEntry]:
        members: Sequence[MappingEntry | YamlNode] = node.entries if isinstance(node, MappingNode) else node.nodes
        for member in members:
            lines_above = list(self._take_pending())
            if (token := self._find_next()) and token.follows_empty_line:
                lines_above.append("")
            key, value = member if isinstance(member, MappingEntry) else (None, member)
            yield self._build_entry(key, value, lines_above, self._take_token() if key else [], column)

    def _build_entry(
        self, key: TextNode | None, node: YamlNode, lines_above: list[str], comments: list[str], column: int
    ) -> CommentedEntry:
        value: TextNode | CommentedNode
        if isinstance(node, TextNode) or self._is_in_brackets(node):
            lines_above += filter(None, self._take_pending())
        if isinstance(node, TextNode):
            value = node
            comments += self._take_token()
        else:
            value, bracket_comments = self._build_node(node, column)
            comments += bracket_comments
            if not value.entries:
                lines_above += filter(None, value.end_lines)
                value = replace(value, end_lines=())
            elif key is None and not value.is_mapping:
                # Two dashes share one line, so there is no line between them.
                first, *rest = value.entries
                lines_above += filter(None, first.lines_above)
                value = replace(value, entries=(replace(first, lines_above=()), *rest))
        *above, line_comment = comments or [""]
        return CommentedEntry(key=key, value=value, lines_above=(*lines_above, *above), line_comment=line_comment)

    def _is_in_brackets(self, node: MappingNode | ListNode) -> bool:
        return self._lines[node.location.line - 1][node.location.column - 1 : node.location.column] in BRACKETS

    def _find_next(self) -> YamlToken | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def _take_token(self) -> list[str]:
        """Take a text or a bracket; return its comments, in its first line as a block and at its end."""
        token = self._tokens[self._position]
        self._position += 1
        comments = [token.header_comment] if token.header_comment else []
        if (following := self._find_next()) and following.is_comment and following.line == token.last_line:
            self._position += 1
            comments.append(following.text)
        return comments

    def _collect_comments(self) -> None:
        while (token := self._find_next()) and token.is_comment:
            depth = min(token.column, self._pending[-1][1]) if self._pending else token.column
            self._pending.append((token, depth))
            self._position += 1

    def _take_pending(self, count: int | None = None) -> tuple[str, ...]:
        """Take the first of the pending comments, or all of them and those that follow."""
        self._collect_comments()
        taken = [token for token, _ in self._pending[:count]]
        del self._pending[:count]
        return tuple(line for token in taken for line in (*([""] if token.follows_empty_line else []), token.text))

    def _take_end_comments(self, column: int, outer: int) -> tuple[str, ...]:
        """Take the comments at the end of a node without brackets that begins in a column."""
        self._collect_comments()
        following = self._find_next()
        limit = max(following.start_column if following else 0, outer)
        return self._take_pending(sum(1 for _ in takewhile(lambda each: column <= each[1] > limit, self._pending)))
