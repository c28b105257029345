"""The lock proves each piece of evidence by hashes alone, and says what is no longer proved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules import RULES
from factsheet.evidence.locator import Locator, normalise, parse_locator
from factsheet.evidence.lock import (
    VERIFY_HINT,
    EvidenceRecord,
    Lock,
    SnapshotRecord,
    compute_sha256,
    read_lock,
    render_lock,
)
from factsheet.evidence.proof import EvidenceRef, SnapshotFile, compare_with_lock, prove

LOCK = "facts/evidence.lock.json"
COPY = """\
The lighthouse was lit in 1871.

Its keeper counted 40 boats, and later he counted 41 boats.
\tNobody counted the gulls – not even once.
"""
GAZETTE = {"gazette": SnapshotFile("gazette.txt", COPY.encode())}


def ref(fact: str, locator: str, source: str = "gazette", line: int = 1) -> EvidenceRef:
    read = parse_locator(locator)
    assert isinstance(read, Locator), read
    return EvidenceRef(fact, source, read, Location("facts/sheets/coast.yml", line, 9))


def look_up(refs: Iterable[EvidenceRef], snapshots: Mapping[str, SnapshotFile]) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Return the lock and what is wrong; what the passages hold is tested elsewhere."""
    proof = prove(refs, snapshots)
    return proof.lock, proof.diagnostics


LIT = ref("lit", "lighthouse was lit", line=3)
GULLS = ref("gulls", "Nobody counted … even once", line=8)


def prove_all(*refs: EvidenceRef) -> Lock:
    lock, diagnostics = look_up(refs, GAZETTE)
    assert diagnostics == ()
    return lock


# ---- proving


def test_a_proof_holds_hashes_and_the_place() -> None:
    lock = prove_all(GULLS)
    passage = "Nobody counted the gulls – not even once"
    start = normalise(COPY).index(passage)
    assert lock.evidence == (
        EvidenceRecord(
            "gulls",
            "gazette",
            sha256("Nobody counted … even once".encode()).hexdigest(),
            sha256(passage.encode()).hexdigest(),
            start,
            start + len(passage),
            3,
            sha256(b"nobody counted the gulls-not even once").hexdigest(),
        ),
    )
    assert lock.snapshots == (SnapshotRecord("gazette", "gazette.txt", sha256(COPY.encode()).hexdigest(), 3),)


def test_a_proof_is_looked_up_by_fact_source_and_locator() -> None:
    lock = prove_all(LIT, GULLS)
    found = lock.find_record("lit", "gazette", LIT.locator)
    assert found is not None
    assert found.paragraph == 1
    assert lock.find_record("lit", "gazette", GULLS.locator) is None
    assert lock.find_record("lit", "herald", LIT.locator) is None
    assert lock.find_snapshot("gazette") == lock.snapshots[0]
    assert lock.find_snapshot("herald") is None


def test_a_locator_that_is_not_found_is_told_with_what_is_there() -> None:
    lock, (diagnostic,) = look_up([ref("gulls", "the gulls - not even", line=8), LIT], GAZETTE)
    assert [record.fact for record in lock.evidence] == ["lit"]
    assert (diagnostic.code, diagnostic.location.line) == ("F205", 8)
    assert diagnostic.message == (
        "the locator 'the gulls - not even' of fact 'gulls' is not in the snapshot of source 'gazette'"
    )
    assert diagnostic.hint == ("paragraph 3 has 'the gulls – not even' for 'the gulls - not even': its dashes differ")


def test_where_many_are_not_found_the_first_are_explained() -> None:
    _lock, diagnostics = look_up(
        [ref(f"f{number}", f"no gulls {number}", line=number) for number in range(1, 26)], GAZETTE
    )
    assert [item.hint for item in diagnostics[20:]] == ["first fix those that are explained"] * 5
    assert not {item.hint for item in diagnostics[:20]} & {"", diagnostics[20].hint}


