"""A sheet: what you should know, its facts under their headings, time, differences and references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from factsheet.model.dates import spoken_date
from factsheet.model.records import Fact, Sheet
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import PageAddress, Text, WebAddress, plain, words_of
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Page, Paragraph
from factsheet.render.pages.citations import Cited, cite_box
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import listed, mark, say, sheet_page, to
from factsheet.render.pages.key_figures import figures
from factsheet.render.pages.notes import Note, note_marks, notes_of, numbers_of, references
from factsheet.render.pages.paper import paper_link
from factsheet.render.pages.rows import difference_points, rows, sources_line
from factsheet.render.pages.sheet_charts import sheet_charts
from factsheet.render.pages.time_charts import time_figure
from factsheet.render.pages.timeline import moments

_SENTENCE = re.compile(r".{30,}?[.!?](?=\s+\S)", re.DOTALL)

MOST_DESCRIBED = 155
"""Characters of a description that search engines show."""


def sheet(one: Sheet, edition: Edition) -> Page:
    """Return the page of a sheet."""
    uri = sheet_page(one.id).uri
    keys = tuple(edition.catalog.facts[key.id] for key in one.key_facts)
    notes = notes_of(one.facts, edition)
    blocks: list[Block] = [
        Heading(1, plain(one.title)),
        Paragraph(one.summary, Role.LEDE),
        Paragraph(_meta(one, edition), Role.META),
        _actions(one, edition),
    ]
    if keys:
        blocks += [Heading(2, plain("What you should know"), "key-facts"), *figures(keys, edition)]
    blocks += sheet_charts(one, edition)
    blocks += [Heading(2, plain("The facts"), "facts"), *_grouped(one.facts, notes, edition, uri)]
    dated = tuple(fact for fact in one.facts if fact.when)
    if dated:
        drawn = time_figure(dated, edition)
        blocks += [Heading(2, plain("Timeline"), "timeline"), *drawn, *moments(dated, edition, level=3)]
    blocks += _differences(one.facts, edition)
    blocks += [Heading(2, plain("References"), "references"), references(notes, edition, uri)]
    blocks += [Heading(2, plain("Cite this sheet"), "cite"), cite_box(_cited(one, edition), edition)]
    at = one.where.of("id")
    return Page(
        uri=uri,
        title=one.title,
        description=shortened(words_of(one.summary)),
        blocks=tuple(blocks),
        edit_file=at.file,
        edit_line=at.line,
        kind="sheet",
    )


def shortened(text: str) -> str:
    """Cut a description between words, to the length that search engines show."""
    if len(text) <= MOST_DESCRIBED:
        return text
    return text[:MOST_DESCRIBED].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def _meta(one: Sheet, edition: Edition) -> Text:
    pieces = [say(mark(Role.META, number_of(len(one.facts), "fact")))]
    if sources := sources_line(one.facts, edition):
        pieces.append(say(mark(Role.META, sources)))
    if one.reviewed:
        pieces.append(say(mark(Role.DATE, f"last reviewed {spoken_date(one.reviewed)}")))
    return listed(pieces, " ")


def _actions(one: Sheet, edition: Edition) -> Box:
    """Return what a reader may want to do with the whole sheet."""
    at = one.where.of("id")
    links = [
        to(PageAddress(sheet_page(one.id).uri, "cite"), "Cite"),
        paper_link(one),
        to(PageAddress("explore.md", query=(("sheet", one.id),)), "Filter and take away"),
    ]
    if edit := edition.settings.edit_link(at.file, at.line):
        links.append(to(WebAddress(edit), "Edit"))
    return Box(Role.ACTIONS, (Paragraph(listed([say(link) for link in links], " ")),))


def _cited(one: Sheet, edition: Edition) -> Cited:
    return Cited(
        id=one.id,
        title=one.title,
        path=f"sheets/{one.id}/",
        after="; ".join(source.label for source in edition.sources_of(*one.facts)),
        on=one.reviewed,
    )


def _grouped(facts: tuple[Fact, ...], notes: tuple[Note, ...], edition: Edition, uri: str) -> Iterator[Block]:
    refs = {name: note_marks(held, uri) for name, held in numbers_of(notes).items()}
    for heading, group in groupby(facts, key=lambda fact: fact.heading):
        held = tuple(group)
        if heading:
            yield Heading(3, plain(heading))
        box = rows(held, edition, refs)
        yield Box(box.role, (Paragraph(plain(number_of(len(held), "fact")), Role.META), *box.blocks))


def _differences(facts: tuple[Fact, ...], edition: Edition) -> Blocks:
    differing = tuple(fact for fact in facts if edition.differs(fact))
    if not differing:
        return ()
    return (
        Heading(2, plain("Where its sources differ"), "differences"),
        difference_points(differing, edition),
    )


def sheets_index(edition: Edition) -> Page:
    """Return the list of all sheets."""
    title = "Sheets"
    count = number_of(len(edition.catalog.sheets), "sheet")
    facts = number_of(len(edition.catalog.facts), "fact")
    return Page(
        uri="sheets/index.md",
        title=title,
        description=f"{facts} on {count}, by topic.",
        blocks=(
            Heading(1, plain(title)),
            Paragraph(
                plain(f"{facts} on {count}. Each mark is a fact, drawn by how far it is known."), Role.LEDE
            ),
            sheet_list(edition),
        ),
        kind="index",
    )


def sheet_list(edition: Edition) -> Box:
    """Return the sheets with their summaries and one mark per fact."""
    entries = [_sheet_entry(one, edition) for one in edition.catalog.sheets.values()]
    present = sorted({fact.standing for fact in edition.catalog.facts.values()}, key=lambda one: one.rank)
    legend = listed([say(mark(Role(one.value), one.value, one.meaning)) for one in present], " ")
    return Box(Role.INDEX, (*entries, Paragraph(legend, Role.META)))


def _first_sentence(text: str) -> str:
    """Return what a summary opens with, cut between words only where one sentence alone is too long."""
    found = _SENTENCE.match(text)
    return shortened(found[0] if found else text)


def _sheet_entry(one: Sheet, edition: Edition) -> Box:
    standings = sorted((fact.standing for fact in one.facts), key=lambda standing: standing.rank)
    total = len(one.facts)
    tally = [
        say(mark(Role(standing.value), f"{count} {standing.value}", f"{count} of {number_of(total, 'fact')}"))
        for standing, group in groupby(standings)
        if (count := len(list(group)))
    ]
    said = Box(
        Role.ROW_SAID,
        (
            Paragraph(say(to(sheet_page(one.id), one.title))),
            Paragraph(plain(_first_sentence(words_of(one.summary))), Role.META),
        ),
    )
    differing = sum(edition.differs(fact) for fact in one.facts)
    held = say(mark(Role.NUMBER, str(total)), " ", "fact" if total == 1 else "facts")
    differs = say(" ", mark(Role.DIFFERS, f"{differing} differ")) if differing else ()
    return Box(
        Role.ROW, (said, Paragraph(listed(tally, " "), Role.INDEX), Paragraph(say(held, differs), Role.META))
    )


def first_key_facts(edition: Edition, most: int) -> tuple[Fact, ...]:
    """Return the first key fact with a value of each sheet, for pages that show a few figures."""
    chosen: list[Fact] = []
    for one in edition.catalog.sheets.values():
        keys = (edition.catalog.facts[key.id] for key in one.key_facts)
        first = next((fact for fact in keys if fact.value and fact.stands), None)
        if first and len(chosen) < most:
            chosen.append(first)
    return tuple(chosen)
