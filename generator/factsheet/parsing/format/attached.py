"""Comments, each with the thing that it belongs to.

A comment in a line of its own belongs to what comes next, and so does one behind a dash. One at the end of a
line belongs to what stands in that line. One that is indented deeper than what comes next stays at the end
of the list or record that it is indented with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.parsing.yaml.comments import BRACKETS, YamlToken, list_yaml_tokens
from factsheet.parsing.yaml.nodes import (
    ListNode,
    MappingEntry,
    MappingNode,
    TextNode,
    YamlDocument,
    YamlNode,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedEntry:
    """A field with its value, or an entry of a list, with its comments."""

    key: TextNode | None
    """None for an entry of a list."""
    value: TextNode | CommentedNode
    lines_above: tuple[str, ...] = ()
    """The comment lines above it; an empty text is an empty line."""
    line_comment: str = ""
    """The comment at the end of its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentedNode:
    """A mapping or a list, with what is in it."""

    is_mapping: bool
    entries: tuple[CommentedEntry, ...]
    end_lines: tuple[str, ...] = ()
    """The comment lines behind its last slot, as those above a slot."""

    @property
    def has_comments(self) -> bool:
        """Whether there is a comment anywhere inside."""
        return any(self.end_lines) or any(
            slot.line_comment
            or any(slot.lines_above)
            or (isinstance(slot.value, CommentedNode) and slot.value.has_comments)
            for slot in self.entries
        )


def attach_comments(document: YamlDocument) -> CommentedNode:
    """Return what a file holds with its comments; it holds a mapping or a list, read without a finding."""
    return _CommentAttacher(document).build_root()


class _CommentAttacher:
    """Goes through nodes and pieces side by side; lives only while one file is read."""

    def __init__(self, document: YamlDocument) -> None:
        self._node = document.root
        self._lines = document.text.split("\n")
        self._tokens: Sequence[YamlToken] = list_yaml_tokens(document)
        self._position = 0
        self._last_line = 0
        """The last line of what was passed last."""
        self._pending: list[tuple[YamlToken, int]] = []
        """Comment lines that have no place yet, each with the depth that it can have at most."""

    def build_root(self) -> CommentedNode:
        node = self._node
        if node is None or isinstance(node, TextNode):
            raise TypeError("a file of facts holds fields or a list")
        self._collect_comments()
        branch, beside = self._build_node(node, 0)
        self._collect_comments()
        return replace(branch, end_lines=(*branch.end_lines, *beside, *self._take_pending(len(self._pending))))

    def _build_node(self, node: MappingNode | ListNode, outer: int) -> tuple[CommentedNode, list[str]]:
        """Return a branch, and the comments beside its brackets, if it has any."""
        is_mapping = isinstance(node, MappingNode)
        if not self._is_in_brackets(node):
            slots = tuple(self._build_entries(node, node.location.column))
            self._collect_comments()
            return CommentedNode(
                is_mapping=is_mapping,
                entries=slots,
                end_lines=self._take_end_comments(node.location.column, outer),
            ), []
        self._advance()
        beside = self._take_line_comment()
        slots = tuple(self._build_entries(node, node.location.column))
        self._collect_comments()
        end = self._take_pending(len(self._pending))
        self._advance()
        return CommentedNode(is_mapping=is_mapping, entries=slots, end_lines=end), beside + self._take_line_comment()

    def _build_entries(self, node: MappingNode | ListNode, column: int) -> Iterator[CommentedEntry]:
        members: Sequence[MappingEntry | YamlNode] = node.entries if isinstance(node, MappingNode) else node.nodes
        for member in members:
            self._collect_comments()
            above = list(self._take_pending(len(self._pending)))
            if self._position < len(self._tokens) and self._tokens[self._position].follows_empty_line:
                above.append("")
            key, value = (member.key, member.value) if isinstance(member, MappingEntry) else (None, member)
            beside: list[str] = []
            if key is not None:
                self._advance()
                beside += self._take_line_comment()
            yield self._build_entry(key, value, above, beside, column)

    def _build_entry(
        self, key: TextNode | None, value: YamlNode, above: list[str], beside: list[str], column: int
    ) -> CommentedEntry:
        written: TextNode | CommentedNode
        self._collect_comments()
        if isinstance(value, TextNode):
            above += [line for line in self._take_pending(len(self._pending)) if line]
            written = value
            head = self._advance().header_comment
            beside += [*([head] if head else []), *self._take_line_comment()]
        else:
            if self._is_in_brackets(value):
                above += [line for line in self._take_pending(len(self._pending)) if line]
            written, more = self._build_node(value, column)
            beside += more
            if not written.entries:
                above += [line for line in written.end_lines if line]
                written = replace(written, end_lines=())
            elif key is None and not written.is_mapping:
                # Two dashes stand in one line, so there is no place between them.
                first, *rest = written.entries
                above += [line for line in first.lines_above if line]
                written = replace(written, entries=(replace(first, lines_above=()), *rest))
        above += beside[:-1]
        return CommentedEntry(
            key=key, value=written, lines_above=tuple(above), line_comment=beside[-1] if beside else ""
        )

    def _is_in_brackets(self, node: MappingNode | ListNode) -> bool:
        line = self._lines[node.location.line - 1]
        return line[node.location.column - 1 : node.location.column] in BRACKETS

    def _advance(self) -> YamlToken:
        passed = self._tokens[self._position]
        self._position += 1
        self._last_line = passed.last_line
        return passed

    def _take_line_comment(self) -> list[str]:
        """Take the comment that stands in the line of what was passed last."""
        following = self._tokens[self._position : self._position + 1]
        if not following or not following[0].is_comment or following[0].line != self._last_line:
            return []
        self._position += 1
        return [following[0].text]

    def _collect_comments(self) -> None:
        """Take the comments before the next text or bracket."""
        while self._position < len(self._tokens) and self._tokens[self._position].is_comment:
            piece = self._tokens[self._position]
            depth = min(piece.column, self._pending[-1][1]) if self._pending else piece.column
            self._pending.append((piece, depth))
            self._position += 1

    def _take_pending(self, count: int) -> tuple[str, ...]:
        """Give a place to the first of the comments that wait."""
        taken = [piece for piece, _ in self._pending[:count]]
        del self._pending[:count]
        return tuple(line for piece in taken for line in (*([""] if piece.follows_empty_line else []), piece.text))

    def _take_end_comments(self, column: int, outer: int) -> tuple[str, ...]:
        """Take the comments at the end of a branch without brackets that begins in a column."""
        following = self._tokens[self._position : self._position + 1]
        next_column = following[0].start_column if following else 0
        count = 0
        for _, depth in self._pending:
            if depth < column or depth <= max(next_column, outer):
                break
            count += 1
        return self._take_pending(count)
