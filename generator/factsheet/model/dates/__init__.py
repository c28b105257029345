"""Dates as facts need them, in EDTF."""

from factsheet.diagnostics.parse_error import ParseError
from factsheet.model.dates.grammar import MAX_DATE_LENGTH, build_date_sort_key, overlaps, parse_date
from factsheet.model.dates.points import Date, MissingEnd, Point, Precision
from factsheet.model.dates.words import render_date

__all__ = [
    "MAX_DATE_LENGTH",
    "Date",
    "MissingEnd",
    "ParseError",
    "Point",
    "Precision",
    "build_date_sort_key",
    "overlaps",
    "parse_date",
    "render_date",
]
