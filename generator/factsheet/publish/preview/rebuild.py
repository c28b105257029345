"""One rebuild for each save, which never ends the preview; what it finds is printed, and shown above each page."""

from __future__ import annotations

import errno
import logging
import re
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.diagnostics import reporters
from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.rules import BUILD_FAILED, MKDOCS_WARNING
from factsheet.model.text.spans import Role, Strong, make_text
from factsheet.model.text.wording import format_count
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.parsing.fact_files import TEMPORARY_FILE, pause_collector
from factsheet.project.clock import format_time_of_day, read_monotonic
from factsheet.project.load import find_unusable
from factsheet.project.terminal import can_print_colour
from factsheet.project.write_files.folders import back_up_folder, read_timestamps
from factsheet.render.blocks import Blocks, Box, Paragraph, Verbatim
from factsheet.render.html.documents import write_alert
from factsheet.render.pages.inline import mark, to_text
from factsheet.theme import PREVIEW_STYLE_SHEET


class PreviewState(StrEnum):
    """What is shown below the diagnostics."""

    LAST_GOOD = "Below is the page as it was before. It is rebuilt as soon as this is fixed."
    NEW = "The page below shows what you have saved, but a build would stop at this."
    NOTHING = "There are no pages until this is fixed. They will then appear by themselves."


def build_preview_panel(diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str], state: PreviewState) -> Blocks:
    """Return the diagnostics as blocks, their count first; `texts` holds the files that they are about."""
    headline = Paragraph(to_text(Strong(make_text(f"{reporters.format_totals(diagnostics)}.")), f" {state.value}"))
    return (headline, *(Box(Role.FINDING, _build_diagnostic(item, texts)) for item in diagnostics))


def _build_diagnostic(diagnostic: Diagnostic, texts: Mapping[str, str]) -> Blocks:
    code = Strong(make_text(f"{diagnostic.severity.value} {diagnostic.code}"))
    excerpt = reporters.format_excerpt(diagnostic, texts)
    hint = f"Fix: {reporters.escape_unprintable(diagnostic.hint)}" if diagnostic.hint else ""
    return (
        Paragraph(to_text(mark(Role.ID, reporters.format_location(diagnostic.location)), " ", code)),
        Paragraph(to_text(Strong(make_text(reporters.escape_unprintable(diagnostic.message))))),
        *((Verbatim(excerpt),) if excerpt else ()),
        Paragraph(make_text(hint)),
    )


