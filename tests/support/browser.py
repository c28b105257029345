"""A reader of the built toy site: Chromium, and a server that sees everything the browser asks for."""

from __future__ import annotations

import functools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Playwright,
    Request,
    WebError,
)

BASE = "/ostwick/"
"""The sub-path under which the toy is published."""
WAIT = 30_000
"""Milliseconds after which a page counts as hanging."""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
"""Opens every fold of a page, so that a test sees all of it."""
TELL_VIOLATIONS = """\
document.addEventListener("securitypolicyviolation", event =>
  console.error(`securitypolicyviolation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`))
"""


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site under its sub-path, and is the browser's proxy, so that it sees every request."""

    server: Server
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self) -> None:
        self.server.asked.append(f"https://{self.path}")
        self.send_error(403)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        parts = urlsplit(self.path)
        if parts.netloc not in {"", self.server.host} or not parts.path.startswith(BASE):
            self.send_error(404)
            return
        self.path = "/" + parts.path.removeprefix(BASE)
        super().do_GET()

    def end_headers(self) -> None:
        """Let only what every page loads be kept, so that all else is seen to be asked for."""
        kept = urlsplit(self.path).path.endswith((".css", ".woff2", ".svg", ".png"))
        self.send_header("Cache-Control", "max-age=600" if kept else "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named as it is inherited
        """Keep quiet."""


class Server(ThreadingHTTPServer):
    """Serves a folder; `asked` lists the addresses of all requests, also of those to other hosts."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder)))
        self.asked: list[str] = []
        self.host = f"127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about a browser that has gone on to another page; all else is a fault of this server."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve a folder until the end of the block."""
    with Server(folder) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def browsing(playwright: Playwright, chromium: str, server: Server) -> Iterator[Browser]:
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
    held: dict[bool, BrowserContext] = field(default_factory=dict)
    """By whether scripts may run."""

    def of(self, *, javascript: bool) -> BrowserContext:
        """Return the profile, which knows nothing of earlier tests but what a cache may keep."""
        if javascript not in self.held:
            context = self.browser.new_context(java_script_enabled=javascript)
            context.set_default_timeout(WAIT)
            context.add_init_script(TELL_VIOLATIONS)
            self.held[javascript] = context
        return self.held[javascript]

    def forget(self, origin: str) -> None:
        """Close every page, and forget what pages have stored and what they were allowed."""
        for context in self.held.values():
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
    server: Server
    troubles: list[str] = field(default_factory=list)
    """Console errors, errors of scripts, dialogs, violated policies; a test that expects some clears it."""
    watched: list[BrowserContext] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The address of the site's home page."""
        return f"http://{self.server.host}{BASE}"

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
        context = self.profiles.of(javascript=javascript)
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

    def close(self) -> None:
        """Close everything that was opened, and stop watching."""
        self.profiles.forget(f"http://{self.server.host}")
        for context in self.watched:
            context.remove_listener("console", self._hear)
            context.remove_listener("request", self._look)
            context.remove_listener("weberror", self._fail)
            context.remove_listener("dialog", self._dismiss)

    def _watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear)
        context.on("request", self._look)
        context.on("weberror", self._fail)
        context.on("dialog", self._dismiss)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.troubles.append(f"{message.text} ({message.location})")

    def _look(self, request: Request) -> None:
        """Note what a page asks of another host; what the browser itself asks is no matter of the site."""
        parts = urlsplit(request.url)
        if request.is_navigation_request():
            return  # a link that the reader followed, or a frame, which the policy forbids
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.server.host:
            self.troubles.append(f"asked of another host: {request.url}")

    def _fail(self, error: WebError) -> None:
        self.troubles.append(f"error of a script: {error.error}")

    def _dismiss(self, dialog: Dialog) -> None:
        self.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()
