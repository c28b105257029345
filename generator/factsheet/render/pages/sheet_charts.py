"""The charts that editors have chosen: facts of a sheet on one scale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, Text, make_text
from factsheet.model.values import Value
from factsheet.model.vocabulary import ChartKind
from factsheet.render.document.blocks import Blocks, Box, Figure, Heading, Paragraph
from factsheet.render.document.charts import Bar, BarChart, ChartSpan, Ending, IntervalChart
from factsheet.render.pages.charts import (
    build_answers_chart,
    build_bar_chart,
    build_chart_span,
    build_interval_chart,
    can_be_drawn,
    format_chart_label,
    is_share,
    list_chart_letters,
)
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import build_sheet_address, format_as_of, join_with_and, to_text


def build_sheet_charts(sheet: Sheet, edition: PageContext) -> Blocks:
    """Return the charts of a sheet, in the order of its editors, each with an anchor; nothing without any."""
    return tuple(_build_chart_box(chart, edition) for chart in sheet.charts)


def build_home_charts(edition: PageContext) -> Blocks:
    """Return the charts chosen for the home page, each leading to its sheet; nothing without any."""
    catalog = edition.catalog
    blocks: list[Box] = []
    for one in edition.settings.home_charts:
        chart = catalog.charts[one.id]
        sheet = catalog.sheets[catalog.sheet_of[chart.facts[0].id]]
        link = Link(make_text(f"{sheet.title}: the facts behind it"), build_sheet_address(sheet.id))
        blocks.append(_build_chart_box(chart, edition, (Paragraph(to_text(link)),)))
    return (Heading(2, make_text("Drawn to scale"), "charts"), *blocks) if blocks else ()


def format_chart_anchor(chart: Chart) -> str:
    """Return the anchor of a chart, which the id of no fact can be."""
    return f"chart:{chart.id}"


def _build_chart_box(chart: Chart, edition: PageContext, after: Blocks = ()) -> Box:
    figure = Figure(build_chart_drawing(chart, edition), _render_caption(chart, edition))
    return Box(Role.CHART, (figure, *after), format_chart_anchor(chart))


def build_chart_drawing(chart: Chart, edition: PageContext) -> IntervalChart | BarChart:
    """Return the drawing of an editor's chart; facts that cannot be drawn are left out."""
    facts = [edition.catalog.facts[one.id] for one in chart.facts]
    drawn = [(fact, fact.value) for fact in facts if fact.value and can_be_drawn(fact.value)]
    below = _format_subtitle(facts, edition)
    same = chart.drawn is ChartKind.LIMITS
    if chart.drawn in {ChartKind.BARS, ChartKind.PARTS}:
        last = len(drawn) - 1
        bars = tuple(
            Bar(
                span=_build_span(fact, value, edition), total=chart.drawn is ChartKind.PARTS and place == last
            )
            for place, (fact, value) in enumerate(drawn)
        )
        shares = bool(drawn) and all(is_share(value) for _, value in drawn)
        unit = _find_unit(reversed(drawn) if chart.drawn is ChartKind.PARTS else drawn)
        return build_bar_chart(chart.title, unit, bars, below, shares=shares)
    if len(facts) == 1 and (answers := build_answers_chart(facts[0], edition)):
        return replace(answers, title=chart.title, subtitle=below)
    spans = tuple(_build_span(fact, value, edition) for fact, value in drawn)
    return build_interval_chart(chart.title, _find_unit(drawn), spans, subtitle=below, same=same)


def _build_span(fact: Fact, value: Value, edition: PageContext) -> ChartSpan:
    return build_chart_span(value, format_chart_label(fact), list_chart_letters(fact, edition))


def _find_unit(drawn: Iterable[tuple[Fact, Value]]) -> str:
    """Return the unit that stands at the scale: that of the first fact, to which the others compare."""
    return next((value.unit for _, value in drawn), "")


def _format_subtitle(facts: list[Fact], edition: PageContext) -> str:
    """Return the line under the title: how far it is known, who says it, of what time."""
    standings = sorted({fact.standing for fact in facts}, key=lambda one: one.rank)
    names = list(dict.fromkeys(name for fact in facts for name in _list_source_labels(fact, edition)))
    worked_out = [bool(fact.derived) for fact in facts]
    how = "worked out by us from" if all(worked_out) else "from"
    more = ", in part worked out by us" if any(worked_out) and not all(worked_out) else ""
    parts = [join_with_and([one.value for one in standings]).capitalize()]
    if names:
        parts.append(f"{how} {join_with_and(names)}{more}")
    dates = {fact.as_of.text: fact.as_of for fact in facts if fact.as_of}
    if len(dates) == 1 and all(fact.as_of for fact in facts):
        parts.append(format_as_of(next(iter(dates.values()))))
    return "; ".join(parts)


def _list_source_labels(fact: Fact, edition: PageContext) -> Iterator[str]:
    """Yield the names of the sources that a fact goes back to, through what it was worked out from."""
    yield from (source.label for source in edition.list_sources(fact))
    if fact.derived and (working := edition.derivations.get(fact.id)):
        for operand in working.operands:
            yield from _list_source_labels(operand.fact, edition)


def _render_caption(chart: Chart, edition: PageContext) -> Text:
    reading = make_text(format_reading_note(build_chart_drawing(chart, edition)))
    return to_text(chart.note, " ", *reading) if chart.note else reading


def format_reading_note(drawing: IntervalChart | BarChart) -> str:
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
