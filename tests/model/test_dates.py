"""Dates: what is taken, what is refused and with which words, and a second opinion on their days."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.model.dates.grammar import MAX_DATE_LENGTH, build_date_sort_key, overlaps, parse_date
from factsheet.model.dates.points import Date, MissingEnd, Point, Precision, render_date
from tests.support import paths
from tests.support.examples import SCALE

_CASES = paths.CASES / "dates.txt"
_SEEN = paths.CASES / "dates_seen.txt"
_OFFERED = re.compile(r"'([^']+)'")


def _cases(path: Path = _CASES) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, arrow, outcome = line.partition(" => ")
            assert arrow, f"a case without '=>': {line}"
            yield text.strip(), outcome.strip()


def _format_outcome(outcome: Date | ParseError) -> str:
    """Write an outcome as the case file does."""
    if isinstance(outcome, ParseError):
        return f"! {outcome.message} | {outcome.hint} @{outcome.offset}+{outcome.width}"
    return f"{outcome.first or 'open'} {outcome.last or 'open'} | {outcome.precision} | {render_date(outcome)}"


@pytest.mark.parametrize("text,outcome", list(_cases()))
def test_case(text: str, outcome: str) -> None:
    assert _format_outcome(parse_date(text)) == outcome


def _format_days(date: Date) -> str:
    return f"{date.first or 'open'} {date.last or 'open'}"


def _list_quoted(error: ParseError) -> list[str]:
    """Return what a hint has in quotes, which is there to be typed."""
    return _OFFERED.findall(error.hint)


@pytest.mark.parametrize("text,meant", list(_cases(_SEEN)))
def test_a_date_is_read_as_it_is_meant_or_refused_with_that_meaning(text: str, meant: str) -> None:
    outcome = parse_date(text)
    if isinstance(outcome, Date):
        assert _format_days(outcome) == meant
        return
    meanings = meant.removeprefix("means ").split(" or ") if meant != "refused" else []
    assert [_format_days(_date(date)) for date in _list_quoted(outcome)] == meanings


def _date(text: str) -> Date:
    date = parse_date(text)
    assert isinstance(date, Date), date
    return date


def test_a_date_holds_all_its_parts() -> None:
    date = _date(" 2023-04~ ")
    assert date.text == "2023-04~"
    assert (date.first, date.last) == (dt.date(2023, 4, 1), dt.date(2023, 4, 30))
    assert isinstance(date.start, Point)
    assert (date.start.is_approximate, date.start.is_uncertain, date.is_interval) == (True, False, False)
    assert date.precision is Precision.MONTH
    assert date.start == date.end


def test_a_percent_sign_marks_a_date_as_uncertain_and_approximate() -> None:
    date = _date("2023%")
    assert isinstance(date.start, Point)
    assert (date.start.is_uncertain, date.start.is_approximate) == (True, True)


def test_a_stretch_has_the_precision_of_its_coarser_end_and_the_marks_of_both() -> None:
    date = _date("2023-04-01~/2024?")
    assert date.precision is Precision.YEAR
    assert isinstance(date.start, Point)
    assert isinstance(date.end, Point)
    assert (date.is_interval, date.start.is_approximate, date.end.is_uncertain) == (True, True, True)


def test_an_open_end_is_told_from_an_unknown_one() -> None:
    assert _date("2023/..").end is MissingEnd.OPEN
    assert _date("2023/").end is MissingEnd.UNKNOWN
    assert _date("../2023").start is MissingEnd.OPEN


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_says_that_there_is_no_date(text: str) -> None:
    hint = "write one, such as 2023-09-07 or 2023-09, or leave the field out"
    assert parse_date(text) == ParseError("there is no date", 0, max(len(text), 1), hint)


def test_a_text_that_is_too_long_is_refused() -> None:
    hint = "write the day, month or year alone, such as 2023-09-07"
    assert parse_date("2" * (MAX_DATE_LENGTH + 1)) == ParseError("a date has at most 60 characters", 60, 1, hint)


def test_a_fault_points_into_the_text_as_it_was_given() -> None:
    error = parse_date("  2022/2023-13")
    assert isinstance(error, ParseError)
    assert (error.message, error.offset, error.width) == ("there is no month 13", 12, 2)


def test_dates_are_put_in_order_by_their_first_day_and_the_finer_first() -> None:
    texts = ["2023-09", "2023", "../2022", "2023-09-01", "2023-01", "202X", "2023-09-01/.."]
    ordered = [date.text for date in sorted(map(_date, texts), key=build_date_sort_key)]
    assert ordered == ["../2022", "202X", "2023-01", "2023", "2023-09-01", "2023-09", "2023-09-01/.."]


@pytest.mark.parametrize(
    "first,second,shared",
    [
        ("2023-09", "2023-09-30", True),
        ("2023-09", "2023-10", False),
        ("2023/..", "2030", True),
        ("2023/..", "2022", False),
        ("../2023", "2023-12-31", True),
        ("../2023", "2024/..", False),
        ("2022-24", "2023-02", True),
        ("2023/", "2050", True),
    ],
)
def test_dates_overlap_when_a_day_may_belong_to_both(first: str, second: str, *, shared: bool) -> None:
    assert overlaps(_date(first), _date(second)) is shared
    assert overlaps(_date(second), _date(first)) is shared


# --- Properties ---

_years = st.integers(1, 2999).map("{:04}".format)
_days = st.dates(dt.date(1, 1, 1), dt.date(2999, 12, 31))
_unmarked = st.one_of(
    _days.map(str),
    _days.map(lambda day: str(day)[:7]),
    _years.map(str),
    st.builds("{}-{}".format, _years, st.integers(21, 32)).filter(
        lambda text: (int(text[5:]) - int(text[:4])) % 100 != 1
    ),
    st.integers(1, 299).map("{:03}X".format),
    _years.map(lambda year: f"{year}-XX"),
    _years.map(lambda year: f"{year}-XX-XX"),
    st.builds("{}-{:02}-XX".format, _years, st.integers(1, 12)),
)
_points = st.builds("{}{}".format, _unmarked, st.sampled_from(["", "", "", "?", "~", "%"]))
_stretches = st.builds("{}/{}".format, _points, _points)
_VOCABULARY = (
    "2023 1999 2022-23 -09 -31 09 7 / .. - . – ? ~ % X XX x -21 -25 -Q3 September to since c. last week T10:00 "
    "early late before after until winter 1990s onwards present 476 AD"
)
_pieces = st.lists(st.sampled_from(_VOCABULARY.split()), max_size=6)
_likely = st.one_of(
    _points, _stretches, _pieces.map("".join), _pieces.map(" ".join), st.text("0123456789-/.X?~% ", max_size=12)
)


# The library has other days for seasons, stumbles over unknown digits in a stretch, and is slow.
_alone = _points.filter(lambda text: not re.match(r"\d{4}-(?:2[1-9]|3)", text))
_known = _alone.filter(lambda text: "X" not in text)


@settings(max_examples=75 * SCALE)
@given(st.one_of(_alone, st.builds("{}/{}".format, _known, _known)))
def test_the_library_edtf_finds_the_same_first_and_last_day(text: str) -> None:
    date = parse_date(text)
    if isinstance(date, ParseError):
        return
    opinion = parse_edtf(text)
    assert date.first is not None
    assert date.last is not None
    assert date.first.timetuple()[:3] == tuple(opinion.lower_strict()[:3])
    assert date.last.timetuple()[:3] == tuple(opinion.upper_strict()[:3])


@given(_points)
def test_every_date_without_a_stretch_is_taken(text: str) -> None:
    assert _date(text).text == text


@given(_stretches)
def test_a_stretch_is_taken_unless_its_ends_are_the_same_or_swapped(text: str) -> None:
    first, second = map(_date, text.split("/"))
    assert first.first is not None
    assert second.last is not None
    fine = first.first <= second.last and first.text != second.text
    assert isinstance(parse_date(text), Date) is fine


@given(_likely)
def test_the_first_day_is_not_after_the_last(text: str) -> None:
    date = parse_date(text)
    if isinstance(date, ParseError):
        return
    assert date.first or date.last
    if date.first and date.last:
        assert date.first <= date.last
    assert render_date(date)
    assert overlaps(date, date)


@given(st.one_of(_likely, st.text(max_size=80)))
def test_parsing_never_raises_and_a_fault_lies_inside_the_text(text: str) -> None:
    outcome = parse_date(text)
    if isinstance(outcome, ParseError):
        assert outcome.message
        assert outcome.hint
        assert not outcome.message.endswith(".")
        assert outcome.width >= 1
        assert outcome.offset >= 0
        assert outcome.offset + outcome.width <= max(len(text), 1)


@given(_likely)
def test_what_a_hint_quotes_is_a_date(text: str) -> None:
    error = parse_date(text)
    if isinstance(error, ParseError):
        assert all(isinstance(parse_date(date), Date) for date in _list_quoted(error))


@given(st.one_of(_points, _stretches), _points)
def test_overlapping_goes_both_ways(first: str, second: str) -> None:
    date, other = parse_date(first), _date(second)
    if isinstance(date, ParseError):
        return
    assert overlaps(date, other) is overlaps(other, date)
