"""Key figures: a few facts large enough to be seen first."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.render.document.blocks import Block, Blocks, Box, Bullets, Figure, Paragraph
from factsheet.render.pages.charts import value_chart
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import fact_marks, say, statement_link, value_paragraph
from factsheet.render.pages.rows import meta_of


def figures(facts: Iterable[Fact], edition: Edition) -> Blocks:
    """Return facts as key figures; those without a value follow as points."""
    given = tuple(facts)
    measured = tuple(_figure(fact, edition) for fact in given if fact.value)
    said = tuple(say(statement_link(fact), " ", fact_marks(fact)) for fact in given if not fact.value)
    blocks: list[Block] = []
    if measured:
        blocks.append(Box(Role.FIGURES, measured))
    if said:
        blocks.append(Box(Role.FIGURES, (Bullets(said),)))
    return tuple(blocks)


def _figure(fact: Fact, edition: Edition) -> Box:
    parts: list[Block] = [value_paragraph(fact.value)] if fact.value else []
    parts += [Paragraph(say(statement_link(fact))), meta_of(fact, edition, sources=False)]
    if chart := value_chart(fact):
        parts.append(Figure(chart))
    return Box(Role.FIGURE, tuple(parts))
