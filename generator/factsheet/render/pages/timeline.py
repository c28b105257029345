"""What happened when: each dated fact, to the precision that its sources give."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.dates.points import Date, render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import Role, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Block, Blocks, Box, Heading, Page, Paragraph
from factsheet.render.pages.charts import build_time_figure
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    join_with_spaces,
    link_fact,
    render_fact_marks,
    render_source_letters,
    to_text,
)
from factsheet.render.pages.lists import build_general_page


def build_timeline_page(context: PageContext) -> Page:
    """Return the timeline of all dated facts."""
    dated = tuple(fact for fact in context.catalog.facts.values() if fact.when)
    undated = len(context.catalog.facts) - len(dated)
    lede = f"{format_count(len(dated), 'dated fact')}, each to the precision that its sources give."
    if undated:
        verb = "says" if undated == 1 else "say"
        others = f"{format_count(undated, 'fact')} that {verb} of no event when it happened"
        lede += f" Not on this page: {others}."
    if not dated:
        lede = "No fact says of an event when it happened."
    drawn = build_time_figure(dated, context, "The dated facts that stand, on one axis")
    body = (*drawn, *build_moments(dated, context, level=2, drawn=not drawn))
    return build_general_page("timeline", body, lede)


def build_moments(facts: Iterable[Fact], context: PageContext, *, level: int, drawn: bool = False) -> Blocks:
    """Return dated facts in order of time, under a heading a year; and each year drawn, where asked for."""
    dated = sorted(((fact.when, fact) for fact in facts if fact.when), key=_build_sort_key)
    blocks: list[Block] = []
    for year, group in groupby(dated, key=lambda pair: _format_heading(pair[0])):
        in_year = tuple(group)
        entries = tuple(_build_moment(when, fact, context) for when, fact in in_year)
        figure = build_time_figure((fact for _, fact in in_year), context) if drawn else ()
        blocks += [Heading(level, make_text(year)), *figure, Box(Role.TIMELINE, entries)]
    return tuple(blocks)


def _build_sort_key(pair: tuple[Date, Fact]) -> tuple[int, bool, object, str]:
    """Order by the year of the heading, decades before their years; what has no beginning comes first in its year."""
    when, fact = pair
    return (_find_year(when), _format_heading(when).isdigit(), build_date_sort_key(when), fact.id)


def _find_year(when: Date) -> int:
    first = when.first or when.last
    return first.year if first else 0


def _format_heading(when: Date) -> str:
    """Return the year in which a date begins, or ends where only that is known; a decade keeps its name."""
    year = str(_find_year(when)) if _find_year(when) else "Date not known"
    return f"{year}s" if when.text.endswith("X") and "-" not in when.text and "/" not in when.text else year


def _build_moment(when: Date, fact: Fact, context: PageContext) -> Box:
    marks = join_with_spaces(render_fact_marks(fact), render_source_letters(fact, context))
    statement = Box(Role.ROW_SAID, (Paragraph(to_text(link_fact(fact))), Paragraph(marks, Role.META)))
    return Box(Role.ROW, (Paragraph(make_text(render_date(when)), Role.DATE), statement))
