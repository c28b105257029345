"""What happened when: each dated fact, to the precision that its sources give."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from factsheet.model.dates import Date, sort_key, spoken_date
from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Page, Paragraph
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import fact_marks, say, source_marks, statement_link
from factsheet.render.pages.time_charts import time_figure


def timeline(edition: Edition) -> Page:
    """Return the timeline of all dated facts."""
    dated = tuple(fact for fact in edition.catalog.facts.values() if fact.when)
    undated = len(edition.catalog.facts) - len(dated)
    lede = f"{number_of(len(dated), 'dated fact')}, each to the precision that its sources give."
    if undated:
        verb = "says" if undated == 1 else "say"
        others = f"{number_of(undated, 'fact')} that {verb} of no event when it happened"
        lede += f" Not on this page: {others}."
    if not dated:
        lede = "No fact says of an event when it happened."
    drawn = time_figure(dated, edition, "The dated facts that stand, on one axis")
    body = (*drawn, *moments(dated, edition, level=2, drawn=not drawn))
    return Page(
        uri="timeline.md",
        title="Timeline",
        description="Events in the order of their dates, with the precision that the sources give.",
        blocks=(Heading(1, plain("Timeline")), Paragraph(plain(lede), Role.LEDE), *body),
        kind="timeline",
    )


def moments(facts: Iterable[Fact], edition: Edition, *, level: int, drawn: bool = False) -> Blocks:
    """Return dated facts in order of time, under a heading a year; and each year drawn, where asked for."""
    dated = sorted(((fact.when, fact) for fact in facts if fact.when), key=_place)
    blocks: list[Block] = []
    for year, group in groupby(dated, key=lambda one: _heading(one[0])):
        of_year = tuple(group)
        entries = tuple(_moment(when, fact, edition) for when, fact in of_year)
        figure = time_figure((fact for _, fact in of_year), edition) if drawn else ()
        blocks += [Heading(level, plain(year)), *figure, Box(Role.TIMELINE, entries)]
    return tuple(blocks)


def _place(one: tuple[Date, Fact]) -> tuple[int, bool, object, str]:
    """Order by the year of the heading, decades before their years; what has no beginning opens its year."""
    when, fact = one
    return (_year(when), _heading(when).isdigit(), sort_key(when), fact.id)


def _year(when: Date) -> int:
    first = when.first or when.last
    return first.year if first else 0


def _heading(when: Date) -> str:
    """Return the year in which a date begins, or ends where only that is known; a decade keeps its name."""
    year = str(_year(when)) if _year(when) else "Date not known"
    return f"{year}s" if when.text.endswith("X") and "-" not in when.text and "/" not in when.text else year


def _moment(when: Date, fact: Fact, edition: Edition) -> Box:
    letters = source_marks(fact, edition)
    meta = say(fact_marks(fact), *((" ", letters) if letters else ()))
    said = Box(Role.ROW_SAID, (Paragraph(say(statement_link(fact))), Paragraph(meta, Role.META)))
    return Box(Role.ROW, (Paragraph(plain(spoken_date(when)), Role.DATE), said))
