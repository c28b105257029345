"""A fact's own page: its permalink, with everything that can be said of it."""

from __future__ import annotations

from factsheet.model.dates import spoken_date
from factsheet.model.records import Correction, Evidence, Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import FileAddress, Link, Text, WebAddress, plain, without_links, words_of
from factsheet.model.text.wording import number_of
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.document.blocks import (
    Block,
    Blocks,
    Box,
    Bullets,
    Disclosure,
    Figure,
    Heading,
    Page,
    Paragraph,
    Table,
)
from factsheet.render.pages.charts import answers_chart, chain_drawing, parts_chart, value_chart
from factsheet.render.pages.check_yourself import check_link
from factsheet.render.pages.citations import Cited, cite_box
from factsheet.render.pages.context import Edition
from factsheet.render.pages.derivation import working_box
from factsheet.render.pages.embed import embedding
from factsheet.render.pages.inline_text import (
    actor_link,
    differs_mark,
    fact_marks,
    fact_page,
    independence_mark,
    listed,
    mark,
    place_link,
    say,
    sheet_page,
    sources_words,
    spaced,
    statement_link,
    to,
    value_paragraph,
    value_text,
    value_words,
)
from factsheet.render.pages.rows import passage
from factsheet.render.pages.sheet import shortened
from factsheet.render.pages.sheet_charts import reading_note


def fact(one: Fact, edition: Edition) -> Page:
    """Return the page of a fact."""
    statement = words_of(one.statement)
    marks = spaced(independence_mark(one, edition), differs_mark(one, edition))
    blocks: list[Block] = [*_notice(one, edition), Heading(1, without_links(one.statement))]
    if one.value:
        blocks.append(value_paragraph(one.value))
    blocks.append(Paragraph(say(fact_marks(one), *((" ", marks) if marks else ())), Role.META))
    blocks += _drawing(one, edition)
    blocks.append(_particulars(one, edition))
    if one.caveat:
        blocks.append(Paragraph(one.caveat, Role.CAVEAT))
    blocks += _evidence(one, edition)
    if one.derived:
        blocks += [Heading(2, plain("How it was worked out"), "working"), *working_box(one, edition)]
    blocks += _notes(one)
    blocks += _dependants(one, edition)
    blocks += _corrections(one)
    blocks += [Heading(2, plain("Cite this fact"), "cite"), _cite(one, edition)]
    blocks += _neighbours(one, edition)
    value = f": {value_words(one.value)}" if one.value else ""
    at = one.where.of("id")
    return Page(
        uri=fact_page(one.id).uri,
        title=shortened(statement),
        description=shortened(f"{one.standing.value.capitalize()}{value}. {statement}"),
        blocks=tuple(blocks),
        edit_file=at.file,
        edit_line=at.line,
        kind="fact",
    )


def _notice(one: Fact, edition: Edition) -> Blocks:
    if one.lifecycle is Lifecycle.CURRENT:
        return ()
    words: Text = say(
        mark(Role(one.lifecycle.value), one.lifecycle.value.capitalize()), ". ", one.lifecycle.meaning
    )
    if one.superseded_by:
        successor = edition.catalog.facts[one.superseded_by.id]
        words = say(words, " Now: ", statement_link(successor))
    return (Box(Role.NOTICE, (Paragraph(words),)),)


def _drawing(one: Fact, edition: Edition) -> Blocks:
    if chart := answers_chart(one, edition):
        return (Figure(chart, plain(f"Each line is what one source says. {reading_note(chart)}")),)
    if parts := parts_chart(one, edition):
        note = f"The parts, as the sources give them, and their sum. {reading_note(parts)}"
        return (Figure(parts, plain(note)),)
    small = value_chart(one)
    return (Figure(small),) if small else ()


def _particulars(one: Fact, edition: Edition) -> Box:
    catalog = edition.catalog
    rows: list[tuple[str, Text]] = []
    if one.counts:
        rows.append(("Counts", plain(one.counts)))
    if one.also:
        rows.append(("Also", value_text(one.also)))
    if one.compared_with:
        rows.append(("Compared with", plain(one.compared_with)))
    if one.as_of:
        rows.append(("As of", plain(spoken_date(one.as_of))))
    if one.when:
        rows.append(("When", plain(spoken_date(one.when))))
    if one.places:
        rows.append(("Places", listed([say(place_link(catalog.places[place.id])) for place in one.places])))
    if one.actors:
        rows.append(("Who", listed([say(actor_link(catalog.actors[actor.id])) for actor in one.actors])))
    sheet = edition.sheet(one)
    rows.append(("Sheet", say(to(sheet_page(sheet.id, one.id), sheet.title))))
    if one.tags:
        rows.append(("Tags", plain(", ".join(one.tags))))
    rows.append(("Id", say(mark(Role.ID, one.id))))
    rows.append(("Kept in", _kept_in(one, edition)))
    table = Table(
        header=(plain("What"), plain("Of this fact")),
        rows=tuple((plain(name), text) for name, text in rows),
        caption="Particulars of this fact",
    )
    return Box(Role.PARTICULARS, (table,))


