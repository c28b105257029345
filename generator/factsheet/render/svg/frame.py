"""What drawings of several rows share: the words around them, the scale below them, the lines behind them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from factsheet.render.document.charts import BarChart, IntervalChart, TimeChart
from factsheet.render.svg.parts import (
    decoration,
    lettering,
    line,
    percent,
    spoken_number,
    ticks,
    upright,
    without_multiplier,
    words,
    written_percent,
)

START, END = Decimal(0), Decimal(100)
ROW_HEIGHT = 30
"""Pixels at least; a row whose words wrap is higher, and its lines of the grid with it."""
MIDDLE = 0
"""Where the strokes of a row stand: inside `centred`, places count from the middle of the row."""
_SCALE_HEIGHT = 24
_OUTER_PART = Decimal(30)
"""How near to an end of the scale, in percent, a number is hidden on the narrowest screens."""
_FIRST = "A"
"""The letter that stands in a filled square, in rows and charts alike."""


def framed(kind: str, chart: IntervalChart | BarChart | TimeChart, rows: Iterable[str]) -> str:
    """Return the rows of a drawing under its title and what it measures."""
    subtitle = f'<div class="fs-d-subtitle">{words(chart.subtitle)}</div>\n' if chart.subtitle else ""
    joined = "\n".join(rows)
    return (
        f'<div class="fs-d fs-d-{kind}">\n<div class="fs-d-title">{words(chart.title)}</div>\n'
        f"{subtitle}{joined}\n</div>"
    )


def row(kind: str, letters: Iterable[str], label: str, drawn: str, text: str) -> str:
    """Return one row: who or what, the drawing, the value in words."""
    kinds = f"fs-d-row {kind}".strip()
    said = f'<span class="fs-d-label">{lettered(letters)}{words(label)}</span>'
    cell = f'<span class="fs-d-cell">{drawn}</span>'
    return f'<div class="{kinds}">{said}{cell}<span class="fs-d-value">{words(text)}</span></div>'


def lettered(letters: Iterable[str]) -> str:
    """Return the letters of sources in their squares: the first source's filled, all others outlined."""
    return "".join(f'<span class="{_square(letter)}">{words(letter)}</span> ' for letter in letters)


def _square(letter: str) -> str:
    if not letter.isalpha():
        return "fs-d-letter fs-d-sign"
    return "fs-d-letter fs-d-first" if letter == _FIRST else "fs-d-letter"


def named(letters: Iterable[str], label: str, text: str) -> str:
    """Return how a row is named to those who cannot see it: `A The Moscow Times: about 5 million`."""
    who = " ".join((*letters, label)).strip()
    return f"{who}: {text}" if who else text


def scale_row(low: Decimal, high: Decimal, unit: str) -> str:
    """Return the last row: the scale with a few round numbers, and the unit beside it."""
    return row("fs-d-scale", (), "", _scale(low, high, unit), unit)


def _scale(low: Decimal, high: Decimal, unit: str) -> str:
    shapes = [line("fs-d-axis", START, END, 1)]
    shapes += [upright("fs-d-axis", end, 1, 6) for end in (START, END)]
    last = spoken_number(high)
    shapes.append(lettering("fs-d-number", START, 20, spoken_number(low)))
    for tick in ticks(low, high):
        at = percent(tick, low, high)
        shapes.append(upright("fs-d-axis", at, 1, 5))
        outer = " fs-d-outer" if min(at, END - at) < _OUTER_PART else ""
        shapes.append(lettering(f"fs-d-number{outer}", at, 20, without_multiplier(tick, last)))
    shapes.append(lettering("fs-d-number", END, 20, with_percent(high, unit)))
    return decoration("fs-d-plot", _SCALE_HEIGHT, "".join(shapes))


def with_percent(number: Decimal, unit: str) -> str:
    """Return the last number of a scale, with the percent sign if that is what is measured."""
    return f"{spoken_number(number)} %" if unit.startswith("%") else spoken_number(number)


def grid(low: Decimal, high: Decimal) -> str:
    """Return the lines behind a row, at the numbers that the scale names."""
    places = (percent(tick, low, high) for tick in ticks(low, high))
    return "".join(grid_line(place) for place in places)


def grid_line(at: Decimal, kind: str = "fs-d-grid") -> str:
    """Return one line behind a row, as high as the row, so that it meets that of the next."""
    place = written_percent(at)
    return f'<line class="{kind}" x1="{place}" x2="{place}" y1="0" y2="100%"/>'


def centred(shapes: str) -> str:
    """Return the strokes of a row in its middle, however high the words beside it make the row."""
    return f'<svg class="fs-d-at" y="50%">{shapes}</svg>'
