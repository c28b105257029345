"""Values as published sources write them: each is read as its source means it, or refused with a hint that is true."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.model.values.grammar import parse_value
from factsheet.model.values.hedges import Value
from factsheet.model.values.intervals import Interval
from factsheet.model.values.words import CURRENCY_CODES, SHARED_SYMBOLS, SYMBOLS
from tests.support import paths

_NUMBER = r"-?[0-9]+(?:\.[0-9]+)?(?:e[0-9]+)?"
_MEANING = re.compile(rf"([~(]?)({_NUMBER})(\.\.)?({_NUMBER})?(\)?)(?: (.+))?")
_QUOTED = re.compile(r"(?<!\w)'([^']+)'")
_MIN_ROWS = 500


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a source means by a value."""

    interval: Interval
    """Of a hedged number, the number alone."""
    unit: str = ""
    is_hedged: bool = False

    def is_meant_by(self, value: Value) -> bool:
        """Tell whether a value says so; a hedged number need only lie in its interval or at an end of it."""
        if value.interval is None or value.unit != self.unit:
            return False
        low, high, number = value.interval.low, value.interval.high, self.interval.low
        if not self.is_hedged or number is None:
            return value.interval == self.interval
        return low is not None and high is not None and low <= number <= high and low != high


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    text: str
    is_refused: bool
    meanings: tuple[Meaning, ...]
    """What it may mean; empty when it is no single value."""


def _read_meaning(text: str) -> Meaning:
    match = _MEANING.fullmatch(text)
    assert match, f"not a meaning: {text}"
    mark, low, dots, high, end, unit = match.groups()
    last = Decimal(high) if high else None if dots else Decimal(low)
    interval = Interval(Decimal(low), last, low_open=mark == "(", high_open=end == ")")
    return Meaning(interval, unit or "", is_hedged=mark == "~")


def _list_rows() -> Iterator[Row]:
    for line in (paths.CASES / "values_seen.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("# ") or line == "#":
            continue
        text, arrow, outcome = line.partition(" => ")
        assert arrow, f"a row without '=>': {line}"
        told, _, meant = outcome.partition("refused, means ")
        refused = outcome.startswith("refused")
        meanings = (told or meant).split(" or ") if outcome != "refused" else []
        escaped = text.encode("raw_unicode_escape").decode("unicode_escape")
        yield Row(escaped, refused, tuple(_read_meaning(meaning) for meaning in meanings))


def _find_fault(text: str, meanings: Sequence[Meaning]) -> str:
    """Return what a text, or a value that its hint offers, is read as by mistake; nothing where all is well."""
    outcome = parse_value(text)
    if isinstance(outcome, Value):
        is_right = any(meaning.is_meant_by(outcome) for meaning in meanings)
        return "" if is_right else f"'{text}' is read as {outcome.interval} '{outcome.unit}'"
    for offered in _QUOTED.findall(outcome.hint):
        value = parse_value(offered)
        if isinstance(value, ParseError):
            return f"'{text}': the hint offers '{offered}', which is refused: {value.message}"
        if meanings and not any(meaning.is_meant_by(value) for meaning in meanings):
            return f"'{text}': the hint offers '{offered}', which is read as {value.interval} '{value.unit}'"
    return ""


ROWS = tuple(_list_rows())


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.text)
def test_a_value_is_read_as_its_source_means_it_or_refused(row: Row) -> None:
    assert _find_fault(row.text, row.meanings) == ""
    assert row.is_refused or isinstance(parse_value(row.text), Value), "it is refused"


def test_the_table_is_long_and_says_everything_once() -> None:
    texts = [row.text for row in ROWS]
    assert len(set(texts)) == len(texts) >= _MIN_ROWS


# --- Kinds of values, each put together with what it means ---

_FACTORS = {"": 1, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "crore": 10**7}
_SHORT = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
_MULTIPLIERS = {"": 1} | {f" {word}": factor for word, factor in _FACTORS.items() if word}
_MULTIPLIERS |= {f"{space}{short}": _FACTORS[word] for short, word in _SHORT.items() for space in ("", " ")}
_MULTIPLIERS |= {words.upper(): factor for words, factor in _MULTIPLIERS.items()}
_CURRENCIES: Mapping[str, tuple[str, ...]] = {
    **{code: (code,) for code in CURRENCY_CODES},
    **{sign: (code,) for sign, code in SYMBOLS.items()},
    **SHARED_SYMBOLS,
}
"""Currencies as they are written, each with its code; several where the sign does not tell."""
_FOLLOWING = frozenset(sign for sign in SYMBOLS if sign.islower() or " " in sign)
"""Names of currencies that nobody writes before the number."""
_JOINTS = ("{}-{}", "{}–{}", "{} – {}", "{} to {}", "between {} and {}", "from {} to {}")
_BOUNDS = ("{}", "at least {}", "more than {}", "over {}", ">{}", "up to {}", "≤ {}", "under {}", "fewer than {}")

