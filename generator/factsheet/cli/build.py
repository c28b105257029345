"""`factsheet build`: publish the site, whole or not at all."""

from pathlib import Path

import click

from factsheet.cli.options import add_config_option
from factsheet.diagnostics.reporters import escape_lines
from factsheet.project.terminal import can_show_progress

_CLEAR_LINE = "\x1b[K"
"""Clears a line of a terminal. Progress ends at the start of its line, and is overwritten."""


@click.command("build", short_help="check the facts and publish the site", epilog="Example:  factsheet build")
@add_config_option
def build_command(config: Path) -> None:
    """Check the facts and build the site; the published folder changes only when the whole build has succeeded.

    Warnings fail the build, as in `mkdocs build --strict`, except overdue reviews (F310), records that
    nothing uses yet (F316), letters that no font of handouts has (F332) and months that look like two years (F333).
    """
    # MkDocs takes a quarter of a second to import; commands that do without it stay quick.
    from factsheet.publish.mkdocs_build import PublishError, publish_site

    shown = can_show_progress()
    if shown:
        click.echo("checking the facts …\r", nl=False, err=True)
    try:
        done = publish_site(config, _show_progress if shown else None)
    except PublishError as error:
        click.echo(f"{_CLEAR_LINE if shown else ''}{escape_lines(str(error))}", err=True)
        raise SystemExit(error.exit_code) from error
    if shown:
        click.echo(_CLEAR_LINE, nl=False, err=True)
    click.echo(done)


def _show_progress(done: int, steps: int) -> None:
    click.echo(f"{_CLEAR_LINE}building the site: {100 * done // steps} %\r", nl=False, err=True)
