"""`factsheet stale`: what has grown old?"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.checks import reviews_due, waivers_needed
from factsheet.checks.run import check
from factsheet.cli.options import FOUND, config_file, date_of_build, finish
from factsheet.diagnostics.core import arrange, has_errors
from factsheet.diagnostics.reporters import report
from factsheet.model.text.wording import number_of
from factsheet.project.clock import rest, ticks
from factsheet.project.load import read_site
from factsheet.project.terminal import in_colour, on_terminal
from factsheet.review.link_checker import Asked, Pace, ask_all
from factsheet.review.staleness import as_json, as_markdown, as_text, calendar, found_in, links_of, stale_of

_OVER = frozenset({reviews_due.RULE.code, waivers_needed.EXPIRED.code})
"""What the checks say of days that are over."""


def _days(context: click.Context, parameter: click.Parameter, written: str) -> int:
    found = re.fullmatch(r"([0-9]{1,5})d?", written)
    if found:
        return int(found[1])
    raise click.BadParameter(f"'{written}' is not a number of days; write it as 30d.", context, parameter)


@click.command(
    short_help="list reviews that fall due", epilog="Example:  factsheet stale --within 60d --links"
)
@config_file
@date_of_build
@click.option(
    "--within",
    default="30d",
    show_default=True,
    metavar="DAYS",
    callback=_days,
    help="Show what falls due in so many days.",
)
@click.option("--ics", is_flag=True, help="Print the reviews as an iCalendar file, and nothing else.")
@click.option(
    "--links", is_flag=True, help="Ask over the network whether the address of each source answers."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="How it is printed; markdown is for an issue, github makes annotations of what is over.",
)
def stale(  # noqa: PLR0913 - each is an option
    config: Path, day: dt.date, within: int, form: str, *, ics: bool, links: bool
) -> None:
    """List the reviews that are overdue or fall due, and the waivers that end, by day.

    It fails when more sheets are overdue than `overdue_allowed` in mkdocs.yml says, and with --links when a
    source is gone or its host is silent.
    """
    site = read_site(config, day)
    checked = check(site.material, site.settings)
    unset = has_errors(one for one in site.material.diagnostics if one.location.file == config.name)
    if unset or (has_errors(checked.diagnostics) and (checked.catalog.unread or not checked.catalog.facts)):
        finish(checked.diagnostics, site.material.texts, "github" if form == "github" else "text", "")
    found = stale_of(checked.catalog, day, within, site.settings.overdue_allowed)
    if ics:
        click.echo(calendar(found, site.settings).encode(), nl=False)
        return
    asked = links_of(checked.catalog, _asked(checked.catalog)) if links else ()
    broken = found_in(asked)
    if form == "json":
        click.echo(as_json(found, asked), nl=False)
    elif form == "markdown":
        click.echo(as_markdown(found, asked), nl=False)
    else:
        if form == "text":
            click.echo(as_text(found), nl=False)
        overdue = (one for one in checked.diagnostics if form == "github" and one.code in _OVER)
        findings = arrange((*overdue, *broken))
        said = report(findings, site.material.texts, form, colour=form == "text" and in_colour())
        click.echo(f"\n{said}" if said and form == "text" else said, nl=False)
        if links and form == "text" and not findings:
            click.echo(f"\n{number_of(len(asked), 'address', 'addresses')} asked; every one answers.")
    if found.exceeded or has_errors(broken):
        sys.exit(FOUND)


def _asked(catalog: Catalog) -> Mapping[str, Asked]:
    """Ask the address of each source once; say on a terminal how far that has come."""
    urls = sorted({source.url for source in catalog.sources.values() if source.url})
    answers: dict[str, Asked] = {}
    shown = on_terminal()
    for place, one in enumerate(ask_all(urls, Pace(ticks=ticks, rest=rest)), 1):
        answers[one.url] = one
        if shown:
            click.echo(
                f"\r{place} of {number_of(len(urls), 'address', 'addresses')} asked", nl=False, err=True
            )
    if shown:
        click.echo(err=True)
    return answers
