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

from generator.drawings import Ending, IntervalChart, Span
from generator.writers.svg_parts import (
    decoration,
    lettering,
    line,
    measure,
    percent,
    picture,
    placed,
    spoken_number,
    ticks,
    upright,
    without_multiplier,
    words,
    written_percent,
)

_START, _END = Decimal(0), Decimal(100)
_SOLID_PART = Decimal("0.45")
"""How much of a line without a limit is drawn solid before it breaks into dashes."""
_ROW_HEIGHT, _ROW_MIDDLE = 24, 12
_BETWEEN_ROWS = 4
"""Half of what the style sheet leaves between rows, so that the lines of the grid meet."""
_SCALE_HEIGHT = 24
_SMALL_HEIGHT, _SMALL_MIDDLE, _SMALL_SCALE, _SMALL_WORDS = 34, 9, 19, 32
_HALF_CAP = 6
_HALF_BOX = 7

_BRACKET_LOW = "M1.5-6.5Q-3.5 0 1.5 6.5"
_BRACKET_HIGH = "M-1.5-6.5Q3.5 0-1.5 6.5"
_ARROW_HIGH = "M-5.5-4.5L0 0L-5.5 4.5"
_ARROW_LOW = "M5.5-4.5L0 0L5.5 4.5"
_DIAMOND = "M0-4.5L4 0L0 4.5L-4 0Z"
_RING = "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z"
_DOT = "M0-3.5A3.5 3.5 0 1 1 0 3.5A3.5 3.5 0 1 1 0-3.5Z"
_SMALL_DOT = "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5Z"
_OUTER_PART = Decimal(30)
"""How near to an end of the scale, in percent, a number is hidden on the narrowest screens."""


def write_intervals(chart: IntervalChart) -> str:
    """Return values on a scale: each with label, drawing and words; or the small form for a row."""
    if chart.compact:
        return _small(chart)
    rows = "".join(f"{_row(span, chart)}\n" for span in chart.spans)
    return (
        f'<div class="fs-d fs-d-intervals">\n<div class="fs-d-title">{words(chart.title)}</div>\n{rows}'
        f'<div class="fs-d-row fs-d-scale"><span class="fs-d-label"></span>{_scale(chart)}'
        f'<span class="fs-d-value">{words(chart.unit)}</span></div>\n</div>'
    )


def _row(span: Span, chart: IntervalChart) -> str:
    differs = " fs-d-differs" if span.differs else ""
    shapes = _grid(chart) + _shapes(span, chart, _ROW_MIDDLE)
    name = f"{span.label}: {span.text}" if span.label else span.text
    drawn = picture("fs-d-plot", _ROW_HEIGHT, name, _described(span, chart), shapes)
    return (
        f'<div class="fs-d-row{differs}"><span class="fs-d-label">{words(span.label)}</span>'
        f'{drawn}<span class="fs-d-value">{words(span.text)}</span></div>'
    )


def _small(chart: IntervalChart) -> str:
    shapes = [line("fs-d-axis", _START, _END, _SMALL_SCALE)]
    shapes += [upright("fs-d-axis", end, _SMALL_SCALE - 3, _SMALL_SCALE) for end in (_START, _END)]
    for span in chart.spans:
        drawn = _shapes(span, chart, _SMALL_MIDDLE)
        shapes.append(f'<g class="fs-d-differs">{drawn}</g>' if span.differs else drawn)
    shapes.append(lettering("fs-d-number", _START, _SMALL_WORDS, spoken_number(chart.scale_low)))
    shapes.append(lettering("fs-d-number", _END, _SMALL_WORDS, _with_percent(chart.scale_high, chart.unit)))
    described = "; ".join(_described(span, chart) for span in chart.spans)
    drawn = picture("fs-d-plot", _SMALL_HEIGHT, chart.title, described, "".join(shapes))
    return f'<div class="fs-d fs-d-small">{drawn}</div>'


def _scale(chart: IntervalChart) -> str:
    low, high = chart.scale_low, chart.scale_high
    shapes = [line("fs-d-axis", _START, _END, 1)]
    shapes += [upright("fs-d-axis", end, 1, 6) for end in (_START, _END)]
    last = spoken_number(high)
    shapes.append(lettering("fs-d-number", _START, 20, spoken_number(low)))
    for tick in ticks(low, high):
        at = percent(tick, low, high)
        shapes.append(upright("fs-d-axis", at, 1, 5))
        outer = " fs-d-outer" if min(at, _END - at) < _OUTER_PART else ""
        shapes.append(lettering(f"fs-d-number{outer}", at, 20, without_multiplier(tick, last)))
    shapes.append(lettering("fs-d-number", _END, 20, _with_percent(high, chart.unit)))
    return decoration("fs-d-plot", _SCALE_HEIGHT, "".join(shapes))


