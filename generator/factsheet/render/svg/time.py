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
from factsheet.render.document.charts import Ending, Moment, TimeChart
from factsheet.render.svg.ends import high_end, low_end
from factsheet.render.svg.frame import END, MIDDLE, ROW_HEIGHT, START, centred, framed, grid_line, named, row
from factsheet.render.svg.parts import (
    decoration,
    lettering,
    line,
    percent,
    picture,
    placed,
    upright,
    written_percent,
)

_HALF_BLOCK = 5
_DOT = "M0-4.5A4.5 4.5 0 1 1 0 4.5A4.5 4.5 0 1 1 0-4.5Z"
_AXIS_HEIGHT, _AXIS_LINE, _AXIS_WORDS = 26, 25, 14


def write_time(chart: TimeChart) -> str:
    """Return events on their axis, each with its words and its date. What lies beyond it is not drawn."""
    return framed("time", chart, (_axis(chart), *(_row(moment, chart) for moment in chart.moments)))


def _axis(chart: TimeChart) -> str:
    shapes = [line("fs-d-axis", START, END, _AXIS_LINE)]
    for band in chart.bands:
        start = _place(band.first, chart)
        shapes.append(upright("fs-d-axis", start, _AXIS_LINE - (6 if band.text else 3), _AXIS_LINE))
        if band.text:
            shapes.append(lettering("fs-d-number", start, _AXIS_WORDS, band.text, "start"))
    shapes.append(upright("fs-d-axis", END, _AXIS_LINE - 6, _AXIS_LINE))
    return row("fs-d-axis-row", (), "", decoration("fs-d-plot", _AXIS_HEIGHT, "".join(shapes)), "")


def _row(moment: Moment, chart: TimeChart) -> str:
    lines = "".join(
        grid_line(_place(band.first, chart), "fs-d-grid" if band.text else "fs-d-minor")
        for band in chart.bands
    ) + grid_line(END)
    name = named(moment.letters, moment.label, moment.text)
    shapes = lines + centred(_shapes(moment, chart))
    drawn = picture("fs-d-plot", ROW_HEIGHT, name, days_in_words(moment), shapes)
    return row("", moment.letters, moment.label, drawn, moment.text)


def _shapes(moment: Moment, chart: TimeChart) -> str:
    start = START if moment.first is None else _place(moment.first, chart)
    end = END if moment.last is None else _place(_after(moment.last), chart)
    if moment.first is None or moment.last is None:
        low = Ending.NONE if moment.first is None else _ending(soft=moment.soft_first)
        high = Ending.NONE if moment.last is None else _ending(soft=moment.soft_last)
        dashes = line("fs-d-dashes", start, max(start, end), MIDDLE)
        return dashes + low_end(low, start, MIDDLE) + high_end(high, end, MIDDLE)
    if moment.soft_first or moment.soft_last:
        brackets = low_end(_ending(soft=moment.soft_first), start, MIDDLE)
        brackets += high_end(_ending(soft=moment.soft_last), end, MIDDLE)
        return line("fs-d-dots", start, max(start, end), MIDDLE) + brackets
    if moment.first == moment.last:
        return placed("fs-d-dot", start, MIDDLE, _DOT)
    width = written_percent(max(end - start, START))
    place = f'x="{written_percent(start)}" width="{width}" y="{MIDDLE - _HALF_BLOCK}"'
    return f'<rect class="fs-d-block" {place} height="{2 * _HALF_BLOCK}" rx="1.5"/>'


def _ending(*, soft: bool) -> Ending:
    return Ending.SOFT if soft else Ending.CLOSED


def _place(day: dt.date, chart: TimeChart) -> Decimal:
    """Return where the morning of a day stands on the axis, in percent."""
    if not chart.bands:
        return START
    first, until = chart.bands[0].first.toordinal(), chart.bands[-1].until.toordinal()
    return percent(Decimal(day.toordinal()), Decimal(first), Decimal(until))


def _after(day: dt.date) -> dt.date:
    return day if day == dt.date.max else day + dt.timedelta(days=1)


def days_in_words(moment: Moment) -> str:
    """Return what is drawn of a date, for those who cannot see it."""
    if moment.first is not None and moment.first == moment.last:
        return f"Drawn as {spoken_day(moment.first)}."
    start = f"from {spoken_day(moment.first)}" if moment.first else "without a beginning"
    end = f"to {spoken_day(moment.last)}" if moment.last else "without an end"
    roughly = "; roughly, and how roughly is not stated" if moment.soft_first or moment.soft_last else ""
    return f"Drawn {start} {end}{roughly}."


def spoken_day(day: dt.date | None) -> str:
    """Return a day in words: `7 September 2023`; empty for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
