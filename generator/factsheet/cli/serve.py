"""`factsheet serve`: see the site as readers will, while editing."""

import re
import signal
from pathlib import Path
from typing import NoReturn

import click

from factsheet.cli.options import add_config_option
from factsheet.diagnostics.reporters import escape_lines
from factsheet.project.terminal import is_watched

_EPILOG = "Example:  factsheet serve --address 127.0.0.1:8001"
_MAX_PORT = 65535
_SIGNAL_BASE = 128
"""A program that a signal ended has this plus the number of the signal as its exit code, as in shells."""


def _parse_address(context: click.Context, parameter: click.Parameter, written: str) -> str:
    match = re.fullmatch(r"[^\s/]+:([0-9]{1,5})", written)
    if match and 0 < int(match[1]) <= _MAX_PORT:
        return written
    raise click.BadParameter(f"'{written}' is not an address; write it as 127.0.0.1:8000.", context, parameter)


def _end(number: int, _: object) -> NoReturn:
    raise KeyboardInterrupt(number)


@click.command("serve", short_help="preview the site while editing", epilog=_EPILOG)
@add_config_option
@click.option(
    "-a", "--address", default="127.0.0.1:8000", metavar="HOST:PORT", callback=_parse_address, help="Where to serve."
)
def serve_command(config: Path, address: str) -> None:
    """Preview the site; a saved change of a fact or a page shows at once.

    Problems are shown here and above every page, with their place and how to fix them; the last good pages
    stay up until then. Ctrl-C ends the preview.
    """
    from factsheet.publish.mkdocs_build import PublishError, preview_site

    if is_watched():
        click.echo("checking the facts and building the site …", err=True)
    # SIGTERM, by which scripts and services end a program, does what Ctrl-C does. By default it would end the program
    # at once and leave the pages in the folder for temporary files. A script has no Ctrl-C for what runs in its
    # background. A parent that has SIGTERM ignored is respected.
    before = signal.getsignal(signal.SIGTERM)
    if before is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _end)
    try:
        preview_site(config, address)
    except PublishError as error:
        click.echo(escape_lines(str(error)), err=True)
        raise SystemExit(error.exit_code) from error
    except KeyboardInterrupt as interrupt:
        raise SystemExit(_SIGNAL_BASE + next(iter(interrupt.args), signal.SIGINT)) from interrupt
    finally:
        if before is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, before)
