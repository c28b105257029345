"""`factsheet serve`: see the site as readers will, while editing."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from factsheet.cli.options import EXIT_FAILURE, add_config_option
from factsheet.project.terminal import is_watched

_MAX_PORT = 65535
_EXIT_INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells count: 128 and the number of the signal."""


def _parse_address(context: click.Context, parameter: click.Parameter, written: str) -> str:
    found = re.fullmatch(r"[^\s/]+:([0-9]{1,5})", written)
    if found and 0 < int(found[1]) <= _MAX_PORT:
        return written
    message = f"'{written}' is no address to serve at; write it as 127.0.0.1:8000."
    raise click.BadParameter(message, context, parameter)


@click.command(
    "serve",
    short_help="preview the site while editing",
    epilog="Example:  factsheet serve --address 127.0.0.1:8001",
)
@add_config_option
@click.option(
    "-a",
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    callback=_parse_address,
    help="Where to serve.",
)
def serve_command(config: Path, address: str) -> None:
    """Preview the site; a saved change of a fact or a page shows at once.

    What is wrong is told here and above every page, with its place and its mend; the last good pages stay up
    until it is mended. Ctrl-C ends it.
    """
    from factsheet.publish.mkdocs_build import PublishError, preview_site

    if is_watched():
        click.echo("checking the facts and building the site …", err=True)
    try:
        preview_site(config, address)
    except PublishError as fault:
        click.echo(fault, err=True)
        sys.exit(EXIT_FAILURE)
    except KeyboardInterrupt:
        sys.exit(_EXIT_INTERRUPTED)
