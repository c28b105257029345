"""Blocks -> HTML, for what MkDocs does not make: cards to embed and the messages of a preview."""

import posixpath
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import markdown

from factsheet.render.blocks import Blocks
from factsheet.render.markdown.inline import escape_attribute, escape_inline
from factsheet.render.markdown.pages import write_blocks
from factsheet.theme import CARD_STYLE_SHEET

_EXTENSIONS = ("attr_list", "md_in_html", "tables")
"""Those with which the pages themselves are read."""


def write_card(uri: str, title: str, content: Blocks, *, icon: str, canonical: str = "") -> str:
    """Return a card at a path of the site, a document without scripts; its title is plain text.

    Without an icon, given by its path from the root of the site, browsers request `/favicon.ico` from the host.
    `canonical` is the address of the page that search engines should show instead; empty where it is not known.
    """
    body = _convert_block(write_blocks(content, uri))
    here = f"/{posixpath.dirname(uri)}"
    sheet, icon = (escape_attribute(posixpath.relpath(f"/{path}", here)) for path in (CARD_STYLE_SHEET, icon))
    canonical_link = f'<link rel="canonical" href="{escape_attribute(canonical)}">\n' if canonical else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<base target="_top">\n'
        f"<title>{escape_inline(title)}</title>\n{canonical_link}"
        f'<link rel="icon" href="{icon}">\n<link rel="stylesheet" href="{sheet}">\n</head>\n'
        f'<body class="fs-card">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
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
