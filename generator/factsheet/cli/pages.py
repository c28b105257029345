"""`factsheet pages DIR`: the site as a project for tools that run no plugins."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from factsheet.cli.options import add_config_option, add_today_option, finish
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.model.text.wording import format_count
from factsheet.project.load import LoadedSite, read_site
from factsheet.project.read_files import read_content
from factsheet.project.write_files.files import sync_folder
from factsheet.publish.build import build_site
from factsheet.publish.markdown_project import build_portable_project
from factsheet.theme import THEME_FOLDER

_MANIFEST = ".factsheet-pages.json"
"""Lists what an earlier run wrote, so that a page that is gone from the facts goes from the folder."""


@click.command(
    "pages",
    short_help="write the site for tools that run no plugins",
    epilog="Example:  factsheet pages portable && zensical build -f portable/mkdocs.yml",
)
@add_config_option
@add_today_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pages_command(config: Path, day: dt.date, folder: Path) -> None:
    """Write the site to FOLDER as a project of Markdown, templates and settings that needs no plugin.

    Zensical and plain MkDocs build the same pages from it: docs/ holds every page and what it loads,
    overrides/ the templates, and mkdocs.yml the settings of the site without its plugins.

    Only what changed is written; pages of an earlier run that are no longer made are removed; a file that
    this command did not write is never touched.
    """
    site = read_site(config, day)
    _require_separate(folder, site)
    made = build_site(site.inputs, site.settings)
    if has_errors(made.diagnostics):
        finish(made.diagnostics, site.inputs.texts, "text", "")
    content, unread = read_content(site.root, site.settings.docs)
    theme, broken = read_content(THEME_FOLDER.parent, THEME_FOLDER.name)
    configuration = site.inputs.texts[config.name]
    project = build_portable_project(made, content, theme, configuration, site.settings)
    texts = {**site.inputs.texts, **project.texts}
    findings = [*made.diagnostics, *unread, *broken, *project.diagnostics]
    if has_errors(findings):
        finish(sort_diagnostics(findings), texts, "text", "")
    synced = sync_folder(folder, project.files, _MANIFEST)
    findings += synced.diagnostics
    done = f"{format_count(len(synced.written), 'file')} written to {folder}/"
    rest = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    finish(sort_diagnostics(findings), texts, "text", f"{done}, {rest}")


def _require_separate(folder: Path, site: LoadedSite) -> None:
    """Refuse a folder that the site itself is made of: the next build would take in what was written.

    Raises:
        click.BadParameter: says which folder it is.
    """
    to, root = folder.resolve(), site.root
    own = (site.settings.docs, site.settings.facts, ".git")
    if root.is_relative_to(to):
        message = f"{folder}/ is or holds the folder of the site itself; name a new folder."
        raise click.BadParameter(message, param_hint="'FOLDER'")
    if inside := next((name for name in own if to.is_relative_to((root / name).resolve())), ""):
        message = f"{folder}/ lies in {inside}/, which the site is made of; name a new folder."
        raise click.BadParameter(message, param_hint="'FOLDER'")
