"""Every fact in one table, which a script can filter; it is complete without the script."""

from __future__ import annotations

from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import Mark, PageAddress, Role, Text, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Box, Bullets, Heading, Page, Paragraph, RecordRow, RecordTable, Table
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    format_as_of,
    join_with_spaces,
    link_fact,
    link_sheet,
    link_to,
    mark,
    render_differences,
    render_fact_marks,
    render_independence,
    render_source_letter,
    render_value,
    to_text,
)

_HEADER = ("Passage", "Statement", "Value", "Drawn", "Date", "Independence", "Standing")

_CSV_COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "The name of the fact; it never changes."),
    ("statement", "What is said."),
    ("value", "The value as the table prints it: hedge, number and unit."),
    ("unit", "What the limits count; % for every share, and one unit for measures that convert into each other."),
    ("low", "The least that the value leaves possible; empty where it has no lower limit."),
    ("low_open", "yes where that limit itself is not possible, as for more than."),
    ("high", "The most that the value leaves possible; empty where it has no upper limit."),
    ("high_open", "yes where that limit itself is not possible, as for fewer than."),
    ("standing", "How far the fact is known."),
    ("worked_out", "yes where we worked the number out from other facts."),
    ("lifecycle", "What became of the fact since it was published; current where nothing did."),
    ("sheet", "The sheet that the fact stands on."),
    ("sources", "The sources, parted by semicolons."),
    ("independent", "How many of its sources are independent of each other."),
    ("differs", "In what its sources differ, parted by semicolons; empty where they do not."),
    ("actors", "Who says it and whom it is about, parted by semicolons."),
    ("places", "Where it holds, parted by semicolons."),
    ("when", "When it happened, to the precision that is known; a slash parts the ends of a period."),
    ("as_of", "The day, month or year for which it holds."),
    ("url", "The address of the fact."),
)
"""The columns of the CSV that `explore-files.js` writes, in their order, and what each holds."""

_CHOICES_NOTE = (
    "Choices inside one filter widen the view, filters among each other narrow it: two sheets and one "
    "standing show the facts of either sheet that have that standing."
)
_NUMBERS_NOTE = (
    "A number matches when the value could lie in the range. At least 93 has no upper limit, so it matches "
    "every range that reaches to 93 or above. Numbers of different units are never compared: choose one."
)
_DATES_NOTE = (
    "A date matches when its period and the range have a day in common. It is when the fact happened, or "
    "else the time for which it holds; a fact without either matches no range."
)
_ADDRESS_NOTE = "The filter stands in the address of the page: copy it to share what you see, and go back to undo."


def build_explore_page(context: PageContext) -> Page:
    """Return the page of all facts in one table."""
    catalog = context.catalog
    facts = format_count(len(catalog.facts), "fact")
    lede = f"{facts} on {format_count(len(catalog.sheets), 'sheet')}, in one table. "
    groups = tuple(
        (to_text(link_sheet(sheet)), tuple(_build_record_row(fact, context) for fact in sheet.facts))
        for sheet in catalog.sheets.values()
        if sheet.facts
    )
    table = RecordTable(tuple(map(make_text, _HEADER)), groups, "All facts")
    return Page(
        uri="explore.md",
        title="Explore",
        description=f"Every fact in one table: {facts}, to filter, sort and take away.",
        blocks=(
            Heading(1, make_text("Explore the ledger")),
            Paragraph(make_text(f"{lede}Each drawn value has its own scale, from 0."), Role.LEDE),
            Box(Role.FILTERS, ()),
            table,
            Heading(2, make_text("How the filters work")),
            Bullets(tuple(map(make_text, (_CHOICES_NOTE, _NUMBERS_NOTE, _DATES_NOTE, _ADDRESS_NOTE)))),
            Heading(2, make_text("What the files hold")),
            *_build_files(),
        ),
        kind="explore",
        scripts=("explore",),
    )


def _build_record_row(fact: Fact, context: PageContext) -> RecordRow:
    also = mark(Role.META, to_text("also ", render_value(fact.also))) if fact.also else None
    cells = (
        _render_passages(fact, context),
        to_text(link_fact(fact)),
        join_with_spaces(render_value(fact.value), also) if fact.value else (),
        build_value_chart(fact) or (),
        _render_date(fact),
        join_with_spaces(render_independence(fact, context), render_differences(fact, context)),
        render_fact_marks(fact),
    )
    return RecordRow(cells, fact.id)


def _render_passages(fact: Fact, context: PageContext) -> Text:
    """Return the letters of a fact's sources, each with the paragraphs in which its passages were proved."""
    parts: list[Mark] = []
    for source in context.list_sources(fact):
        parts.append(render_source_letter(source, context))
        if paragraphs := sorted({proof.paragraph for proof in context.list_proofs(fact, source)}):
            parts.append(mark(Role.ID, ", ".join(f"¶{number}" for number in paragraphs)))
    return join_with_spaces(*parts)


def _render_date(fact: Fact) -> Text:
    """Return the date that the filter uses: when it happened, or else the time for which it holds."""
    if fact.when:
        return to_text(mark(Role.DATE, render_date(fact.when)))
    return to_text(mark(Role.DATE, format_as_of(fact.as_of))) if fact.as_of else ()


def _build_files() -> tuple[Paragraph, Table, Paragraph]:
    made = (
        "Filters and files need a browser that runs scripts; both are made in it, and nothing is sent "
        "anywhere. The CSV holds the facts shown, in the order shown, one a line; the JSON holds the same "
        "facts with everything that the filters look at. "
    )
    rows = tuple((to_text(mark(Role.ID, name)), make_text(about)) for name, about in _CSV_COLUMNS)
    form = (
        "The CSV is written by RFC 4180, in UTF-8. It opens with a byte order mark, without which Excel "
        "would misread names; Python calls this utf-8-sig. A text that a spreadsheet would take for "
        "a formula (it begins with =, +, -, @ or a tab) has an apostrophe before it."
    )
    downloads = link_to(PageAddress("downloads/index.md"), "Downloads")
    return (
        Paragraph(to_text(made, "Without scripts, take the whole ledger from ", downloads, ".")),
        Table((make_text("Column"), make_text("What it holds")), rows, caption="Columns of the CSV"),
        Paragraph(make_text(form)),
    )
