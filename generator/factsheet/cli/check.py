"""`factsheet check`: are the facts right?"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from factsheet.checks.run import check as check_facts
from factsheet.cli.options import config_file, date_of_build, finish, report_format
from factsheet.model.text.wording import number_of
from factsheet.project.load import read_site


@click.command(short_help="check the facts", epilog="Example:  factsheet check --format github")
@config_file
@date_of_build
@report_format
def check(config: Path, day: dt.date, form: str) -> None:
    """Check every fact, and say all that is wrong with its place and its mend.

    Errors leave with exit code 1; warnings alone leave with 0.
    """
    site = read_site(config, day)
    checked = check_facts(site.material, site.settings)
    found = checked.catalog
    facts, sheets = number_of(len(found.facts), "fact"), number_of(len(found.sheets), "sheet")
    counts = (
        f"{facts} on {sheets} from {number_of(len(found.sources), 'source')}",
        f"{number_of(len(checked.lock.evidence), 'passage')} proved",
        f"{number_of(len(checked.workings), 'number')} worked out again",
    )
    verdict = "no errors" if checked.diagnostics else "all is well"
    finish(checked.diagnostics, site.material.texts, form, f"{verdict}: {', '.join(counts)}")
