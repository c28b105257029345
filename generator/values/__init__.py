"""Values: what a fact measures, as an interval with a unit and the words used."""

from generator.faults import Fault
from generator.values.grammar import MAX_LENGTH, parse
from generator.values.hedges import Hedge, describe_hedges
from generator.values.intervals import Interval, spoken_interval, spoken_number
from generator.values.quantities import Value, spoken

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
