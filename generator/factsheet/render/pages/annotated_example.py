"""One fact taken apart and labelled: the legend of every entry."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, plain
from factsheet.render.document.blocks import Block, Blocks, Box, Figure, Paragraph
from factsheet.render.pages.charts import value_chart
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    independence_mark,
    say,
    standing_mark,
    statement_link,
    value_paragraph,
)
from factsheet.render.pages.rows import place_of, route

_VALUE = ("Value, with its hedge.", "The hedge stands in words before the number and is never dropped.")
_DRAWN = (
    "The same hedge, drawn.",
    "A cap is a limit, an open ring one that is not reached, brackets a width not stated, an arrow no limit.",
)
_STANDING = (
    "Standing.",
    "Round marks are testimony, a diamond is an estimate, a triangle lies in the future.",
)
_INDEPENDENCE = (
    "Independence.",
    "Filled dots are origins, rings the sources that carry them; a dashed dot is an origin not named.",
)
_ROUTE = ("Route.", "Who said it first, and who passed it on.")
_PASSAGE = ("Passage.", "A program found the words at this place of the source, and only there.")


def specimen(edition: Edition) -> Blocks:
    """Return an entry of the site with a word on each of its parts; empty where no fact has all of them."""
    fact = _chosen(edition)
    if fact is None:
        return ()
    rows = tuple(
        Box(Role.ROW, (block, Paragraph(say(Strong(plain(name)), f" {words}"), Role.META)))
        for block, (name, words) in _parts(fact, edition)
    )
    return (Box(Role.SPECIMEN, (Paragraph(say(statement_link(fact))), *rows)),)


def _parts(fact: Fact, edition: Edition) -> Iterator[tuple[Block, tuple[str, str]]]:
    """Yield each part of an entry with its name and what it tells."""
    if fact.value:
        yield value_paragraph(fact.value), _VALUE
    if chart := value_chart(fact):
        yield Figure(chart), _DRAWN
    yield Paragraph(say(standing_mark(fact.standing))), _STANDING
    if counted := independence_mark(fact, edition):
        yield Paragraph(say(counted)), _INDEPENDENCE
    tie = fact.evidence[0]
    yield Paragraph(route(tie, edition)), _ROUTE
    yield Paragraph(place_of(tie, fact, edition)), _PASSAGE


def _chosen(edition: Edition) -> Fact | None:
    """Return the first fact that shows the most: one the editors put first, or any that is stood by."""
    catalog = edition.catalog
    first = (catalog.facts[one.id] for one in edition.settings.home_facts)
    shown = [fact for fact in (*first, *catalog.facts.values()) if fact.stands and fact.evidence]
    drawn = [fact for fact in shown if value_chart(fact)]
    told = (fact for fact in drawn if fact.evidence[0].chain)
    return next(told, drawn[0] if drawn else None)
