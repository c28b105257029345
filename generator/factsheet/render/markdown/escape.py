"""The one place where text from facts becomes safe to stand in a page.

Facts are plain text: every character is shown as it was typed. Python-Markdown could read some of them as
markup; those, and only those, are written as character references, so that the Markdown stays readable and a
text can never make an element, an attribute, a link or a request. A backslash would not do: Markdown keeps it
before signs that it does not know.

What counts as markup is what Python-Markdown 3 reads with the extensions attr_list, md_in_html, tables, toc,
admonition, footnotes, def_list, and fenced_code, which MkDocs turns on by itself.
"""

from __future__ import annotations

import html
import json
import re

_WHITE_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
"""Every sign that HTML or some reader of lines takes for a blank or a line break."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Signs that HTML, XML or YAML forbid; Python-Markdown uses two of them as its own marks."""

_REPLACEMENT = "\ufffd"
"""Stands for a forbidden sign, so that its loss is seen."""

_MARKUP = "\\`*_[]{}|~^"
"""Signs that mean something anywhere in a line."""

_WIDE_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
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
    cleared = (
        _WHITE_SPACE.sub(lambda run: " " * len(run[0]), line).translate(_PRE_REFERENCES) for line in written
    )
    return "\n".join(cleared).strip("\n")


def _encode_percent(sign: str) -> str:
    return "".join(f"%{byte:02X}" for byte in sign.encode("utf-8", "replace"))
