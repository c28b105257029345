"""Diagnostics as text, annotations, JSON and SARIF."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from factsheet import __version__
from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity

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


REPORT_FORMATS = ("text", "github", "json", "sarif")
"""Every form of a report, by the name it has on the command line."""
_SCHEMA_VERSION = 1
"""Version of the form `json`."""
_MAX_COLUMNS = 100
"""Columns of the longest line of a file that is shown whole."""
_TAB = "    "
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What could steer a terminal, or turn or hide what it shows."""
_COLOUR_CODES = {Severity.ERROR: "31", Severity.WARNING: "33"}


def format_totals(findings: Sequence[Diagnostic]) -> str:
    """Count findings as in `2 errors, 1 warning in 2 files`."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = ((errors, "error"), (len(findings) - errors, "warning"))
    said = ", ".join(_format_count(count, noun) for count, noun in counts if count)
    files = len({finding.location.file for finding in findings})
    return f"{said} in {_format_count(files, 'file')}" if said else "no findings"


def format_diagnostic(
    finding: Diagnostic, texts: Mapping[str, str], *, colour: bool = False, placed: bool = True
) -> str:
    """Return one finding as a compiler prints it: place and message, line with caret, hint.

    Without its place where the reader has just written the line and needs no name for it.
    """
    at, paint = finding.location, _Painter(enabled=colour)
    severity = paint(f"{finding.severity.value} {finding.code}", f"1;{_COLOUR_CODES[finding.severity]}")
    place = f"{paint(format_location(at), '1')}: " if placed else ""
    lines = [f"{place}{severity}: {escape_unprintable(finding.message)}"]
    lines += _format_excerpt_lines(finding, texts, paint)
    if finding.hint:
        lines.append(f"{paint('hint', '36')}: {escape_unprintable(finding.hint)}")
    return "\n".join(lines)


def format_location(at: Location) -> str:
    """Return a place as editors and terminals read it: `file:line:column`."""
    return escape_unprintable(f"{at.file}:{at.line}:{at.column}" if at.line else at.file)


def format_excerpt(finding: Diagnostic, texts: Mapping[str, str]) -> str:
    """Return the line that a finding is about with its caret below; empty where it cannot be shown."""
    return "\n".join(_format_excerpt_lines(finding, texts, _Painter(enabled=False)))


def _format_excerpt_lines(finding: Diagnostic, texts: Mapping[str, str], paint: _Painter) -> list[str]:
    at = finding.location
    line = _find_line(texts, at)
    if not line:
        return []
    shown, before, carets = _cut_excerpt(line, at)
    gutter = f"{at.line:>5} | "
    margin = " " * (len(gutter) - 2) + "| "
    marked = paint("^" * carets, f"1;{_COLOUR_CODES[finding.severity]}")
    return [f"{paint(gutter, '2')}{shown}".rstrip(), f"{paint(margin, '2')}{' ' * before}{marked}"]


def escape_unprintable(text: str) -> str:
    """Return the text with the characters that steer a terminal written as escapes."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def format_report(
    findings: Sequence[Diagnostic],
    texts: Mapping[str, str],
    form: str,
    *,
    colour: bool = False,
    rules: Iterable[Rule] = (),
) -> str:
    """Return a report of all findings in one of the `FORMATS`, ready to be printed as it is.

    `texts` holds the texts of the files, for the lines that are shown; a file may be missing. Only `text`
    knows colour, and only `sarif` takes the rules along, with their reasons.

    Raises:
        ValueError: when there is no such form.
    """
    match form:
        case "text":
            told = [format_diagnostic(finding, texts, colour=colour) for finding in findings]
            return "\n\n".join((*told, format_totals(findings))) + "\n" if findings else ""
        case "github":
            return "".join(f"{_format_annotation(finding)}\n" for finding in findings)
        case "json":
            return _dump_json(_build_json_report(findings))
        case "sarif":
            return _dump_json(build_sarif_log(findings, rules))
        case _:
            raise ValueError(f"there is no form '{form}'")


def _format_annotation(finding: Diagnostic) -> str:
    """Return a workflow command, which GitHub shows beside the line of a pull request."""
    at = finding.location
    properties = {"file": at.file}
    if at.line:
        properties |= {"line": str(at.line), "endLine": str(at.line)}
        properties |= {"col": str(at.column), "endColumn": str(at.column + at.width)}
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_escape_annotation(value, ':,')}" for name, value in properties.items())
    said = f"{finding.message}\nhint: {finding.hint}" if finding.hint else finding.message
    return f"::{finding.severity.value} {listed}::{_escape_annotation(said)}"


def _escape_annotation(text: str, also: str = "") -> str:
    """Escape what would end a workflow command or one of its properties."""
    signs = f"%\r\n{also}"
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in text)


def _build_json_report(findings: Sequence[Diagnostic]) -> Mapping[str, object]:
    """Return `schemaVersion`, the counts `errors` and `warnings`, and `findings`.

    A finding has `code, severity, message, file, line, column, width, hint`. Lines and columns count from 1,
    columns and width in characters; line 0 is the whole file.
    """
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    listed = [
        {
            "code": finding.code,
            "severity": finding.severity.value,
            "message": finding.message,
            "file": finding.location.file,
            "line": finding.location.line,
            "column": finding.location.column,
            "width": finding.location.width,
            "hint": finding.hint,
        }
        for finding in findings
    ]
    counts = {"errors": errors, "warnings": len(findings) - errors}
    return {"schemaVersion": _SCHEMA_VERSION, **counts, "findings": listed}


def _dump_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _format_count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _find_line(texts: Mapping[str, str], at: Location) -> str:
    lines = texts.get(at.file, "").split("\n") if at.line else []
    return lines[at.line - 1] if 0 < at.line <= len(lines) else ""


def _cut_excerpt(line: str, at: Location) -> tuple[str, int, int]:
    """Return the part of a line that is shown, the columns before the caret, and how many are underlined."""
    start = min(max(at.column - 1, 0), len(line))
    end = min(start + max(at.width, 1), len(line))
    first, last = 0, len(line)
    if _count_columns(line) > _MAX_COLUMNS:
        first = max(0, start - _MAX_COLUMNS // 3)
        last = min(len(line), first + _MAX_COLUMNS)
        end = min(end, last)
    left, right = "…" if first else "", "…" if last < len(line) else ""
    before = len(left) + _count_columns(line[first:start])
    return (left + _replace_unprintable(line[first:last]) + right, before, max(1, _count_columns(line[start:end])))


def _replace_unprintable(text: str) -> str:
    """Return the text as it is printed: every character in as many columns as `_columns` counts."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", _TAB))


def _count_columns(text: str) -> int:
    return sum(_measure_character(character) for character in text)


def _measure_character(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if character == "\t":
        return len(_TAB)
    if _UNPRINTABLE.match(character):
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


@dataclass(frozen=True, slots=True)
class _Painter:
    """Wraps words in a terminal's colours, where they are wanted."""

    enabled: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.enabled else text
