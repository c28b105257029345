"""Options and endings that several commands share."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click
from click.shell_completion import CompletionItem, get_completion_class

from factsheet.authoring.ids import index_ids
from factsheet.diagnostics.core import Diagnostic, has_errors
from factsheet.diagnostics.reporters import REPORT_FORMATS, escape_unprintable, format_report
from factsheet.diagnostics.rules import RULES
from factsheet.project.clock import resolve_build_date
from factsheet.project.load import read_site
from factsheet.project.terminal import can_print_colour

F = TypeVar("F", bound=Callable[..., object])

SHELLS = ("bash", "zsh", "fish")
"""The shells for which there is a script of completion."""
EXIT_FAILURE = 1
"""Exit code when there are findings, or a build failed."""


def add_config_option(command: F) -> F:
    """Add the option that names the site."""
    return click.option(
        "-f",
        "--config-file",
        "config",
        type=click.Path(dir_okay=False, path_type=Path),
        default=Path("mkdocs.yml"),
        show_default=True,
        help="The site's mkdocs.yml.",
    )(command)


def add_snapshots_option(command: F) -> F:
    """Add the option that names the folder with our copies of the sources."""
    return click.option(
        "--snapshots",
        "folder",
        required=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="The folder with the text copies of the sources. It is read, never published.",
    )(command)


def add_today_option(command: F) -> F:
    """Add the option that stands in for the clock."""
    return click.option(
        "--today",
        "day",
        metavar="YYYY-MM-DD",
        callback=_parse_day,
        help="Check as if it were this day. [default: today, or SOURCE_DATE_EPOCH]",
    )(command)


def add_format_option(command: F) -> F:
    """Add the option that chooses how findings are printed."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(sorted(REPORT_FORMATS)),
        default="text",
        show_default=True,
        help="How findings are printed; github makes annotations, sarif is for code scanning.",
    )(command)


def _parse_day(context: click.Context, parameter: click.Parameter, written: str | None) -> dt.date:
    try:
        return resolve_build_date(written)
    except ValueError as fault:
        message = f"'{written}' is not a date; write it as 2023-09-07." if written else f"{fault}."
        raise click.BadParameter(message, context, parameter) from fault


def add_completion_option(command: F) -> F:
    """Add the option that prints what a shell runs at its start, so that it asks us what may come next."""
    return click.option(
        "--completion",
        type=click.Choice(SHELLS),
        expose_value=False,
        is_eager=True,
        callback=_print_completion,
        help="Print the script by which a shell completes this command, and exit.",
    )(command)


def _print_completion(context: click.Context, parameter: click.Parameter, shell: str | None) -> None:
    del parameter
    made = get_completion_class(shell) if shell and not context.resilient_parsing else None
    if made:
        click.echo(made(context.command, {}, "factsheet", "_FACTSHEET_COMPLETE").source())
        context.exit()


class IdParamType(click.ParamType[str]):
    """The id of something that the facts declare; a shell completes those of the site here."""

    name = "id"

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the ids that begin with what is typed, with the names they go by."""
        del param
        config = ctx.params.get("config") or Path("mkdocs.yml")
        declared = index_ids(read_site(config, dt.date.min).inputs.documents)
        known = {one: words for kind in self.kinds for one, words in declared.list_ids(kind).items()}
        offered = [one for one in known if one.startswith(incomplete)]
        return [CompletionItem(one, help=escape_unprintable(known[one])) for one in offered]


def finish(findings: tuple[Diagnostic, ...], texts: Mapping[str, str], form: str, done: str) -> None:
    """Print the findings and what was done; where an error stood in the way, leave with its exit code."""
    printed = format_report(findings, texts, form, colour=form == "text" and can_print_colour(), rules=RULES)
    if printed:
        click.echo(printed, nl=False)
    if has_errors(findings):
        sys.exit(EXIT_FAILURE)
    if done and form == "text":
        click.echo(f"\n{done}" if findings else done)
