"""Typed text -> one line of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from factsheet.model.text.spans import Address, Code, Emphasis, Link, Mark, Plain, Span, Strong, Text
from factsheet.render.markdown import escape
from factsheet.render.markdown.links import write_address

_PLAIN_CODE = re.compile(
    r"[A-Za-z0-9!\"#$%'()*+,./:;=?@^_{}~\[\]-][A-Za-z0-9 !\"#$%'()*+,./:;=?@^_{}~\[\]-]*(?<! )"
)
"""Code that Markdown shows as it is between backticks; any other is written with tags."""


@dataclass(frozen=True, slots=True)
class _SpanContext:
    """Where a span is written."""

    uri: str
    """The page, by its Markdown path."""
    linked: bool
    """Whether the span stands in the words of a link, where no other link may stand."""
    before: str = ""
    """The last sign that was written before it on the line."""


def write_line(text: Text, uri: str) -> str:
    """Return a text as one line of Markdown for the page at `uri`, without blanks at its ends.

    A stress that Markdown's asterisks would not be sure to keep (nested, empty, or touching another) is
    written with HTML tags instead; both give the same elements.

    Raises:
        TypeError: when something stands in the tree that is no text, such as a bare `str`.
        ValueError: when a link leads to another kind of URL than `check_url` lets through.
    """
    return _write_spans(text, _SpanContext(uri, linked=False)).strip(" ")


def _write_spans(text: Text, place: _SpanContext) -> str:
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    line = ""
    for span in text:
        piece = _write_span(span, replace(place, before=line[-1:] or place.before))
        if piece.startswith("[") and line.endswith("!"):
            line = f"{line[:-1]}&#33;"  # or the link would be a picture
        line += piece
    return line


def _write_span(span: Span, place: _SpanContext) -> str:
    match span:
        case Plain(words):
            written = escape.escape_inline(words)
        case Code(words):
            written = _write_code(words, place)
        case Emphasis(spans):
            written = _write_stress("em", spans, place)
        case Strong(spans):
            written = _write_stress("strong", spans, place)
        case Mark(role, spans, title):
            named = f' title="{escape.escape_attribute(title)}"' if title else ""
            written = _write_stress("em", spans, place, f"fs-{role.value}", named)
        case Link(spans, to):
            written = _write_link(spans, to, place)
        case _:
            raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")
    return written


def _write_link(spans: Text, to: Address, place: _SpanContext) -> str:
    if place.linked:
        return _write_spans(spans, place)
    words = _write_spans(spans, replace(place, linked=True, before=""))
    return f"[{words}]({write_address(to, place.uri)})"


def _write_code(words: str, place: _SpanContext) -> str:
    if place.before != "`" and _PLAIN_CODE.fullmatch(escape.fold_white_space(words)):
        return f"`{escape.fold_white_space(words)}`"
    return f"<code>{_escape_edges(escape.escape_inline(words))}</code>"


def _write_stress(
    tag: Literal["em", "strong"], spans: Text, place: _SpanContext, role: str = "", named: str = ""
) -> str:
    words = _escape_edges(_write_spans(spans, replace(place, before="")))
    if not words or place.before == "*" or _has_stress(spans):
        classed = f' class="{role}"' if role else ""
        return f"<{tag}{classed}{named}>{words}</{tag}>"
    sign = "*" if tag == "em" else "**"
    attributes = f"{{ .{role}{named} }}" if role else ""
    return f"{sign}{words}{sign}{attributes}"


def _escape_edges(words: str) -> str:
    """Return the words with a blank at an end written so that it does not part them from their marks."""
    if words.strip(" ") == words:
        return words
    if words == " ":
        return "&#32;"
    start = "&#32;" if words.startswith(" ") else ""
    end = "&#32;" if words.endswith(" ") else ""
    return f"{start}{words.strip(' ')}{end}"


def _has_stress(spans: Iterable[Span]) -> bool:
    for span in spans:
        match span:
            case Emphasis() | Strong() | Mark():
                return True
            case Link(inner) if _has_stress(inner):
                return True
            case _:
                pass
    return False
