"""`factsheet pages DIR`: the site as a project for tools that run no plugins."""

import datetime as dt
from pathlib import Path

import click

from factsheet.cli.options import add_config_option, add_today_option, finish
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.model.text.wording import format_count
from factsheet.project.load import read_site
from factsheet.project.read_files import read_content
from factsheet.project.write_files.files import sync_folder
from factsheet.project.write_files.folders import find_target_problem
from factsheet.publish.build import build_site
from factsheet.publish.markdown_project import build_portable_project
from factsheet.theme import THEME_FOLDER

_MANIFEST = ".factsheet-pages.json"
"""Lists what an earlier run wrote, so that pages that are no longer made are removed."""
_EPILOG = "Example:  factsheet pages portable && zensical build -f portable/mkdocs.yml"


@click.command("pages", short_help="write the site for tools that run no plugins", epilog=_EPILOG)
@add_config_option
@add_today_option
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pages_command(config: Path, day: dt.date, folder: Path) -> None:
    """Write the site to FOLDER as a project of Markdown, templates and settings that needs no plugin.

    Zensical and plain MkDocs build the same pages from it: docs/ holds every page and what it loads,
    overrides/ the templates, and mkdocs.yml the settings of the site without its plugins.

    Only what changed is written, and pages of an earlier run that are no longer made are removed. FOLDER
    must be new, empty or written by this command; files in it that this command did not write are never touched.
    """
    site = read_site(config, day)
    inputs = (config, *(site.root / name for name in (site.settings.docs, site.settings.facts)))
    if why := find_target_problem(folder, inputs, lambda path: (path / _MANIFEST).is_file()):
        message = f"nothing is written to {folder}/: {why}. Name a new or empty folder."
        raise click.BadParameter(message, param_hint="'FOLDER'")
    built = build_site(site.inputs, site.settings)
    if has_errors(built.diagnostics):
        finish(built.diagnostics, site.inputs.texts)
    content, content_diagnostics = read_content(site.root, site.settings.docs)
    theme, theme_diagnostics = read_content(THEME_FOLDER.parent, THEME_FOLDER.name)
    project = build_portable_project(built, content, theme, site.inputs.texts[config.name], site.settings)
    texts = {**site.inputs.texts, **project.texts}
    diagnostics = [*built.diagnostics, *content_diagnostics, *theme_diagnostics, *project.diagnostics]
    if has_errors(diagnostics):
        finish(sort_diagnostics(diagnostics), texts)
    synced = sync_folder(folder, project.files, _MANIFEST)
    written = f"{format_count(len(synced.written), 'file')} written to {folder}/"
    done = f"{written}, {len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    finish(sort_diagnostics((*diagnostics, *synced.diagnostics)), texts, done=done)
