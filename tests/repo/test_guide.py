"""The guides do what they say: their files are written, their commands run, their output compared."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

from factsheet.checks import records
from factsheet.checks.context import CheckContext
from factsheet.diagnostics.rules import build_rules
from factsheet.model.records import Settings
from tests.support.paths import ROOT
from tests.support.programs import GIT, SH
from tests.support.small_site import make_number, make_sheet, make_source, read_valid

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
GUIDE = ROOT / "docs" / "guide.md"
BLOCK = re.compile(r"^```(console|yaml|diff)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MORE = "…"
"""Stands for the rest of an output, which differs from one machine to the next."""


class Reader:
    """Somebody who follows the guide step by step in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(folder),
            "PYTHONUTF8": "1",
            "NO_MKDOCS_2_WARNING": "1",
            **{f"GIT_{who}_NAME": "A reader" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "reader@example.org" for who in ("AUTHOR", "COMMITTER")},
        }

    def follow(self, kind: str, text: str) -> str:
        """Do what a block says; return the block with what really came of it."""
        match kind:
            case "console":
                return "".join(self.commands(text))
            case "yaml":
                name = text.partition("\n")[0].removeprefix("# ")
                (self.folder / name).write_text(text, encoding="utf-8")
            case _:
                self.change(text.splitlines())
        return text

    def commands(self, text: str) -> Iterator[str]:
        for step in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, expected = step.partition("\n")
            shown = self.run(command)
            if expected.endswith(f"{MORE}\n"):
                first = expected.splitlines()[:-1]
                shown = "".join(f"{line}\n" for line in [*shown.splitlines()[: len(first)], MORE])
            yield f"$ {command}\n{shown}"

    def run(self, command: str) -> str:
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        done = subprocess.run(
            [SH.require(), "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert "Traceback" not in done.stdout, done.stdout
        return re.sub(r"\bin [\d.]+ s$", "in 3 s", done.stdout, flags=re.MULTILINE)

    def change(self, lines: list[str]) -> None:
        """Put the lines with a plus in place of those with a minus; what they replace must stand in the file once."""
        path = self.folder / lines[0].removeprefix("--- ")
        old, new = ("".join(f"{line[1:]}\n" for line in lines[1:] if line[0] in signs) for signs in ("- ", "+ "))
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_guide_does_what_it_says(tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    GIT.require()
    reader = Reader(tmp_path)
    guide = GUIDE.read_text("utf-8")

    followed = BLOCK.sub(lambda block: f"```{block[1]}\n{reader.follow(block[1], block[2])}```", guide)

    agree_with(GUIDE, followed)


def read_recipe(title: str, language: str) -> list[str]:
    """Return the blocks of code in a section of CONTRIBUTING.md."""
    section = CONTRIBUTING.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0]
    blocks = re.findall(rf"^ +```{language}\n(.*?)^ +```$", section, re.MULTILINE | re.DOTALL)
    return [textwrap.dedent(block) for block in blocks]


def test_the_check_that_contributing_shows_finds_what_it_says() -> None:
    """Following `Add a check` by the letter gives a check that works."""
    (rule,) = read_recipe("Add a check", "toml")
    module: dict[str, object] = {**vars(records), **build_rules(tomllib.loads(rule))}
    for block in read_recipe("Add a check", "python"):
        exec(block, module)  # noqa: S102 - it is our own text
    facts = (
        make_number("ships", "9 ships", "caveat: Of ships"),
        make_number("boats", "9 boats", "caveat: Of boats too"),
    )
    catalog = read_valid({"sheets/numbers.yml": make_sheet(*facts)} | make_source("register"))
    check = module["check_caveats_differ"]
    assert callable(check)

    (finding,) = check(
        CheckContext(catalog=catalog, derivations={}, lock=None, settings=Settings(today=dt.date(2024, 1, 1)))
    )

    assert finding.diagnostic.message == "the caveat of 'ships' is its statement"
    assert (finding.diagnostic.code, finding.fact) == ("F399", catalog.facts["ships"])


def test_the_field_that_contributing_shows_gets_everywhere(tmp_path: Path) -> None:
    """Following `Add a field` by the letter gives a whole field; halfway, the test of fields says what is missing."""
    for part in ("generator/factsheet", "tests/support"):
        shutil.copytree(ROOT / part, tmp_path / part)
    for part in ("pyproject.toml", "tests/conftest.py", "tests/repo/test_fields.py"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    reader = Reader(tmp_path)
    reader.environment |= {"PYTHONPATH": f"{tmp_path / 'generator'}", "PYTEST_ADDOPTS": "-p no:cacheprovider -n 0"}
    changes = read_recipe("Add a field", "diff")

    for change in changes[:2]:
        reader.follow("diff", change)
    missing = re.findall(r"AssertionError: not in ([\w. ]+): ", reader.run("pytest -q tests/repo/test_fields.py"))
    for change in changes[2:]:
        reader.follow("diff", change)

    assert missing == ["the meaning", "facts.json", "the index", "the pages", "the handouts"]
    assert " passed in " in (said := reader.run("pytest -q tests/repo/test_fields.py")), said
    assert "failed" not in said, said
    reader.folder = ROOT
    assert reader.run("python -m factsheet check").startswith("all is well"), "facts without the field mean the same"
