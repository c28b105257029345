"""Drawings -> HTML with inline SVG; what is not known exactly is drawn so too.

What can be read stays HTML around the drawing, so that it wraps and nothing is cut off on a narrow screen.
Inside, places are percentages and there is no viewBox: strokes and letters keep their size at any width.
There are no ids, no styles and no scripts; `theme/styles/drawings.css` styles the classes.

| value | drawn |
|---|---|
| exact | a diamond on a tick |
| at least, more than | a cap or an open ring, a line, and dashes that end in an arrow |
| at most, fewer than | a line from the end of the scale to a cap or a ring |
| about | a dot between round brackets, on dots |
| between | a line between caps |
| a word such as thousands | a dashed box |

| date | drawn |
|---|---|
| a day | a dot |
| a month, a year, a period | a block from its first day to its last |
| roughly | dots between round brackets |
| no beginning, no end | dashes that end in an arrow |
"""

import datetime as dt
from decimal import Decimal
from itertools import accumulate, pairwise

from factsheet.model.dates.points import MONTHS
from factsheet.model.text.spans import make_text
from factsheet.render import blocks
from factsheet.render.blocks import ChartSpan, Ending
from factsheet.render.svg import frame
from factsheet.render.svg.frame import HIGH, LOW, ROW_MIDDLE, SCALE_END, SCALE_START, draw_line, format_scale_number

TABLE_SUMMARY = "The same as a table"
_SOLID_PART = Decimal("0.45")
"""How much of a line without a limit is drawn solid before it breaks into dashes."""
_SHARED_LABEL_HEIGHT, _SHARED_LABEL_Y = 14, 11
_COMPACT_HEIGHT, _COMPACT_MIDDLE, _COMPACT_SCALE_Y, _COMPACT_TEXT_Y = 36, 9, 19, 32
_HALF_BOX = 7
_DIAMOND = "M0-4.5L4 0L0 4.5L-4 0Z"
_DOT = "M0-3.5A3.5 3.5 0 1 1 0 3.5A3.5 3.5 0 1 1 0-3.5Z"
_SMALL_DOT = "M0-2.5A2.5 2.5 0 1 1 0 2.5A2.5 2.5 0 1 1 0-2.5Z"
_RIGHT_PART = Decimal(60)
"""From where on the scale, in percent, words are set left of their place, so that they stay inside."""


def build_drawing_table(drawing: blocks.Drawing) -> blocks.Disclosure | None:
    """Return a drawing as a folded table; None for a small one beside its value in words, and for a chain, a list."""
    if isinstance(drawing, blocks.ChainDrawing) or (isinstance(drawing, blocks.IntervalChart) and drawing.compact):
        return None
    right: frozenset[int] = frozenset()
    rows: list[tuple[str, ...]] = []
    if isinstance(drawing, blocks.TimeChart):
        header = ("What", "When", "First day", "Last day")
        for moment in drawing.moments:
            days = (_format_day(day) or "not given" for day in (moment.first, moment.last))
            rows.append((" ".join((*moment.letters, moment.label)), moment.text, *days))
    else:
        of = f", {drawing.unit}" if drawing.unit else ""
        header, right = ("What", "In words", f"From{of}", f"To{of}"), frozenset({2, 3})
        for span in drawing.spans:
            drawn = " (drawn, not stated)" if span.is_soft else ""
            limits = (f"{limit}{drawn}" if limit else "no limit given" for limit in _format_limits(span))
            rows.append((" ".join((*span.letters, span.label)), span.text, *limits))
    texts = tuple(tuple(map(make_text, row)) for row in rows)
    table = blocks.Table(tuple(map(make_text, header)), texts, right_columns=right, caption=drawing.title)
    return blocks.Disclosure(make_text(TABLE_SUMMARY), (table,))


