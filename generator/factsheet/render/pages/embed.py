"""A fact as a card for other sites: its value with the hedge, how far it is known, who says it, and when."""

from __future__ import annotations

import html

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import FileAddress, Text, plain, without_links, words_of
from factsheet.model.text.wording import number_of
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.document.blocks import Block, Blocks, Heading, Paragraph, Verbatim
from factsheet.render.pages.citations import address_of
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    date_mark,
    fact_marks,
    independence_mark,
    say,
    spaced,
    to,
    value_text,
)
from factsheet.render.pages.rows import route

HEIGHT = 250
"""Pixels of the frame: what a card with a long statement takes at 320 pixels."""


def card_file(name: str) -> FileAddress:
    """Return the card of a fact, as a file of the site."""
    return FileAddress(f"embed/{name}/index.html")


def embedding(fact: Fact, edition: Edition) -> Blocks:
    """Return the line of HTML to copy, and a link to the card."""
    title = html.escape(words_of(fact.statement))
    address = html.escape(address_of(f"embed/{fact.id}/", edition))
    frame = (
        f'<iframe src="{address}" title="{title}" width="100%" height="{HEIGHT}" '
        'loading="lazy" style="border:0"></iframe>'
    )
    words = "; it runs no script and keeps the hedge, the standing and the date with the number."
    return (Verbatim(frame, "html"), Paragraph(say(to(card_file(fact.id), "See the card"), words)))


def card(fact: Fact, edition: Edition) -> Blocks:
    """Return what stands on the card of a fact; its links are paths of the built site."""
    marks = (independence_mark(fact, edition), date_mark(fact))
    blocks: list[Block] = []
    if fact.lifecycle is not Lifecycle.CURRENT:
        blocks.append(Paragraph(plain(fact.lifecycle.meaning), Role.CAVEAT))
    if fact.value:
        blocks.append(Paragraph(value_text(fact.value), Role.VALUE))
    site = to(FileAddress(""), edition.settings.site_name)
    blocks += [
        Heading(1, say(to(FileAddress(f"facts/{fact.id}/"), without_links(fact.statement)))),
        Paragraph(say(fact_marks(fact), " ", spaced(*(one for one in marks if one))), Role.META),
        Paragraph(_credit(fact, edition), Role.ROUTE),
        Paragraph(say(site, f", edition {edition.mark}"), Role.CITATION),
    ]
    return tuple(blocks)


def _credit(fact: Fact, edition: Edition) -> Text:
    """Return who says it: the route to each source that supports the fact, without links."""
    if fact.derived:
        return plain(f"Worked out from {number_of(len(fact.derived.inputs), 'other fact')}.")
    told = [tie for tie in fact.evidence if tie.relation is Relation.SUPPORTS]
    routes = dict.fromkeys(without_links(route(tie, edition)) for tie in told)
    joined: Text = ()
    for one in routes:
        joined = say(joined, "; ", one) if joined else one
    return joined
