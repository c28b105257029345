"""The place in a file at which the YAML parser could not go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Location
from factsheet.parsing.yaml.nodes import TextNode

IN_QUOTES = 'put the whole value in quotes: "…"'
"""What mends most slips."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the parser says: what it was at, what it found, and where; lines and columns from 1."""

    context: str
    problem: str
    line: int
    column: int
    context_line: int = 0
    """0 when the parser was at nothing in particular."""
    context_column: int = 0
    bracket: Location | None = None
    """The innermost bracket that is open."""
    last: TextNode | None = None
    """The last text that was read."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A complaint, and the lines of the file it is about."""

    complaint: Complaint
    file: str
    lines: Sequence[str]

    def line(self, number: int) -> str:
        """Return a line of the file; an empty one outside it."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def here(self) -> str:
        """The line that the parser stopped in."""
        return self.line(self.complaint.line)

    @property
    def sign(self) -> str:
        """The character that the parser stopped at; empty at the end of a line."""
        return self.here[self.complaint.column - 1 : self.complaint.column]

    def at(self, line: int, column: int, width: int = 1) -> Location:
        """Return a place in the file."""
        return Location(self.file, line, column, max(1, width))

    @property
    def unexpected(self) -> bool:
        """Whether something stands where it does not belong, in the words of either parser."""
        return re.match("did not find expected|expected <block end>", self.complaint.problem) is not None

    @property
    def place(self) -> Location:
        """The place the parser stopped at, kept inside the file when that is its end."""
        one = self.complaint
        line = max(1, min(one.line, len(self.lines)))
        return self.at(line, one.column if line == one.line else len(self.line(line)) + 1)