def draw_svg(drawing: blocks.Drawing) -> str:
    """Return a drawing as one HTML element without empty lines.

    The same drawing always gives the same text. All words in it are escaped so that Markdown changes nothing,
    and are text between tags, not in attributes.
    """
    match drawing:
        case blocks.IntervalChart():
            return _draw_interval_chart(drawing)
        case blocks.BarChart():
            return _draw_bar_chart(drawing)
        case blocks.TimeChart():
            return _draw_time_chart(drawing)
        case blocks.ChainDrawing():
            return _draw_chain(drawing)


def _draw_interval_chart(chart: blocks.IntervalChart) -> str:
    """Return values on a scale: each with label, drawing and words; or the small form for a row."""
    if chart.compact:
        return _draw_compact(chart)
    rows: list[str] = []
    shade = ""
    ends = [_find_place(end, chart) for end in chart.shared or ()]
    if ends and ends[0] < ends[1]:
        x, width = frame.format_percent(ends[0]), frame.format_percent(ends[1] - ends[0])
        shade = f'<rect class="fs-d-both" x="{x}" width="{width}" y="0" height="100%"/>'
        rows.append(_draw_shared_label(ends[0], ends[1], len(chart.spans)))
    behind = shade + frame.draw_grid(chart)
    for span in chart.spans:
        shapes = behind + frame.draw_centred(_draw_span(span, chart, ROW_MIDDLE))
        kind = "fs-d-differs" if span.differs else ""
        rows.append(frame.draw_value_row(kind, span, _describe_on_scale(span, chart), shapes))
    return frame.draw_frame("intervals", chart, (*rows, frame.draw_scale_row(chart)))


def _draw_shared_label(start: Decimal, end: Decimal, answers: int) -> str:
    """Return the words over the shade, which stay inside the drawing wherever the shade is."""
    words = "both hold" if answers == 2 else "all hold"  # noqa: PLR2004
    place, anchor = (end, "end") if start > _RIGHT_PART else (start, "start")
    shape = frame.draw_text("fs-d-shared", place, _SHARED_LABEL_Y, words, anchor)
    return frame.draw_plain_row("fs-d-over", _SHARED_LABEL_HEIGHT, (shape,))


def _draw_compact(chart: blocks.IntervalChart) -> str:
    ends = ((SCALE_START, format_scale_number(chart.scale_low)), (SCALE_END, frame.format_last_number(chart)))
    foot, top = _COMPACT_SCALE_Y, _COMPACT_SCALE_Y - 3
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, foot)]
    shapes += [frame.draw_vertical_line("fs-d-axis", end, top, foot) for end, _ in ends]
    for span in chart.spans:
        drawn = _draw_span(span, chart, _COMPACT_MIDDLE)
        shapes.append(f'<g class="fs-d-differs">{drawn}</g>' if span.differs else drawn)
    shapes += [frame.draw_text("fs-d-number", end, _COMPACT_TEXT_Y, words) for end, words in ends]
    description = "; ".join(_describe_on_scale(span, chart) for span in chart.spans)
    drawn = frame.draw_titled_svg(_COMPACT_HEIGHT, chart.title, description, "".join(shapes))
    return f'<div class="fs-d fs-d-small">{drawn}</div>'


def _draw_span(span: ChartSpan, chart: blocks.IntervalChart, y: int) -> str:
    low, high = _find_ends(span, chart)
    if span.dashed:
        return frame.draw_rectangle("fs-d-box", (low, high), y, _HALF_BOX, radius="2")
    if span.low is not None and span.low == span.high:
        tick = frame.draw_vertical_line("fs-d-line", low, y - frame.HALF_CAP - 2, y + frame.HALF_CAP + 2)
        return tick + frame.draw_shape("fs-d-dot", low, y, _DIAMOND)
    ends = _draw_low_end(span, chart, low, y) + frame.draw_end(span.high_end, high, y, HIGH)
    drawn = _draw_interval(span, chart, low, high, y) + ends
    if span.inner_point is None:
        return drawn
    dot = _SMALL_DOT if chart.compact else _DOT
    return drawn + frame.draw_shape("fs-d-dot", _find_place(span.inner_point, chart), y, dot)


