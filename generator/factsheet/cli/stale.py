"""`factsheet stale`: what has grown old?"""

import datetime as dt
import re
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.checks.run import check_site
from factsheet.cli import options
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.diagnostics.rules import EXPIRED_WAIVER, OVERDUE_REVIEW
from factsheet.model.text.wording import format_count
from factsheet.project.clock import read_monotonic, sleep
from factsheet.project.load import read_site
from factsheet.project.terminal import can_show_progress
from factsheet.review.staleness import due
from factsheet.review.staleness.links import LinkResult, check_links, list_source_links

_EPILOG = "Example:  factsheet stale --within 60d --links"
_OVERDUE_CODES = frozenset({OVERDUE_REVIEW.code, EXPIRED_WAIVER.code})


def _parse_days(context: click.Context, parameter: click.Parameter, written: str) -> int:
    if match := re.fullmatch(r"([0-9]{1,5})d?", written):
        return int(match[1])
    raise click.BadParameter(f"'{written}' is not a number of days; write it as 30d.", context, parameter)


@click.command("stale", short_help="list reviews that fall due", epilog=_EPILOG)
@options.add_config_option
@options.add_today_option
@click.option(
    "--within", default="30d", metavar="DAYS", callback=_parse_days, help="Show what falls due within this many days."
)
@click.option("--ics", is_flag=True, help="Print the reviews as an iCalendar file, and nothing else.")
@click.option("--links", is_flag=True, help="Check over the network that the address of each source answers.")
@options.add_format_option(
    "Output format; markdown is for an issue, github prints annotations of what is overdue.",
    ("text", "markdown", "json", "github"),
)
def stale_command(  # noqa: PLR0913 - each is an option
    config: Path, day: dt.date, within: int, form: str, *, ics: bool, links: bool
) -> None:
    """List the reviews that are overdue or fall due, and the waivers that end, by day.

    It fails when more sheets are overdue than `overdue_allowed` in mkdocs.yml, and with --links when a source
    is gone or its host does not answer.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    unset = has_errors(item for item in site.inputs.diagnostics if item.location.file == config.name)
    if unset or (has_errors(checked.diagnostics) and (checked.catalog.unreadable or not checked.catalog.facts)):
        options.finish(checked.diagnostics, site.inputs.texts, "github" if form == "github" else "text")
    report = due.build_staleness_report(checked.catalog, day, within, site.settings.overdue_allowed)
    if ics:
        click.echo(due.format_calendar(report, site.settings).encode(), nl=False)
        return
    links_checked = list_source_links(checked.catalog, _check_source_links(checked.catalog)) if links else ()
    broken = [link.diagnostic for link in links_checked if link.diagnostic]
    if form == "json":
        click.echo(due.format_staleness_json(report, links_checked), nl=False)
    elif form == "markdown":
        click.echo(due.write_staleness_markdown(report, links_checked), nl=False)
    else:
        if form == "text":
            click.echo(due.format_staleness_text(report), nl=False)
        overdue = (item for item in checked.diagnostics if form == "github" and item.code in _OVERDUE_CODES)
        diagnostics = sort_diagnostics((*overdue, *broken))
        options.print_report(diagnostics, site.inputs.texts, form, before="\n" if form == "text" else "")
        if links and form == "text" and not diagnostics:
            click.echo(f"\n{format_count(len(links_checked), 'address', 'addresses')} checked; all of them answer.")
    if report.exceeded or has_errors(broken):
        raise SystemExit(options.EXIT_FAILURE)


def _check_source_links(catalog: Catalog) -> dict[str, LinkResult]:
    urls = sorted({source.url for source in catalog.sources.values() if source.url})
    answers: dict[str, LinkResult] = {}
    shown = can_show_progress()
    for done, result in enumerate(check_links(urls, read_monotonic, sleep), 1):
        answers[result.url] = result
        if shown:
            click.echo(f"\r{done} of {format_count(len(urls), 'address', 'addresses')} checked", nl=False, err=True)
    if shown:
        click.echo(err=True)
    return answers
