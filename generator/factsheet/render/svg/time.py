"""Events on an axis of time: how exactly a date is known is drawn, not only written.

| date | drawn |
|---|---|
| a day | a dot |
| a month, a year, a stretch | a block from its first day to its last |
| roughly | dots between round brackets |
| no beginning, no end | dashes that end in an arrow |
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from factsheet.model.dates.points import MONTHS
from factsheet.render.blocks import Ending, Moment, TimeChart
from factsheet.render.svg.frame import (
    ROW_HEIGHT,
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
    draw_row,
    draw_shape,
    draw_text,
    draw_titled_svg,
    draw_vertical_line,
    format_percent,
    format_row_name,
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
    return draw_row("fs-d-axis-row", (), "", draw_hidden_svg("fs-d-plot", _AXIS_HEIGHT, "".join(shapes)), "")


def _draw_row(moment: Moment, chart: TimeChart) -> str:
    lines = "".join(
        draw_grid_line(_to_axis_percent(band.first, chart), "fs-d-grid" if band.text else "fs-d-minor")
        for band in chart.bands
    ) + draw_grid_line(SCALE_END)
    name = format_row_name(moment.letters, moment.label, moment.text)
    shapes = lines + draw_centred(_draw_shapes(moment, chart))
    drawn = draw_titled_svg("fs-d-plot", ROW_HEIGHT, name, describe_moment(moment), shapes)
    return draw_row("", moment.letters, moment.label, drawn, moment.text)


def _draw_shapes(moment: Moment, chart: TimeChart) -> str:
    start = SCALE_START if moment.first is None else _to_axis_percent(moment.first, chart)
    end = SCALE_END if moment.last is None else _to_axis_percent(_find_next_day(moment.last), chart)
    if moment.first is None or moment.last is None:
        low = Ending.NONE if moment.first is None else _choose_ending(soft=moment.soft_first)
        high = Ending.NONE if moment.last is None else _choose_ending(soft=moment.soft_last)
        dashes = draw_line("fs-d-dashes", start, max(start, end), ROW_MIDDLE)
        return dashes + draw_low_end(low, start, ROW_MIDDLE) + draw_high_end(high, end, ROW_MIDDLE)
    if moment.soft_first or moment.soft_last:
        brackets = draw_low_end(_choose_ending(soft=moment.soft_first), start, ROW_MIDDLE)
        brackets += draw_high_end(_choose_ending(soft=moment.soft_last), end, ROW_MIDDLE)
        return draw_line("fs-d-dots", start, max(start, end), ROW_MIDDLE) + brackets
    if moment.first == moment.last:
        return draw_shape("fs-d-dot", start, ROW_MIDDLE, _DOT)
    width = format_percent(max(end - start, SCALE_START))
    place = f'x="{format_percent(start)}" width="{width}" y="{ROW_MIDDLE - _HALF_BLOCK}"'
    return f'<rect class="fs-d-block" {place} height="{2 * _HALF_BLOCK}" rx="1.5"/>'


def _choose_ending(*, soft: bool) -> Ending:
    return Ending.SOFT if soft else Ending.CLOSED


def _to_axis_percent(day: dt.date, chart: TimeChart) -> Decimal:
    """Return where the morning of a day stands on the axis, in percent."""
    if not chart.bands:
        return SCALE_START
    first, until = chart.bands[0].first.toordinal(), chart.bands[-1].until.toordinal()
    return to_percent(Decimal(day.toordinal()), Decimal(first), Decimal(until))


def _find_next_day(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def describe_moment(moment: Moment) -> str:
    """Return what is drawn of a date, for those who cannot see it."""
    if moment.first is not None and moment.first == moment.last:
        return f"Drawn as {format_day(moment.first)}."
    start = f"from {format_day(moment.first)}" if moment.first else "without a beginning"
    end = f"to {format_day(moment.last)}" if moment.last else "without an end"
    roughly = "; roughly, and how roughly is not stated" if moment.soft_first or moment.soft_last else ""
    return f"Drawn {start} {end}{roughly}."


def format_day(day: dt.date | None) -> str:
    """Return a day in words: `7 September 2023`; empty for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
