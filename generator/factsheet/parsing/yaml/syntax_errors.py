"""What the YAML parser complains of, in the words of a colleague.

The parser says where it could not go on; an editor wants to know what was typed wrong. Each function below
looks for one common slip around that place and answers with a finding, or with None when it is another
slip. They are asked in order, and the parser's own words are the last resort.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import reading as rules
from factsheet.parsing.yaml import syntax_pairs as pairs
from factsheet.parsing.yaml.syntax_scene import IN_QUOTES, Complaint, Scene

_SIGNS = {
    "*": "it would be an alias; emphasis at the beginning of a value needs quotes around the whole",
    "&": "it would be an anchor",
    "!": "it would be a tag",
    "@": "YAML keeps it for itself",
    "`": "YAML keeps it for itself",
    "%": "YAML keeps it for itself",
    "|": "it would begin a block of lines",
    ">": "it would begin a block of lines; as a value write 'more than …'",
    "?": "it would begin a key",
    ",": "it would divide a list",
    "]": "it would close a list",
    "}": "it would close a mapping",
}
_FIELD = re.compile(r"\s*(?:- +)*(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#'\"\[{][^:#]*?):(?=\s|$)")
_GLUED = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z][\w-]*):(?=[^\s/])")
_GLUED_DASH = re.compile(r"\s*-(?=[^\s-])")
_SCANNED = re.compile("while (scanning (an alias|an anchor|a tag|a block scalar)|parsing a tag)")
MOST_KEY = 1024
"""How far from its beginning the parser looks for the colon of a key."""


def explain(complaint: Complaint, file: str, lines: Sequence[str]) -> Diagnostic:
    """Return the finding for a complaint of the parser about a file with these lines."""
    scene = Scene(complaint, file, lines)
    for slip in _SLIPS:
        if finding := slip(scene):
            return finding
    said = ", ".join(part for part in (complaint.context, complaint.problem) if part)
    message = f"this is not valid YAML: {said}"
    return rules.SYNTAX.at(scene.place, message, "compare it with a file that works")


def _tab(scene: Scene) -> Diagnostic | None:
    indentation = scene.here[: len(scene.here) - len(scene.here.lstrip())]
    at = indentation.find("\t")
    if at < 0 and scene.sign == "\t":
        at = scene.complaint.column - 1
    if at < 0:
        return None
    place = scene.at(scene.complaint.line, at + 1)
    return rules.INDENTATION.at(place, "a tab stands where only blanks may", "use blanks, two for each level")


def _directive(scene: Scene) -> Diagnostic | None:
    if "directive" not in scene.complaint.context:
        return None
    line = scene.complaint.context_line
    written = scene.line(line)
    place = scene.at(line, 1, len(written))
    hint = "remove the line, or indent the text"
    return rules.DIRECTIVE.at(place, f"'{written[:40]}' is a directive", hint)


def _after_end(scene: Scene) -> Diagnostic | None:
    if "<document start>" not in scene.complaint.problem:
        return None
    hint = "every field begins in the first column as `name: value`; look at the line above"
    return rules.SYNTAX.at(scene.place, "the file was complete before this", hint)


def _sign(scene: Scene) -> Diagnostic | None:
    """Look for a value that begins with a character that means something else."""
    complaint = scene.complaint
    line, column = complaint.line, complaint.column
    if _SCANNED.match(complaint.context):
        line, column = complaint.context_line, complaint.context_column
    elif "node content" in complaint.problem:
        column = column if complaint.bracket is None else 0
    elif scene.unexpected:
        column = _value_column(scene)
    sign = scene.line(line)[column - 1 : column] if column else ""
    if sign not in _SIGNS:
        return None
    message = f"a value cannot begin with '{sign}' unless it stands in quotes"
    return rules.NEEDS_QUOTES.at(scene.at(line, column), message, f"{_SIGNS[sign]}; {IN_QUOTES}")


def _value_column(scene: Scene) -> int:
    """Return where the value before the place begins with the sign of an alias, anchor or tag, or 0."""
    before = scene.here[: scene.complaint.column - 1]
    field = _FIELD.match(before)
    value = before[field.end() :].lstrip() if field else ""
    return len(before) - len(value) + 1 if value[:1] in {"*", "&", "!"} else 0


def _colon(scene: Scene) -> Diagnostic | None:
    complaint = scene.complaint
    if not complaint.problem.startswith("mapping values are not allowed"):
        return None
    if complaint.column > MOST_KEY:
        message = f"the name of a field has at most {MOST_KEY} characters"
        return rules.SYNTAX.at(scene.place, message, IN_QUOTES)
    field = _FIELD.match(scene.here)
    if field and field.end() < complaint.column:
        quoted = scene.here[complaint.column - 2] in {"'", '"'}
        message = "text follows the closing quote" if quoted else "': ' inside a value that has no quotes"
        return rules.NEEDS_QUOTES.at(scene.place, message, IN_QUOTES)
    above = next((n for n in range(complaint.line - 1, 0, -1) if scene.line(n).strip()), 0)
    if glued := _glued(scene, above):
        return glued
    start = len(scene.here) - len(scene.here.lstrip())
    place = scene.at(complaint.line, start + 1, complaint.column - 1 - start)
    message = "this line is indented, but the line above has its value already"
    hint = (
        "begin it below the name of the field above; if it goes on with that value, put the value in quotes"
    )
    return rules.INDENTATION.at(place, message, hint)


def _glued(scene: Scene, line: int) -> Diagnostic | None:
    """Look for a colon or a dash with its blank missing."""
    if dash := _GLUED_DASH.match(scene.line(line)):
        place = scene.at(line, dash.end())
        return rules.SYNTAX.at(place, "a blank is missing after the dash", "write `- ` before each entry")
    found = _GLUED.match(scene.line(line))
    if found is None:
        return None
    place = scene.at(line, found.end())
    return rules.SYNTAX.at(place, "a blank is missing after the colon", f"write `{found['key']}: …`")


def _no_colon(scene: Scene) -> Diagnostic | None:
    complaint = scene.complaint
    if complaint.problem == "no fields":
        line, column = complaint.line, complaint.column
    elif complaint.context == "while scanning a simple key":
        line, column = complaint.context_line, complaint.context_column
    else:
        return None
    if glued := _glued(scene, line):
        return glued
    written = scene.line(line)[column - 1 :].rstrip()
    hint = "write `name: value`; a line that goes on with the text above is indented"
    return rules.SYNTAX.at(scene.at(line, column, len(written)), "there is no colon in this line", hint)


def _list_beside_key(scene: Scene) -> Diagnostic | None:
    if "sequence entries are not allowed" not in scene.complaint.problem:
        return None
    message = "a list cannot begin in the line of its field"
    hint = f"begin the list in the next line; if '-' belongs to the text, {IN_QUOTES}"
    return rules.NEEDS_QUOTES.at(scene.place, message, hint)


def _colon_in_brackets(scene: Scene) -> Diagnostic | None:
    if scene.complaint.problem != "found unexpected ':'":
        return None
    message = "a colon inside brackets has no blank after it"
    hint = f"write `name: value`; if it belongs to the text, {IN_QUOTES}"
    return rules.NEEDS_QUOTES.at(scene.place, message, hint)


def _indentation(scene: Scene) -> Diagnostic | None:
    complaint = scene.complaint
    start = len(scene.here) - len(scene.here.lstrip())
    if "block" not in complaint.context or complaint.column - 1 > start or not scene.here.strip():
        return None
    outer = complaint.context_column
    if complaint.column == outer and scene.sign == ":":
        return rules.KEY_NOT_TEXT.at(scene.place, "there is no name before the colon", "write `name: value`")
    if complaint.column == outer and scene.sign == "-":
        message, hint = "a list entry stands among fields", "indent it under the field it belongs to"
    elif complaint.column == outer:
        message, hint = "a field stands among list entries", "begin it with `- `, or indent it under an entry"
    else:
        message = "the indentation fits no level above"
        hint = f"the level around it begins in column {outer} (line {complaint.context_line})"
    return rules.INDENTATION.at(scene.at(complaint.line, 1, start + 1), message, hint)


def _out_of_place(scene: Scene) -> Diagnostic | None:
    if not scene.unexpected or not scene.sign:
        return None
    hint = f"look at what stands before it in the line; if both are one text, {IN_QUOTES}"
    return rules.SYNTAX.at(scene.place, "this does not belong here", hint)


_SLIPS: tuple[Callable[[Scene], Diagnostic | None], ...] = (
    _tab,
    _directive,
    pairs.escape,
    pairs.open_quote,
    pairs.after_quote,
    pairs.after_bracket,
    _after_end,
    _sign,
    pairs.bracket,
    _colon,
    _no_colon,
    _list_beside_key,
    _colon_in_brackets,
    _indentation,
    _out_of_place,
)
