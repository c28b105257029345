"""The page of a fact."""

from __future__ import annotations

from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult
from factsheet.model.dates.points import render_date
from factsheet.model.records import Correction, Evidence, Fact
from factsheet.model.text.spans import (
    FileAddress,
    Link,
    Role,
    Strong,
    Text,
    WebAddress,
    make_text,
    strip_links,
    strip_markup,
)
from factsheet.model.text.wording import format_count
from factsheet.model.values.intervals import Interval, render_interval
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Heading, Page, Paragraph, Table
from factsheet.render.pages.charts import build_answers_chart, build_chain_drawing, build_parts_chart, build_value_chart
from factsheet.render.pages.check_yourself import link_passage_check
from factsheet.render.pages.citations import CitedPage, build_citation_box
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.embed import build_embed_code
from factsheet.render.pages.inline_text import (
    build_fact_address,
    build_sheet_address,
    build_value_paragraph,
    format_source_count,
    format_value_words,
    join_texts,
    join_with_spaces,
    link_actor,
    link_fact,
    link_place,
    link_to,
    mark,
    render_differences,
    render_fact_marks,
    render_independence,
    render_value,
    to_text,
)
from factsheet.render.pages.rows import build_passage
from factsheet.render.pages.sheet import format_reading_note, shorten_description

_SIGNIFICANT_DIGITS = 6
"""Significant digits of a computed number on the page; the build compares with all of them."""


def build_derivation(fact: Fact, context: PageContext) -> Blocks:
    """Return how a derived number comes out; empty when it could not be worked out."""
    working = context.derivations.get(fact.id)
    if working is None or fact.derived is None or fact.value is None:
        return ()
    rows: list[tuple[Text, ...]] = [
        (
            to_text(mark(Role.ID, operand.name)),
            strip_links(operand.fact.statement),
            render_value(operand.value),
            to_text(link_to(build_fact_address(operand.fact.id), operand.fact.id)),
        )
        for operand in working.operands
    ]
    result = (make_text("="), strip_links(fact.statement), render_value(fact.value), to_text(mark(Role.ID, fact.id)))
    table = Table(
        header=(make_text("Name"), make_text("Operand"), make_text("Value"), make_text("Fact")),
        rows=(*rows, result),
        right_columns=frozenset({2}),
        caption=f"The numbers that went into {fact.id}, and the result",
    )
    blocks: list[Block] = [table, Paragraph(_render_outcome(working, fact.derived.formula.text, fact.value.unit))]
    if fact.derived.note:
        blocks.append(Paragraph(fact.derived.note))
    return (Box(Role.WORKING, tuple(blocks)),)


def _render_outcome(working: DerivationResult, formula: str, unit: str) -> Text:
    of = f" {unit}" if unit else ""
    parts: Text = to_text(Strong(make_text(formula)))
    if working.number is not None:
        parts = to_text(parts, f" gives {_format_interval(Interval.from_number(working.number))}{of}.")
    if working.interval.is_point:
        return to_text(parts, " Every input is exact, and so is the result.")
    return to_text(parts, f" With what the inputs leave open: {_format_interval(working.interval)}{of}.")


def _format_interval(interval: Interval) -> str:
    def round_limit(limit: Decimal | None) -> Decimal | None:
        if limit is None:
            return None
        if limit == limit.to_integral_value():
            return limit.to_integral_value()
        return Decimal(f"{limit:.{_SIGNIFICANT_DIGITS}g}").normalize()

    low, high = round_limit(interval.low), round_limit(interval.high)
    if low is not None and low == high:
        return render_interval(Interval.from_number(low))
    return render_interval(Interval(low, high, interval.low_open, interval.high_open))


