"""`factsheet schema`: what an editor's own program needs to complete and explain the files of facts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from factsheet.authoring.editor_schemas import KINDS
from factsheet.authoring.id_index import Declared, declared_in
from factsheet.authoring.schema_files import SCHEMAS, schema_text, write_schemas
from factsheet.cli.options import config_file, finish
from factsheet.diagnostics.core import has_errors
from factsheet.model.text.wording import number_of
from factsheet.project.load import Site, read_site

_EPILOG = """\b
Example:  factsheet schema --write
          factsheet schema sheet > sheet.schema.json
A file says which schema is its own in its first line, such as this of a sheet:
  # yaml-language-server: $schema=../.schemas/sheet.schema.json
"""


@click.command(short_help="make JSON Schemas for editors", epilog=_EPILOG)
@config_file
@click.option("--write", is_flag=True, help=f"Write all of them into {SCHEMAS}/ of the folder of facts.")
@click.argument("kind", required=False, type=click.Choice(list(KINDS)))
def schema(config: Path, kind: str | None, *, write: bool) -> None:
    """Print the JSON Schema of one kind of file, or write those of all kinds beside the facts.

    With them an editor with a YAML language server completes fields, words and the ids of this site, explains
    each field and marks what does not fit, while you type. Outside a site there are no ids to complete.
    """
    if write == bool(kind):
        raise click.UsageError(f"name one kind ({', '.join(KINDS)}), or give --write alone")
    site = _site(config)
    if kind:
        declared = Declared() if site.is_missing else declared_in(site.material.documents)
        click.echo(schema_text(kind, declared), nl=False)
        return
    if site.is_missing:
        finish(site.material.diagnostics, site.material.texts, "text", "")
    synced = write_schemas(site)
    if has_errors(synced.diagnostics):
        finish(synced.diagnostics, {}, "text", "")
    wrote = number_of(len(synced.written), "schema")
    rest = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    click.echo(f"{wrote} written to {site.settings.facts}/{SCHEMAS}/, {rest}")


def _site(config: Path) -> Site:
    """Read the site; no schema depends on the date."""
    return read_site(config, dt.date.min)
