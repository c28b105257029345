"""Where the handouts lie, and the links that lead to them."""

from __future__ import annotations

from factsheet.model.records import Sheet
from factsheet.model.text.spans import FileAddress, Link, make_text
from factsheet.render.document.blocks import Blocks, Heading, Paragraph, Table
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import link_to, to_text


def build_handout_address(name: str) -> FileAddress:
    """Return the handout of a sheet, a PDF."""
    return FileAddress(f"downloads/sheets/{name}.pdf")


def link_handout(sheet: Sheet) -> Link:
    """Return a link to the handout of a sheet, for its page."""
    return link_to(build_handout_address(sheet.id), "PDF")


def build_handout_list(edition: PageContext) -> Blocks:
    """Return the list of all handouts; nothing where there is no sheet."""
    rows = tuple(
        (to_text(link_to(build_handout_address(sheet.id), f"{sheet.id}.pdf")), make_text(sheet.title))
        for sheet in edition.catalog.sheets.values()
    )
    if not rows:
        return ()
    about = "Each sheet as a few A4 pages, with its sources as numbered notes."
    table = Table(header=(make_text("File"), make_text("Sheet")), rows=rows, caption="Handouts to print")
    return (Heading(2, make_text("Handouts"), "handouts"), Paragraph(make_text(about)), table)
