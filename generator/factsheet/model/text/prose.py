"""Editors' inline Markdown -> typed text: `*emphasis*`, `**strong**`, code in backticks, `[words](address)`.

Nothing else is markup: no raw HTML, no pictures, no bare links, no character references. The form of a link's
address is checked here; whether an id is known is checked later, by `catalog`.
Before that, ids and addresses: what is safe on every system and read alike by every browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from factsheet.diagnostics.core import ParseError, ParseFailure, read_declarations
from factsheet.model.text import spans

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_ID_LENGTH = 63
"""The longest id, in characters; also the longest label of a host name."""
ID_PATTERN = "[a-z0-9](-?[a-z0-9])*"
"""A regular expression for a whole id; the JSON Schemas use it too."""
_DEVICE_NAMES = ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
"""Names that Windows reserves for devices."""
_SITE_NAMES = ("index", "404", "search", "assets", "sitemap", "tags", "stylesheets", "javascripts")
"""Names that the site uses itself."""
_RESERVED_IDS = frozenset((*_DEVICE_NAMES, *_SITE_NAMES))
MAX_URL_LENGTH: Final = 2048
"""The longest address that every browser and server accepts."""
_FORBIDDEN: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""White space, controls, backslashes, and characters that change the direction of writing or cannot be seen."""
_WEB: Final = re.compile(r"(?P<scheme>https?)://(?P<host>[^/?#]*)(?P<rest>.*)\Z", re.IGNORECASE)
_MAIL: Final = re.compile(r"mailto:(?P<name>[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@(?P<host>[^@]+)\Z", re.IGNORECASE)
_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\Z")
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE_CHARACTERS: Final = "%:/?#[]@!$&'()*+,;=-._~"
_MAX_HOST_LENGTH: Final = 253
_MAX_PORT: Final = 65535
MAX_PROSE_LENGTH: Final = 10_000
"""The longest prose, so that a page is built in bounded time."""
_MAX_DEPTH: Final = 8
"""How deep emphasis and links may nest; nobody reads more."""
_MARKUP: Final = re.compile(r"[*_`\[\\]")
_WHITE_SPACE: Final = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
PAGE_FOLDERS: Final = {"fact": "facts", "source": "sources", "actor": "actors", "place": "places", "sheet": "sheets"}
_BROKEN_LINK: Final = re.compile(r"(?<!\\)\]\(")
"""What is left in the words when a link could not be read."""
_USUAL: Final = re.compile(
    r"\[(?P<words>[^]_`[\\]+)\]\((?P<target>[a-z]+:[a-z0-9-]+)\)"
    r"|(?<![^ (\"“‘—[])\*(?P<stressed>[^\W_](?:[^]*_`[\\]*[^\W_])?)\*(?![^ )\"”’—.,:;?!\]])"
)
"""Links to pages and emphasis where Markdown can mean nothing else: nearly all markup that editors write."""


@cache
def parse_id(text: str) -> str | ParseError:
    """Return the id, or why the text cannot be one; a reserved name would collide with a file on some system."""
    if text in _RESERVED_IDS:
        return ParseError(f"'{text}' is a reserved name", width=len(text), hint="choose another id")
    if len(text) > MAX_ID_LENGTH:
        message = f"an id has at most {MAX_ID_LENGTH} characters, this has {len(text)}"
        return ParseError(message, MAX_ID_LENGTH, len(text) - MAX_ID_LENGTH, "leave words out")
    if re.fullmatch(ID_PATTERN, text):
        return text
    wrong = re.search(r"[^a-z0-9-]", text)
    fixed = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    hint = f"write '{fixed}'" if fixed else "write words in a-z and 0-9 with hyphens between, as in 'east-quay'"
    message = f"'{text}' cannot be an id: lower-case letters, digits and single hyphens only"
    return ParseError(message, wrong.start() if wrong else 0, 1, hint)


