"""Amounts side by side: bars from zero, a rule and a darker bar for their sum."""

from __future__ import annotations

from decimal import Decimal

from generator.drawings import Bar, BarChart
from generator.writers.svg_parts import (
    decoration,
    lettering,
    line,
    measure,
    percent,
    picture,
    placed,
    spoken_number,
    upright,
    words,
    written_percent,
)

_START, _END = Decimal(0), Decimal(100)
_HEIGHT, _MIDDLE, _HALF_BAR = 24, 12, 8
_BETWEEN_ROWS = 4
_SCALE_HEIGHT = 24
_ROOM = Decimal("1.15")
"""How far the scale runs on beyond an open-ended bar that is the longest, so that its dashes have room."""
_ARROW = "M-5.5-4.5L0 0L-5.5 4.5"


def write_bars(chart: BarChart) -> str:
    """Return amounts as bars, each with its label and its words. Lengths below zero are drawn as none."""
    full = _full(chart)
    rows = "".join(f"{_row(bar, chart, full)}\n" for bar in chart.bars)
    return (
        f'<div class="fs-d fs-d-bars">\n<div class="fs-d-title">{words(chart.title)}</div>\n{rows}'
        f'<div class="fs-d-row fs-d-scale"><span class="fs-d-label"></span>{_scale(chart, full)}'
        f'<span class="fs-d-value">{words(chart.unit)}</span></div>\n</div>'
    )


def _full(chart: BarChart) -> Decimal:
    longest = max((bar.length for bar in chart.bars), default=Decimal(0))
    open_ended = max((bar.length * _ROOM for bar in chart.bars if bar.open_ended), default=Decimal(0))
    return max(longest, open_ended, Decimal(0))


def _row(bar: Bar, chart: BarChart, full: Decimal) -> str:
    total = " fs-d-total" if bar.total else ""
    end = percent(bar.length, Decimal(0), full)
    shapes = (
        f'<rect class="fs-d-bar" x="0" width="{written_percent(end)}" '
        f'y="{_MIDDLE - _HALF_BAR}" height="{2 * _HALF_BAR}"/>'
    ) + upright("fs-d-axis", _START, -_BETWEEN_ROWS, _HEIGHT + _BETWEEN_ROWS)
    if bar.open_ended:
        shapes += line("fs-d-dashes", end, _END, _MIDDLE) + placed("fs-d-line", _END, _MIDDLE, _ARROW)
    at_least = "at least " if bar.open_ended else ""
    described = f"{at_least}{measure(spoken_number(bar.length), chart.unit)}".strip()
    drawn = picture("fs-d-plot", _HEIGHT, f"{bar.label}: {bar.text}", f"A bar of {described}.", shapes)
    return (
        f'<div class="fs-d-row{total}"><span class="fs-d-label">{words(bar.label)}</span>'
        f'{drawn}<span class="fs-d-value">{words(bar.text)}</span></div>'
    )


def _scale(chart: BarChart, full: Decimal) -> str:
    longest = max((bar.length for bar in chart.bars), default=Decimal(0))
    if longest <= 0:
        return decoration("fs-d-plot", _SCALE_HEIGHT, "")
    end = percent(longest, Decimal(0), full)
    shapes = [line("fs-d-axis", _START, _END, 1), *(upright("fs-d-axis", at, 1, 6) for at in (_START, end))]
    sign = " %" if chart.unit.startswith("%") else ""
    shapes += [
        lettering("fs-d-number", _START, 20, "0"),
        lettering("fs-d-number", end, 20, f"{spoken_number(longest)}{sign}"),
    ]
    return decoration("fs-d-plot", _SCALE_HEIGHT, "".join(shapes))
