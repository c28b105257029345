"""What rests on facts that have changed waits until somebody has read it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from factsheet.analysis.ledger import (
    Ledger,
    accept_dependents,
    hash_meaning,
    list_pending_reviews,
    read_ledger,
    serialize_ledger,
)
from factsheet.cli.accept import accept_command
from factsheet.diagnostics.rules import MALFORMED_LEDGER
from tests.support import paths
from tests.support.sites import copy_toy, replace_text, run_cli
from tests.support.small_site import make_number, make_result, make_sheet, make_source, read_only_fact, read_valid

GOLDEN = paths.GOLDEN / "accept"
FACTS = (make_number("a", "1"), make_number("b", "1"), make_result("c", "2", "x + y", "x: a, y: b"))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy with a ledger, and the folder one stands in."""
    root = copy_toy(tmp_path / "toy")
    monkeypatch.chdir(root)
    assert run_cli("accept", "--all")[0] == 0
    return root


def reword(site: Path) -> None:
    """Change what other facts rest on, so that nothing else is wrong."""
    replace_text(
        site / "facts/sheets/strike.yml", "  - id: tugs\n    statement: ", "  - id: tugs\n    statement: Indeed, "
    )


# ---- the command


def test_without_a_ledger_nothing_is_asked(tmp_path: Path) -> None:
    toy = str(copy_toy(tmp_path / "toy") / "mkdocs.yml")

    assert "F510" not in run_cli("check", "-f", toy)[1]
    code, output = run_cli("accept", "-f", toy)
    assert code == 2
    assert output.endswith("there is no facts/accepted.lock yet: `factsheet accept --all` creates it\n")


def test_a_ledger_that_was_just_begun_waits_for_nothing(site: Path) -> None:
    assert (site / "facts/accepted.lock").is_file()
    assert run_cli("accept") == (0, "nothing has to be read again\n")
    assert run_cli("check")[1].startswith("all is well")


def test_what_waits_is_listed_and_warned_of(site: Path, agree_with: Callable[[Path, str], None]) -> None:
    reword(site)
    code, output = run_cli("accept")

    assert code == 1
    agree_with(GOLDEN / "waiting.txt", output)
    checked = run_cli("check")
    assert checked[0] == 0
    assert "warning F510: 'afloat' must be rechecked: it depends on 'tugs'" in checked[1]


def test_what_was_read_again_waits_no_more(site: Path) -> None:
    before = (site / "facts/accepted.lock").read_text("utf-8")
    reword(site)
    listed = [
        line.split()[1] for line in run_cli("accept")[1].splitlines() if line.startswith(("fact ", "chart ", "sheet "))
    ]
    code, output = run_cli("accept", listed[0])
    lines = zip(before.splitlines(), (site / "facts/accepted.lock").read_text("utf-8").splitlines(), strict=True)

    assert code == 0
    assert output.startswith("1 record accepted")
    assert sum(left != other for left, other in lines) == 1
    assert run_cli("accept", *listed)[0] == 0
    assert run_cli("accept") == (0, "nothing has to be read again\n")


def test_accepting_again_changes_nothing(site: Path) -> None:
    before = (site / "facts/accepted.lock").read_bytes()

    assert run_cli("accept", "--all")[1].startswith("no records accepted")
    assert (site / "facts/accepted.lock").read_bytes() == before


def test_a_shell_completes_what_waits(site: Path) -> None:
    (names, *_) = accept_command.params

    assert [item.value for item in names.shell_complete(click.Context(accept_command), "")] == []
    reword(site)
    assert [item.value for item in names.shell_complete(click.Context(accept_command), "a")] == ["afloat"]
    assert [item.value for item in names.shell_complete(click.Context(accept_command), "x")] == []


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "arguments, reported",
    [
        (("tug",), "there is no fact, sheet or chart 'tug'; did you mean 'tugs'?"),
        (("sheet:tugs",), "there is no fact, sheet or chart 'sheet:tugs'"),
        (("tugs", "--all"), "name what you have read, or give --all; not both"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], reported: str) -> None:
    code, output = run_cli("accept", *arguments)

    assert code == 2
    assert reported in output


def test_nothing_is_accepted_while_something_is_wrong(site: Path) -> None:
    before = (site / "facts/accepted.lock").read_bytes()
    replace_text(site / "facts/sheets/money.yml", "standing: estimated", "standing: guessed")
    code, output = run_cli("accept", "--all")

    assert code == 1
    assert "F105" in output
    assert (site / "facts/accepted.lock").read_bytes() == before


