"""What is wrong with YAML that cannot be parsed, and how to fix it, in the words of an editor."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.syntax import DIRECTIVE, INDENTATION, KEY_NOT_TEXT, NEEDS_QUOTES, SYNTAX, UNCLOSED
from factsheet.parsing.yaml.nodes import TextNode

QUOTE_HINT = 'put the whole value in quotes: "…"'
"""What mends most slips."""


@dataclass(frozen=True, slots=True)
class YamlSyntaxError:
    """What the parser says: what it was at, what it found, and where; lines and columns from 1."""

    context: str
    problem: str
    line: int
    column: int
    context_line: int = 0
    """0 when the parser was at nothing in particular."""
    context_column: int = 0
    open_bracket: Location | None = None
    """The innermost bracket that is open."""
    last_text: TextNode | None = None
    """The last text that was read."""


@dataclass(frozen=True, slots=True)
class ErrorContext:
    """A complaint, and the lines of the file it is about."""

    error: YamlSyntaxError
    file: str
    lines: Sequence[str]

    def read_line(self, number: int) -> str:
        """Return a line of the file; an empty one outside it."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def current_line(self) -> str:
        """The line that the parser stopped in."""
        return self.read_line(self.error.line)

    @property
    def character(self) -> str:
        """The character that the parser stopped at; empty at the end of a line."""
        return self.current_line[self.error.column - 1 : self.error.column]

    def locate(self, line: int, column: int, width: int = 1) -> Location:
        """Return a place in the file."""
        return Location(self.file, line, column, max(1, width))

    @property
    def is_unexpected(self) -> bool:
        """Whether something stands where it does not belong, in the words of either parser."""
        return re.match("did not find expected|expected <block end>", self.error.problem) is not None

    @property
    def location(self) -> Location:
        """The place the parser stopped at, kept inside the file when that is its end."""
        one = self.error
        line = max(1, min(one.line, len(self.lines)))
        return self.locate(line, one.column if line == one.line else len(self.read_line(line)) + 1)


def find_bad_escape(scene: ErrorContext) -> Diagnostic | None:
    """Look for a backslash in double quotes that begins nothing."""
    start = scene.current_line.rfind("\\", 0, scene.error.column + 1)
    if "quoted scalar" not in scene.error.context or start < 0:
        return None
    if "escape" not in scene.error.problem and "hexdecimal" not in scene.error.problem:
        return None
    written = scene.current_line[start : start + 2]
    place = scene.locate(scene.error.line, start + 1, 2)
    hint = "write \\\\ for a backslash, or put the value in single quotes"
    return SYNTAX.report(place, f"'{written}' begins no escape that stands for a character", hint)


def find_unclosed_quote(scene: ErrorContext) -> Diagnostic | None:
    """Look for a quote that nothing closes."""
    if "quoted scalar" not in scene.error.context:
        return None
    line, column = scene.error.context_line, scene.error.context_column
    quote = scene.read_line(line)[column - 1 : column]
    place = scene.locate(line, column)
    return UNCLOSED.report(place, f"the quote {quote} is never closed", f"end the value with {quote}")


def find_text_after_quote(scene: ErrorContext) -> Diagnostic | None:
    """Look for text behind a closing quote, or for a quote that closes too late."""
    last = scene.error.last_text
    if last is None or not last.quoted or not last.source or not scene.is_unexpected or scene.error.open_bracket:
        return None
    end_line = last.location.line + last.source.count("\n")
    before = scene.current_line[: scene.error.column - 1].rstrip()
    if end_line != scene.error.line or not before.endswith(last.source[-1:]):
        return None
    quote = last.source[:1]
    if end_line > last.location.line:
        message = f"the quote {quote} that opens here is closed in line {end_line} only"
        place = scene.locate(last.location.line, last.location.column)
        return UNCLOSED.report(place, message, f"end the value with {quote}")
    doubled = '\\"' if quote == '"' else "''"
    hint = f"put the whole value in quotes; write {doubled} for a {quote} inside"
    return NEEDS_QUOTES.report(scene.location, "text follows the closing quote", hint)


def find_text_after_bracket(scene: ErrorContext) -> Diagnostic | None:
    """Look for text behind a closing bracket."""
    before = scene.current_line[: scene.error.column - 1].rstrip()
    if not scene.is_unexpected or scene.error.open_bracket or not before.endswith(("]", "}")):
        return None
    message = "text follows the closing bracket"
    hint = f"end the line after it; if the bracket belongs to the text, {QUOTE_HINT}"
    return NEEDS_QUOTES.report(scene.location, message, hint)


