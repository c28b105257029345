"""`factsheet diff`: what changed in the facts between two versions?"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from factsheet.cli.options import FOUND, config_file, date_of_build
from factsheet.diagnostics.core import arrange, has_errors
from factsheet.diagnostics.reporters import report
from factsheet.project.terminal import in_colour
from factsheet.review.diff import compare
from factsheet.review.git import NoRevision
from factsheet.review.load import between, plainly_placed, read_both
from factsheet.review.policies import Ground, run_policies
from factsheet.review.reports.json_report import review_as_json
from factsheet.review.reports.markdown_report import review_as_markdown
from factsheet.review.reports.text_report import review_as_text

FORMATS = ("text", "markdown", "json", "github")


@click.command(
    short_help="say what changed in the facts",
    epilog="Example:  factsheet diff origin/main --merge-base --format markdown",
)
@click.argument("base")
@click.argument("head", required=False)
@click.option(
    "--merge-base", "fork", is_flag=True, help="Compare with the version at which HEAD left BASE's line."
)
@click.option(
    "--links",
    metavar="URL",
    default="",
    help="Markdown: the address of the site's files, for links, such as https://github.com/me/site/blob/main/.",
)
@config_file
@date_of_build
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="How it is printed; markdown is for a pull request, github makes annotations of the findings alone.",
)
def diff(  # noqa: PLR0913, PLR0917 - one for each option
    base: str, head: str | None, config: Path, day: dt.date, form: str, links: str, *, fork: bool
) -> None:
    """Say what changed in the facts from BASE to HEAD, never in which lines, and what rests on it.

    BASE is what is published: a commit, branch or tag of the site's repository, or a folder with an older
    copy of the site. HEAD is another; left out, it is the files as they lie there now. It fails where a
    published site may not change so: a value without a correction, a hedge or standing without new evidence,
    a fact or page that is gone, an id used again.
    """
    if links and not links.startswith(("https://", "http://")):
        raise click.BadParameter("an address begins with https://", param_hint="--links")
    try:
        found = compare(*read_both(config, (base, head), day, fork=fork))
    except NoRevision as fault:
        raise click.UsageError(f"{fault}") from fault
    findings = arrange((*found.head.errors, *run_policies(Ground(found, day))))
    if form == "json":
        click.echo(review_as_json(found, findings), nl=False)
    elif form == "markdown":
        click.echo(review_as_markdown(found, findings, links), nl=False)
    elif form == "github":
        click.echo(report(plainly_placed(findings, found), {}, "github"), nl=False)
    else:
        click.echo(review_as_text(found, colour=in_colour()), nl=False)
        printed = report(findings, between(found), "text", colour=in_colour())
        click.echo(f"\n{printed}" if printed else "", nl=False)
    if has_errors(findings):
        sys.exit(FOUND)
