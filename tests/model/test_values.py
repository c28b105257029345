"""The grammar of values: what it takes, what it refuses and with which words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.model.values.grammar import MAX_VALUE_LENGTH, parse_value
from factsheet.model.values.hedges import (
    HEDGES,
    RULES_BY_HEDGE,
    Hedge,
    Value,
    compute_interval,
    describe_hedges,
    render_value_parts,
)
from factsheet.model.values.intervals import Interval, render_interval, render_number
from factsheet.model.values.words import FRACTIONS, MAGNITUDES
from tests.support import paths

_CASES = paths.CASES / "values.txt"
_OFFERED = re.compile(r"write '([^'…]+)'(?! (?:after|alone))")


def _cases() -> Iterator[tuple[str, str]]:
    for line in _CASES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, arrow, outcome = line.partition(" => ")
            assert arrow, f"a case without '=>': {line}"
            yield text.strip().encode("raw_unicode_escape").decode("unicode_escape"), outcome.strip()


def _format_outcome(outcome: Value | ParseError) -> str:
    """Write an outcome as the case file does."""
    if isinstance(outcome, ParseError):
        return f"! {outcome.message} | {outcome.hint} @{outcome.offset}+{outcome.width}"
    interval = "no interval" if outcome.interval is None else render_interval(outcome.interval)
    return f"{interval} | {outcome.unit} | {' '.join(filter(None, render_value_parts(outcome)))}"


@pytest.mark.parametrize("text,outcome", list(_cases()))
def test_case(text: str, outcome: str) -> None:
    assert _format_outcome(parse_value(text)) == outcome


@pytest.mark.parametrize("text", [text for text, outcome in _cases() if outcome.startswith("!")])
def test_what_a_hint_tells_to_write_is_a_value(text: str) -> None:
    error = parse_value(text)
    assert isinstance(error, ParseError)
    for offered in _OFFERED.findall(error.hint):
        assert isinstance(parse_value(offered), Value), offered


def _value(text: str) -> Value:
    value = parse_value(text)
    assert isinstance(value, Value), value
    return value


def test_a_value_holds_all_its_parts() -> None:
    assert _value("  At  least about 5 Million   foreign workers ") == Value(
        text="At least about 5 Million foreign workers",
        hedge=Hedge.AT_LEAST,
        hedge_text="at least about",
        about=True,
        number=Decimal(5000000),
        number_text="5 million",
        interval=Interval(Decimal(4500000), None),
        accepted_interval=Interval(Decimal(4500000), None),
        unit="foreign workers",
        step=Decimal(1000000),
    )


def test_a_range_has_no_number_and_the_step_of_its_coarser_end() -> None:
    value = _value("between 900 thousand and 1.25 million people")
    assert value.number is None
    assert value.number_text == "900 thousand and 1.25 million"
    assert value.step == 10000


def test_a_fraction_is_in_percent() -> None:
    value = _value("three quarters of the recruits")
    assert (value.number, value.unit, value.step) == (Decimal(75), "% of the recruits", Decimal(1))
    assert render_value_parts(value) == ("", "three quarters", "of the recruits")


@pytest.mark.parametrize(
    "text,step", [("5 million", "1000000"), ("6.3 %", "0.1"), ("1.50 billion", "10000000"), ("5,820", "1")]
)
def test_the_step_is_the_worth_of_the_last_written_digit(text: str, step: str) -> None:
    assert _value(text).step == Decimal(step)


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\N{NO-BREAK SPACE}"])
def test_an_empty_text_says_that_there_is_no_value(text: str) -> None:
    hint = "write one, such as 'at least 93 people', or leave the field out"
    assert parse_value(text) == ParseError("there is no value", 0, max(len(text), 1), hint)


def test_a_text_that_is_too_long_is_refused() -> None:
    hint = "keep the number and its unit, and put the rest into the statement"
    assert parse_value("5 " + "a" * (MAX_VALUE_LENGTH + 7)) == ParseError(
        "a value has at most 200 characters", 200, 9, hint
    )


def test_the_canonical_words_of_the_rules_are_their_names() -> None:
    assert [rule.hedge.value for rule in HEDGES] == [rule.words[0] for rule in HEDGES]
    assert set(RULES_BY_HEDGE) == {rule.hedge for rule in HEDGES}


def test_no_word_stands_for_two_hedges() -> None:
    words = [word for rule in HEDGES for word in rule.words]
    assert len(words) == len(set(words))


def test_every_hedge_is_described_and_every_described_word_is_taken() -> None:
    lines = describe_hedges()
    assert {line.hedge for line in lines} == set(Hedge)
    for line in lines:
        assert line.meaning.endswith(".")
        for words in line.words:
            filled = words.replace("no …", "no people").replace("…", "5", 1).replace("…", "7")
            outcomes = [parse_value(filled), parse_value(f"{filled} 5")]
            assert line.hedge in {outcome.hedge for outcome in outcomes if isinstance(outcome, Value)}, words


def test_the_description_is_drawn_from_the_same_numbers_as_the_intervals() -> None:
    drawn = {line.words[0]: line.interval_text for line in describe_hedges()}
    assert drawn["about"] == "from 0.9 × n to 1.1 × n, at most 5 units of its last non-zero digit away"
    assert drawn["nearly"] == "from 0.8 × n to below n, at most 10 units of its last non-zero digit away"
    assert drawn["just over"] == "above n to 1.25 × n, at most 10 units of its last non-zero digit away"
    assert drawn["at least"] == "from n without an upper limit"
    assert drawn["fewer than"] == "from 0 to below n"
    assert drawn["hundreds"] == "from 200 to less than 1,000"
    assert drawn["rising"] == ""


def _interval(low: int | None, high: int | None, *, low_open: bool = False, high_open: bool = False) -> Interval:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    return Interval(ends[0], ends[1], low_open=low_open, high_open=high_open)


def test_intervals_that_only_touch_at_an_open_end_do_not_overlap() -> None:
    assert _interval(1, 5).overlaps(_interval(5, 9))
    assert not _interval(1, 5).overlaps(_interval(5, 9, low_open=True))
    assert not _interval(1, 5, high_open=True).overlaps(_interval(5, 9))
    assert not _interval(93, None).overlaps(_interval(80, 80))
    assert _interval(93, None).overlaps(_interval(95, 95))


def test_an_interval_contains_another_whose_ends_lie_inside() -> None:
    assert _interval(1, None).contains(_interval(1, None, low_open=True))
    assert not _interval(1, None, low_open=True).contains(_interval(1, None))
    assert not _interval(1, 5).contains(_interval(1, None))
    assert _interval(None, None).contains(_interval(None, 3))
    assert _interval(0, 9).contains(Interval.from_number(Decimal(9)))
    assert not _interval(0, 9, high_open=True).contains(Interval.from_number(Decimal(9)))


def test_a_missing_limit_has_one_form_only() -> None:
    assert Interval(None, None, low_open=True, high_open=True) == Interval(None, None)


@pytest.mark.parametrize("ends", [(5, 4, False), (5, 5, True)])
def test_an_interval_that_holds_no_number_cannot_be_made(ends: tuple[int, int, bool]) -> None:
    low, high, low_open = ends
    with pytest.raises(ValueError, match="no number lies between"):
        _interval(low, high, low_open=low_open)


def test_an_interval_has_finite_ends() -> None:
    with pytest.raises(ValueError, match="a finite number"):
        Interval(Decimal("nan"), None)


@pytest.mark.parametrize(
    "interval,words",
    [
        (_interval(None, None), "any number"),
        (_interval(None, 5), "at most 5"),
        (_interval(None, 5, high_open=True), "less than 5"),
        (_interval(1, 5, low_open=True, high_open=True), "more than 1 and less than 5"),
        (_interval(-1500, 5), "from −1,500 to 5"),
    ],
)
def test_intervals_in_words(interval: Interval, words: str) -> None:
    assert render_interval(interval) == words


# --- Properties ---

_numbers = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda number: f"{number:,}"),
    st.integers(0, 10**6).map(str),
    st.decimals("0.01", 999, places=2).map(str),
)
_multipliers = st.sampled_from(["", "", " thousand", " million", " Billion"])
_units = st.sampled_from(
    ["", " people", " %", "%", " percent of all workers", " RUB per month", " °C", " deaths per 100,000 people"]
)
_hedges = st.sampled_from(["", *(f"{word} " for rule in HEDGES for word in rule.words)])
_plain = st.tuples(_hedges, st.sampled_from(["", "", "about "]), _numbers, _multipliers, _units).map("".join)
_fractions = st.tuples(_hedges, st.sampled_from(sorted(FRACTIONS)), st.sampled_from(["", " of all"])).map("".join)
_ranges = st.tuples(
    st.sampled_from(["{} to {}", "{}–{}", "{}-{}", "between {} and {}", "from {} to {}", "about {} to {}"]),
    st.one_of(_numbers, st.sampled_from(sorted(FRACTIONS))),
    st.one_of(_numbers, st.sampled_from(sorted(FRACTIONS))),
    _multipliers,
    _units,
).map(lambda parts: parts[0].format(parts[1], parts[2]) + parts[3] + parts[4])
_words = st.tuples(
    st.sampled_from(["rising", "falling", "unknown", "none", "no", "none of", *MAGNITUDES]),
    st.sampled_from(["", " of"]),
    st.sampled_from(["", " people", " the recruits"]),
).map("".join)
_VOCABULARY = """
    at least about between and to from nearly no none of half a third hundreds thousands million rising
    unknown several five just over in per or more people RUB 5 7 0 1,000 5.000 2023 -2 % + – - $ . , : /
