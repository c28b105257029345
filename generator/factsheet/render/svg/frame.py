"""What drawings of several rows share: the words around them, the scale below them, the lines behind them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from factsheet.render.document.charts import BarChart, IntervalChart, TimeChart
from factsheet.render.svg.parts import (
    choose_scale_numbers,
    draw_hidden_svg,
    draw_line,
    draw_text,
    draw_vertical_line,
    escape_svg_text,
    format_percent,
    format_scale_number,
    strip_multiplier,
    to_percent,
)

SCALE_START, SCALE_END = Decimal(0), Decimal(100)
ROW_HEIGHT = 30
"""Pixels at least; a row whose words wrap is higher, and its lines of the grid with it."""
ROW_MIDDLE = 0
"""Where the strokes of a row stand: inside `centred`, places count from the middle of the row."""
_SCALE_HEIGHT = 24
_OUTER_PART = Decimal(30)
"""How near to an end of the scale, in percent, a number is hidden on the narrowest screens."""
_FILLED_LETTER = "A"
"""The letter that stands in a filled square, in rows and charts alike."""


def draw_frame(kind: str, chart: IntervalChart | BarChart | TimeChart, rows: Iterable[str]) -> str:
    """Return the rows of a drawing under its title and what it measures."""
    subtitle = (
        f'<div class="fs-d-subtitle">{escape_svg_text(chart.subtitle)}</div>\n' if chart.subtitle else ""
    )
    joined = "\n".join(rows)
    return (
        f'<div class="fs-d fs-d-{kind}">\n<div class="fs-d-title">{escape_svg_text(chart.title)}</div>\n'
        f"{subtitle}{joined}\n</div>"
    )


def draw_row(kind: str, letters: Iterable[str], label: str, drawn: str, text: str) -> str:
    """Return one row: who or what, the drawing, the value in words."""
    kinds = f"fs-d-row {kind}".strip()
    said = f'<span class="fs-d-label">{draw_letters(letters)}{escape_svg_text(label)}</span>'
    cell = f'<span class="fs-d-cell">{drawn}</span>'
    return f'<div class="{kinds}">{said}{cell}<span class="fs-d-value">{escape_svg_text(text)}</span></div>'


def draw_letters(letters: Iterable[str]) -> str:
    """Return the letters of sources in their squares: the first source's filled, all others outlined."""
    return "".join(
        f'<span class="{_choose_letter_class(letter)}">{escape_svg_text(letter)}</span> '
        for letter in letters
    )


def _choose_letter_class(letter: str) -> str:
    if not letter.isalpha():
        return "fs-d-letter fs-d-sign"
    return "fs-d-letter fs-d-first" if letter == _FILLED_LETTER else "fs-d-letter"


def format_row_name(letters: Iterable[str], label: str, text: str) -> str:
    """Return how a row is named to those who cannot see it: `A The Moscow Times: about 5 million`."""
    who = " ".join((*letters, label)).strip()
    return f"{who}: {text}" if who else text


def draw_scale_row(low: Decimal, high: Decimal, unit: str) -> str:
    """Return the last row: the scale with a few round numbers, and the unit beside it."""
    return draw_row("fs-d-scale", (), "", _draw_scale(low, high, unit), unit)


def _draw_scale(low: Decimal, high: Decimal, unit: str) -> str:
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, 1)]
    shapes += [draw_vertical_line("fs-d-axis", end, 1, 6) for end in (SCALE_START, SCALE_END)]
    last = format_scale_number(high)
    shapes.append(draw_text("fs-d-number", SCALE_START, 20, format_scale_number(low)))
    for tick in choose_scale_numbers(low, high):
        at = to_percent(tick, low, high)
        shapes.append(draw_vertical_line("fs-d-axis", at, 1, 5))
        outer = " fs-d-outer" if min(at, SCALE_END - at) < _OUTER_PART else ""
        shapes.append(draw_text(f"fs-d-number{outer}", at, 20, strip_multiplier(tick, last)))
    shapes.append(draw_text("fs-d-number", SCALE_END, 20, with_percent(high, unit)))
    return draw_hidden_svg("fs-d-plot", _SCALE_HEIGHT, "".join(shapes))


def with_percent(number: Decimal, unit: str) -> str:
    """Return the last number of a scale, with the percent sign if that is what is measured."""
    return f"{format_scale_number(number)} %" if unit.startswith("%") else format_scale_number(number)


def draw_grid(low: Decimal, high: Decimal) -> str:
    """Return the lines behind a row, at the numbers that the scale names."""
    places = (to_percent(tick, low, high) for tick in choose_scale_numbers(low, high))
    return "".join(draw_grid_line(place) for place in places)


def draw_grid_line(at: Decimal, kind: str = "fs-d-grid") -> str:
    """Return one line behind a row, as high as the row, so that it meets that of the next."""
    place = format_percent(at)
    return f'<line class="{kind}" x1="{place}" x2="{place}" y1="0" y2="100%"/>'


def draw_centred(shapes: str) -> str:
    """Return the strokes of a row in its middle, however high the words beside it make the row."""
    return f'<svg class="fs-d-at" y="50%">{shapes}</svg>'
