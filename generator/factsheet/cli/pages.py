"""`factsheet pages DIR`: the site as a project for tools that run no plugins."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from factsheet.cli.options import config_file, date_of_build, finish
from factsheet.diagnostics.core import arrange, has_errors
from factsheet.model.text.wording import number_of
from factsheet.project.load import Site, read_site
from factsheet.project.read_files import read_content
from factsheet.project.write_files import sync_folder
from factsheet.publish.build import build
from factsheet.publish.markdown_project import portable_project
from factsheet.theme import THEME_FOLDER

MANIFEST = ".factsheet-pages.json"
"""Lists what an earlier run wrote, so that a page that is gone from the facts goes from the folder."""


@click.command(
    short_help="write the site for tools that run no plugins",
    epilog="Example:  factsheet pages portable && zensical build -f portable/mkdocs.yml",
)
@config_file
@date_of_build
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pages(config: Path, day: dt.date, folder: Path) -> None:
    """Write the site to FOLDER as a project of Markdown, templates and settings that needs no plugin.

    Zensical and plain MkDocs build the same pages from it: docs/ holds every page and what it loads,
    overrides/ the templates, and mkdocs.yml the settings of the site without its plugins.

    Only what changed is written; pages of an earlier run that are no longer made are removed; a file that
    this command did not write is never touched.
    """
    site = read_site(config, day)
    _apart(folder, site)
    made = build(site.material, site.settings)
    if has_errors(made.diagnostics):
        finish(made.diagnostics, site.material.texts, "text", "")
    content, unread = read_content(site.root, site.settings.docs)
    theme, broken = read_content(THEME_FOLDER.parent, THEME_FOLDER.name)
    configuration = site.material.texts[config.name]
    project = portable_project(made, content, theme, configuration, site.settings)
    texts = {**site.material.texts, **project.texts}
    findings = [*made.diagnostics, *unread, *broken, *project.diagnostics]
    if has_errors(findings):
        finish(arrange(findings), texts, "text", "")
    synced = sync_folder(folder, project.files, MANIFEST)
    findings += synced.diagnostics
    done = f"{number_of(len(synced.written), 'file')} written to {folder}/"
    rest = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    finish(arrange(findings), texts, "text", f"{done}, {rest}")


def _apart(folder: Path, site: Site) -> None:
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
