"""The catalogue of rules, read from `rules.toml`: texts are data, and nobody has to read Python to improve one."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Mapping

from factsheet.diagnostics.core import Rule, Severity


def parse_rules(text: str) -> Mapping[str, Rule]:
    """Return the rules of a catalogue by their codes; one without a severity is an error."""
    return {
        code: Rule(code, entry["title"], entry["why"], entry["fix"], Severity(entry.get("severity", Severity.ERROR)))
        for code, entry in tomllib.loads(text).items()
    }


_RAW = pkgutil.get_data("factsheet.diagnostics", "rules.toml") or b""
RULES_BY_CODE: Mapping[str, Rule] = parse_rules(_RAW.decode())
"""Every rule there is, by its code."""
