"""`factsheet build`: publish the site, whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from generator.commands.options import FOUND, config_file


@click.command(short_help="check the facts and publish the site", epilog="Example:  factsheet build")
@config_file
def build(config: Path) -> None:
    """Check the facts and build the site; the published folder changes only when all of it is there.

    Warnings fail the build, as in `mkdocs build --strict`.
    """
    # MkDocs takes a quarter of a second to import; commands that do without it stay quick.
    from generator.publishing import NotPublished, publish_site

    if sys.stderr.isatty():
        click.echo("checking the facts and building the site …", err=True)
    try:
        click.echo(publish_site(config))
    except NotPublished as fault:
        click.echo(fault, err=True)
        sys.exit(FOUND)
