"""What a YAML file holds, as written: texts, mappings and lists, each with its place.

Every value is text, since what a text means is decided by the field it stands in and never by YAML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from factsheet.diagnostics.core import Location


@dataclass(frozen=True, slots=True)
class TextNode:
    """A text, with quotes, escapes and folded lines undone."""

    text: str
    location: Location
    """Where it begins (at its quote, if it has one); the width ends with its first line."""
    quoted: bool
    source: str = field(default="", repr=False, compare=False)
    """The text as it stands in the file, quotes and line breaks included; empty when that is not known."""

    @property
    def is_missing(self) -> bool:
        """Whether this stands for a value that could not be read; the reader has reported it already."""
        return not self.text and not self.quoted

    def locate(self, offset: int, width: int = 1) -> Location:
        """Return the place of some characters of the text.

        Follows the text over folded lines. Where escapes hide the place, it is the whole text's.
        """
        start = _find_source_offset(self, offset)
        if start is None:
            return self.location
        before, _, line = self.source[:start].rpartition("\n")
        rest = self.source[start:].partition("\n")[0]
        on_first_line = not before and "\n" not in self.source[:start]
        first = self.location.column + start if on_first_line else len(line) + 1
        line_number = self.location.line + self.source.count("\n", 0, start)
        return Location(self.location.file, line_number, first, max(1, min(width, len(rest))))


@dataclass(frozen=True, slots=True)
class MappingEntry:
    """One `key: value` of a mapping."""

    key: TextNode
    value: YamlNode


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Fields with values, in the order in which they are written."""

    entries: tuple[MappingEntry, ...]
    location: Location

    def get(self, name: str) -> YamlNode | None:
        """Return the value of a field; of the last, where a configuration names one twice."""
        return next((entry.value for entry in reversed(self.entries) if entry.key.text == name), None)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list, in the order in which it is written."""

    nodes: tuple[YamlNode, ...]
    location: Location


YamlNode: TypeAlias = TextNode | MappingNode | ListNode


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One YAML file."""

    file: str
    """Path relative to the site's folder, with forward slashes."""
    text: str
    """The file as it was read, with line feeds between its lines."""
    root: YamlNode | None
    """None when the file could not be read to its end, or holds nothing; a finding says why."""


def _find_source_offset(node: TextNode, offset: int) -> int | None:
    """Return where a character of the text stands in the source.

    Folding moves blanks only, so the n-th other character of the one is the n-th of the other.
    """
    source, start = node.source, 1 if node.quoted else 0
    if not node.quoted and source[:1] in {"|", ">"}:
        start = source.find("\n") + 1
    elif node.quoted and ("\\" in source if source[:1] == '"' else "''" in source[1:-1]):
        return None
    if source[start : start + offset + 1] == node.text[: offset + 1]:
        return start + offset if source else None
    wanted = len("".join(node.text[:offset].split()))
    for at, character in enumerate(source[start:], start):
        if not character.isspace():
            if wanted == 0:
                return at
            wanted -= 1
    return None
