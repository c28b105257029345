"""A terminal for tests: a program runs in it, and keys are typed as a person types them."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Self

LEFT, HOME, END, UP = "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[A"
CTRL_A, CTRL_C, CTRL_E, CTRL_W, ENTER, TAB = "\x01", "\x03", "\x05", "\x17", "\r", "\t"
_PATIENCE = 15
"""Seconds after which a program that says nothing is given up: the machine may be busy."""
_TAKE_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
)
"""Makes the terminal that of the program, which so gets the signals of its keys and of its end."""
_FORWARD = re.compile(r"\x1b\[([0-9]*)C")
_CODES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78M])")


def paste(text: str) -> str:
    """Return what a terminal sends when somebody pastes a text."""
    return f"\x1b[200~{text}\x1b[201~"


class Terminal:
    """A program in a terminal of its own; used as a context."""

    def __init__(self, *command: str, cwd: Path, env: Mapping[str, str], columns: int = 80) -> None:
        self.screen = ""
        """All that was printed so far, without the codes that move and colour."""
        self._seen = 0
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        self.process = subprocess.Popen(
            (sys.executable, "-c", _TAKE_TERMINAL, *command),
            cwd=cwd,
            env={**os.environ, **env},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def expect(self, text: str) -> None:
        """Wait until a text is printed, after the one that was last waited for."""
        end = time.monotonic() + _PATIENCE
        while text not in self.screen[self._seen :]:
            assert time.monotonic() < end, f"{text!r} was not printed:\n{self.screen[self._seen :]}"
            assert self._read(), f"{text!r} was not printed before the end:\n{self.screen[self._seen :]}"
        self._seen = self.screen.index(text, self._seen) + len(text)

    def type(self, *keys: str) -> None:
        """Type keys."""
        os.write(self._ours, "".join(keys).encode())

    def answer(self, question: str, *keys: str) -> None:
        """Wait for a question, type keys and press Enter."""
        self.expect(question)
        self.type(*keys, ENTER)

    def wait(self) -> int:
        """Return the exit code, when all has been printed."""
        while self._read():
            pass
        return self.process.wait(_PATIENCE)

    def hang_up(self) -> None:
        """Close the terminal, as by closing its window."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1
            self.process.wait(_PATIENCE)

    def _read(self) -> bool:
        """Read what is printed; tell whether more may come."""
        ready, _, _ = select.select([self._ours], [], [], _PATIENCE)
        try:
            raw = os.read(self._ours, 65536) if ready else b""
        except OSError:  # Nobody holds the other end.
            return False
        shown = _FORWARD.sub(lambda found: " " * int(found[1] or 1), raw.decode(errors="replace"))
        self.screen += _CODES.sub("", shown).replace("\r", "")
        return bool(raw)
