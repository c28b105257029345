"""One rebuild for each save, which never ends the preview; what it found is told and shown."""

from __future__ import annotations

import datetime as dt
import logging
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from factsheet.diagnostics.core import Diagnostic, Location, Rule, Severity, arrange, has_errors
from factsheet.diagnostics.reporters import in_words, one_in_text
from factsheet.diagnostics.rules.site import BUILD_FAILED, MKDOCS_WARNS
from factsheet.model.text.wording import number_of
from factsheet.parsing.config import PLUGIN
from factsheet.project.clock import ticks, time_of_day
from factsheet.project.terminal import in_colour
from factsheet.project.write_files import put_aside, stamps
from factsheet.publish.preview.error_panel import Below, panel
from factsheet.publish.preview.errors import PUT_RIGHT, settings_read
from factsheet.publish.preview.overlay import Dressed
from factsheet.render.markdown.html import write_alert
from factsheet.theme import PREVIEW_STYLES

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LOG = f"mkdocs.plugins.{PLUGIN}"
"""The logger that the plugin speaks through."""
_MKDOCS = "mkdocs"
_NOT_OF_PAGES = ("mkdocs.livereload", LOG)
"""Loggers whose words are of the server, or are told by us."""
_PAGE = re.compile(r"'([^']+\.md)'")
_BESIDE = re.compile(r"^\.|^4913$|~$|\.(?:swp|swx|tmp|bak)$|___$")
"""Names of what editors write beside the file that is edited."""

_Stamps = Mapping[Path, tuple[int, int]]


class _Listener(logging.Handler):
    """Hears what MkDocs warns of."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.heard: list[tuple[int, str]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if not record.name.startswith(_NOT_OF_PAGES):
            self.heard.append((record.levelno, record.getMessage()))


class Preview:
    """What is known between two builds of a preview."""

    def __init__(self, say: Callable[[str], None]) -> None:
        """Begin a preview that tells what it does, in whole lines, through `say`."""
        self.stands = False
        """Whether pages are up that were made of facts without an error."""
        self.pages = 0
        self._say = say
        self._config_file, self._docs, self._day = Path("mkdocs.yml"), "", dt.date.min
        self._base = "/"
        self._told: tuple[Diagnostic, ...] = ()
        self._texts: dict[str, str] = {}
        self._alert = b""
        self._stamps: _Stamps = {}
        self._began = ticks()
        self._listener = _Listener()

    def of(self, config_file: Path, docs: str, day: dt.date) -> None:
        """Set the site: its settings, its folder of hand-written pages as findings name it, and the day."""
        self._config_file, self._docs, self._day = config_file, docs, day

    def begin(self) -> None:
        """Begin to listen to a build."""
        logging.getLogger(_MKDOCS).addHandler(self._listener)
        self._began = ticks()
        self._told = ()
        self._texts.clear()
        self._listener.heard.clear()

    def end(self) -> None:
        """Listen no more."""
        logging.getLogger(_MKDOCS).removeHandler(self._listener)

    def tell(self, findings: tuple[Diagnostic, ...], texts: Mapping[str, str]) -> None:
        """Add findings of this build; `texts` holds the files that they are about."""
        self._told += findings
        self._texts |= texts

    def serve(self, app: WSGIApplication, base: str, address: str) -> WSGIApplication:
        """Tell that the first build is up, and return what serves its pages with the findings above them."""
        self._base = base
        self._shown(f"{address} is up", built=self.stands)
        self._say("It shows every change that you save. Ctrl-C ends it.")
        return Dressed(app, base, lambda: self._alert)

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
        now = stamps(watched())
        changed = sorted({path for path in now.keys() | self._stamps.keys() if self._differs(path, now)})
        self._stamps = now
        if not changed:
            return
        self.begin()
        stood, built = self.stands, False
        try:
            with put_aside(root):
                build()
                built = True
        except failures as failure:
            if not has_errors(self._told):
                self._told += self._of_settings() or self._heard(BUILD_FAILED, str(failure))
            self.stands = stood
        self._shown(f"{_named(changed)} saved", built=built and self.stands)

    def _of_settings(self) -> tuple[Diagnostic, ...]:
        """Return what our own reader finds in the settings, which MkDocs could not use."""
        texts, findings = settings_read(self._config_file, self._day)
        self._texts |= texts
        return findings

    def look(self, watched: list[Path]) -> None:
        """Remember what the pages that are up were made of."""
        self._stamps = stamps(watched)

    def _differs(self, path: Path, now: _Stamps) -> bool:
        return now.get(path) != self._stamps.get(path) and not _BESIDE.search(path.name)

    def _shown(self, what: str, *, built: bool) -> None:
        """Lay the findings above the pages and tell them."""
        if self.stands and built:
            self._told += self._heard(MKDOCS_WARNS)
        findings = arrange(self._told)
        below = Below.NEW if built else Below.LAST_GOOD if self.stands else Below.NOTHING
        style = f"{self._base}{PREVIEW_STYLES}"
        self._alert = write_alert(panel(findings, self._texts, below), style).encode() if findings else b""
        if findings:
            colour = in_colour(sys.stderr)
            told = (one_in_text(one, self._texts, colour=colour) for one in findings)
            self._say("".join(f"\n{one}\n" for one in told))
        done = {
            Below.NEW: f"{number_of(self.pages, 'page')} in {ticks() - self._began:.1f} s",
            Below.LAST_GOOD: "the last good pages stay up",
            Below.NOTHING: "there are no pages before this is mended",
        }[below]
        counted = f"{in_words(findings)}; " if findings else ""
        self._say(f"{time_of_day()}  {what}: {counted}{done}")

    def _heard(self, rule: Rule, otherwise: str = "") -> tuple[Diagnostic, ...]:
        """Return what MkDocs said as findings of a rule, or `otherwise` where it said nothing."""
        grave = rule.severity is Severity.ERROR
        said = [words for level, words in self._listener.heard if (level >= logging.ERROR) is grave]
        if not said and otherwise:
            said = [otherwise]
        return tuple(rule.at(self._place(words), words.rstrip("."), PUT_RIGHT) for words in said)

    def _place(self, words: str) -> Location:
        """Return the page that a message of MkDocs is about, or its settings."""
        found = _PAGE.search(words)
        return Location(f"{self._docs}/{found[1]}" if found else "mkdocs.yml")


def _named(changed: list[Path]) -> str:
    more = len(changed) - 1
    return f"{changed[0].name} and {number_of(more, 'other')}" if more else changed[0].name
