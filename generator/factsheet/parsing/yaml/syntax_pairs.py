"""Slips with what comes in pairs: quotes with the escapes in them, and brackets."""

from __future__ import annotations

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.syntax import NEEDS_QUOTES, SYNTAX, UNCLOSED
from factsheet.parsing.yaml.syntax_scene import QUOTE_HINT, ErrorContext


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
    if (
        last is None
        or not last.quoted
        or not last.source
        or not scene.is_unexpected
        or scene.error.open_bracket
    ):
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