def _find_place(number: Decimal, chart: blocks.ScaleChart) -> Decimal:
    return frame.to_percent(number, chart.scale_low, chart.scale_high)


def _find_ends(span: ChartSpan, chart: blocks.ScaleChart) -> tuple[Decimal, Decimal]:
    """Return where a value begins and ends, in percent; without a limit, at the end of the scale."""
    low = SCALE_START if span.low is None else _find_place(span.low, chart)
    return low, SCALE_END if span.high is None else _find_place(span.high, chart)


def _draw_interval(span: ChartSpan, chart: blocks.IntervalChart, low: Decimal, high: Decimal, y: int) -> str:
    if span.high_end is Ending.NONE:
        middle = low + (high - low) * _SOLID_PART
        return draw_line("fs-d-line", low, middle, y) + draw_line("fs-d-dashes", middle, high, y)
    if span.low_end is Ending.NONE or _is_below_scale(span, chart):
        middle = high - (high - low) * _SOLID_PART
        return draw_line("fs-d-dashes", low, middle, y) + draw_line("fs-d-line", middle, high, y)
    return draw_line("fs-d-dots" if Ending.SOFT in {span.low_end, span.high_end} else "fs-d-line", low, high, y)


def _is_below_scale(span: ChartSpan, chart: blocks.IntervalChart) -> bool:
    """Tell whether a value begins below the scale, and so is drawn as if it continued."""
    return span.low is not None and span.low < chart.scale_low


def _draw_low_end(span: ChartSpan, chart: blocks.IntervalChart, low: Decimal, y: int) -> str:
    if _is_below_scale(span, chart):
        return frame.draw_end(Ending.NONE, low, y, LOW)
    starts_scale = span.low is not None and span.low <= chart.scale_low and span.point == span.high
    if starts_scale and span.low_end is Ending.CLOSED:
        return ""  # at most: the line comes from the end of the scale, which is no limit of its own
    return frame.draw_end(span.low_end, low, y, LOW)


def _describe_on_scale(span: ChartSpan, chart: blocks.ScaleChart) -> str:
    """Return what is drawn of a value and on which scale, for those who cannot see it."""
    low, high = _format_limits(span)
    drawn = f"{f'from {low}' if low else 'without a lower limit'} {f'to {high}' if high else 'without an upper limit'}"
    if span.low is not None and span.low == span.high:
        drawn = f"as {format_scale_number(span.low)} exactly"
    elif span.is_soft:
        drawn += "; the width is drawn for reading and is not stated"
    ends = f"{format_scale_number(chart.scale_low)} to {format_scale_number(chart.scale_high)} {chart.unit}".strip()
    return f"Drawn {drawn}. Scale from {ends}."


def _format_limits(span: ChartSpan) -> tuple[str, ...]:
    """Return the lower and the upper limit of a value in words, each empty where there is none."""
    sides = ((span.low, span.low_end, "more than "), (span.high, span.high_end, "less than "))
    return tuple(
        "" if limit is None else f"{beyond if end is Ending.OPEN else ''}{format_scale_number(limit)}"
        for limit, end, beyond in sides
    )


_HALF_BAR = 8
_OPEN_END_LENGTH = Decimal(10)
"""How far the dashes of a bar without an upper limit run on, in percent of the scale."""


def _draw_bar_chart(chart: blocks.BarChart) -> str:
    """Return amounts as bars, each with its label and its words. What lies below zero is not drawn."""
    rows: list[str] = []
    for place, span in enumerate(chart.spans, start=1):
        is_total = chart.has_total and place == len(chart.spans)
        drawn = frame.draw_centred(_draw_bar(span, chart, chart.spans[:-1] if is_total else ()))
        shapes = frame.draw_grid(chart) + drawn + frame.draw_grid_line(SCALE_START, "fs-d-axis")
        kind = "fs-d-total" if is_total else ""
        rows.append(frame.draw_value_row(kind, span, _describe_on_scale(span, chart), shapes))
    return frame.draw_frame("bars", chart, (*rows, frame.draw_scale_row(chart)))


