"""`factsheet serve`: see the site as readers will, while editing."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.options import config_file


@click.command(epilog="Example:  factsheet serve --address 127.0.0.1:8001")
@config_file
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Where to serve, as HOST:PORT.")
def serve(config: Path, address: str) -> None:
    """Preview the site; a saved change of a fact or a page shows at once."""
    from generator.publishing import preview_site  # noqa: PLC0415

    preview_site(config, address)
