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

from factsheet.render.blocks import ChartSpan, Ending, IntervalChart
from factsheet.render.svg.frame import (
    HALF_CAP,
    ROW_MIDDLE,
    SCALE_END,
    SCALE_START,
    draw_centred,
    draw_frame,
    draw_grid,
    draw_hidden_svg,
    draw_high_end,
    draw_line,
    draw_low_end,
    draw_rectangle,
    draw_row,
    draw_scale_row,
    draw_shape,
    draw_text,
    draw_titled_svg,
    draw_value_row,
    draw_vertical_line,
    format_percent,
    format_scale_number,
    to_percent,
    with_percent,
)

_SOLID_PART = Decimal("0.45")
"""How much of a line without a limit is drawn solid before it breaks into dashes."""
_SHARED_LABEL_HEIGHT, _SHARED_LABEL_Y = 14, 11
_COMPACT_HEIGHT, _COMPACT_MIDDLE, _COMPACT_SCALE_Y, _COMPACT_TEXT_Y = 36, 9, 19, 32
_HALF_BOX = 7

_DIAMOND = "M0-4.5L4 0L0 4.5L-4 0Z"
_DOT = "M0-3.5A3.5 3.5 0 1 1 0 3.5A3.5 3.5 0 1 1 0-3.5Z"
_SMALL_DOT = "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5Z"
_RIGHT_PART = Decimal(60)
"""From where on the scale, in percent, words are set left of their place, so that they stay inside."""


def draw_interval_chart(chart: IntervalChart) -> str:
    """Return values on a scale: each with label, drawing and words; or the small form for a row."""
    if chart.compact:
        return _draw_compact(chart)
    low, high = chart.scale_low, chart.scale_high
    shared = _find_shared(chart)
    over = (_draw_shared_label(shared, chart),) if shared else ()
    rows = (_draw_row(span, chart, shared) for span in chart.spans)
    return draw_frame("intervals", chart, (*over, *rows, draw_scale_row(low, high, chart.unit)))


def _draw_row(span: ChartSpan, chart: IntervalChart, shared: tuple[Decimal, Decimal] | None) -> str:
    shade = ""
    if shared:
        x, width = format_percent(shared[0]), format_percent(shared[1] - shared[0])
        shade = f'<rect class="fs-d-both" x="{x}" width="{width}" y="0" height="100%"/>'
    shapes = shade + draw_grid(chart.scale_low, chart.scale_high) + draw_centred(_draw_shapes(span, chart, ROW_MIDDLE))
    return draw_value_row("fs-d-differs" if span.differs else "", span, _describe(span, chart), shapes)


def _find_shared(chart: IntervalChart) -> tuple[Decimal, Decimal] | None:
    """Return the range, in percent, in which all answers to one question hold; None where there is none."""
    if chart.shared is None:
        return None
    low, high = (to_percent(end, chart.scale_low, chart.scale_high) for end in chart.shared)
    return (low, high) if low < high else None


def _draw_shared_label(shared: tuple[Decimal, Decimal], chart: IntervalChart) -> str:
    """Return the words over the shade, which stay inside the drawing wherever the shade is."""
    words = "both hold" if len(chart.spans) == 2 else "all hold"  # noqa: PLR2004
    place, anchor = (shared[1], "end") if shared[0] > _RIGHT_PART else (shared[0], "start")
    shape = draw_text("fs-d-shared", place, _SHARED_LABEL_Y, words, anchor)
    return draw_row("fs-d-over", (), "", draw_hidden_svg(_SHARED_LABEL_HEIGHT, shape), "")


def _draw_compact(chart: IntervalChart) -> str:
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, _COMPACT_SCALE_Y)]
    shapes += [
        draw_vertical_line("fs-d-axis", end, _COMPACT_SCALE_Y - 3, _COMPACT_SCALE_Y) for end in (SCALE_START, SCALE_END)
    ]
    for span in chart.spans:
        drawn = _draw_shapes(span, chart, _COMPACT_MIDDLE)
        shapes.append(f'<g class="fs-d-differs">{drawn}</g>' if span.differs else drawn)
    shapes.append(draw_text("fs-d-number", SCALE_START, _COMPACT_TEXT_Y, format_scale_number(chart.scale_low)))
    shapes.append(draw_text("fs-d-number", SCALE_END, _COMPACT_TEXT_Y, with_percent(chart.scale_high, chart.unit)))
    description = "; ".join(_describe(span, chart) for span in chart.spans)
    drawn = draw_titled_svg(_COMPACT_HEIGHT, chart.title, description, "".join(shapes))
    return f'<div class="fs-d fs-d-small">{drawn}</div>'