def test_a_locator_found_twice_is_told_with_its_paragraphs() -> None:
    lock, (diagnostic,) = look_up([ref("boats", "counted … boats")], GAZETTE)
    assert lock.evidence == ()
    assert diagnostic.code == "F206"
    assert diagnostic.message == (
        "the locator 'counted … boats' of fact 'boats' is found 2 times in source 'gazette', in paragraph 2"
    )
    assert diagnostic.hint == f"lengthen it or choose words used once, then {VERIFY_HINT}"


def test_only_the_first_paragraphs_are_told() -> None:
    copy = {"gazette": SnapshotFile("gazette.txt", b"the gull\n" * 9)}
    _lock, (diagnostic,) = look_up([ref("gulls", "the gull")], copy)
    assert diagnostic.message.endswith("is found 9 times in source 'gazette', in paragraphs 1, 2, 3, 4, 5, …")


def test_a_missing_snapshot_is_told_once_for_all_that_leans_on_it() -> None:
    refs = [ref("b", "two words", "herald", 7), ref("a", "two words", "herald", 5), LIT]
    lock, (diagnostic,) = look_up(refs, GAZETTE)
    assert [record.fact for record in lock.evidence] == ["lit"]
    assert (diagnostic.code, diagnostic.location.line) == ("F207", 5)
    assert diagnostic.message == (
        "no snapshot of source 'herald' was given, so the evidence of fact 'a' and 1 more cannot be proved"
    )
    assert diagnostic.hint.endswith("then run `factsheet verify --write`")


def test_a_snapshot_in_another_encoding_is_told_with_its_line() -> None:
    copy = {"gazette": SnapshotFile("gazette.txt", "one\ntwo caf\u00e9".encode("latin-1"))}
    _lock, (diagnostic,) = look_up([LIT], copy)
    assert diagnostic.code == "F208"
    assert diagnostic.message == (
        "the snapshot 'gazette.txt' of source 'gazette' is not UTF-8 in line 2, "
        "so the evidence of fact 'lit' cannot be proved"
    )


def test_a_byte_order_mark_is_no_part_of_the_first_word() -> None:
    marked = {"gazette": SnapshotFile("gazette.txt", b"\xef\xbb\xbf" + COPY.encode())}
    lock, diagnostics = look_up([ref("lit", "The lighthouse")], marked)
    assert diagnostics == ()
    assert lock.evidence[0].start == 0


def test_the_same_evidence_twice_is_told_and_proved_once() -> None:
    again = replace(LIT, location=Location("facts/sheets/coast.yml", 20, 9))
    lock, (diagnostic,) = look_up([LIT, again], GAZETTE)
    assert len(lock.evidence) == 1
    assert (diagnostic.code, diagnostic.location.line) == ("F211", 20)
    assert diagnostic.message == "fact 'lit' gives the same passage of source 'gazette' twice"
    assert compare_with_lock([LIT, again], lock) == (diagnostic,)


def test_the_order_of_evidence_does_not_matter() -> None:
    assert render_lock(prove_all(LIT, GULLS)) == render_lock(prove_all(GULLS, LIT))


@given(st.integers(0, len("was lit by a keeper in") - 1), st.characters(categories=["L"]))
def test_a_change_of_one_character_in_the_passage_changes_its_hash(place: int, letter: str) -> None:
    middle = "was lit by a keeper in"
    changed = middle[:place] + letter + middle[place + 1 :]
    hashes = [
        look_up(
            [ref("lit", "The lighthouse … 1871")],
            {"gazette": SnapshotFile("g.txt", f"The lighthouse {words} 1871.".encode())},
        )[0]
        .evidence[0]
        .passage
        for words in (middle, changed)
    ]
    assert (hashes[0] == hashes[1]) == (normalise(middle) == normalise(changed))


