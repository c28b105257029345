"""The pages of sources, actors and places, and their indexes."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby

from factsheet.analysis.attribution import SOURCE_WORDS, format_part
from factsheet.model.records import Actor, Fact, Place, Source
from factsheet.model.text.spans import PageAddress, Role, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import capitalise, format_count
from factsheet.render.blocks import Block, Blocks, Box, Heading, Page, Paragraph
from factsheet.render.pages import inline, rows, sheet
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import join_texts, link_actor, link_source, link_to, to_text
from factsheet.render.pages.lists import build_fact_list, build_index_entry, build_index_page, build_particulars

_UNKNOWN = "not given in our copy"


def _build_record_page(
    kind: str, record: Source | Actor | Place, title: str, description: str, blocks: Iterable[Block]
) -> Page:
    return Page(
        uri=f"{kind}s/{record.id}.md",
        title=title,
        description=sheet.shorten_description(description),
        blocks=(Heading(1, make_text(title)), *blocks),
        edit_file=record.locations.whole.file,
        edit_line=record.locations.whole.line,
        kind=kind,
    )


def build_source_page(source: Source, context: PageContext) -> Page:
    """Return the page of a source, its facts in the order of its passages."""
    facts = context.catalog.cited_by[source.id]
    count = format_count(len(facts), "fact")
    title = source.title or source.label
    status = inline.render_status(source, context)
    blocks: list[Block] = [
        *([Box(Role.NOTICE, (Paragraph(status),))] if status else []),
        Paragraph(to_text(inline.render_source_label(source, context), f", {count}"), Role.META),
        build_particulars("source", _list_source_particulars(source, context)),
    ]
    if source.note:
        blocks.append(Paragraph(source.note, Role.CAVEAT))
    blocks += [Heading(2, make_text("Independence"), "independence"), Paragraph(_render_based_on(source, context))]
    blocks += _build_unknown(source)
    blocks += _build_facts(source, facts, context)
    description = f"What is drawn from {title}, passage by passage: {count}."
    return _build_record_page("source", source, title, description, blocks)


def _build_unknown(source: Source) -> Blocks:
    """Say what our copy of a source does not tell about it."""
    given = {
        "its title": source.title,
        "who wrote it": source.authors,
        "who published it": source.publisher,
        "when it was published": source.published and source.published.first and source.published.last,
        "its address": source.url,
    }
    missing = [name for name, value in given.items() if not value]
    complete = f"Nothing of this is missing: our copy tells {inline.join_with_and(list(given))}."
    words = f"Not in our copy: {inline.join_with_and(missing)}." if missing else complete
    return (Heading(2, make_text("What is not known about it"), "unknown"), Paragraph(make_text(words)))


def _build_facts(source: Source, facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return the facts of a source under the paragraph in which the first passage of each begins."""
    placed = [(next(iter(context.list_proofs(fact, source)), None), fact) for fact in facts]
    placed.sort(key=lambda pair: (pair[0].start if pair[0] else -1, pair[1].id))
    blocks: list[Block] = [Heading(2, make_text("Facts drawn from it"), "facts")] if placed else []
    for place, group in groupby(placed, key=lambda pair: context.describe_place(pair[0]) if pair[0] else ""):
        grouped = tuple(group)
        # A source has many captions, and each heading needs a name of its own.
        anchor = place.replace(" ", "-") + ("" if place.startswith("paragraph") else f"-of-{grouped[0][1].id}")
        heading = Heading(3, make_text(capitalise(place) or "Not yet looked for"), anchor if place else "not-proved")
        blocks += [heading, rows.build_fact_rows((fact for _, fact in grouped), context)]
    return tuple(blocks)


def _list_source_particulars(source: Source, context: PageContext) -> Iterator[tuple[str, str | Text]]:
    yield "Title", "" if source.title else _UNKNOWN
    yield "By", ", ".join(source.authors) or _UNKNOWN
    publisher = context.catalog.actors[source.publisher.id] if source.publisher else None
    yield "Published by", to_text(link_actor(publisher)) if publisher else _UNKNOWN
    yield "Date", inline.format_source_date(source.published) if source.published else _UNKNOWN
    yield "Kind", f"{SOURCE_WORDS[source.type][0]}, {source.nature.value}"
    yield "Address", to_text(link_to(WebAddress(source.url), source.url)) if source.url else _UNKNOWN
    if copy := context.lock.find_snapshot(source.id):
        count = format_count(copy.paragraphs - len(source.uncounted), "paragraph")
        yield "Our copy", f"{count}, SHA-256 {copy.sha256[:16]}…"


def _render_based_on(source: Source, context: PageContext) -> Text:
    if not source.based_on:
        return make_text("This source names no other that it is based on.")
    catalog = context.catalog
    links = (
        link_source(catalog.sources[base.id]) if base.id in catalog.sources else link_actor(catalog.actors[base.id])
        for base in source.based_on
    )
    count = ". Where it agrees with one of them, the two count as one source."
    return to_text("By its own account it is based on ", join_texts(links), count)


