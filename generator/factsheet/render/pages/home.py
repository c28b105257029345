"""The home page."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import Link, PageAddress, Role, Strong, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Block, Blocks, Box, Figure, Heading, Paragraph
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_value_paragraph,
    link_fact,
    mark,
    render_independence,
    render_standing,
    to_text,
)
from factsheet.render.pages.lists import build_key_figures
from factsheet.render.pages.rows import build_difference_list, render_passage_location, render_route, render_sources
from factsheet.render.pages.sheet import build_home_charts, build_sheet_list, list_first_key_facts

_VALUE_NOTE = ("Value, with its hedge.", "The hedge stands in words before the number and is never dropped.")
_DRAWING_NOTE = (
    "The same hedge, drawn.",
    "A cap is a limit, an open ring one that is not reached, brackets a width not stated, an arrow no limit.",
)
_STANDING_NOTE = ("Standing.", "Round marks are testimony, a diamond is an estimate, a triangle lies in the future.")
_INDEPENDENCE_NOTE = (
    "Independence.",
    "Filled dots are origins, rings the sources that carry them; a dashed dot is an origin not named.",
)
_ROUTE_NOTE = ("Route.", "Who said it first, and who passed it on.")
_PASSAGE_NOTE = ("Passage.", "A program found the words at this place of the source, and only there.")


def build_annotated_example(context: PageContext) -> Blocks:
    """Return an entry of the site with a word on each of its parts; empty where no fact has all of them."""
    fact = _choose_fact(context)
    if fact is None:
        return ()
    rows = tuple(
        Box(Role.ROW, (block, Paragraph(to_text(Strong(make_text(name)), f" {words}"), Role.META)))
        for block, (name, words) in _build_parts(fact, context)
    )
    return (Box(Role.SPECIMEN, (Paragraph(to_text(link_fact(fact))), *rows)),)


def _build_parts(fact: Fact, context: PageContext) -> Iterator[tuple[Block, tuple[str, str]]]:
    """Yield each part of an entry with its name and what it tells."""
    if fact.value:
        yield build_value_paragraph(fact.value), _VALUE_NOTE
    if chart := build_value_chart(fact):
        yield Figure(chart), _DRAWING_NOTE
    yield Paragraph(to_text(render_standing(fact.standing))), _STANDING_NOTE
    if counted := render_independence(fact, context):
        yield Paragraph(to_text(counted)), _INDEPENDENCE_NOTE
    tie = fact.evidence[0]
    yield Paragraph(render_route(tie, context)), _ROUTE_NOTE
    yield Paragraph(render_passage_location(tie, fact, context)), _PASSAGE_NOTE


def _choose_fact(context: PageContext) -> Fact | None:
    """Return the first fact that shows the most: one the editors put first, or any that is stood by."""
    catalog = context.catalog
    first = (catalog.facts[one.id] for one in context.settings.home_facts)
    shown = [fact for fact in (*first, *catalog.facts.values()) if fact.is_active and fact.evidence]
    drawn = [fact for fact in shown if build_value_chart(fact)]
    told = (fact for fact in drawn if fact.evidence[0].chain)
    return next(told, drawn[0] if drawn else None)


_MAX_FIGURES = 6
"""Figures on the home page: what one screen holds."""
_MAX_DIFFERENCES = 4
_MAX_CHANGES = 5


def build_home(context: PageContext) -> Blocks:
    """Return the figures, the sheets, the differences and the latest changes."""
    catalog = context.catalog
    facts = tuple(catalog.facts.values())
    count = format_count(len(facts), "fact")
    blocks: list[Block] = [Paragraph(to_text(f"{count} from ", render_sources(facts, context)), Role.META)]
    chosen = tuple(fact for one in context.settings.home_facts if (fact := catalog.facts[one.id]).is_active)
    shown = chosen or list_first_key_facts(context, _MAX_FIGURES)
    if shown:
        blocks += [Heading(2, make_text(f"{len(shown)} figures" if len(shown) > 1 else "One figure"), "figures")]
        if len(shown) > 1:
            blocks.append(Paragraph(make_text("They count different things; none may be added to another.")))
        blocks += build_key_figures(shown, context)
    blocks += [Heading(2, make_text("The sheets"), "sheets"), build_sheet_list(context)]
    blocks += _build_differences(context)
    blocks += build_home_charts(context)
    blocks += _build_changes(context)
    return tuple(blocks)


def _build_differences(context: PageContext) -> Blocks:
    differing = [fact for fact in context.catalog.facts.values() if context.has_differences(fact)]
    if not differing:
        return ()
    differing.sort(key=lambda fact: fact.value is None)
    every = Link(make_text("All differences, side by side"), PageAddress("differences.md"))
    words = f"In {format_count(len(differing), 'fact')} the sources do not say quite the same."
    return (
        Heading(2, make_text("Where sources differ"), "differences"),
        Paragraph(make_text(words)),
        build_difference_list(differing[:_MAX_DIFFERENCES], context),
        Paragraph(to_text(every)),
    )


def _build_changes(context: PageContext) -> Blocks:
    reviewed = [(one.reviewed, one) for one in context.catalog.sheets.values() if one.reviewed]
    entries = [
        Box(
            Role.ROW,
            (
                Paragraph(make_text(render_date(notice.on)), Role.DATE),
                Paragraph(to_text(mark(Role.CORRECTED, notice.kind.value), " ", link_fact(fact))),
            ),
        )
        for notice, fact in context.list_corrections()[:_MAX_CHANGES]
    ]
    if reviewed and not entries:
        latest = max((when for when, _ in reviewed), key=build_date_sort_key)
        count = sum(when.text == latest.text for when, _ in reviewed)
        words = f"{format_count(count, 'sheet')} read against {'its' if count == 1 else 'their'} sources"
        date, said = Paragraph(make_text(render_date(latest)), Role.DATE), Paragraph(make_text(f"{words}."))
        entries.append(Box(Role.ROW, (date, said)))
    if not entries:
        return ()
    every = Link(make_text("All corrections"), PageAddress("corrections.md"))
    return (
        Heading(2, make_text("Latest changes"), "changes"),
        Box(Role.TIMELINE, tuple(entries)),
        Paragraph(to_text(every)),
    )
