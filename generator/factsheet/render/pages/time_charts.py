"""Dated facts as a drawing: which days, which axis, which years are named on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from factsheet.model.dates import Date, MissingEnd, Point, build_date_sort_key, render_date
from factsheet.model.dates.points import MONTHS
from factsheet.model.records import Fact
from factsheet.model.text.spans import make_text
from factsheet.render.document.blocks import Blocks, Figure
from factsheet.render.document.charts import Band, Moment, TimeChart
from factsheet.render.pages.charts import format_chart_label, list_chart_letters
from factsheet.render.pages.context import PageContext

_READING_NOTE = (
    "A dot is a day. A block is a month or longer, some time in which it happened or all of which it took. "
    "Dots in round brackets: about then. Dashes to an arrow: no beginning or no end is given."
)
"""How a drawing of time is read, for its caption."""
_TITLE = "What happened when, as the sources date it"
MIN_EVENTS, MAX_EVENTS = 2, 40
"""How many events are worth an axis, and how many the eye can follow on one."""
_MAX_NAMED_MONTHS = 4
_MAX_NAMED_QUARTERS = 4
_MAX_YEARS_WITH_QUARTERS = 3
_MAX_NAMED_YEARS = 8
"""How many of each can be named one by one on the axis of a phone."""
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 2000)
"""Years between two lines of a long axis."""
_MONTHS_PER_YEAR, _MONTHS_PER_QUARTER = 12, 3


def build_time_chart(facts: Iterable[Fact], edition: PageContext, title: str = _TITLE) -> TimeChart | None:
    """Return dated facts on a common axis; None where there are too few for one, or too many to follow.

    Facts that no longer stand are left out, as are those without a date.
    """
    dated = sorted(
        (
            (fact.when, fact)
            for fact in facts
            if fact.when and fact.is_active and (_find_first_day(fact) or _find_last_day(fact))
        ),
        key=lambda one: (one[0].first or one[0].last or dt.date.min, build_date_sort_key(one[0]), one[1].id),
    )
    if not MIN_EVENTS <= len(dated) <= MAX_EVENTS:
        return None
    moments = tuple(_build_moment(when, fact, edition) for when, fact in dated)
    days = [day for one in moments for day in (one.first, one.last) if day]
    return TimeChart(title=title, moments=moments, bands=tuple(_build_bands(min(days), max(days))))


def build_time_figure(facts: Iterable[Fact], edition: PageContext, title: str = _TITLE) -> Blocks:
    """Return the drawing of dated facts with how to read it; nothing where there is none."""
    chart = build_time_chart(facts, edition, title)
    return (Figure(chart, make_text(_READING_NOTE)),) if chart else ()


def _find_first_day(fact: Fact) -> dt.date | None:
    return fact.when.first if fact.when else None


def _find_last_day(fact: Fact) -> dt.date | None:
    return fact.when.last if fact.when else None


def _build_moment(when: Date, fact: Fact, edition: PageContext) -> Moment:
    return Moment(
        label=format_chart_label(fact),
        text=render_date(when),
        first=when.first,
        last=when.last,
        soft_first=_is_soft(when.start),
        soft_last=_is_soft(when.end),
        letters=list_chart_letters(fact, edition),
    )


def _is_soft(end: Point | MissingEnd) -> bool:
    return isinstance(end, Point) and (end.is_approximate or end.is_uncertain)


def _build_bands(first: dt.date, last: dt.date) -> Iterator[Band]:
    """Return an axis of whole months, quarters or years, in which every name has room."""
    start, end = first.year * _MONTHS_PER_YEAR + first.month - 1, last.year * _MONTHS_PER_YEAR + last.month
    if end - start <= _MAX_NAMED_MONTHS:
        return _split_axis(start, end, step=1, named=1)
    if (
        _round_month_up(end, _MONTHS_PER_QUARTER) - _round_month_down(start, _MONTHS_PER_QUARTER)
    ) // _MONTHS_PER_QUARTER <= _MAX_NAMED_QUARTERS:
        return _split_axis(
            _round_month_down(start, _MONTHS_PER_QUARTER),
            _round_month_up(end, _MONTHS_PER_QUARTER),
            step=1,
            named=_MONTHS_PER_QUARTER,
        )
    years = (
        _round_month_up(end, _MONTHS_PER_YEAR) - _round_month_down(start, _MONTHS_PER_YEAR)
    ) // _MONTHS_PER_YEAR
    if years <= _MAX_YEARS_WITH_QUARTERS:
        return _split_axis(
            _round_month_down(start, _MONTHS_PER_YEAR),
            _round_month_up(end, _MONTHS_PER_YEAR),
            step=_MONTHS_PER_QUARTER,
            named=_MONTHS_PER_YEAR,
        )
    step = _MONTHS_PER_YEAR * next(step for step in _YEAR_STEPS if years / step <= _MAX_NAMED_YEARS)
    return _split_axis(_round_month_down(start, step), _round_month_up(end, step), step=step, named=step)


def _split_axis(start: int, end: int, *, step: int, named: int) -> Iterator[Band]:
    """Yield the bands between two months, those that begin a stretch of `named` months with their name."""
    for month in range(start, end, step):
        text = _format_band_name(month, named, is_first=month == start) if month % named == 0 else ""
        yield Band(text=text, first=_to_day(month), until=_to_day(month + step))


def _format_band_name(month: int, named: int, *, is_first: bool) -> str:
    """Return a year, or a month, with its year where the axis begins and at every turn of the year."""
    year = str(max(month // _MONTHS_PER_YEAR, dt.MINYEAR))
    if named >= _MONTHS_PER_YEAR:
        return year
    name = MONTHS[month % _MONTHS_PER_YEAR][:3]
    return f"{name} {year}" if is_first or month % _MONTHS_PER_YEAR == 0 else name


def _round_month_down(month: int, step: int) -> int:
    return month - month % step


def _round_month_up(month: int, step: int) -> int:
    return -_round_month_down(-month, step)


def _to_day(month: int) -> dt.date:
    """Return the first day of a month counted from the year 0; the ends of the calendar where it has none."""
    year = month // 12
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month % 12 + 1, 1) if year <= dt.MAXYEAR else dt.date.max
