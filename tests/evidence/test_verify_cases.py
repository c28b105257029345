"""Passages and copies of their sources as files: what is proved, what is not, and why.

A folder under `cases/verify/` is a site as in `test_facts_cases`, with the copies in `snapshots/`. The three
commands below are run in turn on the first of January 2024; `expected.txt` is all that they print.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from factsheet.cli.app import main
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
def test_no_lock_is_written_while_something_is_wrong(name: str, tmp_path: Path) -> None:
    lay_out_case(CASES / name, tmp_path)
    lock = tmp_path / "facts" / LOCK_FILE
    before = lock.read_bytes() if lock.is_file() else None
    wrote = run(tmp_path, "verify", "--snapshots", str(tmp_path / COPIES_FOLDER), "--write")
    after = lock.read_bytes() if lock.is_file() else None
    if "exit code 0" in wrote:
        assert after is not None
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
    assert {"F202", "F203", "F205", "F206", "F207", "F208", "F210", "F211"} <= set(re.findall(r"F2\d\d", expected))


def test_the_folder_of_copies_must_be_there(tmp_path: Path) -> None:
    lay_out_case(CASES / "all-proved", tmp_path)
    assert run(tmp_path, "verify", "--snapshots", str(tmp_path / "nowhere")).endswith("exit code 2\n")
