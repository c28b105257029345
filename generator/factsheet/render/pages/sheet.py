"""A sheet: what you should know, its facts under their headings, time, differences and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from factsheet.model.dates import render_date
from factsheet.model.records import Fact, Sheet
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import PageAddress, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import format_count
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Page, Paragraph
from factsheet.render.pages.citations import CitedPage, build_citation_box
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import build_sheet_address, join_texts, link_to, mark, to_text
from factsheet.render.pages.key_figures import build_key_figures
from factsheet.render.pages.notes import (
    Note,
    build_note_list,
    build_notes,
    group_notes_by_fact,
    render_note_numbers,
)
from factsheet.render.pages.paper import link_handout
from factsheet.render.pages.rows import build_difference_list, build_fact_rows, render_sources
from factsheet.render.pages.sheet_charts import build_sheet_charts
from factsheet.render.pages.time_charts import build_time_figure
from factsheet.render.pages.timeline import build_moments

_SENTENCE = re.compile(r".{30,}?[.!?](?=\s+\S)", re.DOTALL)

_MAX_DESCRIPTION = 155
"""Characters of a description that search engines show."""


def build_sheet_page(one: Sheet, edition: PageContext) -> Page:
    """Return the page of a sheet."""
    uri = build_sheet_address(one.id).uri
    keys = tuple(edition.catalog.facts[key.id] for key in one.key_facts)
    notes = build_notes(one.facts, edition)
    blocks: list[Block] = [
        Heading(1, make_text(one.title)),
        Paragraph(one.summary, Role.LEDE),
        Paragraph(_render_meta(one, edition), Role.META),
        _build_actions(one, edition),
    ]
    if keys:
        blocks += [
            Heading(2, make_text("What you should know"), "key-facts"),
            *build_key_figures(keys, edition),
        ]
    blocks += build_sheet_charts(one, edition)
    blocks += [Heading(2, make_text("The facts"), "facts"), *_build_groups(one.facts, notes, edition, uri)]
    dated = tuple(fact for fact in one.facts if fact.when)
    if dated:
        drawn = build_time_figure(dated, edition)
        blocks += [
            Heading(2, make_text("Timeline"), "timeline"),
            *drawn,
            *build_moments(dated, edition, level=3),
        ]
    blocks += _build_differences(one.facts, edition)
    blocks += [Heading(2, make_text("References"), "references"), build_note_list(notes, edition, uri)]
    blocks += [
        Heading(2, make_text("Cite this sheet"), "cite"),
        build_citation_box(_build_cited_page(one, edition), edition),
    ]
    at = one.locations.find("id")
    return Page(
        uri=uri,
        title=one.title,
        description=shorten_description(strip_markup(one.summary)),
        blocks=tuple(blocks),
        edit_file=at.file,
        edit_line=at.line,
        kind="sheet",
    )


def shorten_description(text: str) -> str:
    """Cut a description between words, to the length that search engines show."""
    if len(text) <= _MAX_DESCRIPTION:
        return text
    return text[:_MAX_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def _render_meta(one: Sheet, edition: PageContext) -> Text:
    pieces = [to_text(mark(Role.META, format_count(len(one.facts), "fact")))]
    if sources := render_sources(one.facts, edition):
        pieces.append(to_text(mark(Role.META, sources)))
    if one.reviewed:
        pieces.append(to_text(mark(Role.DATE, f"last reviewed {render_date(one.reviewed)}")))
    return join_texts(pieces, " ")


def _build_actions(one: Sheet, edition: PageContext) -> Box:
    """Return what a reader may want to do with the whole sheet."""
    at = one.locations.find("id")
    links = [
        link_to(PageAddress(build_sheet_address(one.id).uri, "cite"), "Cite"),
        link_handout(one),
        link_to(PageAddress("explore.md", query=(("sheet", one.id),)), "Filter and take away"),
    ]
    if edit := edition.settings.build_edit_link(at.file, at.line):
        links.append(link_to(WebAddress(edit), "Edit"))
    return Box(Role.ACTIONS, (Paragraph(join_texts([to_text(link) for link in links], " ")),))


def _build_cited_page(one: Sheet, edition: PageContext) -> CitedPage:
    return CitedPage(
        id=one.id,
        title=one.title,
        path=f"sheets/{one.id}/",
        credit="; ".join(source.label for source in edition.list_sources(*one.facts)),
        reviewed=one.reviewed,
    )


def _build_groups(
    facts: tuple[Fact, ...], notes: tuple[Note, ...], edition: PageContext, uri: str
) -> Iterator[Block]:
    refs = {name: render_note_numbers(held, uri) for name, held in group_notes_by_fact(notes).items()}
    for heading, group in groupby(facts, key=lambda fact: fact.heading):
        held = tuple(group)
        if heading:
            yield Heading(3, make_text(heading))
        box = build_fact_rows(held, edition, refs)
        yield Box(box.role, (Paragraph(make_text(format_count(len(held), "fact")), Role.META), *box.blocks))


def _build_differences(facts: tuple[Fact, ...], edition: PageContext) -> Blocks:
    differing = tuple(fact for fact in facts if edition.has_differences(fact))
    if not differing:
        return ()
    return (
        Heading(2, make_text("Where its sources differ"), "differences"),
        build_difference_list(differing, edition),
    )


def build_sheets_index(edition: PageContext) -> Page:
    """Return the list of all sheets."""
    title = "Sheets"
    count = format_count(len(edition.catalog.sheets), "sheet")
    facts = format_count(len(edition.catalog.facts), "fact")
    return Page(
        uri="sheets/index.md",
        title=title,
        description=f"{facts} on {count}, by topic.",
        blocks=(
            Heading(1, make_text(title)),
            Paragraph(
                make_text(f"{facts} on {count}. Each mark is a fact, drawn by how far it is known."),
                Role.LEDE,
            ),
            build_sheet_list(edition),
        ),
        kind="index",
    )


def build_sheet_list(edition: PageContext) -> Box:
    """Return the sheets with their summaries and one mark per fact."""
    entries = [_build_sheet_entry(one, edition) for one in edition.catalog.sheets.values()]
    present = sorted({fact.standing for fact in edition.catalog.facts.values()}, key=lambda one: one.rank)
    legend = join_texts([to_text(mark(Role(one.value), one.value, one.meaning)) for one in present], " ")
    return Box(Role.INDEX, (*entries, Paragraph(legend, Role.META)))


def _cut_first_sentence(text: str) -> str:
    """Return what a summary opens with, cut between words only where one sentence alone is too long."""
    found = _SENTENCE.match(text)
    return shorten_description(found[0] if found else text)


def _build_sheet_entry(one: Sheet, edition: PageContext) -> Box:
    standings = sorted((fact.standing for fact in one.facts), key=lambda standing: standing.rank)
    total = len(one.facts)
    tally = [
        to_text(
            mark(
                Role(standing.value), f"{count} {standing.value}", f"{count} of {format_count(total, 'fact')}"
            )
        )
        for standing, group in groupby(standings)
        if (count := len(list(group)))
    ]
    said = Box(
        Role.ROW_SAID,
        (
            Paragraph(to_text(link_to(build_sheet_address(one.id), one.title))),
            Paragraph(make_text(_cut_first_sentence(strip_markup(one.summary))), Role.META),
        ),
    )
    differing = sum(edition.has_differences(fact) for fact in one.facts)
    held = to_text(mark(Role.NUMBER, str(total)), " ", "fact" if total == 1 else "facts")
    differs = to_text(" ", mark(Role.DIFFERS, f"{differing} differ")) if differing else ()
    return Box(
        Role.ROW,
        (said, Paragraph(join_texts(tally, " "), Role.INDEX), Paragraph(to_text(held, differs), Role.META)),
    )


def list_first_key_facts(edition: PageContext, most: int) -> tuple[Fact, ...]:
    """Return the first key fact with a value of each sheet, for pages that show a few figures."""
    chosen: list[Fact] = []
    for one in edition.catalog.sheets.values():
        keys = (edition.catalog.facts[key.id] for key in one.key_facts)
        first = next((fact for fact in keys if fact.value and fact.is_active), None)
        if first and len(chosen) < most:
            chosen.append(first)
    return tuple(chosen)
