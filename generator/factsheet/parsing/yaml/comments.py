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

from factsheet.parsing.yaml.nodes import ListNode, TextNode, YamlDocument, YamlNode

_GAP_TOKEN = re.compile(r"#[^\n]*|[\[\]{}]|[-?:,]")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\n]*)")
BRACKETS = frozenset("[]{}")


@dataclass(frozen=True, slots=True, kw_only=True)
class YamlToken:
    """A text, a bracket or a comment, where it stands; lines and columns count from 1."""

    text: str
    """The comment from its `#`, or the bracket; empty for a text."""
    line: int
    last_line: int
    column: int
    """Of a comment that stands behind the dash, colon or comma of what comes next: 0."""
    start_column: int
    """The column of the dash or question mark before it, or its own."""
    follows_empty_line: bool
    """Whether the line above is empty."""
    header_comment: str = ""
    """The comment in the first line of a block of lines, behind its `|` or `>`."""

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.text.startswith("#")


def list_yaml_tokens(document: YamlDocument) -> tuple[YamlToken, ...]:
    """Return all texts, brackets and comments of a file that was read without a finding, in their order."""
    return tuple(_scan_tokens(document))


def list_comments(document: YamlDocument) -> tuple[str, ...]:
    """Return the comments of a file in their order, without the blanks at their ends."""
    shown = ((one.header_comment, one.text if one.is_comment else "") for one in _scan_tokens(document))
    return tuple(comment for pair in shown for comment in pair if comment)


def _scan_tokens(document: YamlDocument) -> Iterator[YamlToken]:
    lines = document.text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    below_an_empty_line = [False, *(not line.strip() for line in lines)]
    read = 0
    for node in _walk_texts(document.root):
        start = starts[node.location.line - 1] + node.location.column - 1
        begins = yield from _scan_gap(document.text[read:start], read, starts, below_an_empty_line)
        read = start + len(node.source)
        content = node.source.rstrip() or node.source
        head = _BLOCK_HEADER.match(node.source) if not node.quoted else None
        yield YamlToken(
            text="",
            line=node.location.line,
            last_line=node.location.line + content.count("\n"),
            column=node.location.column,
            start_column=begins or node.location.column,
            follows_empty_line=below_an_empty_line[node.location.line - 1],
            header_comment=head[1].rstrip() if head else "",
        )
    yield from _scan_gap(document.text[read:], read, starts, below_an_empty_line)


def _scan_gap(gap: str, at: int, starts: list[int], below_an_empty_line: list[bool]) -> Generator[YamlToken, None, int]:
    """Yield what stands between two texts, and return the column of the first dash there, or 0.

    The gap begins at this offset of the file.
    """
    begins, inside = 0, False
    for found in _GAP_TOKEN.finditer(gap):
        offset, shown = at + found.start(), found[0].rstrip()
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if shown.startswith("#") or shown in BRACKETS:
            yield YamlToken(
                text=shown,
                line=line,
                last_line=line,
                column=0 if inside else column,
                start_column=begins or column,
                follows_empty_line=below_an_empty_line[line - 1],
            )
            continue
        inside = True
        if shown in {"-", "?"} and not begins:
            begins = column
    return begins


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
