"""Slips with what comes in pairs: quotes with the escapes in them, and brackets."""

from __future__ import annotations

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules import reading as rules
from factsheet.parsing.yaml.syntax_scene import IN_QUOTES, Scene


def escape(scene: Scene) -> Diagnostic | None:
    """Look for a backslash in double quotes that begins nothing."""
    start = scene.here.rfind("\\", 0, scene.complaint.column + 1)
    if "quoted scalar" not in scene.complaint.context or start < 0:
        return None
    if "escape" not in scene.complaint.problem and "hexdecimal" not in scene.complaint.problem:
        return None
    written = scene.here[start : start + 2]
    place = scene.at(scene.complaint.line, start + 1, 2)
    hint = "write \\\\ for a backslash, or put the value in single quotes"
    return rules.SYNTAX.at(place, f"'{written}' begins no escape that stands for a character", hint)


def open_quote(scene: Scene) -> Diagnostic | None:
    """Look for a quote that nothing closes."""
    if "quoted scalar" not in scene.complaint.context:
        return None
    line, column = scene.complaint.context_line, scene.complaint.context_column
    quote = scene.line(line)[column - 1 : column]
    place = scene.at(line, column)
    return rules.UNCLOSED.at(place, f"the quote {quote} is never closed", f"end the value with {quote}")


def after_quote(scene: Scene) -> Diagnostic | None:
    """Look for text behind a closing quote, or for a quote that closes too late."""
    last = scene.complaint.last
    if last is None or not last.quoted or not last.source or not scene.unexpected or scene.complaint.bracket:
        return None
    end_line = last.at.line + last.source.count("\n")
    before = scene.here[: scene.complaint.column - 1].rstrip()
    if end_line != scene.complaint.line or not before.endswith(last.source[-1:]):
        return None
    quote = last.source[:1]
    if end_line > last.at.line:
        message = f"the quote {quote} that opens here is closed in line {end_line} only"
        place = scene.at(last.at.line, last.at.column)
        return rules.UNCLOSED.at(place, message, f"end the value with {quote}")
    doubled = '\\"' if quote == '"' else "''"
    hint = f"put the whole value in quotes; write {doubled} for a {quote} inside"
    return rules.NEEDS_QUOTES.at(scene.place, "text follows the closing quote", hint)


def after_bracket(scene: Scene) -> Diagnostic | None:
    """Look for text behind a closing bracket."""
    before = scene.here[: scene.complaint.column - 1].rstrip()
    if not scene.unexpected or scene.complaint.bracket or not before.endswith(("]", "}")):
        return None
    message = "text follows the closing bracket"
    hint = f"end the line after it; if the bracket belongs to the text, {IN_QUOTES}"
    return rules.NEEDS_QUOTES.at(scene.place, message, hint)


def bracket(scene: Scene) -> Diagnostic | None:
    """Look for a bracket that is not closed, and for what is wrong between two."""
    complaint = scene.complaint
    opened = complaint.bracket
    if opened is None and "flow" in complaint.context:
        opened = scene.at(complaint.context_line, complaint.context_column)
    if opened is None or "flow" not in complaint.context:
        return None
    bracket = scene.line(opened.line)[opened.column - 1 : opened.column]
    closing = {"[": "]", "{": "}"}.get(bracket, "")
    if not scene.sign or complaint.line > opened.line:
        message = f"the bracket {bracket} is never closed"
        return rules.UNCLOSED.at(scene.at(opened.line, opened.column), message, f"close it with {closing}")
    if scene.sign == ":":
        message = "': ' inside a value that has no quotes"
        return rules.NEEDS_QUOTES.at(scene.place, message, IN_QUOTES)
    if scene.sign in {"]", "}"}:
        message = f"the bracket {bracket} is closed with {scene.sign}"
        return rules.UNCLOSED.at(scene.place, message, f"close it with {closing}")
    if scene.sign == ",":
        return rules.SYNTAX.at(scene.place, "there is nothing before the comma", "remove the comma")
    return rules.SYNTAX.at(scene.place, "a comma is missing", "divide the entries with commas")
