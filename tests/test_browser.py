"""The built toy in a real browser: nothing in a fact runs, and nothing is asked of another host."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.sites import PATIENCE, Html, read_html

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
BASE = "/ostwick/"
NARROW = 320
"""Pixels of the narrowest screen, WCAG 2.2 criterion 1.4.10."""
MEASURE = "measure/"
"""Before the path of a page: that page in a narrow frame, which tells how wide it would have to be."""
FRAME = """\
<iframe id="frame" width="{width}" height="800" style="border: 0" src="{page}"></iframe><p id="width"></p>
<script>onload = () => { width.textContent = frame.contentDocument.documentElement.scrollWidth }</script>
"""
TAKEN = "taken"
"""The title that the toy's hostile texts would give a page if any of them ran."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and os.environ.get("CI") != "true", reason="there is no Chromium"),
]


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site under its sub-path, and is the browser's proxy, so that it sees every request."""

    server: _Server

    def do_CONNECT(self) -> None:
        self.server.asked.append(self.path)
        self.send_error(403)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        if parts.netloc not in {"", self.server.host} or not parts.path.startswith(BASE):
            self.send_error(404)
            return
        if parts.path.startswith(BASE + MEASURE):
            page = BASE + parts.path.removeprefix(BASE + MEASURE)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(FRAME.replace("{page}", page).replace("{width}", str(NARROW)).encode())
            return
        self.path = "/" + parts.path.removeprefix(BASE)
        super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named as it is inherited
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.asked: list[str] = []
        self.host = f"127.0.0.1:{self.server_port}"


@dataclass(frozen=True, slots=True)
class Browser:
    """Chromium, in front of a server of the toy."""

    server: _Server
    profile: Path

    def run(self, page: str, *more: str) -> str:
        """Open a page, wait for its scripts, and return what Chromium prints."""
        command = (
            CHROMIUM,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-extensions",
            "--disable-features=NetworkTimeServiceQuerying,OptimizationHints,MediaRouter,Translate",
            "--enable-logging=stderr",
            f"--user-data-dir={self.profile}",
            f"--proxy-server=http://{self.server.host}",
            "--proxy-bypass-list=<-loopback>",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--virtual-time-budget=5000",
            *more,
            f"http://{self.server.host}{BASE}{page}",
        )
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
        console = re.findall(r'CONSOLE.*?"(.*)", source', done.stderr.decode("utf-8", "replace"))
        assert console == [], console
        return done.stdout.decode("utf-8")

    def see(self, page: str) -> Html:
        """Open a page and return it as the browser has it after all scripts."""
        return read_html(self.run(page, "--dump-dom"))


@pytest.fixture(scope="module")
def browser(built_toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose every request is seen."""
    assert CHROMIUM, "CI must have Chromium"
    server = _Server(built_toy / "site")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Browser(server, tmp_path_factory.mktemp("profile"))
    server.shutdown()
    server.server_close()
    thread.join(timeout=PATIENCE)


def title_of(page: Html) -> str:
    return next(one.text for one in page.all("title") if one.within == ("html", "head"))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "sheets/walls/",
        "facts/red-letters/",
        "actors/wall-writer/",
        "sources/lighthouse-talk/",
        "corrections/",
    ],
)
def test_hostile_text_does_not_run(browser: Browser, page: str) -> None:
    browser.server.asked.clear()

    seen = browser.see(page)

    assert title_of(seen) != TAKEN
    assert title_of(seen).endswith("The Ostwick ledger")
    assert "js" in seen.one("html")["class"].split(), "Material's script has run"
    assert f"document.title='{TAKEN}'" in seen.text_of("article")
    foreign = [one for one in browser.server.asked if urlsplit(one).netloc not in {"", browser.server.host}]
    assert foreign == []
    assert browser.server.asked, "the server saw the page being asked for"


@pytest.mark.parametrize("query", ["document.title", "onerror", "script"])
def test_hostile_text_does_not_run_as_a_search_result(browser: Browser, query: str) -> None:
    seen = browser.see(f"?q={query}")

    assert title_of(seen) != TAKEN
    inside = [one for one in seen.elements if "md-search-result__list" in one["class"]]
    assert inside
    wrong = [one for one in seen.elements if "onerror" in one.attributes or "onload" in one.attributes]
    assert wrong == []


@pytest.mark.parametrize(
    "page", ["", "sheets/strike/", "sheets/walls/", "facts/red-letters/", "differences/"]
)
def test_nothing_is_wider_than_a_small_screen(browser: Browser, page: str) -> None:
    seen = browser.see(f"{MEASURE}{page}")

    assert seen.one("p", id="width").text == str(NARROW)
