"""Passages and copies of their sources as files: what is proved, what is not, and why.

A folder under `cases/verify/` is a site as in `test_facts_cases`, with the copies in `snapshots/`. The three
commands below are run in turn on the first of January 2024; `expected.txt` is all that they print.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from factsheet.cli.app import main
from factsheet.evidence.lock import read_lock
from factsheet.parsing.fact_files import LOCK_FILE
from tests.support import paths
from tests.support.case_sites import COPIES_FOLDER, lay_out_case

CASES = paths.CASES / "verify"
NAMES = sorted(folder.name for folder in CASES.iterdir() if folder.name != "_base")
DAY = "2024-01-01"


def run(root: Path, *arguments: str) -> str:
    """Return what a command printed, and how it left."""
    left = CliRunner().invoke(main, [*arguments, "--config-file", str(root / "mkdocs.yml"), "--today", DAY])
    assert left.exception is None or isinstance(left.exception, SystemExit), left.exception
    shown = " ".join(("factsheet", *(argument.replace(str(root), ".") for argument in arguments)))
    return f"$ {shown}\n{left.output}exit code {left.exit_code}\n"


def session(root: Path) -> str:
    verify = ("verify", "--snapshots", str(root / COPIES_FOLDER))
    return "\n".join((run(root, *verify), run(root, *verify, "--write"), run(root, "check")))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_the_passages(name: str, tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    lay_out_case(CASES / name, tmp_path)
    agree_with(CASES / name / "expected.txt", session(tmp_path))


@pytest.mark.parametrize("name", NAMES)
def test_a_run_that_fails_adds_proofs_and_takes_none_away(name: str, tmp_path: Path) -> None:
    lay_out_case(CASES / name, tmp_path)
    lock = tmp_path / "facts" / LOCK_FILE
    before = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    wrote = run(tmp_path, "verify", "--snapshots", str(tmp_path / COPIES_FOLDER), "--write")
    after = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    if "exit code 0" in wrote:
        assert after
    elif "written: " in wrote:
        old, new = read_lock(LOCK_FILE, before)[0], read_lock(LOCK_FILE, after)[0]
        assert new
        assert {*(old.evidence if old else ())} < {*new.evidence}
    else:
        assert after == before


@pytest.mark.parametrize("name", NAMES)
def test_the_lock_holds_no_word_of_a_source(name: str, tmp_path: Path) -> None:
    lay_out_case(CASES / name, tmp_path)
    run(tmp_path, "verify", "--snapshots", str(tmp_path / COPIES_FOLDER), "--write")
    lock = tmp_path / "facts" / LOCK_FILE
    written = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    assert not re.search("lighthouse|counted|gulls", written)


def test_every_finding_of_verify_has_a_case() -> None:
    expected = "".join(path.read_text(encoding="utf-8") for path in CASES.glob("*/expected.txt"))
    assert {"F202", "F203", "F205", "F206", "F207", "F208", "F210", "F211", "F221"} <= set(
        re.findall(r"F2\d\d", expected)
    )


def test_the_folder_of_copies_must_be_there(tmp_path: Path) -> None:
    lay_out_case(CASES / "all-proved", tmp_path)
    assert run(tmp_path, "verify", "--snapshots", str(tmp_path / "nowhere")).endswith("exit code 2\n")


# ---- passages that were read again


def lay_out_change(root: Path, names: tuple[str, ...]) -> tuple[str, ...]:
    """Lay out a site with a fact for each name, prove it, and change a word in their passage; return the command."""
    lay_out_case(CASES / "all-proved", root)
    sheet = root / "facts" / "sheets" / "coast.yml"
    head, _, fact = sheet.read_text(encoding="utf-8").partition("  - id: boats\n")
    facts = (f"  - id: {name}\n{fact}".replace("Boats in", f"Boats of {name} in") for name in names)
    sheet.write_text(head + "".join(facts), encoding="utf-8")
    verify = ("verify", "--snapshots", str(root / COPIES_FOLDER), "--write")
    assert run(root, *verify).endswith("exit code 0\n")
    copy = root / COPIES_FOLDER / "gazette.txt"
    copy.write_text(copy.read_text(encoding="utf-8").replace("two rafts", "a raft"), encoding="utf-8")
    return verify


def test_what_was_read_again_is_written_by_name(tmp_path: Path) -> None:
    verify = lay_out_change(tmp_path, ("boats", "barges", "rafts"))

    assert run(tmp_path, *verify).count("error F221") == 3
    assert run(tmp_path, *verify, "--accept", "boats").count("error F221") == 2
    said = run(tmp_path, *verify, "--accept", "boats", "--accept", "rafts", "--accept", "barges")
    assert "F221" not in said
    assert said.endswith("3 passages found and read in 1 copy; facts/evidence.lock written\nexit code 0\n")
    assert "F221" not in run(tmp_path, *verify)


def test_a_source_that_is_not_read_again_does_not_keep_others_from_being_proved(tmp_path: Path) -> None:
    verify = lay_out_change(tmp_path, ("boats", "barges"))
    lock = tmp_path / "facts" / LOCK_FILE
    before = read_lock(LOCK_FILE, lock.read_text("utf-8"))[0]
    sources, sheet = tmp_path / "facts/sources", tmp_path / "facts/sheets/coast.yml"
    other = (sources / "gazette.yml").read_text("utf-8").replace("gazette", "other")
    (sources / "other.yml").write_text(other, encoding="utf-8")
    shutil.copy(tmp_path / COPIES_FOLDER / "gazette.txt", tmp_path / COPIES_FOLDER / "other.txt")
    facts = sheet.read_text("utf-8")
    _, _, fact = facts.partition("  - id: barges\n")
    fact = fact.replace("gazette", "other").replace("Boats of barges", "Boats of rafts")
    sheet.write_text(f"{facts}  - id: rafts\n{fact}", encoding="utf-8")

    said = run(tmp_path, *verify, "--accept", "boats")
    after = read_lock(LOCK_FILE, lock.read_text("utf-8"))[0]

    assert "3 passages proved; those with errors are left as they were" in said
    assert said.count("error F221") == 1
    assert before
    assert after
    assert [record for record in after.evidence if record.source == "gazette"] == [*before.evidence]
    assert [record.fact for record in after.evidence if record.source == "other"] == ["rafts"]
    assert after.find_snapshot("gazette") == before.find_snapshot("gazette")


def test_forty_facts_of_one_source_are_accepted_at_once_and_their_words_stand_once(tmp_path: Path) -> None:
    verify = lay_out_change(tmp_path, tuple(f"boats-{number}" for number in range(40)))

    said = run(tmp_path, *verify)
    assert said.count("error F221") == 40
    assert said.count("\n    counted 40 boats and a raft in the harbour\n") == 1
    assert "note: the copy of 'gazette' has changed: 'boats-0', 'boats-1', 'boats-10' and 37 more rest on" in said
    assert run(tmp_path, *verify, "--accept", "gazette").endswith("facts/evidence.lock written\nexit code 0\n")


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_no_other_form_of_the_report_has_words_of_the_source(form: str, tmp_path: Path) -> None:
    verify = lay_out_change(tmp_path, ("boats",))

    said = run(tmp_path, *verify, "--format", form)
    assert "F221" in said
    assert "a raft" not in said


def test_what_is_accepted_must_be_there(tmp_path: Path) -> None:
    verify = lay_out_change(tmp_path, ("boats",))

    assert "there is no fact or source 'botas'" in run(tmp_path, *verify, "--accept", "botas")
