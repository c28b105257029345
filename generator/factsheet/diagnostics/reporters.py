"""Diagnostics as text, annotations, JSON and SARIF."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from urllib.parse import quote

from factsheet import __version__
from factsheet.diagnostics.core import Diagnostic, Location, Severity
from factsheet.diagnostics.rules import RULES

REPORT_FORMATS = ("text", "github", "json", "sarif")
"""Every report format, by its name on the command line."""
_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SCHEMA_VERSION = 1
"""Version of the format `json`."""
_MAX_COLUMNS = 100
"""The longest line of a file that is shown whole, in columns."""
_MAX_PLACES = 3
"""How many of the other places with the same problem are shown."""
_TAB = "    "
_CONTROLS = "\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_HIDDEN = "\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
UNPRINTABLE = re.compile(f"[{_CONTROLS}{_HIDDEN}]")
"""Characters that could control a terminal, or reverse or hide what it shows."""
_COMMAND = re.compile(r"(?<!\S):(?=:)|#(?=#\w*\[)")
"""What begins a command to the program that reads the log of a job: `::error ::`, `##[error]`, `##vso[…]`."""
_COLOUR_CODES = {Severity.ERROR: "31", Severity.WARNING: "33"}


def build_sarif_log(diagnostics: Sequence[Diagnostic]) -> Mapping[str, object]:
    """Return the SARIF log as a JSON value, with every rule there is."""
    listed = [
        {
            "id": rule.code,
            "shortDescription": {"text": rule.title},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule.fix},
            "defaultConfiguration": {"level": rule.severity.value},
        }
        for rule in RULES
    ]
    codes = [rule.code for rule in RULES]
    driver = {"name": "factsheet", "semanticVersion": __version__, "rules": listed}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_build_sarif_result(diagnostic, codes.index(diagnostic.code)) for diagnostic in diagnostics],
    }
    return {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}


def _build_sarif_result(diagnostic: Diagnostic, rule_index: int) -> Mapping[str, object]:
    places = [{"physicalLocation": _build_sarif_location(item)} for item in (diagnostic.location, *diagnostic.also_at)]
    return {
        "ruleId": diagnostic.code,
        "ruleIndex": rule_index,
        "level": diagnostic.severity.value,
        "message": {"text": "\n".join(filter(None, (diagnostic.message, diagnostic.hint)))},
        "locations": places[:1],
        **({"relatedLocations": places[1:]} if places[1:] else {}),
    }


def _build_sarif_location(location: Location) -> Mapping[str, object]:
    column = max(location.column, 1)
    region = {"startLine": location.line, "startColumn": column, "endColumn": column + location.width}
    artifact = {"artifactLocation": {"uri": quote(location.file, errors="replace"), "uriBaseId": "%SRCROOT%"}}
    return {**artifact, "region": region} if location.line else artifact


def format_totals(diagnostics: Sequence[Diagnostic]) -> str:
    """Count diagnostics as in `2 errors, 1 warning in 2 files`."""
    errors = _count_errors(diagnostics)
    counts = ((errors, "error"), (len(diagnostics) - errors, "warning"))
    totals = ", ".join(_format_count(count, noun) for count, noun in counts if count)
    files = len({diagnostic.location.file for diagnostic in diagnostics})
    return f"{totals} in {_format_count(files, 'file')}" if totals else "no problems"


def _count_errors(diagnostics: Iterable[Diagnostic]) -> int:
    return sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)


def _format_count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def format_diagnostic(item: Diagnostic, texts: Mapping[str, str], *, colour: bool = False, placed: bool = True) -> str:
    """Return a diagnostic as a compiler prints it: location and message, line with caret, hint.

    The location is left out where the reader has just typed the line.
    """
    paint = partial(_paint, colour=colour)
    severity = paint(f"{item.severity.value} {item.code}", f"1;{_COLOUR_CODES[item.severity]}")
    place = f"{paint(format_location(item.location), '1')}: " if placed else ""
    lines = [f"{place}{severity}: {escape_unprintable(item.message)}"]
    lines += filter(None, [format_excerpt(item, texts, colour=colour)])
    if item.hint:
        lines.append(f"{paint('hint', '36')}: {escape_unprintable(item.hint)}")
    if item.also_at:
        more = len(item.also_at) - _MAX_PLACES
        places = [*map(format_location, item.also_at[:_MAX_PLACES]), *([f"and {more} more"] if more > 0 else [])]
        lines.append(f"{paint('also', '36')}: {', '.join(places)}")
    return "\n".join(lines)


def format_location(location: Location) -> str:
    """Return a location as editors and terminals read it: `file:line:column`."""
    position = f":{location.line}:{location.column}" if location.line else ""
    return escape_unprintable(f"{location.file}{position}")


def format_excerpt(diagnostic: Diagnostic, texts: Mapping[str, str], *, colour: bool = False) -> str:
    """Return the line that a diagnostic is about with its caret below; empty where it cannot be shown."""
    location, paint = diagnostic.location, partial(_paint, colour=colour)
    lines = _split_lines(texts.get(location.file, ""))
    if not 0 < location.line <= len(lines) or not lines[location.line - 1]:
        return ""
    excerpt, before, carets = _cut_excerpt(lines[location.line - 1], location)
    gutter = f"{location.line:>5} | "
    margin = " " * (len(gutter) - 2) + "| "
    marked = paint("^" * carets, f"1;{_COLOUR_CODES[diagnostic.severity]}")
    return f"{paint(gutter, '2')}{excerpt}".rstrip() + f"\n{paint(margin, '2')}{' ' * before}{marked}"


def escape_unprintable(text: str) -> str:
    """Return the text as one line with what a terminal or the log of a job would obey written as escapes."""
    printable = UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)
    return _COMMAND.sub(lambda found: f"\\x{ord(found[0]):02x}", printable)


def escape_lines(text: str) -> str:
    """Return a message of several lines, each as `escape_unprintable` writes it."""
    return "\n".join(map(escape_unprintable, text.split("\n")))


def format_report(
    diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], form: str, *, colour: bool = False
) -> str:
    """Return a report of all diagnostics in one of the `REPORT_FORMATS`, ready to be printed.

    `texts` holds the texts of the files, for excerpts; a file may be missing. Only `text` uses colour. Raises
    ValueError when there is no such format.
    """
    match form:
        case "text":
            parts = [format_diagnostic(diagnostic, texts, colour=colour) for diagnostic in diagnostics]
            return "\n\n".join((*parts, format_totals(diagnostics))) + "\n" if diagnostics else ""
        case "github":
            return "".join(f"{_format_annotation(diagnostic)}\n" for diagnostic in diagnostics)
        case "json":
            return dump_json(_build_json_report(diagnostics))
        case "sarif":
            return dump_json(build_sarif_log(diagnostics))
        case _:
            raise ValueError(f"there is no format '{form}'")


def _format_annotation(diagnostic: Diagnostic) -> str:
    """Return a workflow command, which GitHub shows beside the line of a pull request."""
    location = diagnostic.location
    properties = {"file": location.file}
    if location.line:
        properties |= {"line": str(location.line), "endLine": str(location.line)}
        properties |= {"col": str(location.column), "endColumn": str(location.column + location.width)}
    properties["title"] = diagnostic.code
    options = ",".join(f"{name}={_escape_annotation(value, ':,')}" for name, value in properties.items())
    hint = f"%0Ahint: {_escape_annotation(diagnostic.hint)}" if diagnostic.hint else ""
    return f"::{diagnostic.severity.value} {options}::{_escape_annotation(diagnostic.message)}{hint}"


def _escape_annotation(text: str, also: str = "") -> str:
    """Escape what would end a workflow command or one of its properties, and what a terminal would obey."""
    return re.sub(f"[%{also}]", lambda found: f"%{ord(found[0]):02X}", escape_unprintable(text))


def _build_json_report(diagnostics: Sequence[Diagnostic]) -> Mapping[str, object]:
    """Return `schemaVersion`, the counts `errors` and `warnings`, and the list of diagnostics.

    Each has `code, severity, message, file, line, column, width, hint`, and in `alsoAt` the other places of the
    same problem, each with `file, line, column, width`. Lines and columns count from 1, columns
    and width in characters; line 0 is the whole file.
    """
    errors = _count_errors(diagnostics)
    listed = [
        {
            "code": diagnostic.code,
            "severity": diagnostic.severity.value,
            "message": diagnostic.message,
            **diagnostic.location._asdict(),
            "hint": diagnostic.hint,
            "alsoAt": [location._asdict() for location in diagnostic.also_at],
        }
        for diagnostic in diagnostics
    ]
    counts = {"errors": errors, "warnings": len(diagnostics) - errors}
    return {"schemaVersion": _SCHEMA_VERSION, **counts, "findings": listed}


def dump_json(value: object, indent: int = 2) -> str:
    """Return a value as JSON to be printed, with escapes where `escape_unprintable` has them."""
    text = UNPRINTABLE.sub(_escape_in_json, json.dumps(value, ensure_ascii=False, indent=indent))
    return f"{_COMMAND.sub(_escape_in_json, text)}\n"


def _escape_in_json(found: re.Match[str]) -> str:
    character = found[0]
    if character == "\n":  # Between two lines: within a text it is an escape already.
        return character
    return f"\\u{ord(character):04x}" if character in "#:" else json.dumps(character)[1:-1]


@lru_cache(maxsize=1)
def _split_lines(text: str) -> Sequence[str]:
    """Return the lines of a text: most diagnostics are about the same file as the one before."""
    return text.split("\n")


def _cut_excerpt(line: str, location: Location) -> tuple[str, int, int]:
    """Return the part of a line that is shown, the columns before the caret, and how many are underlined."""
    start = min(max(location.column - 1, 0), len(line))
    end = min(start + max(location.width, 1), len(line))
    first, last = 0, len(line)
    if len(line) > 2 * _MAX_COLUMNS or _count_columns(line) > _MAX_COLUMNS:
        first = max(0, start - _MAX_COLUMNS // 3)
        last = min(len(line), first + _MAX_COLUMNS)
        end = min(end, last)
    left, right = "…" if first else "", "…" if last < len(line) else ""
    excerpt = f"{left}{_replace_unprintable(line[first:last])}{right}"
    return excerpt, len(left) + _count_columns(line[first:start]), max(1, _count_columns(line[start:end]))


def _replace_unprintable(text: str) -> str:
    mark = "\N{REPLACEMENT CHARACTER}"
    return _COMMAND.sub(mark, UNPRINTABLE.sub(mark, text.replace("\t", _TAB)))


def _count_columns(text: str) -> int:
    """Return how many columns of a terminal a text takes as it is printed."""
    return sum(map(_measure_character, _replace_unprintable(text)))


def _measure_character(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1


def _paint(text: str, code: str, *, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text
