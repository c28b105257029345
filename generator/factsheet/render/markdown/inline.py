"""Text to Markdown: the only place that escapes it."""

import html
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode

from factsheet.model.text import spans

_WHITE_SPACE = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
"""Every character that HTML or a reader of lines takes for a space or a line break."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that HTML, XML or YAML forbid; Python-Markdown uses two of them for its own purposes."""
_REPLACEMENT = "\ufffd"
"""Replaces a forbidden character, so that its loss is visible."""
_MARKUP = "\\`*_[]{}|~^"
"""Characters that have a meaning anywhere in a line."""
_WIDE_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""Spaces that are shown, but that Python strips from the ends of a line."""
_CHARACTER_REFERENCES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    | {character: f"&#{ord(character)};" for character in _MARKUP + _WIDE_SPACES}
)
_PRE_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "`": "&#96;", "~": "&#126;", "{": "&#123;"}
"""Inside `<pre>`, tags and code fences, searched before any HTML, have a meaning, and braces to some plugins."""
_PRE_REFERENCES |= dict.fromkeys("\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029", " ")
_PRE_MARKUP = re.compile(f"[{''.join(_PRE_REFERENCES)}]")
_FOOTNOTES_MARKER = re.compile(r"(?<=//)/")
"""The footnotes extension looks for `///Footnotes Place Marker///` in any text."""
_PLAIN_TEXT = re.compile(r"[!-%'-)+-;=?-Z a-z\xa1-\u167f\u200b-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\ue000]*")
"""Most texts: what they hold needs no reference, and no other replacement if no two spaces or three slashes meet."""
_OPENER = re.compile(r"(?P<character>[-+:](?= |$)|-(?=-)|[#=]|!(?=!!))|(?P<number>\d+)\.(?= )")
"""What makes a heading, list, rule, definition or admonition at the beginning of a line."""
_ADDRESS_MARKUP = str.maketrans({character: f"&#{ord(character)};" for character in "()'[]*"} | {"&": "&amp;"})
_ADDRESS = re.compile(r"[^A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]")


def fold_white_space(text: str) -> str:
    """Return the text with each run of white space as one space, and forbidden characters replaced by U+FFFD.

    No-break spaces and other wide spaces are kept; spaces at the ends stay, since more text may follow.
    """
    if text.isprintable() and "  " not in text:
        return text
    return _WHITE_SPACE.sub(" ", _UNPRINTABLE.sub(_REPLACEMENT, text))


@lru_cache(maxsize=1 << 14)
def escape_inline(text: str) -> str:
    """Return plain text for the middle of a line of Markdown or for the inside of an HTML element.

    Raises TypeError when it is given anything but a `str`, so that no other object is printed by mistake.
    """
    if not isinstance(text, str):
        raise TypeError(f"only text can be escaped, not {type(text).__name__}")
    if _PLAIN_TEXT.fullmatch(text) and "  " not in text and "///" not in text:
        return text
    return _FOOTNOTES_MARKER.sub("&#47;", fold_white_space(text).translate(_CHARACTER_REFERENCES))


def escape_line_start(line: str) -> str:
    """Return a line of finished Markdown whose first character opens no list, heading, rule or definition."""
    opener = _OPENER.match(line)
    if opener is None:
        return line
    escaped = f"{opener['number']}&#46;" if opener["number"] else f"&#{ord(opener['character'])};"
    return escaped + line[opener.end() :]


def escape_heading_end(line: str) -> str:
    """Return the words of a heading whose last `#` is not taken for the end of the heading."""
    return f"{line[:-1]}&#35;" if line.endswith("#") else line


def escape_attribute(text: str) -> str:
    """Return plain text for a double-quoted attribute, in an attribute list or an inline tag."""
    return escape_inline(text).strip(" ").replace('"', "&#34;")


@lru_cache(maxsize=1 << 12)
def write_title(title: str) -> str:
    """Return the attribute that holds what a mark means; nothing for none."""
    return f' title="{escape_attribute(title)}"' if title else ""


def escape_block_attribute(text: str) -> str:
    """Return plain text for an attribute of a block tag that has the attribute `markdown`.

    The md_in_html extension reads such attributes and rewrites them without escaping `&` where an entity
    seems to follow, so it is escaped twice.
    """
    return escape_attribute(text).replace("&amp;", "&amp;amp;")


def escape_address(url: str) -> str:
    """Return a checked URL or path for the round brackets of a link.

    Characters that no URL may hold are percent-encoded; the browser sees every other URL exactly as it was.
    """
    encoded = _ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), url)
    return encoded.translate(_ADDRESS_MARKUP)


def escape_title(text: str) -> str:
    """Return plain text for front matter, as HTML: Material prints titles and descriptions as they are."""
    return html.escape(fold_white_space(text).strip(" "))


def escape_front_matter(text: str) -> str:
    """Return plain text as a value of YAML front matter, escaped as HTML too.

    The result is a JSON string, which YAML reads in the same way; not in ASCII, since YAML would read an escaped pair
    of surrogates as two characters, which cannot be written.
    """
    return json.dumps(escape_title(text), ensure_ascii=False)


def escape_verbatim(text: str) -> str:
    """Return lines for the inside of `<pre>`, where line breaks and spaces are kept."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    joined = _UNPRINTABLE.sub(_REPLACEMENT, "\n".join(map(str.rstrip, lines)))
    return _PRE_MARKUP.sub(lambda found: _PRE_REFERENCES[found[0]], joined).strip("\n")


