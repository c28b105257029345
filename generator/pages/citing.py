"""How to cite a page of this site."""

from __future__ import annotations

from generator.blocks import Block, Box, FileAddress, Link, Paragraph, plain
from generator.pages.edition import Edition
from generator.pages.phrases import say
from generator.roles import Role


def cite_box(title: str, path: str, after: str, edition: Edition, json: FileAddress | None = None) -> Box:
    """Return a line to copy: the site, what is cited, the sources behind it, the edition, the address."""
    settings = edition.settings
    credit = f", after {after}" if after else ""
    address = f" {settings.site_url}{path}" if settings.site_url else ""
    line = f"{settings.site_name}: “{title}”{credit}. Edition {edition.mark}.{address}"
    blocks: list[Block] = [Paragraph(plain(line))]
    if json:
        blocks.append(Paragraph(say(Link(plain("JSON"), json)), Role.ACTIONS))
    return Box(Role.CITE, tuple(blocks))
