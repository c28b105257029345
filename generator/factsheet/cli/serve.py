"""`factsheet serve`: see the site as readers will, while editing."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from factsheet.cli.options import FOUND, config_file
from factsheet.project.terminal import is_watched

MOST_PORT = 65535
INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count: 128 and the number of the signal."""


def _host_and_port(context: click.Context, parameter: click.Parameter, written: str) -> str:
    found = re.fullmatch(r"[^\s/]+:([0-9]{1,5})", written)
    if found and 0 < int(found[1]) <= MOST_PORT:
        return written
    message = f"'{written}' is no address to serve at; write it as 127.0.0.1:8000."
    raise click.BadParameter(message, context, parameter)


@click.command(
    short_help="preview the site while editing", epilog="Example:  factsheet serve --address 127.0.0.1:8001"
)
@config_file
@click.option(
    "-a",
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    callback=_host_and_port,
    help="Where to serve.",
)
def serve(config: Path, address: str) -> None:
    """Preview the site; a saved change of a fact or a page shows at once.

    What is wrong is told here and above every page, with its place and its mend; the last good pages stay up
    until it is mended. Ctrl-C ends it.
    """
    from factsheet.publish.mkdocs_build import NotPublished, preview_site

    if is_watched():
        click.echo("checking the facts and building the site …", err=True)
    try:
        preview_site(config, address)
    except NotPublished as fault:
        click.echo(fault, err=True)
        sys.exit(FOUND)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