def _draw_shapes(span: ChartSpan, chart: IntervalChart, y: int) -> str:
    low = SCALE_START if span.low is None else to_percent(span.low, chart.scale_low, chart.scale_high)
    high = SCALE_END if span.high is None else to_percent(span.high, chart.scale_low, chart.scale_high)
    if span.dashed:
        return draw_rectangle("fs-d-box", (low, high), y, _HALF_BOX, radius="2")
    if span.low is not None and span.low == span.high:
        tick = draw_vertical_line("fs-d-line", low, y - HALF_CAP - 2, y + HALF_CAP + 2)
        return tick + draw_shape("fs-d-dot", low, y, _DIAMOND)
    return (
        _draw_interval(span, chart, low, high, y)
        + _draw_low_end(span, chart, low, y)
        + draw_high_end(span.high_end, high, y)
        + _draw_point(span, chart, y)
    )


def _draw_interval(span: ChartSpan, chart: IntervalChart, low: Decimal, high: Decimal, y: int) -> str:
    if span.high_end is Ending.NONE:
        middle = low + (high - low) * _SOLID_PART
        return draw_line("fs-d-line", low, middle, y) + draw_line("fs-d-dashes", middle, high, y)
    if span.low_end is Ending.NONE or _is_below_scale(span, chart):
        middle = high - (high - low) * _SOLID_PART
        return draw_line("fs-d-dashes", low, middle, y) + draw_line("fs-d-line", middle, high, y)
    soft = Ending.SOFT in {span.low_end, span.high_end}
    return draw_line("fs-d-dots" if soft else "fs-d-line", low, high, y)


def _is_below_scale(span: ChartSpan, chart: IntervalChart) -> bool:
    """Tell whether a value begins below the scale, and so is drawn as if it continued."""
    return span.low is not None and span.low < chart.scale_low


def _draw_low_end(span: ChartSpan, chart: IntervalChart, low: Decimal, y: int) -> str:
    if _is_below_scale(span, chart):
        return draw_low_end(Ending.NONE, low, y)
    starts_scale = span.low is not None and span.low <= chart.scale_low and span.point == span.high
    if starts_scale and span.low_end is Ending.CLOSED:
        return ""  # at most: the line comes from the end of the scale, which is no limit of its own
    return draw_low_end(span.low_end, low, y)


def _draw_point(span: ChartSpan, chart: IntervalChart, y: int) -> str:
    """Return the dot for a stated number between the ends; at an end, the end shows it."""
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    dot = _SMALL_DOT if chart.compact else _DOT
    return draw_shape("fs-d-dot", to_percent(span.point, chart.scale_low, chart.scale_high), y, dot)


def _describe(span: ChartSpan, chart: IntervalChart) -> str:
    return describe_on_scale(span, chart.scale_low, chart.scale_high, chart.unit)


def describe_on_scale(span: ChartSpan, low: Decimal, high: Decimal, unit: str) -> str:
    """Return what is drawn of a value and on which scale, for those who cannot see it."""
    ends = f"{format_scale_number(low)} to {format_scale_number(high)} {unit}".strip()
    return f"{_describe_span(span)} Scale from {ends}."


def _describe_span(span: ChartSpan) -> str:
    if span.low is not None and span.low == span.high:
        return f"Drawn as {format_scale_number(span.low)} exactly."
    low_words = "without a lower limit" if span.low is None else f"from {format_low_limit(span)}"
    high_words = "without an upper limit" if span.high is None else f"to {format_high_limit(span)}"
    stated = "; the width is drawn for reading and is not stated" if is_soft(span) else ""
    return f"Drawn {low_words} {high_words}{stated}."


def format_low_limit(span: ChartSpan) -> str:
    """Return the lower limit of a value in words; empty where there is none."""
    return "" if span.low is None else _format_limit(format_scale_number(span.low), span.low_end, "more than")


def format_high_limit(span: ChartSpan) -> str:
    """Return the upper limit of a value in words; empty where there is none."""
    return "" if span.high is None else _format_limit(format_scale_number(span.high), span.high_end, "less than")


def is_soft(span: ChartSpan) -> bool:
    """Tell whether a value is drawn with a width that is not stated."""
    return Ending.SOFT in {span.low_end, span.high_end} or span.dashed


def _format_limit(number: str, ending: Ending, beyond: str) -> str:
    return f"{beyond} {number}" if ending is Ending.OPEN else number
