"""Findings as a SARIF 2.1.0 log, which services for code scanning read.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import quote

from factsheet import __version__
from factsheet.diagnostics.core import Diagnostic, Location, Rule

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def build_sarif_log(findings: Sequence[Diagnostic], rules: Iterable[Rule] = ()) -> Mapping[str, object]:
    """Return the log as the value of its JSON; findings of rules that are not given go without a reason."""
    told = {rule.code: _build_sarif_rule(rule) for rule in rules}
    codes = sorted(told.keys() | {finding.code for finding in findings})
    places = {code: place for place, code in enumerate(codes)}
    driver = {
        "name": "factsheet",
        "semanticVersion": __version__,
        "rules": [told.get(code, {"id": code}) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_build_sarif_result(finding, places[finding.code]) for finding in findings],
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _build_sarif_rule(rule: Rule) -> Mapping[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _build_sarif_result(finding: Diagnostic, rule_index: int) -> Mapping[str, object]:
    said = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
    return {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity.value,
        "message": {"text": said},
        "locations": [{"physicalLocation": _build_sarif_location(finding.location)}],
    }


def _build_sarif_location(at: Location) -> Mapping[str, object]:
    artifact = {"artifactLocation": {"uri": quote(at.file, errors="replace"), "uriBaseId": "%SRCROOT%"}}
    if not at.line:
        return artifact
    column = max(at.column, 1)
    region = {"startLine": at.line, "startColumn": column, "endColumn": column + at.width}
    return {**artifact, "region": region}
