"""One fact taken apart and labelled: the legend of every entry."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, make_text
from factsheet.render.document.blocks import Block, Blocks, Box, Figure, Paragraph
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_value_paragraph,
    link_fact,
    render_independence,
    render_standing,
    to_text,
)
from factsheet.render.pages.rows import render_passage_location, render_route

_VALUE_NOTE = ("Value, with its hedge.", "The hedge stands in words before the number and is never dropped.")
_DRAWING_NOTE = (
    "The same hedge, drawn.",
    "A cap is a limit, an open ring one that is not reached, brackets a width not stated, an arrow no limit.",
)
_STANDING_NOTE = (
    "Standing.",
    "Round marks are testimony, a diamond is an estimate, a triangle lies in the future.",
)
_INDEPENDENCE_NOTE = (
    "Independence.",
    "Filled dots are origins, rings the sources that carry them; a dashed dot is an origin not named.",
)
_ROUTE_NOTE = ("Route.", "Who said it first, and who passed it on.")
_PASSAGE_NOTE = ("Passage.", "A program found the words at this place of the source, and only there.")


def build_annotated_example(edition: PageContext) -> Blocks:
    """Return an entry of the site with a word on each of its parts; empty where no fact has all of them."""
    fact = _choose_fact(edition)
    if fact is None:
        return ()
    rows = tuple(
        Box(Role.ROW, (block, Paragraph(to_text(Strong(make_text(name)), f" {words}"), Role.META)))
        for block, (name, words) in _build_parts(fact, edition)
    )
    return (Box(Role.SPECIMEN, (Paragraph(to_text(link_fact(fact))), *rows)),)


def _build_parts(fact: Fact, edition: PageContext) -> Iterator[tuple[Block, tuple[str, str]]]:
    """Yield each part of an entry with its name and what it tells."""
    if fact.value:
        yield build_value_paragraph(fact.value), _VALUE_NOTE
    if chart := build_value_chart(fact):
        yield Figure(chart), _DRAWING_NOTE
    yield Paragraph(to_text(render_standing(fact.standing))), _STANDING_NOTE
    if counted := render_independence(fact, edition):
        yield Paragraph(to_text(counted)), _INDEPENDENCE_NOTE
    tie = fact.evidence[0]
    yield Paragraph(render_route(tie, edition)), _ROUTE_NOTE
    yield Paragraph(render_passage_location(tie, fact, edition)), _PASSAGE_NOTE


def _choose_fact(edition: PageContext) -> Fact | None:
    """Return the first fact that shows the most: one the editors put first, or any that is stood by."""
    catalog = edition.catalog
    first = (catalog.facts[one.id] for one in edition.settings.home_facts)
    shown = [fact for fact in (*first, *catalog.facts.values()) if fact.is_active and fact.evidence]
    drawn = [fact for fact in shown if build_value_chart(fact)]
    told = (fact for fact in drawn if fact.evidence[0].chain)
    return next(told, drawn[0] if drawn else None)
