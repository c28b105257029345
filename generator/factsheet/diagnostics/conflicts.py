"""The marks that git leaves in a file where two people have changed the same lines."""

from __future__ import annotations

import re

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import MERGE_CONFLICT

_MARK = re.compile(r"^([<=>])\1{6}(?: .*)?$", re.MULTILINE)
_FIX = "take one side or join the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"


def find_conflict(file: str, text: str, fix: str = _FIX) -> Diagnostic | None:
    """Report a merge that is not finished: git's three marks in their order, each at the beginning of a line."""
    marks = tuple(_MARK.finditer(text))
    found = re.search("<=+>", "".join(mark[1] for mark in marks))
    if found is None:
        return None
    start, end = marks[found.start()], marks[found.end() - 1]
    first, last = (text.count("\n", 0, mark.start()) + 1 for mark in (start, end))
    message = f"git has left both sides of a merge in lines {first} to {last}"
    return MERGE_CONFLICT.report(Location(file, first, 1, len(start[0])), message, fix)
