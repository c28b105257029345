"""What pages about sources, actors and places share: particulars, lists of facts, and indexes."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Text, make_text
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Page, Paragraph, Table
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import mark, to_text
from factsheet.render.pages.rows import build_fact_rows


def build_fact_list(title: str, anchor: str, facts: Iterable[Fact], edition: PageContext) -> Blocks:
    """Return facts as rows under a heading; nothing where there are none."""
    held = tuple(facts)
    return (Heading(2, make_text(title), anchor), build_fact_rows(held, edition)) if held else ()


def build_particulars(noun: str, about: tuple[tuple[str, Text], ...]) -> Box:
    """Return names and texts that the margin holds where there is one."""
    table = Table(
        header=(make_text("What"), make_text(f"Of this {noun}")),
        rows=tuple((make_text(name), text) for name, text in about),
        caption=f"Particulars of this {noun}",
    )
    return Box(Role.PARTICULARS, (table,))


def build_index_entry(name: Text, about: str, facts: int) -> Box:
    """Return one line of an index: a name, what it is, and how many facts go with it."""
    said = Box(Role.ROW_SAID, (Paragraph(name), Paragraph(make_text(about), Role.META)))
    count = to_text(mark(Role.NUMBER, str(facts)), " ", "fact" if facts == 1 else "facts")
    return Box(Role.ROW, (said, Paragraph(count, Role.META)))


def build_index_page(folder: str, title: str, count: str, entries: tuple[Box, ...]) -> Page:
    """Return an index."""
    body: Block = Box(Role.INDEX, entries) if entries else Paragraph(make_text(f"No {folder} yet."))
    return Page(
        uri=f"{folder}/index.md",
        title=title,
        description=f"{count.capitalize()}, with the facts that go with each.",
        blocks=(Heading(1, make_text(title)), Paragraph(make_text(f"{count}."), Role.LEDE), body),
        kind="index",
    )
