"""A drawing as a table: the same numbers, taken from the drawing itself, so that the two never part."""

from __future__ import annotations

from collections.abc import Iterable

from factsheet.model.text.spans import Text, plain
from factsheet.render.document.blocks import Disclosure, Table
from factsheet.render.document.charts import BarChart, ChainDrawing, Drawing, IntervalChart, Span, TimeChart
from factsheet.render.svg.intervals import high_words_of, is_soft, low_words_of
from factsheet.render.svg.time import spoken_day

SUMMARY = "The same as a table"
NOT_STATED = " (drawn, not stated)"
NO_LIMIT = "no limit given"


def same_as_table(drawing: Drawing) -> Disclosure | None:
    """Return a drawing as a folded table.

    None for a small drawing, which stands beside its value in words, and for a chain, which is a list itself.
    """
    table: Table | None
    match drawing:
        case IntervalChart():
            table = None if drawing.compact else _of_spans(drawing.title, drawing.unit, drawing.spans)
        case BarChart():
            table = _of_spans(drawing.title, drawing.unit, (bar.span for bar in drawing.bars))
        case TimeChart():
            table = _of_moments(drawing)
        case ChainDrawing():
            return None
    return Disclosure(plain(SUMMARY), (table,)) if table else None


def _of_spans(title: str, unit: str, spans: Iterable[Span]) -> Table:
    rows = tuple(
        (
            plain(" ".join((*span.letters, span.label))),
            plain(span.text),
            plain(_limit(low_words_of(span), span)),
            plain(_limit(high_words_of(span), span)),
        )
        for span in spans
    )
    of = f", {unit}" if unit else ""
    header: tuple[Text, ...] = (
        plain("What"),
        plain("In words"),
        plain(f"From{of}"),
        plain(f"To{of}"),
    )
    return Table(header=header, rows=rows, right=frozenset({2, 3}), caption=title)


def _limit(words: str, span: Span) -> str:
    if not words:
        return NO_LIMIT
    return f"{words}{NOT_STATED}" if is_soft(span) else words


def _of_moments(chart: TimeChart) -> Table:
    rows = tuple(
        (
            plain(" ".join((*moment.letters, moment.label))),
            plain(moment.text),
            plain(spoken_day(moment.first) or "not given"),
            plain(spoken_day(moment.last) or "not given"),
        )
        for moment in chart.moments
    )
    header = (plain("What"), plain("When"), plain("First day"), plain("Last day"))
    return Table(header=header, rows=rows, caption=chart.title)
