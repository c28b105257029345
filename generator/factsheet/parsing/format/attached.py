"""Comments, each with the thing that it belongs to.

A comment in a line of its own belongs to what comes next, and so does one behind a dash. One at the end of a
line belongs to what stands in that line. One that is indented deeper than what comes next stays at the end
of the list or record that it is indented with.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.parsing.yaml.comments import BRACKETS, Piece, pieces
from factsheet.parsing.yaml.nodes import Document, Entry, ListNode, MappingNode, Node, TextNode


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A field with its value, or an entry of a list, with its comments."""

    key: TextNode | None
    """None for an entry of a list."""
    value: TextNode | Branch
    above: tuple[str, ...] = ()
    """The comment lines above it; an empty text is an empty line."""
    beside: str = ""
    """The comment at the end of its line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """A mapping or a list, with what is in it."""

    is_mapping: bool
    slots: tuple[Slot, ...]
    end: tuple[str, ...] = ()
    """The comment lines behind its last slot, as those above a slot."""

    @property
    def commented(self) -> bool:
        """Whether there is a comment anywhere inside."""
        return any(self.end) or any(
            slot.beside or any(slot.above) or (isinstance(slot.value, Branch) and slot.value.commented)
            for slot in self.slots
        )


def attach(document: Document) -> Branch:
    """Return what a file holds with its comments; it holds a mapping or a list, read without a finding."""
    return _Walk(document).root()


class _Walk:
    """Goes through nodes and pieces side by side; lives only while one file is read."""

    def __init__(self, document: Document) -> None:
        self._node = document.root
        self._lines = document.text.split("\n")
        self._pieces: Sequence[Piece] = pieces(document)
        self._at = 0
        self._line = 0
        """The last line of what was passed last."""
        self._waiting: list[tuple[Piece, int]] = []
        """Comment lines that have no place yet, each with the depth that it can have at most."""

    def root(self) -> Branch:
        node = self._node
        if node is None or isinstance(node, TextNode):
            raise TypeError("a file of facts holds fields or a list")
        self._gather()
        branch, beside = self._branch(node, 0)
        self._gather()
        return replace(branch, end=(*branch.end, *beside, *self._placed(len(self._waiting))))

    def _branch(self, node: MappingNode | ListNode, outer: int) -> tuple[Branch, list[str]]:
        """Return a branch, and the comments beside its brackets, if it has any."""
        is_mapping = isinstance(node, MappingNode)
        if not self._in_brackets(node):
            slots = tuple(self._slots(node, node.at.column))
            self._gather()
            return Branch(is_mapping=is_mapping, slots=slots, end=self._ended(node.at.column, outer)), []
        self._pass()
        beside = self._beside()
        slots = tuple(self._slots(node, node.at.column))
        self._gather()
        end = self._placed(len(self._waiting))
        self._pass()
        return Branch(is_mapping=is_mapping, slots=slots, end=end), beside + self._beside()

    def _slots(self, node: MappingNode | ListNode, column: int) -> Iterator[Slot]:
        members: Sequence[Entry | Node] = node.entries if isinstance(node, MappingNode) else node.nodes
        for member in members:
            self._gather()
            above = list(self._placed(len(self._waiting)))
            if self._at < len(self._pieces) and self._pieces[self._at].spaced:
                above.append("")
            key, value = (member.key, member.value) if isinstance(member, Entry) else (None, member)
            beside: list[str] = []
            if key is not None:
                self._pass()
                beside += self._beside()
            yield self._slot(key, value, above, beside, column)

    def _slot(
        self, key: TextNode | None, value: Node, above: list[str], beside: list[str], column: int
    ) -> Slot:
        written: TextNode | Branch
        self._gather()
        if isinstance(value, TextNode):
            above += [line for line in self._placed(len(self._waiting)) if line]
            written = value
            head = self._pass().head
            beside += [*([head] if head else []), *self._beside()]
        else:
            if self._in_brackets(value):
                above += [line for line in self._placed(len(self._waiting)) if line]
            written, more = self._branch(value, column)
            beside += more
            if not written.slots:
                above += [line for line in written.end if line]
                written = replace(written, end=())
            elif key is None and not written.is_mapping:
                # Two dashes stand in one line, so there is no place between them.
                first, *rest = written.slots
                above += [line for line in first.above if line]
                written = replace(written, slots=(replace(first, above=()), *rest))
        above += beside[:-1]
        return Slot(key=key, value=written, above=tuple(above), beside=beside[-1] if beside else "")

    def _in_brackets(self, node: MappingNode | ListNode) -> bool:
        line = self._lines[node.at.line - 1]
        return line[node.at.column - 1 : node.at.column] in BRACKETS

    def _pass(self) -> Piece:
        passed = self._pieces[self._at]
        self._at += 1
        self._line = passed.last_line
        return passed

    def _beside(self) -> list[str]:
        """Take the comment that stands in the line of what was passed last."""
        following = self._pieces[self._at : self._at + 1]
        if not following or not following[0].is_comment or following[0].line != self._line:
            return []
        self._at += 1
        return [following[0].shown]

    def _gather(self) -> None:
        """Take the comments before the next text or bracket."""
        while self._at < len(self._pieces) and self._pieces[self._at].is_comment:
            piece = self._pieces[self._at]
            depth = min(piece.column, self._waiting[-1][1]) if self._waiting else piece.column
            self._waiting.append((piece, depth))
            self._at += 1

    def _placed(self, count: int) -> tuple[str, ...]:
        """Give a place to the first of the comments that wait."""
        taken = [piece for piece, _ in self._waiting[:count]]
        del self._waiting[:count]
        return tuple(line for piece in taken for line in (*([""] if piece.spaced else []), piece.shown))

    def _ended(self, column: int, outer: int) -> tuple[str, ...]:
        """Take the comments at the end of a branch without brackets that begins in a column."""
        following = self._pieces[self._at : self._at + 1]
        next_column = following[0].begins if following else 0
        count = 0
        for _, depth in self._waiting:
            if depth < column or depth <= max(next_column, outer):
                break
            count += 1
        return self._placed(count)
