"""Building with MkDocs: into a folder beside the site, looked over, and only then put in its place."""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.commands.serve import serve as serve_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError, MkDocsException
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from factsheet.diagnostics.rules.site import NO_PLUGIN
from factsheet.parsing.config import PLUGIN_NAME, RUN_HINT
from factsheet.project.clock import read_monotonic
from factsheet.project.write_files.folders import BuildRunning, create_staging_folder, publish
from factsheet.publish.mkdocs_plugin import FactsheetPlugin
from factsheet.publish.preview.rebuild import LOGGER_NAME

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")

_REQUIRED_FILES = ("index.html", "404.html", "sitemap.xml")


class PublishError(Exception):
    """Nothing was published, and the old site is as it was."""


ProgressCallback = Callable[[int, int], None]
"""Takes how many steps of a build are done, and how many there are."""


class _ProgressCounter(BasePlugin):  # type: ignore[type-arg] # it has no options
    """Tells how far a build has come: MkDocs reads every page once and then writes every page once."""

    def __init__(self, told: ProgressCallback) -> None:
        super().__init__()
        self.told, self.done, self.total = told, 0, 0

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        del config
        self.total = 2 * len(files.documentation_pages())
        return files

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        del page, config, files
        self._count_step()
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        del page, config
        self._count_step()
        return output

    def _count_step(self) -> None:
        self.done += 1
        self.told(self.done, self.total)


def publish_site(config_file: Path, told: ProgressCallback | None = None) -> str:
    """Build a site strictly and put it in place of the old one; return what was done, in words.

    Args:
        config_file: The site's `mkdocs.yml`.
        told: Called after each step, to show how far the build has come.

    Raises:
        NotPublished: with the reason in words; the old site is then as it was.
    """
    began = read_monotonic()
    _require_config(config_file, "not published")
    with _show_log():
        try:
            config = load_config(config_file=str(config_file), strict=True)
        except MkDocsException as fault:
            raise PublishError(f"not published: {fault}") from fault
        plugin = config.plugins.get(PLUGIN_NAME)
        if not isinstance(plugin, FactsheetPlugin):
            message = f"not published: {config_file} does not name the plugin. {NO_PLUGIN.fix}"
            raise PublishError(message)
        if told:
            config.plugins["factsheet-progress"] = _ProgressCounter(told)
        target = Path(config.site_dir)
        if target.exists() and not target.is_dir():
            raise PublishError(f"not published: {_shorten_path(target)} is no folder; move it away")
        try:
            _publish(config, plugin, target)
        except (MkDocsException, BuildRunning) as fault:
            # Where the plugin stopped it, its findings stand above and say more than MkDocs does.
            why = "" if plugin.has_failed else f": {fault}"
            raise PublishError(f"not published; {_shorten_path(target)}/ is as it was{why}") from fault
    pages = sum(1 for _ in target.rglob("*.html"))
    return f"published {pages} pages to {_shorten_path(target)}/ in {read_monotonic() - began:.1f} s"


def _publish(config: MkDocsConfig, plugin: FactsheetPlugin, target: Path) -> None:
    with create_staging_folder(target) as staging:
        config.site_dir = str(staging)
        build_with_mkdocs(config)
        missing = [path for path in (*_REQUIRED_FILES, *plugin.expected_files) if not (staging / path).is_file()]
        if missing:
            raise BuildError(f"{len(missing)} files are missing, such as {missing[0]}")
        publish(staging, target)


def _require_config(config_file: Path, outcome: str) -> None:
    if not config_file.is_file():
        raise PublishError(f"{outcome}: there is no {config_file}; {RUN_HINT}")


def _shorten_path(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def preview_site(config_file: Path, address: str) -> None:
    """Serve a site with live reload until interrupted.

    Raises:
        NotPublished: when it could not begin, with the reason in words.
    """
    _require_config(config_file, "no preview")
    with _show_log(logging.INFO, _is_for_preview):
        try:
            serve_with_mkdocs(config_file=str(config_file), dev_addr=address)
        except MkDocsException as fault:
            raise PublishError(f"no preview: {fault}") from fault


def _is_for_preview(record: logging.LogRecord) -> bool:
    """Tell whether a preview shows what is said: our own words, and why the settings cannot be used."""
    grave = record.levelno >= logging.ERROR and record.name.startswith("mkdocs.config")
    return grave or record.name == LOGGER_NAME


def _accept_all(record: logging.LogRecord) -> bool:
    del record
    return True


@contextlib.contextmanager
def _show_log(
    level: int = logging.WARNING, wanted: Callable[[logging.LogRecord], bool] = _accept_all
) -> Iterator[None]:
    """Show what MkDocs says. Its logger must stay open to warnings, since `strict` counts them there."""
    log = logging.getLogger("mkdocs")
    log.setLevel(min(level, logging.WARNING))
    shown = logging.StreamHandler()
    shown.setLevel(level)
    shown.addFilter(wanted)
    shown.setFormatter(logging.Formatter("%(message)s"))
    log.addHandler(shown)
    try:
        yield
    finally:
        log.removeHandler(shown)
