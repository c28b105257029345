"""The command `factsheet`: one file per command, and only commands that work."""

from __future__ import annotations

import errno
import io
import sys
from importlib import import_module
from typing import Any

import click

from factsheet import __version__
from factsheet.cli.options import add_completion_option
from factsheet.diagnostics.core import suggest_nearest

COMMANDS = (
    "init",
    "new",
    "check",
    "build",
    "serve",
    "verify",
    "locate",
    "fmt",
    "diff",
    "accept",
    "stale",
    "explain",
    "schema",
    "pages",
)
"""Each is `factsheet/cli/NAME.py` with a command of that name, in the order in which they are listed."""

_EPILOG = """\b
Exit codes: 0 all is well, 1 there are findings or the build failed, 2 wrong usage.
Start with:  factsheet check
\b
Your shell completes commands, options, ids and codes once its start-up file has this line:
  bash, zsh:  eval "$(factsheet --completion bash)"    (or zsh)
  fish:       factsheet --completion fish | source
"""


_ERROR_MODE = "backslashreplace"


class LazyGroup(click.Group):
    """Loads a command only when it is asked for, so that `check` does not wait for what `build` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"factsheet.cli.{cmd_name}"), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run the command line, with streams that take every sign: what one cannot show becomes an escape."""
        for stream, errors in (
            (sys.stdin, "surrogateescape"),
            (sys.stdout, _ERROR_MODE),
            (sys.stderr, _ERROR_MODE),
        ):
            if isinstance(stream, io.TextIOWrapper) and stream.errors in {"strict", "surrogateescape"}:
                stream.reconfigure(errors=errors)
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what the disk refuses is said in words, for it is no fault of the program."""
        try:
            return super().invoke(ctx)
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # The reader of a pipe has seen enough; click knows what to do.
                raise
            where = f"{fault.filename}: " if fault.filename else ""
            raise click.ClickException(f"{where}{(fault.strerror or str(fault)).lower()}") from fault

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that was asked for, or say which one was probably meant."""
        if args and args[0] not in COMMANDS:
            known = suggest_nearest(args[0], COMMANDS) or f"there are: {', '.join(COMMANDS)}"
            ctx.fail(f"there is no command '{args[0]}'; {known}")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@add_completion_option
@click.version_option(__version__, prog_name="factsheet")
def main() -> None:
    """Publish checkable facts: YAML in, a site with every claim tied to its passage out."""
