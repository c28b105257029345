"""`factsheet init DIR`: a new site of one's own."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from factsheet.authoring.template import (
    CI_KINDS,
    Starter,
    WhereFrom,
    installed_from,
    starter_files,
    where_from,
)
from factsheet.cli.options import FOUND
from factsheet.model.text.wording import number_of
from factsheet.project.write_files import in_the_way, write_new_folder

MOST_NAME = 80
"""Signs in the longest name of a site; a longer one has no room in the header."""
MOST_SHOWN = 5
"""Names listed of what is in the way."""


def _name(context: click.Context, parameter: click.Parameter, written: str | None) -> str | None:
    if written is None:
        return None
    name = written.strip()
    if not name or not name.isprintable() or len(name) > MOST_NAME:
        message = f"the name of a site is one line of 1 to {MOST_NAME} printable signs."
        raise click.BadParameter(message, context, parameter)
    return name


def _generator(context: click.Context, parameter: click.Parameter, written: str | None) -> WhereFrom:
    if written is None:
        return installed_from()
    try:
        return where_from(written)
    except ValueError as fault:
        raise click.BadParameter(f"{fault}.", context, parameter) from fault


def _empty(context: click.Context, parameter: click.Parameter, folder: Path) -> Path:
    if found := in_the_way(folder):
        shown = ", ".join(found[:MOST_SHOWN])
        more = f" and {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
        message = f"{folder}/ is not empty: there is {shown}{more}. Name a new folder; nothing was written."
        raise click.BadParameter(message, context, parameter)
    return folder


@click.command(
    short_help="make a new site of your own", epilog='Example:  factsheet init harbour --name "Harbour facts"'
)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path), callback=_empty)
@click.option("--name", callback=_name, help="The name of the site. [default: from the name of the folder]")
@click.option(
    "--generator",
    "generator",
    metavar="SPEC",
    callback=_generator,
    help="Where the site installs this program from, such as git+https://HOST/REPOSITORY@COMMIT. "
    "[default: where this one came from]",
)
@click.option(
    "--ci",
    type=click.Choice(CI_KINDS),
    default=CI_KINDS[0],
    show_default=True,
    help="Where its repository will be: which CI files it gets.",
)
def init(folder: Path, name: str | None, generator: WhereFrom, ci: str) -> None:
    """Make a new site in DIR: settings, one worked example, hand-written pages, CI. It builds at once.

    DIR is made if it is not there; if it is, it must be empty. Nothing is fetched and nothing installed.
    """
    starter = Starter(name=name or _name_of(folder), ci=ci, generator=generator)
    files, torn = starter_files(starter)
    if torn:
        click.echo(f"the program is not whole, install it anew: {torn[0].message}", err=True)
        sys.exit(FOUND)
    write_new_folder(folder, files)
    click.echo(f"{number_of(len(files), 'file')} written to {folder}/; next:\n")
    if folder.resolve() != Path.cwd():
        click.echo(f"    cd {shlex.quote(str(folder))}")
    click.echo("    make site     # set up, check the facts, build into site/")
    click.echo("    make serve    # see the site while you edit\n\nREADME.md says the rest.")
    if not generator.portable:
        click.echo(
            f"\ngenerator.txt names the program as this machine knows it:\n\n    {generator.requirement}\n\n"
            "Any other machine, CI too, needs an address there, which --generator would have put:\n\n"
            "    factsheet @ git+https://HOST/REPOSITORY@COMMIT"
        )


def _name_of(folder: Path) -> str:
    words = folder.resolve().name.replace("-", " ").replace("_", " ").strip()[:MOST_NAME]
    return f"{words[0].upper()}{words[1:]}" if words and words.isprintable() else "Fact sheets"