def find_bracket_error(scene: ErrorContext) -> Diagnostic | None:
    """Look for a bracket that is not closed, and for what is wrong between two."""
    complaint = scene.error
    opened = complaint.open_bracket
    if opened is None and "flow" in complaint.context:
        opened = scene.locate(complaint.context_line, complaint.context_column)
    if opened is None or "flow" not in complaint.context:
        return None
    bracket = scene.read_line(opened.line)[opened.column - 1 : opened.column]
    closing = {"[": "]", "{": "}"}.get(bracket, "")
    if not scene.character or complaint.line > opened.line:
        message = f"the bracket {bracket} is never closed"
        return UNCLOSED.report(scene.locate(opened.line, opened.column), message, f"close it with {closing}")
    if scene.character == ":":
        message = "': ' inside a value that has no quotes"
        return NEEDS_QUOTES.report(scene.location, message, QUOTE_HINT)
    if scene.character in {"]", "}"}:
        message = f"the bracket {bracket} is closed with {scene.character}"
        return UNCLOSED.report(scene.location, message, f"close it with {closing}")
    if scene.character == ",":
        return SYNTAX.report(scene.location, "there is nothing before the comma", "remove the comma")
    return SYNTAX.report(scene.location, "a comma is missing", "divide the entries with commas")


