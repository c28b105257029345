"""`factsheet check`: are the facts right?"""

import datetime as dt
from pathlib import Path

import click

from factsheet.checks.passages import describe_lock
from factsheet.checks.run import check_site
from factsheet.cli.options import add_config_option, add_format_option, add_today_option, finish
from factsheet.model.text.wording import format_count
from factsheet.parsing.fact_files import pause_collector
from factsheet.project.load import read_site


@click.command("check", short_help="check the facts", epilog="Example:  factsheet check --format github")
@add_config_option
@add_today_option
@add_format_option()
@pause_collector()
def check_command(config: Path, day: dt.date, form: str) -> None:
    """Check every fact, and report each problem with its place and how to fix it.

    The exit code is 1 when there are errors; warnings alone leave it at 0.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    catalog = checked.catalog
    facts, sheets = format_count(len(catalog.facts), "fact"), format_count(len(catalog.sheets), "sheet")
    sources, numbers = format_count(len(catalog.sources), "source"), format_count(len(checked.derivations), "number")
    counts = f"{facts} on {sheets} from {sources}, {describe_lock(checked.lock)}, {numbers} worked out again"
    verdict = "no errors" if checked.diagnostics else "all is well"
    finish(checked.diagnostics, site.inputs.texts, form, f"{verdict}: {counts}")