def build_fact_page(one: Fact, context: PageContext) -> Page:
    """Return the page of a fact."""
    statement = strip_markup(one.statement)
    marks = join_with_spaces(render_independence(one, context), render_differences(one, context))
    blocks: list[Block] = [*_build_notice(one, context), Heading(1, strip_links(one.statement))]
    if one.value:
        blocks.append(build_value_paragraph(one.value))
    blocks.append(Paragraph(to_text(render_fact_marks(one), *((" ", marks) if marks else ())), Role.META))
    blocks += _build_drawing(one, context)
    blocks.append(_build_particulars(one, context))
    if one.caveat:
        blocks.append(Paragraph(one.caveat, Role.CAVEAT))
    blocks += _build_evidence(one, context)
    if one.derived:
        blocks += [Heading(2, make_text("How it was worked out"), "working"), *build_derivation(one, context)]
    blocks += _build_notes(one)
    blocks += _build_dependents(one, context)
    blocks += _build_corrections(one)
    blocks += [Heading(2, make_text("Cite this fact"), "cite"), _build_citation(one, context)]
    blocks += _build_neighbours(one, context)
    value = f": {format_value_words(one.value)}" if one.value else ""
    at = one.locations.find("id")
    return Page(
        uri=build_fact_address(one.id).uri,
        title=shorten_description(statement),
        description=shorten_description(f"{one.standing.value.capitalize()}{value}. {statement}"),
        blocks=tuple(blocks),
        edit_file=at.file,
        edit_line=at.line,
        kind="fact",
    )


def _build_notice(one: Fact, context: PageContext) -> Blocks:
    if one.lifecycle is Lifecycle.CURRENT:
        return ()
    words: Text = to_text(
        mark(Role(one.lifecycle.value), one.lifecycle.value.capitalize()), ". ", one.lifecycle.meaning
    )
    if one.superseded_by:
        successor = context.catalog.facts[one.superseded_by.id]
        words = to_text(words, " Now: ", link_fact(successor))
    return (Box(Role.NOTICE, (Paragraph(words),)),)


def _build_drawing(one: Fact, context: PageContext) -> Blocks:
    if chart := build_answers_chart(one, context):
        return (Figure(chart, make_text(f"Each line is what one source says. {format_reading_note(chart)}")),)
    if parts := build_parts_chart(one, context):
        note = f"The parts, as the sources give them, and their sum. {format_reading_note(parts)}"
        return (Figure(parts, make_text(note)),)
    small = build_value_chart(one)
    return (Figure(small),) if small else ()


def _build_particulars(one: Fact, context: PageContext) -> Box:
    catalog = context.catalog
    rows: list[tuple[str, Text]] = []
    if one.counts:
        rows.append(("Counts", make_text(one.counts)))
    if one.also:
        rows.append(("Also", render_value(one.also)))
    if one.compared_with:
        rows.append(("Compared with", make_text(one.compared_with)))
    if one.as_of:
        rows.append(("As of", make_text(render_date(one.as_of))))
    if one.when:
        rows.append(("When", make_text(render_date(one.when))))
    if one.places:
        rows.append(("Places", join_texts([to_text(link_place(catalog.places[place.id])) for place in one.places])))
    if one.actors:
        rows.append(("Who", join_texts([to_text(link_actor(catalog.actors[actor.id])) for actor in one.actors])))
    sheet = context.find_sheet(one)
    rows.append(("Sheet", to_text(link_to(build_sheet_address(sheet.id, one.id), sheet.title))))
    if one.tags:
        rows.append(("Tags", make_text(", ".join(one.tags))))
    rows.append(("Id", to_text(mark(Role.ID, one.id))))
    rows.append(("Kept in", _render_yaml_line(one, context)))
    table = Table(
        header=(make_text("What"), make_text("Of this fact")),
        rows=tuple((make_text(name), text) for name, text in rows),
        caption="Particulars of this fact",
    )
    return Box(Role.PARTICULARS, (table,))


def _render_yaml_line(one: Fact, context: PageContext) -> Text:
    """Return the line of YAML that the fact is written in, leading to where it can be edited."""
    at = one.locations.find("id")
    words = make_text(f"{at.file}, line {at.line}")
    address = context.settings.build_edit_link(at.file, at.line)
    return to_text(Link(words, WebAddress(address))) if address else words


