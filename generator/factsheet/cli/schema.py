"""`factsheet schema`: what an editor's own program needs to complete and explain the files of facts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from factsheet.authoring.editor_schemas import FILE_SHAPES, SCHEMA_FOLDER, format_schema, write_schemas
from factsheet.authoring.ids import IdIndex, index_ids
from factsheet.cli.options import add_config_option, finish
from factsheet.diagnostics.core import has_errors
from factsheet.model.text.wording import format_count
from factsheet.project.load import LoadedSite, read_site

_EPILOG = """\b
Example:  factsheet schema --write
          factsheet schema sheet > sheet.schema.json
A file says which schema is its own in its first line, such as this of a sheet:
  # yaml-language-server: $schema=../.schemas/sheet.schema.json
"""


@click.command("schema", short_help="make JSON Schemas for editors", epilog=_EPILOG)
@add_config_option
@click.option("--write", is_flag=True, help=f"Write all of them into {SCHEMA_FOLDER}/ of the folder of facts.")
@click.argument("kind", required=False, type=click.Choice(list(FILE_SHAPES)))
def schema_command(config: Path, kind: str | None, *, write: bool) -> None:
    """Print the JSON Schema of one kind of file, or write those of all kinds beside the facts.

    With them an editor with a YAML language server completes fields, words and the ids of this site, explains
    each field and marks what does not fit, while you type. Outside a site there are no ids to complete.
    """
    if write == bool(kind):
        raise click.UsageError(f"name one kind ({', '.join(FILE_SHAPES)}), or give --write alone")
    site = _read_site(config)
    if kind:
        declared = IdIndex() if site.is_missing else index_ids(site.inputs.documents)
        click.echo(format_schema(kind, declared), nl=False)
        return
    if site.is_missing:
        finish(site.inputs.diagnostics, site.inputs.texts, "text", "")
    synced = write_schemas(site)
    if has_errors(synced.diagnostics):
        finish(synced.diagnostics, {}, "text", "")
    wrote = format_count(len(synced.written), "schema")
    rest = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    click.echo(f"{wrote} written to {site.settings.facts}/{SCHEMA_FOLDER}/, {rest}")


def _read_site(config: Path) -> LoadedSite:
    """Read the site; no schema depends on the date."""
    return read_site(config, dt.date.min)
