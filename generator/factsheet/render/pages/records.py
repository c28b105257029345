"""The pages of sources, actors and places, and their indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from factsheet.model.dates.points import render_date
from factsheet.model.records import Actor, Fact, Place, Source
from factsheet.model.text.spans import Link, Role, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Block, Blocks, Heading, Page, Paragraph
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_actor_address,
    build_place_address,
    build_source_address,
    join_texts,
    join_with_and,
    link_actor,
    link_place,
    link_to,
    render_source_letter,
    to_text,
)
from factsheet.render.pages.lists import build_fact_list, build_index_entry, build_index_page, build_particulars
from factsheet.render.pages.rows import build_fact_rows
from factsheet.render.pages.sheet import shorten_description

_UNKNOWN = "not given in our copy"


def build_source_page(one: Source, context: PageContext) -> Page:
    """Return the page of a source, its facts in the order of its passages."""
    facts = context.catalog.cited_by[one.id]
    title = one.title or one.label
    blocks: list[Block] = [
        Heading(1, make_text(title)),
        Paragraph(
            to_text(render_source_letter(one, context), " ", one.label, ", ", format_count(len(facts), "fact")),
            Role.META,
        ),
        build_particulars("source", tuple(_list_source_particulars(one, context))),
    ]
    if one.note:
        blocks.append(Paragraph(one.note, Role.CAVEAT))
    blocks += [Heading(2, make_text("Independence"), "independence"), Paragraph(_render_based_on(one, context))]
    blocks += _build_unknown(one)
    blocks += _build_facts(one, facts, context)
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


def _build_facts(one: Source, facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return the facts of a source under the paragraph in which the first passage of each begins."""
    placed = [(next(iter(context.list_proofs(fact, one)), None), fact) for fact in facts]
    placed.sort(key=lambda pair: (pair[0].start if pair[0] else -1, pair[1].id))
    blocks: list[Block] = [Heading(2, make_text("Facts drawn from it"), "facts")] if placed else []
    for paragraph, group in groupby(placed, key=lambda pair: pair[0].paragraph if pair[0] else 0):
        name = f"Paragraph {paragraph}" if paragraph else "Passage not proved"
        anchor = f"paragraph-{paragraph}" if paragraph else "not-proved"
        blocks += [Heading(3, make_text(name), anchor), build_fact_rows((fact for _, fact in group), context)]
    return tuple(blocks)


def _list_source_particulars(one: Source, context: PageContext) -> Iterator[tuple[str, Text]]:
    yield "Title", make_text(one.title or _UNKNOWN)
    yield "By", make_text(", ".join(one.authors) or _UNKNOWN)
    publisher = context.catalog.actors[one.publisher.id] if one.publisher else None
    yield "Published by", to_text(link_actor(publisher)) if publisher else make_text(_UNKNOWN)
    yield "Date", make_text(render_date(one.published) if one.published else _UNKNOWN)
    yield "Kind", make_text(f"{one.type.value}, {one.nature.value}")
    yield ("Address", to_text(Link(make_text(one.url), WebAddress(one.url))) if one.url else make_text(_UNKNOWN))
    if copy := context.lock.find_snapshot(one.id):
        yield ("Our copy", make_text(f"{format_count(copy.paragraphs, 'paragraph')}, SHA-256 {copy.sha256[:16]}…"))


def _render_based_on(one: Source, context: PageContext) -> Text:
    if not one.based_on:
        return make_text("This source names no other that it is based on.")
    catalog = context.catalog
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


def build_sources_index(context: PageContext) -> Page:
    """Return the list of all sources."""
    entries = tuple(
        build_index_entry(
            to_text(
                render_source_letter(one, context), " ", link_to(build_source_address(one.id), one.title or one.label)
            ),
            f"{one.label}, {render_date(one.published) if one.published else 'date not known'}",
            len(context.catalog.cited_by[one.id]),
        )
        for one in context.sources
    )
    return build_index_page("sources", "Sources", format_count(len(entries), "source"), entries)


