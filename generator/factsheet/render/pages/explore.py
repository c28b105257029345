"""Every fact in one table, which a script can filter; it is complete without the script."""

from dataclasses import replace

from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import Mark, PageAddress, Role, Text, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Box, Bullets, Heading, Page, Paragraph, RecordRow, RecordTable, Table
from factsheet.render.pages import charts, inline
from factsheet.render.pages.context import PageContext

_HEADER = ("Passage", "Statement", "Value", "Drawn", "Date", "Independence", "Standing")
_TEXTS = inline.PAGE_TEXTS["explore"]


def build_explore_page(context: PageContext) -> Page:
    """Return the page of all facts in one table."""
    catalog = context.catalog
    facts = format_count(len(catalog.facts), "fact")
    lede = f"{facts} on {format_count(len(catalog.sheets), 'sheet')}, in one table. "
    groups = tuple(
        (inline.to_text(inline.link_sheet(sheet)), tuple(_build_record_row(fact, context) for fact in sheet.facts))
        for sheet in catalog.sheets.values()
        if sheet.facts
    )
    table = RecordTable(tuple(map(make_text, _HEADER)), groups, "All facts")
    return Page(
        uri="explore.md",
        title="Explore",
        description=f"Every fact in one table: {facts}, to filter, sort and download.",
        blocks=(
            Heading(1, make_text("Explore the facts")),
            Paragraph(make_text(f"{lede}Each drawn value has its own scale, from 0."), Role.LEDE),
            Box(Role.FILTERS, ()),
            table,
            Heading(2, make_text("How the filters work")),
            Bullets(tuple(map(make_text, _TEXTS["notes"]))),
            Heading(2, make_text("What the files hold")),
            *_build_files(),
        ),
        kind="explore",
        scripts=("explore",),
    )


def _build_record_row(fact: Fact, context: PageContext) -> RecordRow:
    also = inline.mark(Role.META, inline.to_text("also ", inline.render_value(fact.also))) if fact.also else None
    attribution = inline.mark(Role.ATTRIBUTION, inline.build_attribution_line(fact, context).text)
    chart = charts.build_value_chart(fact, context)
    # The date that the filter uses: when it happened, or else the time for which it holds.
    date = render_date(fact.when) if fact.when else inline.format_as_of(fact.as_of) if fact.as_of else ""
    cells = (
        _render_passages(fact, context),
        inline.join_with_spaces(inline.link_fact(fact, context), attribution),
        inline.join_with_spaces(inline.render_value(fact.value), also) if fact.value else (),
        # The row is headed by the statement, so the drawing is named by the value alone.
        replace(chart, title=inline.format_value_words(fact.value)) if chart and fact.value else (),
        inline.to_text(inline.mark(Role.DATE, date)) if date else (),
        inline.join_with_spaces(inline.render_independence(fact, context), inline.render_differences(fact, context)),
        inline.render_fact_marks(fact),
    )
    return RecordRow(cells, fact.id)


def _render_passages(fact: Fact, context: PageContext) -> Text:
    """Return the letters of a fact's sources, each with the paragraphs in which its passages were proved."""
    parts: list[Mark] = []
    for source in context.list_sources(fact):
        parts.append(inline.render_source_letter(source, context))
        if places := dict.fromkeys(context.describe_place(proof) for proof in context.list_proofs(fact, source)):
            parts.append(inline.mark(Role.ID, ", ".join(place.replace("paragraph ", "¶") for place in places)))
    return inline.join_with_spaces(*parts)


def _build_files() -> tuple[Paragraph, Table, Paragraph]:
    rows = tuple((inline.to_text(inline.mark(Role.ID, name)), make_text(about)) for name, about in _TEXTS["columns"])
    downloads = inline.link_to(PageAddress("downloads/index.md"), "Downloads")
    return (
        Paragraph(inline.to_text(_TEXTS["files"], " Without scripts, download all facts from ", downloads, ".")),
        Table((make_text("Column"), make_text("What it holds")), rows, caption="Columns of the CSV"),
        Paragraph(make_text(_TEXTS["csv"])),
    )
