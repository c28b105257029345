"""`factsheet diff`: what changed in the facts between two versions?"""

import datetime as dt
from pathlib import Path

import click

from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_format_option, add_today_option, print_report
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.project.git import RevisionError
from factsheet.project.terminal import can_print_colour
from factsheet.review.diff.compare import compare_revisions, merge_texts, strip_base_locations
from factsheet.review.diff.revision import read_base_and_head
from factsheet.review.policies import PolicyContext, run_policies
from factsheet.review.reports.formats import format_review_json, format_review_text, write_review_markdown

_EPILOG = "Example:  factsheet diff origin/main --merge-base --format markdown"
_LINKS = "Markdown: the address of the site's files, for links, such as https://github.com/me/site/blob/main/."


@click.command("diff", short_help="report what changed in the facts", epilog=_EPILOG)
@click.argument("base")
@click.argument("head", required=False)
@click.option("--merge-base", "fork", is_flag=True, help="Compare with the commit where HEAD branched off from BASE.")
@click.option("--links", metavar="URL", default="", show_default=False, help=_LINKS)
@add_config_option
@add_today_option
@add_format_option(
    "Output format; markdown is for a pull request, github prints annotations of the problems alone.",
    ("text", "markdown", "json", "github"),
)
def diff_command(  # noqa: PLR0913, PLR0917 - one for each option
    base: str, head: str | None, config: Path, day: dt.date, form: str, links: str, *, fork: bool
) -> None:
    """Report what changed in the facts from BASE to HEAD, by meaning and not by line, and what rests on it.

    BASE is what is published: a commit, branch or tag of the site's repository, or a folder with an older
    copy of the site. HEAD is another; by default it is the files as they are now. It fails on changes that
    a published site may not make: a value without a correction, a hedge or standing without new evidence,
    a fact or page that is gone, an id used again.
    """
    if links and not links.startswith(("https://", "http://")):
        raise click.BadParameter("an address begins with https://", param_hint="--links")
    try:
        review = compare_revisions(*read_base_and_head(config, base, head, day, fork=fork))
    except RevisionError as error:
        raise click.UsageError(f"{error}") from error
    diagnostics = sort_diagnostics((*review.head.errors, *run_policies(PolicyContext(review, day))))
    if form == "json":
        click.echo(format_review_json(review, diagnostics), nl=False)
    elif form == "markdown":
        click.echo(write_review_markdown(review, diagnostics, links), nl=False)
    elif form == "github":
        print_report(strip_base_locations(diagnostics, review), {}, form)
    else:
        click.echo(format_review_text(review, colour=can_print_colour()), nl=False)
        print_report(diagnostics, merge_texts(review), form, before="\n")
    if has_errors(diagnostics):
        raise SystemExit(EXIT_FAILURE)
