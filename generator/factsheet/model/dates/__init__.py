"""Dates as facts need them, in EDTF."""

from factsheet.diagnostics.parse_error import Fault
from factsheet.model.dates.grammar import MAX_LENGTH, overlaps, parse_date, sort_key
from factsheet.model.dates.points import Date, Edge, Point, Precision
from factsheet.model.dates.words import spoken_date

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
