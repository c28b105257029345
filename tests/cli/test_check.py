"""Checking facts loads nothing that builds the site, and reads each file once."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from factsheet.parsing import fact_files
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.project import read_files
from tests.support.paths import ROOT, TOY
from tests.support.sites import EPOCH, run_cli, run_command

UNUSED = (
    *("mkdocs", "jinja2", "markdown", "pygments", "typst", "prompt_toolkit", "anyascii"),
    *("subprocess", "tempfile", "importlib.metadata"),
    *("factsheet.authoring", "factsheet.publish", "factsheet.render", "factsheet.review"),
    *("factsheet.project.git", "factsheet.project.write_files", "factsheet.reading.passages"),
)
"""What `check` takes no time to load."""


def test_checking_loads_nothing_else() -> None:
    script = (
        "import sys\n"
        "from factsheet.cli.app import main\n"
        "main(['check'], standalone_mode=False)\n"
        f"print('loaded:', *(name for name in {UNUSED} if name in sys.modules))"
    )
    done = run_command(sys.executable, "-c", script, cwd=TOY, PYTHONPATH=str(ROOT), SOURCE_DATE_EPOCH=EPOCH)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "loaded:"


def test_each_file_is_read_and_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    parsed: list[str] = []
    read_limited = read_files._DiskTree.read_limited

    def read_counted(self: read_files._DiskTree, path: PurePosixPath, most: int) -> tuple[int, bytes] | None:
        opened.append(str(path))
        return read_limited(self, path, most)

    def parse_counted(file: str, raw: bytes) -> tuple[YamlDocument | None, tuple[object, ...]]:
        parsed.append(file)
        return read_document(file, raw)

    monkeypatch.setattr(read_files._DiskTree, "read_limited", read_counted)
    monkeypatch.setattr(fact_files, "read_document", parse_counted)
    assert run_cli("check", "-f", str(TOY / "mkdocs.yml"))[0] == 0

    documents = {path.relative_to(TOY).as_posix() for path in Path(TOY / "facts").rglob("*.yml")}
    assert set(parsed) == {file for file in documents if "/." not in file}
    assert {*parsed, "mkdocs.yml", "facts/evidence.lock"} <= set(opened)
    assert max(Counter(opened).values()) == max(Counter(parsed).values()) == 1
