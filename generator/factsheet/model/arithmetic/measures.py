"""Measures that convert into each other by exact factors.

Only words and symbols with one meaning are here. A mile is the statute mile. Those with several (`ton`, `gallon`,
`oz`, `kt`) are measures of their own, which convert into nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_AMBIGUOUS = "m t l ton kt oz ounce gallon pint quart cal calorie"
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
    "degree": "9 °C, degree Celsius; 5@-160 °F, degree Fahrenheit; 9@-2458.35 kelvin",
} | {word: f"1 {word}" for word in _AMBIGUOUS.split()}
"""Each base with the measures that are multiples of it, from another zero where `@` says so.

A month has no fixed number of days.
"""
_MAX_SYMBOL_LENGTH = 3
"""Words up to this many letters keep their case and their final s."""
_PLURAL = re.compile(r"(?<=x|h)es\Z|(?<=ss)es\Z|(?<!s)s\Z")
_SINGULARS = {"people": "person", "men": "man", "women": "woman", "children": "child"}


@dataclass(frozen=True, slots=True)
class Measure:
    """A multiple of a base."""

    base: str
    factor: Fraction = Fraction(1)
    zero: Fraction = Fraction(0)
    """Where it begins; a difference has none, and nothing says whether degrees are one."""


def normalise_words(text: str) -> str:
    """Return words without `the`, capitals and plurals, so that the same words are equal."""
    return " ".join(_fold_word(word) for word in text.split() if word.lower() != "the")


def _fold_word(word: str) -> str:
    folded = word if re.search("[A-Z]", word[1:]) else word.lower()
    if folded in _SINGULARS or len(word) <= _MAX_SYMBOL_LENGTH:
        return _SINGULARS.get(folded, word)
    return f"{folded[:-3]}y" if folded.endswith("ies") else _PLURAL.sub("", folded)


MEASURES_BY_NAME = {
    normalise_words(name.strip()): Measure(base, *map(Fraction, factor.split("@")))
    for base, rows in _TABLE.items()
    for factor, names in (row.split(maxsplit=1) for row in rows.split("; "))
    for name in names.split(",")
}
PERIODS = {name: measure for name, measure in MEASURES_BY_NAME.items() if measure.base in {"day", "month"}}
"""The words for spans of time."""


def find_measure(text: str) -> Measure | None:
    """Return the measure that words name, if they are one."""
    return MEASURES_BY_NAME.get(normalise_words(text))
