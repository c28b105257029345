"""The command `factsheet`: one file per command, and only commands that work."""

import errno
import gc
import io
import sys
from importlib import import_module
from typing import Any, NoReturn

import click

from factsheet import __version__
from factsheet.cli.options import FORMAT_KEY, SuggestingGroup, add_completion_option
from factsheet.diagnostics.reporters import escape_lines, format_diagnostic, format_report

gc.freeze()  # The collector need not look through what has been imported, which stays anyway.

COMMANDS = (
    *("init", "new", "check", "build", "serve", "verify", "locate", "fmt"),
    *("diff", "accept", "attest", "stale", "explain", "schema", "pages"),
)
"""Each is `factsheet/cli/NAME.py` with a command of that name, in the order in which they are listed."""

_SETTINGS = {"help_option_names": ["-h", "--help"], "show_default": True}
_EPILOG = """\b
Exit codes: 0 success, 1 problems found or build failed, 2 wrong usage,
70 a failure of the program itself.
Start with:  factsheet check
\b
To complete commands, options, ids and codes, add this line to your shell's start-up file:
  bash, zsh:  eval "$(factsheet --completion bash)"    (or zsh)
  fish:       factsheet --completion fish | source
"""


class LazyGroup(SuggestingGroup):
    """Imports a command only when it is run, so that `check` does not wait for what `build` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(f"factsheet.cli.{cmd_name}"), f"{cmd_name}_command")
        return command if isinstance(command, click.Command) else None

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - as click has it
        """Run the command line with streams that take every character; output escapes what it cannot encode."""
        output = "backslashreplace"
        for stream, errors in ((sys.stdin, "surrogateescape"), (sys.stdout, output), (sys.stderr, output)):
            if isinstance(stream, io.TextIOWrapper) and stream.errors in {"strict", "surrogateescape"}:
                stream.reconfigure(errors=errors)
        return super().main(*args, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; an error of the operating system, or one of our own, becomes a message without a traceback."""
        try:
            return super().invoke(ctx)
        except click.ClickException as error:  # It may name what was typed, or any file.
            vars(error)["message"] = escape_lines(error.message)
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # The reader of a pipe has seen enough; click knows what to do.
                raise
            place = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(escape_lines(f"{place}{(error.strerror or str(error)).lower()}")) from error
        except (click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
            _report_failure(error, ctx.meta.get(FORMAT_KEY, "text"))


def _report_failure(error: Exception, form: str) -> NoReturn:
    """Print a failure of this program as the one diagnostic, in the format that was asked for, and exit."""
    from factsheet.project.failures import EXIT_INTERNAL_FAILURE, diagnose_own_failure  # It is rarely needed.

    diagnostic = diagnose_own_failure(error, "; what is published is as it was")
    if form == "text":
        click.echo(format_diagnostic(diagnostic, {}), err=True)
    else:
        click.echo(format_report((diagnostic,), {}, form), nl=False)
    raise SystemExit(EXIT_INTERNAL_FAILURE)


@click.group(cls=LazyGroup, epilog=_EPILOG, context_settings=_SETTINGS)
@add_completion_option
@click.version_option(__version__, prog_name="factsheet")
def main() -> None:
    """Publish checkable facts: YAML in, a site with every claim tied to its passage out."""
