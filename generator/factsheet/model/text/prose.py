"""Editors' inline Markdown -> typed text: `*emphasis*`, `**strong**`, code in backticks, `[words](address)`.

Nothing else is markup: no raw HTML, no pictures, no bare links, no character references. The form of a link's
address is checked here; whether an id is known is checked later, by `catalog`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from factsheet.diagnostics.core import ParseError, ParseFailure
from factsheet.model.text.ids import parse_id
from factsheet.model.text.spans import (
    Address,
    Code,
    Emphasis,
    Link,
    PageAddress,
    Plain,
    Span,
    Strong,
    Text,
    WebAddress,
    make_text,
)
from factsheet.model.text.urls import check_url

MAX_PROSE_LENGTH: Final = 10_000
"""The longest prose, so that a page is built in bounded time."""
_MAX_DEPTH: Final = 8
"""How deep emphasis and links may nest; nobody reads more."""

_MARKUP: Final = re.compile(r"[*_`\[\\]")
_WHITE_SPACE: Final = re.compile(r"[\t-\r\x1c-\x20\x85\u2028\u2029]+")
_FOLDERS: Final = {"fact": "facts", "source": "sources", "actor": "actors", "place": "places", "sheet": "sheets"}
_BROKEN_LINK: Final = re.compile(r"(?<!\\)\]\(")
"""What is left in the words when a link could not be read."""


class _InlineParser(MarkdownIt):
    """Markdown without blocks that passes link addresses on as typed; `_resolve_address` checks them."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - markdown-it's own name
        del url
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - as above
        return url


def parse_prose(text: str) -> Text | ParseError:
    r"""Read inline Markdown; text without any of ``* _ ` [ \`` is plain and costs nothing.

    White space is folded. Unpaired marks are shown literally, as in Markdown.
    """
    if len(text) > MAX_PROSE_LENGTH:
        message = f"prose has at most {MAX_PROSE_LENGTH} characters, this has {len(text)}"
        return ParseError(message, MAX_PROSE_LENGTH, len(text) - MAX_PROSE_LENGTH, "shorten it")
    folded = _WHITE_SPACE.sub(" ", text).strip(" ")
    if not _MARKUP.search(folded):
        return make_text(folded)
    reader = _InlineParser("zero").enable(["emphasis", "backticks", "link", "escape"])
    tokens = reader.parseInline(folded)[0].children or []
    try:
        _reject_deep_nesting(tokens)
        return tuple(_build_spans(iter(tokens), folded, until=""))
    except ParseFailure as failure:
        return failure.error


def _build_spans(tokens: Iterator[Token], text: str, until: str) -> Iterator[Span]:
    """Yield spans up to the token that closes them."""
    for token in tokens:
        match token.type:
            case "text" | "text_special":
                if token.content:
                    _reject_broken_link(token.content, text)
                    yield Plain(token.content)
            case "code_inline":
                yield Code(token.content)
            case "em_open":
                yield Emphasis(tuple(_build_spans(tokens, text, "em_close")))
            case "strong_open":
                yield Strong(tuple(_build_spans(tokens, text, "strong_close")))
            case "link_open":
                yield _build_link(token, tuple(_build_spans(tokens, text, "link_close")), text)
            case closing if closing == until:
                return
            case unknown:  # no other rule of markdown-it is enabled
                raise AssertionError(f"unexpected token {unknown}")


def _reject_deep_nesting(tokens: Iterable[Token]) -> None:
    depth = 0
    for token in tokens:
        depth += token.nesting
        if depth > _MAX_DEPTH:
            raise ParseFailure(f"marks are nested more than {_MAX_DEPTH} deep", hint="leave out some `*` and `_`")


def _build_link(token: Token, words: Text, text: str) -> Link:
    target = str(token.attrs.get("href", ""))
    offset = max(text.find(f"]({target}") + 2, 0)
    hint = f"write `[words]({target})`"
    if "title" in token.attrs:
        raise ParseFailure("a link in prose has no title", offset, len(target), hint)
    if not words:
        raise ParseFailure(f"the link to '{target}' has no words", max(offset - 2, 0), 2, hint)
    address = _resolve_address(target)
    if isinstance(address, ParseError):
        raise ParseFailure(address.message, offset + address.offset, address.width, address.hint)
    return Link(words, address)


def _resolve_address(target: str) -> Address | ParseError:
    kind, colon, name = target.partition(":")
    if colon and kind in _FOLDERS:
        known = parse_id(name)
        if isinstance(known, ParseError):
            return ParseError(known.message, len(kind) + 1 + known.offset, known.width, known.hint)
        return PageAddress(f"{_FOLDERS[kind]}/{known}.md")
    url = check_url(target)
    if not isinstance(url, ParseError):
        return WebAddress(url)
    if "://" in target or target.startswith("mailto:"):
        return url
    kinds = ", ".join(f"{kind}:ID" for kind in _FOLDERS)
    hint = url.hint or f"write a whole address that begins with https://, or one of {kinds}"
    return ParseError(f"a link may not point to '{target}'", 0, max(len(target), 1), hint)


def _reject_broken_link(words: str, text: str) -> None:
    """Refuse a link that was meant but not read, such as one with a space in its address."""
    if "](" in words and (found := _BROKEN_LINK.search(text)) and "\\" not in text:
        hint = "an address has no spaces and its brackets are closed; write `\\]` for a bracket that ends no link"
        raise ParseFailure("this link cannot be read", found.start(), 2, hint)
