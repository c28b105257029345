"""Blocks -> a whole HTML document, for the few that stand outside the pages, such as cards to embed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

import markdown

from generator.blocks import Blocks
from generator.writers import escape
from generator.writers.markdown import write_blocks

_EXTENSIONS = ("attr_list", "md_in_html", "tables")
"""Those that the pages themselves are read with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An HTML document of the site that MkDocs does not make."""

    uri: str
    """Its path from the root of the site."""
    title: str
    """Plain text."""
    blocks: Blocks
    kind: str
    """What sort of document it is; the style sheet dresses it by this."""
    style: str
    """Its style sheet, by the path from the root of the site."""
    canonical: str = ""
    """The address of the page that search engines are to show instead; empty where it is not known."""


def write_document(document: Document) -> str:
    """Return a document without scripts; its HTML is what Python-Markdown makes of the blocks' Markdown.

    Raises:
        TypeError: when a bare `str` stands where a text belongs.
    """
    body = markdown.markdown(write_blocks(document.blocks, document.uri), extensions=list(_EXTENSIONS))
    sheet = posixpath.relpath(f"/{document.style}", f"/{posixpath.dirname(document.uri)}")
    canonical = escape.attribute(document.canonical)
    leads = f'<link rel="canonical" href="{canonical}">\n' if canonical else ""
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n<base target="_top">\n'
        f"<title>{escape.inline(document.title)}</title>\n{leads}"
        f'<link rel="stylesheet" href="{escape.attribute(sheet)}">\n</head>\n'
        f'<body class="fs-{escape.attribute(document.kind)}">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )
