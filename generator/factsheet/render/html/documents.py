"""Blocks -> HTML, for what MkDocs does not make: cards to embed and the messages of a preview."""

from factsheet.render.blocks import VERSION_MARK, Blocks
from factsheet.render.html.pages import compute_version, write_html_blocks
from factsheet.render.markdown.inline import build_relative_path, escape_attribute, escape_inline
from factsheet.theme import CARD_STYLE_SHEET


def write_card(uri: str, title: str, content: Blocks, *, icon: str, canonical: str = "") -> str:
    """Return a card at a path of the site, a document without scripts; its title is plain text.

    Without an icon, given by its path from the root of the site, browsers request `/favicon.ico` from the host.
    `canonical` is the address of the page that search engines should show instead; empty where it is not known.
    """
    folder = uri[: uri.rfind("/") + 1]
    body = write_html_blocks(content, folder)
    body = body.replace(VERSION_MARK, compute_version(body))
    sheet, icon = (escape_attribute(build_relative_path(path, folder)) for path in (CARD_STYLE_SHEET, icon))
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
        f"{write_html_blocks(blocks, '')}\n</div>\n"
    )
