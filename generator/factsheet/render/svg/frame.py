"""The parts of drawings: lines, text, scales, rows, the ends of intervals."""

from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from itertools import count, takewhile

from factsheet.render.blocks import ChainDrawing, ChartSpan, Ending, Moment, ScaleChart, TimeChart, choose_scale_step
from factsheet.render.markdown.inline import escape_inline

_PERCENT_STEP = Decimal("0.01")
_MULTIPLIERS = ((Decimal(10) ** 12, "trillion"), (Decimal(10) ** 9, "billion"), (Decimal(10) ** 6, "million"))
_MIN_END_DISTANCE = Decimal("0.12")
"""How much of the scale a number on it keeps free to either end, where the ends are labelled."""
_EXACT = Context(prec=400, rounding=ROUND_HALF_EVEN)
"""Wide enough for any number; a setting elsewhere does not change it."""


def escape_svg_text(text: str) -> str:
    """Return plain text for the inside of an element."""
    return escape_inline(text).strip(" ")


def to_percent(number: Decimal, low: Decimal, high: Decimal) -> Decimal:
    """Return where a number stands on a scale, in percent with two digits at most; never beyond its ends."""
    if high <= low:
        return Decimal(0)
    share = _EXACT.divide(_EXACT.multiply(_EXACT.subtract(number, low), 100), _EXACT.subtract(high, low))
    return _EXACT.quantize(min(max(share, Decimal(0)), Decimal(100)), _PERCENT_STEP)


@lru_cache(maxsize=4096)
def format_percent(place: Decimal) -> str:
    """Return a place as SVG has it, such as `12.5%`."""
    return f"{format_plain_number(_EXACT.quantize(place, _PERCENT_STEP))}%"


def format_plain_number(number: Decimal, separator: str = "") -> str:
    """Return a number without an exponent and without zeros at its end; a separator groups its digits."""
    without_sign_of_zero = _EXACT.add(number, 0)
    return f"{_EXACT.normalize(without_sign_of_zero):{separator}f}"


@lru_cache(maxsize=4096)
def format_scale_number(number: Decimal) -> str:
    """Return a number as people write it: `5 million`, `5,820`, `12.5`."""
    for worth, name in _MULTIPLIERS:
        if abs(number) >= worth:
            share = _EXACT.divide(number, worth)
            if share == _EXACT.quantize(share, _PERCENT_STEP):
                return f"{format_plain_number(share, ',')} {name}"
    return format_plain_number(number, ",")