def _draw_bar(span: ChartSpan, chart: blocks.BarChart, parts: tuple[ChartSpan, ...]) -> str:
    low, high = _find_ends(span, chart)
    if span.dashed:
        return _draw_block("fs-d-box", low, high)
    ends = _find_part_ends(parts, span, chart)
    solid = _draw_parts(ends, low) if ends else _draw_block("fs-d-bar", SCALE_START, low)
    if span.high is None:
        beyond = min(low + _OPEN_END_LENGTH, SCALE_END)
        solid += draw_line("fs-d-dashes", low, beyond, ROW_MIDDLE) + frame.draw_end(span.low_end, low, ROW_MIDDLE, LOW)
        return solid + frame.draw_end(Ending.NONE, beyond, ROW_MIDDLE, HIGH)
    if low >= high:
        return solid
    drawn = solid + _draw_block("fs-d-range", low, high)
    if span.high_end is not Ending.SOFT:  # A soft end is the outline itself.
        drawn += frame.draw_end(span.high_end, high, ROW_MIDDLE, HIGH)
    if span.inner_point is None:
        return drawn
    place = _find_place(span.inner_point, chart)
    return drawn + frame.draw_vertical_line("fs-d-line", place, ROW_MIDDLE - _HALF_BAR, ROW_MIDDLE + _HALF_BAR)


def _find_part_ends(parts: tuple[ChartSpan, ...], whole: ChartSpan, chart: blocks.BarChart) -> tuple[Decimal, ...]:
    """Return where in the whole each part ends, in percent; none where the parts do not fit into it."""
    most = whole.low if whole.point is None else whole.point
    numbers = [part.low if part.point is None else part.point for part in parts]
    given = [number for number in numbers if number is not None and number >= 0]
    if not parts or len(given) < len(parts) or most is None or sum(given) > most:
        return ()
    return tuple(_find_place(end, chart) for end in accumulate(given))


def _draw_parts(ends: tuple[Decimal, ...], low: Decimal) -> str:
    """Return the parts of a whole one after the other, in alternating shades."""
    pieces = [
        _draw_block("fs-d-bar" if place % 2 == 0 else "fs-d-part", start, end)
        for place, (start, end) in enumerate(pairwise((SCALE_START, *ends)))
    ]
    return "".join(pieces) + (_draw_block("fs-d-rest", ends[-1], low) if ends[-1] < low else "")


def _draw_block(kind: str, start: Decimal, end: Decimal) -> str:
    return frame.draw_rectangle(kind, (start, end), ROW_MIDDLE, _HALF_BAR)


def _draw_chain(chain: blocks.ChainDrawing) -> str:
    """Return the lines of a chain, each an ordered list from the origin to the source."""
    lines = (f'<ol class="fs-chain">\n{"".join(map(_draw_station, stations))}</ol>' for stations in chain.lines)
    return frame.draw_frame("chains", chain, lines)


def _draw_station(station: blocks.Station) -> str:
    unnamed = "" if station.named else " fs-chain-unnamed"
    note = f' <span class="fs-chain-note">{frame.escape_svg_text(station.note)}</span>' if station.note else ""
    name = f'<span class="fs-chain-name">{frame.escape_svg_text(station.name)}</span>'
    letter = frame.draw_letters((station.letter,)) if station.letter else ""
    return f'<li class="fs-chain-{station.role.value}{unnamed}">{letter}{name}{note}</li>\n'


_HALF_BLOCK = 5
_DAY_DOT = "M0-4.5A4.5 4.5 0 1 1 0 4.5A4.5 4.5 0 1 1 0-4.5Z"
_AXIS_HEIGHT, _AXIS_LINE_Y, _AXIS_TEXT_Y = 26, 25, 14


