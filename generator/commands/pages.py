"""`factsheet pages DIR`: the pages as Markdown files."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from generator.commands.options import config_file, date_of_build, finish
from generator.diagnostics import arrange, has_errors
from generator.disk import sync_folder
from generator.loader import read_content
from generator.pipeline import build, fill_places, page_taken
from generator.reading.source_text import decode
from generator.site import read_site
from generator.wording import number_of

MANIFEST = ".factsheet-pages.json"
"""Lists what an earlier run wrote, so that a page that is gone from the facts goes from the folder."""


@click.command(
    short_help="write every page as Markdown", epilog="Example:  factsheet pages docs-for-another-tool"
)
@config_file
@date_of_build
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def pages(config: Path, day: dt.date, folder: Path) -> None:
    """Write every page as Markdown to FOLDER, for tools that read Markdown and run no plugins.

    Only what changed is written; pages of an earlier run that are no longer made are removed; a file that
    this command did not write is never touched.
    """
    site = read_site(config, day)
    made = build(site.material, site.settings)
    if has_errors(made.diagnostics):
        finish(made.diagnostics, site.material.texts, "text", "")
    files = {page.uri: page.markdown.encode() for page in made.pages}
    files |= {
        uri: given if isinstance(given, bytes) else given.encode() for uri, given in made.exports.items()
    }
    content, unread = read_content(site.root, site.settings.docs)
    texts = dict(site.material.texts)
    findings = [*made.diagnostics, *unread]
    for uri, raw in content.items():
        name = f"{site.settings.docs}/{uri}"
        if uri in files:
            findings.append(page_taken(uri, name))
        elif not uri.endswith(".md"):
            files[uri] = raw
        else:
            markdown, faults = decode(name, raw, len(raw))
            text, gaps = fill_places(markdown or "", uri, made.insertions, name)
            findings += (*faults, *gaps)
            files[uri], texts[name] = text.encode(), markdown or ""
    if has_errors(findings):
        finish(arrange(findings), texts, "text", "")
    synced = sync_folder(folder, files, MANIFEST)
    findings += synced.diagnostics
    done = f"{number_of(len(synced.written), 'file')} written to {folder}/"
    rest = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    finish(arrange(findings), texts, "text", f"{done}, {rest}")