def build_actor_page(one: Actor, context: PageContext) -> Page:
    """Return the page of an actor: what they said, and what is said of them."""
    catalog = context.catalog
    said, about = catalog.said_by[one.id], catalog.about_actor[one.id]
    published = tuple(
        source for source in catalog.sources.values() if source.publisher and source.publisher.id == one.id
    )
    blocks: list[Block] = [Heading(1, make_text(one.name))]
    if one.description:
        blocks.append(Paragraph(one.description, Role.LEDE))
    blocks.append(build_particulars("actor", tuple(_list_actor_particulars(one, context))))
    if published:
        links = join_texts(
            [to_text(link_to(build_source_address(source.id), source.title or source.label)) for source in published]
        )
        blocks += [Heading(2, make_text("Published"), "published"), Paragraph(links)]
    blocks += build_fact_list("What goes back to them", "said", said, context)
    blocks += build_fact_list("What is said of them", "about", about, context)
    if not (said or about or published):
        blocks.append(Paragraph(make_text("No fact names them; they are named in the credits of a source.")))
    return Page(
        uri=build_actor_address(one.id).uri,
        title=one.name,
        description=shorten_description(
            strip_markup(one.description) or f"Facts that go back to {one.name} or speak of them."
        ),
        blocks=tuple(blocks),
        edit_file=one.locations.whole.file,
        edit_line=one.locations.whole.line,
        kind="actor",
    )


def _list_actor_particulars(one: Actor, context: PageContext) -> Iterator[tuple[str, Text]]:
    yield "Kind", make_text(one.kind.value)
    if one.role:
        yield "Role", make_text(one.role)
    if one.affiliation:
        yield "Of", to_text(link_actor(context.catalog.actors[one.affiliation.id]))
    members = [other for other in context.catalog.actors.values() if _is_member(other, one)]
    if members:
        yield "Speaks through", join_texts([to_text(link_actor(member)) for member in members])
    based = [source for source in context.catalog.sources.values() if any(ref.id == one.id for ref in source.based_on)]
    if based:
        yield (
            "Drawn on by",
            join_texts([to_text(link_to(build_source_address(source.id), source.label)) for source in based]),
        )


def _is_member(member: Actor, body: Actor) -> bool:
    return member.affiliation is not None and member.affiliation.id == body.id


def build_place_page(one: Place, context: PageContext) -> Page:
    """Return the page of a place."""
    catalog = context.catalog
    facts = catalog.about_place[one.id]
    inside = [other for other in catalog.places.values() if other.within and other.within.id == one.id]
    about: list[tuple[str, Text]] = [("Kind", make_text(one.kind.value))]
    if one.within:
        about.append(("In", to_text(link_place(catalog.places[one.within.id]))))
    if inside:
        about.append(("Holds", join_texts([to_text(link_place(other)) for other in inside])))
    blocks: list[Block] = [Heading(1, make_text(one.name))]
    if one.description:
        blocks.append(Paragraph(one.description, Role.LEDE))
    blocks.append(build_particulars("place", tuple(about)))
    blocks += build_fact_list("Facts about it", "facts", facts, context)
    if not facts:
        blocks.append(Paragraph(make_text("No fact names it by itself; see the places that it holds.")))
    return Page(
        uri=build_place_address(one.id).uri,
        title=one.name,
        description=shorten_description(
            strip_markup(one.description) or f"{one.name} ({one.kind.value}): {format_count(len(facts), 'fact')}."
        ),
        blocks=tuple(blocks),
        edit_file=one.locations.whole.file,
        edit_line=one.locations.whole.line,
        kind="place",
    )


def build_actors_index(context: PageContext) -> Page:
    """Return the list of all actors."""
    catalog = context.catalog
    entries = tuple(
        build_index_entry(
            to_text(link_actor(one)),
            one.role or one.kind.value,
            len({fact.id for fact in (*catalog.said_by[one.id], *catalog.about_actor[one.id])}),
        )
        for one in sorted(catalog.actors.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return build_index_page(
        "actors", "Actors", format_count(len(entries), "person or body", "people and bodies"), entries
    )


def build_places_index(context: PageContext) -> Page:
    """Return the list of all places."""
    catalog = context.catalog
    entries = tuple(
        build_index_entry(to_text(link_place(one)), one.kind.value, len(catalog.about_place[one.id]))
        for one in sorted(catalog.places.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return build_index_page("places", "Places", format_count(len(entries), "place"), entries)