def test_a_review_tells_what_was_read_again(site: Path, tmp_path: Path) -> None:
    copy_toy(tmp_path / "older")
    reword(site)

    assert "1 to be rechecked" in run_cli("diff", "../older")[1]
    assert run_cli("accept", "afloat")[0] == 0
    output = run_cli("diff", "../older")[1]
    assert "to be rechecked" not in output
    assert "    read again since:\n      afloat (worked out from it)" in output


# ---- the ledger


def files(*facts: str) -> dict[str, str]:
    return {"sheets/numbers.yml": make_sheet(*facts)} | make_source("register")


def test_what_no_longer_rests_on_anything_falls_away() -> None:
    whole = accept_dependents(read_valid(files(*FACTS)), Ledger(), None)
    alone = make_result("c", "2", "x + x", "x: a")
    left = accept_dependents(read_valid(files(*FACTS[:2], alone)), whole, ())

    assert sorted(whole.meanings) == [("fact", "c", "a"), ("fact", "c", "b")]
    assert sorted(left.meanings) == [("fact", "c", "a")]


def test_a_tie_that_is_new_waits() -> None:
    known = accept_dependents(
        read_valid(files(FACTS[0], FACTS[1], make_result("c", "2", "x + x", "x: a"))), Ledger(), None
    )
    (left,) = list_pending_reviews(read_valid(files(*FACTS)), known)

    assert (left.dependency.fact_id, left.changed) == ("b", False)


@pytest.mark.parametrize(
    "other, same",
    [
        (make_number("a", "at least 1"), False),
        (make_number("a", "1", "as_of: 2023"), False),
        (make_number("a", "1", "standing: disputed"), False),
        (make_number("a", "1", "also: 2 kg"), False),
        (make_number("a", "1", "counts: boats"), False),
        (make_number("a", "1").replace("Of a", "Of an a"), False),
        (make_number("a", "1").replace("the words", "these words"), False),
        (make_number("a", "1").replace("{source", "{relation: disputes, source"), False),
        (make_number("a", "1", "caveat: Take care", "tags: [x]", "label: A"), True),
        (make_number("a", "1.0"), True),
        (make_number("a", "exactly 1"), True),
    ],
)
def test_the_meaning_of_a_fact_is_what_it_says_and_how_surely(other: str, same: bool) -> None:  # noqa: FBT001
    first, second = (read_only_fact(files(fact))[0] for fact in (make_number("a", "1"), other))

    assert (hash_meaning(first) == hash_meaning(second)) is same


def test_a_ledger_is_read_as_it_was_written() -> None:
    ledger = accept_dependents(read_valid(files(*FACTS)), Ledger(), None)
    text = serialize_ledger(ledger)

    assert read_ledger("accepted.lock", text) == (ledger, ())
    assert read_ledger("accepted.lock", serialize_ledger(Ledger())) == (Ledger(), ())
    assert len(text.splitlines()) == len(ledger.meanings) + 5
    assert serialize_ledger(Ledger(dict(sorted(ledger.meanings.items(), reverse=True)))) == text


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"version": 2, "accepted": []}', '{"version": 1}', "[" * 100_000, '{"version": 1e999}']
)
def test_what_is_no_ledger_is_told(text: str) -> None:
    ledger, diagnostics = read_ledger("facts/accepted.lock", text)

    assert ledger is None
    assert {item.code for item in diagnostics} == {MALFORMED_LEDGER.code}


@pytest.mark.parametrize("pair", [("fact:\ud800", "a"), ("fact:a", "\udc00"), ("fact:a b", "a"), ("fact:", "a")])
def test_a_ledger_that_could_not_be_written_again_is_not_read(pair: tuple[str, str]) -> None:
    entry = dict(zip(("reader", "rests_on", "meaning"), (*pair, "0" * 64), strict=True))
    ledger, diagnostics = read_ledger("facts/accepted.lock", json.dumps({"version": 1, "accepted": [entry]}))

    assert ledger is None
    (message,) = (item.message for item in diagnostics)
    assert message.startswith(
        ("entry 1 of the ledger has a field 'reader'", "entry 1 of the ledger has a field 'rests_on'")
    )


def test_a_ledger_holds_no_words(site: Path) -> None:
    reported = json.loads((site / "facts/accepted.lock").read_text("utf-8"))

    assert {len(entry["meaning"]) for entry in reported["accepted"]} == {64}
    assert all(set(entry) == {"reader", "rests_on", "meaning"} for entry in reported["accepted"])