def check_url(url: str) -> str | ParseError:
    """Return the address in the form in which it is published, or why it is refused.

    http, https and mailto only; no user or password, no spaces, controls or backslashes; the host name in lower case
    and in ASCII (punycode), so that look-alike letters show.
    """
    try:
        return _normalise_url(url)
    except ParseFailure as failure:
        return failure.error


def _normalise_url(url: str) -> str:
    if len(url) > MAX_URL_LENGTH:
        raise ParseFailure(f"an address has at most {MAX_URL_LENGTH} characters", MAX_URL_LENGTH, 1)
    if found := _FORBIDDEN.search(url):
        name = {" ": "a space", "\\": "a backslash"}.get(found[0], f"the character U+{ord(found[0]):04X}")
        hint = "write %20 for a space" if found[0] == " " else ""
        raise ParseFailure(f"an address cannot contain {name}", found.start(), 1, hint)
    if mail := _MAIL.match(url):
        return f"mailto:{mail['name']}@{_normalise_host(mail['host'], mail.start('host'))}"
    web = _WEB.match(url)
    if web is None:
        raise _explain_bad_address(url)
    if broken := _BAD_PERCENT.search(web["rest"]):
        message = "a % in an address must be followed by two hexadecimal digits"
        raise ParseFailure(message, web.start("rest") + broken.start(), 1, "write %25 for the character %")
    host = _normalise_host_and_port(web["host"], web.start("host"))
    return f"{web['scheme'].lower()}://{host}{quote(web['rest'], safe=_SAFE_CHARACTERS)}"


def _explain_bad_address(url: str) -> ParseFailure:
    rows = read_declarations("model.text", "mistakes.toml")["addresses"]
    found = ((re.match(pattern, url, re.IGNORECASE), message, hint) for pattern, message, hint in rows)
    wrong, message, hint = next((match[0], message, hint) for match, message, hint in found if match)
    return ParseFailure(message.format(wrong), 0, len(wrong), hint.format(wrong))


def _normalise_host_and_port(text: str, offset: int) -> str:
    if "@" in text:
        message = "an address with a user name or password is not published"
        raise ParseFailure(message, offset, text.rindex("@") + 1, "leave out everything before the @")
    host, colon, port = text.partition(":")
    if colon and (not re.fullmatch(r"[0-9]{1,5}", port) or int(port) > _MAX_PORT):
        raise ParseFailure(f"'{port}' is not a port number", offset + len(host) + 1, len(port))
    return _normalise_host(host, offset) + (f":{int(port)}" if colon else "")


def _normalise_host(text: str, offset: int) -> str:
    try:
        host = text.lower().encode("idna").decode("ascii").lower() if not text.isascii() else text.lower()
    except UnicodeError:
        host = ""
    if len(host) > _MAX_HOST_LENGTH or not all(map(_LABEL.match, host.removesuffix(".").split("."))):
        raise ParseFailure(f"'{text}' is not a host name", offset, len(text))
    return host


@cache
def _make_parser() -> MarkdownIt:
    """Return Markdown without blocks that passes link addresses on as typed; `_resolve_address` checks them."""
    from markdown_it import MarkdownIt  # It takes longer to load than to read the usual markup.

    parser = MarkdownIt("zero").enable(["emphasis", "backticks", "link", "escape"])
    # Its own names: whether an address is safe, and how it is escaped.
    vars(parser).update(validateLink=lambda _url: True, normalizeLink=lambda url: url)
    return parser


def parse_prose(text: str) -> spans.Text | ParseError:
    r"""Read inline Markdown; text without any of ``* _ ` [ \`` is plain and costs nothing.

    White space is folded. Unpaired marks are shown literally, as in Markdown.
    """
    if len(text) > MAX_PROSE_LENGTH:
        message = f"prose has at most {MAX_PROSE_LENGTH} characters, this has {len(text)}"
        return ParseError(message, MAX_PROSE_LENGTH, len(text) - MAX_PROSE_LENGTH, "shorten it")
    folded = _WHITE_SPACE.sub(" ", text).strip(" ")
    if not _MARKUP.search(folded):
        return spans.make_text(folded)
    try:
        return _read_usual(folded, folded) or _read_markup(folded)
    except ParseFailure as failure:
        return failure.error


