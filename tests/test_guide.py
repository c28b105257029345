"""The guides do what they say: their files are written, their commands run, their output compared."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

from generator.checks.subject import Subject
from tests.small_site import number, sheet, sound, source
from tests.support.programs import GIT, SH

ROOT = Path(__file__).parent.parent
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
            [SH.needed(), "-c", command],
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
        """Put the lines with a plus in place of those with a minus, which must stand in the file once."""
        path = self.folder / lines[0].removeprefix("--- ")
        old, new = (
            "".join(f"{line[1:]}\n" for line in lines[1:] if line.startswith(sign)) for sign in ("-", "+")
        )
        text = path.read_text("utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_guide_does_what_it_says(tmp_path: Path, agree_with: Callable[[Path, str], None]) -> None:
    GIT.needed()
    reader = Reader(tmp_path)
    guide = GUIDE.read_text("utf-8")

    followed = BLOCK.sub(lambda block: f"```{block[1]}\n{reader.follow(block[1], block[2])}```", guide)

    agree_with(GUIDE, followed)


def test_the_check_that_contributing_shows_finds_what_it_says() -> None:
    """Who follows `Add a check` by the letter has a check that works."""
    recipe = CONTRIBUTING.read_text("utf-8")
    found = re.search(r"^ +```python\n(.*?)^ +```$", recipe, re.MULTILINE | re.DOTALL)
    assert found
    text = textwrap.dedent(found[1])
    module: dict[str, object] = {"__name__": "caveats_differ"}
    exec(compile(text, "caveats_differ.py", "exec"), module)  # noqa: S102 - it is our own text
    facts = (
        number("ships", "9 ships", "caveat: Of ships"),
        number("boats", "9 boats", "caveat: Of boats too"),
    )
    catalog = sound({"sheets/numbers.yml": sheet(*facts)} | source("register"))
    check = module["check"]
    assert callable(check)

    (finding,) = check(Subject(catalog=catalog, workings={}, lock=None, today=dt.date(2024, 1, 1)))

    assert finding.diagnostic.message == "the caveat of 'ships' is its statement"
    assert (finding.diagnostic.code, finding.about) == ("F399", catalog.facts["ships"])
