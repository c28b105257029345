"""Dates as facts need them, in EDTF."""

from generator.dates.grammar import MAX_LENGTH, overlaps, parse_date, sort_key
from generator.dates.points import Date, Edge, Point, Precision
from generator.dates.words import spoken_date
from generator.faults import Fault

__all__ = [
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
