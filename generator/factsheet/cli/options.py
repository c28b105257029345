"""Options, groups and endings that several commands share."""

import datetime as dt
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
from click.shell_completion import CompletionItem, get_completion_class

from factsheet.diagnostics.core import Diagnostic, has_errors, suggest_nearest
from factsheet.diagnostics.reporters import REPORT_FORMATS, escape_unprintable, format_report
from factsheet.project.clock import resolve_build_date
from factsheet.project.load import LoadedSite, read_site
from factsheet.project.terminal import can_print_colour

F = TypeVar("F", bound=Callable[..., object])

SHELLS = ("bash", "zsh", "fish")
"""The shells that completion supports."""
FORMAT_KEY = "factsheet.format"
"""Where click's context keeps the report format, for a failure that no command reports."""
SNAPSHOTS_VARIABLE = "FACTSHEET_SNAPSHOTS"
"""The environment variable that names the folder of copies where the settings name none."""
EXIT_FAILURE = 1
"""Exit code when there are problems, or a build failed."""

_CONFIG_FILE = click.Path(dir_okay=False, path_type=Path)
add_config_option = click.option(
    *("-f", "--config-file", "config"), type=_CONFIG_FILE, default=Path("mkdocs.yml"), help="The site's mkdocs.yml."
)
"""Adds the option that names the site."""
_COPIES_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_COPIES_DEFAULT = f"[default: `snapshots` in mkdocs.yml, or {SNAPSHOTS_VARIABLE}]"
_COPIES_HELP = f"The folder with the text copies of the sources. It is read, never published. {_COPIES_DEFAULT}"
add_snapshots_option = click.option("--snapshots", "folder", type=_COPIES_FOLDER, help=_COPIES_HELP)
"""Adds the option that names the folder with our copies of the sources."""


def find_copies_folder(site: LoadedSite, given: Path | None) -> Path | None:
    """Return the folder with our copies: the one given, that of the settings or of the environment, if it is there."""
    folder = given or _choose_copies_folder(site)
    return folder if folder and folder.is_dir() else None


def require_copies_folder(site: LoadedSite, given: Path | None) -> Path:
    """Return the folder with our copies; raise UsageError, with the ways to name one, where there is none."""
    if site.is_missing:
        finish(site.inputs.diagnostics, {})
    if folder := find_copies_folder(site, given):
        return folder
    setting = "`snapshots` under the plugin in mkdocs.yml"
    if missing := _choose_copies_folder(site):
        name = setting if site.settings.snapshots else SNAPSHOTS_VARIABLE
        raise click.UsageError(f"there is no folder '{missing}', which {name} names; make it, or give --snapshots DIR")
    ways = f"--snapshots DIR, {setting}, or the environment variable {SNAPSHOTS_VARIABLE}"
    raise click.UsageError(f"where are your copies of the sources? Name their folder with {ways}")


def _choose_copies_folder(site: LoadedSite) -> Path | None:
    variable = os.environ.get(SNAPSHOTS_VARIABLE)
    return site.root / site.settings.snapshots if site.settings.snapshots else Path(variable) if variable else None


def add_format_option(
    help_text: str = "Output format; github prints annotations, sarif is for code scanning.",
    formats: Sequence[str] = sorted(REPORT_FORMATS),
) -> Callable[[F], F]:
    """Return what adds the option that chooses how the results are printed."""
    names, kind = ("--format", "form"), click.Choice(formats)
    return click.option(*names, type=kind, default="text", is_eager=True, callback=_remember_format, help=help_text)


def _remember_format(context: click.Context, _: click.Parameter, form: str) -> str:
    context.meta[FORMAT_KEY] = form if form in REPORT_FORMATS else "text"
    return form


def _parse_day(context: click.Context, parameter: click.Parameter, written: str | None) -> dt.date:
    try:
        return resolve_build_date(written)
    except ValueError as error:
        message = f"'{written}' is not a date; write it as 2023-09-07." if written else f"{error}."
        raise click.BadParameter(message, context, parameter) from error


_DAY_HELP = "Check as if it were this day. [default: today, or SOURCE_DATE_EPOCH]"
add_today_option = click.option("--today", "day", metavar="YYYY-MM-DD", callback=_parse_day, help=_DAY_HELP)
"""Adds the option that stands in for the clock."""


def _print_completion(context: click.Context, _: click.Parameter, shell: str | None) -> None:
    made = get_completion_class(shell) if shell and not context.resilient_parsing else None
    if made:
        click.echo(made(context.command, {}, "factsheet", "_FACTSHEET_COMPLETE").source())
        context.exit()


_SHELL, _SHELL_HELP = click.Choice(SHELLS), "Print the completion script for a shell, and exit."
add_completion_option = click.option(
    "--completion", type=_SHELL, expose_value=False, is_eager=True, callback=_print_completion, help=_SHELL_HELP
)
"""Adds the option that prints the completion script of a shell."""


class IdParamType(click.ParamType[str]):
    """The id of something that the facts declare; a shell completes those of the site here."""

    name = "id"

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Return the ids that begin with what is typed, each with its label."""
        from factsheet.authoring.ids import index_ids

        del param
        config = ctx.params.get("config") or Path("mkdocs.yml")
        index = index_ids(read_site(config, dt.date.min).inputs.documents)
        labels = {name: label for kind in self.kinds for name, label in index[kind].items()}
        begun = [name for name in labels if name.startswith(incomplete)]
        return [CompletionItem(name, help=escape_unprintable(labels[name])) for name in begun]


class SuggestingGroup(click.Group):
    """Suggests the nearest command, or kind of record, when there is none of the name that was typed."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command with the name that was typed, or suggest another."""
        names = self.list_commands(ctx)
        if args and args[0] not in names:
            known = suggest_nearest(args[0], names) or f"there are: {', '.join(names)}"
            ctx.fail(f"there is no {'kind' if ctx.parent else 'command'} '{args[0]}'; {known}")
        return super().resolve_command(ctx, args)


def print_report(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], form: str, before: str = "") -> None:
    """Print diagnostics of the site that this command is about, if there are any, with a text `before` them.

    Annotations and SARIF name files from the root of the repository, everything else from the folder of the site.
    """
    config = click.get_current_context().params.get("config") or Path("mkdocs.yml")
    if form in {"github", "sarif"}:
        from factsheet.project.git import find_path_in_repository

        folder = find_path_in_repository(config.parent.resolve())
        diagnostics = diagnostics if folder == "." else [_move(item, folder) for item in diagnostics]
    printed = format_report(diagnostics, texts, form, colour=form == "text" and can_print_colour())
    if printed:
        click.echo(f"{before}{printed}", nl=False)


def _move(diagnostic: Diagnostic, folder: str) -> Diagnostic:
    old = (diagnostic.location, *diagnostic.also_at)
    location, *also_at = (place._replace(file=f"{folder}/{place.file}") for place in old)
    return replace(diagnostic, location=location, also_at=tuple(also_at))


def finish(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str], form: str = "text", done: str = "") -> None:
    """Print the diagnostics, then what was done; with an error among them, exit with its code instead."""
    print_report(diagnostics, texts, form)
    if has_errors(diagnostics):
        raise SystemExit(EXIT_FAILURE)
    if done and form == "text":
        click.echo(f"\n{done}" if diagnostics else done)
