"""A drawing as a table: the same numbers, taken from the drawing itself, so that the two never part."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.text.spans import Text, make_text
from factsheet.render.document.blocks import Disclosure, Table
from factsheet.render.document.charts import (
    BarChart,
    ChainDrawing,
    ChartSpan,
    Drawing,
    IntervalChart,
    TimeChart,
)
from factsheet.render.svg.intervals import format_high_limit, format_low_limit, is_soft
from factsheet.render.svg.time import format_day

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
    header: tuple[Text, ...] = (
        make_text("What"),
        make_text("In words"),
        make_text(f"From{of}"),
        make_text(f"To{of}"),
    )
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
