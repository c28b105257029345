"""Events on an axis of time: how exactly a date is known is drawn, not only written.

| date | drawn |
|---|---|
| a day | a dot |
| a month, a year, a period | a block from its first day to its last |
| roughly | dots between round brackets |
| no beginning, no end | dashes that end in an arrow |
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from factsheet.model.dates.points import MONTHS
from factsheet.render.blocks import Ending, Moment, TimeChart
from factsheet.render.svg.frame import (
    ROW_MIDDLE,
    SCALE_END,
    SCALE_START,
    draw_centred,
    draw_frame,
    draw_grid_line,
    draw_hidden_svg,
    draw_high_end,
    draw_line,
    draw_low_end,
    draw_rectangle,
    draw_row,
    draw_shape,
    draw_text,
    draw_value_row,
    draw_vertical_line,
    to_percent,
)

_HALF_BLOCK = 5
_DOT = "M0-4.5A4.5 4.5 0 1 1 0 4.5A4.5 4.5 0 1 1 0-4.5Z"
_AXIS_HEIGHT, _AXIS_LINE_Y, _AXIS_TEXT_Y = 26, 25, 14


def draw_time_chart(chart: TimeChart) -> str:
    """Return events on their axis, each with its words and its date. What lies beyond it is not drawn."""
    return draw_frame("time", chart, (_draw_axis(chart), *(_draw_row(moment, chart) for moment in chart.moments)))


def _draw_axis(chart: TimeChart) -> str:
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, _AXIS_LINE_Y)]
    for band in chart.bands:
        start = _to_axis_percent(band.first, chart)
        shapes.append(draw_vertical_line("fs-d-axis", start, _AXIS_LINE_Y - (6 if band.text else 3), _AXIS_LINE_Y))
        if band.text:
            shapes.append(draw_text("fs-d-number", start, _AXIS_TEXT_Y, band.text, "start"))
    shapes.append(draw_vertical_line("fs-d-axis", SCALE_END, _AXIS_LINE_Y - 6, _AXIS_LINE_Y))
    return draw_row("fs-d-axis-row", (), "", draw_hidden_svg(_AXIS_HEIGHT, "".join(shapes)), "")


def _draw_row(moment: Moment, chart: TimeChart) -> str:
    lines = "".join(
        draw_grid_line(_to_axis_percent(band.first, chart), "fs-d-grid" if band.text else "fs-d-minor")
        for band in chart.bands
    ) + draw_grid_line(SCALE_END)
    return draw_value_row("", moment, _describe_moment(moment), lines + draw_centred(_draw_shapes(moment, chart)))


def _draw_shapes(moment: Moment, chart: TimeChart) -> str:
    start = SCALE_START if moment.first is None else _to_axis_percent(moment.first, chart)
    end = SCALE_END if moment.last is None else _to_axis_percent(_find_next_day(moment.last), chart)
    low = _choose_ending(moment.first, soft=moment.soft_first)
    high = _choose_ending(moment.last, soft=moment.soft_last)
    if low is high is Ending.CLOSED:
        if moment.first == moment.last:
            return draw_shape("fs-d-dot", start, ROW_MIDDLE, _DOT)
        return draw_rectangle("fs-d-block", (start, end), ROW_MIDDLE, _HALF_BLOCK, radius="1.5")
    line = draw_line("fs-d-dashes" if Ending.NONE in {low, high} else "fs-d-dots", start, max(start, end), ROW_MIDDLE)
    return line + draw_low_end(low, start, ROW_MIDDLE) + draw_high_end(high, end, ROW_MIDDLE)


def _choose_ending(day: dt.date | None, *, soft: bool) -> Ending:
    if day is None:
        return Ending.NONE
    return Ending.SOFT if soft else Ending.CLOSED


def _to_axis_percent(day: dt.date, chart: TimeChart) -> Decimal:
    """Return where a day begins on the axis, in percent."""
    if not chart.bands:
        return SCALE_START
    first, until = chart.bands[0].first.toordinal(), chart.bands[-1].until.toordinal()
    return to_percent(Decimal(day.toordinal()), Decimal(first), Decimal(until))


def _find_next_day(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def _describe_moment(moment: Moment) -> str:
    if moment.first is not None and moment.first == moment.last:
        return f"Drawn as {format_day(moment.first)}."
    start = f"from {format_day(moment.first)}" if moment.first else "without a beginning"
    end = f"to {format_day(moment.last)}" if moment.last else "without an end"
    roughly = "; roughly, and how roughly is not stated" if moment.soft_first or moment.soft_last else ""
    return f"Drawn {start} {end}{roughly}."


def format_day(day: dt.date | None) -> str:
    """Return a day in words: `7 September 2023`; empty for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
