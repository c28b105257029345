"""Blocks -> HTML, for what MkDocs does not make: cards to embed and the messages of a preview."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import markdown

from factsheet.render.blocks import Blocks
from factsheet.render.markdown.inline import escape_attribute, escape_inline
from factsheet.render.markdown.pages import write_blocks

_EXTENSIONS = ("attr_list", "md_in_html", "tables")
"""Those with which the pages themselves are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlDocument:
    """An HTML document of the site that MkDocs does not make."""

    uri: str
    """Its path from the root of the site."""
    title: str
    """Plain text."""
    blocks: Blocks
    kind: str
    """What sort of document it is, for the style sheet."""
    style: str
    """Its style sheet, by the path from the root of the site."""
    icon: str
    """Its icon, likewise; without one, browsers request `/favicon.ico` from the host."""
    canonical: str = ""
    """The address of the page that search engines should show instead; empty where it is not known."""


def write_html_document(document: HtmlDocument) -> str:
    """Return a document without scripts; its HTML is what Python-Markdown makes of the blocks' Markdown."""
    body = _convert_block(write_blocks(document.blocks, document.uri))
    here = f"/{posixpath.dirname(document.uri)}"
    sheet, icon = (posixpath.relpath(f"/{path}", here) for path in (document.style, document.icon))
    canonical = escape_attribute(document.canonical)
    canonical_link = f'<link rel="canonical" href="{canonical}">\n' if canonical else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<base target="_top">\n'
        f"<title>{escape_inline(document.title)}</title>\n{canonical_link}"
        f'<link rel="icon" href="{escape_attribute(icon)}">\n'
        f'<link rel="stylesheet" href="{escape_attribute(sheet)}">\n</head>\n'
        f'<body class="fs-{escape_attribute(document.kind)}">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def write_alert(blocks: Blocks, style: str) -> str:
    """Return blocks as an alert to put above a page; `style` is the address of its style sheet."""
    return (
        f'<link rel="stylesheet" href="{escape_attribute(style)}">\n'
        '<div class="fs-panel md-typeset" role="alert" tabindex="0" data-search-exclude>\n'
        f"{_convert_block(write_blocks(blocks, ''))}\n</div>\n"
    )


@lru_cache(maxsize=1024)
def _convert_block(text: str) -> str:
    """Return the HTML of our own Markdown; a preview requests the same cards at each save."""
    return convert_markdown(text, _EXTENSIONS, {})


def convert_markdown(text: str, extensions: Iterable[str], options: Mapping[str, Any]) -> str:
    """Return the HTML of Markdown with some extensions and the options of each."""
    return markdown.markdown(text, extensions=[*extensions], extension_configs=dict(options))
