"""Drawings that several tests share."""

from __future__ import annotations

from decimal import Decimal

from generator.drawings import Bar, BarChart, ChainDrawing, Ending, IntervalChart, Span, Station

MILLION = Decimal(1_000_000)

ABOUT = Span(
    label="A: The Moscow Times",
    text="about 5 million workers",
    low=Decimal("4.5") * MILLION,
    high=Decimal("5.5") * MILLION,
    point=5 * MILLION,
    low_end=Ending.SOFT,
    high_end=Ending.SOFT,
)
MORE_THAN = Span(
    label="B: Pham Giang",
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
    unit="people",
    spans=(ABOUT, MORE_THAN),
    scale_low=3 * MILLION,
    scale_high=7 * MILLION,
)
SMALL = IntervalChart(
    title="Workers who left: about 5 million workers",
    unit="workers",
    spans=(ABOUT,),
    scale_low=Decimal(0),
    scale_high=10 * MILLION,
    compact=True,
)
BARS = BarChart(
    title="Killed, by country of origin",
    unit="people",
    bars=(
        Bar(label="Uzbekistan", text="51 people", length=Decimal(51)),
        Bar(label="Tajikistan", text="at least 38 people", length=Decimal(38), open_ended=True),
        Bar(label="All together", text="89 people", length=Decimal(89), total=True),
    ),
)
CHAIN = ChainDrawing(
    title="One origin at most",
    lines=(
        (
            Station(name="Origin not named", note="the paper's own voice", role="origin", named=False),
            Station(name="A news agency"),
            Station(name="The Moscow Times", note="paragraph 8", role="source"),
        ),
    ),
)
