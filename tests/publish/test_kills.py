"""Builds that are killed while a reader reads."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.support.examples import SCALE
from tests.support.sites import EPOCH, FACTSHEET, copy_toy, run_command

KILLS = 5 * SCALE
AFTER_END = 1.25
"""By how much later than the end of a build, as it was before, one is killed at the latest."""


class Reader(threading.Thread):
    """Reads the pages of a site, over and over, and notes those that are missing or cut short."""

    def __init__(self, site: Path) -> None:
        super().__init__()
        self.paths = sorted(site.rglob("*.html"))
        self.ended = threading.Event()
        self.reads = 0
        self.faults: list[str] = []

    def run(self) -> None:
        while not self.ended.is_set():
            for path in self.paths:
                self.reads += 1
                if not self.read(path).rstrip().endswith(b"</html>"):
                    self.faults.append(str(path))

    def read(self, path: Path) -> bytes:
        """Return a page; ask twice, since a reader may have stepped into the old site just before it was removed."""
        for _ in range(2):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                continue
        return b""


@pytest.mark.skipif(sys.platform != "linux", reason="kills with Linux's signals")
def test_a_reader_sees_whole_pages_whenever_a_build_is_killed(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    assert run_command(*FACTSHEET, "build", cwd=site).returncode == 0
    begin = time.monotonic()
    assert run_command(*FACTSHEET, "build", cwd=site).returncode == 0
    longest = AFTER_END * (time.monotonic() - begin)
    chance = random.Random(0)  # noqa: S311 - only moments are drawn
    reader = Reader(site / "site")
    reader.start()
    killed = 0
    try:
        for number in range(KILLS):
            with (site / "content/method.md").open("a", encoding="utf-8") as page:
                page.write(f"\nEdition {number}.\n")
            builder = subprocess.Popen(
                (*FACTSHEET, "build"), cwd=site, env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH}, stdout=subprocess.PIPE
            )
            time.sleep(chance.uniform(0.2, longest))
            killed += builder.poll() is None
            builder.send_signal(signal.SIGKILL)
            builder.communicate()
    finally:
        reader.ended.set()
        reader.join()

    assert killed
    assert reader.reads > len(reader.paths)
    assert reader.faults == []
    assert run_command(*FACTSHEET, "build", cwd=site).returncode == 0
    assert f"Edition {KILLS - 1}." in (site / "site/method/index.html").read_text("utf-8")
    assert sorted(path.name for path in site.glob(".site*")) == []