_SCHEMES = ("https://", "http://", "mailto:")


def write_address(to: spans.Address, uri: str) -> str:
    """Return an address for the round brackets of a link on the page at `uri`.

    Pages and files are linked by their path from the folder of the Markdown file; MkDocs checks that they
    exist and turns the path into that of the built page. Raises ValueError when `check_url` would refuse a URL.
    """
    if isinstance(to, spans.WebAddress):
        return escape_web_address(to.url)
    if not isinstance(to, spans.PageAddress | spans.FileAddress):
        raise TypeError(f"not an address: {to!r}")
    path = quote(build_relative_path(to.uri, uri[: uri.rfind("/") + 1]))
    if isinstance(to, spans.FileAddress):
        return escape_address(path)
    return escape_address(("" if to.uri == uri and to.anchor else path) + build_address_end(to))


def build_address_end(to: spans.PageAddress) -> str:
    """Return the query and the anchor of an address, as they stand after its path."""
    search = f"?{urlencode(to.query)}" if to.query else ""
    return f"{search}#{quote(to.anchor)}" if to.anchor else search


@lru_cache(maxsize=1 << 12)
def escape_web_address(url: str) -> str:
    """Return an address on another site for a link; raises ValueError when `check_url` would refuse it."""
    if not url.startswith(_SCHEMES):
        raise ValueError(f"a link cannot lead to {url!r}")
    return escape_address(url)


def build_relative_path(target: str, folder: str) -> str:
    """Return the path to a target, a folder where it ends with a slash, from a folder: empty, or `facts/`."""
    ups = ""
    while not target.startswith(folder):
        folder = folder[: folder.rfind("/", 0, -1) + 1]
        ups += "../"
    return ups + target[len(folder) :] or "./"


_EDGE_SPACES = re.compile("^ +| +$")
_PLAIN_CODE = re.compile(
    r"(?!#!|:::)"  # with which some extensions begin the name of a language
    r"[A-Za-z0-9!\"#$%'()*+,./:;=?@^_~\[\]-][A-Za-z0-9 !\"#$%'()*+,./:;=?@^_~\[\]-]*(?<! )"
)


def escape_edge_spaces(words: str) -> str:
    """Return words of a line whose spaces at the ends are seen as part of the emphasis or the code around them."""
    return _EDGE_SPACES.sub("&#32;", words) if words.startswith(" ") or words.endswith(" ") else words


def is_plain_code(folded: str) -> bool:
    """Return whether Markdown shows code unchanged between backticks; any other, with braces too, is tagged."""
    return _PLAIN_CODE.fullmatch(folded) is not None


def write_line(text: spans.Text, uri: str) -> str:
    """Return a text as one line of Markdown for the page at `uri`, without spaces at its ends.

    Emphasis that asterisks might not express (nested, empty, or next to another) is written with HTML tags
    instead; both give the same elements. Raises TypeError when the tree holds anything but spans, such as a bare
    `str`, and ValueError when a link leads to a URL that `check_url` would refuse.
    """
    return _write_spans(text, uri).strip(" ")


def _write_spans(text: spans.Text, uri: str, line: str = "", *, linked: bool = False) -> str:
    """Return a line with a text added; a link inside a link, which can hold no other, is only its words."""
    if not isinstance(text, tuple):
        raise TypeError(f"text is a tuple of spans, not {type(text).__name__}: {text!r}")
    for span in text:
        match span:
            case spans.Plain(words):
                line += escape_inline(words)
            case spans.Code(words):
                line += _write_code(words, line)
            case spans.Emphasis(inner) | spans.Strong(inner) | spans.Mark(_, inner):
                line += _write_stress(span, _write_spans(inner, uri, linked=linked), line)
            case spans.Link(inner) if linked:
                line = _write_spans(inner, uri, line, linked=True)
            case spans.Link(inner, to):
                if line.endswith("!"):  # or the link would be a picture
                    line = f"{line[:-1]}&#33;"
                line += f"[{_write_spans(inner, uri, linked=True)}]({write_address(to, uri)})"
            case _:
                raise TypeError(f"text holds spans, not {type(span).__name__}: {span!r}")
    return line


def _write_code(words: str, before: str) -> str:
    folded = fold_white_space(words)
    if is_plain_code(folded) and not before.endswith(("`", "</code>")):
        return f"`{folded}`"
    return f"<code>{escape_edge_spaces(escape_inline(words))}</code>"


def _write_stress(span: spans.Emphasis | spans.Strong | spans.Mark, words: str, before: str) -> str:
    words = escape_edge_spaces(words)
    tag, asterisks = ("strong", "**") if isinstance(span, spans.Strong) else ("em", "*")
    role, named = (f"fs-{span.role}", write_title(span.title)) if isinstance(span, spans.Mark) else ("", "")
    if not words or before.endswith("*") or _has_stress(span.spans):
        classed = f' class="{role}"' if role else ""
        return f"<{tag}{classed}{named}>{words}</{tag}>"
    attributes = f"{{ .{role}{named} }}" if role else ""
    return f"{asterisks}{words}{asterisks}{attributes}"


def _has_stress(inner: Iterable[spans.Span]) -> bool:
    return any(
        isinstance(span, spans.Emphasis | spans.Strong | spans.Mark)
        or (isinstance(span, spans.Link) and _has_stress(span.spans))
        for span in inner
    )
