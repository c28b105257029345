"""Values on a common scale: the hedge is drawn, not only written.

| value | drawn |
|---|---|
| exact | a diamond on a tick |
| at least, more than | a cap or an open ring, a line, and dashes that end in an arrow |
| at most, fewer than | a line from the end of the scale to a cap or a ring |
| about | a dot between round brackets, on dots |
| between | a line between caps |
| a word such as thousands | a dashed box |
"""

from __future__ import annotations

from decimal import Decimal

from factsheet.render.document.charts import Ending, IntervalChart, Span
from factsheet.render.svg.ends import HALF_CAP, high_end, low_end
from factsheet.render.svg.frame import (
    END,
    MIDDLE,
    ROW_HEIGHT,
    START,
    centred,
    framed,
    grid,
    named,
    row,
    scale_row,
    with_percent,
)
from factsheet.render.svg.parts import (
    decoration,
    lettering,
    line,
    measure,
    percent,
    picture,
    placed,
    spoken_number,
    upright,
    written_percent,
)

_SOLID_PART = Decimal("0.45")
"""How much of a line without a limit is drawn solid before it breaks into dashes."""
_OVER_HEIGHT, _OVER_WORDS = 14, 11
_SMALL_HEIGHT, _SMALL_MIDDLE, _SMALL_SCALE, _SMALL_WORDS = 36, 9, 19, 32
_HALF_BOX = 7

_DIAMOND = "M0-4.5L4 0L0 4.5L-4 0Z"
_DOT = "M0-3.5A3.5 3.5 0 1 1 0 3.5A3.5 3.5 0 1 1 0-3.5Z"
_SMALL_DOT = "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5Z"
_RIGHT_PART = Decimal(60)
"""From where on the scale, in percent, words stand left of their place, so that they stay inside."""


def write_intervals(chart: IntervalChart) -> str:
    """Return values on a scale: each with label, drawing and words; or the small form for a row."""
    if chart.compact:
        return _small(chart)
    low, high = chart.scale_low, chart.scale_high
    shared = _shared(chart)
    over = (_over(shared, chart),) if shared else ()
    rows = (_row(span, chart, shared) for span in chart.spans)
    return framed("intervals", chart, (*over, *rows, scale_row(low, high, chart.unit)))


def _row(span: Span, chart: IntervalChart, shared: tuple[Decimal, Decimal] | None) -> str:
    shade = ""
    if shared:
        x, width = written_percent(shared[0]), written_percent(shared[1] - shared[0])
        shade = f'<rect class="fs-d-both" x="{x}" width="{width}" y="0" height="100%"/>'
    shapes = shade + grid(chart.scale_low, chart.scale_high) + centred(_shapes(span, chart, MIDDLE))
    name = named(span.letters, span.label, span.text)
    drawn = picture("fs-d-plot", ROW_HEIGHT, name, _described(span, chart), shapes)
    return row("fs-d-differs" if span.differs else "", span.letters, span.label, drawn, span.text)


def _shared(chart: IntervalChart) -> tuple[Decimal, Decimal] | None:
    """Return from where to where, in percent, all answers to one question hold; None where there is none."""
    if chart.shared is None:
        return None
    low, high = (percent(end, chart.scale_low, chart.scale_high) for end in chart.shared)
    return (low, high) if low < high else None


def _over(shared: tuple[Decimal, Decimal], chart: IntervalChart) -> str:
    """Return the words over the shade, which stand inside the drawing wherever the shade is."""
    said = "both hold" if len(chart.spans) == 2 else "all hold"  # noqa: PLR2004
    right = shared[0] > _RIGHT_PART
    at, anchor = (shared[1], "end") if right else (shared[0], "start")
    shape = lettering("fs-d-shared", at, _OVER_WORDS, said, anchor)
    return row("fs-d-over", (), "", decoration("fs-d-plot", _OVER_HEIGHT, shape), "")


def _small(chart: IntervalChart) -> str:
    shapes = [line("fs-d-axis", START, END, _SMALL_SCALE)]
    shapes += [upright("fs-d-axis", end, _SMALL_SCALE - 3, _SMALL_SCALE) for end in (START, END)]
    for span in chart.spans:
        drawn = _shapes(span, chart, _SMALL_MIDDLE)
        shapes.append(f'<g class="fs-d-differs">{drawn}</g>' if span.differs else drawn)
    shapes.append(lettering("fs-d-number", START, _SMALL_WORDS, spoken_number(chart.scale_low)))
    shapes.append(lettering("fs-d-number", END, _SMALL_WORDS, with_percent(chart.scale_high, chart.unit)))
    described = "; ".join(_described(span, chart) for span in chart.spans)
    drawn = picture("fs-d-plot", _SMALL_HEIGHT, chart.title, described, "".join(shapes))
    return f'<div class="fs-d fs-d-small">{drawn}</div>'