@given(st.binary())
def test_proving_never_raises(raw: bytes) -> None:
    _lock, diagnostics = look_up([LIT], {"gazette": SnapshotFile("gazette.txt", raw)})
    assert {diagnostic.code for diagnostic in diagnostics} <= {"F205", "F206", "F208"}


# ---- comparing


def test_evidence_as_it_was_proved_has_no_findings() -> None:
    assert compare_with_lock([GULLS, LIT], prove_all(LIT, GULLS)) == ()


def test_new_evidence_is_told() -> None:
    (diagnostic,) = compare_with_lock([LIT, GULLS], prove_all(LIT))
    assert (diagnostic.code, diagnostic.location) == ("F202", GULLS.location)
    assert diagnostic.message == "the evidence of fact 'gulls' in source 'gazette' is not in the lock"
    assert diagnostic.hint == "run `factsheet verify --write`"


def test_a_changed_locator_is_told_and_not_called_stale_too() -> None:
    (diagnostic,) = compare_with_lock([ref("lit", "was lit in", line=3)], prove_all(LIT))
    assert (diagnostic.code, diagnostic.location) == ("F203", LIT.location)
    assert diagnostic.message == ("the locator of fact 'lit' in source 'gazette' is not the one that the lock proves")


def test_a_locator_typed_with_other_blanks_is_the_same() -> None:
    assert compare_with_lock([ref("lit", "lighthouse  was\u00a0lit")], prove_all(LIT)) == ()


def test_a_record_without_evidence_is_told_at_its_line_of_the_lock() -> None:
    text = render_lock(prove_all(LIT, GULLS))
    lock, _ = read_lock(LOCK, text)
    assert lock is not None
    (diagnostic,) = compare_with_lock([LIT], lock)
    assert diagnostic.code == "F204"
    assert '"gulls"' in text.split("\n")[diagnostic.location.line - 1]
    assert diagnostic.location.file == LOCK
    assert diagnostic.message == "the lock proves a passage of source 'gazette' that fact 'gulls' no longer cites"


def test_one_record_explains_one_changed_locator_only() -> None:
    refs = [ref("lit", "was lit in", line=3), ref("lit", "lit in 1871", line=4)]
    assert [diagnostic.code for diagnostic in compare_with_lock(refs, prove_all(LIT))] == ["F203", "F202"]


def test_nothing_is_proved_by_an_empty_lock() -> None:
    assert [diagnostic.code for diagnostic in compare_with_lock([LIT, GULLS], Lock())] == ["F202", "F202"]


# ---- the file


def test_the_file_has_one_proof_a_line_and_no_word_of_the_source() -> None:
    text = render_lock(prove_all(LIT, GULLS))
    assert text.endswith("\n}\n")
    assert [line[:20] for line in text.split("\n") if '"fact"' in line] == [
        '    {"fact": "gulls"',
        '    {"fact": "lit", ',
    ]
    assert "lighthouse" not in text
    assert json.loads(text)["normaliser"] == "nfc-fold-1"
    assert list(json.loads(text)) == ["version", "normaliser", "snapshots", "evidence"]


def test_an_empty_lock_is_a_file_too() -> None:
    assert render_lock(Lock()) == (
        '{\n  "version": 2,\n  "normaliser": "nfc-fold-1",\n  "snapshots": {},\n  "evidence": []\n}\n'
    )
    assert read_lock(LOCK, render_lock(Lock())) == (Lock(), ())


NAMES = st.text(st.characters(exclude_categories=["C"]), min_size=1).filter(str.strip)
HASHES = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    copies = draw(
        st.lists(
            st.builds(SnapshotRecord, NAMES, NAMES, HASHES, st.integers(1, 999)),
            max_size=4,
            unique_by=lambda copy: copy.source,
        )
    )
    records = [
        EvidenceRecord(
            draw(NAMES), copy.source, draw(HASHES), draw(HASHES), start, start + draw(st.integers(1, 99)), paragraph
        )
        for copy in copies
        for start in draw(st.lists(st.integers(0, 10**9), max_size=3))
        for paragraph in [draw(st.integers(1, copy.paragraphs))]
    ]
    keyed = {(record.fact, record.source, record.locator): record for record in records}
    return Lock(tuple(copies), tuple(keyed.values()))


