"""What several pages show: lists of facts, particulars, index entries, handouts, key figures."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.diagnostics.declarations import read_declarations
from factsheet.model.records import Fact, Sheet
from factsheet.model.text.spans import FileAddress, Link, Role, Text, make_text
from factsheet.model.values.quantities import Value
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Figure, Heading, Page, Paragraph, Table
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_value_paragraph,
    link_fact,
    link_to,
    mark,
    render_fact_marks,
    to_text,
)
from factsheet.render.pages.rows import build_fact_rows, build_meta_line

PAGE_TEXTS = read_declarations("render.pages", "texts.toml")


def build_fact_list(title: str, anchor: str, facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return facts as rows under a heading; nothing where there are none."""
    rows = build_fact_rows(facts, context)
    return (Heading(2, make_text(title), anchor), rows) if rows.blocks else ()


def build_particulars(noun: str, particulars: Iterable[tuple[str, str | Text]]) -> Box:
    """Return names and texts, which stand in the margin where there is one; empty texts are left out."""
    table = Table(
        header=(make_text("What"), make_text(f"Of this {noun}")),
        rows=tuple((make_text(name), to_text(text)) for name, text in particulars if text),
        caption=f"Particulars of this {noun}",
    )
    return Box(Role.PARTICULARS, (table,))


def build_index_entry(name: Text, about: str, facts: int) -> Box:
    """Return one line of an index: a name, what it is, and how many facts go with it."""
    head = Box(Role.ROW_SAID, (Paragraph(name), Paragraph(make_text(about), Role.META)))
    return Box(Role.ROW, (head, Paragraph(render_fact_count(facts), Role.META)))


def render_fact_count(count: int) -> Text:
    """Return a number of facts, the number marked."""
    return to_text(mark(Role.NUMBER, str(count)), " fact" if count == 1 else " facts")


def build_index_page(folder: str, title: str, count: str, entries: tuple[Box, ...]) -> Page:
    """Return an index, or in words that it is empty."""
    body: Block = Box(Role.INDEX, entries) if entries else Paragraph(make_text(f"No {folder} yet."))
    return Page(
        uri=f"{folder}/index.md",
        title=title,
        description=f"{count.capitalize()}, with the facts that go with each.",
        blocks=(Heading(1, make_text(title)), Paragraph(make_text(f"{count}."), Role.LEDE), body),
        kind="index",
    )


def build_general_page(name: str, blocks: Iterable[Block], lede: str = "", scripts: tuple[str, ...] = ()) -> Page:
    """Return a page about all facts, with the texts that `texts.toml` has for it; some have a `lede` of their own."""
    texts = PAGE_TEXTS[name]
    head = (Heading(1, make_text(texts["title"])), Paragraph(make_text(lede or texts["lede"]), Role.LEDE))
    return Page(
        uri=texts.get("uri", f"{name}.md"),
        title=texts["title"],
        description=texts["description"],
        blocks=(*head, *blocks),
        kind=name,
        scripts=scripts,
    )


def build_handout_address(name: str) -> FileAddress:
    """Return the handout of a sheet, a PDF."""
    return FileAddress(f"downloads/sheets/{name}.pdf")


def link_handout(sheet: Sheet) -> Link:
    """Return a link to the handout of a sheet, for its page."""
    return link_to(build_handout_address(sheet.id), "PDF")


def build_handout_list(context: PageContext) -> Blocks:
    """Return the list of all handouts; nothing where there is no sheet."""
    rows = tuple(
        (to_text(link_to(build_handout_address(sheet.id), f"{sheet.id}.pdf")), make_text(sheet.title))
        for sheet in context.catalog.sheets.values()
    )
    if not rows:
        return ()
    about = "Each sheet as a few A4 pages, with its sources as numbered notes."
    table = Table(header=(make_text("File"), make_text("Sheet")), rows=rows, caption="Handouts to print")
    return (Heading(2, make_text("Handouts"), "handouts"), Paragraph(make_text(about)), table)


def build_key_figures(facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return facts as key figures; those without a value follow as points."""
    given = tuple(facts)
    figures: Blocks = tuple(_build_key_figure(fact, fact.value, context) for fact in given if fact.value)
    points = tuple(to_text(link_fact(fact), " ", render_fact_marks(fact)) for fact in given if not fact.value)
    listed: Blocks = (Bullets(points),) if points else ()
    return tuple(Box(Role.FIGURES, blocks) for blocks in (figures, listed) if blocks)


def _build_key_figure(fact: Fact, value: Value, context: PageContext) -> Box:
    chart = build_value_chart(fact)
    return Box(
        Role.FIGURE,
        (
            build_value_paragraph(value),
            Paragraph(to_text(link_fact(fact))),
            build_meta_line(fact, context, sources=False),
            *((Figure(chart),) if chart else ()),
        ),
    )