_Case: TypeAlias = tuple[str, list[Meaning], bool]
"""A text, what it may mean, and whether it is clear enough to be read and not refused."""
_amounts = st.one_of(st.integers(1, 10**6).map(Decimal), st.decimals("0.01", "999.99", places=2))


@st.composite
def _money(draw: st.DrawFn) -> _Case:
    amount, words = draw(_amounts), draw(st.sampled_from(sorted(_MULTIPLIERS)))
    written = draw(st.sampled_from(sorted(_CURRENCIES)))
    minus, space, before = (draw(st.sampled_from(each)) for each in (["", "-", "−"], ["", " "], [True, False]))
    number, codes = f"{amount:,}{words}", _CURRENCIES[written]
    is_first = before and written not in _FOLLOWING
    text = f"{minus}{written}{space}{number}" if is_first else f"{minus}{number} {written}"
    meant = amount * _MULTIPLIERS[words] * (-1 if minus else 1)
    return text, [Meaning(Interval(meant, meant), code) for code in codes], len(codes) == 1


@st.composite
def _ranges_of_money(draw: st.DrawFn) -> _Case:
    low, width, words = draw(_amounts), draw(_amounts), draw(st.sampled_from(sorted(_MULTIPLIERS)))
    written, place = draw(st.sampled_from(sorted(_CURRENCIES))), draw(st.sampled_from(["first", "both", "last"]))
    high, codes, factor = low + width, _CURRENCIES[written], _MULTIPLIERS[words]
    place = "last" if written in _FOLLOWING else place
    first, last = f"{low:,}{words if place == 'both' else ''}", f"{high:,}{words}"
    first, last = (f"{written}{first}", last) if place != "last" else (first, f"{last} {written}")
    last = f"{written}{last}" if place == "both" else last
    ends = [(low * factor, high * factor)]
    if factor == 1 and low * 1000 < high:  # `10-15,000` may leave out thousands.
        ends.append((low * 1000, high))
    text = draw(st.sampled_from(_JOINTS)).format(first, last)
    return text, [Meaning(Interval(*each), code) for each in ends for code in codes], len(codes) == len(ends) == 1


@st.composite
def _multiplied(draw: st.DrawFn) -> _Case:
    amount, words, unit = draw(_amounts), draw(st.sampled_from(sorted(_MULTIPLIERS))), draw(st.sampled_from(_THINGS))
    meant = amount * _MULTIPLIERS[words]
    return f"{amount:,}{words} {unit}", [Meaning(Interval(meant, meant), unit)], words.strip().lower() in _FACTORS


@st.composite
def _percentages(draw: st.DrawFn) -> _Case:
    number, sign = (
        draw(st.decimals("0.01", "99.99", places=2)),
        draw(st.sampled_from(["%", " %", " per cent", " percent"])),
    )
    bound, of = draw(st.sampled_from(_BOUNDS)), draw(st.sampled_from(["", " of workers", " of GDP"]))
    most = Decimal(100) if of == " of workers" else None
    interval = {
        "{}": Interval(number, number),
        "at least {}": Interval(number, most),
        "up to {}": Interval(Decimal(0), number),
        "≤ {}": Interval(Decimal(0), number),
        "under {}": Interval(Decimal(0), number, high_open=True),
        "fewer than {}": Interval(Decimal(0), number, high_open=True),
    }.get(bound, Interval(number, most, low_open=True))
    return bound.format(f"{number}{sign}{of}"), [Meaning(interval, f"%{of}")], bound[0] not in ">≤"


@st.composite
def _ranges(draw: st.DrawFn) -> _Case:
    low, width = draw(st.decimals("-99", "99", places=1)), draw(st.decimals("0.1", "9", places=1))
    first, last, unit = draw(st.sampled_from([*(("", f" {each}", each) for each in _THINGS), *_PERCENTS]))
    low = abs(low) if unit == "% of men" else low  # No share of a whole is below zero.
    text = draw(st.sampled_from(_JOINTS)).format(f"{low}{first}", f"{low + width}{last}")
    return text, [Meaning(Interval(low, low + width), unit)], True


_THINGS = ("people", "°C", "km²", "t CO2e", "boats a year", "deaths per 100,000 people")
_PERCENTS = (("%", "%", "%"), (" %", " % of GDP", "% of GDP"), ("", " per cent", "%"), ("", "% of men", "% of men"))


@given(st.one_of(_money(), _ranges_of_money(), _multiplied(), _percentages(), _ranges()))
def test_each_kind_of_value_is_read_as_it_is_meant_or_refused(case: _Case) -> None:
    text, meanings, is_clear = case

    assert _find_fault(text, meanings) == ""
    assert not is_clear or isinstance(parse_value(text), Value)
