"""Bar charts, parts of a whole, and the chain that a claim has come by."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate, pairwise

from factsheet.render.blocks import Bar, BarChart, ChainDrawing, ChartSpan, Ending, Station
from factsheet.render.svg.frame import (
    ROW_HEIGHT,
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
    draw_row,
    draw_scale_row,
    draw_titled_svg,
    draw_vertical_line,
    escape_svg_text,
    format_percent,
    format_row_name,
    format_scale_number,
    format_with_unit,
    to_percent,
)
from factsheet.render.svg.intervals import describe_chart_span

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
    name = format_row_name(span.letters, span.label, span.text)
    described = (
        f"{describe_chart_span(span)} Scale from 0 to {format_with_unit(format_scale_number(full), chart.unit)}."
    )
    drawn = draw_titled_svg("fs-d-plot", ROW_HEIGHT, name, described, shapes)
    return draw_row("fs-d-total" if bar.total else "", span.letters, span.label, drawn, span.text)


def _draw_shapes(span: ChartSpan, full: Decimal, parts: tuple[ChartSpan, ...]) -> str:
    low = SCALE_START if span.low is None else to_percent(span.low, SCALE_START, full)
    high = SCALE_END if span.high is None else to_percent(span.high, SCALE_START, full)
    if span.dashed:
        return _draw_block("fs-d-box", low, high)
    ends = _find_part_ends(parts, span, full)
    solid = _draw_parts(ends, low) if ends else _draw_block("fs-d-bar", SCALE_START, low)
    if span.high is None:
        beyond = min(low + _OPEN_END_LENGTH, SCALE_END)
        return solid + draw_line("fs-d-dashes", low, beyond, ROW_MIDDLE) + _draw_limits(span, low, beyond)
    if low >= high:
        return solid
    return solid + _draw_block("fs-d-range", low, high) + _draw_limits(span, low, high) + _draw_point(span, full)


def _draw_limits(span: ChartSpan, low: Decimal, high: Decimal) -> str:
    """Return the ends of what a value leaves open; those of a soft one are the outline itself."""
    if span.high is None:
        return draw_low_end(span.low_end, low, ROW_MIDDLE) + draw_high_end(Ending.NONE, high, ROW_MIDDLE)
    return "" if span.high_end is Ending.SOFT else draw_high_end(span.high_end, high, ROW_MIDDLE)


def _draw_point(span: ChartSpan, full: Decimal) -> str:
    if span.point is None or span.point in {span.low, span.high}:
        return ""
    at = to_percent(span.point, SCALE_START, full)
    return draw_vertical_line("fs-d-line", at, ROW_MIDDLE - _HALF_BAR, ROW_MIDDLE + _HALF_BAR)


def _find_part_ends(parts: tuple[ChartSpan, ...], whole: ChartSpan, full: Decimal) -> tuple[Decimal, ...]:
    """Return where in the whole each part ends, in percent; none where the parts do not fit into it."""
    most = whole.low if whole.point is None else whole.point
    numbers = [part.low if part.point is None else part.point for part in parts]
    given = [number for number in numbers if number is not None and number >= 0]
    if not parts or len(given) < len(parts) or most is None or sum(given) > most:
        return ()
    return tuple(to_percent(end, SCALE_START, full) for end in accumulate(given))


def _draw_parts(ends: tuple[Decimal, ...], low: Decimal) -> str:
    """Return the parts of a whole one after the other, by turns in two shades."""
    blocks = [
        _draw_block("fs-d-bar" if place % 2 == 0 else "fs-d-part", start, end)
        for place, (start, end) in enumerate(pairwise((SCALE_START, *ends)))
    ]
    return "".join(blocks) + (_draw_block("fs-d-rest", ends[-1], low) if ends[-1] < low else "")


def _draw_block(kind: str, start: Decimal, end: Decimal) -> str:
    place = f'x="{format_percent(start)}" width="{format_percent(max(end - start, SCALE_START))}"'
    return f'<rect class="{kind}" {place} y="{ROW_MIDDLE - _HALF_BAR}" height="{2 * _HALF_BAR}"/>'


def draw_chain(chain: ChainDrawing) -> str:
    """Return the lines of a chain, each an ordered list from the origin to the source."""
    lines = "".join(f"{_draw_chain_line(stations)}\n" for stations in chain.lines)
    return (
        f'<div class="fs-d fs-d-chains">\n<div class="fs-d-title">{escape_svg_text(chain.title)}</div>\n{lines}</div>'
    )


def _draw_chain_line(stations: tuple[Station, ...]) -> str:
    return '<ol class="fs-chain">' + "".join(map(_draw_station, stations)) + "</ol>"


def _draw_station(station: Station) -> str:
    unnamed = "" if station.named else " fs-chain-unnamed"
    note = f' <span class="fs-chain-note">{escape_svg_text(station.note)}</span>' if station.note else ""
    name = f'<span class="fs-chain-name">{escape_svg_text(station.name)}</span>'
    letter = draw_letters((station.letter,)) if station.letter else ""
    return f'<li class="fs-chain-{station.role.value}{unnamed}">{letter}{name}{note}</li>'
