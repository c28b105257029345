"""Drawings -> HTML with inline SVG.

What can be read stays HTML around the drawing, so that it wraps and nothing is cut off on a narrow screen.
Inside, places are percentages and there is no viewBox: strokes and letters keep their size at any width.
There are no ids, no styles and no scripts; `theme/styles/drawings.css` dresses the classes.
"""

from __future__ import annotations

from factsheet.render.document.charts import BarChart, ChainDrawing, Drawing, IntervalChart, TimeChart
from factsheet.render.svg.bars import draw_bar_chart
from factsheet.render.svg.chain import draw_chain
from factsheet.render.svg.intervals import draw_interval_chart
from factsheet.render.svg.time import draw_time_chart


def draw_svg(drawing: Drawing) -> str:
    """Return a drawing as one HTML element on lines without a blank one among them.

    The same drawing always gives the same text. All words in it are escaped so that Markdown changes nothing,
    and stand between tags, not in attributes.
    """
    match drawing:
        case IntervalChart():
            return draw_interval_chart(drawing)
        case BarChart():
            return draw_bar_chart(drawing)
        case TimeChart():
            return draw_time_chart(drawing)
        case ChainDrawing():
            return draw_chain(drawing)
        case _:
            raise TypeError(f"not a drawing: {drawing!r}")
