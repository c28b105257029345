"""The catalogue of rules: everything that can be wrong, with why it matters and how to fix it.

`rules.toml` declares them. Each is imported from here by its name, and is reported where its check lives.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, read_declarations


def build_rules(declared: Mapping[str, Any]) -> Mapping[str, Rule]:
    """Return the rules of a catalogue by their names; one without a severity is an error."""
    return {
        entry["name"]: Rule(code, entry["title"], entry["why"], entry["fix"], Severity(entry.get("severity", "error")))
        for code, entry in sorted(declared.items())
    }


_DECLARED = read_declarations("diagnostics", "rules.toml")
_RULES_BY_NAME = build_rules(_DECLARED)
RULES: tuple[Rule, ...] = tuple(_RULES_BY_NAME.values())
"""Every rule there is, in the order of the codes: for `explain`, for the docs, and for the tests of both."""
POLICY_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if _DECLARED[rule.code].get("policy"))
"""What `factsheet diff` demands of a new version."""


globals().update(_RULES_BY_NAME)
if TYPE_CHECKING:

    def __getattr__(name: str) -> Rule:
        """Return a rule by its name."""


_MARK = re.compile(r"^([<=>])\1{6}(?: .*)?$", re.MULTILINE)
_FIX = "take one side or join the two, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"


def find_conflict(file: str, text: str, fix: str = _FIX) -> Diagnostic | None:
    """Report a merge that is not finished: git's three marks in their order, each at the beginning of a line."""
    if "<<<<<<<" not in text:
        return None
    marks = tuple(_MARK.finditer(text))
    found = re.search("<=+>", "".join(mark[1] for mark in marks))
    if found is None:
        return None
    start, end = marks[found.start()], marks[found.end() - 1]
    first, last = (text.count("\n", 0, mark.start()) + 1 for mark in (start, end))
    message = f"git has left both sides of a merge in lines {first} to {last}"
    return _RULES_BY_NAME["MERGE_CONFLICT"].report(Location(file, first, 1, len(start[0])), message, fix)
