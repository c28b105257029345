"""Findings in words and in the forms that other programs read. Pure: text in, text out."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity
from factsheet.diagnostics.sarif import sarif_log

FORMATS = ("text", "github", "json", "sarif")
"""Every form of a report, by the name it has on the command line."""
SCHEMA_VERSION = 1
"""Version of the form `json`."""
_WIDEST = 100
"""Columns of the longest line of a file that is shown whole."""
_TAB = "    "
_UNSHOWN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
"""What could steer a terminal, or turn or hide what it shows."""
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33"}


def in_words(findings: Sequence[Diagnostic]) -> str:
    """Count findings as in `2 errors, 1 warning in 2 files`."""
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    counts = ((errors, "error"), (len(findings) - errors, "warning"))
    said = ", ".join(_number(count, noun) for count, noun in counts if count)
    files = len({finding.location.file for finding in findings})
    return f"{said} in {_number(files, 'file')}" if said else "no findings"


def one_in_text(
    finding: Diagnostic, texts: Mapping[str, str], *, colour: bool = False, placed: bool = True
) -> str:
    """Return one finding as a compiler prints it: place and message, line with caret, hint.

    Without its place where the reader has just written the line and needs no name for it.
    """
    at, paint = finding.location, _Paint(on=colour)
    severity = paint(f"{finding.severity.value} {finding.code}", f"1;{_COLOURS[finding.severity]}")
    place = f"{paint(place_of(at), '1')}: " if placed else ""
    lines = [f"{place}{severity}: {visible(finding.message)}"]
    lines += _pointed(finding, texts, paint)
    if finding.hint:
        lines.append(f"{paint('hint', '36')}: {visible(finding.hint)}")
    return "\n".join(lines)


def place_of(at: Location) -> str:
    """Return a place as editors and terminals read it: `file:line:column`."""
    return visible(f"{at.file}:{at.line}:{at.column}" if at.line else at.file)


def pointed(finding: Diagnostic, texts: Mapping[str, str]) -> str:
    """Return the line that a finding is about with its caret below; empty where it cannot be shown."""
    return "\n".join(_pointed(finding, texts, _Paint(on=False)))


def _pointed(finding: Diagnostic, texts: Mapping[str, str], paint: _Paint) -> list[str]:
    at = finding.location
    line = _line(texts, at)
    if not line:
        return []
    shown, before, carets = _excerpt(line, at)
    gutter = f"{at.line:>5} | "
    margin = " " * (len(gutter) - 2) + "| "
    marked = paint("^" * carets, f"1;{_COLOURS[finding.severity]}")
    return [f"{paint(gutter, '2')}{shown}".rstrip(), f"{paint(margin, '2')}{' ' * before}{marked}"]


def visible(text: str) -> str:
    """Return the text with the characters that steer a terminal written as escapes."""
    return _UNSHOWN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def report(
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
            told = [one_in_text(finding, texts, colour=colour) for finding in findings]
            return "\n\n".join((*told, in_words(findings))) + "\n" if findings else ""
        case "github":
            return "".join(f"{_annotation(finding)}\n" for finding in findings)
        case "json":
            return _json(_object(findings))
        case "sarif":
            return _json(sarif_log(findings, rules))
        case _:
            raise ValueError(f"there is no form '{form}'")


def _annotation(finding: Diagnostic) -> str:
    """Return a workflow command, which GitHub shows beside the line of a pull request."""
    at = finding.location
    properties = {"file": at.file}
    if at.line:
        properties |= {"line": str(at.line), "endLine": str(at.line)}
        properties |= {"col": str(at.column), "endColumn": str(at.column + at.width)}
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in properties.items())
    said = f"{finding.message}\nhint: {finding.hint}" if finding.hint else finding.message
    return f"::{finding.severity.value} {listed}::{_escaped(said)}"


def _escaped(text: str, also: str = "") -> str:
    """Escape what would end a workflow command or one of its properties."""
    signs = f"%\r\n{also}"
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in text)


def _object(findings: Sequence[Diagnostic]) -> Mapping[str, object]:
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
    return {"schemaVersion": SCHEMA_VERSION, **counts, "findings": listed}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _line(texts: Mapping[str, str], at: Location) -> str:
    lines = texts.get(at.file, "").split("\n") if at.line else []
    return lines[at.line - 1] if 0 < at.line <= len(lines) else ""


def _excerpt(line: str, at: Location) -> tuple[str, int, int]:
    """Return the part of a line that is shown, the columns before the caret, and how many are underlined."""
    start = min(max(at.column - 1, 0), len(line))
    end = min(start + max(at.width, 1), len(line))
    first, last = 0, len(line)
    if _columns(line) > _WIDEST:
        first = max(0, start - _WIDEST // 3)
        last = min(len(line), first + _WIDEST)
        end = min(end, last)
    left, right = "…" if first else "", "…" if last < len(line) else ""
    before = len(left) + _columns(line[first:start])
    return left + _shown(line[first:last]) + right, before, max(1, _columns(line[start:end]))


def _shown(text: str) -> str:
    """Return the text as it is printed: every character in as many columns as `_columns` counts."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", _TAB))


def _columns(text: str) -> int:
    return sum(_column_count(character) for character in text)


def _column_count(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if character == "\t":
        return len(_TAB)
    if _UNSHOWN.match(character):
        return 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


@dataclass(frozen=True, slots=True)
class _Paint:
    """Wraps words in a terminal's colours, where they are wanted."""

    on: bool

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.on else text