def _draw_time_chart(chart: blocks.TimeChart) -> str:
    """Return events on their axis, each with its words and its date. What lies beyond it is not drawn."""
    grid = "".join(
        frame.draw_grid_line(_to_axis_percent(band.first, chart), "fs-d-grid" if band.text else "fs-d-minor")
        for band in chart.bands
    ) + frame.draw_grid_line(SCALE_END)
    rows = [_draw_axis(chart)]
    for moment in chart.moments:
        shapes = grid + frame.draw_centred(_draw_moment(moment, chart))
        rows.append(frame.draw_value_row("", moment, _describe_moment(moment), shapes))
    return frame.draw_frame("time", chart, rows)


def _draw_axis(chart: blocks.TimeChart) -> str:
    shapes = [draw_line("fs-d-axis", SCALE_START, SCALE_END, _AXIS_LINE_Y)]
    for band in chart.bands:
        start, top = _to_axis_percent(band.first, chart), _AXIS_LINE_Y - (6 if band.text else 3)
        shapes.append(frame.draw_vertical_line("fs-d-axis", start, top, _AXIS_LINE_Y))
        if band.text:
            shapes.append(frame.draw_text("fs-d-number", start, _AXIS_TEXT_Y, band.text, "start"))
    shapes.append(frame.draw_vertical_line("fs-d-axis", SCALE_END, _AXIS_LINE_Y - 6, _AXIS_LINE_Y))
    return frame.draw_plain_row("fs-d-axis-row", _AXIS_HEIGHT, shapes)


def _draw_moment(moment: blocks.Moment, chart: blocks.TimeChart) -> str:
    start = SCALE_START if moment.first is None else _to_axis_percent(moment.first, chart)
    end = SCALE_END if moment.last is None else _to_axis_percent(moment.last, chart, days_later=1)
    low = _choose_ending(moment.first, soft=moment.soft_first)
    high = _choose_ending(moment.last, soft=moment.soft_last)
    if low is high is Ending.CLOSED:
        if moment.first == moment.last:
            return frame.draw_shape("fs-d-dot", start, ROW_MIDDLE, _DAY_DOT)
        return frame.draw_rectangle("fs-d-block", (start, end), ROW_MIDDLE, _HALF_BLOCK, radius="1.5")
    line = draw_line("fs-d-dashes" if Ending.NONE in {low, high} else "fs-d-dots", start, max(start, end), ROW_MIDDLE)
    return line + frame.draw_end(low, start, ROW_MIDDLE, LOW) + frame.draw_end(high, end, ROW_MIDDLE, HIGH)


def _choose_ending(day: dt.date | None, *, soft: bool) -> Ending:
    return Ending.NONE if day is None else Ending.SOFT if soft else Ending.CLOSED


def _to_axis_percent(day: dt.date, chart: blocks.TimeChart, *, days_later: int = 0) -> Decimal:
    """Return where a day begins on the axis, or one some days later, in percent."""
    if not chart.bands:
        return SCALE_START
    first, until = chart.bands[0].first.toordinal(), chart.bands[-1].until.toordinal()
    return frame.to_percent(Decimal(day.toordinal() + days_later), Decimal(first), Decimal(until))


def _describe_moment(moment: blocks.Moment) -> str:
    if moment.first is not None and moment.first == moment.last:
        return f"Drawn as {_format_day(moment.first)}."
    start = f"from {_format_day(moment.first)}" if moment.first else "without a beginning"
    end = f"to {_format_day(moment.last)}" if moment.last else "without an end"
    roughly = "; roughly, and how roughly is not stated" if moment.soft_first or moment.soft_last else ""
    return f"Drawn {start} {end}{roughly}."


def _format_day(day: dt.date | None) -> str:
    """Return a day in words: `7 September 2023`; empty for none."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else ""