def build_sources_index(context: PageContext) -> Page:
    """Return the list of all sources."""
    entries = {
        ("", source.id): build_index_entry(
            to_text(inline.render_source_letter(source, context), " ", link_source(source, source.title)),
            f"{source.label}, {inline.format_publication_date(source)}",
            len(context.catalog.cited_by[source.id]),
        )
        for source in context.sources
    }
    return build_index_page("sources", "Sources", format_count(len(entries), "source"), entries)


def _build_head(kind: str, record: Actor | Place, particulars: Iterable[tuple[str, str | Text]]) -> Blocks:
    role = None if isinstance(record, Actor) and record.role else Role.LEDE
    description = (Paragraph(record.description, role),) if record.description else ()
    return (*description, build_particulars(kind, particulars))


def build_actor_page(actor: Actor, context: PageContext) -> Page:
    """Return the page of an actor: what they said, and what is said of them."""
    catalog = context.catalog
    published = catalog.published_by[actor.id]
    role = _render_role(actor, context)
    blocks: list[Block] = [Paragraph(role, Role.LEDE)] if role else []
    blocks += _build_head("actor", actor, _list_actor_particulars(actor, context))
    lists = (
        ("Said by", "said", catalog.said_by[actor.id]),
        ("Passed on by", "passed-on", catalog.relayed_by[actor.id]),
        ("About", "about", catalog.about_actor[actor.id]),
    )
    named = [(how, anchor, said) for how, anchor, said in lists if said]
    if len(named) > 1:
        uri = f"actors/{actor.id}.md"
        jumps = (link_to(PageAddress(uri, anchor), f"{how}: {len(said)}") for how, anchor, said in named)
        blocks.append(Box(Role.ACTIONS, (Paragraph(inline.join_with_spaces(*jumps)),)))
    if published:
        links = join_texts(link_source(source, source.title) for source in published)
        blocks += [Heading(2, make_text("Published"), "published"), Paragraph(links)]
    name = format_part(actor)
    sections = (build_fact_list(f"{how} {name}", anchor, said, context) for how, anchor, said in named)
    facts = tuple(chain.from_iterable(sections))
    if corrections := rows.build_correction_list(context, actor):
        facts += (Heading(2, make_text("Corrections"), "corrections"), *corrections)
    if not (facts or published):
        blocks.append(Paragraph(make_text("No fact names them; they are named in the credits of a source.")))
    description = strip_markup(actor.description) or f"What {actor.name} said, and what is said about them."
    return _build_record_page("actor", actor, inline.format_actor_name(actor), description, (*blocks, *facts))


def _render_role(actor: Actor, context: PageContext) -> Text:
    """Return what an actor is and where; the body is linked, in the role where that names it."""
    if not actor.affiliation:
        return make_text(actor.role)
    body = context.catalog.actors[actor.affiliation.id]
    before, name, after = actor.role.partition(body.name)
    return to_text(before, link_actor(body), after) if name else join_texts((make_text(actor.role), link_actor(body)))


def _list_actor_particulars(actor: Actor, context: PageContext) -> Iterator[tuple[str, str | Text]]:
    catalog = context.catalog
    yield "Kind", actor.kind.value
    yield "Also called", ", ".join(actor.aliases)
    yield "Speaks through", join_texts(map(link_actor, catalog.members[actor.id]))
    yield "Drawn on by", join_texts(map(link_source, catalog.based_on_actor[actor.id]))


def build_place_page(place: Place, context: PageContext) -> Page:
    """Return the page of a place."""
    places = context.catalog.places
    facts = context.catalog.about_place[place.id]
    particulars = (
        ("Kind", place.kind.value),
        ("Also called", ", ".join(place.aliases)),
        ("In", to_text(inline.link_place(places[place.within.id])) if place.within else ()),
        ("Includes", join_texts(map(inline.link_place, context.catalog.inside[place.id]))),
    )
    blocks = (
        *_build_head("place", place, particulars),
        *build_fact_list(f"About {place.name}", "facts", facts, context),
    )
    if not facts:
        blocks += (Paragraph(make_text("No fact names it by itself; see the places in it.")),)
    count = format_count(len(facts), "fact")
    description = strip_markup(place.description) or f"{place.name} ({place.kind.value}): {count}."
    return _build_record_page("place", place, place.name, description, blocks)


def build_actors_index(context: PageContext) -> Page:
    """Return the list of all actors."""
    catalog = context.catalog
    naming = (catalog.said_by, catalog.relayed_by, catalog.about_actor)
    entries = {
        _build_sort_key(actor): build_index_entry(
            to_text(link_actor(actor)),
            actor.role or actor.kind.value,
            len({fact.id for group in naming for fact in group[actor.id]}),
        )
        for actor in sorted(catalog.actors.values(), key=_build_sort_key)
    }
    count = format_count(len(entries), "person or body", "people and bodies")
    return build_index_page("actors", "Actors", count, entries)


def build_places_index(context: PageContext) -> Page:
    """Return the list of all places."""
    catalog = context.catalog
    entries = {
        _build_sort_key(place): build_index_entry(
            to_text(inline.link_place(place)), place.kind.value, len(catalog.about_place[place.id])
        )
        for place in sorted(catalog.places.values(), key=_build_sort_key)
    }
    return build_index_page("places", "Places", format_count(len(entries), "place"), entries)


def _build_sort_key(record: Actor | Place) -> tuple[str, str]:
    return record.name.casefold(), record.id
