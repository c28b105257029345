"""The programs that tests start beside Python: each is named, looked for and said to come from somewhere.

Run as a script, by Python alone, it prints the Debian packages of what is not there; `.ci/run` installs them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A program that is no part of this project, and what becomes of its tests where it is not there."""

    title: str
    """What it is called where it is missed."""
    names: tuple[str, ...]
    """The commands that start it, the best first."""
    packages: tuple[str, ...] = ()
    """The Debian packages that bring it."""
    why_left_out: str = ""
    """Why CI may go on without it; every other program has packages."""
    places: tuple[str, ...] = ()
    """Where it lies on systems that have no command for it."""

    def found(self) -> str:
        """Return where it is, or nothing."""
        return next(filter(None, map(shutil.which, (*self.names, *self.places))), "")

    def require(self) -> str:
        """Return where it is; a test that asks where it is not is left out by name, or fails in CI."""
        import pytest  # noqa: PLC0415 - `.ci/run` asks this file before pytest is there

        found = self.found()
        if not found and self.packages and os.environ.get("CI") == "true":
            pytest.fail(f"there is no {self.title}; .ci/run installs {' and '.join(self.packages)}")
        if not found:
            pytest.skip(f"there is no {self.title}{self.why_left_out and f': {self.why_left_out}'}")
        return found


CHROMIUM = Program(
    "Chromium",
    # The headless shell is its engine without a window, and twice as quick.
    ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"),
    # Debian's says by itself which fonts it needs, but not that there must be one with many letters.
    ("chromium-headless-shell", "fonts-dejavu-core"),
    places=(
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
)
GIT = Program("git", ("git",), ("git",))
MAKE = Program("make", ("make",), ("make",))
SH = Program("shell", ("sh",), ("dash",))
BASH = Program("bash", ("bash",), ("bash",))
ACTIONLINT = Program(
    "actionlint", ("actionlint",), why_left_out="no package registry has it; install it from where it is made"
)
PROGRAMS = (CHROMIUM, GIT, MAKE, SH, BASH, ACTIONLINT)
LIBRARIES = {"atomic": "libatomic1"}
"""What programs inside of Python packages load, with Debian's packages of it: Playwright's node needs it."""


def missing() -> Iterator[str]:
    """Yield the Debian packages of what is not there."""
    for program in PROGRAMS:
        yield from () if program.found() else program.packages
    if sys.platform == "linux":
        yield from (package for name, package in LIBRARIES.items() if not find_library(name))


def beside_python(name: str) -> str:
    """Return where a program is that came with a package of requirements-dev.txt, or is our own."""
    return str(Path(sys.executable).with_name(name))


if __name__ == "__main__":
    print(*missing())  # noqa: T201