def _read_usual(part: str, text: str) -> spans.Text:
    """Return the spans of a part of a text that has no markup but the usual; none where it has other."""
    found: list[spans.Span] = []
    end = 0
    for match in (*_USUAL.finditer(part), None):
        plain = part[end : match.start() if match else None]
        if "]" in plain or _MARKUP.search(plain):
            return ()
        found += [spans.Plain(plain)] if plain else []
        if match is None:
            break
        end = match.end()
        words = _read_usual(match["words"], text) if match["words"] else spans.make_text(match["stressed"])
        if not words:
            return ()
        found.append(_build_link(match["target"], words, text) if match["words"] else spans.Emphasis(words))
    return tuple(found)


def _read_markup(text: str) -> spans.Text:
    tokens = _make_parser().parseInline(text)[0].children or []
    if max(accumulate(token.nesting for token in tokens), default=0) > _MAX_DEPTH:
        raise ParseFailure(f"marks are nested more than {_MAX_DEPTH} deep", hint="leave out some `*` and `_`")
    return tuple(_build_spans(iter(tokens), text, until=""))


def _build_spans(tokens: Iterator[Token], text: str, until: str) -> Iterator[spans.Span]:
    """Yield spans up to the token that closes them."""
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    _reject_broken_link(token.content, text)
                    yield spans.Plain(token.content)
            case "code_inline":
                yield spans.Code(token.content)
            case "em_open":
                yield spans.Emphasis(tuple(_build_spans(tokens, text, "em_close")))
            case "strong_open":
                yield spans.Strong(tuple(_build_spans(tokens, text, "strong_close")))
            case "link_open":
                words, target = tuple(_build_spans(tokens, text, "link_close")), str(token.attrs.get("href", ""))
                yield _build_link(target, words, text, has_title="title" in token.attrs)
            case closing if closing == until:
                return
            case unknown:  # no other rule of markdown-it is enabled
                raise AssertionError(f"unexpected token {unknown}")


def _build_link(target: str, words: spans.Text, text: str, *, has_title: bool = False) -> spans.Link:
    offset = max(text.find(f"]({target}") + 2, 0)
    hint = f"write `[words]({target})`"
    if has_title:
        raise ParseFailure("a link in prose has no title", offset, len(target), hint)
    if not words:
        raise ParseFailure(f"the link to '{target}' has no words", max(offset - 2, 0), 2, hint)
    address = _resolve_address(target)
    if isinstance(address, ParseError):
        raise ParseFailure(address.message, offset + address.offset, address.width, address.hint)
    return spans.Link(words, address)


def _resolve_address(target: str) -> spans.Address | ParseError:
    kind, colon, name = target.partition(":")
    if colon and kind in PAGE_FOLDERS:
        known = parse_id(name)
        if isinstance(known, ParseError):
            return ParseError(known.message, len(kind) + 1 + known.offset, known.width, known.hint)
        return spans.PageAddress(f"{PAGE_FOLDERS[kind]}/{known}.md")
    url = check_url(target)
    if not isinstance(url, ParseError):
        return spans.WebAddress(url)
    if "://" in target or target.startswith("mailto:"):
        return url
    kinds = ", ".join(f"{kind}:ID" for kind in PAGE_FOLDERS)
    hint = url.hint or f"write a whole address that begins with https://, or one of {kinds}"
    return ParseError(f"a link may not point to '{target}'", 0, max(len(target), 1), hint)


def _reject_broken_link(words: str, text: str) -> None:
    """Refuse a link that was meant but not read, such as one with a space in its address."""
    if "](" in words and (found := _BROKEN_LINK.search(text)) and "\\" not in text:
        hint = "an address has no spaces and its brackets are closed; write `\\]` for a bracket that ends no link"
        raise ParseFailure("this link cannot be read", found.start(), 2, hint)
