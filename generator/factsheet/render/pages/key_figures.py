"""Key figures: a few facts large enough to be seen first."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.render.document.blocks import Block, Blocks, Box, Bullets, Figure, Paragraph
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import build_value_paragraph, link_fact, render_fact_marks, to_text
from factsheet.render.pages.rows import build_meta_line


def build_key_figures(facts: Iterable[Fact], edition: PageContext) -> Blocks:
    """Return facts as key figures; those without a value follow as points."""
    given = tuple(facts)
    measured = tuple(_build_key_figure(fact, edition) for fact in given if fact.value)
    said = tuple(to_text(link_fact(fact), " ", render_fact_marks(fact)) for fact in given if not fact.value)
    blocks: list[Block] = []
    if measured:
        blocks.append(Box(Role.FIGURES, measured))
    if said:
        blocks.append(Box(Role.FIGURES, (Bullets(said),)))
    return tuple(blocks)


def _build_key_figure(fact: Fact, edition: PageContext) -> Box:
    parts: list[Block] = [build_value_paragraph(fact.value)] if fact.value else []
    parts += [Paragraph(to_text(link_fact(fact))), build_meta_line(fact, edition, sources=False)]
    if chart := build_value_chart(fact):
        parts.append(Figure(chart))
    return Box(Role.FIGURE, tuple(parts))
