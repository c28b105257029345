"""A reader of the built toy site: Chromium, and a server that sees everything the browser asks for."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Playwright, Request, WebError

BASE_PATH = "/ostwick/"
"""The sub-path under which the toy is published."""
EMPTY_PAGE = "empty-page"
"""The address under it that has a page of nothing, for what a test asks of scripts alone."""
TIMEOUT_MS = 30_000
"""Milliseconds after which a page counts as hanging."""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
"""Opens every fold of a page, so that a test sees all of it."""
REPORT_VIOLATIONS = """\
document.addEventListener("securitypolicyviolation", event =>
  console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""


class _SiteRequest(SimpleHTTPRequestHandler):
    """Serves the site under its sub-path, and is the browser's proxy, so that it sees every request."""

    server: RecordingServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each answer, of a head and a body, is held back for 40 ms

    def do_CONNECT(self) -> None:
        self.server.requests.append(f"https://{self.path}")
        self.send_error(403)

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        parts = urlsplit(self.path)
        if parts.netloc not in {"", self.server.host} or not parts.path.startswith(BASE_PATH):
            self.send_error(404)
            return
        self.path = "/" + parts.path.removeprefix(BASE_PATH)
        if self.path == f"/{EMPTY_PAGE}":
            self._send_page(200, b"<!doctype html><title>Empty</title><link rel=icon href=data:,>")
            return
        super().do_GET()

    def end_headers(self) -> None:
        """Let only what every page loads be kept, so that all else is seen to be asked for."""
        kept = urlsplit(self.path).path.endswith((".css", ".woff2", ".svg", ".png"))
        self.send_header("Cache-Control", "max-age=600" if kept else "no-cache")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer as hosts of static sites do: with the site's own page for a wrong address, wherever that is."""
        page = Path(self.directory, "404.html")
        is_here = urlsplit(self.path).netloc in {"", self.server.host}
        if code != HTTPStatus.NOT_FOUND or not page.is_file() or not is_here:
            super().send_error(code, message, explain)
            return
        self._send_page(code, page.read_bytes())

    def _send_page(self, code: int, raw: bytes) -> None:
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named as it is inherited
        """Keep quiet."""


class RecordingServer(ThreadingHTTPServer):
    """Serves a folder; `asked` lists the addresses of all requests, also of those to other hosts."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_SiteRequest, directory=str(folder)))
        self.requests: list[str] = []
        self.host = f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about a browser that has gone on to another page; all else is a fault of this server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve_folder(folder: Path) -> Iterator[RecordingServer]:
    """Serve a folder until the end of the block."""
    with RecordingServer(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def start_browser(playwright: Playwright, chromium: str, server: RecordingServer) -> Iterator[Browser]:
    """Start the system's Chromium with the server as its proxy, and end it with the block."""
    browser = playwright.chromium.launch(
        executable_path=chromium,
        proxy={"server": f"http://{server.host}", "bypass": "<-loopback>"},
        args=["--disable-gpu", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
    )
    try:
        yield browser
    finally:
        browser.close()


@dataclass(kw_only=True)
class Profiles:
    """The browser's profiles, one with scripts and one without; a new one a test would cost a second."""

    browser: Browser
    contexts: dict[bool, BrowserContext] = field(default_factory=dict)
    """By whether scripts may run."""

    def open_context(self, *, javascript: bool) -> BrowserContext:
        """Return the profile, which knows nothing of earlier tests but what a cache may keep."""
        if javascript not in self.contexts:
            context = self.browser.new_context(java_script_enabled=javascript)
            context.set_default_timeout(TIMEOUT_MS)
            context.add_init_script(REPORT_VIOLATIONS)
            self.contexts[javascript] = context
        return self.contexts[javascript]

    def forget(self, origin: str) -> None:
        """Close every page, and forget what pages have stored and what they were allowed."""
        for context in self.contexts.values():
            if context.pages:
                session = context.new_cdp_session(context.pages[0])
                stored = {"origin": origin, "storageTypes": "local_storage,indexeddb,service_workers"}
                session.send("Storage.clearDataForOrigin", stored)
            context.clear_permissions()
            for page in context.pages:
                page.close()


@dataclass(kw_only=True)  # without slots: playwright keeps a note on the object whose methods it calls
class Reader:
    """Opens pages of the site and collects everything that must not happen on them."""

    site: Path
    """The folder of the built site; no test may change it."""
    profiles: Profiles
    server: RecordingServer
    troubles: list[str] = field(default_factory=list)
    """Console errors, errors of scripts, dialogs, violated policies; a test that expects some clears it."""
    watched: list[BrowserContext] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address of the site's home page."""
        return f"http://{self.server.host}{BASE_PATH}"

    def open(
        self,
        path: str,
        *,
        scheme: Literal["light", "dark"] = "light",
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
    ) -> Page:
        """Open a page in a tab of its own and wait until all of it has loaded.

        Args:
            path: Address from the root of the site, as `facts/x/`; it may have a query and a fragment.
            scheme: What the device prefers.
            width: Of the window, in CSS pixels.
            height: Of the window, in CSS pixels.
            javascript: Whether scripts may run.
        """
        context = self.profiles.open_context(javascript=javascript)
        if context not in self.watched:
            self.watched.append(context)
            self._watch(context)
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        answer = page.goto(self.root + path, wait_until="load")
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"
        return page

    def open_empty(self) -> Page:
        """Open a page of nothing at the root of the site, from which its scripts can be loaded and asked.

        A page of the site takes several times as long to be laid out.
        """
        return self.open(EMPTY_PAGE)

    def close(self) -> None:
        """Close everything that was opened, and stop watching."""
        self.profiles.forget(f"http://{self.server.host}")
        for context in self.watched:
            context.remove_listener("console", self._note_console_error)
            context.remove_listener("request", self._note_request)
            context.remove_listener("weberror", self._note_script_error)
            context.remove_listener("dialog", self._dismiss_dialog)

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._note_console_error)
        context.on("request", self._note_request)
        context.on("weberror", self._note_script_error)
        context.on("dialog", self._dismiss_dialog)

    def _note_console_error(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"{message.text} ({message.location})")

    def _note_request(self, request: Request) -> None:
        """Note what a page asks of another host; what the browser itself asks is no matter of the site."""
        parts = urlsplit(request.url)
        if request.is_navigation_request():
            return  # a link that the reader followed, or a frame, which the policy forbids
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.server.host:
            self.troubles.append(f"asked of another host: {request.url}")

    def _note_script_error(self, error: WebError) -> None:
        self.troubles.append(f"error of a script: {error.error}")

    def _dismiss_dialog(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()