_RESERVED_CHARACTERS = {
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
_FIELD_START = re.compile(r"\s*(?:- +)*(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#'\"\[{][^:#]*?):(?=\s|$)")
_COLON_WITHOUT_SPACE = re.compile(r"\s*(?:- +)*(?P<key>[A-Za-z][\w-]*):(?=[^\s/])")
_DASH_WITHOUT_SPACE = re.compile(r"\s*-(?=[^\s-])")
_TOKEN_CONTEXT = re.compile("while (scanning (an alias|an anchor|a tag|a block scalar)|parsing a tag)")
_MAX_KEY_LENGTH = 1024
"""How far from its beginning the parser looks for the colon of a key."""


def explain_syntax_error(complaint: YamlSyntaxError, file: str, lines: Sequence[str]) -> Diagnostic:
    """Return the finding for a complaint of the parser about a file with these lines."""
    scene = ErrorContext(complaint, file, lines)
    for slip in _DETECTORS:
        if finding := slip(scene):
            return finding
    said = ", ".join(part for part in (complaint.context, complaint.problem) if part)
    message = f"this is not valid YAML: {said}"
    return SYNTAX.report(scene.location, message, "compare it with a file that works")


def _find_tab(scene: ErrorContext) -> Diagnostic | None:
    indentation = scene.current_line[: len(scene.current_line) - len(scene.current_line.lstrip())]
    at = indentation.find("\t")
    if at < 0 and scene.character == "\t":
        at = scene.error.column - 1
    if at < 0:
        return None
    place = scene.locate(scene.error.line, at + 1)
    return INDENTATION.report(place, "a tab stands where only blanks may", "use blanks, two for each level")


def _find_directive(scene: ErrorContext) -> Diagnostic | None:
    if "directive" not in scene.error.context:
        return None
    line = scene.error.context_line
    written = scene.read_line(line)
    place = scene.locate(line, 1, len(written))
    hint = "remove the line, or indent the text"
    return DIRECTIVE.report(place, f"'{written[:40]}' is a directive", hint)


def _find_text_after_end(scene: ErrorContext) -> Diagnostic | None:
    if "<document start>" not in scene.error.problem:
        return None
    hint = "every field begins in the first column as `name: value`; look at the line above"
    return SYNTAX.report(scene.location, "the file was complete before this", hint)


def _find_reserved_character(scene: ErrorContext) -> Diagnostic | None:
    """Look for a value that begins with a character that means something else."""
    complaint = scene.error
    line, column = complaint.line, complaint.column
    if _TOKEN_CONTEXT.match(complaint.context):
        line, column = complaint.context_line, complaint.context_column
    elif "node content" in complaint.problem:
        column = column if complaint.open_bracket is None else 0
    elif scene.is_unexpected:
        column = _find_value_column(scene)
    sign = scene.read_line(line)[column - 1 : column] if column else ""
    if sign not in _RESERVED_CHARACTERS:
        return None
    message = f"a value cannot begin with '{sign}' unless it stands in quotes"
    return NEEDS_QUOTES.report(scene.locate(line, column), message, f"{_RESERVED_CHARACTERS[sign]}; {QUOTE_HINT}")


def _find_value_column(scene: ErrorContext) -> int:
    """Return where the value before the place begins with the sign of an alias, anchor or tag, or 0."""
    before = scene.current_line[: scene.error.column - 1]
    field = _FIELD_START.match(before)
    value = before[field.end() :].lstrip() if field else ""
    return len(before) - len(value) + 1 if value[:1] in {"*", "&", "!"} else 0


def _find_stray_colon(scene: ErrorContext) -> Diagnostic | None:
    complaint = scene.error
    if not complaint.problem.startswith("mapping values are not allowed"):
        return None
    if complaint.column > _MAX_KEY_LENGTH:
        message = f"the name of a field has at most {_MAX_KEY_LENGTH} characters"
        return SYNTAX.report(scene.location, message, QUOTE_HINT)
    field = _FIELD_START.match(scene.current_line)
    if field and field.end() < complaint.column:
        quoted = scene.current_line[complaint.column - 2] in {"'", '"'}
        message = "text follows the closing quote" if quoted else "': ' inside a value that has no quotes"
        return NEEDS_QUOTES.report(scene.location, message, QUOTE_HINT)
    above = next((n for n in range(complaint.line - 1, 0, -1) if scene.read_line(n).strip()), 0)
    if glued := _find_missing_space(scene, above):
        return glued
    start = len(scene.current_line) - len(scene.current_line.lstrip())
    place = scene.locate(complaint.line, start + 1, complaint.column - 1 - start)
    message = "this line is indented, but the line above has its value already"
    hint = "begin it below the name of the field above; if it goes on with that value, put the value in quotes"
    return INDENTATION.report(place, message, hint)


def _find_missing_space(scene: ErrorContext, line: int) -> Diagnostic | None:
    """Look for a colon or a dash with its blank missing."""
    if dash := _DASH_WITHOUT_SPACE.match(scene.read_line(line)):
        place = scene.locate(line, dash.end())
        return SYNTAX.report(place, "a blank is missing after the dash", "write `- ` before each entry")
    found = _COLON_WITHOUT_SPACE.match(scene.read_line(line))
    if found is None:
        return None
    place = scene.locate(line, found.end())
    return SYNTAX.report(place, "a blank is missing after the colon", f"write `{found['key']}: …`")


def _find_missing_colon(scene: ErrorContext) -> Diagnostic | None:
    complaint = scene.error
    if complaint.problem == "no fields":
        line, column = complaint.line, complaint.column
    elif complaint.context == "while scanning a simple key":
        line, column = complaint.context_line, complaint.context_column
    else:
        return None
    if glued := _find_missing_space(scene, line):
        return glued
    written = scene.read_line(line)[column - 1 :].rstrip()
    hint = "write `name: value`; a line that goes on with the text above is indented"
    return SYNTAX.report(scene.locate(line, column, len(written)), "there is no colon in this line", hint)


def _find_list_beside_key(scene: ErrorContext) -> Diagnostic | None:
    if "sequence entries are not allowed" not in scene.error.problem:
        return None
    message = "a list cannot begin in the line of its field"
    hint = f"begin the list in the next line; if '-' belongs to the text, {QUOTE_HINT}"
    return NEEDS_QUOTES.report(scene.location, message, hint)


def _find_colon_in_brackets(scene: ErrorContext) -> Diagnostic | None:
    if scene.error.problem != "found unexpected ':'":
        return None
    message = "a colon inside brackets has no blank after it"
    hint = f"write `name: value`; if it belongs to the text, {QUOTE_HINT}"
    return NEEDS_QUOTES.report(scene.location, message, hint)


def _find_wrong_indentation(scene: ErrorContext) -> Diagnostic | None:
    complaint = scene.error
    start = len(scene.current_line) - len(scene.current_line.lstrip())
    if "block" not in complaint.context or complaint.column - 1 > start or not scene.current_line.strip():
        return None
    outer = complaint.context_column
    if complaint.column == outer and scene.character == ":":
        return KEY_NOT_TEXT.report(scene.location, "there is no name before the colon", "write `name: value`")
    if complaint.column == outer and scene.character == "-":
        message, hint = "a list entry stands among fields", "indent it under the field it belongs to"
    elif complaint.column == outer:
        message, hint = "a field stands among list entries", "begin it with `- `, or indent it under an entry"
    else:
        message = "the indentation fits no level above"
        hint = f"the level around it begins in column {outer} (line {complaint.context_line})"
    return INDENTATION.report(scene.locate(complaint.line, 1, start + 1), message, hint)


def _find_misplaced_text(scene: ErrorContext) -> Diagnostic | None:
    if not scene.is_unexpected or not scene.character:
        return None
    hint = f"look at what stands before it in the line; if both are one text, {QUOTE_HINT}"
    return SYNTAX.report(scene.location, "this does not belong here", hint)


_DETECTORS: tuple[Callable[[ErrorContext], Diagnostic | None], ...] = (
    _find_tab,
    _find_directive,
    find_bad_escape,
    find_unclosed_quote,
    find_text_after_quote,
    find_text_after_bracket,
    _find_text_after_end,
    _find_reserved_character,
    find_bracket_error,
    _find_stray_colon,
    _find_missing_colon,
    _find_list_beside_key,
    _find_colon_in_brackets,
    _find_wrong_indentation,
    _find_misplaced_text,
)
