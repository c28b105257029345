"""`factsheet build`: publish the site, whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from factsheet.cli.options import FOUND, config_file
from factsheet.project.terminal import on_terminal

_CLEAR = "\x1b[K"
"""Clears a line of a terminal. What is shown for a moment ends at its start, and is overwritten."""


@click.command(short_help="check the facts and publish the site", epilog="Example:  factsheet build")
@config_file
def build(config: Path) -> None:
    """Check the facts and build the site; the published folder changes only when all of it is there.

    Warnings fail the build, as in `mkdocs build --strict`.
    """
    # MkDocs takes a quarter of a second to import; commands that do without it stay quick.
    from factsheet.publish.mkdocs_build import NotPublished, publish_site

    shown = on_terminal()
    if shown:
        click.echo("checking the facts …\r", nl=False, err=True)
    try:
        done = publish_site(config, _show if shown else None)
    except NotPublished as fault:
        click.echo(f"{_CLEAR if shown else ''}{fault}", err=True)
        sys.exit(FOUND)
    if shown:
        click.echo(_CLEAR, nl=False, err=True)
    click.echo(done)


def _show(done: int, steps: int) -> None:
    """Show how far the build has come, in one line that is written over."""
    click.echo(f"{_CLEAR}building the site: {100 * done // steps} %\r", nl=False, err=True)
