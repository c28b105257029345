"""Values: what a fact measures, as an interval with a unit and the words used."""

from generator.values.grammar import (
    MAX_LENGTH,
    Fault,
    Hedge,
    HedgeLine,
    Interval,
    Value,
    describe_hedges,
    parse,
    spoken,
    spoken_interval,
    spoken_number,
)

__all__ = [
    "MAX_LENGTH",
    "Fault",
    "Hedge",
    "HedgeLine",
    "Interval",
    "Value",
    "describe_hedges",
    "parse",
    "spoken",
    "spoken_interval",
    "spoken_number",
]