def _shapes(span: Span, chart: IntervalChart, y: int) -> str:
    low = START if span.low is None else percent(span.low, chart.scale_low, chart.scale_high)
    high = END if span.high is None else percent(span.high, chart.scale_low, chart.scale_high)
    if span.dashed:
        box = f'x="{written_percent(low)}" width="{written_percent(max(high - low, START))}"'
        return f'<rect class="fs-d-box" {box} y="{y - _HALF_BOX}" height="{2 * _HALF_BOX}" rx="2"/>'
    if span.low is not None and span.low == span.high:
        return upright("fs-d-line", low, y - HALF_CAP - 2, y + HALF_CAP + 2) + placed(
            "fs-d-dot", low, y, _DIAMOND
        )
    return (
        _stretch(span, chart, low, high, y)
        + _low_end(span, chart, low, y)
        + high_end(span.high_end, high, y)
        + _point(span, chart, y)
    )


def _stretch(span: Span, chart: IntervalChart, low: Decimal, high: Decimal, y: int) -> str:
    if span.high_end is Ending.NONE:
        middle = low + (high - low) * _SOLID_PART
        return line("fs-d-line", low, middle, y) + line("fs-d-dashes", middle, high, y)
    if span.low_end is Ending.NONE or _runs_off(span, chart):
        middle = high - (high - low) * _SOLID_PART
        return line("fs-d-dashes", low, middle, y) + line("fs-d-line", middle, high, y)
    soft = Ending.SOFT in {span.low_end, span.high_end}
    return line("fs-d-dots" if soft else "fs-d-line", low, high, y)


def _runs_off(span: Span, chart: IntervalChart) -> bool:
    """Tell whether a value begins below the scale: it is drawn as one that runs on."""
    return span.low is not None and span.low < chart.scale_low


def _low_end(span: Span, chart: IntervalChart, low: Decimal, y: int) -> str:
    if _runs_off(span, chart):
        return low_end(Ending.NONE, low, y)
    starts_scale = span.low is not None and span.low <= chart.scale_low and span.point == span.high
    if starts_scale and span.low_end is Ending.CLOSED:
        return ""  # at most: the line comes from the end of the scale, which is no limit of its own
    return low_end(span.low_end, low, y)


def _point(span: Span, chart: IntervalChart, y: int) -> str:
    """Return the dot for a written number that stands between the ends; at an end, the end says it."""
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    dot = _SMALL_DOT if chart.compact else _DOT
    return placed("fs-d-dot", percent(span.point, chart.scale_low, chart.scale_high), y, dot)


def _described(span: Span, chart: IntervalChart) -> str:
    high = measure(spoken_number(chart.scale_high), chart.unit)
    scale = f"Scale from {spoken_number(chart.scale_low)} to {high}."
    return f"{drawn_in_words(span)} {scale}"


def drawn_in_words(span: Span) -> str:
    """Return what is drawn of a value, for those who cannot see it."""
    if span.low is not None and span.low == span.high:
        return f"Drawn as {spoken_number(span.low)} exactly."
    low_words = "without a lower limit" if span.low is None else f"from {low_words_of(span)}"
    high_words = "without an upper limit" if span.high is None else f"to {high_words_of(span)}"
    stated = "; the width is drawn for reading and is not stated" if is_soft(span) else ""
    return f"Drawn {low_words} {high_words}{stated}."


def low_words_of(span: Span) -> str:
    """Return the lower limit of a value in words; empty where there is none."""
    return "" if span.low is None else _ended(spoken_number(span.low), span.low_end, "more than")


def high_words_of(span: Span) -> str:
    """Return the upper limit of a value in words; empty where there is none."""
    return "" if span.high is None else _ended(spoken_number(span.high), span.high_end, "less than")


def is_soft(span: Span) -> bool:
    """Tell whether a value is drawn with a width that nobody stated."""
    return Ending.SOFT in {span.low_end, span.high_end} or span.dashed


def _ended(number: str, ending: Ending, beyond: str) -> str:
    return f"{beyond} {number}" if ending is Ending.OPEN else number
