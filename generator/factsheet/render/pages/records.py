"""The pages of actors and places: who and where, and every fact that goes with them."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model.records import Actor, Place
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Text, make_text, strip_markup
from factsheet.model.text.wording import format_count
from factsheet.render.document.blocks import Block, Heading, Page, Paragraph
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_actor_address,
    build_place_address,
    build_source_address,
    join_texts,
    link_actor,
    link_place,
    link_to,
    to_text,
)
from factsheet.render.pages.listings import (
    build_fact_list,
    build_index_entry,
    build_index_page,
    build_particulars,
)
from factsheet.render.pages.sheet import shorten_description


def build_actor_page(one: Actor, edition: PageContext) -> Page:
    """Return the page of an actor: what they said, and what is said of them."""
    catalog = edition.catalog
    said, about = catalog.said_by[one.id], catalog.about_actor[one.id]
    published = tuple(
        source for source in catalog.sources.values() if source.publisher and source.publisher.id == one.id
    )
    blocks: list[Block] = [Heading(1, make_text(one.name))]
    if one.description:
        blocks.append(Paragraph(one.description, Role.LEDE))
    blocks.append(build_particulars("actor", tuple(_list_actor_particulars(one, edition))))
    if published:
        links = join_texts(
            [
                to_text(link_to(build_source_address(source.id), source.title or source.label))
                for source in published
            ]
        )
        blocks += [Heading(2, make_text("Published"), "published"), Paragraph(links)]
    blocks += build_fact_list("What goes back to them", "said", said, edition)
    blocks += build_fact_list("What is said of them", "about", about, edition)
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


def _list_actor_particulars(one: Actor, edition: PageContext) -> Iterator[tuple[str, Text]]:
    yield "Kind", make_text(one.kind.value)
    if one.role:
        yield "Role", make_text(one.role)
    if one.affiliation:
        yield "Of", to_text(link_actor(edition.catalog.actors[one.affiliation.id]))
    members = [other for other in edition.catalog.actors.values() if _is_member(other, one)]
    if members:
        yield "Speaks through", join_texts([to_text(link_actor(member)) for member in members])
    based = [
        source
        for source in edition.catalog.sources.values()
        if any(ref.id == one.id for ref in source.based_on)
    ]
    if based:
        yield (
            "Drawn on by",
            join_texts([to_text(link_to(build_source_address(source.id), source.label)) for source in based]),
        )


def _is_member(member: Actor, body: Actor) -> bool:
    return member.affiliation is not None and member.affiliation.id == body.id


def build_place_page(one: Place, edition: PageContext) -> Page:
    """Return the page of a place."""
    catalog = edition.catalog
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
    blocks += build_fact_list("Facts about it", "facts", facts, edition)
    if not facts:
        blocks.append(Paragraph(make_text("No fact names it by itself; see the places that it holds.")))
    return Page(
        uri=build_place_address(one.id).uri,
        title=one.name,
        description=shorten_description(
            strip_markup(one.description)
            or f"{one.name} ({one.kind.value}): {format_count(len(facts), 'fact')}."
        ),
        blocks=tuple(blocks),
        edit_file=one.locations.whole.file,
        edit_line=one.locations.whole.line,
        kind="place",
    )


def build_actors_index(edition: PageContext) -> Page:
    """Return the list of all actors."""
    catalog = edition.catalog
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


def build_places_index(edition: PageContext) -> Page:
    """Return the list of all places."""
    catalog = edition.catalog
    entries = tuple(
        build_index_entry(to_text(link_place(one)), one.kind.value, len(catalog.about_place[one.id]))
        for one in sorted(catalog.places.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return build_index_page("places", "Places", format_count(len(entries), "place"), entries)
