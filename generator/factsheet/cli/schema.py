"""`factsheet schema`: JSON Schemas, by which editors complete and explain the files of facts."""

import datetime as dt
from pathlib import Path

import click

from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, format_schema, write_schemas
from factsheet.authoring.ids import index_ids
from factsheet.cli.options import add_config_option, finish
from factsheet.model.text.wording import format_count
from factsheet.parsing.schema.records import FILE_SHAPES
from factsheet.project.load import read_site

_EPILOG = """\b
Example:  factsheet schema --write
          factsheet schema sheet > sheet.schema.json
The first line of a file names its schema, for example that of a sheet:
  # yaml-language-server: $schema=../.schemas/sheet.schema.json
"""


@click.command("schema", short_help="make JSON Schemas for editors", epilog=_EPILOG)
@add_config_option
@click.option("--write", is_flag=True, help=f"Write all of them into {SCHEMA_FOLDER}/ in the folder of facts.")
@click.argument("kind", required=False, type=click.Choice(list(FILE_SHAPES)))
def schema_command(config: Path, kind: str | None, *, write: bool) -> None:
    """Print the JSON Schema of one kind of file, or write those of all kinds into the folder of facts.

    With them, an editor with a YAML language server completes fields, words and the ids of this site, explains
    each field and marks errors while you type. Outside a site there are no ids to complete.
    """
    if write == bool(kind):
        raise click.UsageError(f"name one kind ({', '.join(FILE_SHAPES)}), or give --write alone")
    site = read_site(config, dt.date.min)  # No schema depends on the date.
    if kind:
        click.echo(format_schema(kind, index_ids(site.inputs.documents)), nl=False)
        return
    if site.is_missing:
        finish(site.inputs.diagnostics, site.inputs.texts)
    synced = write_schemas(site)
    wrote = format_count(len(synced.written), "schema")
    others = f"{len(synced.unchanged)} unchanged, {len(synced.removed)} removed"
    finish(synced.diagnostics, {}, done=f"{wrote} written to {site.settings.facts}/{SCHEMA_FOLDER}/, {others}")
