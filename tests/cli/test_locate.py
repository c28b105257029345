"""From words in mind to a locator that the strict search finds once, and what is said where there is none."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from factsheet.evidence.locate import (
    MIN_WORDS,
    LocatedPassage,
    count_words,
    find_browser_match,
    find_sentences,
    locate_passages,
)
from factsheet.evidence.locator import (
    MAX_SIDE,
    MAX_WORDS,
    Locator,
    Snapshot,
    find_passages,
    parse_locator,
    prepare_snapshot,
)
from factsheet.parsing.format.document import format_scalar
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import MappingNode, TextNode
from tests.support import paths
from tests.support.paths import TOY
from tests.support.programs import SH
from tests.support.sites import FACTSHEET, copy_toy, list_differing, read_tree, replace_text, run_cli, run_command

GOLDEN = paths.GOLDEN / "locate"
_WRAPPED = """# Ferry to the North Island

By [A. Nobody](#)

The harbour office counted 40 boats on Monday, said the keeper’s daughter. Half of the boats left\u00a0before
noon – the rest [stayed](https://example.org/a). “Nobody has seen the old ferry since,” the keeper said.

The harbour office counted 41 boats on Tuesday. Mr. B. Keeper of the U.S. Navy said it was "enough". The
keeper said no more... The keeper said no more.
"""
HARBOUR = "\n\n".join(paragraph.replace("\n", " ") for paragraph in _WRAPPED.split("\n\n"))


def places(words: str, raw: str = HARBOUR, *, exact: bool = False) -> list[tuple[str, str]]:
    """Return the locator and the passage of each place."""
    found = locate_passages(words, prepare_snapshot(raw), exact=exact).places
    return [(place.locator.text if place.locator else "", place.passage.text) for place in found]


# ---- what is meant by the words


def test_some_words_lead_to_their_sentence() -> None:
    (place,) = places("40 boats")

    assert place == (
        "The harbour … keeper’s daughter",
        "The harbour office counted 40 boats on Monday, said the keeper’s daughter",
    )


def test_with_exact_they_are_the_passage() -> None:
    assert places("counted 40 boats", exact=True) == [("counted 40 boats", "counted 40 boats")]


def test_first_and_last_words_are_the_passage() -> None:
    reported = [("counted 40 … boats left", places("counted 40 … boats left")[0][1])]

    for dots in ("…", "...", "[…]", "(...)"):
        assert places(f"counted 40 {dots} boats left") == reported
    assert reported[0][1].startswith("counted 40 boats on Monday")
    assert reported[0][1].endswith("Half of the boats left")


def test_a_whole_passage_is_the_passage() -> None:
    pasted = "The harbour office counted 40 boats on Monday,\nsaid the keeper’s daughter."

    assert places(pasted)[0][1] == "The harbour office counted 40 boats on Monday, said the keeper’s daughter"


@pytest.mark.parametrize(
    "words, differs",
    [
        ("the keeper's daughter", "its quotation marks or apostrophes differ"),
        ("before noon - the rest", "its dashes differ"),
        ("HALF OF THE BOATS", "its capital letters differ"),
        ("the rest stayed", "it contains markup, so choose words beside it"),
        ("Half of, the boats", "its spelling or punctuation differs"),
    ],
)
def test_the_search_is_lenient_and_the_locator_is_not(words: str, differs: str) -> None:
    copy = prepare_snapshot(HARBOUR)
    found = locate_passages(words, copy)

    assert found.differs == differs
    (place,) = found.places
    held_to_account(place, copy)


def test_words_beside_three_dots_are_words_of_their_own() -> None:
    raw = "Under the lamp...boats lay three deep by the wall all night, they saw."

    assert places("boats lay three deep by the wall all night", raw) == [
        ("boats lay … all night", "boats lay three deep by the wall all night")
    ]


def test_words_that_do_not_stand_lead_to_what_is_like_them() -> None:
    found = locate_passages("the keepers daughter", prepare_snapshot(HARBOUR))

    assert found.places == ()
    assert found.differs == ""
    assert found.suggested[0].passage.text.endswith("said the keeper’s daughter")
    assert locate_passages("quarterly returns of wool", prepare_snapshot(HARBOUR)).suggested == ()


def test_words_found_several_times_are_told_apart() -> None:
    several = places("the harbour office counted")

    assert [locator for locator, _ in several] == [
        "The harbour … keeper’s daughter",
        "The harbour office counted 41 … on Tuesday",  # A browser would stop at the first two words above.
    ]


def test_what_stands_twice_is_widened_until_it_stands_once() -> None:
    (place,) = locate_passages("said no more", prepare_snapshot(HARBOUR), exact=True).places

    assert place.widened
    assert place.passage.text == "The keeper said no more... The keeper said no more"


def test_a_copy_that_repeats_itself_has_no_locator() -> None:
    found = locate_passages("three", prepare_snapshot("\n".join(["One two three."] * 9)))

    assert len(found.places) == 9
    assert {place.locator for place in found.places[1:-1]} == {None}


def test_what_stands_very_often_is_counted() -> None:
    found = locate_passages("three", prepare_snapshot("\n".join(["One two three."] * 30)))

    assert (len(found.places), found.more) == (20, 10)


def test_a_passage_that_is_too_long_has_no_locator() -> None:
    long = " ".join(f"w{number}" for number in range(400))

    assert places(long, long)[0][0] == ""
    assert locate_passages("w0 … w399", prepare_snapshot(long)).places == ()
    assert "do not follow within 1200 characters" in locate_passages("w0 … w399", prepare_snapshot(long)).differs


def test_titles_and_initials_end_no_sentence() -> None:
    copy = prepare_snapshot(HARBOUR)
    reported = [copy.text[start:end] for start, end in find_sentences(copy)]

    assert 'Mr. B. Keeper of the U.S. Navy said it was "enough".' in reported
    assert "“Nobody has seen the old ferry since,” the keeper said." in reported
    assert "By [A. Nobody](#)" in reported


def test_a_locator_holds_no_markup_where_it_can_do_without() -> None:
    assert places("before noon … stayed")[0][0] == "before noon … stayed"


def test_a_browser_that_follows_the_link_ends_at_the_passage() -> None:
    raw = "Boats left early today.\n" + "x " * 800 + "\nBoats left late and nobody saw them go."

    assert places("Boats left late … them go", raw)[0][0] == "Boats left late … them go"


# ---- what holds of every locator


def held_to_account(place: LocatedPassage, copy: Snapshot) -> None:
    """A locator is found once by the strict search, where it was meant, in the fewest words that do."""
    if place.locator is None:
        return
    assert parse_locator(place.locator.text) == place.locator
    (passage,) = find_passages(place.locator, copy)
    assert passage == place.passage
    sides = [side.split() for side in (place.locator.first, place.locator.last) if side]
    for words in sides:
        assert count_words(" ".join(words)) <= MAX_WORDS
        assert len(" ".join(words)) <= MAX_SIDE
    if len(sides) == 2:
        first, last = sides
        fewer_first = first[: max(at for at, word in enumerate(first) if count_words(word))]
        fewer_last = last[min(at for at, word in enumerate(last) if count_words(word)) + 1 :]
        for fewer in ((fewer_first, last), (first, fewer_last)):
            shorter = parse_locator(" … ".join(map(" ".join, fewer)))
            assert not good(shorter, place, copy), (place.locator.text, shorter)


def good(locator: object, place: LocatedPassage, copy: Snapshot) -> bool:
    if not isinstance(locator, Locator) or not locator.last:
        return False
    found = find_passages(locator, copy)
    ends = (locator.first.split()[-1], locator.last.split()[0])
    return (
        all(map(count_words, ends))
        and [(span.start, span.end) for span in found] == [(place.passage.start, place.passage.end)]
        and all(count_words(side) >= MIN_WORDS for side in (locator.first, locator.last))
        and find_browser_match(locator, copy) == place.passage.start
        and not re.search(r"[\[*_`]", locator.text)
    )


WORD = st.sampled_from(
    ["boats", "left", "the", "The", "harbour.", "“so”", "[link](#)", "–", "40", "it's", "…", "U.S.", "so...how"]
)
TEXTS = st.lists(st.lists(WORD, min_size=1, max_size=16).map(" ".join), min_size=1, max_size=3).map("\n".join)


@given(raw=TEXTS, data=st.data(), exact=st.booleans())
def test_every_locator_holds(raw: str, data: st.DataObject, *, exact: bool) -> None:
    copy = prepare_snapshot(raw)
    tokens = copy.text.split(" ")
    start = data.draw(st.integers(0, len(tokens) - 1))
    asked = " ".join(tokens[start : start + data.draw(st.integers(1, 20))])
    for form in (asked, asked.upper(), asked.replace("’", "'").replace("“", '"')):
        for place in locate_passages(form, copy, exact=exact).places:
            held_to_account(place, copy)


@given(st.text(), st.text())
@example("a", "a")
@example("…", "… a …")
@example("\ufdfa", "a\u0301 b")
def test_any_text_can_be_asked_for(words: str, raw: str) -> None:
    copy = prepare_snapshot(raw)
    found = locate_passages(words, copy)

    for place in (*found.places, *found.suggested):
        held_to_account(place, copy)


def test_the_passages_of_the_toy_are_found_again() -> None:
    for path in sorted((TOY / "snapshots").iterdir()):
        copy = prepare_snapshot(path.read_text("utf-8-sig"))
        for start, end in find_sentences(copy):
            for place in locate_passages(copy.text[start:end], copy).places:
                held_to_account(place, copy)


# ---- written as YAML


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1).map(str.strip).filter(bool))
@example("'a' \"b\"")
@example("a: b")
@example("- a")
@example("a #b")
@example("no")
def test_a_text_is_quoted_where_it_must_be(text: str) -> None:
    document, diagnostics = read_document("", f"a: {format_scalar(text)}\n".encode())

    assert diagnostics == ()
    assert document
    assert isinstance(document.root, MappingNode)
    value = document.root.get("a")
    assert isinstance(value, TextNode)
    assert value.text == text


def test_plain_words_stay_bare() -> None:
    assert format_scalar("At least 93 … it's so") == "At least 93 … it's so"
    assert format_scalar('so: "it" is') == "'so: \"it\" is'"
    assert format_scalar("it's: so") == '"it\'s: so"'


# ---- the command


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_toy(tmp_path / "toy")


def asked_of(site: Path, *arguments: str) -> tuple[int, str]:
    return run_cli("locate", "-f", str(site / "mkdocs.yml"), "--snapshots", str(site / "snapshots"), *arguments)


SOURCE = "ostwick-gazette"


@pytest.mark.parametrize(
    "name, words",
    [
        ("one", ("wisest strike",)),
        ("exact", ("--exact", "No boat was damaged")),
        ("several", ("the",)),
        ("otherwise", ("NO BOAT WAS",)),
        ("nowhere", ("no boats were damagd",)),
        ("nothing-like-it", ("quarterly returns",)),
        ("not-in-this-source", ("She has seen 12 lights on the water",)),
        ("no-last-words", ("No boat … was wrecked",)),
        ("json", ("--format", "json", "No boat")),
    ],
)
def test_what_it_says(name: str, words: tuple[str, ...], agree_with: Callable[[Path, str], None]) -> None:
    code, output = asked_of(TOY, SOURCE, *words)

    assert code == (1 if name.startswith("no") else 0)
    agree_with(GOLDEN / f"{name}.txt", output)


def test_it_writes_nothing(site: Path) -> None:
    before = read_tree(site)
    asked_of(site, SOURCE, "boat")

    assert list_differing(before, read_tree(site)) == []


def test_the_locator_can_be_pasted(site: Path) -> None:
    reported = json.loads(asked_of(site, SOURCE, "--format", "json", "No boat")[1])
    (place,) = reported["places"]

    replace_text(site / "facts/sheets/money.yml", "locator: No boat was damaged.", f"locator: {place['yaml']}")
    verified = run_cli("verify", "-f", str(site / "mkdocs.yml"), "--snapshots", str(site / "snapshots"), "--write")
    assert verified[0] == 0, verified[1]


def test_words_can_come_through_a_pipe(site: Path) -> None:
    command = f"{' '.join(FACTSHEET)} locate {SOURCE} - --snapshots snapshots"
    done = run_command(SH.require(), "-c", f"printf 'No boat\\nwas' | {command}", cwd=site)

    assert done.returncode == 0
    assert "locator: " in done.stdout


def test_signs_that_steer_a_terminal_are_not_printed(site: Path) -> None:
    with (site / "snapshots/gazette.txt").open("a", encoding="utf-8") as copy:
        copy.write("\nThe red \x1b[31mlamp\x1b[0m was lit twice.\n")

    assert "\x1b" not in asked_of(site, SOURCE, "lit twice")[1]


@pytest.mark.parametrize(
    "arguments, reported",
    [
        (("ostwik-gazette", "boat"), "there is no source 'ostwik-gazette'; did you mean 'ostwick-gazette'?"),
        (("nothing-of-the-kind", "boat"), "there is no source 'nothing-of-the-kind'; there are: "),
        ((SOURCE, "…"), "there are no words to look for"),
        ((SOURCE,), "Missing argument 'WORDS...'"),
        ((SOURCE, "boat", "--format", "sarif"), "'sarif' is not one of 'text', 'json'"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], reported: str) -> None:
    code, output = asked_of(TOY, *arguments)

    assert code == 2
    assert output.startswith("Usage: factsheet locate")
    assert reported in output


def test_a_source_without_a_snapshot_is_told(site: Path) -> None:
    replace_text(site / "facts/sources/ostwick-gazette.yml", "snapshot: gazette.txt\n", "")

    code, output = asked_of(site, SOURCE, "boat")
    assert code == 1
    assert "facts/sources/ostwick-gazette.yml:1:5: error F321: the source" in output


def test_a_snapshot_that_is_not_there_is_told(site: Path) -> None:
    (site / "snapshots/gazette.txt").unlink()

    code, output = asked_of(site, SOURCE, "boat")
    assert code == 1
    assert "error F207: there is no 'gazette.txt' in the given folder" in output


def test_a_snapshot_that_is_no_text_is_told(site: Path) -> None:
    (site / "snapshots/gazette.txt").write_bytes(b"a\n\xff\n")

    code, output = asked_of(site, SOURCE, "boat")
    assert code == 1
    assert "error F208: the snapshot 'gazette.txt' of source 'ostwick-gazette' is not UTF-8 in line 2" in output


def test_a_source_that_cannot_be_read_is_told(site: Path) -> None:
    replace_text(site / "facts/sources/ostwick-gazette.yml", "type:", "typ:")

    code, output = asked_of(site, SOURCE, "boat")
    assert code == 1
    assert "error F101" in output


def test_faults_of_other_files_do_not_matter(site: Path) -> None:
    replace_text(site / "facts/sheets/money.yml", "standing: estimated", "standing: guessed")

    assert asked_of(site, SOURCE, "No boat")[0] == 0


def test_there_must_be_a_site(tmp_path: Path) -> None:
    code, output = run_cli("locate", "-f", str(tmp_path / "mkdocs.yml"), "--snapshots", str(tmp_path), "a", "b")

    assert code == 1
    assert "error F402: there is no such file" in output
