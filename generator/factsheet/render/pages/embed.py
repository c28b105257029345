"""A fact as a card for other sites: its value with the hedge, how far it is known, who says it, and when."""

from __future__ import annotations

import html

from factsheet.model.records import Fact
from factsheet.model.text.spans import FileAddress, Role, Text, make_text, strip_links, strip_markup
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.blocks import Block, Blocks, Heading, Paragraph, Verbatim
from factsheet.render.pages.citations import build_page_url
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    join_texts,
    join_with_spaces,
    link_to,
    render_fact_date,
    render_fact_marks,
    render_independence,
    render_value,
    to_text,
)
from factsheet.render.pages.rows import render_route

_FRAME_HEIGHT = 250
"""In pixels: the height of a card with a long statement in a frame 320 pixels wide."""


def build_card_address(name: str) -> FileAddress:
    """Return the card of a fact, as a file of the site."""
    return FileAddress(f"embed/{name}/index.html")


def build_embed_code(fact: Fact, context: PageContext) -> Blocks:
    """Return the line of HTML to copy, and a link to the card."""
    title = html.escape(strip_markup(fact.statement))
    address = html.escape(build_page_url(f"embed/{fact.id}/", context))
    frame = (
        f'<iframe src="{address}" title="{title}" width="100%" height="{_FRAME_HEIGHT}" '
        'loading="lazy" style="border:0"></iframe>'
    )
    words = "; it runs no script and keeps the hedge, the standing and the date with the number."
    return (Verbatim(frame, "html"), Paragraph(to_text(link_to(build_card_address(fact.id), "See the card"), words)))


def build_card(fact: Fact, context: PageContext) -> Blocks:
    """Return the contents of the card of a fact; its links are paths of the built site."""
    blocks: list[Block] = []
    if fact.lifecycle is not Lifecycle.CURRENT:
        blocks.append(Paragraph(make_text(fact.lifecycle.meaning), Role.CAVEAT))
    if fact.value:
        blocks.append(Paragraph(render_value(fact.value), Role.VALUE))
    marks = join_with_spaces(render_fact_marks(fact), render_independence(fact, context), render_fact_date(fact))
    site = link_to(FileAddress(""), context.settings.site_name)
    blocks += [
        Heading(1, to_text(link_to(FileAddress(f"facts/{fact.id}/"), strip_links(fact.statement)))),
        Paragraph(marks, Role.META),
        Paragraph(_render_credit(fact, context), Role.ROUTE),
        Paragraph(to_text(site, f", edition {context.build_id}"), Role.CITATION),
    ]
    return tuple(blocks)


def _render_credit(fact: Fact, context: PageContext) -> Text:
    """Return who says it: the route to each source that supports the fact, without links."""
    if fact.derived:
        return make_text(f"Worked out from {format_count(len(fact.derived.inputs), 'other fact')}.")
    support = (evidence for evidence in fact.evidence if evidence.relation is Relation.SUPPORTS)
    return join_texts(dict.fromkeys(strip_links(render_route(evidence, context)) for evidence in support), "; ")
