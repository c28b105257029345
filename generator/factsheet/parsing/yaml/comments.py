"""Find the comments of a file, which the parser drops.

The locations of all texts are known. Between two texts there are only spaces, punctuation and comments, so a `#`
there begins a comment, whatever the texts contain.
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
    is_below_empty_line = [False, *(not line.strip() for line in lines)]
    read = 0
    for node in _walk_texts(document.root):
        start = starts[node.location.line - 1] + node.location.column - 1
        start_column = yield from _scan_gap(document.text[read:start], read, starts, is_below_empty_line)
        read = start + len(node.source)
        content = node.source.rstrip() or node.source
        header = _BLOCK_HEADER.match(node.source) if not node.quoted else None
        yield YamlToken(
            text="",
            line=node.location.line,
            last_line=node.location.line + content.count("\n"),
            column=node.location.column,
            start_column=start_column or node.location.column,
            follows_empty_line=is_below_empty_line[node.location.line - 1],
            header_comment=header[1].rstrip() if header else "",
        )
    yield from _scan_gap(document.text[read:], read, starts, is_below_empty_line)


def _scan_gap(
    gap: str, gap_start: int, starts: list[int], is_below_empty_line: list[bool]
) -> Generator[YamlToken, None, int]:
    """Yield the brackets and comments between two texts; return the column of the first dash there, or 0."""
    start_column, is_inside = 0, False
    for match in _GAP_TOKEN.finditer(gap):
        offset, text = gap_start + match.start(), match[0].rstrip()
        line = bisect_right(starts, offset)
        column = offset - starts[line - 1] + 1
        if text.startswith("#") or text in BRACKETS:
            yield YamlToken(
                text=text,
                line=line,
                last_line=line,
                column=0 if is_inside else column,
                start_column=start_column or column,
                follows_empty_line=is_below_empty_line[line - 1],
            )
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
