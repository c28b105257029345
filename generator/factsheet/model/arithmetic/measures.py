"""Measures that convert into each other by exact factors.

Only words and symbols with one meaning are here. A mile is the statute mile. Those with several (`ton`, `gallon`,
`oz`, `kt`) are measures of their own, which convert into nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_AMBIGUOUS = "m t l ton kt oz ounce gallon pint quart barrel bushel stone knot cal calorie hand"
_TABLE = {
    "kg": (
        "1/1000000 mg, milligram; 1/1000 g, gram, gramme; 1 kg, kilogram, kilogramme, kilo; 1000 tonne, metric ton, "
        "metric tonne; 0.45359237 lb, lbs; 907.18474 short ton; 1016.0469088 long ton"
    ),
    "metre": (
        "1/1000 mm, millimetre, millimeter; 1/100 cm, centimetre, centimeter; 1 metre, meter; 1000 km, kilometre, "
        "kilometer; 0.0254 inch; 0.3048 ft, foot, feet; 0.9144 yd, yard; 1609.344 mile; 1852 nautical mile"
    ),
    "m²": (
        "1 m², m2, sq m, square metre, square meter; 10000 ha, hectare; 1000000 km², km2, sq km, square kilometre, "
        "square kilometer; 4046.8564224 acre; 0.09290304 sq ft, square foot, square feet; 2589988.110336 sq mi, "
        "square mile"
    ),
    "litre": (
        "1/1000 ml, mL, millilitre, milliliter; 1 litre, liter; 1000 m³, m3, cubic metre, cubic meter; 28.316846592 "
        "cubic foot, cubic feet; 1000000000000 km³, km3, cubic kilometre, cubic kilometer"
    ),
    "kWh": "1 kWh, kilowatt-hour; 1000 MWh, megawatt-hour; 1000000 GWh, gigawatt-hour; 1000000000 TWh, terawatt-hour",
    "kW": "1 kW, kilowatt; 1000 MW, megawatt; 1000000 GW, gigawatt",
    "day": "1/86400 second; 1/1440 minute; 1/24 h, hour; 1 day; 7 week",
    "month": "1 month; 12 year",
    "°C": "1 °C, degree Celsius",
    "°F": "1 °F, degree Fahrenheit",
    "K": "1 K, kelvin",
} | {word: f"1 {word}" for word in _AMBIGUOUS.split()}
"""Each base with the measures that are multiples of it; a month has no fixed number of days."""
_FREEZING = {"°C": (9, Fraction(0)), "°F": (5, Fraction(-160)), "K": (9, Fraction("-2458.35"))}
"""Ninths of a degree Celsius in one degree of each scale, and where it begins."""
_MAX_SYMBOL_LENGTH = 3
"""Words up to this many letters keep their case and their final s."""
_PLURAL = re.compile(r"(?<=x|h)es\Z|(?<=ss)es\Z|(?<!s)s\Z")
_SINGULARS = {"people": "person", "men": "man", "women": "woman", "children": "child"}


@dataclass(frozen=True, slots=True)
class Measure:
    """So many times a base."""

    base: str
    factor: Fraction = Fraction(1)


def fold_plural(text: str) -> str:
    """Return words such that those which differ only in number, capitals or `the` are the same."""
    return " ".join(_fold_word(word) for word in text.split() if word.lower() != "the")


def _fold_word(word: str) -> str:
    folded = word if re.search("[A-Z]", word[1:]) else word.lower()
    if folded in _SINGULARS or len(word) <= _MAX_SYMBOL_LENGTH:
        return _SINGULARS.get(folded, word)
    return f"{folded[:-3]}y" if folded.endswith("ies") else _PLURAL.sub("", folded)


MEASURES_BY_NAME = {
    fold_plural(name.strip()): Measure(base, Fraction(factor))
    for base, rows in _TABLE.items()
    for factor, names in (row.split(maxsplit=1) for row in rows.split("; "))
    for name in names.split(",")
}
PERIODS = tuple(name for name, measure in MEASURES_BY_NAME.items() if measure.base in {"day", "month"})
"""The words for spans of time."""


def find_measure(text: str) -> Measure | None:
    """Return the measure that words name, if they are one."""
    return MEASURES_BY_NAME.get(fold_plural(text))


def find_degrees(first: str, second: str) -> tuple[Fraction, Fraction] | None:
    """Return by what a temperature is multiplied and what is then added, from one scale to another."""
    if first not in _FREEZING or second not in _FREEZING:
        return None
    (size, zero), (other_size, other_zero) = _FREEZING[first], _FREEZING[second]
    return Fraction(size, other_size), (zero - other_zero) / other_size