def _with_percent(number: Decimal, unit: str) -> str:
    """Return the last number of a scale, with the percent sign if that is what is measured."""
    return f"{spoken_number(number)} %" if unit.startswith("%") else spoken_number(number)


def _grid(chart: IntervalChart) -> str:
    places = (
        percent(tick, chart.scale_low, chart.scale_high) for tick in ticks(chart.scale_low, chart.scale_high)
    )
    return "".join(
        upright("fs-d-grid", place, -_BETWEEN_ROWS, _ROW_HEIGHT + _BETWEEN_ROWS) for place in places
    )


def _shapes(span: Span, chart: IntervalChart, y: int) -> str:
    low = _START if span.low is None else percent(span.low, chart.scale_low, chart.scale_high)
    high = _END if span.high is None else percent(span.high, chart.scale_low, chart.scale_high)
    if span.dashed:
        box = f'x="{written_percent(low)}" width="{written_percent(max(high - low, _START))}"'
        return f'<rect class="fs-d-box" {box} y="{y - _HALF_BOX}" height="{2 * _HALF_BOX}" rx="2"/>'
    if span.low is not None and span.low == span.high:
        return upright("fs-d-line", low, y - _HALF_CAP - 2, y + _HALF_CAP + 2) + placed(
            "fs-d-dot", low, y, _DIAMOND
        )
    return (
        _stretch(span, low, high, y)
        + _low_end(span, chart, low, y)
        + _high_end(span, high, y)
        + _point(span, chart, y)
    )


def _stretch(span: Span, low: Decimal, high: Decimal, y: int) -> str:
    if span.high_end is Ending.NONE:
        middle = low + (high - low) * _SOLID_PART
        return line("fs-d-line", low, middle, y) + line("fs-d-dashes", middle, high, y)
    if span.low_end is Ending.NONE:
        middle = high - (high - low) * _SOLID_PART
        return line("fs-d-dashes", low, middle, y) + line("fs-d-line", middle, high, y)
    soft = Ending.SOFT in {span.low_end, span.high_end}
    return line("fs-d-dots" if soft else "fs-d-line", low, high, y)


def _low_end(span: Span, chart: IntervalChart, low: Decimal, y: int) -> str:
    starts_scale = span.low is not None and span.low <= chart.scale_low and span.point == span.high
    if starts_scale and span.low_end is Ending.CLOSED:
        return ""  # at most: the line comes from the end of the scale, which is no limit of its own
    return _end(span.low_end, low, y, _BRACKET_LOW, _ARROW_LOW)


def _high_end(span: Span, high: Decimal, y: int) -> str:
    return _end(span.high_end, high, y, _BRACKET_HIGH, _ARROW_HIGH)


def _end(ending: Ending, at: Decimal, y: int, bracket: str, arrow: str) -> str:
    match ending:
        case Ending.CLOSED:
            return upright("fs-d-line", at, y - _HALF_CAP, y + _HALF_CAP)
        case Ending.OPEN:
            return placed("fs-d-ring", at, y, _RING)
        case Ending.SOFT:
            return placed("fs-d-line", at, y, bracket)
        case Ending.NONE:
            return placed("fs-d-line", at, y, arrow)


def _point(span: Span, chart: IntervalChart, y: int) -> str:
    """Return the dot for a written number that stands between the ends; at an end, the end says it."""
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    dot = _SMALL_DOT if chart.compact else _DOT
    return placed("fs-d-dot", percent(span.point, chart.scale_low, chart.scale_high), y, dot)


def _described(span: Span, chart: IntervalChart) -> str:
    high = measure(spoken_number(chart.scale_high), chart.unit)
    scale = f"Scale from {spoken_number(chart.scale_low)} to {high}."
    return f"{_drawn_in_words(span)} {scale}"


def _drawn_in_words(span: Span) -> str:
    low = "" if span.low is None else spoken_number(span.low)
    high = "" if span.high is None else spoken_number(span.high)
    if low and low == high:
        return f"Drawn as {low} exactly."
    low_words = f"from {_ended(low, span.low_end, 'more than')}" if low else "without a lower limit"
    high_words = f"to {_ended(high, span.high_end, 'less than')}" if high else "without an upper limit"
    stated = ""
    if Ending.SOFT in {span.low_end, span.high_end} or span.dashed:
        stated = "; the width is drawn for reading and is not stated"
    return f"Drawn {low_words} {high_words}{stated}."


def _ended(number: str, ending: Ending, beyond: str) -> str:
    return f"{beyond} {number}" if ending is Ending.OPEN else number
