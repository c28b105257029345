"""Drawings -> HTML with inline SVG.

What can be read stays HTML around the drawing, so that it wraps and nothing is cut off on a narrow screen.
Inside, places are percentages and there is no viewBox: strokes and letters keep their size at any width.
There are no ids, no styles and no scripts; `theme/styles/drawings.css` styles the classes.
"""

from factsheet.model.text.spans import make_text
from factsheet.render import blocks
from factsheet.render.svg import charts

TABLE_SUMMARY = "The same as a table"


def build_drawing_table(drawing: blocks.Drawing) -> blocks.Disclosure | None:
    """Return a drawing as a folded table.

    None for a small drawing, which stands beside its value in words, and for a chain, which is a list itself.
    """
    if isinstance(drawing, blocks.ChainDrawing) or (isinstance(drawing, blocks.IntervalChart) and drawing.compact):
        return None
    right: frozenset[int] = frozenset()
    rows: list[tuple[str, ...]] = []
    if isinstance(drawing, blocks.TimeChart):
        header = ("What", "When", "First day", "Last day")
        for moment in drawing.moments:
            days = (charts.format_day(day) or "not given" for day in (moment.first, moment.last))
            rows.append((" ".join((*moment.letters, moment.label)), moment.text, *days))
    else:
        of = f", {drawing.unit}" if drawing.unit else ""
        header, right = ("What", "In words", f"From{of}", f"To{of}"), frozenset({2, 3})
        for span in drawing.spans:
            drawn = " (drawn, not stated)" if span.is_soft else ""
            limits = (f"{limit}{drawn}" if limit else "no limit given" for limit in charts.format_limits(span))
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
            return charts.draw_interval_chart(drawing)
        case blocks.BarChart():
            return charts.draw_bar_chart(drawing)
        case blocks.TimeChart():
            return charts.draw_time_chart(drawing)
        case blocks.ChainDrawing():
            return charts.draw_chain(drawing)
        case _:
            raise TypeError(f"not a drawing: {drawing!r}")
