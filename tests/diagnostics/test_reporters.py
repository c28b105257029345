from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import Diagnostic, Location, Severity
from factsheet.diagnostics.reporters import REPORT_FORMATS, format_diagnostic, format_report, format_totals
from factsheet.diagnostics.rules import RULES, UNKNOWN_ID

FILE = "facts/sheets/deaths.yml"
TEXT = "id: deaths\n  evidence:\n    - source: moscow-time\n\ttab: x\n戦争: 死者 x\n"
UNKNOWN = Diagnostic(
    "F104",
    Severity.ERROR,
    "unknown source 'moscow-time'",
    Location(FILE, 3, 15, 11),
    "did you mean 'moscow-times-2023-09-07'?",
)
WHOLE = Diagnostic("F019", Severity.WARNING, "this file is not read", Location("facts/a,b: 100%.txt"))


def diagnose(line: int, column: int, width: int = 1) -> Diagnostic:
    return Diagnostic("F101", Severity.ERROR, "wrong", Location(FILE, line, column, width))


def excerpt(text: str, column: int, width: int = 1) -> tuple[str, str]:
    """Return the line and the carets, without the gutter."""
    diagnostic = Diagnostic("F101", Severity.ERROR, "wrong", Location(FILE, 1, column, width))
    _, line, carets = format_diagnostic(diagnostic, {FILE: text}).split("\n")
    assert line.startswith("    1 | ")
    assert carets.startswith("      | ")
    return line[8:], carets[8:]


def test_a_finding_is_told_as_a_compiler_tells_it() -> None:
    assert format_diagnostic(UNKNOWN, {FILE: TEXT}) == (
        "facts/sheets/deaths.yml:3:15: error F104: unknown source 'moscow-time'\n"
        "    3 |     - source: moscow-time\n"
        "      |               ^^^^^^^^^^^\n"
        "hint: did you mean 'moscow-times-2023-09-07'?"
    )


def test_a_report_ends_with_the_count() -> None:
    assert format_report([UNKNOWN, WHOLE], {}, "text") == (
        "facts/sheets/deaths.yml:3:15: error F104: unknown source 'moscow-time'\n"
        "hint: did you mean 'moscow-times-2023-09-07'?\n"
        "\n"
        "facts/a,b: 100%.txt: warning F019: this file is not read\n"
        "\n"
        "1 error, 1 warning in 2 files\n"
    )


def test_no_findings_need_no_words() -> None:
    assert not format_report([], {}, "text")
    assert not format_report([], {}, "github")


@pytest.mark.parametrize(
    "diagnostics,words",
    [
        ([UNKNOWN, UNKNOWN, WHOLE], "2 errors, 1 warning in 2 files"),
        ([UNKNOWN], "1 error in 1 file"),
        ([WHOLE, WHOLE], "2 warnings in 1 file"),
        ([], "no problems"),
    ],
)
def test_findings_are_counted_in_words(diagnostics: list[Diagnostic], words: str) -> None:
    assert format_totals(diagnostics) == words


def test_a_tab_moves_the_caret_as_it_moves_the_line() -> None:
    assert excerpt("\ta: x\ty", 7) == ("    a: x    y", "            ^")


def test_wide_characters_move_the_caret_by_two() -> None:
    assert excerpt("戦争: 死者 x", 5, 2) == ("戦争: 死者 x", "      ^^^^")


def test_combining_characters_move_the_caret_not_at_all() -> None:
    text = unicodedata.normalize("NFD", "é: x")
    assert excerpt(text, 5) == (text, "   ^")


def test_a_long_line_is_cut_around_the_caret() -> None:
    line, carets = excerpt("a" * 300 + "WRONG" + "b" * 300, 301, 5)
    assert line.startswith("…aaa")
    assert line.endswith("bbb…")
    assert len(line) <= 102
    assert line[carets.index("^") : carets.rindex("^") + 1] == "WRONG"


@pytest.mark.parametrize("line,column", [(9, 1), (1, 99), (4, 99), (6, 1)])
def test_a_place_behind_the_end_is_told_all_the_same(line: int, column: int) -> None:
    assert format_diagnostic(diagnose(line, column, 5), {FILE: TEXT}).startswith(
        f"{FILE}:{line}:{column}: error F101: wrong"
    )


def test_nothing_steers_the_terminal() -> None:
    text = "a: \x1b[2J\u202e\u200b\x07b"
    diagnostic = Diagnostic("F101", Severity.ERROR, "'\x1b[2J\n::error::'", Location(FILE, 1, 9), "\x1b]0;x\x07")
    output = format_diagnostic(diagnostic, {FILE: text})
    assert output.split("\n")[0].endswith("'\\x1b[2J\\n::error::'")
    assert all(character == "\n" or character.isprintable() for character in output)
    line, carets = excerpt(text, 11)
    assert line[carets.index("^")] == "b"