def _kept_in(one: Fact, edition: Edition) -> Text:
    """Return the line of YAML that the fact is written in, leading to where it can be edited."""
    at = one.where.of("id")
    words = plain(f"{at.file}, line {at.line}")
    address = edition.settings.edit_link(at.file, at.line)
    return say(Link(words, WebAddress(address))) if address else words


def _evidence(one: Fact, edition: Edition) -> Blocks:
    if not one.evidence:
        return ()
    found = edition.independence[one.id]
    against = {tie.source.id for tie in one.evidence if tie.relation is Relation.DISPUTES}
    words = sources_words(found) if found.sources else "No source supports it"
    if against:
        words += (
            f", and {number_of(len(against), 'source')} {'says' if len(against) == 1 else 'say'} otherwise"
        )
    words += "."
    if found.sources > found.independent:
        words += " Sources that repeat each other, or go back to the same origin, count once."
    blocks: list[Block] = [Heading(2, plain("Evidence"), "evidence"), Paragraph(plain(words))]
    blocks.append(Box(Role.EVIDENCE, tuple(passage(evidence, one, edition) for evidence in one.evidence)))
    own = listed([say(check_link(source)) for source in edition.sources_of(one)])
    blocks.append(Paragraph(say("Check the passages in your own copy of ", own), Role.META))
    if chain := chain_drawing(one, edition):
        blocks += [Heading(2, plain("How it travelled"), "chain"), Figure(chain)]
    if one.choice:
        source = edition.catalog.sources[one.choice.source.id]
        blocks.append(Paragraph(say(f"This fact follows {source.label}. ", one.choice.why), Role.CAVEAT))
    return tuple(blocks)


def _notes(one: Fact) -> Blocks:
    if not one.note:
        return ()
    return (Heading(2, plain("How we read it"), "note"), Paragraph(one.note))


def _dependants(one: Fact, edition: Edition) -> Blocks:
    dependants = edition.catalog.dependants[one.id]
    if not dependants:
        return ()
    points = tuple(
        say(statement_link(fact), ": ", value_text(fact.value)) if fact.value else say(statement_link(fact))
        for fact in dependants
    )
    return (Heading(2, plain("What is worked out from it"), "dependants"), Bullets(points))


def _corrections(one: Fact) -> Blocks:
    head = Heading(2, plain("Corrections"), "corrections")
    if not one.corrections:
        return (head, Paragraph(plain("Nothing: this fact stands as it was first published.")))
    entries = tuple(Box(Role.ROW, correction_entry(correction)) for correction in one.corrections)
    return (head, Box(Role.TIMELINE, entries))


def correction_entry(correction: Correction) -> Blocks:
    """Return a correction: when, what kind, what stood there, why it changed."""
    role = Role.WITHDRAWN if correction.kind == "withdrawal" else Role.CORRECTED
    kind = mark(role, correction.kind.value, correction.kind.meaning)
    return (
        Paragraph(plain(spoken_date(correction.on)), Role.DATE),
        Paragraph(say(kind, " ", mark(Role.WAS, correction.was), " ", correction.why)),
    )


def _cite(one: Fact, edition: Edition) -> Box:
    value = f": {value_words(one.value)}" if one.value else ""
    cited = Cited(
        id=one.id,
        title=f"{words_of(one.statement)}{value}",
        path=f"facts/{one.id}/",
        after="; ".join(dict.fromkeys(_place_named(tie, one, edition) for tie in one.evidence)),
        on=edition.sheet(one).reviewed,
    )
    embed = Disclosure(plain("Embed this fact"), embedding(one, edition))
    files = Paragraph(say(to(FileAddress(f"facts/{one.id}/fact.json"), "JSON")), Role.ACTIONS)
    return cite_box(cited, edition, embed, files)


def _place_named(tie: Evidence, one: Fact, edition: Edition) -> str:
    proof = edition.proof(one, tie)
    label = edition.source(tie).label
    return f"{label}, paragraph {proof.paragraph}" if proof else label


def _neighbours(one: Fact, edition: Edition) -> Blocks:
    """Return the facts before and after this one on its sheet."""
    sheet = edition.sheet(one)
    place = [fact.id for fact in sheet.facts].index(one.id)
    beside = [("Before", fact) for fact in sheet.facts[max(place - 1, 0) : place]]
    beside += [("After", fact) for fact in sheet.facts[place + 1 : place + 2]]
    if not beside:
        return ()
    count = f"Fact {place + 1} of {len(sheet.facts)} on "
    lines = tuple(Paragraph(say(mark(Role.META, name), " ", statement_link(fact))) for name, fact in beside)
    head = Paragraph(say(count, to(sheet_page(sheet.id, one.id), sheet.title)), Role.META)
    return (Box(Role.NEIGHBOURS, (head, *lines)),)
