"""What stays tied to what: evidence to the value it was given for, and a fact to the words of its passages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from factsheet.checks.passages import build_claim
from factsheet.diagnostics.core import Diagnostic
from factsheet.evidence.locator import Locator, parse_locator
from factsheet.evidence.lock import EvidenceRecord, Lock, PassageReading, SnapshotRecord, compute_sha256
from factsheet.review.policies import PolicyContext, run_policies
from factsheet.review.reports.formats import format_review_text
from tests.support.small_site import make_actors, make_sheet, make_source, read_valid
from tests.support.snapshots import TODAY, compare_files, list_codes

NOTICE = "corrections: [{on: 2023-05-09, kind: correction, was: Something else, why: More were found}]"
OLD, NEW = "as_of: 2023-05-01", "as_of: 2023-05-04"
WORDS = "the words … of it"


def cite(source: str = "register", locator: str = WORDS, *more: str) -> str:
    return f"{{{', '.join((f'source: {source}', f'locator: {locator}', *more))}}}"


def tell(value: str, *more: str, by: str = cite(), standing: str = "reported") -> str:
    lines = ("id: a", "statement: Of a", f"value: {value}", f"standing: {standing}", *more, f"evidence: [{by}]")
    return f"{{{', '.join(lines)}}}"


def site(fact: str, *sources: str) -> dict[str, str]:
    files = {"sheets/numbers.yml": make_sheet(fact)} | make_actors("clerk", "mayor")
    for name in sources or ("register", "gazette"):
        files |= make_source(name)
    return files


def prove(
    source: str, locator: str, place: tuple[int, int] = (10, 50), *, copy: str = "a copy", read: str = ""
) -> Lock:
    """Return a lock of one passage; a hash of its place and its copy stands for its words.

    `read` is the claim for which the number was found in it.
    """
    parsed = parse_locator(locator)
    assert isinstance(parsed, Locator)
    reading = PassageReading(read, "en", number=True, speaker=None) if read else None
    words = compute_sha256(f"{copy} {place}")
    record = EvidenceRecord("a", source, compute_sha256(parsed.text), words, *place, paragraph=1, reading=reading)
    return Lock((SnapshotRecord(source, "copy.txt", compute_sha256(copy), 9),), (record,))


def list_credits(before: str, after: str, locks: tuple[Lock | None, Lock | None] = (None, None)) -> list[Diagnostic]:
    diff = compare_files(site(before), site(after), locks=locks)
    return [item for item in run_policies(PolicyContext(diff, TODAY)) if item.code == "F220"]


# ---- a value and those who say it


@pytest.mark.parametrize(
    "before, after",
    [
        (tell("at least 3 people", OLD), tell("at least 6 people", NEW, NOTICE)),
        (tell("at least 3 people", OLD), tell("at least 6 people", NEW)),
        (tell("40"), tell("41", NOTICE)),
        (tell("about 40"), tell("40", NOTICE)),
        (tell("40"), tell("about 40", NOTICE)),
        (tell("40 people"), tell("40 workers", NOTICE)),
        (tell("40", "also: 4 kg"), tell("40", "also: 5 kg", NOTICE)),
        (tell("40"), tell("41", NOTICE, by=f"{cite()}, {cite('gazette')}")),
        (tell("40"), tell("41", NOTICE, by=cite("register", WORDS, "chain: [clerk]"))),
        (tell("40"), tell("41", NOTICE, by=cite("register", "the words that … of it"))),
    ],
)
def test_old_evidence_is_asked_whether_it_says_the_new_value(before: str, after: str) -> None:
    (found,) = list_credits(before, after)
    assert "now credited to 'register', which was cited for" in found.message


@pytest.mark.parametrize(
    "before, after",
    [
        (tell("5 million"), tell('"5,000,000"')),
        (tell("40"), tell("40", "also: 5 kg")),
        (tell("40", "also: 5 kg"), tell("40", NOTICE)),
        (tell("40"), tell("41", NOTICE, by=cite("register", WORDS, "says: 40"))),
        (tell("40", by=cite("register", WORDS, "says: at least 40")), tell("at least 40", NOTICE)),
        (tell("40"), tell("41", NOTICE, by=cite("register", "it … counted"))),
        (tell("40"), tell("41", NOTICE, by=cite("gazette"))),
        *(
            (tell("40", by=entry), tell("41", NOTICE, by=entry))
            for entry in (cite("register", WORDS, f"relation: {word}") for word in ("context", "disputes"))
        ),
    ],
)
def test_evidence_that_does_not_follow_the_value_is_left_alone(before: str, after: str) -> None:
    assert list_credits(before, after) == []


def test_every_source_is_named_with_what_to_write() -> None:
    by = ", ".join(map(cite, ("register", "gazette")))
    (found,) = list_credits(tell("at least 3 people", OLD, by=by), tell("at least 6 people", NEW, by=by))

    assert found.message == (
        "'at least 6 people' of 'a' is now credited to 'register' and 'gazette', "
        "which were cited for 'at least 3 people'"
    )
    assert "add `says: at least 3 people` with `as_of: 2023-05-01` to its entry" in found.hint


def test_a_waiver_lets_the_new_value_through() -> None:
    waiver = "waive: [{code: F220, why: Both say so by telephone, until: 2023-06-30}]"

    assert list_credits(tell("40"), tell("41", NOTICE, waiver)) == []


def read_claim(fact: str) -> str:
    """Return what a passage of the only evidence of a fact is compared with."""
    catalog = read_valid(site(fact))
    return build_claim(catalog.facts["a"], catalog.facts["a"].evidence[0], catalog).sha256


OLD_FACT, NEW_FACT = tell("40"), tell("41", NOTICE)


def test_a_passage_in_which_the_new_number_was_found_says_it() -> None:
    head = prove("register", WORDS, read=read_claim(NEW_FACT))

    assert list_credits(OLD_FACT, NEW_FACT, (None, head)) == []
    assert list_credits(OLD_FACT, NEW_FACT, (prove("register", WORDS, read=read_claim(OLD_FACT)), head)) == []


@pytest.mark.parametrize("claim", ["", read_claim(OLD_FACT)])
def test_a_passage_that_was_not_read_for_the_new_value_does_not_say_it(claim: str) -> None:
    assert list_credits(OLD_FACT, NEW_FACT, (None, prove("register", WORDS, read=claim)))


@pytest.mark.parametrize("number", [False, None])
def test_a_passage_in_which_the_new_number_was_not_found_does_not_say_it(number: bool | None) -> None:  # noqa: FBT001
    found = prove("register", WORDS, read=read_claim(NEW_FACT))
    record = found.evidence[0]
    assert record.reading
    lock = Lock(found.snapshots, (replace(record, reading=replace(record.reading, number=number)),))

    assert list_credits(OLD_FACT, NEW_FACT, (None, lock))


# ---- what is new evidence


@pytest.mark.parametrize(
    "source, locator, lock, expected",
    [
        # the same passage of the same copy under another id
        ("gazette", WORDS, prove("gazette", WORDS), "F503"),
        # another locator over the same passage, and one that adds a word or two
        ("register", "all words … of it", prove("register", "all words … of it"), "F503"),
        ("register", "so all … of it", prove("register", "so all … of it", (4, 50)), "F503"),
        ("gazette", "so all … of it", prove("gazette", "so all … of it", (4, 50)), "F503"),
        # inside the old one
        ("register", "words of", prove("register", "words of", (20, 25)), "F503"),
        # more that is new than was cited before, and another passage
        ("register", "far more … of it", prove("register", "far more … of it", (10, 100)), ""),
        ("register", "other words", prove("register", "other words", (60, 90)), ""),
        ("gazette", "other words", prove("gazette", "other words", (60, 90)), ""),
        # another copy
        ("gazette", WORDS, prove("gazette", WORDS, copy="another"), ""),
    ],
)
def test_a_name_is_no_new_evidence(source: str, locator: str, lock: Lock, expected: str) -> None:
    before = site(tell("40", standing="claimed", by=cite("register", WORDS, "chain: [clerk]")))
    after = site(tell("40", by=cite(source, locator, "chain: [clerk]")))
    diff = compare_files(before, after, locks=(prove("register", WORDS), lock))

    assert list_codes(diff) == expected.split()


def test_a_renamed_source_is_no_new_origin() -> None:
    before, after = tell("about 40", by=cite("register")), tell("40", NOTICE, by=cite("gazette"))
    locks = (prove("register", WORDS), prove("gazette", WORDS))

    assert list_codes(compare_files(site(before), site(after), locks=locks)) == ["F502", "F220"]
    assert list_codes(compare_files(site(before), site(after))) == []


def test_an_answer_that_does_not_fit_is_no_new_evidence() -> None:
    new = cite("gazette", "another … passage", "says: 12")

    assert list_codes(compare_files(site(tell("about 40")), site(tell("40", NOTICE, by=new)))) == ["F502"]


# ---- copies that are others


def test_a_review_lists_the_copies_that_changed_and_the_facts_whose_passages_did() -> None:
    facts = site(tell("40"))
    locks = (prove("register", WORDS), prove("register", WORDS, copy="another"))
    diff = compare_files(facts, facts, locks=locks)

    assert "~ new copy: 'a' rests on other words now" in format_review_text(diff)
    same = compare_files(facts, facts, locks=(locks[0], locks[0]))
    assert "copy" not in format_review_text(same)