@given(locks())
def test_a_lock_is_read_back_as_it_was_written(lock: Lock) -> None:
    text = render_lock(lock)
    assert read_lock(LOCK, text) == (lock, ())
    again, _ = read_lock(LOCK, text.replace("\n", "\r\n"))
    assert again == lock
    assert again is not None
    assert render_lock(again) == text


GOOD = render_lock(prove_all(LIT, GULLS))
NEVER_FIX = f"do not fix the lock by hand: {VERIFY_HINT}"


@pytest.mark.parametrize(
    "old,new,line,message",
    [
        (GOOD, "", 1, "this is not JSON: Expecting value"),
        (GOOD, "[]", 0, "the lock is not a JSON object"),
        ('"version": 2', '"version": 3', 0, "the version of the lock is neither 1 nor 2"),
        ('"version": 2', '"version": true', 0, "the version of the lock is neither 1 nor 2"),
        ('"version": 2', '"versoin": 2', 0, "the version of the lock is neither 1 nor 2"),
        ('"version": 2', '"version": 2, "more": 1', 0, "the lock has an unknown member 'more'"),
        ('"version": 2', '"version": 2, "version": 2', 0, "this JSON cannot be read: 'version' occurs 2 times"),
        ('"version": 2', '"version": NaN', 0, "the version of the lock is neither 1 nor 2"),
        ('"version": 2', '"version": "\\ud800"', 2, None),
        ('"version": 2', '"version": "\x7f"', 2, None),
        ('  "evidence": [', "<<<<<<< HEAD\n", 7, "this is not JSON: Expecting property name enclosed in double quotes"),
        ('"snapshots"', '"snapshot"', 0, "the lock has no 'snapshots'"),
        (
            '"file": "gazette.txt"',
            '"file": " "',
            0,
            "'file' of the snapshot of source 'gazette' is not a non-empty text",
        ),
        (
            '{"file": "gazette.txt"',
            '{"fule": "x", "file": "gazette.txt"',
            0,
            "the snapshot of source 'gazette' has an unknown member 'fule'",
        ),
        (
            '"paragraphs": 3',
            '"paragraphs": "3"',
            0,
            "'paragraphs' of the snapshot of source 'gazette' is not a whole number of 0 or more",
        ),
        (
            '"paragraphs": 3',
            '"paragraphs": 2',
            8,
            "the record of fact 'gulls' in source 'gazette' names paragraph 3, which the snapshot does not have",
        ),
        (
            '"gazette": {',
            '"herald": {',
            8,
            "the record of fact 'gulls' in source 'gazette' has no snapshot in the lock",
        ),
        ('"fact": "gulls", ', '"fact": "gulls", "fcat": 1, ', 8, "the record has an unknown member 'fcat'"),
        ('"fact": "gulls"', '"fact": 5', 8, "'fact' of the record is not a non-empty text"),
        (
            '"locator": "',
            '"locator": "X',
            8,
            "'locator' of the record is not a SHA-256 of 64 lower-case hexadecimal digits",
        ),
        ('"start": ', '"start": -', 8, "'start' of the record is not a whole number of 0 or more"),
        ('"start": ', '"start": 0.', 8, "'start' of the record is not a whole number of 0 or more"),
        ('"start": ', '"start": 9', 8, "the record of fact 'gulls' in source 'gazette' ends before it begins"),
        ('"fact": "gulls", "source": "gazette", ', '"fact": "gulls", ', 8, "the record has no 'source'"),
        ('    {"fact"', '    7, {"fact"', 0, "the record is not an object"),
    ],
)
def test_a_lock_out_of_its_format_is_refused(old: str, new: str, line: int, message: str | None) -> None:
    assert old in GOOD
    lock, diagnostics = read_lock(LOCK, GOOD.replace(old, new, 1))
    assert lock is None
    assert {diagnostic.code for diagnostic in diagnostics} == {"F210"}
    assert {diagnostic.hint for diagnostic in diagnostics} == {NEVER_FIX}
    expected = message or "a lock never contains this control character or escape"
    assert (line, expected) in {(diagnostic.location.line, diagnostic.message) for diagnostic in diagnostics}


