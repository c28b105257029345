"""Drawings that several tests share."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from factsheet.render.blocks import (
    Band,
    BarChart,
    ChainDrawing,
    ChartSpan,
    Ending,
    IntervalChart,
    Moment,
    Station,
    StationRole,
    TimeChart,
)

MILLION = Decimal(1_000_000)

ABOUT = ChartSpan(
    label="The Moscow Times",
    letters=("A",),
    text="about 5 million workers",
    low=Decimal("4.5") * MILLION,
    high=Decimal("5.5") * MILLION,
    point=5 * MILLION,
    low_end=Ending.SOFT,
    high_end=Ending.SOFT,
)
MORE_THAN = ChartSpan(
    label="Pham Giang",
    letters=("B",),
    text="more than 5 million people",
    low=5 * MILLION,
    high=None,
    point=5 * MILLION,
    low_end=Ending.OPEN,
    high_end=Ending.NONE,
    differs=True,
)
PAIR = IntervalChart(
    title="Two sources, two answers",
    subtitle="Reported; from two articles",
    unit="people",
    spans=(ABOUT, MORE_THAN),
    scale_low=3 * MILLION,
    scale_high=7 * MILLION,
    same=True,
)
SMALL = IntervalChart(
    title="Workers who left: about 5 million workers",
    unit="workers",
    spans=(ABOUT,),
    scale_low=Decimal(0),
    scale_high=10 * MILLION,
    compact=True,
)


def make_exact_span(label: str, number: int) -> ChartSpan:
    """Return a value without a hedge, in people."""
    return ChartSpan(
        label=label,
        text=f"{number} people",
        low=Decimal(number),
        high=Decimal(number),
        point=Decimal(number),
        low_end=Ending.CLOSED,
        high_end=Ending.CLOSED,
    )


def make_lower_bound_span(label: str, number: int) -> ChartSpan:
    """Return a value without an upper limit, in people."""
    return ChartSpan(
        label=label,
        text=f"at least {number} people",
        low=Decimal(number),
        high=None,
        point=Decimal(number),
        low_end=Ending.CLOSED,
        high_end=Ending.NONE,
    )


BARS = BarChart(
    title="Killed, by country of origin",
    unit="people",
    spans=(
        make_exact_span("Uzbekistan", 51),
        make_exact_span("Tajikistan", 38),
        make_lower_bound_span("All that were counted", 100),
    ),
    has_total=True,
    scale_high=Decimal(125),
)
TIME = TimeChart(
    title="What happened when",
    moments=(
        Moment(label="No beginning", text="until March 2022", first=None, last=dt.date(2022, 3, 31)),
        Moment(label="A month", text="May 2022", first=dt.date(2022, 5, 1), last=dt.date(2022, 5, 31), letters=("A",)),
        Moment(
            label="Roughly",
            text="about May 2023",
            first=dt.date(2023, 5, 1),
            last=dt.date(2023, 5, 31),
            soft_first=True,
            soft_last=True,
        ),
        Moment(
            label="A day",
            text="7 September 2023",
            first=dt.date(2023, 9, 7),
            last=dt.date(2023, 9, 7),
            letters=("A", "B"),
        ),
        Moment(label="No end", text="from October 2023", first=dt.date(2023, 10, 1), last=None),
    ),
    bands=(
        Band(text="2022", first=dt.date(2022, 1, 1), until=dt.date(2022, 7, 1)),
        Band(text="", first=dt.date(2022, 7, 1), until=dt.date(2023, 1, 1)),
        Band(text="2023", first=dt.date(2023, 1, 1), until=dt.date(2024, 1, 1)),
    ),
)
CHAIN = ChainDrawing(
    title="One origin at most",
    lines=(
        (
            Station(name="Origin not named", note="the paper's own voice", role=StationRole.ORIGIN, named=False),
            Station(name="A news agency"),
            Station(name="The Moscow Times", note="paragraph 8", role=StationRole.SOURCE, letter="A"),
        ),
    ),
)
