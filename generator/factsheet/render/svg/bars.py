"""Amounts side by side: bars from zero, and under a rule what they are parts of.

| value | drawn |
|---|---|
| exact | a bar |
| at least, more than | a bar to a cap or an open ring, and dashes that end in an arrow |
| at most, fewer than | an outline from zero to a cap or a ring |
| about, between | a bar as far as the value reaches at least, and an outline as far as it reaches at most |
| a word such as thousands | a dashed outline |

The whole shows its parts one after the other, and lighter what is not among them.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

from factsheet.render.document.charts import Bar, BarChart, Ending, Span
from factsheet.render.svg.ends import high_end, low_end
from factsheet.render.svg.frame import (
    END,
    MIDDLE,
    ROW_HEIGHT,
    START,
    centred,
    framed,
    grid,
    grid_line,
    named,
    row,
    scale_row,
)
from factsheet.render.svg.intervals import drawn_in_words
from factsheet.render.svg.parts import (
    line,
    measure,
    percent,
    picture,
    spoken_number,
    upright,
    written_percent,
)

_HALF_BAR = 8
_RUN_ON = Decimal(10)
"""How far the dashes of a bar without an upper limit run on, in percent of the scale."""


def write_bars(chart: BarChart) -> str:
    """Return amounts as bars, each with its label and its words. What lies below zero is not drawn."""
    parts = tuple(bar.span for bar in chart.bars if not bar.total)
    rows = (_row(bar, chart, parts if bar.total else ()) for bar in chart.bars)
    return framed("bars", chart, (*rows, scale_row(START, chart.scale_high, chart.unit)))


def _row(bar: Bar, chart: BarChart, parts: tuple[Span, ...]) -> str:
    span, full = bar.span, chart.scale_high
    shapes = grid(START, full) + centred(_shapes(span, full, parts)) + grid_line(START, "fs-d-axis")
    name = named(span.letters, span.label, span.text)
    described = f"{drawn_in_words(span)} Scale from 0 to {measure(spoken_number(full), chart.unit)}."
    drawn = picture("fs-d-plot", ROW_HEIGHT, name, described, shapes)
    return row("fs-d-total" if bar.total else "", span.letters, span.label, drawn, span.text)


def _shapes(span: Span, full: Decimal, parts: tuple[Span, ...]) -> str:
    low = START if span.low is None else percent(span.low, START, full)
    high = END if span.high is None else percent(span.high, START, full)
    if span.dashed:
        return _block("fs-d-box", low, high)
    ends = _parts(parts, span, full)
    solid = _stacked(ends, low) if ends else _block("fs-d-bar", START, low)
    if span.high is None:
        beyond = min(low + _RUN_ON, END)
        return solid + line("fs-d-dashes", low, beyond, MIDDLE) + _limits(span, low, beyond)
    if low >= high:
        return solid
    return solid + _block("fs-d-range", low, high) + _limits(span, low, high) + _point(span, full)


def _limits(span: Span, low: Decimal, high: Decimal) -> str:
    """Return the ends of what a value leaves open; those of a soft one are the outline itself."""
    if span.high is None:
        return low_end(span.low_end, low, MIDDLE) + high_end(Ending.NONE, high, MIDDLE)
    return "" if span.high_end is Ending.SOFT else high_end(span.high_end, high, MIDDLE)


def _point(span: Span, full: Decimal) -> str:
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    at = percent(span.point, START, full)
    return upright("fs-d-line", at, MIDDLE - _HALF_BAR, MIDDLE + _HALF_BAR)


def _parts(parts: tuple[Span, ...], whole: Span, full: Decimal) -> tuple[Decimal, ...]:
    """Return where in the whole each part ends, in percent; none where the parts do not fit into it."""
    most = whole.low if whole.point is None else whole.point
    numbers = [part.low if part.point is None else part.point for part in parts]
    given = [number for number in numbers if number is not None and number >= 0]
    if not parts or len(given) < len(parts) or most is None or sum(given) > most:
        return ()
    return tuple(percent(end, START, full) for end in accumulate(given))


def _stacked(ends: tuple[Decimal, ...], low: Decimal) -> str:
    """Return the parts of a whole one after the other, by turns in two shades."""
    blocks = [
        _block("fs-d-bar" if place % 2 == 0 else "fs-d-part", start, end)
        for place, (start, end) in enumerate(pairwise((START, *ends)))
    ]
    return "".join(blocks) + (_block("fs-d-rest", ends[-1], low) if ends[-1] < low else "")


def _block(kind: str, start: Decimal, end: Decimal) -> str:
    place = f'x="{written_percent(start)}" width="{written_percent(max(end - start, START))}"'
    return f'<rect class="{kind}" {place} y="{MIDDLE - _HALF_BAR}" height="{2 * _HALF_BAR}"/>'
