"""The pages of actors and places: who and where, and every fact that goes with them."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model.records import Actor, Place
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Text, plain, words_of
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Heading, Page, Paragraph
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    actor_link,
    actor_page,
    listed,
    place_link,
    place_page,
    say,
    source_page,
    to,
)
from factsheet.render.pages.listings import index_entry, index_page, listing, particulars
from factsheet.render.pages.sheet import shortened


def actor(one: Actor, edition: Edition) -> Page:
    """Return the page of an actor: what they said, and what is said of them."""
    catalog = edition.catalog
    said, about = catalog.said_by[one.id], catalog.about_actor[one.id]
    published = tuple(
        source for source in catalog.sources.values() if source.publisher and source.publisher.id == one.id
    )
    blocks: list[Block] = [Heading(1, plain(one.name))]
    if one.description:
        blocks.append(Paragraph(one.description, Role.LEDE))
    blocks.append(particulars("actor", tuple(_of_actor(one, edition))))
    if published:
        links = listed(
            [say(to(source_page(source.id), source.title or source.label)) for source in published]
        )
        blocks += [Heading(2, plain("Published"), "published"), Paragraph(links)]
    blocks += listing("What goes back to them", "said", said, edition)
    blocks += listing("What is said of them", "about", about, edition)
    if not (said or about or published):
        blocks.append(Paragraph(plain("No fact names them; they are named in the credits of a source.")))
    return Page(
        uri=actor_page(one.id).uri,
        title=one.name,
        description=shortened(
            words_of(one.description) or f"Facts that go back to {one.name} or speak of them."
        ),
        blocks=tuple(blocks),
        edit_file=one.where.whole.file,
        edit_line=one.where.whole.line,
        kind="actor",
    )


def _of_actor(one: Actor, edition: Edition) -> Iterator[tuple[str, Text]]:
    yield "Kind", plain(one.kind.value)
    if one.role:
        yield "Role", plain(one.role)
    if one.affiliation:
        yield "Of", say(actor_link(edition.catalog.actors[one.affiliation.id]))
    members = [other for other in edition.catalog.actors.values() if _belongs(other, one)]
    if members:
        yield "Speaks through", listed([say(actor_link(member)) for member in members])
    based = [
        source
        for source in edition.catalog.sources.values()
        if any(ref.id == one.id for ref in source.based_on)
    ]
    if based:
        yield "Drawn on by", listed([say(to(source_page(source.id), source.label)) for source in based])


def _belongs(member: Actor, body: Actor) -> bool:
    return member.affiliation is not None and member.affiliation.id == body.id


def place(one: Place, edition: Edition) -> Page:
    """Return the page of a place."""
    catalog = edition.catalog
    facts = catalog.about_place[one.id]
    inside = [other for other in catalog.places.values() if other.within and other.within.id == one.id]
    about: list[tuple[str, Text]] = [("Kind", plain(one.kind.value))]
    if one.within:
        about.append(("In", say(place_link(catalog.places[one.within.id]))))
    if inside:
        about.append(("Holds", listed([say(place_link(other)) for other in inside])))
    blocks: list[Block] = [Heading(1, plain(one.name))]
    if one.description:
        blocks.append(Paragraph(one.description, Role.LEDE))
    blocks.append(particulars("place", tuple(about)))
    blocks += listing("Facts about it", "facts", facts, edition)
    if not facts:
        blocks.append(Paragraph(plain("No fact names it by itself; see the places that it holds.")))
    return Page(
        uri=place_page(one.id).uri,
        title=one.name,
        description=shortened(
            words_of(one.description) or f"{one.name} ({one.kind.value}): {number_of(len(facts), 'fact')}."
        ),
        blocks=tuple(blocks),
        edit_file=one.where.whole.file,
        edit_line=one.where.whole.line,
        kind="place",
    )


def actors_index(edition: Edition) -> Page:
    """Return the list of all actors."""
    catalog = edition.catalog
    entries = tuple(
        index_entry(
            say(actor_link(one)),
            one.role or one.kind.value,
            len({fact.id for fact in (*catalog.said_by[one.id], *catalog.about_actor[one.id])}),
        )
        for one in sorted(catalog.actors.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return index_page(
        "actors", "Actors", number_of(len(entries), "person or body", "people and bodies"), entries
    )


def places_index(edition: Edition) -> Page:
    """Return the list of all places."""
    catalog = edition.catalog
    entries = tuple(
        index_entry(say(place_link(one)), one.kind.value, len(catalog.about_place[one.id]))
        for one in sorted(catalog.places.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return index_page("places", "Places", number_of(len(entries), "place"), entries)
