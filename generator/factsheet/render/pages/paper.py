"""Where the handouts lie, and the links that lead to them."""

from __future__ import annotations

from factsheet.model.records import Sheet
from factsheet.model.text.spans import FileAddress, Link, plain
from factsheet.render.document.blocks import Blocks, Heading, Paragraph, Table
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import say, to


def sheet_paper(name: str) -> FileAddress:
    """Return the handout of a sheet, a PDF."""
    return FileAddress(f"downloads/sheets/{name}.pdf")


def paper_link(sheet: Sheet) -> Link:
    """Return a link to the handout of a sheet, for its page."""
    return to(sheet_paper(sheet.id), "PDF")


def handouts(edition: Edition) -> Blocks:
    """Return the list of all handouts; nothing where there is no sheet."""
    rows = tuple(
        (say(to(sheet_paper(sheet.id), f"{sheet.id}.pdf")), plain(sheet.title))
        for sheet in edition.catalog.sheets.values()
    )
    if not rows:
        return ()
    about = "Each sheet as a few A4 pages, with its sources as numbered notes."
    table = Table(header=(plain("File"), plain("Sheet")), rows=rows, caption="Handouts to print")
    return (Heading(2, plain("Handouts"), "handouts"), Paragraph(plain(about)), table)