def test_a_lock_without_the_hash_of_the_words_is_read() -> None:
    lock = prove_all(LIT, GULLS)
    older = replace(lock, evidence=tuple(replace(record, folded="") for record in lock.evidence))

    text = render_lock(older)

    assert '"folded"' not in text
    assert read_lock(LOCK, text) == (older, ())


def test_a_hash_of_the_words_that_is_none_is_refused() -> None:
    lock, (diagnostic,) = read_lock(LOCK, GOOD.replace('"folded": "', '"folded": "X', 1))
    assert lock is None
    assert diagnostic.message == "'folded' of the record is not a SHA-256 of 64 lower-case hexadecimal digits"


def test_a_record_that_stands_twice_is_refused_at_its_line() -> None:
    lines = GOOD.split("\n")
    lock, (diagnostic,) = read_lock(LOCK, "\n".join([*lines[:8], lines[7], *lines[8:]]))
    assert lock is None
    assert diagnostic.location == Location(LOCK, 9, 5)
    assert diagnostic.message == "the record of fact 'gulls' in source 'gazette' occurs twice"


def test_all_findings_of_a_lock_are_told_at_once() -> None:
    broken = GOOD.replace('"fact": "gulls"', '"fact": 5').replace('"fact": "lit"', '"fact": 6')
    _lock, diagnostics = read_lock(LOCK, broken)
    assert [diagnostic.location.line for diagnostic in diagnostics] == [8, 9]


@pytest.mark.parametrize("normaliser", ['"nfkc-fold-2"', "null", "7"])
def test_another_normaliser_asks_for_a_new_proof(normaliser: str) -> None:
    lock, (diagnostic,) = read_lock(LOCK, GOOD.replace('"nfc-fold-1"', normaliser))
    assert lock is None
    assert (diagnostic.code, diagnostic.hint) == ("F209", VERIFY_HINT)


@pytest.mark.parametrize("text", ["[" * 100_000, '{"version": ' + "9" * 5000 + "}", '{"a":' * 50_000])
def test_json_that_python_cannot_hold_is_refused(text: str) -> None:
    lock, (diagnostic,) = read_lock(LOCK, text)
    assert lock is None
    assert diagnostic.code == "F210"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["file", "fact", "gazette"]), inner),
)


@given(JSON, JSON)
def test_reading_never_raises(snapshots: object, evidence: object) -> None:
    root = {"version": 2, "normaliser": "nfc-fold-1", "snapshots": snapshots, "evidence": evidence}
    lock, diagnostics = read_lock(LOCK, json.dumps(root, ensure_ascii=False))
    assert (lock is None) == bool(diagnostics)


@given(st.text())
def test_reading_any_text_never_raises(text: str) -> None:
    lock, diagnostics = read_lock(LOCK, text)
    assert lock is None
    assert diagnostics


# ---- the rules


def test_each_rule_of_evidence_has_its_own_code_and_says_why() -> None:
    rules = [rule for rule in RULES if rule.code.startswith("F2")]
    assert [rule.code for rule in rules] == [f"F{number}" for number in (*range(201, 219), *range(220, 223))]
    assert all(rule.why.endswith(".") and rule.fix.endswith(".") for rule in rules)
    assert not any(rule.title.endswith(".") for rule in rules)


def test_a_hash_is_of_utf8() -> None:
    assert compute_sha256("é") == sha256(b"\xc3\xa9").hexdigest()
