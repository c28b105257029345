"""Bar charts, parts of a whole, and the chain by which a claim has come."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

from factsheet.render.blocks import Bar, BarChart, ChainDrawing, ChartSpan, Ending, Station
from factsheet.render.svg.frame import (
    ROW_MIDDLE,
    SCALE_END,
    SCALE_START,
    draw_centred,
    draw_frame,
    draw_grid,
    draw_grid_line,
    draw_high_end,
    draw_letters,
    draw_line,
    draw_low_end,
    draw_rectangle,
    draw_scale_row,
    draw_value_row,
    draw_vertical_line,
    escape_svg_text,
    to_percent,
)
from factsheet.render.svg.intervals import describe_on_scale

_HALF_BAR = 8
_OPEN_END_LENGTH = Decimal(10)
"""How far the dashes of a bar without an upper limit run on, in percent of the scale."""


def draw_bar_chart(chart: BarChart) -> str:
    """Return amounts as bars, each with its label and its words. What lies below zero is not drawn."""
    parts = tuple(bar.span for bar in chart.bars if not bar.total)
    rows = (_draw_row(bar, chart, parts if bar.total else ()) for bar in chart.bars)
    return draw_frame("bars", chart, (*rows, draw_scale_row(SCALE_START, chart.scale_high, chart.unit)))


def _draw_row(bar: Bar, chart: BarChart, parts: tuple[ChartSpan, ...]) -> str:
    span, full = bar.span, chart.scale_high
    shapes = (
        draw_grid(SCALE_START, full)
        + draw_centred(_draw_shapes(span, full, parts))
        + draw_grid_line(SCALE_START, "fs-d-axis")
    )
    description = describe_on_scale(span, SCALE_START, full, chart.unit)
    return draw_value_row("fs-d-total" if bar.total else "", span, description, shapes)


def _draw_shapes(span: ChartSpan, full: Decimal, parts: tuple[ChartSpan, ...]) -> str:
    low = SCALE_START if span.low is None else to_percent(span.low, SCALE_START, full)
    high = SCALE_END if span.high is None else to_percent(span.high, SCALE_START, full)
    if span.dashed:
        return _draw_block("fs-d-box", low, high)
    ends = _find_part_ends(parts, span, full)
    solid = _draw_parts(ends, low) if ends else _draw_block("fs-d-bar", SCALE_START, low)
    if span.high is None:
        beyond = min(low + _OPEN_END_LENGTH, SCALE_END)
        dashes = draw_line("fs-d-dashes", low, beyond, ROW_MIDDLE)
        return (
            solid
            + dashes
            + draw_low_end(span.low_end, low, ROW_MIDDLE)
            + draw_high_end(Ending.NONE, beyond, ROW_MIDDLE)
        )
    if low >= high:
        return solid
    # A soft end is the outline itself.
    end = "" if span.high_end is Ending.SOFT else draw_high_end(span.high_end, high, ROW_MIDDLE)
    return solid + _draw_block("fs-d-range", low, high) + end + _draw_point(span, full)


def _draw_point(span: ChartSpan, full: Decimal) -> str:
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    place = to_percent(span.point, SCALE_START, full)
    return draw_vertical_line("fs-d-line", place, ROW_MIDDLE - _HALF_BAR, ROW_MIDDLE + _HALF_BAR)


def _find_part_ends(parts: tuple[ChartSpan, ...], whole: ChartSpan, full: Decimal) -> tuple[Decimal, ...]:
    """Return where in the whole each part ends, in percent; none where the parts do not fit into it."""
    most = whole.low if whole.point is None else whole.point
    numbers = [part.low if part.point is None else part.point for part in parts]
    given = [number for number in numbers if number is not None and number >= 0]
    if not parts or len(given) < len(parts) or most is None or sum(given) > most:
        return ()
    return tuple(to_percent(end, SCALE_START, full) for end in accumulate(given))


def _draw_parts(ends: tuple[Decimal, ...], low: Decimal) -> str:
    """Return the parts of a whole one after the other, in alternating shades."""
    blocks = [
        _draw_block("fs-d-bar" if place % 2 == 0 else "fs-d-part", start, end)
        for place, (start, end) in enumerate(pairwise((SCALE_START, *ends)))
    ]
    return "".join(blocks) + (_draw_block("fs-d-rest", ends[-1], low) if ends[-1] < low else "")


def _draw_block(kind: str, start: Decimal, end: Decimal) -> str:
    return draw_rectangle(kind, (start, end), ROW_MIDDLE, _HALF_BAR)


def draw_chain(chain: ChainDrawing) -> str:
    """Return the lines of a chain, each an ordered list from the origin to the source."""
    lines = "".join(f'<ol class="fs-chain">{"".join(map(_draw_station, stations))}</ol>\n' for stations in chain.lines)
    return (
        f'<div class="fs-d fs-d-chains">\n<div class="fs-d-title">{escape_svg_text(chain.title)}</div>\n{lines}</div>'
    )


def _draw_station(station: Station) -> str:
    unnamed = "" if station.named else " fs-chain-unnamed"
    note = f' <span class="fs-chain-note">{escape_svg_text(station.note)}</span>' if station.note else ""
    name = f'<span class="fs-chain-name">{escape_svg_text(station.name)}</span>'
    letter = draw_letters((station.letter,)) if station.letter else ""
    return f'<li class="fs-chain-{station.role.value}{unnamed}">{letter}{name}{note}</li>'
