"""The words of the grammar, as `words.toml` declares them: multipliers, fractions, magnitudes, currencies."""

import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from factsheet.diagnostics.core import read_declarations
from factsheet.model.values.intervals import Interval

WORDS = read_declarations("model.values", "words.toml")


def _read_decimals(section: str) -> Mapping[str, Decimal]:
    return MappingProxyType({word: Decimal(number) for word, number in WORDS[section].items()})


def invert_table(listed: Mapping[str, list[str]]) -> Mapping[str, str]:
    """Return by each word what it is listed under."""
    return MappingProxyType({word: name for name, words in listed.items() for word in words})


MULTIPLIERS = _read_decimals("multipliers")
"""Words that may follow a number, with their factor."""
SMALL_MULTIPLIERS = _read_decimals("small_multipliers")
"""Factors that are no words of the grammar."""
SMALL_NUMBERS = _read_decimals("small_numbers")
"""The numbers of one word, from `one` to `ninety`."""
ABBREVIATIONS = invert_table(WORDS["abbreviations"])
"""Short forms of multipliers; some of them stand for other things too."""
CLEAR_ABBREVIATIONS = frozenset[str](WORDS["use_of_abbreviations"]["anywhere"])
"""Those that stand for nothing but a multiplier."""
MONEY_ABBREVIATIONS = frozenset[str](WORDS["use_of_abbreviations"]["money_only"])
"""Those that multiply money only."""
FRACTIONS = _read_decimals("fractions")
"""Fractions that may be written in words, by their canonical words, in percent."""
MAGNITUDES: Mapping[str, Interval] = MappingProxyType(
    {words: Interval(Decimal(low), Decimal(high), high_open=True) for words, (low, high) in WORDS["magnitudes"].items()}
)
"""Every order of magnitude, written without a number, with all numbers that the words leave possible."""
CURRENCY_CODES = frozenset[str](WORDS["currencies"]["codes"].split())
"""All currencies of ISO 4217 in use, and those that the euro or the rouble replaced."""
SYMBOLS = invert_table(WORDS["symbols"])
"""Symbols, prefixes and words that mean one currency, with its code."""
SHARED_SYMBOLS: Mapping[str, tuple[str, ...]] = {sign: tuple(codes) for sign, codes in WORDS["shared_symbols"].items()}
"""Symbols that several currencies share, with the codes of the best known."""
_ALL_SYMBOLS = sorted((*SYMBOLS, *SHARED_SYMBOLS), key=len, reverse=True)
_SYMBOL = "|".join(re.escape(each) + (r"(?![^\W\d_]|-)" if each[-1].isalpha() else "") for each in _ALL_SYMBOLS)
_CODE = rf"(?=[A-Z]{{3}}(?![^\W\d_]|-))(?:{'|'.join(CURRENCY_CODES)})"
find_currency = re.compile(rf"(?<![^\W\d_])(?:{_SYMBOL}|{_CODE})").match
"""Returns the symbol or code at an offset of a text; None where there is none."""
SYMBOL_CHARACTERS = frozenset(each for each in _ALL_SYMBOLS if len(each) == 1 and not each.isalnum())
"""The symbols that are one character and no letter."""
