"""Locators are read strictly, found exactly or not at all, and explained when they miss."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from factsheet.diagnostics.core import ParseError
from factsheet.evidence import locator
from factsheet.evidence.locator import (
    MAX_PASSAGE,
    MAX_SIDE,
    MAX_WORDS,
    Locator,
    Passage,
    add_text_fragment,
    explain_not_found,
    find_passages,
    normalise,
    parse_locator,
    prepare_snapshot,
)

HARBOUR = """
# Ferry to the North Island

By [A. Nobody](#)


The harbour office counted 40 boats on Monday, said the keeper’s daughter.
Half of the boats left\u00a0before noon – the rest   stayed.

“Nobody has seen the old ferry since,” the keeper said. The keeper said no more.
"""


def read(text: str) -> Locator:
    locator = parse_locator(text)
    assert isinstance(locator, Locator), locator
    return locator


def read_error(text: str) -> ParseError:
    found = parse_locator(text)
    assert isinstance(found, ParseError), found
    return found


def found_in(text: str, raw: str = HARBOUR) -> tuple[Passage, ...]:
    return find_passages(read(text), prepare_snapshot(raw))


def explain(text: str, raw: str = HARBOUR) -> str:
    return explain_not_found(read(text), prepare_snapshot(raw))


# ---- reading


def test_two_sides_are_read_and_folded() -> None:
    locator = parse_locator("  The harbour\u00a0office \n … the   keeper’s daughter ")
    assert locator == Locator(
        "The harbour office … the keeper’s daughter", "The harbour office", "the keeper’s daughter"
    )


def test_a_single_run_of_words_has_no_last_side() -> None:
    assert parse_locator("counted 40 boats") == Locator("counted 40 boats", "counted 40 boats", "")


def test_one_word_on_either_side_is_enough() -> None:
    assert parse_locator("Half … stayed") == Locator("Half … stayed", "Half", "stayed")


def test_letters_are_composed() -> None:
    assert read("cafe\u0301 noir").first == "caf\u00e9 noir"


def test_lone_signs_do_not_count_as_words() -> None:
    assert read("a – b – c – d – e – f").first == "a – b – c – d – e – f"


@pytest.mark.parametrize(
    "text,message,offset,width",
    [
        ("", "the locator has no words", 0, 1),
        ("  – !", "the locator has no words", 2, 3),
        ("…", "no words on one side of the …", 0, 1),
        ("the boats …", "no words on one side of the …", 10, 1),
        ("… the boats", "no words on one side of the …", 0, 1),
        ("the boats … –", "no words on one side of the …", 12, 1),
        (" boats ", "one word is not enough to identify a passage: 'boats'", 1, 5),
        ("the … boats … left", "the locator has more than one …", 12, 1),
        ("a b c d e f g h", "8 words in a row are more than the 6 that a locator may quote", 12, 3),
        ("x … a b c d e f g", "7 words in a row are more than the 6 that a locator may quote", 16, 1),
        ("the boats ... left", "three dots separate nothing", 10, 3),
        ("the boats....left", "three dots separate nothing", 9, 4),
        ("the boats . . . left", "three dots separate nothing", 10, 5),
        ("the boats… left", "a … without spaces separates nothing", 9, 1),
        ("the boats …left", "a … without spaces separates nothing", 10, 1),
        ("the boats [ … ] left", "a … in brackets separates nothing", 10, 5),
        ("the boats (...) left", "a … in brackets separates nothing", 10, 5),
        ("the \ud800 boats", "half a character (a lone surrogate)", 4, 1),
    ],
)
def test_a_fault_names_its_place(text: str, message: str, offset: int, width: int) -> None:
    found = read_error(text)
    assert (found.message, found.offset, found.width) == (message, offset, width)
    assert found.hint


def test_scripts_without_blanks_have_a_limit_too() -> None:
    found = read_error(f"ab {'x' * MAX_SIDE}")
    assert found.message == f"more than {MAX_SIDE} characters in a row"


def test_three_dots_are_told_what_to_write() -> None:
    assert read_error("the boats ... left").hint == (
        "write the single character … (U+2026) with a space on either side, or other words if the source has dots"
    )


@given(st.text(alphabet=st.characters() | st.sampled_from("… .ab\ud800")))
def test_reading_never_raises_and_faults_lie_in_the_text(text: str) -> None:
    found = parse_locator(text)
    if isinstance(found, ParseError):
        assert found.width >= 1
        assert 0 <= found.offset < max(1, len(text))
    else:
        assert parse_locator(found.text) == found
        assert found.text == (f"{found.first} … {found.last}" if found.last else found.first)


# ---- normalising


_PARTS = st.sampled_from(["a", "B2", "é", "e\u0301", "’", "-", "...", "…", "(", ")", " ", "  ", "\u00a0", "x" * 121])


@given(st.lists(_PARTS, max_size=24).map("".join))
def test_plain_words_are_read_as_all_others_are(text: str) -> None:
    quick = parse_locator(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locator, "_PLAIN", re.compile("(?!)"))
        assert parse_locator(text) == quick


@pytest.mark.parametrize(
    "text,folded",
    [
        ("a\u00a0b\u2009c\td\r\ne", "a b c d e"),
        ("  a  ", "a"),
        ("e\u0301", "\u00e9"),
        ("‘a’ “b” – it's", "‘a’ “b” – it's"),
        ("A\u00adb\u200bc", "A\u00adb\u200bc"),
    ],
)
def test_only_white_space_and_composition_are_folded(text: str, folded: str) -> None:
    assert normalise(text) == folded


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


# ---- snapshots


@given(st.text(alphabet=st.characters() | st.sampled_from("\n\r \u2028\u0301")))
def test_a_snapshot_is_its_paragraphs_one_after_another(raw: str) -> None:
    snapshot = prepare_snapshot(raw)
    assert snapshot.text == normalise(raw)
    assert snapshot.paragraphs == sum(
        bool(line.strip()) for line in raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    for number, start in enumerate(snapshot.starts, 1):
        assert snapshot.find_paragraph(start) == number
        assert start == 0 or snapshot.text[start - 1] == " "


# ---- finding


def test_a_passage_is_found_with_its_place() -> None:
    (passage,) = found_in("The harbour office … the keeper’s daughter")
    assert passage.paragraph == 3
    assert passage.text == "The harbour office counted 40 boats on Monday, said the keeper’s daughter"
    assert prepare_snapshot(HARBOUR).text[passage.start : passage.end] == passage.text


def test_white_space_of_any_kind_matches() -> None:
    (passage,) = found_in("Half of the boats left before … stayed")
    assert passage.text == "Half of the boats left before noon – the rest stayed"
    assert passage.paragraph == 4


def test_a_passage_may_run_over_paragraphs_and_counts_as_the_one_it_begins_in() -> None:
    (passage,) = found_in("counted 40 boats … old ferry")
    assert passage.paragraph == 3


def test_the_nearest_last_words_end_the_passage() -> None:
    (passage,) = found_in("The harbour … boats")
    assert passage.text == "The harbour office counted 40 boats"


def test_every_place_is_told() -> None:
    assert [passage.text for passage in found_in("keeper said")] == ["keeper said", "keeper said"]
    assert [passage.start for passage in found_in("a b a", "a b a b a")] == [0, 4]
    assert len(found_in("the … more", "the ferry, the boats and the sea, no more")) == 3


def test_the_last_words_do_not_overlap_the_first() -> None:
    assert found_in("red boat … boat here", "the red boat here") == ()


def test_a_passage_has_a_longest_length() -> None:
    filling = "z" * (MAX_PASSAGE - len("Now then  left"))
    (passage,) = found_in("Now then … left", f"Now then {filling} left")
    assert len(passage.text) == MAX_PASSAGE
    assert found_in("Now then … left", f"Now then z{filling} left") == ()


@pytest.mark.parametrize(
    "text,raw,times",
    [
        ("range of", "orange of", 0),
        ("orange of", "orange offer", 0),
        ("old range", "(old range)", 1),
        ("the keeper", "the keeper’s", 1),
        ("route 4", "route 45", 0),
        ("route 4", "route 4.5", 1),
        ("le cafe", "le cafe\u0323\u0301", 0),
        ("the boat.", "the boat.s", 1),
        ("“the boat”", "x“the boat”x", 1),
        ("the boat", "the boat_", 1),
        ("the sea =", "the sea =\u20e3", 0),
        ("The boat", "the boat", 0),
        ("the keeper's", "the keeper’s", 0),
    ],
)
def test_words_are_found_whole_and_as_they_stand(text: str, raw: str, times: int) -> None:
    assert len(found_in(text, raw)) == times


def test_nothing_is_found_in_an_empty_copy_or_with_empty_words() -> None:
    assert find_passages(read("the boat"), prepare_snapshot(" \n ")) == ()
    assert find_passages(Locator("", "", ""), prepare_snapshot(HARBOUR)) == ()


WORDS = st.text(st.characters(categories=["L", "N", "M", "P", "S"], exclude_characters="….`"), min_size=1, max_size=8)


@given(st.data(), st.lists(st.lists(WORDS, max_size=12), min_size=1, max_size=5))
def test_words_cut_out_of_a_text_are_found_at_their_place(data: st.DataObject, lines: list[list[str]]) -> None:
    raw = "\n\n".join("\t ".join(line) for line in lines)
    snapshot = prepare_snapshot(raw)
    words = snapshot.text.split(" ")
    assume(len(words) > 2)
    begin = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(begin + 2, min(begin + 3 * MAX_WORDS, len(words))))
    cut = words[begin:end]
    text = " ".join(cut) if len(cut) <= 4 else f"{' '.join(cut[:2])} … {' '.join(cut[-2:])}"
    locator = parse_locator(text)
    assume(isinstance(locator, Locator))
    assert isinstance(locator, Locator)
    start = len(" ".join([*words[:begin], ""])) if begin else 0
    starts = [passage.start for passage in find_passages(locator, snapshot)]
    assert start in starts
    assert starts == sorted(set(starts))


@given(st.text(), st.text(), st.text())
def test_finding_never_raises_and_finds_what_it_says(first: str, last: str, raw: str) -> None:
    snapshot = prepare_snapshot(raw)
    locator = Locator(normalise(f"{first} … {last}"), normalise(first), normalise(last))
    for passage in find_passages(locator, snapshot):
        assert snapshot.text[passage.start : passage.end] == passage.text
        assert passage.text.startswith(locator.first)
        assert passage.text.endswith(locator.last)
        assert passage.paragraph == snapshot.find_paragraph(passage.start)
    assert isinstance(explain_not_found(locator, snapshot), str)


@given(st.lists(st.sampled_from(["", " ", "\u00a0", "some words here", "other things"]), max_size=20))
def test_a_paragraph_is_the_count_of_lines_that_are_not_blank(before: list[str]) -> None:
    (passage,) = found_in("the one passage", "\n".join([*before, "and the one passage.", "more"]))
    assert passage.paragraph == sum(bool(line.strip()) for line in before) + 1


def test_a_large_copy_full_of_false_starts_is_searched_in_time() -> None:
    snapshot = prepare_snapshot("a " * 50_000)
    assert find_passages(read("a … b"), snapshot) == ()
    assert explain_not_found(read("a … b*a"), snapshot)


# ---- explaining


def test_a_locator_that_is_found_has_no_near_miss() -> None:
    assert explain("counted 40 boats") == ""


@pytest.mark.parametrize(
    "text,explanation",
    [
        (
            "said the keeper's daughter",
            (
                "paragraph 3 has 'said the keeper’s daughter' for 'said the keeper's daughter': "
                "its quotation marks or apostrophes differ"
            ),
        ),
        (
            "before noon - the rest",
            "paragraph 4 has 'before noon – the rest' for 'before noon - the rest': its dashes differ",
        ),
        (
            "the harbour office",
            "paragraph 3 has 'The harbour office' for 'the harbour office': its capital letters differ",
        ),
        (
            "By A. Nobody",
            ("paragraph 2 has 'By [A. Nobody' for 'By A. Nobody': it contains markup, so choose words beside it"),
        ),
        ("our office", "paragraph 3 has 'our office' for 'our office': it is part of a longer word there"),
        (
            "on monday said",
            "paragraph 3 has 'on Monday, said' for 'on monday said': its spelling or punctuation differs",
        ),
        (
            "counted 40 boats by hand",
            "paragraph 3 has 'counted 40 boats' but not the rest of 'counted 40 boats by hand'",
        ),
        ("whales and seals", "'whales and seals' stands nowhere in the copy"),
        ("counted 40 boats … whales", "paragraph 3 has 'counted 40 boats'; 'whales' stands nowhere in the copy"),
        (
            "old ferry … counted 40",
            (
                "paragraph 5 has 'old ferry' and paragraph 3 has 'counted 40', "
                "but the last words do not follow within 1200 characters"
            ),
        ),
    ],
)
def test_a_near_miss_says_what_differs(text: str, explanation: str) -> None:
    assert explain(text) == explanation


def test_a_character_that_cannot_be_seen_is_told() -> None:
    assert explain("the har\u00adbour office", "the harbour office").endswith(
        "it holds a character that cannot be seen"
    )
    assert explain("the harbour office", "the har\u200bbour office").endswith("a character that cannot be seen")


def test_a_long_look_alike_is_shortened() -> None:
    assert len(explain("see the list here", f"see the [list](https://example.org/{'x' * 300}) here")) < 300


# ---- links


def test_a_text_fragment_encodes_all_that_has_a_meaning() -> None:
    assert add_text_fragment("", read("a well-known, A&B … 5 % of it")) == (
        "#:~:text=a%20well%2Dknown%2C%20A%26B,5%20%25%20of%20it"
    )


def test_a_text_fragment_of_one_side_has_no_comma() -> None:
    assert add_text_fragment("", read("l’été ~ici")) == "#:~:text=l%E2%80%99%C3%A9t%C3%A9%20~ici"


@pytest.mark.parametrize(
    "address, expected",
    [
        ("https://a.org/b", "https://a.org/b#:~:text=words%20of%20it"),
        ("https://a.org/b?c=d", "https://a.org/b?c=d#:~:text=words%20of%20it"),
        ("https://a.org/b#section-2", "https://a.org/b#section-2:~:text=words%20of%20it"),
        ("https://a.org/b#", "https://a.org/b#:~:text=words%20of%20it"),
        ("https://a.org/b#:~:text=copied,so", "https://a.org/b#:~:text=words%20of%20it"),
        ("https://a.org/b#two:~:text=copied", "https://a.org/b#two:~:text=words%20of%20it"),
    ],
)
def test_an_address_keeps_what_it_points_to(address: str, expected: str) -> None:
    """An address has one fragment; what makes a browser look for words stands at its end."""
    assert add_text_fragment(address, read("words of it")) == expected


@given(st.lists(WORDS, min_size=2, max_size=4), st.lists(WORDS, max_size=4))
def test_a_text_fragment_decodes_to_the_words(first: list[str], last: list[str]) -> None:
    locator = parse_locator(" ".join([*first, "…", *last]) if last else " ".join(first))
    assume(isinstance(locator, Locator))
    assert isinstance(locator, Locator)
    start, _, terms = add_text_fragment("", locator).partition("=")
    assert start == "#:~:text"
    assert terms.isascii()
    assert not set(terms) & set("-&#\"'<> ")
    assert [unquote(term) for term in terms.split(",")] == [side for side in (locator.first, locator.last) if side]
