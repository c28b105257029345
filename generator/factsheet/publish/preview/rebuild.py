"""One rebuild for each save, which never ends the preview; what it found is told and shown."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import format_diagnostic, format_totals
from factsheet.diagnostics.rules.site import BUILD_FAILED, MKDOCS_WARNING
from factsheet.model.text.wording import format_count
from factsheet.parsing.config import PLUGIN_NAME
from factsheet.project.clock import format_time_of_day, read_monotonic
from factsheet.project.terminal import can_print_colour
from factsheet.project.write_files.folders import back_up_folder, read_timestamps
from factsheet.publish.preview.errors import GENERIC_HINT, PreviewState, build_preview_panel, diagnose_settings
from factsheet.publish.preview.overlay import AlertMiddleware
from factsheet.render.markdown.html import write_alert
from factsheet.theme import PREVIEW_STYLE_SHEET

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LOGGER_NAME = f"mkdocs.plugins.{PLUGIN_NAME}"
"""The logger that the plugin speaks through."""
_MKDOCS_LOGGER = "mkdocs"
_IGNORED_LOGGERS = ("mkdocs.livereload", LOGGER_NAME)
"""Loggers whose words are of the server, or are told by us."""
_PAGE_NAME = re.compile(r"'([^']+\.md)'")
_TEMPORARY_FILE = re.compile(r"^\.|^4913$|~$|\.(?:swp|swx|tmp|bak)$|___$")
"""Names of what editors write beside the file that is edited."""

_Stamps = Mapping[Path, tuple[int, int]]


class _Listener(logging.Handler):
    """Hears what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_IGNORED_LOGGERS):
            self.messages.append((record.levelno, record.getMessage()))


class Preview:
    """What is known between two builds of a preview."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Begin a preview that tells what it does, in whole lines, through `say`."""
        self.has_pages = False
        """Whether pages are up that were made of facts without an error."""
        self.page_count = 0
        self._print_line = say
        self._config_file, self._docs, self._day = Path("mkdocs.yml"), "", dt.date.min
        self._base = "/"
        self._diagnostics: tuple[Diagnostic, ...] = ()
        self._texts: dict[str, str] = {}
        self._alert = b""
        self._stamps: _Stamps = {}
        self._start = read_monotonic()
        self._listener = _Listener()

    def set_site(self, config_file: Path, docs: str, day: dt.date) -> None:
        """Set the site: its settings, its folder of hand-written pages as findings name it, and the day."""
        self._config_file, self._docs, self._day = config_file, docs, day

    def begin(self) -> None:
        """Begin to listen to a build."""
        logging.getLogger(_MKDOCS_LOGGER).addHandler(self._listener)
        self._start = read_monotonic()
        self._diagnostics = ()
        self._texts.clear()
        self._listener.messages.clear()

    def end(self) -> None:
        """Listen no more."""
        logging.getLogger(_MKDOCS_LOGGER).removeHandler(self._listener)

    def add_diagnostics(self, findings: tuple[Diagnostic, ...], texts: Mapping[str, str]) -> None:
        """Add findings of this build; `texts` holds the files that they are about."""
        self._diagnostics += findings
        self._texts |= texts

    def serve(self, app: WSGIApplication, base: str, address: str) -> WSGIApplication:
        """Tell that the first build is up, and return what serves its pages with the findings above them."""
        self._base = base
        self._report_build(f"{address} is up", built=self.has_pages)
        self._print_line("It shows every change that you save. Ctrl-C ends it.")
        return AlertMiddleware(app, base, lambda: self._alert)

    def rebuild(
        self,
        build: Callable[[], None],
        root: Path,
        watched: Callable[[], list[Path]],
        failures: tuple[type[Exception], ...],
    ) -> None:
        """Build anew what has changed; where that fails, the last good pages stay.

        Args:
            build: Makes the site, or raises one of the failures.
            root: The folder of the site that is served.
            watched: Gives the files and folders that the site is made of.
            failures: What a build may raise.
        """
        now = read_timestamps(watched())
        changed = sorted({path for path in now.keys() | self._stamps.keys() if self._has_changed(path, now)})
        self._stamps = now
        if not changed:
            return
        self.begin()
        stood, built = self.has_pages, False
        try:
            with back_up_folder(root):
                build()
                built = True
        except failures as failure:
            if not has_errors(self._diagnostics):
                self._diagnostics += self._check_settings() or self._diagnose_messages(BUILD_FAILED, str(failure))
            self.has_pages = stood
        self._report_build(f"{_format_changed(changed)} saved", built=built and self.has_pages)

    def _check_settings(self) -> tuple[Diagnostic, ...]:
        """Return what our own reader finds in the settings, which MkDocs could not use."""
        texts, findings = diagnose_settings(self._config_file, self._day)
        self._texts |= texts
        return findings

    def remember_sources(self, watched: list[Path]) -> None:
        """Remember what the pages that are up were made of."""
        self._stamps = read_timestamps(watched)

    def _has_changed(self, path: Path, now: _Stamps) -> bool:
        return now.get(path) != self._stamps.get(path) and not _TEMPORARY_FILE.search(path.name)

    def _report_build(self, what: str, *, built: bool) -> None:
        """Lay the findings above the pages and tell them."""
        if self.has_pages and built:
            self._diagnostics += self._diagnose_messages(MKDOCS_WARNING)
        findings = sort_diagnostics(self._diagnostics)
        below = PreviewState.NEW if built else PreviewState.LAST_GOOD if self.has_pages else PreviewState.NOTHING
        style = f"{self._base}{PREVIEW_STYLE_SHEET}"
        self._alert = (
            write_alert(build_preview_panel(findings, self._texts, below), style).encode() if findings else b""
        )
        if findings:
            colour = can_print_colour(sys.stderr)
            told = (format_diagnostic(one, self._texts, colour=colour) for one in findings)
            self._print_line("".join(f"\n{one}\n" for one in told))
        done = {
            PreviewState.NEW: f"{format_count(self.page_count, 'page')} in {read_monotonic() - self._start:.1f} s",
            PreviewState.LAST_GOOD: "the last good pages stay up",
            PreviewState.NOTHING: "there are no pages before this is mended",
        }[below]
        counted = f"{format_totals(findings)}; " if findings else ""
        self._print_line(f"{format_time_of_day()}  {what}: {counted}{done}")

    def _diagnose_messages(self, rule: Rule, otherwise: str = "") -> tuple[Diagnostic, ...]:
        """Return what MkDocs said as findings of a rule, or `otherwise` where it said nothing."""
        grave = rule.severity is Severity.ERROR
        said = [words for level, words in self._listener.messages if (level >= logging.ERROR) is grave]
        if not said and otherwise:
            said = [otherwise]
        return tuple(rule.report(self._locate_message(words), words.rstrip("."), GENERIC_HINT) for words in said)

    def _locate_message(self, words: str) -> Location:
        """Return the page that a message of MkDocs is about, or its settings."""
        found = _PAGE_NAME.search(words)
        return Location(f"{self._docs}/{found[1]}" if found else "mkdocs.yml")


def _format_changed(changed: list[Path]) -> str:
    more = len(changed) - 1
    return f"{changed[0].name} and {format_count(more, 'other')}" if more else changed[0].name
