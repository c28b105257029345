"""The pages of sources, actors and places: who and where, and every fact that goes with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.blocks import (
    Block,
    Blocks,
    Box,
    Heading,
    Link,
    Page,
    Paragraph,
    Table,
    Text,
    WebAddress,
    plain,
    words_of,
)
from generator.dates import spoken_date
from generator.model import Actor, Fact, Place, Source
from generator.pages.edition import Edition
from generator.pages.phrases import (
    actor_link,
    actor_page,
    listed,
    mark,
    place_link,
    place_page,
    say,
    source_mark,
    source_page,
    to,
)
from generator.pages.rows import rows
from generator.pages.sheet import shortened
from generator.roles import Role
from generator.wording import number_of

_UNKNOWN = "not given in our copy"


def source(one: Source, edition: Edition) -> Page:
    """Return the page of a source, its facts in the order of its passages."""
    facts = sorted(edition.catalog.drawn_from[one.id], key=lambda fact: _first_passage(fact, one, edition))
    title = one.title or one.label
    blocks: list[Block] = [
        Heading(1, plain(title)),
        Paragraph(
            say(source_mark(one, edition), " ", one.label, ", ", number_of(len(facts), "fact")), Role.META
        ),
        _particulars("source", tuple(_of_source(one, edition))),
    ]
    if one.note:
        blocks.append(Paragraph(one.note, Role.CAVEAT))
    blocks += [Heading(2, plain("Independence"), "independence"), Paragraph(_draws_on(one, edition))]
    blocks += _listing("Facts drawn from it", "facts", facts, edition)
    return Page(
        uri=source_page(one.id).uri,
        title=title,
        description=shortened(
            f"What is drawn from {title}, passage by passage: {number_of(len(facts), 'fact')}."
        ),
        blocks=tuple(blocks),
        edit_file=one.where.whole.file,
        edit_line=one.where.whole.line,
        kind="source",
    )


def _first_passage(fact: Fact, one: Source, edition: Edition) -> tuple[int, str]:
    proofs = (edition.proof(fact, tie) for tie in fact.evidence if tie.source.id == one.id)
    return (min((proof.start for proof in proofs if proof), default=0), fact.id)


def _of_source(one: Source, edition: Edition) -> Iterator[tuple[str, Text]]:
    yield "Title", plain(one.title or _UNKNOWN)
    yield "By", plain(", ".join(one.authors) or _UNKNOWN)
    publisher = edition.catalog.actors[one.publisher.id] if one.publisher else None
    yield "Published by", say(actor_link(publisher)) if publisher else plain(_UNKNOWN)
    yield "Date", plain(spoken_date(one.published) if one.published else _UNKNOWN)
    yield "Kind", plain(f"{one.type.value}, {one.nature.value}")
    yield "Address", say(Link(plain(one.url), WebAddress(one.url))) if one.url else plain(_UNKNOWN)
    copy = next((copy for copy in edition.lock.snapshots if copy.source == one.id), None)
    if copy:
        yield "Our copy", plain(f"{number_of(copy.paragraphs, 'paragraph')}, SHA-256 {copy.sha256[:16]}…")


def _draws_on(one: Source, edition: Edition) -> Text:
    if not one.based_on:
        return plain("This source names no other that it is based on.")
    catalog = edition.catalog
    links = [
        say(to(source_page(ref.id), catalog.sources[ref.id].label))
        if ref.id in catalog.sources
        else say(actor_link(catalog.actors[ref.id]))
        for ref in one.based_on
    ]
    return say(
        "By its own account it is based on ",
        listed(links),
        ". Where it agrees with one of them, the two count as one source.",
    )


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
    blocks.append(_particulars("actor", tuple(_of_actor(one, edition))))
    if published:
        links = listed(
            [say(to(source_page(source.id), source.title or source.label)) for source in published]
        )
        blocks += [Heading(2, plain("Published"), "published"), Paragraph(links)]
    blocks += _listing("What goes back to them", "said", said, edition)
    blocks += _listing("What is said of them", "about", about, edition)
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
    blocks.append(_particulars("place", tuple(about)))
    blocks += _listing("Facts about it", "facts", facts, edition)
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


def _listing(title: str, anchor: str, facts: Iterable[Fact], edition: Edition) -> Blocks:
    held = tuple(facts)
    return (Heading(2, plain(title), anchor), rows(held, edition)) if held else ()


def _particulars(noun: str, about: tuple[tuple[str, Text], ...]) -> Box:
    table = Table(
        header=(plain("What"), plain(f"Of this {noun}")),
        rows=tuple((plain(name), text) for name, text in about),
        caption=f"Particulars of this {noun}",
    )
    return Box(Role.PARTICULARS, (table,))


def sources_index(edition: Edition) -> Page:
    """Return the list of all sources."""
    sources = sorted(edition.catalog.sources.values(), key=lambda one: edition.letters[one.id])
    entries = tuple(
        _entry(
            say(source_mark(one, edition), " ", to(source_page(one.id), one.title or one.label)),
            f"{one.label}, {spoken_date(one.published) if one.published else 'date not known'}",
            len(edition.catalog.drawn_from[one.id]),
        )
        for one in sources
    )
    return _index("sources", "Sources", number_of(len(entries), "source"), entries)


def actors_index(edition: Edition) -> Page:
    """Return the list of all actors."""
    catalog = edition.catalog
    entries = tuple(
        _entry(
            say(actor_link(one)),
            one.role or one.kind.value,
            len({fact.id for fact in (*catalog.said_by[one.id], *catalog.about_actor[one.id])}),
        )
        for one in sorted(catalog.actors.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return _index("actors", "Actors", number_of(len(entries), "person or body", "people and bodies"), entries)


def places_index(edition: Edition) -> Page:
    """Return the list of all places."""
    catalog = edition.catalog
    entries = tuple(
        _entry(say(place_link(one)), one.kind.value, len(catalog.about_place[one.id]))
        for one in sorted(catalog.places.values(), key=lambda one: (one.name.casefold(), one.id))
    )
    return _index("places", "Places", number_of(len(entries), "place"), entries)


def _entry(name: Text, about: str, facts: int) -> Box:
    said = Box(Role.ROW_SAID, (Paragraph(name), Paragraph(plain(about), Role.META)))
    count = say(mark(Role.NUMBER, str(facts)), " ", "fact" if facts == 1 else "facts")
    return Box(Role.ROW, (said, Paragraph(count, Role.META)))


def _index(folder: str, title: str, count: str, entries: tuple[Box, ...]) -> Page:
    body: Block = Box(Role.INDEX, entries) if entries else Paragraph(plain(f"No {folder} yet."))
    return Page(
        uri=f"{folder}/index.md",
        title=title,
        description=f"{count.capitalize()}, with the facts that go with each.",
        blocks=(Heading(1, plain(title)), Paragraph(plain(f"{count}."), Role.LEDE), body),
        kind="index",
    )
