"""Typed text -> one line of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from factsheet.model.text.spans import Address, Code, Emphasis, Link, Mark, Plain, Span, Strong, Text
from factsheet.render.markdown import escape
from factsheet.render.markdown.links import written_address

_PLAIN_CODE = re.compile(
    r"[A-Za-z0-9!\"#$%'()*+,./:;=?@^_{}~\[\]-][A-Za-z0-9 !\"#$%'()*+,./:;=?@^_{}~\[\]-]*(?<! )"
)
"""Code that Markdown shows as it is between backticks; any other is written with tags."""


@dataclass(frozen=True, slots=True)
class _Place:
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
    return _spans(text, _Place(uri, linked=False)).strip(" ")


def _spans(text: Text, place: _Place) -> str:
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    line = ""
    for span in text:
        piece = _span(span, replace(place, before=line[-1:] or place.before))
        if piece.startswith("[") and line.endswith("!"):
            line = f"{line[:-1]}&#33;"  # or the link would be a picture
        line += piece
    return line


def _span(span: Span, place: _Place) -> str:
    match span:
        case Plain(words):
            written = escape.inline(words)
        case Code(words):
            written = _code(words, place)
        case Emphasis(spans):
            written = _stress("em", spans, place)
        case Strong(spans):
            written = _stress("strong", spans, place)
        case Mark(role, spans, title):
            named = f' title="{escape.attribute(title)}"' if title else ""
            written = _stress("em", spans, place, f"fs-{role.value}", named)
        case Link(spans, to):
            written = _link(spans, to, place)
        case _:
            raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")
    return written


def _link(spans: Text, to: Address, place: _Place) -> str:
    if place.linked:
        return _spans(spans, place)
    words = _spans(spans, replace(place, linked=True, before=""))
    return f"[{words}]({written_address(to, place.uri)})"


def _code(words: str, place: _Place) -> str:
    if place.before != "`" and _PLAIN_CODE.fullmatch(escape.fold(words)):
        return f"`{escape.fold(words)}`"
    return f"<code>{_edged(escape.inline(words))}</code>"


def _stress(tag: Literal["em", "strong"], spans: Text, place: _Place, role: str = "", named: str = "") -> str:
    words = _edged(_spans(spans, replace(place, before="")))
    if not words or place.before == "*" or _holds_stress(spans):
        classed = f' class="{role}"' if role else ""
        return f"<{tag}{classed}{named}>{words}</{tag}>"
    sign = "*" if tag == "em" else "**"
    attributes = f"{{ .{role}{named} }}" if role else ""
    return f"{sign}{words}{sign}{attributes}"


def _edged(words: str) -> str:
    """Return the words with a blank at an end written so that it does not part them from their marks."""
    if words.strip(" ") == words:
        return words
    if words == " ":
        return "&#32;"
    start = "&#32;" if words.startswith(" ") else ""
    end = "&#32;" if words.endswith(" ") else ""
    return f"{start}{words.strip(' ')}{end}"


def _holds_stress(spans: Iterable[Span]) -> bool:
    for span in spans:
        match span:
            case Emphasis() | Strong() | Mark():
                return True
            case Link(inner) if _holds_stress(inner):
                return True
            case _:
                pass
    return False