def _build_evidence(one: Fact, context: PageContext) -> Blocks:
    if not one.evidence:
        return ()
    found = context.independence[one.id]
    against = {tie.source.id for tie in one.evidence if tie.relation is Relation.DISPUTES}
    words = format_source_count(found) if found.source_count else "No source supports it"
    if against:
        words += f", and {format_count(len(against), 'source')} {'says' if len(against) == 1 else 'say'} otherwise"
    words += "."
    if found.source_count > found.independent_count:
        words += " Sources that repeat each other, or go back to the same origin, count once."
    blocks: list[Block] = [Heading(2, make_text("Evidence"), "evidence"), Paragraph(make_text(words))]
    blocks.append(Box(Role.EVIDENCE, tuple(build_passage(evidence, one, context) for evidence in one.evidence)))
    own = join_texts([to_text(link_passage_check(source)) for source in context.list_sources(one)])
    blocks.append(Paragraph(to_text("Check the passages in your own copy of ", own), Role.META))
    if chain := build_chain_drawing(one, context):
        blocks += [Heading(2, make_text("How it travelled"), "chain"), Figure(chain)]
    if one.choice:
        source = context.catalog.sources[one.choice.source.id]
        blocks.append(Paragraph(to_text(f"This fact follows {source.label}. ", one.choice.why), Role.CAVEAT))
    return tuple(blocks)


def _build_notes(one: Fact) -> Blocks:
    if not one.note:
        return ()
    return (Heading(2, make_text("How we read it"), "note"), Paragraph(one.note))


def _build_dependents(one: Fact, context: PageContext) -> Blocks:
    dependants = context.catalog.dependents[one.id]
    if not dependants:
        return ()
    points = tuple(
        to_text(link_fact(fact), ": ", render_value(fact.value)) if fact.value else to_text(link_fact(fact))
        for fact in dependants
    )
    return (Heading(2, make_text("What is worked out from it"), "dependants"), Bullets(points))


def _build_corrections(one: Fact) -> Blocks:
    head = Heading(2, make_text("Corrections"), "corrections")
    if not one.corrections:
        return (head, Paragraph(make_text("Nothing: this fact stands as it was first published.")))
    entries = tuple(Box(Role.ROW, build_correction(correction)) for correction in one.corrections)
    return (head, Box(Role.TIMELINE, entries))


def build_correction(correction: Correction) -> Blocks:
    """Return a correction: when, what kind, what stood there, why it changed."""
    role = Role.WITHDRAWN if correction.kind == "withdrawal" else Role.CORRECTED
    kind = mark(role, correction.kind.value, correction.kind.meaning)
    return (
        Paragraph(make_text(render_date(correction.on)), Role.DATE),
        Paragraph(to_text(kind, " ", mark(Role.WAS, correction.was), " ", correction.why)),
    )


def _build_citation(one: Fact, context: PageContext) -> Box:
    value = f": {format_value_words(one.value)}" if one.value else ""
    cited = CitedPage(
        id=one.id,
        title=f"{strip_markup(one.statement)}{value}",
        path=f"facts/{one.id}/",
        credit="; ".join(dict.fromkeys(_format_passage(tie, one, context) for tie in one.evidence)),
        reviewed=context.find_sheet(one).reviewed,
    )
    embed = Disclosure(make_text("Embed this fact"), build_embed_code(one, context))
    files = Paragraph(to_text(link_to(FileAddress(f"facts/{one.id}/fact.json"), "JSON")), Role.ACTIONS)
    return build_citation_box(cited, context, embed, files)


def _format_passage(tie: Evidence, one: Fact, context: PageContext) -> str:
    proof = context.find_proof(one, tie)
    label = context.find_source(tie).label
    return f"{label}, paragraph {proof.paragraph}" if proof else label


def _build_neighbours(one: Fact, context: PageContext) -> Blocks:
    """Return the facts before and after this one on its sheet."""
    sheet = context.find_sheet(one)
    place = [fact.id for fact in sheet.facts].index(one.id)
    beside = [("Before", fact) for fact in sheet.facts[max(place - 1, 0) : place]]
    beside += [("After", fact) for fact in sheet.facts[place + 1 : place + 2]]
    if not beside:
        return ()
    count = f"Fact {place + 1} of {len(sheet.facts)} on "
    lines = tuple(Paragraph(to_text(mark(Role.META, name), " ", link_fact(fact))) for name, fact in beside)
    head = Paragraph(to_text(count, link_to(build_sheet_address(sheet.id, one.id), sheet.title)), Role.META)
    return (Box(Role.NEIGHBOURS, (head, *lines)),)
