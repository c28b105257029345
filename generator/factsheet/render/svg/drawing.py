"""Drawings -> HTML with inline SVG.

What can be read stays HTML around the drawing, so that it wraps and nothing is cut off on a narrow screen.
Inside, places are percentages and there is no viewBox: strokes and letters keep their size at any width.
There are no ids, no styles and no scripts; `theme/styles/drawings.css` dresses the classes.
"""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.text.spans import Text, make_text
from factsheet.render.blocks import (
    BarChart,
    ChainDrawing,
    ChartSpan,
    Disclosure,
    Drawing,
    IntervalChart,
    Table,
    TimeChart,
)
from factsheet.render.svg.bars import draw_bar_chart, draw_chain
from factsheet.render.svg.intervals import draw_interval_chart, format_high_limit, format_low_limit, is_soft
from factsheet.render.svg.time import draw_time_chart, format_day

TABLE_SUMMARY = "The same as a table"
_NOT_STATED = " (drawn, not stated)"
_NO_LIMIT = "no limit given"


def build_drawing_table(drawing: Drawing) -> Disclosure | None:
    """Return a drawing as a folded table.

    None for a small drawing, which stands beside its value in words, and for a chain, which is a list itself.
    """
    table: Table | None
    match drawing:
        case IntervalChart():
            table = None if drawing.compact else _build_span_table(drawing.title, drawing.unit, drawing.spans)
        case BarChart():
            table = _build_span_table(drawing.title, drawing.unit, (bar.span for bar in drawing.bars))
        case TimeChart():
            table = _build_moment_table(drawing)
        case ChainDrawing():
            return None
    return Disclosure(make_text(TABLE_SUMMARY), (table,)) if table else None


def _build_span_table(title: str, unit: str, spans: Iterable[ChartSpan]) -> Table:
    rows = tuple(
        (
            make_text(" ".join((*span.letters, span.label))),
            make_text(span.text),
            make_text(_format_limit(format_low_limit(span), span)),
            make_text(_format_limit(format_high_limit(span), span)),
        )
        for span in spans
    )
    of = f", {unit}" if unit else ""
    header: tuple[Text, ...] = (make_text("What"), make_text("In words"), make_text(f"From{of}"), make_text(f"To{of}"))
    return Table(header=header, rows=rows, right_columns=frozenset({2, 3}), caption=title)


def _format_limit(words: str, span: ChartSpan) -> str:
    if not words:
        return _NO_LIMIT
    return f"{words}{_NOT_STATED}" if is_soft(span) else words


def _build_moment_table(chart: TimeChart) -> Table:
    rows = tuple(
        (
            make_text(" ".join((*moment.letters, moment.label))),
            make_text(moment.text),
            make_text(format_day(moment.first) or "not given"),
            make_text(format_day(moment.last) or "not given"),
        )
        for moment in chart.moments
    )
    header = (make_text("What"), make_text("When"), make_text("First day"), make_text("Last day"))
    return Table(header=header, rows=rows, caption=chart.title)


def draw_svg(drawing: Drawing) -> str:
    """Return a drawing as one HTML element on lines without a blank one among them.

    The same drawing always gives the same text. All words in it are escaped so that Markdown changes nothing,
    and stand between tags, not in attributes.
    """
    match drawing:
        case IntervalChart():
            return draw_interval_chart(drawing)
        case BarChart():
            return draw_bar_chart(drawing)
        case TimeChart():
            return draw_time_chart(drawing)
        case ChainDrawing():
            return draw_chain(drawing)
        case _:
            raise TypeError(f"not a drawing: {drawing!r}")
