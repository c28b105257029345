"""Explain YAML syntax errors: what is wrong and how to fix it, for people who do not know YAML."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain

from factsheet.diagnostics.core import Diagnostic, Location, read_declarations
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import DIRECTIVE, INDENTATION, KEY_NOT_TEXT, NEEDS_QUOTES, SYNTAX, UNCLOSED
from factsheet.parsing.yaml.nodes import TextNode

QUOTE_HINT = 'put the whole value in quotes: "…"'
"""The fix for most mistakes."""
_FIELD_START = r"\s*(?:- +)*(?P<key>\"[^\"]*\"|'[^']*'|[^\s:#'\"\[{][^:#]*?):(?=\s|$)"
_MISWRITTEN = (
    r" *(?:- +)*(?:(?P<key>[A-Za-z][\w-]*:)(?=[^ \t/])|(?P<dash>-)(?=[^ \t-])|(?P<bullet>[–—•·]) "
    r"|(?P<merge>[<=>])[<=>]{6})?(?P<no_break>\u00a0)?"
)
_CONTEXT = "while (scanning (an alias|an anchor|a tag|a block scalar)|parsing a tag)"
_read_mistakes = partial(read_declarations, "parsing.yaml", "mistakes.toml")
_MAX_KEY_LENGTH = 1024
"""Characters of a key after which the parser no longer looks for its colon."""


@dataclass(frozen=True, slots=True)
class YamlSyntaxError:
    """An error of the parser, in a file with these lines."""

    lines: Sequence[str]
    problem: str
    at: Location
    """Where the parser stopped."""
    began: Location
    """Where what it was reading began; line 0 if the parser gave no error."""
    context: str = ""
    """What the parser was reading."""
    open_bracket: Location | None = None
    """The innermost open bracket."""
    last_text: TextNode | None = None
    """The last text before the error."""

    def read_line(self, number: int) -> str:
        """Return a line of the file; an empty one outside it."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    @property
    def current_line(self) -> str:
        """The line where the parser stopped."""
        return self.read_line(self.at.line)

    @property
    def character(self) -> str:
        """The character where the parser stopped; empty at the end of a line."""
        return self.current_line[self.at.column - 1 : self.at.column]

    @property
    def indent(self) -> int:
        """The number of spaces before the text of the line."""
        return len(self.current_line) - len(self.current_line.lstrip())

    @property
    def is_unexpected(self) -> bool:
        """Whether something is in the wrong place, in the words of either parser."""
        return re.match("did not find expected|expected <block end>", self.problem) is not None

    @property
    def location(self) -> Location:
        """Where the parser stopped, kept inside the file at its end."""
        line = max(1, min(self.at.line, len(self.lines)))
        return self.locate(line, self.at.column if line == self.at.line else len(self.read_line(line)) + 1)

    def locate(self, line: int, column: int, width: int = 1) -> Location:
        """Return a location in the file."""
        return Location(self.at.file, line, column, max(1, width))


