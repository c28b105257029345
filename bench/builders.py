"""What is measured: a program that makes a site, and what one run of it costs."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ENVIRONMENT: Final = {
    **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
    "SOURCE_DATE_EPOCH": "1767225600",  # 2026-01-01, when no review is due
    "NO_MKDOCS_2_WARNING": "1",
    "DISABLE_MKDOCS_2_WARNING": "true",
    "PYTHONUTF8": "1",
}
START: Final = """\
import os, sys, time
file, *command = sys.argv[1:]
start = time.perf_counter()
_, status, usage = os.wait4(os.posix_spawnp(command[0], command, os.environ), 0)
wall = time.perf_counter() - start
with open(file, "w") as written:
    print(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, file=written)
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""
"""A small program that starts another: Linux counts as a process's memory what the one that started it held."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process cost, with all that it started and waited for."""

    cpu: float
    """User and system time, in seconds."""
    wall: float
    memory: float
    """The most that one process held, in MB."""

    def __str__(self) -> str:
        return f"{self.cpu:.2f} s of CPU, {self.wall:.2f} s, {self.memory:.0f} MB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Builder:
    """A program with a folder of its own, in which it makes a site."""

    name: str
    folder: Path
    commands: Mapping[str, Sequence[str]]
    """By the runs that it takes part in."""
    beside: str = "factsheet"
    """The builder that it is compared with."""
    output: str = "site"
    environment: Mapping[str, str] = field(default_factory=dict)
    versions: Sequence[Mapping[str, bytes]] = ()
    """The files that the edit changes, before and after it."""

    def run(self, run: str, number: int) -> Cost:
        """Prepare a run, and return its cost; the edit is made and taken back from one round to the next."""
        if run == "clean":
            for name in (self.output, ".cache"):
                shutil.rmtree(self.folder / name, ignore_errors=True)
        if run == "edit":
            for name, content in self.versions[(number + 1) % 2].items():
                (self.folder / name).write_bytes(content)
        return measure(self.commands[run], self.folder, self.environment)


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Return the cost of a command, which must succeed."""
    with tempfile.NamedTemporaryFile() as usage, tempfile.TemporaryFile() as log:
        start = (sys.executable, "-I", "-S", "-c", START, usage.name, *command)
        done = subprocess.run(
            start, cwd=folder, env={**ENVIRONMENT, **environment}, stdout=log, stderr=log, check=False
        )
        if done.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} in {folder}:\n{log.read().decode(errors='replace')[-4000:]}")
        cpu, wall, memory = map(float, usage.read().split())
    return Cost(cpu, wall, memory)


def list_changes(before: Path, after: Path) -> list[Mapping[str, bytes]]:
    """Return the files in which two folders differ, as they are in each."""
    files = [str(path.relative_to(before)) for path in sorted(before.rglob("*")) if path.is_file()]
    changed = [file for file in files if not filecmp.cmp(before / file, after / file, shallow=False)]
    return [{file: (side / file).read_bytes() for file in changed} for side in (before, after)]


def count_output(builder: Builder) -> Sequence[float]:
    """Return how much a site holds: HTML files, those of facts and of sources, megabytes of HTML."""
    output = builder.folder / builder.output
    pages = list(output.rglob("*.html"))
    facts, sources = (len(list((output / name).glob("*/index.html"))) for name in ("facts", "sources"))
    return len(pages), facts, sources, round(sum(page.stat().st_size for page in pages) / 1e6, 1)