"""
_pieces = st.lists(st.sampled_from(_VOCABULARY.split()), max_size=9)
_likely = st.one_of(
    _plain, _fractions, _ranges, _words, _pieces.map(" ".join), _pieces.map("".join), st.text(max_size=40)
)


@given(st.one_of(_likely, st.text(max_size=250)))
@example("\x00")
@example("²")
@example("5" * 200)
def test_parsing_never_raises_and_a_fault_lies_inside_the_text(text: str) -> None:
    outcome = parse_value(text)
    if isinstance(outcome, ParseError):
        assert outcome.message
        assert outcome.hint
        assert not outcome.message.endswith(".")
        assert outcome.width >= 1
        assert outcome.offset >= 0
        assert outcome.offset + outcome.width <= max(len(text), 1)


@given(_likely)
@example("none more than people")
@example("hundreds thousands of people")
@example("between 5 million and 7,000,001")
def test_what_is_spoken_is_the_same_value_again(text: str) -> None:
    value = parse_value(text)
    if isinstance(value, ParseError):
        return
    again = _value(" ".join(filter(None, render_value_parts(value))))
    assert (again.hedge, again.about, again.interval, again.unit) == (
        value.hedge,
        value.about,
        value.interval,
        value.unit,
    )
    assert render_value_parts(again) == render_value_parts(value)


@given(_likely)
def test_a_value_has_an_interval_around_its_number_and_none_without_one(text: str) -> None:
    value = parse_value(text)
    if isinstance(value, ParseError):
        return
    wordless = value.hedge in {Hedge.RISING, Hedge.FALLING, Hedge.UNKNOWN}
    assert (value.interval is None) == wordless
    if value.interval is None or value.number is None:
        return
    excluded = {Hedge.MORE_THAN, Hedge.FEWER_THAN, Hedge.NEARLY, Hedge.JUST_OVER}
    held = value.interval.contains(Interval.from_number(value.number))
    assert held != (value.hedge in excluded and not value.about)


@given(st.sampled_from(sorted(RULES_BY_HEDGE)), st.decimals("0.001", "1e15", allow_nan=False))
def test_about_never_makes_an_interval_narrower(hedge: Hedge, number: Decimal) -> None:
    rule = RULES_BY_HEDGE[hedge]
    assert compute_interval(rule, number, about=True).contains(compute_interval(rule, number, about=False))


@given(st.integers(0, 10**15))
def test_commas_between_thousands_change_nothing(number: int) -> None:
    assert _value(f"{number:,} people").number == _value(f"{number} people").number == number
    assert render_value_parts(_value(str(number)))[1] == render_number(Decimal(number)) == f"{number:,}"


@given(st.integers(1000, 10**15), st.data())
def test_a_comma_in_another_place_is_refused(number: int, data: st.DataObject) -> None:
    digits = str(number)
    place = data.draw(st.integers(1, len(digits) - 1))
    text = f"{digits[:place]},{digits[place:]}"
    assume(text != f"{number:,}")
    assert isinstance(parse_value(f"{text} people"), ParseError)


@given(_plain)
def test_large_and_small_letters_say_the_same(text: str) -> None:
    value = parse_value(text)
    if isinstance(value, ParseError) or value.unit:
        return
    assert _value(text.upper()).interval == value.interval
