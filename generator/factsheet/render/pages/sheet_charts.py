"""The charts that editors have chosen: facts of a sheet on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, Text, plain
from factsheet.model.values import Value
from factsheet.model.vocabulary import ChartKind
from factsheet.render.document.blocks import Blocks, Box, Figure, Heading, Paragraph
from factsheet.render.document.charts import Bar, BarChart, Ending, IntervalChart, Span
from factsheet.render.pages.charts import (
    answers_chart,
    bar_chart,
    can_be_drawn,
    interval_chart,
    is_share,
    letters_of,
    name_of,
    span_of,
)
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import as_of_words, enumerated, say, sheet_page


def sheet_charts(sheet: Sheet, edition: Edition) -> Blocks:
    """Return the charts of a sheet, in the order of its editors, each with an anchor; nothing without any."""
    return tuple(_boxed(chart, edition) for chart in sheet.charts)


def home_charts(edition: Edition) -> Blocks:
    """Return the charts chosen for the home page, each leading to its sheet; nothing without any."""
    catalog = edition.catalog
    blocks: list[Box] = []
    for one in edition.settings.home_charts:
        chart = catalog.charts[one.id]
        sheet = catalog.sheets[catalog.sheet_of[chart.facts[0].id]]
        link = Link(plain(f"{sheet.title}: the facts behind it"), sheet_page(sheet.id))
        blocks.append(_boxed(chart, edition, (Paragraph(say(link)),)))
    return (Heading(2, plain("Drawn to scale"), "charts"), *blocks) if blocks else ()


def anchor_of(chart: Chart) -> str:
    """Return the anchor of a chart, which the id of no fact can be."""
    return f"chart:{chart.id}"


def _boxed(chart: Chart, edition: Edition, after: Blocks = ()) -> Box:
    figure = Figure(drawing_of(chart, edition), _caption(chart, edition))
    return Box(Role.CHART, (figure, *after), anchor_of(chart))


def drawing_of(chart: Chart, edition: Edition) -> IntervalChart | BarChart:
    """Return the drawing of an editor's chart; facts that cannot be drawn are left out."""
    facts = [edition.catalog.facts[one.id] for one in chart.facts]
    drawn = [(fact, fact.value) for fact in facts if fact.value and can_be_drawn(fact.value)]
    below = _below(facts, edition)
    same = chart.drawn is ChartKind.LIMITS
    if chart.drawn in {ChartKind.BARS, ChartKind.PARTS}:
        last = len(drawn) - 1
        bars = tuple(
            Bar(span=_span(fact, value, edition), total=chart.drawn is ChartKind.PARTS and place == last)
            for place, (fact, value) in enumerate(drawn)
        )
        shares = bool(drawn) and all(is_share(value) for _, value in drawn)
        unit = _unit(reversed(drawn) if chart.drawn is ChartKind.PARTS else drawn)
        return bar_chart(chart.title, unit, bars, below, shares=shares)
    if len(facts) == 1 and (answers := answers_chart(facts[0], edition)):
        return replace(answers, title=chart.title, subtitle=below)
    spans = tuple(_span(fact, value, edition) for fact, value in drawn)
    return interval_chart(chart.title, _unit(drawn), spans, subtitle=below, same=same)


def _span(fact: Fact, value: Value, edition: Edition) -> Span:
    return span_of(value, name_of(fact), letters_of(fact, edition))


def _unit(drawn: Iterable[tuple[Fact, Value]]) -> str:
    """Return the unit that stands at the scale: that of the first fact, to which the others compare."""
    return next((value.unit for _, value in drawn), "")


def _below(facts: list[Fact], edition: Edition) -> str:
    """Return the line under the title: how far it is known, who says it, of what time."""
    standings = sorted({fact.standing for fact in facts}, key=lambda one: one.rank)
    names = list(dict.fromkeys(name for fact in facts for name in _rests_on(fact, edition)))
    worked_out = [bool(fact.derived) for fact in facts]
    how = "worked out by us from" if all(worked_out) else "from"
    more = ", in part worked out by us" if any(worked_out) and not all(worked_out) else ""
    parts = [enumerated([one.value for one in standings]).capitalize()]
    if names:
        parts.append(f"{how} {enumerated(names)}{more}")
    dates = {fact.as_of.text: fact.as_of for fact in facts if fact.as_of}
    if len(dates) == 1 and all(fact.as_of for fact in facts):
        parts.append(as_of_words(next(iter(dates.values()))))
    return "; ".join(parts)


def _rests_on(fact: Fact, edition: Edition) -> Iterator[str]:
    """Yield the names of the sources that a fact goes back to, through what it was worked out from."""
    yield from (source.label for source in edition.sources_of(fact))
    if fact.derived and (working := edition.workings.get(fact.id)):
        for operand in working.operands:
            yield from _rests_on(operand.fact, edition)


def _caption(chart: Chart, edition: Edition) -> Text:
    reading = plain(reading_note(drawing_of(chart, edition)))
    return say(chart.note, " ", *reading) if chart.note else reading


def reading_note(drawing: IntervalChart | BarChart) -> str:
    """Return how the hedges that a drawing shows are read; only those that are in it."""
    spans = drawing.spans if isinstance(drawing, IntervalChart) else tuple(bar.span for bar in drawing.bars)
    bars = isinstance(drawing, BarChart)
    ends = {end for span in spans for end in (span.low_end, span.high_end)}
    notes: list[str] = []
    if any(span.dashed for span in spans):
        notes.append("A dashed box is a word in the place of a number.")
    if any(Ending.SOFT in {span.low_end, span.high_end} and not span.dashed for span in spans):
        soft = "An outline at the end of a bar" if bars else "Dots between brackets"
        notes.append(f"{soft}: about; the width is drawn for reading and is not stated.")
    if Ending.OPEN in ends:
        notes.append("An open ring: the number itself is not included.")
    if Ending.NONE in ends:
        notes.append("Dashes to an arrow: no limit is given.")
    if isinstance(drawing, IntervalChart) and drawing.shared:
        notes.append("Shaded: where all of them hold.")
    return " ".join(notes)
