"""Building with MkDocs: into a folder beside the site, looked over, and only then put in its place."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mkdocs.commands.build import build as build_with_mkdocs
from mkdocs.commands.serve import serve as serve_with_mkdocs
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from generator.disk import Busy, publish, staging_beside
from generator.plugin import FactsheetPlugin

os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
os.environ.setdefault("DISABLE_MKDOCS_2_WARNING", "true")

_EXPECTED = ("index.html", "404.html", "sitemap.xml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether the site was published, and in words why or why not."""

    published: bool
    words: str


def publish_site(config_file: Path) -> Outcome:
    """Build a site strictly and put it in place of the old one; a failure leaves the old one as it was."""
    _show_warnings()
    began = time.monotonic()
    try:
        config = load_config(config_file=str(config_file), strict=True)
        target = Path(config.site_dir)
        with staging_beside(target) as staging:
            config.site_dir = str(staging)
            build_with_mkdocs(config)
            missing = _missing(staging, config)
            if missing:
                return Outcome(False, f"not published: {len(missing)} pages are missing, such as {missing[0]}")
            publish(staging, target)
    except (MkDocsException, Busy) as fault:
        return Outcome(False, f"not published; {target_words(config_file)} is as it was. {fault}".strip())
    pages = sum(1 for _ in target.rglob("*.html"))
    seconds = time.monotonic() - began
    return Outcome(True, f"published {pages} pages to {_short(target)}/ in {seconds:.1f} s")


def target_words(config_file: Path) -> str:
    """Name the published folder as the user knows it."""
    return f"the site of {config_file}"


def _short(path: Path) -> str:
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)


def preview_site(config_file: Path, address: str) -> None:
    """Serve a site with live reload until interrupted."""
    _show_warnings(logging.INFO)
    serve_with_mkdocs(config_file=str(config_file), dev_addr=address)


def _missing(staging: Path, config: MkDocsConfig) -> list[str]:
    """Name the pages that should be in a finished site and are not."""
    plugin = config.plugins["factsheet"]
    uris = [page.uri for page in plugin.made.pages] if isinstance(plugin, FactsheetPlugin) else []
    expected = [*_EXPECTED, *(_built(uri) for uri in uris)]
    return [path for path in expected if not (staging / path).is_file()]


def _built(uri: str) -> str:
    path = PurePosixPath(uri).with_suffix("")
    return str(path.with_name("index.html") if path.name == "index" else path / "index.html")


def _show_warnings(level: int = logging.WARNING) -> None:
    """Show what MkDocs says. Its logger must stay open to warnings, since `strict` counts them there."""
    log = logging.getLogger("mkdocs")
    log.setLevel(min(level, logging.WARNING))
    if not log.handlers:
        shown = logging.StreamHandler()
        shown.setLevel(level)
        shown.setFormatter(logging.Formatter("%(message)s"))
        log.addHandler(shown)
