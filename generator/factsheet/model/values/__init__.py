"""Values: what a fact measures, as an interval with a unit and the words used."""

from factsheet.diagnostics.parse_error import ParseError
from factsheet.model.values.grammar import MAX_VALUE_LENGTH, parse_value
from factsheet.model.values.hedges import Hedge, describe_hedges
from factsheet.model.values.intervals import Interval, render_interval, render_number
from factsheet.model.values.quantities import Value, render_value_parts

__all__ = [
    "MAX_VALUE_LENGTH",
    "Hedge",
    "Interval",
    "ParseError",
    "Value",
    "describe_hedges",
    "parse_value",
    "render_interval",
    "render_number",
    "render_value_parts",
]