def _find_bad_escape(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    start = error.current_line.rfind("\\", 0, error.at.column + 1)
    if "quoted scalar" in error.context and start >= 0 and re.search("escape|hexdecimal", error.problem):
        message = f"'{error.current_line[start : start + 2]}' is not a valid escape"
        hint = "write \\\\ for a backslash, or put the value in single quotes"
        yield SYNTAX.report(error.locate(error.at.line, start + 1, 2), message, hint)


def _find_unclosed_quote(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    if "quoted scalar" in error.context:
        quote = error.read_line(error.began.line)[error.began.column - 1 : error.began.column]
        yield UNCLOSED.report(error.began, f"the quote {quote} is never closed", f"end the value with {quote}")


def _find_text_after_quote(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    """Report text after a closing quote, or a quote that is closed too late."""
    last = error.last_text
    if last is None or not last.quoted or not last.source or not error.is_unexpected or error.open_bracket:
        return
    end_line = last.location.line + last.source.count("\n")
    if end_line != error.at.line or not error.current_line[: error.at.column - 1].rstrip().endswith(last.source[-1:]):
        return
    quote = last.source[:1]
    if end_line > last.location.line:
        message = f"the quote {quote} that opens here is only closed in line {end_line}"
        location = error.locate(last.location.line, last.location.column)
        yield UNCLOSED.report(location, message, f"end the value with {quote}")
    doubled = '\\"' if quote == '"' else "''"
    hint = f"put the whole value in quotes; write {doubled} for a {quote} inside"
    yield NEEDS_QUOTES.report(error.location, "text follows the closing quote", hint)


def _find_text_after_bracket(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    before = error.current_line[: error.at.column - 1].rstrip()
    if error.is_unexpected and not error.open_bracket and before.endswith(("]", "}")):
        hint = f"end the line after it; if the bracket belongs to the text, {QUOTE_HINT}"
        yield NEEDS_QUOTES.report(error.location, "text follows the closing bracket", hint)


def _find_bracket_error(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    """Report a bracket that is not closed, or an error between two brackets."""
    if "flow" not in error.context:
        return
    opened = error.open_bracket or error.began
    bracket = error.read_line(opened.line)[opened.column - 1 : opened.column]
    closing = {"[": "]", "{": "}"}.get(bracket, "")
    if not error.character or error.at.line > opened.line:
        yield UNCLOSED.report(opened, f"the bracket {bracket} is never closed", f"close it with {closing}")
    elif error.character == ":":
        yield NEEDS_QUOTES.report(error.location, "': ' inside a value that has no quotes", QUOTE_HINT)
    elif error.character in {"]", "}"}:
        message = f"the bracket {bracket} is closed with {error.character}"
        yield UNCLOSED.report(error.location, message, f"close it with {closing}")
    elif error.character == ",":
        yield SYNTAX.report(error.location, "nothing comes before the comma", "remove the comma")
    yield SYNTAX.report(error.location, "a comma is missing", "separate the entries with commas")


def explain_syntax_error(error: YamlSyntaxError) -> Diagnostic:
    """Return the diagnostic for an error of the parser."""
    return next(chain.from_iterable(detect(error) for detect in _DETECTORS))


def _find_tab(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    index = error.current_line.find("\t", 0, error.indent)
    if index < 0 and error.character == "\t":
        index = error.at.column - 1
    if index >= 0:
        location = error.locate(error.at.line, index + 1)
        yield INDENTATION.report(location, "a tab cannot be used for indentation", "use two spaces for each level")


def _find_directive(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    if "directive" in error.context:
        written = error.read_line(error.began.line)
        location = error.locate(error.began.line, 1, len(written))
        yield DIRECTIVE.report(location, f"'{written[:40]}' is a directive", "remove the line, or indent the text")


def _find_plain_problem(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    """Report what the words of the parser say by themselves."""
    for problem, rule, message, hint in _read_mistakes()["problems"]:
        if problem in error.problem:
            reporting = {"SYNTAX": SYNTAX, "NEEDS_QUOTES": NEEDS_QUOTES}[rule]
            yield reporting.report(error.location, message, hint.format(quote=QUOTE_HINT))


def _find_reserved_character(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    """Report a value that begins with a character that has a meaning in YAML, as an alias, anchor or tag does."""
    line, column = error.at.line, error.at.column
    if re.match(_CONTEXT, error.context):
        line, column = error.began.line, error.began.column
    elif "node content" in error.problem:
        column = column if error.open_bracket is None else 0
    elif error.is_unexpected:
        before = error.current_line[: column - 1]
        field = re.match(_FIELD_START, before)
        value = before[field.end() :].lstrip() if field else ""
        column = len(before) - len(value) + 1 if value[:1] in {"*", "&", "!"} else 0
    character = error.read_line(line)[column - 1 : column] if column else ""
    if why := _read_mistakes()["reserved"].get(character):
        message = f"a value cannot begin with '{character}' unless it is in quotes"
        yield NEEDS_QUOTES.report(error.locate(line, column), message, f"{why}; {QUOTE_HINT}")


def _find_stray_colon(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    if not error.problem.startswith("mapping values are not allowed"):
        return
    if error.at.column > _MAX_KEY_LENGTH:
        yield SYNTAX.report(error.location, f"the name of a field has at most {_MAX_KEY_LENGTH} characters", QUOTE_HINT)
    field = re.match(_FIELD_START, error.current_line)
    if field and field.end() < error.at.column:
        quoted = error.current_line[error.at.column - 2] in {"'", '"'}
        message = "text follows the closing quote" if quoted else "': ' inside a value that has no quotes"
        yield NEEDS_QUOTES.report(error.location, message, QUOTE_HINT)
    above = next((n for n in range(error.at.line - 1, 0, -1) if error.read_line(n).strip()), 0)
    yield from _find_missing_space(error, above)
    message = "this line is indented, but the field above already has a value"
    hint = "begin it below the name of the field above; if it continues that value, put the value in quotes"
    location = error.locate(error.at.line, error.indent + 1, error.at.column - 1 - error.indent)
    yield INDENTATION.report(location, message, hint)


def _find_missing_space(error: YamlSyntaxError, line: int) -> Iterator[Diagnostic]:
    match = re.match(_MISWRITTEN, error.read_line(line))
    if match and match.lastgroup:
        (message, hint), written = _read_mistakes()["miswritten"][match.lastgroup], match[match.lastgroup]
        location = error.locate(line, match.end(match.lastgroup))
        yield SYNTAX.report(location, message.format(written), hint.format(written))


def _find_missing_colon(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    is_plain = error.problem == "no fields"
    if is_plain or error.context == "while scanning a simple key":
        place = error.at if is_plain else error.began
        yield from _find_missing_space(error, place.line)
        written = error.read_line(place.line)[place.column - 1 :].rstrip()
        hint = "write `name: value`; indent the line if it continues the text above"
        yield SYNTAX.report(error.locate(place.line, place.column, len(written)), "this line has no colon", hint)


def _find_wrong_indentation(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    if "block" not in error.context or error.at.column - 1 > error.indent or not error.current_line.strip():
        return
    outer = error.began.column
    if error.at.column == outer and error.character == ":":
        yield KEY_NOT_TEXT.report(error.location, "the name before the colon is missing", "write `name: value`")
    if error.at.column == outer and error.character == "-":
        message, hint = "a list entry is among fields", "indent it under the field it belongs to"
    elif error.at.column == outer:
        message, hint = "a field is among list entries", "begin it with `- `, or indent it under an entry"
    else:
        message = "the indentation matches no level above"
        hint = f"the enclosing level begins in column {outer} (line {error.began.line})"
    yield INDENTATION.report(error.locate(error.at.line, 1, error.indent + 1), message, hint)


def _find_misplaced_text(error: YamlSyntaxError) -> Iterator[Diagnostic]:
    if error.is_unexpected and error.character:
        hint = f"look at the text before it on the line; if they belong together, {QUOTE_HINT}"
        yield SYNTAX.report(error.location, "this does not belong here", hint)
    message = f"this is not valid YAML: {', '.join(part for part in (error.context, error.problem) if part)}"
    yield SYNTAX.report(error.location, message, "compare it with a file that works")


_DETECTORS: tuple[Callable[[YamlSyntaxError], Iterator[Diagnostic]], ...] = (
    *(_find_tab, _find_directive, _find_bad_escape, _find_unclosed_quote, _find_text_after_quote),
    *(_find_text_after_bracket, _find_plain_problem, _find_reserved_character, _find_bracket_error),
    *(_find_stray_colon, _find_missing_colon, lambda error: _find_missing_space(error, error.at.line)),
    *(_find_wrong_indentation, _find_misplaced_text),
)
"""Each yields what explains an error best, then what would; the first of all counts."""
