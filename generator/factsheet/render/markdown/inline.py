"""Text to Markdown: the only place that escapes it."""

from __future__ import annotations

import html
import json
import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from factsheet.model.text.spans import (
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

_WHITE_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
"""Every sign that HTML or some reader of lines takes for a blank or a line break."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Signs that HTML, XML or YAML forbid; Python-Markdown uses two of them as its own marks."""

_REPLACEMENT = "\ufffd"
"""Stands for a forbidden sign, so that its loss is seen."""

_MARKUP = "\\`*_[]{}|~^"
"""Signs that mean something anywhere in a line."""

_WIDE_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Blanks that are shown, but that Python strips from the ends of a line."""

_CHARACTER_REFERENCES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"} | {sign: f"&#{ord(sign)};" for sign in _MARKUP + _WIDE_SPACES}
)
_PRE_REFERENCES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "&#96;", "~": "&#126;"})
"""Inside `<pre>` only tags and the fences of code, which are looked for before any HTML, mean something."""

_FOOTNOTES_MARKER = re.compile(r"(?<=//)/")
"""The footnotes extension looks for `///Footnotes Place Marker///` in any text."""

_OPENER = re.compile(r"(?P<sign>[-+:](?= |$)|-(?=-)|[#=]|!(?=!!))|(?P<number>\d+)\.(?= )")
"""What makes a heading, list, rule, definition or admonition when a line begins with it."""

_ADDRESS_MARKUP = str.maketrans({sign: f"&#{ord(sign)};" for sign in "()'[]*"} | {"&": "&amp;"})
_ADDRESS = re.compile(r"[^A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]")


def fold_white_space(text: str) -> str:
    """Return the text with each run of blanks as one blank, and forbidden signs replaced by U+FFFD.

    No-break spaces and other wide blanks are kept; blanks at the ends stay, since more text may follow.
    """
    return _WHITE_SPACE.sub(" ", _UNPRINTABLE.sub(_REPLACEMENT, text))


def escape_inline(text: str) -> str:
    """Return plain text for the middle of a line of Markdown or for the inside of an HTML element.

    Raises:
        TypeError: when it is not given text, so that no other object is printed by mistake.
    """
    if not isinstance(text, str):
        raise TypeError(f"only text can be escaped, not {type(text).__name__}")
    return _FOOTNOTES_MARKER.sub("&#47;", fold_white_space(text).translate(_CHARACTER_REFERENCES))


def escape_line_start(line: str) -> str:
    """Return a line of finished Markdown whose first sign opens no list, heading, rule or definition."""
    found = _OPENER.match(line)
    if found is None:
        return line
    if found["number"]:
        return f"{found['number']}&#46;{line[found.end() :]}"
    return f"&#{ord(found['sign'])};{line[found.end() :]}"


def escape_heading_end(line: str) -> str:
    """Return the words of a heading whose last `#` is not taken for a closing mark."""
    return f"{line[:-1]}&#35;" if line.endswith("#") else line


def escape_attribute(text: str) -> str:
    """Return plain text for a double-quoted attribute, in an attribute list or an inline tag."""
    return escape_inline(text).strip(" ").replace('"', "&#34;")


def escape_block_attribute(text: str) -> str:
    """Return plain text for an attribute of a block tag that bears `markdown`.

    The md_in_html extension reads such attributes and writes them again without escaping `&` where an
    entity seems to follow; the second escaping outlives that.
    """
    return escape_attribute(text).replace("&amp;", "&amp;amp;")


def escape_address(url: str) -> str:
    """Return a checked URL or path for the round brackets of a link.

    Signs that no URL may hold are percent-encoded; the browser sees every other URL exactly as it was.
    """
    encoded = _ADDRESS.sub(lambda found: _encode_percent(found[0]), url)
    return encoded.translate(_ADDRESS_MARKUP)


def escape_front_matter(text: str) -> str:
    """Return plain text as a value of YAML front matter.

    The text is escaped as HTML first: Material prints titles and descriptions as they are. The result is a
    JSON string, which YAML reads alike; not in ASCII, since YAML would read an escaped pair of surrogates as
    two signs, which cannot be written.
    """
    return json.dumps(html.escape(fold_white_space(text).strip(" ")), ensure_ascii=False)


def escape_verbatim(text: str) -> str:
    """Return lines for the inside of `<pre>`, where line breaks and blanks are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    written = (_UNPRINTABLE.sub(_REPLACEMENT, line.expandtabs(4)).rstrip() for line in lines)
    cleared = (_WHITE_SPACE.sub(lambda run: " " * len(run[0]), line).translate(_PRE_REFERENCES) for line in written)
    return "\n".join(cleared).strip("\n")


def _encode_percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))


_SCHEMES = ("https://", "http://", "mailto:")


def write_address(to: Address, uri: str) -> str:
    """Return an address for the round brackets of a link on the page at `uri`.

    Pages and files are linked by their path from the folder of the Markdown file; MkDocs checks that they are
    there and turns the path into the one that holds on the built page.

    Raises:
        ValueError: when a URL is of another kind than `check_url` lets through.
    """
    match to:
        case PageAddress(target, anchor, query):
            asked = f"?{urlencode(query)}" if query else ""
            fragment = f"#{quote(anchor)}" if anchor else ""
            path = "" if target == uri and anchor else quote(_build_relative_path(target, uri))
            return escape_address(path + asked + fragment)
        case FileAddress(target):
            return escape_address(quote(_build_relative_path(target, uri)))
        case WebAddress(url):
            if not url.startswith(_SCHEMES):
                raise ValueError(f"a link cannot lead to {url!r}")
            return escape_address(url)
        case _:
            raise TypeError(f"not an address: {to!r}")


def _build_relative_path(target: str, uri: str) -> str:
    """Both are made absolute first: otherwise `relpath` would ask the disk where it stands."""
    path = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(uri)}")
    return f"{path}/" if not target or target.endswith("/") else path


_PLAIN_CODE = re.compile(r"[A-Za-z0-9!\"#$%'()*+,./:;=?@^_{}~\[\]-][A-Za-z0-9 !\"#$%'()*+,./:;=?@^_{}~\[\]-]*(?<! )")
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
            written = escape_inline(words)
        case Code(words):
            written = _write_code(words, place)
        case Emphasis(spans):
            written = _write_stress("em", spans, place)
        case Strong(spans):
            written = _write_stress("strong", spans, place)
        case Mark(role, spans, title):
            named = f' title="{escape_attribute(title)}"' if title else ""
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
    if place.before != "`" and _PLAIN_CODE.fullmatch(fold_white_space(words)):
        return f"`{fold_white_space(words)}`"
    return f"<code>{_escape_edges(escape_inline(words))}</code>"


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
