"""The catalogue of rules, and the data files of the program: nobody has to read Python to improve a text."""

from __future__ import annotations

import pkgutil
import tomllib
from collections.abc import Mapping
from typing import Any

from factsheet.diagnostics.core import Rule, Severity


def read_declarations(package: str, file: str) -> Mapping[str, Any]:
    """Return what a TOML file of the program declares, by the package that holds it and its name."""
    return tomllib.loads((pkgutil.get_data(f"factsheet.{package}", file) or b"").decode())


def build_rules(declared: Mapping[str, Any]) -> Mapping[str, Rule]:
    """Return the rules of a catalogue by their codes; one without a severity is an error."""
    return {
        code: Rule(code, entry["title"], entry["why"], entry["fix"], Severity(entry.get("severity", Severity.ERROR)))
        for code, entry in declared.items()
    }


RULES_BY_CODE: Mapping[str, Rule] = build_rules(read_declarations("diagnostics", "rules.toml"))
"""Every rule there is, by its code."""