def choose_scale_numbers(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Return round numbers between the ends of a scale, at most five and none too near to an end."""
    if high <= low:
        return ()
    with localcontext(_EXACT):
        step = choose_scale_step(low, high)
        first = (low / step).to_integral_value() * step
        margin = (high - low) * _MIN_END_DISTANCE
        numbers = takewhile(lambda number: number <= high - margin, (first + step * place for place in count()))
        return tuple(number for number in numbers if number >= low + margin)


def draw_line(kind: str, start: Decimal, end: Decimal, y: int) -> str:
    """Return a horizontal stroke."""
    return f'<line class="{kind}" x1="{format_percent(start)}" x2="{format_percent(end)}" y1="{y}" y2="{y}"/>'


def draw_vertical_line(kind: str, place: Decimal, top: int, foot: int | str) -> str:
    """Return a vertical stroke."""
    x = format_percent(place)
    return f'<line class="{kind}" x1="{x}" x2="{x}" y1="{top}" y2="{foot}"/>'


def draw_rectangle(kind: str, ends: tuple[Decimal, Decimal], y: int, half: int, radius: str = "") -> str:
    """Return a rectangle from one place to another, around a horizontal line."""
    start, width = ends[0], max(ends[1] - ends[0], SCALE_START)
    place = f'x="{format_percent(start)}" width="{format_percent(width)}"'
    rounded = f' rx="{radius}"' if radius else ""
    return f'<rect class="{kind}" {place} y="{y - half}" height="{2 * half}"{rounded}/>'


def draw_shape(kind: str, place: Decimal, y: int, path: str) -> str:
    """Return a small shape that keeps its size, drawn around the given place."""
    return f'<svg class="fs-d-at" x="{format_percent(place)}" y="{y}"><path class="{kind}" d="{path}"/></svg>'


def draw_text(kind: str, place: Decimal, y: int, text: str, anchor: str = "") -> str:
    """Return words inside a drawing; set flush at the ends of the scale and centred elsewhere."""
    anchor = anchor or ("start" if place == SCALE_START else "end" if place == SCALE_END else "middle")
    where = f'x="{format_percent(place)}" y="{y}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {where}>{escape_svg_text(text)}</text>'


def draw_titled_svg(height: int, title: str, description: str, shapes: str) -> str:
    """Return a drawing with its name and its description for those who cannot see it."""
    names = f"<title>{escape_svg_text(title)}</title><desc>{escape_svg_text(description)}</desc>"
    return f'<svg class="fs-d-plot" role="img" width="100%" height="{height}">{names}{shapes}</svg>'


SCALE_START, SCALE_END = Decimal(0), Decimal(100)
ROW_HEIGHT = 30
"""Pixels at least; a row whose words wrap is higher, and its lines of the grid with it."""
ROW_MIDDLE = 0
"""The vertical place of the strokes of a row: inside `draw_centred`, it counts from the middle of the row."""
_SCALE_HEIGHT = 24
_OUTER_PART = Decimal(30)
"""How near to an end of the scale, in percent, a number is hidden on the narrowest screens."""


def draw_frame(kind: str, chart: ScaleChart | TimeChart | ChainDrawing, rows: Iterable[str]) -> str:
    """Return the rows of a drawing under its title and what it measures."""
    subtitle = f'<div class="fs-d-subtitle">{escape_svg_text(chart.subtitle)}</div>\n' if chart.subtitle else ""
    joined = "".join(f"{row}\n" for row in rows)
    title = f'<div class="fs-d-title">{escape_svg_text(chart.title)}</div>'
    return f'<div class="fs-d fs-d-{kind}">\n{title}\n{subtitle}{joined}</div>'


def draw_row(kind: str, letters: Iterable[str], label: str, drawn: str, text: str) -> str:
    """Return one row: who or what, the drawing, the value in words."""
    kinds = f"fs-d-row {kind}".strip()
    name = f'<span class="fs-d-label">{draw_letters(letters)}{escape_svg_text(label)}</span>'
    cell = f'<span class="fs-d-cell">{drawn}</span>'
    return f'<div class="{kinds}">{name}{cell}<span class="fs-d-value">{escape_svg_text(text)}</span></div>'


def draw_plain_row(kind: str, height: int, shapes: Iterable[str], text: str = "") -> str:
    """Return a row whose drawing shows nothing beyond the words beside it."""
    drawn = f'<svg class="fs-d-plot" aria-hidden="true" width="100%" height="{height}">{"".join(shapes)}</svg>'
    return draw_row(kind, (), "", drawn, text)


def draw_value_row(kind: str, value: ChartSpan | Moment, description: str, shapes: str) -> str:
    """Return the row of a value or an event, whose drawing is named `A Ostwick Gazette: about 5 million`."""
    name = " ".join((*value.letters, value.label)).strip()
    title = f"{name}: {value.text}" if name else value.text
    drawn = draw_titled_svg(ROW_HEIGHT, title, description, shapes)
    return draw_row(kind, value.letters, value.label, drawn, value.text)


def draw_letters(letters: Iterable[str]) -> str:
    """Return the letters of sources in their squares: the first source's filled, all others outlined."""
    drawn: list[str] = []
    for letter in letters:
        kind = " fs-d-first" if letter == "A" else "" if letter.isalpha() else " fs-d-sign"
        drawn.append(f'<span class="fs-d-letter{kind}">{escape_svg_text(letter)}</span> ')
    return "".join(drawn)


def draw_scale_row(chart: ScaleChart) -> str:
    """Return the last row: the scale with a few round numbers, and the unit beside it."""
    low, high = chart.scale_low, chart.scale_high
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, 1)]
    shapes += [draw_vertical_line("fs-d-axis", end, 1, 6) for end in (SCALE_START, SCALE_END)]
    last = format_scale_number(high)
    shapes.append(draw_text("fs-d-number", SCALE_START, 20, format_scale_number(low)))
    for number in choose_scale_numbers(low, high):
        place = to_percent(number, low, high)
        shapes.append(draw_vertical_line("fs-d-axis", place, 1, 5))
        outer = " fs-d-outer" if min(place, SCALE_END - place) < _OUTER_PART else ""
        words = format_scale_number(number)
        digits, _, name = words.partition(" ")
        is_named = name and last.endswith(f" {name}")  # by the end of the scale beside it
        shapes.append(draw_text(f"fs-d-number{outer}", place, 20, digits if is_named else words))
    shapes.append(draw_text("fs-d-number", SCALE_END, 20, format_last_number(chart)))
    return draw_plain_row("fs-d-scale", _SCALE_HEIGHT, shapes, chart.unit)


def format_last_number(chart: ScaleChart) -> str:
    """Return the last number of a scale, with `%` if percent are measured."""
    return f"{format_scale_number(chart.scale_high)}{' %' if chart.unit.startswith('%') else ''}"


def draw_grid(chart: ScaleChart) -> str:
    """Return the lines behind a row, at the numbers that the scale names."""
    low, high = chart.scale_low, chart.scale_high
    return "".join(draw_grid_line(to_percent(number, low, high)) for number in choose_scale_numbers(low, high))


def draw_grid_line(place: Decimal, kind: str = "fs-d-grid") -> str:
    """Return one line behind a row, as high as the row, so that it meets that of the next."""
    return draw_vertical_line(kind, place, 0, "100%")


def draw_centred(shapes: str) -> str:
    """Return the strokes of a row in its middle, however high the words beside it make the row."""
    return f'<svg class="fs-d-at" y="50%">{shapes}</svg>'


HALF_CAP = 6
LOW, HIGH = ("M1.5-6.5Q-3.5 0 1.5 6.5", "M5.5-4.5L0 0L5.5 4.5"), ("M-1.5-6.5Q3.5 0-1.5 6.5", "M-5.5-4.5L0 0L-5.5 4.5")
"""The bracket and the arrow at the lower and at the upper end of an interval."""
_RING = "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z"


def draw_end(ending: Ending, place: Decimal, y: int, side: tuple[str, str]) -> str:
    """Return an end of an interval, `LOW` or `HIGH`: a cap, a ring, a bracket or an arrow."""
    if ending is Ending.CLOSED:
        return draw_vertical_line("fs-d-line", place, y - HALF_CAP, y + HALF_CAP)
    if ending is Ending.OPEN:
        return draw_shape("fs-d-ring", place, y, _RING)
    bracket, arrow = side
    return draw_shape("fs-d-line", place, y, bracket if ending is Ending.SOFT else arrow)
