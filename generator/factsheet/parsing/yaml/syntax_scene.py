"""The place in a file at which the YAML parser could not go on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Location
from factsheet.parsing.yaml.nodes import TextNode

QUOTE_HINT = 'put the whole value in quotes: "…"'
"""What mends most slips."""


@dataclass(frozen=True, slots=True)
class YamlSyntaxError:
    """What the parser says: what it was at, what it found, and where; lines and columns from 1."""

    context: str
    problem: str
    line: int
    column: int
    context_line: int = 0
    """0 when the parser was at nothing in particular."""
    context_column: int = 0
    open_bracket: Location | None = None
    """The innermost bracket that is open."""
    last_text: TextNode | None = None
    """The last text that was read."""


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """A complaint, and the lines of the file it is about."""

    error: YamlSyntaxError
    file: str
    lines: Sequence[str]

    def read_line(self, number: int) -> str:
        """Return a line of the file; an empty one outside it."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def current_line(self) -> str:
        """The line that the parser stopped in."""
        return self.read_line(self.error.line)

    @property
    def character(self) -> str:
        """The character that the parser stopped at; empty at the end of a line."""
        return self.current_line[self.error.column - 1 : self.error.column]

    def locate(self, line: int, column: int, width: int = 1) -> Location:
        """Return a place in the file."""
        return Location(self.file, line, column, max(1, width))

    @property
    def is_unexpected(self) -> bool:
        """Whether something stands where it does not belong, in the words of either parser."""
        return re.match("did not find expected|expected <block end>", self.error.problem) is not None

    @property
    def location(self) -> Location:
        """The place the parser stopped at, kept inside the file when that is its end."""
        one = self.error
        line = max(1, min(one.line, len(self.lines)))
        return self.locate(line, one.column if line == one.line else len(self.read_line(line)) + 1)