@given(st.text(max_size=200), st.integers(0, 250), st.integers(1, 250))
def test_the_caret_stands_under_its_line(text: str, column: int, width: int) -> None:
    diagnostic = Diagnostic("F101", Severity.ERROR, text, Location(FILE, 1, column, width), text)
    output = format_diagnostic(diagnostic, {FILE: text})
    assert "\x1b" not in output
    assert len(output.split("\n")) == 1 + 2 * (not text.startswith("\n") and text != "") + bool(text)


def test_colour_comes_only_when_asked() -> None:
    assert "\x1b" not in format_report([UNKNOWN, WHOLE], {FILE: TEXT}, "text")
    coloured = format_report([UNKNOWN, WHOLE], {FILE: TEXT}, "text", colour=True)
    assert "\x1b[1;31merror F104\x1b[0m" in coloured
    assert "\x1b[1;33mwarning F019\x1b[0m" in coloured
    assert coloured.count("\x1b[0m") * 2 == coloured.count("\x1b[")


def test_github_gets_workflow_commands() -> None:
    assert format_report([UNKNOWN, WHOLE], {}, "github") == (
        "::error file=facts/sheets/deaths.yml,line=3,endLine=3,col=15,endColumn=26,title=F104"
        "::unknown source 'moscow-time'%0Ahint: did you mean 'moscow-times-2023-09-07'?\n"
        "::warning file=facts/a%2Cb%3A 100%25.txt,title=F019::this file is not read\n"
    )


@given(st.text(), st.text())
def test_no_text_begins_a_second_command(message: str, file: str) -> None:
    diagnostic = Diagnostic("F101", Severity.ERROR, message, Location(file, 1, 1), message)
    output = format_report([diagnostic], {}, "github")
    assert output.count("\n") == 1
    assert "\r" not in output
    assert output.startswith("::error file=")


def test_json_says_all_there_is() -> None:
    assert json.loads(format_report([UNKNOWN, WHOLE], {}, "json")) == {
        "schemaVersion": 1,
        "errors": 1,
        "warnings": 1,
        "findings": [
            {
                "code": "F104",
                "severity": "error",
                "message": "unknown source 'moscow-time'",
                "file": FILE,
                "line": 3,
                "column": 15,
                "width": 11,
                "hint": "did you mean 'moscow-times-2023-09-07'?",
                "alsoAt": [],
            },
            {
                "code": "F019",
                "severity": "warning",
                "message": "this file is not read",
                "file": "facts/a,b: 100%.txt",
                "line": 0,
                "column": 0,
                "width": 1,
                "hint": "",
                "alsoAt": [],
            },
        ],
    }


def test_other_places_of_the_same_problem_are_kept_in_every_format() -> None:
    places = tuple(Location(FILE, line, 15, 11) for line in (7, 9, 11, 13))
    many = replace(UNKNOWN, also_at=places)

    assert format_diagnostic(many, {}).endswith(f"\nalso: {FILE}:7:15, {FILE}:9:15, {FILE}:11:15, and 1 more")
    assert format_diagnostic(replace(many, also_at=places[:2]), {}).endswith(f"\nalso: {FILE}:7:15, {FILE}:9:15")
    (listed,) = json.loads(format_report([many], {}, "json"))["findings"]
    assert [place["line"] for place in listed["alsoAt"]] == [7, 9, 11, 13]
    (result,) = json.loads(format_report([many], {}, "sarif"))["runs"][0]["results"]
    assert len(result["locations"]) == 1
    regions = [place["physicalLocation"]["region"]["startLine"] for place in result["relatedLocations"]]
    assert regions == [7, 9, 11, 13]
    assert json.loads(format_report([], {}, "json"))["findings"] == []


def test_sarif_has_the_shape_of_2_1_0() -> None:
    log = json.loads(format_report([UNKNOWN, WHOLE], {}, "sarif"))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert driver["name"] == "factsheet"
    codes = [rule["id"] for rule in driver["rules"]]
    assert codes == [rule.code for rule in RULES]
    place = codes.index(UNKNOWN_ID.code)
    assert driver["rules"][place] == {
        "id": UNKNOWN.code,
        "shortDescription": {"text": UNKNOWN_ID.title},
        "fullDescription": {"text": UNKNOWN_ID.why},
        "help": {"text": UNKNOWN_ID.fix},
        "defaultConfiguration": {"level": "error"},
    }
    first, second = run["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("F104", place, "error")
    assert first["message"]["text"].startswith("unknown source 'moscow-time'")
    found: Mapping[str, object] = first["locations"][0]["physicalLocation"]
    assert found["artifactLocation"] == {"uri": FILE, "uriBaseId": "%SRCROOT%"}
    assert found["region"] == {"startLine": 3, "startColumn": 15, "endColumn": 26}
    whole = second["locations"][0]["physicalLocation"]
    assert whole["artifactLocation"]["uri"] == "facts/a%2Cb%3A%20100%25.txt"
    assert "region" not in whole


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no format 'xml'"):
        format_report([UNKNOWN], {}, "xml")
    assert all(format_report([UNKNOWN], {}, form) for form in REPORT_FORMATS)
