"""The page of a source: what it is, what is not known about it, and what is drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from factsheet.model.dates import render_date
from factsheet.model.records import Fact, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, Text, WebAddress, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.document.blocks import Block, Blocks, Heading, Page, Paragraph
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_source_address,
    join_texts,
    join_with_and,
    link_actor,
    link_to,
    render_source_letter,
    to_text,
)
from factsheet.render.pages.listings import build_index_entry, build_index_page, build_particulars
from factsheet.render.pages.rows import build_fact_rows
from factsheet.render.pages.sheet import shorten_description

_UNKNOWN = "not given in our copy"


def build_source_page(one: Source, edition: PageContext) -> Page:
    """Return the page of a source, its facts in the order of its passages."""
    facts = edition.catalog.cited_by[one.id]
    title = one.title or one.label
    blocks: list[Block] = [
        Heading(1, make_text(title)),
        Paragraph(
            to_text(
                render_source_letter(one, edition), " ", one.label, ", ", format_count(len(facts), "fact")
            ),
            Role.META,
        ),
        build_particulars("source", tuple(_list_source_particulars(one, edition))),
    ]
    if one.note:
        blocks.append(Paragraph(one.note, Role.CAVEAT))
    blocks += [
        Heading(2, make_text("Independence"), "independence"),
        Paragraph(_render_based_on(one, edition)),
    ]
    blocks += _build_unknown(one)
    blocks += _build_facts(one, facts, edition)
    return Page(
        uri=build_source_address(one.id).uri,
        title=title,
        description=shorten_description(
            f"What is drawn from {title}, passage by passage: {format_count(len(facts), 'fact')}."
        ),
        blocks=tuple(blocks),
        edit_file=one.locations.whole.file,
        edit_line=one.locations.whole.line,
        kind="source",
    )


def _build_unknown(one: Source) -> Blocks:
    """Say what our copy of a source does not tell about it."""
    given = {
        "its title": one.title,
        "who wrote it": one.authors,
        "who published it": one.publisher,
        "when it was published": one.published,
        "its address": one.url,
    }
    missing = [name for name, value in given.items() if not value]
    told = f"Nothing of this is missing: our copy tells {join_with_and(list(given))}."
    words = f"Our copy does not tell {join_with_and(missing)}." if missing else told
    return (Heading(2, make_text("What is not known about it"), "unknown"), Paragraph(make_text(words)))


def _build_facts(one: Source, facts: Iterable[Fact], edition: PageContext) -> Blocks:
    """Return the facts of a source under the paragraph in which the first passage of each begins."""
    placed = [(next(iter(edition.list_proofs(fact, one)), None), fact) for fact in facts]
    placed.sort(key=lambda pair: (pair[0].start if pair[0] else -1, pair[1].id))
    blocks: list[Block] = [Heading(2, make_text("Facts drawn from it"), "facts")] if placed else []
    for paragraph, group in groupby(placed, key=lambda pair: pair[0].paragraph if pair[0] else 0):
        name = f"Paragraph {paragraph}" if paragraph else "Passage not proved"
        anchor = f"paragraph-{paragraph}" if paragraph else "not-proved"
        blocks += [Heading(3, make_text(name), anchor), build_fact_rows((fact for _, fact in group), edition)]
    return tuple(blocks)


def _list_source_particulars(one: Source, edition: PageContext) -> Iterator[tuple[str, Text]]:
    yield "Title", make_text(one.title or _UNKNOWN)
    yield "By", make_text(", ".join(one.authors) or _UNKNOWN)
    publisher = edition.catalog.actors[one.publisher.id] if one.publisher else None
    yield "Published by", to_text(link_actor(publisher)) if publisher else make_text(_UNKNOWN)
    yield "Date", make_text(render_date(one.published) if one.published else _UNKNOWN)
    yield "Kind", make_text(f"{one.type.value}, {one.nature.value}")
    yield (
        "Address",
        to_text(Link(make_text(one.url), WebAddress(one.url))) if one.url else make_text(_UNKNOWN),
    )
    if copy := edition.lock.find_snapshot(one.id):
        yield (
            "Our copy",
            make_text(f"{format_count(copy.paragraphs, 'paragraph')}, SHA-256 {copy.sha256[:16]}…"),
        )


def _render_based_on(one: Source, edition: PageContext) -> Text:
    if not one.based_on:
        return make_text("This source names no other that it is based on.")
    catalog = edition.catalog
    links = [
        to_text(link_to(build_source_address(ref.id), catalog.sources[ref.id].label))
        if ref.id in catalog.sources
        else to_text(link_actor(catalog.actors[ref.id]))
        for ref in one.based_on
    ]
    return to_text(
        "By its own account it is based on ",
        join_texts(links),
        ". Where it agrees with one of them, the two count as one source.",
    )


def build_sources_index(edition: PageContext) -> Page:
    """Return the list of all sources."""
    entries = tuple(
        build_index_entry(
            to_text(
                render_source_letter(one, edition),
                " ",
                link_to(build_source_address(one.id), one.title or one.label),
            ),
            f"{one.label}, {render_date(one.published) if one.published else 'date not known'}",
            len(edition.catalog.cited_by[one.id]),
        )
        for one in edition.sources
    )
    return build_index_page("sources", "Sources", format_count(len(entries), "source"), entries)
