"""Dated facts as a drawing: which days, which axis, which years are named on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from factsheet.model.dates import Date, Edge, Point, sort_key, spoken_date
from factsheet.model.dates.points import MONTHS
from factsheet.model.records import Fact
from factsheet.model.text.spans import plain
from factsheet.render.document.blocks import Blocks, Figure
from factsheet.render.document.charts import Band, Moment, TimeChart
from factsheet.render.pages.charts import letters_of, name_of
from factsheet.render.pages.context import Edition

READING = (
    "A dot is a day. A block is a month or longer, some time in which it happened or all of which it took. "
    "Dots in round brackets: about then. Dashes to an arrow: no beginning or no end is given."
)
"""How a drawing of time is read, for its caption."""
TITLE = "What happened when, as the sources date it"
FEWEST, MOST = 2, 40
"""How many events are worth an axis, and how many the eye can follow on one."""
_MONTHS_NAMED = 4
_QUARTERS_NAMED = 4
_YEARS_WITH_QUARTERS = 3
_YEARS_NAMED = 8
"""How many of each can be named one by one on the axis of a phone."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 2000)
"""Years between two lines of a long axis."""
_YEAR, _QUARTER = 12, 3


def time_chart(facts: Iterable[Fact], edition: Edition, title: str = TITLE) -> TimeChart | None:
    """Return dated facts on a common axis; None where there are too few for one, or too many to follow.

    Facts that no longer stand are left out, as are those without a date.
    """
    dated = sorted(
        ((fact.when, fact) for fact in facts if fact.when and fact.stands and (_first(fact) or _last(fact))),
        key=lambda one: (one[0].first or one[0].last or dt.date.min, sort_key(one[0]), one[1].id),
    )
    if not FEWEST <= len(dated) <= MOST:
        return None
    moments = tuple(_moment(when, fact, edition) for when, fact in dated)
    days = [day for one in moments for day in (one.first, one.last) if day]
    return TimeChart(title=title, moments=moments, bands=tuple(_bands(min(days), max(days))))


def time_figure(facts: Iterable[Fact], edition: Edition, title: str = TITLE) -> Blocks:
    """Return the drawing of dated facts with how to read it; nothing where there is none."""
    chart = time_chart(facts, edition, title)
    return (Figure(chart, plain(READING)),) if chart else ()


def _first(fact: Fact) -> dt.date | None:
    return fact.when.first if fact.when else None


def _last(fact: Fact) -> dt.date | None:
    return fact.when.last if fact.when else None


def _moment(when: Date, fact: Fact, edition: Edition) -> Moment:
    return Moment(
        label=name_of(fact),
        text=spoken_date(when),
        first=when.first,
        last=when.last,
        soft_first=_is_soft(when.start),
        soft_last=_is_soft(when.end),
        letters=letters_of(fact, edition),
    )


def _is_soft(end: Point | Edge) -> bool:
    return isinstance(end, Point) and (end.approximate or end.uncertain)


def _bands(first: dt.date, last: dt.date) -> Iterator[Band]:
    """Return an axis of whole months, quarters or years, in which every name has room."""
    start, end = first.year * _YEAR + first.month - 1, last.year * _YEAR + last.month
    if end - start <= _MONTHS_NAMED:
        return _axis(start, end, step=1, named=1)
    if (_up(end, _QUARTER) - _down(start, _QUARTER)) // _QUARTER <= _QUARTERS_NAMED:
        return _axis(_down(start, _QUARTER), _up(end, _QUARTER), step=1, named=_QUARTER)
    years = (_up(end, _YEAR) - _down(start, _YEAR)) // _YEAR
    if years <= _YEARS_WITH_QUARTERS:
        return _axis(_down(start, _YEAR), _up(end, _YEAR), step=_QUARTER, named=_YEAR)
    step = _YEAR * next(step for step in _STEPS if years / step <= _YEARS_NAMED)
    return _axis(_down(start, step), _up(end, step), step=step, named=step)


def _axis(start: int, end: int, *, step: int, named: int) -> Iterator[Band]:
    """Yield the bands between two months, those that begin a stretch of `named` months with their name."""
    for month in range(start, end, step):
        text = _name(month, named, is_first=month == start) if month % named == 0 else ""
        yield Band(text=text, first=_day(month), until=_day(month + step))


def _name(month: int, named: int, *, is_first: bool) -> str:
    """Return a year, or a month, with its year where the axis begins and at every turn of the year."""
    year = str(max(month // _YEAR, dt.MINYEAR))
    if named >= _YEAR:
        return year
    name = MONTHS[month % _YEAR][:3]
    return f"{name} {year}" if is_first or month % _YEAR == 0 else name


def _down(month: int, step: int) -> int:
    return month - month % step


def _up(month: int, step: int) -> int:
    return -_down(-month, step)


def _day(month: int) -> dt.date:
    """Return the first day of a month counted from the year 0; the ends of the calendar where it has none."""
    year = month // 12
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month % 12 + 1, 1) if year <= dt.MAXYEAR else dt.date.max
