"""Where the comments of a file stand, which the parser does not tell.

The places of all texts are known. Between two of them stand only blanks, signs and comments, so a `#` there
begins a comment, whatever the texts hold.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import accumulate

from factsheet.parsing.yaml.nodes import Document, ListNode, Node, TextNode

_IN_GAP = re.compile(r"#[^\n]*|[\[\]{}]|[-?:,]")
_BLOCK_HEAD = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
BRACKETS = frozenset("[]{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text, a bracket or a comment, where it stands; lines and columns count from 1."""

    shown: str
    """The comment from its `#`, or the bracket; empty for a text."""
    line: int
    last_line: int
    column: int
    """Of a comment that stands behind the dash, colon or comma of what comes next: 0."""
    begins: int
    """The column of the dash or question mark before it, or its own."""
    spaced: bool
    """Whether the line above is empty."""
    head: str = ""
    """The comment in the first line of a block of lines, behind its `|` or `>`."""

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.shown.startswith("#")


def pieces(document: Document) -> tuple[Piece, ...]:
    """Return all texts, brackets and comments of a file that was read without a finding, in their order."""
    return tuple(_pieces(document))


def comments(document: Document) -> tuple[str, ...]:
    """Return the comments of a file in their order, without the blanks at their ends."""
    shown = ((one.head, one.shown if one.is_comment else "") for one in _pieces(document))
    return tuple(comment for pair in shown for comment in pair if comment)


def _pieces(document: Document) -> Iterator[Piece]:
    lines = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    below_an_empty_line = [False, *(not line.strip() for line in lines)]
    read = 0
    for node in _texts(document.root):
        start = starts[node.at.line - 1] + node.at.column - 1
        begins = yield from _gap(document.text[read:start], read, starts, below_an_empty_line)
        read = start + len(node.source)
        content = node.source.rstrip() or node.source
        head = _BLOCK_HEAD.match(node.source) if not node.quoted else None
        yield Piece(
            shown="",
            line=node.at.line,
            last_line=node.at.line + content.count("\n"),
            column=node.at.column,
            begins=begins or node.at.column,
            spaced=below_an_empty_line[node.at.line - 1],
            head=head[1].rstrip() if head else "",
        )
    yield from _gap(document.text[read:], read, starts, below_an_empty_line)


def _gap(
    gap: str, at: int, starts: list[int], below_an_empty_line: list[bool]
) -> Generator[Piece, None, int]:
    """Yield what stands between two texts, and return the column of the first dash there, or 0.

    The gap begins at this offset of the file.
    """
    begins, inside = 0, False
    for found in _IN_GAP.finditer(gap):
        offset, shown = at + found.start(), found[0].rstrip()
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if shown.startswith("#") or shown in BRACKETS:
            yield Piece(
                shown=shown,
                line=line,
                last_line=line,
                column=0 if inside else column,
                begins=begins or column,
                spaced=below_an_empty_line[line - 1],
            )
            continue
        inside = True
        if shown in {"-", "?"} and not begins:
            begins = column
    return begins


def _texts(node: Node | None) -> Iterator[TextNode]:
    if node is None:
        return
    if isinstance(node, TextNode):
        yield node
    elif isinstance(node, ListNode):
        for member in node.nodes:
            yield from _texts(member)
    else:
        for entry in node.entries:
            yield entry.key
            yield from _texts(entry.value)
