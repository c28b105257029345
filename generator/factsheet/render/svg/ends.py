"""How the ends of a stretch are drawn, on a scale of numbers and on one of time alike."""

from __future__ import annotations

from decimal import Decimal

from factsheet.render.document.charts import Ending
from factsheet.render.svg.parts import draw_shape, draw_vertical_line

HALF_CAP = 6
_BRACKET_LOW = "M1.5-6.5Q-3.5 0 1.5 6.5"
_BRACKET_HIGH = "M-1.5-6.5Q3.5 0-1.5 6.5"
_ARROW_HIGH = "M-5.5-4.5L0 0L-5.5 4.5"
_ARROW_LOW = "M5.5-4.5L0 0L5.5 4.5"
_RING = "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z"


def draw_low_end(ending: Ending, at: Decimal, y: int) -> str:
    """Return the lower end of a stretch: a cap, a ring, a bracket or an arrow."""
    return _draw_end(ending, at, y, _BRACKET_LOW, _ARROW_LOW)


def draw_high_end(ending: Ending, at: Decimal, y: int) -> str:
    """Return the upper end of a stretch: a cap, a ring, a bracket or an arrow."""
    return _draw_end(ending, at, y, _BRACKET_HIGH, _ARROW_HIGH)


def _draw_end(ending: Ending, at: Decimal, y: int, bracket: str, arrow: str) -> str:
    match ending:
        case Ending.CLOSED:
            return draw_vertical_line("fs-d-line", at, y - HALF_CAP, y + HALF_CAP)
        case Ending.OPEN:
            return draw_shape("fs-d-ring", at, y, _RING)
        case Ending.SOFT:
            return draw_shape("fs-d-line", at, y, bracket)
        case Ending.NONE:
            return draw_shape("fs-d-line", at, y, arrow)
