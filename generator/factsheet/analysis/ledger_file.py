"""A ledger on the disk: JSON with one entry a line, sorted, so that git can merge the work of two people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import MALFORMED_LEDGER, find_conflict
from factsheet.model.text.prose import ID_PATTERN

ID_MEMBER = (ID_PATTERN, "an id")
HASH_MEMBER = ("[0-9a-f]{64}", "a SHA-256 of 64 lower-case hexadecimal digits")
_VERSION = 1
"""Version of the format, and of what counts as the meaning of a fact."""
_MISSING_COMMA = re.compile(r"\}[ \t]*(\r?\n[ \t]*)\{")
_EXTRA_COMMA = re.compile(r",(\s*\n\s*\])")
"""What a merge leaves that keeps the lines of both sides; no text in JSON has a line break."""


@dataclass(frozen=True, slots=True)
class LedgerFormat:
    """What the entries of a ledger hold."""

    listed: str
    """The name of the list."""
    members: Mapping[str, tuple[str, str]]
    """The members of an entry, all of them texts: the regular expression for each, and what that means."""
    hint: str
    """What to run when the file has been put in order."""

    def serialize(self, entries: Iterable[tuple[str, ...]]) -> str:
        """Return the ledger's file; each entry is given as the texts of its members, in their order."""
        lines = (
            json.dumps(dict(zip(self.members, entry, strict=True)), ensure_ascii=False) for entry in sorted(entries)
        )
        body = ",\n".join(f"    {line}" for line in lines)
        listed = f"[\n{body}\n  ]" if body else "[]"
        return f'{{\n  "version": {_VERSION},\n  "{self.listed}": {listed}\n}}\n'

    def read(self, file: str, text: str) -> tuple[Sequence[Mapping[str, str]] | None, tuple[Diagnostic, ...]]:
        """Return the entries, or None and what is wrong with them; `file` is its path as messages show it."""
        if conflict := find_conflict(file, text, f"keep the lines of both sides without git's marks, then {self.hint}"):
            return None, (conflict,)
        try:
            root = json.loads(_EXTRA_COMMA.sub(r"\1", _MISSING_COMMA.sub(r"},\1{", text)))
        except json.JSONDecodeError as error:
            return None, (self._report(Location(file, error.lineno, error.colno), f"this is not JSON: {error.msg}"),)
        except (ValueError, RecursionError) as error:
            return None, (self._report(Location(file), f"this JSON cannot be read: {error}"),)
        listed = root.get(self.listed) if isinstance(root, dict) and root.get("version") == _VERSION else None
        if not isinstance(listed, list):
            message = f"this is not a ledger of version {_VERSION} with a list '{self.listed}'"
            return None, (self._report(Location(file), message),)
        problems = tuple(
            self._report(Location(file), f"entry {number} of the ledger {problem}")
            for number, entry in enumerate(listed, 1)
            if (problem := self.find_problem(entry))
        )
        return (None if problems else listed), problems

    def find_problem(self, entry: object) -> str:
        """Return why this cannot be an entry; empty when it can."""
        if not isinstance(entry, dict) or entry.keys() != self.members.keys():
            return f"must have exactly the fields {', '.join(self.members)}"
        for name, (pattern, meaning) in self.members.items():
            if not isinstance(entry[name], str) or not re.fullmatch(pattern, entry[name]):
                return f"has a field '{name}' that is not {meaning}"
        return ""

    def _report(self, location: Location, message: str) -> Diagnostic:
        return MALFORMED_LEDGER.report(location, message, f"restore the file, then {self.hint}")
