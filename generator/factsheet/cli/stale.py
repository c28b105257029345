"""`factsheet stale`: what has grown old?"""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Mapping
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.checks.run import check_site
from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_today_option, finish
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import format_report
from factsheet.diagnostics.rules.facts import EXPIRED_WAIVER, OVERDUE_REVIEW
from factsheet.model.text.wording import format_count
from factsheet.project.clock import read_monotonic, sleep
from factsheet.project.load import read_site
from factsheet.project.terminal import can_print_colour, can_show_progress
from factsheet.review.staleness.due import build_staleness_report, format_calendar
from factsheet.review.staleness.links import LinkResult, Pace, check_links, collect_link_diagnostics, list_source_links
from factsheet.review.staleness.reports import (
    format_staleness_json,
    format_staleness_text,
    write_staleness_markdown,
)

_OVERDUE_CODES = frozenset({OVERDUE_REVIEW.code, EXPIRED_WAIVER.code})
"""What the checks say of days that are over."""


def _parse_days(context: click.Context, parameter: click.Parameter, written: str) -> int:
    found = re.fullmatch(r"([0-9]{1,5})d?", written)
    if found:
        return int(found[1])
    raise click.BadParameter(f"'{written}' is not a number of days; write it as 30d.", context, parameter)


@click.command(
    "stale", short_help="list reviews that fall due", epilog="Example:  factsheet stale --within 60d --links"
)
@add_config_option
@add_today_option
@click.option(
    "--within",
    default="30d",
    show_default=True,
    metavar="DAYS",
    callback=_parse_days,
    help="Show what falls due in so many days.",
)
@click.option("--ics", is_flag=True, help="Print the reviews as an iCalendar file, and nothing else.")
@click.option("--links", is_flag=True, help="Ask over the network whether the address of each source answers.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json", "github"]),
    default="text",
    show_default=True,
    help="How it is printed; markdown is for an issue, github makes annotations of what is over.",
)
def stale_command(  # noqa: PLR0913 - each is an option
    config: Path, day: dt.date, within: int, form: str, *, ics: bool, links: bool
) -> None:
    """List the reviews that are overdue or fall due, and the waivers that end, by day.

    It fails when more sheets are overdue than `overdue_allowed` in mkdocs.yml says, and with --links when a
    source is gone or its host is silent.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    unset = has_errors(one for one in site.inputs.diagnostics if one.location.file == config.name)
    if unset or (has_errors(checked.diagnostics) and (checked.catalog.unreadable or not checked.catalog.facts)):
        finish(checked.diagnostics, site.inputs.texts, "github" if form == "github" else "text", "")
    found = build_staleness_report(checked.catalog, day, within, site.settings.overdue_allowed)
    if ics:
        click.echo(format_calendar(found, site.settings).encode(), nl=False)
        return
    asked = list_source_links(checked.catalog, _check_source_links(checked.catalog)) if links else ()
    broken = collect_link_diagnostics(asked)
    if form == "json":
        click.echo(format_staleness_json(found, asked), nl=False)
    elif form == "markdown":
        click.echo(write_staleness_markdown(found, asked), nl=False)
    else:
        if form == "text":
            click.echo(format_staleness_text(found), nl=False)
        overdue = (one for one in checked.diagnostics if form == "github" and one.code in _OVERDUE_CODES)
        findings = sort_diagnostics((*overdue, *broken))
        said = format_report(findings, site.inputs.texts, form, colour=form == "text" and can_print_colour())
        click.echo(f"\n{said}" if said and form == "text" else said, nl=False)
        if links and form == "text" and not findings:
            click.echo(f"\n{format_count(len(asked), 'address', 'addresses')} asked; every one answers.")
    if found.exceeded or has_errors(broken):
        sys.exit(EXIT_FAILURE)


def _check_source_links(catalog: Catalog) -> Mapping[str, LinkResult]:
    """Ask the address of each source once; say on a terminal how far that has come."""
    urls = sorted({source.url for source in catalog.sources.values() if source.url})
    answers: dict[str, LinkResult] = {}
    shown = can_show_progress()
    for place, one in enumerate(check_links(urls, Pace(clock=read_monotonic, sleep=sleep)), 1):
        answers[one.url] = one
        if shown:
            click.echo(f"\r{place} of {format_count(len(urls), 'address', 'addresses')} asked", nl=False, err=True)
    if shown:
        click.echo(err=True)
    return answers
