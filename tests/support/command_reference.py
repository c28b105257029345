"""The reference of the commands, generated from their declarations; `docs/commands.md` holds it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator

import click

from factsheet.cli.app import COMMANDS, main

_HEAD = """\
# Commands

Made from the declarations in the code by `make docs`; do not edit by hand.

`make site` puts the command at `.venv/bin/factsheet`. Run it in the folder of a site, or name the site with
`--config-file`. [Your first fact in five minutes](guide.md) shows the first of them at work;
[reference.md](reference.md) says what each field and code means; the [README](../README.md) has the rest.

## Exit codes

| code | what it means |
|---|---|
| 0 | Success; warnings may have been printed. |
| 1 | Problems were found, or the build failed, or a file would change (`fmt --check`). |
| 2 | Wrong usage: the usage was printed, and nothing was read or written. |
| 70 | The program itself failed; what is published is as it was. The message names a report to send us. |

## Surroundings

| variable | what it does |
|---|---|
| `SOURCE_DATE_EPOCH` | The date of the build in seconds since 1970; without it, it is today. |
| `SITE_URL` | The address of the site, where `site_url` in mkdocs.yml is not set; workflows that publish pass it. |
| `FACTSHEET_SNAPSHOTS` | The folder with your copies of the sources, where `snapshots` in mkdocs.yml is not set. |
| `NO_COLOR` | Set to anything, output has no colour; it has none outside a terminal anyway. |
"""


def write_command_reference() -> str:
    """Return every command with its arguments and options as Markdown."""
    context = click.Context(main, info_name="factsheet", **main.context_settings)
    return "\n".join([_HEAD, *(_write_command(main.get_command(context, name), context) for name in COMMANDS)])


def _write_command(command: click.Command | None, above: click.Context) -> str:
    assert command is not None
    context = click.Context(command, parent=above, info_name=command.name)
    usage = " ".join(["factsheet", command.name or "", *command.collect_usage_pieces(context)])
    prose = "\n\n".join(_split_paragraphs(command.help or ""))
    rows = [row for parameter in command.params if (row := _write_row(parameter, context))]
    table = ["| option | meaning |", "|---|---|", *rows] if rows else ["It has no options."]
    parts = (f"## {command.name}", f"    {usage}", prose, "\n".join(table), *_write_epilogue(command.epilog or ""))
    return "\n\n".join(parts) + "\n"


def _split_paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        words = " ".join(paragraph.replace("\b", "").split())
        yield words if "`" in words else re.sub(r"(?<!\w)(--[a-z-]+)", r"`\1`", words)


def _write_epilogue(text: str) -> Iterator[str]:
    """Yield the examples as code and what else stands below the options as prose."""
    for paragraph in re.split(r"\n\s*\n", text.replace("\b", "").strip()):
        lines = [line.strip() for line in paragraph.replace("Example:", "").strip().splitlines()]
        if lines[0].startswith("factsheet"):
            yield "Example:"
            yield "\n".join(f"    {line}" for line in lines)
        else:
            yield " ".join(lines)


def _write_row(parameter: click.Parameter, context: click.Context) -> str:
    shown = parameter.get_help_record(context)
    if shown is None or isinstance(parameter, click.Argument):  # the usage line names it, the prose tells it
        return ""
    names, meaning = (" ".join(part.split()).replace("|", "\\|") for part in shown)
    return f"| `{names}` | {meaning} |"
