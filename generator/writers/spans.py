"""Typed text -> one line of Markdown."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from typing import Literal
from urllib.parse import quote

from generator.blocks import (
    Address,
    Code,
    Emphasis,
    FileAddress,
    Link,
    Mark,
    PageAddress,
    Plain,
    Span,
    Strong,
    Text,
    WebAddress,
)
from generator.writers import escape

_SCHEMES = ("https://", "http://", "mailto:")
_PLAIN_CODE = re.compile(r"[A-Za-z0-9!\"#$%'()*+,./:;=?@^_{}~\[\]-][A-Za-z0-9 !\"#$%'()*+,./:;=?@^_{}~\[\]-]*(?<! )")
"""Code that Markdown shows as it is between backticks; any other is written with tags."""


def write_text(text: Text, uri: str) -> str:
    """Return a text as one line of Markdown for the page at `uri`, without blanks at its ends.

    A stress that Markdown's asterisks would not be sure to keep (nested, empty, or touching another) is
    written with HTML tags instead; both give the same elements.

    Raises:
        TypeError: when something stands in the tree that is no text, such as a bare `str`.
        ValueError: when a link leads to another kind of URL than `check_url` lets through.
    """
    return _spans(text, uri, linked=False).strip(" ")


def written_address(to: Address, uri: str) -> str:
    """Return where a link on the page at `uri` leads, as a relative path to a Markdown page or file, or a URL."""
    match to:
        case PageAddress(target, anchor):
            fragment = f"#{quote(anchor)}" if anchor else ""
            path = "" if target == uri and anchor else quote(_relative(target, uri))
            return escape.address(path + fragment)
        case FileAddress(target):
            return escape.address(quote(_relative(target, uri)))
        case WebAddress(url):
            if not url.startswith(_SCHEMES):
                raise ValueError(f"a link cannot lead to {url!r}")
            return escape.address(url)
        case _:
            raise TypeError(f"not an address: {to!r}")


def _relative(target: str, uri: str) -> str:
    return posixpath.relpath(f"/{target}", f"/{posixpath.dirname(uri)}")


def _spans(text: Text, uri: str, *, linked: bool) -> str:
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    line = ""
    for span in text:
        piece = _span(span, uri, before=line[-1:], linked=linked)
        if piece.startswith("[") and line.endswith("!"):
            line = f"{line[:-1]}&#33;"  # or the link would be a picture
        line += piece
    return line


def _span(span: Span, uri: str, *, before: str, linked: bool) -> str:
    match span:
        case Plain(words):
            return escape.inline(words)
        case Code(words):
            return _code(escape.fold(words), before)
        case Emphasis(spans):
            return _stress("em", spans, uri, before=before, linked=linked)
        case Strong(spans):
            return _stress("strong", spans, uri, before=before, linked=linked)
        case Mark(role, spans, title):
            named = f' title="{escape.attribute(title)}"' if title else ""
            return _stress("em", spans, uri, before=before, linked=linked, role=f"fs-{role.value}", named=named)
        case Link(spans, to):
            words = _spans(spans, uri, linked=True)
            return words if linked else f"[{words}]({written_address(to, uri)})"
        case _:
            raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")


def _code(words: str, before: str) -> str:
    if before != "`" and _PLAIN_CODE.fullmatch(words):
        return f"`{words}`"
    return f"<code>{_edged(escape.inline(words))}</code>"


def _stress(
    tag: Literal["em", "strong"],
    spans: Text,
    uri: str,
    *,
    before: str,
    linked: bool,
    role: str = "",
    named: str = "",
) -> str:
    words = _edged(_spans(spans, uri, linked=linked))
    if not words or before == "*" or _holds_stress(spans):
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
