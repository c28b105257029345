"""Values: what a fact measures, as an interval with a unit and the words used."""

from factsheet.diagnostics.parse_error import Fault
from factsheet.model.values.grammar import MAX_LENGTH, parse
from factsheet.model.values.hedges import Hedge, describe_hedges
from factsheet.model.values.intervals import Interval, spoken_interval, spoken_number
from factsheet.model.values.quantities import Value, spoken

__all__ = [
    "MAX_LENGTH",
    "Fault",
    "Hedge",
    "Interval",
    "Value",
    "describe_hedges",
    "parse",
    "spoken",
    "spoken_interval",
    "spoken_number",
]
