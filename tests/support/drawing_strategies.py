"""Drawings that nobody thought of, for hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from factsheet.render.blocks import (
    Band,
    BarChart,
    ChainDrawing,
    ChartSpan,
    Drawing,
    Ending,
    IntervalChart,
    Moment,
    Station,
    StationRole,
    TimeChart,
)
from tests.support.html_oracle import MARKDOWN_TEXTS

NUMBERS = st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**13)
LETTERS = st.lists(st.sampled_from(["A", "B", "AA", "="]) | MARKDOWN_TEXTS, max_size=2).map(tuple)
SPANS = st.builds(
    ChartSpan,
    label=MARKDOWN_TEXTS,
    text=MARKDOWN_TEXTS,
    low=NUMBERS,
    high=NUMBERS,
    point=NUMBERS,
    low_end=st.sampled_from(Ending),
    high_end=st.sampled_from(Ending),
    letters=LETTERS,
    differs=st.booleans(),
    dashed=st.booleans(),
)
SCALE = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**13)
CHARTS = st.builds(
    IntervalChart,
    title=MARKDOWN_TEXTS,
    subtitle=MARKDOWN_TEXTS,
    unit=MARKDOWN_TEXTS,
    same=st.booleans(),
    spans=st.lists(SPANS, max_size=3).map(tuple),
    scale_low=SCALE,
    scale_high=SCALE,
    compact=st.booleans(),
)
BAR_CHARTS = st.builds(
    BarChart,
    title=MARKDOWN_TEXTS,
    subtitle=MARKDOWN_TEXTS,
    unit=MARKDOWN_TEXTS,
    spans=st.lists(SPANS, max_size=3).map(tuple),
    has_total=st.booleans(),
    scale_high=SCALE,
)
DAYS = st.dates()
TIME_CHARTS = st.builds(
    TimeChart,
    title=MARKDOWN_TEXTS,
    subtitle=MARKDOWN_TEXTS,
    moments=st.lists(
        st.builds(
            Moment,
            label=MARKDOWN_TEXTS,
            text=MARKDOWN_TEXTS,
            first=st.none() | DAYS,
            last=st.none() | DAYS,
            soft_first=st.booleans(),
            soft_last=st.booleans(),
            letters=LETTERS,
        ),
        max_size=3,
    ).map(tuple),
    bands=st.lists(st.builds(Band, text=MARKDOWN_TEXTS, first=DAYS, until=DAYS), max_size=3).map(tuple),
)
CHAINS = st.builds(
    ChainDrawing,
    title=MARKDOWN_TEXTS,
    lines=st.lists(
        st.lists(
            st.builds(
                Station,
                name=MARKDOWN_TEXTS,
                note=MARKDOWN_TEXTS,
                role=st.sampled_from(StationRole),
                letter=MARKDOWN_TEXTS,
                named=st.booleans(),
            ),
            max_size=3,
        ).map(tuple),
        max_size=2,
    ).map(tuple),
)
DRAWINGS: st.SearchStrategy[Drawing] = st.one_of(CHARTS, BAR_CHARTS, TIME_CHARTS, CHAINS)
