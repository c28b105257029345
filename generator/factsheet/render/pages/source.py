"""The page of a source: what it is, what is not known about it, and what is drawn from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from factsheet.model.dates import spoken_date
from factsheet.model.records import Fact, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, Text, WebAddress, plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Blocks, Heading, Page, Paragraph
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    actor_link,
    enumerated,
    listed,
    say,
    source_mark,
    source_page,
    to,
)
from factsheet.render.pages.listings import index_entry, index_page, particulars
from factsheet.render.pages.rows import rows
from factsheet.render.pages.sheet import shortened

_UNKNOWN = "not given in our copy"


def source(one: Source, edition: Edition) -> Page:
    """Return the page of a source, its facts in the order of its passages."""
    facts = edition.catalog.drawn_from[one.id]
    title = one.title or one.label
    blocks: list[Block] = [
        Heading(1, plain(title)),
        Paragraph(
            say(source_mark(one, edition), " ", one.label, ", ", number_of(len(facts), "fact")), Role.META
        ),
        particulars("source", tuple(_of_source(one, edition))),
    ]
    if one.note:
        blocks.append(Paragraph(one.note, Role.CAVEAT))
    blocks += [Heading(2, plain("Independence"), "independence"), Paragraph(_draws_on(one, edition))]
    blocks += _unknown(one)
    blocks += _drawn_from(one, facts, edition)
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


def _unknown(one: Source) -> Blocks:
    """Say what our copy of a source does not tell about it."""
    given = {
        "its title": one.title,
        "who wrote it": one.authors,
        "who published it": one.publisher,
        "when it was published": one.published,
        "its address": one.url,
    }
    missing = [name for name, value in given.items() if not value]
    told = f"Nothing of this is missing: our copy tells {enumerated(list(given))}."
    words = f"Our copy does not tell {enumerated(missing)}." if missing else told
    return (Heading(2, plain("What is not known about it"), "unknown"), Paragraph(plain(words)))


def _drawn_from(one: Source, facts: Iterable[Fact], edition: Edition) -> Blocks:
    """Return the facts of a source under the paragraph in which the first passage of each begins."""
    placed = [(next(iter(edition.proofs(fact, one)), None), fact) for fact in facts]
    placed.sort(key=lambda pair: (pair[0].start if pair[0] else -1, pair[1].id))
    blocks: list[Block] = [Heading(2, plain("Facts drawn from it"), "facts")] if placed else []
    for paragraph, group in groupby(placed, key=lambda pair: pair[0].paragraph if pair[0] else 0):
        name = f"Paragraph {paragraph}" if paragraph else "Passage not proved"
        anchor = f"paragraph-{paragraph}" if paragraph else "not-proved"
        blocks += [Heading(3, plain(name), anchor), rows((fact for _, fact in group), edition)]
    return tuple(blocks)


def _of_source(one: Source, edition: Edition) -> Iterator[tuple[str, Text]]:
    yield "Title", plain(one.title or _UNKNOWN)
    yield "By", plain(", ".join(one.authors) or _UNKNOWN)
    publisher = edition.catalog.actors[one.publisher.id] if one.publisher else None
    yield "Published by", say(actor_link(publisher)) if publisher else plain(_UNKNOWN)
    yield "Date", plain(spoken_date(one.published) if one.published else _UNKNOWN)
    yield "Kind", plain(f"{one.type.value}, {one.nature.value}")
    yield "Address", say(Link(plain(one.url), WebAddress(one.url))) if one.url else plain(_UNKNOWN)
    if copy := edition.lock.snapshot(one.id):
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


def sources_index(edition: Edition) -> Page:
    """Return the list of all sources."""
    entries = tuple(
        index_entry(
            say(source_mark(one, edition), " ", to(source_page(one.id), one.title or one.label)),
            f"{one.label}, {spoken_date(one.published) if one.published else 'date not known'}",
            len(edition.catalog.drawn_from[one.id]),
        )
        for one in edition.sources
    )
    return index_page("sources", "Sources", number_of(len(entries), "source"), entries)
