"""How the ends of a stretch are drawn, on a scale of numbers and on one of time alike."""

from __future__ import annotations

from decimal import Decimal

from factsheet.render.document.charts import Ending
from factsheet.render.svg.parts import placed, upright

HALF_CAP = 6
_BRACKET_LOW = "M1.5-6.5Q-3.5 0 1.5 6.5"
_BRACKET_HIGH = "M-1.5-6.5Q3.5 0-1.5 6.5"
_ARROW_HIGH = "M-5.5-4.5L0 0L-5.5 4.5"
_ARROW_LOW = "M5.5-4.5L0 0L5.5 4.5"
_RING = "M0-4A4 4 0 1 1 0 4A4 4 0 1 1 0-4Z"


def low_end(ending: Ending, at: Decimal, y: int) -> str:
    """Return the lower end of a stretch: a cap, a ring, a bracket or an arrow."""
    return _end(ending, at, y, _BRACKET_LOW, _ARROW_LOW)


def high_end(ending: Ending, at: Decimal, y: int) -> str:
    """Return the upper end of a stretch: a cap, a ring, a bracket or an arrow."""
    return _end(ending, at, y, _BRACKET_HIGH, _ARROW_HIGH)


def _end(ending: Ending, at: Decimal, y: int, bracket: str, arrow: str) -> str:
    match ending:
        case Ending.CLOSED:
            return upright("fs-d-line", at, y - HALF_CAP, y + HALF_CAP)
        case Ending.OPEN:
            return placed("fs-d-ring", at, y, _RING)
        case Ending.SOFT:
            return placed("fs-d-line", at, y, bracket)
        case Ending.NONE:
            return placed("fs-d-line", at, y, arrow)
