"""Numbers in passages, as sources write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from factsheet.reading.numbers import find_numbers
from factsheet.reading.word_lists import read_word_lists

ENGLISH = [
    ("9 dead goats", "9"),
    ("ninety-three people", "93"),
    ("one hundred and twelve men", "112"),
    ("forty-two thousand three hundred", "42300"),
    ("nineteen hundred", "1900"),
    ("two and a half million", "2500000"),
    ("a million and a half", "1500000"),
    ("half a million", "500000"),
    ("a quarter of a million", "250000"),
    ("a couple of hundred people", "200"),
    ("about half of them", "50 % about"),
    ("two thirds of it", "66.67 %"),
    ("three-quarters", "75 %"),
    ("every second house", "50 %"),
    ("one in five", "1, 20 %, 5"),
    ("four out of ten", "4, 40 %, 10"),
    ("12 of the 48 seats", "12, 25 %, 48"),
    ("5–7 million", "5000000 at_least, 7000000 at_most"),
    ("five to seven million", "5000000 at_least, 7000000 at_most"),
    ("between 40 and 50 percent", "40 % at_least, 50 % at_most"),
    ("from 8 to 80 crowns", "8, 80"),
    ("5,820 people", "5820"),
    ("5.820 people", "5.82"),
    ("5 820", "5820"),
    ("5\u202f820", "5820"),
    ("1’234’567", "1234567"),
    ("1,50,000 rupees", "150000"),
    ("1,500.25", "1500.25"),
    ("٩٣ people", "93"),
    ("९३ people", "93"),
    ("２５", "25"),
    ("½ of it", "50 %"),
    ("2½ hours", "2.5"),
    ("$1.5bn", "1500000000"),
    ("USD5m", "5000000"),
    ("a dozen", "12"),
    ("15-hour days", "15"),
    ("100% success", "100 %"),
    ("at least 93 citizens and 40 others", "93 at_least, 40"),
    ("an estimated total of 3,500", "3500 about"),
    ("93 or more", "93 at_least"),
    ("some 93", "93 about"),
    ("some of the 93", "93"),
    ("September 07, 2023", "(7), (2023)"),
    ("on 7 September", "(7)"),
    ("in 2022", "(2022)"),
    ("12:30", "(12), (30)"),
    ("the third raid", "(3)"),
    ("Covid-19", ""),
    ("the A82303", ""),
    ("no survivors", ""),
]
GERMAN = [
    ("dreiundneunzig Menschen", "93"),
    ("zweihundertfünfzig", "250"),
    ("hunderttausend", "100000"),
    ("1.500 Menschen", "1500"),
    ("1,5 Millionen", "1500000"),
    ("2,5 Mio. Euro", "2500000"),
    ("anderthalb Millionen", "1500000"),
    ("eine halbe Million", "500000"),
    ("ein Drittel", "33.33 %"),
    ("jeder fünfte", "20 %"),
    ("drei von zehn", "3, 30 %, 10"),
    ("5 bis 7 Prozent", "5 % at_least, 7 % at_most"),
    ("zwei Dutzend", "24"),
    ("rund 3.500", "3500 about"),
    ("mindestens 93", "93 at_least"),
    ("am 7. September 2023", "(7), (2023)"),
    ("Anwohner", ""),
]


def describe(text: str, language: str) -> str:
    """Return the usual readings of the numbers in a text; a date in brackets, a share with its sign."""
    shown = []
    for number in find_numbers(text, read_word_lists(language)):
        value = f"{round(number.readings[0], 2).normalize():f}"
        words = [f"({value})" if number.is_date else value, *(["%"] if number.is_share else []), *sorted(number.bounds)]
        shown.append(" ".join(words))
    return ", ".join(shown)


@pytest.mark.parametrize("text, numbers", ENGLISH)
def test_numbers_in_english(text: str, numbers: str) -> None:
    assert describe(text, "en") == numbers


@pytest.mark.parametrize("text, numbers", GERMAN)
def test_numbers_in_german(text: str, numbers: str) -> None:
    assert describe(text, "de") == numbers


def test_figures_are_read_in_a_language_without_lists() -> None:
    assert describe("погибли 93 человека, 12 %", "ru") == "93, 12 %"


def test_a_point_may_group_thousands() -> None:
    (number,) = find_numbers("1.500 goats", read_word_lists("en"))
    assert number.readings == (Decimal("1.500"), Decimal(1500))
