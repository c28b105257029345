"""Dates as facts need them, in EDTF."""

from generator.dates.grammar import (
    FIRST_YEAR,
    LAST_YEAR,
    MAX_LENGTH,
    Date,
    Edge,
    Fault,
    Point,
    Precision,
    overlaps,
    parse_date,
    sort_key,
    spoken_date,
)

__all__ = [
    "FIRST_YEAR",
    "LAST_YEAR",
    "MAX_LENGTH",
    "Date",
    "Edge",
    "Fault",
    "Point",
    "Precision",
    "overlaps",
    "parse_date",
    "sort_key",
    "spoken_date",
]
