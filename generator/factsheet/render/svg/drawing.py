"""Drawings -> HTML with inline SVG.

What can be read stays HTML around the drawing, so that it wraps and nothing is cut off on a narrow screen.
Inside, places are percentages and there is no viewBox: strokes and letters keep their size at any width.
There are no ids, no styles and no scripts; `theme/styles/drawings.css` styles the classes.
"""

from collections.abc import Iterable

from factsheet.model.text.spans import make_text
from factsheet.render import blocks
from factsheet.render.svg import charts

TABLE_SUMMARY = "The same as a table"


def build_drawing_table(drawing: blocks.Drawing) -> blocks.Disclosure | None:
    """Return a drawing as a folded table.

    None for a small drawing, which stands beside its value in words, and for a chain, which is a list itself.
    """
    table: blocks.Table | None
    match drawing:
        case blocks.IntervalChart():
            table = None if drawing.compact else _build_span_table(drawing.title, drawing.unit, drawing.spans)
        case blocks.BarChart():
            table = _build_span_table(drawing.title, drawing.unit, (bar.span for bar in drawing.bars))
        case blocks.TimeChart():
            table = _build_moment_table(drawing)
        case blocks.ChainDrawing():
            return None
    return blocks.Disclosure(make_text(TABLE_SUMMARY), (table,)) if table else None


def _build_span_table(title: str, unit: str, spans: Iterable[blocks.ChartSpan]) -> blocks.Table:
    of = f", {unit}" if unit else ""
    rows = (
        (
            _format_name(span),
            span.text,
            _format_limit(charts.format_low_limit(span), span),
            _format_limit(charts.format_high_limit(span), span),
        )
        for span in spans
    )
    return _build_table(title, ("What", "In words", f"From{of}", f"To{of}"), rows, frozenset({2, 3}))


def _format_limit(words: str, span: blocks.ChartSpan) -> str:
    if not words:
        return "no limit given"
    return f"{words} (drawn, not stated)" if charts.is_soft(span) else words


def _build_moment_table(chart: blocks.TimeChart) -> blocks.Table:
    rows = (
        (
            _format_name(moment),
            moment.text,
            charts.format_day(moment.first) or "not given",
            charts.format_day(moment.last) or "not given",
        )
        for moment in chart.moments
    )
    return _build_table(chart.title, ("What", "When", "First day", "Last day"), rows)


def _format_name(value: blocks.ChartSpan | blocks.Moment) -> str:
    return " ".join((*value.letters, value.label))


def _build_table(
    caption: str, header: Iterable[str], rows: Iterable[Iterable[str]], right: frozenset[int] = frozenset()
) -> blocks.Table:
    texts = tuple(tuple(map(make_text, row)) for row in rows)
    return blocks.Table(tuple(map(make_text, header)), texts, right_columns=right, caption=caption)


def draw_svg(drawing: blocks.Drawing) -> str:
    """Return a drawing as one HTML element without empty lines.

    The same drawing always gives the same text. All words in it are escaped so that Markdown changes nothing,
    and are text between tags, not in attributes.
    """
    match drawing:
        case blocks.IntervalChart():
            return charts.draw_interval_chart(drawing)
        case blocks.BarChart():
            return charts.draw_bar_chart(drawing)
        case blocks.TimeChart():
            return charts.draw_time_chart(drawing)
        case blocks.ChainDrawing():
            return charts.draw_chain(drawing)
        case _:
            raise TypeError(f"not a drawing: {drawing!r}")
