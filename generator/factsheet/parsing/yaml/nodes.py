"""The text of a YAML file and its nodes, each with its location, and the limits of both.

Nothing here knows YAML's syntax: `document` turns the parser's events into nodes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple, TypeAlias

from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass

MAX_FILE_BYTES = 1024 * 1024
"""Size of the largest file of facts."""
MAX_YAML_DEPTH = 20
"""Depth of the deepest nesting."""
MAX_YAML_NODES = 100_000
"""Texts, lists and mappings of the largest file."""
MAX_DIAGNOSTICS = 100
"""Diagnostics after which reading stops."""

_UNPRINTABLE_CHARACTERS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNPRINTABLE_PATTERN = f"[{_UNPRINTABLE_CHARACTERS}]"
"""Characters that YAML does not allow, and those that only some readers treat as the end of a line."""
HIDDEN_PATTERN = f"[{_UNPRINTABLE_CHARACTERS}{_BIDI_CONTROLS}]"
"""The same, and the characters that change the direction of writing."""


def decode_utf8(file: str, raw: bytes, most: int = MAX_FILE_BYTES) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a UTF-8 file with line feeds between its lines, or None and the reason.

    A byte order mark is dropped, since some editors write it by default.
    """
    if len(raw) > most:
        message = f"the file has {len(raw):,} bytes; the limit is {most:,}"
        return None, (rules.TOO_LARGE.report(Location(file), message, "split the file"),)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n"), ()
    except UnicodeDecodeError as error:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            location, message = Location(file, 1, 1), "the file is UTF-16, not UTF-8"
        else:
            before = raw[: raw.startswith(b"\xef\xbb\xbf") * 3 + error.start]
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            location = Location(file, before.count(b"\n") + 1, column)
            message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        return None, (rules.NOT_UTF8.report(location, message, "save the file as UTF-8 in your editor"),)


def find_hidden_characters(file: str, text: str, forbidden: str) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each character that matches a pattern."""
    for number, line in enumerate(text.split("\n"), 1):
        for match in re.finditer(forbidden, line):
            message = f"the character U+{ord(match[0]):04X} is invisible and not allowed"
            yield rules.HIDDEN_CHARACTER.report(Location(file, number, match.start() + 1), message, "delete it")


class TextNode(NamedTuple):
    """A text, with quotes, escapes and folded lines undone."""

    text: str
    location: Location
    """Where it begins (at its quote, if it has one); the width is that of its first line."""
    quoted: bool
    source: str = ""
    """The text as in the file, with quotes and line breaks; empty if it is not known."""

    @property
    def is_missing(self) -> bool:
        """Whether this replaces a value that could not be read, which the reader has reported."""
        return not self.text and not self.quoted

    def locate(self, offset: int, width: int = 1) -> Location:
        """Return where some characters are, in folded lines too; where escapes hide it, where the whole text is."""
        start = _find_source_offset(self, offset)
        if start is None:
            return self.location
        line = self.source[:start].rpartition("\n")[2]
        rest = self.source[start:].partition("\n")[0]
        below = self.source.count("\n", 0, start)
        first = len(line) + 1 if below else self.location.column + start
        return Location(self.location.file, self.location.line + below, first, max(1, min(width, len(rest))))


class MappingEntry(NamedTuple):
    """One `key: value` of a mapping."""

    key: TextNode
    value: YamlNode


class MappingNode(NamedTuple):
    """Fields with values, in the order of the file."""

    entries: tuple[MappingEntry, ...]
    location: Location

    def get(self, name: str) -> YamlNode | None:
        """Return the value of a field; the last value if a configuration has the field twice."""
        return next((entry.value for entry in reversed(self.entries) if entry.key.text == name), None)


class ListNode(NamedTuple):
    """A list, in the order of the file."""

    nodes: tuple[YamlNode, ...]
    location: Location
    is_flow: bool = False
    """Whether it is in brackets, where a comma divides."""


YamlNode: TypeAlias = TextNode | MappingNode | ListNode


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One YAML file."""

    file: str
    """Path relative to the site's folder, with forward slashes."""
    text: str
    """The content of the file, with line feeds between its lines."""
    root: YamlNode | None
    """None if the file is empty or could not be read to its end; a diagnostic says why."""


def _find_source_offset(node: TextNode, offset: int) -> int | None:
    """Return the offset of a character of the text in the source.

    Folding changes spaces only, so the n-th other character of the text is the n-th of the source.
    """
    source, start = node.source, 1 if node.quoted else 0
    if not node.quoted and source[:1] in {"|", ">"}:
        start = source.find("\n") + 1
    elif node.quoted and ("\\" in source if source[:1] == '"' else "''" in source[1:-1]):
        return None
    if source[start : start + offset + 1] == node.text[: offset + 1]:
        return start + offset if source else None
    wanted = len("".join(node.text[:offset].split()))
    places = (index for index, character in enumerate(source[start:], start) if not character.isspace())
    return next(islice(places, wanted, None), None)
