"""From the bytes of a file to the characters that may stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.syntax import HIDDEN_CHARACTER, NOT_UTF8, TOO_LARGE

MAX_FILE_BYTES = 1024 * 1024
"""Size of the largest file of facts."""

_UNPRINTABLE_CHARACTERS = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_BIDI_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
UNPRINTABLE_PATTERN = re.compile(f"[{_UNPRINTABLE_CHARACTERS}]")
"""What YAML does not take, and what some readers take for the end of a line and others do not."""
HIDDEN_PATTERN = re.compile(f"[{_UNPRINTABLE_CHARACTERS}{_BIDI_CONTROLS}]")
"""The same, and the marks that turn the direction of writing."""


def decode_utf8(
    file: str, raw: bytes, most: int = MAX_FILE_BYTES
) -> tuple[str | None, tuple[Diagnostic, ...]]:
    """Return the text of a UTF-8 file with line feeds between its lines, or why there is none.

    A byte order mark of UTF-8 is left out, since some editors write it unasked.
    """
    if len(raw) > most:
        message = f"the file has {len(raw):,} bytes; the most is {most:,}"
        return None, (TOO_LARGE.report(Location(file), message, "split the file"),)
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n"), ()
    except UnicodeDecodeError as error:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            at, message = Location(file, 1, 1), "the file is UTF-16, not UTF-8"
        else:
            before = raw[: raw.startswith(b"\xef\xbb\xbf") * 3 + error.start]
            column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
            at = Location(file, before.count(b"\n") + 1, column)
            message = f"the byte 0x{error.object[error.start]:02x} is not UTF-8"
        return None, (NOT_UTF8.report(at, message, "save the file as UTF-8 in your editor"),)


def find_hidden_characters(file: str, text: str, forbidden: re.Pattern[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each forbidden character, where it stands."""
    line, counted = 1, 0
    for found in forbidden.finditer(text):
        line += text.count("\n", counted, found.start())
        counted = found.start()
        column = found.start() - text.rfind("\n", 0, found.start())
        message = f"the character U+{ord(found[0]):04X} cannot be seen and is not taken"
        yield HIDDEN_CHARACTER.report(Location(file, line, column), message, "delete it")
