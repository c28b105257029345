"""The command `factsheet`: one file per command, and only commands that work."""

from __future__ import annotations

import click

from generator import __version__
from generator.commands.build import build
from generator.commands.check import check
from generator.commands.explain import explain
from generator.commands.pages import pages
from generator.commands.serve import serve
from generator.commands.verify import verify

EPILOG = """\b
Exit codes: 0 all is well, 1 there are findings or the build failed, 2 wrong usage.
Start with:  factsheet check
"""


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="factsheet")
def main() -> None:
    """Publish checkable facts: YAML in, a site with every claim tied to its passage out."""


for command in (check, build, serve, verify, explain, pages):
    main.add_command(command)