def find_address_problem(host: str, port: int) -> str:
    """Return why nothing can be served at an address; empty where it can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # As the server does itself.
        try:
            trial.bind((host, port))
        except OSError as error:
            is_taken = error.errno == errno.EADDRINUSE
            why = "another program is using it" if is_taken else (error.strerror or str(error)).lower()
            return f"cannot serve at {host}:{port}: {why}; name another address, as in `--address {host}:8001`"
    return ""


if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_LIVERELOAD = "/livereload/"
_INSERTION_POINT = b'<div class="md-container"'
"""Diagnostics are inserted before this, right below the header; a document without it, such as a card, shows none."""
_NOT_FOUND_PAGE = "404.html"


def serve_with_alert(app: WSGIApplication, base: str, alert: Callable[[], bytes]) -> WSGIApplication:
    """Return what serves the same as an application, with what `alert` returns as HTML above each page below `base`."""

    def serve_page(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        last = path.rpartition("/")[2]
        is_page = path.startswith(base) and ("." not in last or last.endswith(".html"))
        if path.startswith(_LIVERELOAD) or not is_page:
            return app(environ, start)
        status, headers, body = _call_app(app, environ)
        if status.startswith("404"):
            # Read as a file of the site, the page for a wrong address reloads itself like every other.
            _, headers, body = _call_app(app, environ | {"PATH_INFO": f"{base}{_NOT_FOUND_PAGE}"})
        if status.startswith(("200", "404")):
            body = body.replace(_INSERTION_POINT, alert() + _INSERTION_POINT, 1)
            headers = [(name, value) for name, value in headers if name.lower() != "content-length"]
            headers.append(("Content-Length", str(len(body))))
        start(status, headers)
        return [body]

    return serve_page


def _call_app(app: WSGIApplication, environ: WSGIEnvironment) -> tuple[str, list[tuple[str, str]], bytes]:
    started: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], *_: object) -> Callable[[bytes], object]:
        started.append((status, headers))
        return lambda _: None

    response = app(environ, start)
    try:
        body = b"".join(response)
    finally:
        if close := getattr(response, "close", None):
            close()
    return *started[-1], body


LOGGER_NAME = f"mkdocs.plugins.{PLUGIN_NAME}"
"""The logger of the plugin."""
_MKDOCS_LOGGER = "mkdocs"
_IGNORED_LOGGERS = ("mkdocs.livereload", LOGGER_NAME)
"""Loggers of the server and of ourselves."""
_PAGE_NAME = re.compile(r"'([^']+\.md)'")


class Preview:
    """What is kept between two builds of a preview."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Begin a preview that reports what it does, in whole lines, through `say`."""
        self.has_pages = False
        """Whether there are pages that were made from facts without an error."""
        self.page_count = 0
        """How many pages this build has."""
        self._print_line = say
        self._config_file = Path("mkdocs.yml")
        self._docs = ""
        """The folder of hand-written pages, as diagnostics name it."""
        self._base = "/"
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._texts: dict[str, str] = {}
        self._alert = b""
        self._stamps: Mapping[Path, tuple[int, int]] = {}
        """What the current pages were made of: each file with its time and size."""
        self._listener = BufferingHandler(sys.maxsize)
        """Collects the warnings of MkDocs."""
        self._listener.setLevel(logging.WARNING)
        self._listener.addFilter(lambda record: not record.name.startswith(_IGNORED_LOGGERS))

    def begin(self) -> None:
        """Start listening to a build."""
        logging.getLogger(_MKDOCS_LOGGER).addHandler(self._listener)
        self._start = read_monotonic()
        self._diagnostics = ()
        self._texts.clear()
        self._listener.buffer.clear()

    def end(self) -> None:
        """Stop listening."""
        logging.getLogger(_MKDOCS_LOGGER).removeHandler(self._listener)

    def add_diagnostics(self, diagnostics: tuple[Diagnostic, ...], texts: Mapping[str, str]) -> None:
        """Add diagnostics of this build; `texts` holds the files that they are about."""
        self._diagnostics += diagnostics
        self._texts |= texts

    def serve(self, app: WSGIApplication, base: str, address: str) -> WSGIApplication:
        """Report that the first build is up, and return what serves its pages with the diagnostics above them."""
        self._base = base
        self._report_build(f"{address} is up", built=self.has_pages)
        self._print_line("It shows every change that you save. Ctrl-C ends it.")
        return serve_with_alert(app, base, lambda: self._alert)

    def rebuild(
        self,
        build: Callable[[], None],
        root: Path,
        watched: Callable[[], list[Path]],
        failures: tuple[type[Exception], ...],
    ) -> None:
        """Rebuild if anything has changed; if that fails, the last good pages stay.

        `build` makes the site in the folder `root`, or raises one of the `failures`; `watched` lists the files and
        folders that the site is made of.
        """
        now = read_timestamps(watched())
        differing = {path for path in now.keys() | self._stamps.keys() if now.get(path) != self._stamps.get(path)}
        changed = sorted(path for path in differing if not TEMPORARY_FILE.search(path.name))
        self._stamps = now
        if not changed:
            return
        self.begin()
        had_pages, built = self.has_pages, False
        _, texts, errors = find_unusable(self._config_file)
        self.add_diagnostics(errors, texts)
        try:
            if not errors:
                with back_up_folder(root), pause_collector():
                    build()
                    built = True
        except failures as error:
            if not has_errors(self._diagnostics):
                self._diagnostics += self._diagnose_messages(BUILD_FAILED, str(error))
            self.has_pages = had_pages
        self._report_build(f"{_format_changed(changed)} saved", built=built and self.has_pages)

    def _report_build(self, what: str, *, built: bool) -> None:
        """Print the diagnostics and show them above the pages."""
        if self.has_pages and built:
            self._diagnostics += self._diagnose_messages(MKDOCS_WARNING)
        diagnostics = sort_diagnostics(self._diagnostics)
        state = PreviewState.NEW if built else PreviewState.LAST_GOOD if self.has_pages else PreviewState.NOTHING
        self._alert = b""
        if diagnostics:
            panel = build_preview_panel(diagnostics, self._texts, state)
            self._alert = write_alert(panel, f"{self._base}{PREVIEW_STYLE_SHEET}").encode()
            colour = can_print_colour(sys.stderr)
            texts = (reporters.format_diagnostic(item, self._texts, colour=colour) for item in diagnostics)
            self._print_line("".join(f"\n{text}\n" for text in texts))
        done = {
            PreviewState.NEW: f"{format_count(self.page_count, 'page')} in {read_monotonic() - self._start:.1f} s",
            PreviewState.LAST_GOOD: "the last good pages stay up",
            PreviewState.NOTHING: "there are no pages until this is fixed",
        }[state]
        totals = f"{reporters.format_totals(diagnostics)}; " if diagnostics else ""
        self._print_line(f"{format_time_of_day()}  {what}: {totals}{done}")

    def _diagnose_messages(self, rule: Rule, otherwise: str = "") -> tuple[Diagnostic, ...]:
        """Return the messages of MkDocs as diagnostics of a rule, or `otherwise` where there are none."""
        is_error = rule.severity is Severity.ERROR
        records = (each for each in self._listener.buffer if (each.levelno >= logging.ERROR) is is_error)
        messages = [record.getMessage() for record in records] or ([otherwise] if otherwise else [])
        diagnostics: list[Diagnostic] = []
        for message in messages:
            page = _PAGE_NAME.search(message)
            location = Location(f"{self._docs}/{page[1]}" if page else "mkdocs.yml")
            diagnostics.append(rule.report(location, message.rstrip("."), "fix what the message names"))
        return tuple(diagnostics)


def _format_changed(changed: list[Path]) -> str:
    more = len(changed) - 1
    first = reporters.escape_unprintable(changed[0].name)
    return f"{first} and {format_count(more, 'other')}" if more else first
