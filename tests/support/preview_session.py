"""An editor's desk for tests: a small site of a few facts, and a preview of it that runs meanwhile."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from tests.support.sites import EPOCH, FACTSHEET, TIMEOUT, Html, read_html, run_cli

SITE_FILES: Mapping[str, str] = MappingProxyType(
    {
        "mkdocs.yml": """\
site_name: The harbour
docs_dir: content
theme: {name: material, font: false}
markdown_extensions: [attr_list, md_in_html, tables]
plugins: [factsheet]
""",
        "content/index.md": "# The harbour\n\n<!-- factsheet: home -->\n",
        "facts/actors.yml": "actors:\n  - {id: the-gazette, name: The Gazette, kind: organisation}\n",
        "facts/sources/gazette.yml": """\
id: gazette
label: The Gazette
type: article-newspaper
publisher: the-gazette
published: 2023-06-01
url: https://gazette.example.org/boats
snapshot: gazette.txt
""",
        "facts/sheets/coast.yml": """\
id: coast
title: The coast
summary: What is known of the coast.
facts:
  - id: boats
    statement: Boats in the harbour
    value: 40 boats
    standing: reported
    as_of: 2023-05
    evidence:
      - source: gazette
        locator: counted 40 boats … in the harbour
""",
        "snapshots/gazette.txt": "They counted 40 boats of all kinds in the harbour.\n",
    }
)
_CLOCK = re.compile(r"^\d\d:\d\d:\d\d  ", re.MULTILINE)


def write_small_site(folder: Path) -> Path:
    """Write a site of one proved fact into a folder and return the folder."""
    for name, text in SITE_FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    code, output = run_cli(
        "verify", "-f", str(folder / "mkdocs.yml"), "--snapshots", str(folder / "snapshots"), "--write"
    )
    assert code == 0, output
    return folder


@dataclass
class RunningPreview:
    """A preview that runs, what it says, and the site that it is of."""

    site: Path
    url: str
    process: subprocess.Popen[str]
    output: list[str] = field(default_factory=list)

    def wait_for(self, words: str, times: int = 1) -> None:
        """Wait until the preview has printed a text so many times."""
        until = time.monotonic() + TIMEOUT / 4
        while sum(words in line for line in self.output) < times:
            assert time.monotonic() < until, (words, "".join(self.output))
            assert self.process.poll() is None, "".join(self.output)
            time.sleep(0.02)

    def count_saves(self) -> int:
        """Return how many rebuilds there were."""
        return sum(" saved: " in line for line in self.output)

    def save(self, name: str, old: str, new: str) -> None:
        """Change a file as most editors do, by a new one under the old name, and wait for the rebuild."""
        path, before = self.site / name, self.count_saves()
        text = path.read_text("utf-8")
        assert old in text
        beside = path.with_name(f".{path.name}.swp")
        beside.write_text(text.replace(old, new), encoding="utf-8")
        beside.replace(path)
        self.wait_for(" saved: ", before + 1)

    def fetch_page(self, path: str = "") -> tuple[int, Html]:
        """Return the status of a page and the page as a browser reads it."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=TIMEOUT) as answer:  # noqa: S310 - ours
                return answer.status, read_html(answer.read().decode())
        except urllib.error.HTTPError as refusal:
            return refusal.code, read_html(refusal.read().decode())

    def wait_until_up(self) -> None:
        """Wait until pages are served, which is when changes are watched for too."""
        until = time.monotonic() + TIMEOUT / 4
        while time.monotonic() < until:
            with contextlib.suppress(urllib.error.URLError):
                self.fetch_page()
                return
            time.sleep(0.02)

    def read_alert(self, path: str = "") -> str:
        """Return what stands above a page, white space folded; empty where nothing does."""
        _, page = self.fetch_page(path)
        return next(
            (" ".join(element.text.split()) for element in page.find_all("div") if element["role"] == "alert"), ""
        )

    def read_output(self) -> str:
        """Return all output, without what differs from run to run."""
        output = _CLOCK.sub("HH:MM:SS  ", "".join(self.output)).replace(self.url, "http://HOST/")
        return re.sub(r"in \d+\.\d s\b", "in N s", output)

    def end(self, by: signal.Signals) -> int:
        """End it as Ctrl-C or a script does and return its exit code."""
        self.process.send_signal(by)
        return self.process.wait(timeout=TIMEOUT)


def find_free_port() -> int:
    """Return a port at which nobody serves."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextlib.contextmanager
def _at_a_terminal(*, there: bool) -> Iterator[None]:
    """Start programs that hear Ctrl-C as at a terminal, or that ignore it as in the background of a script.

    A program inherits that a signal is ignored, also from whoever runs the tests; one caught here has its
    usual effect there.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler if there else signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextlib.contextmanager
def run_preview(
    site: Path, command: tuple[str, ...] = (*FACTSHEET, "serve", "--address"), *, at_a_terminal: bool = True
) -> Iterator[RunningPreview]:
    """Preview a site on a free port for a while; it never prints a traceback."""
    address = f"127.0.0.1:{find_free_port()}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    temporary = site.parent / "temporary"  # MkDocs puts pages there, and clears them away after Ctrl-C only.
    temporary.mkdir(exist_ok=True)
    with _at_a_terminal(there=at_a_terminal):
        process = subprocess.Popen(
            (*command, address),
            cwd=site,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=kept
            | {"TMPDIR": str(temporary), "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
        )
    desk = RunningPreview(site, f"http://{address}/", process)
    assert process.stderr is not None
    reading = threading.Thread(target=desk.output.extend, args=(process.stderr,), daemon=True)
    reading.start()
    try:
        desk.wait_for(" is up: ")
        desk.wait_until_up()
        yield desk
    finally:
        process.terminate()
        process.wait(timeout=TIMEOUT)
        reading.join(timeout=TIMEOUT)
        process.stderr.close()
    assert "Traceback" not in "".join(desk.output)
