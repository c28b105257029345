"""`factsheet accept`: what rests on facts that have changed, and has it been read again?"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.ledger import Ledger, PendingReview, accept_dependents, group_pending_reviews, serialize_ledger
from factsheet.checks.run import check_site
from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_today_option, finish
from factsheet.diagnostics.core import has_errors, suggest_nearest
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.project.load import read_site
from factsheet.project.write_files.files import write_atomically

_EPILOG = "Example:  factsheet accept share-of-strikers"


def _complete_pending(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    site = read_site(ctx.params.get("config") or Path("mkdocs.yml"), dt.date.min)
    checked = check_site(site.inputs, site.settings)
    pending = group_pending_reviews(checked.catalog, checked.ledger) if checked.ledger else {}
    return [name for name in dict.fromkeys(name for _, name in pending) if name.startswith(incomplete)]


@click.command("accept", short_help="record that what rests on changed facts was read again", epilog=_EPILOG)
@click.argument("names", metavar="[ID]...", nargs=-1, shell_complete=_complete_pending)
@click.option("--all", "everything", is_flag=True, help="Accept everything; creates the ledger if there is none.")
@add_config_option
@add_today_option
def accept_command(names: tuple[str, ...], config: Path, day: dt.date, *, everything: bool) -> None:
    """List what rests on facts that have changed since it was read; with IDs, record that it still holds.

    An ID is that of a fact, sheet or chart that rests on others: a number worked out from them, words that
    link to them, a chart that draws them. Nothing is tracked until --all creates the ledger, facts/accepted.lock.
    """
    if names and everything:
        raise click.UsageError("name what you have read, or give --all; not both")
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    if has_errors(checked.diagnostics):
        finish(checked.diagnostics, site.inputs.texts)
    file, catalog = site.inputs.ledger_file, checked.catalog
    if site.inputs.ledger is None and not everything:
        raise click.UsageError(f"there is no {file} yet: `factsheet accept --all` creates it")
    ledger = checked.ledger or Ledger()
    pending = group_pending_reviews(catalog, ledger)
    if not names and not everything:
        click.echo("\n".join(_format_pending(pending, catalog)))
        raise SystemExit(EXIT_FAILURE if pending else 0)
    readers = None if everything else _resolve_names(names, catalog)
    accepted = accept_dependents(catalog, ledger, readers)
    write_atomically(site.root / file, serialize_ledger(accepted).encode())
    read = len(pending if readers is None else pending.keys() & readers)
    rests = format_count(len(accepted.meanings), "dependency", "dependencies")
    done = f"{format_count(read, 'record')} accepted, {rests}"
    left = len(group_pending_reviews(catalog, accepted))
    still = f"; {format_count(left, 'record')} left to read" if left else ""
    click.echo(f"{done} in {file}{still}")


def _resolve_names(names: Sequence[str], catalog: Catalog) -> set[tuple[str, str]]:
    """Return kind and id of each name, `ID` or, to tell two kinds apart, `sheet:ID`; UsageError where there is none."""
    known = {"fact": catalog.facts, "sheet": catalog.sheets, "chart": catalog.charts}
    resolved: set[tuple[str, str]] = set()
    for written in names:
        prefix, _, name = written.rpartition(":")
        kinds = [kind for kind, records in known.items() if prefix in {"", kind} and name in records]
        if not kinds:
            near = suggest_nearest(name, {*catalog.facts, *catalog.sheets, *catalog.charts})
            hint = near or "`factsheet accept` lists what is left to read"
            raise click.UsageError(f"there is no fact, sheet or chart '{written}'; {hint}")
        resolved.update((kind, name) for kind in kinds)
    return resolved


def _format_pending(pending: Mapping[tuple[str, str], list[PendingReview]], catalog: Catalog) -> Iterator[str]:
    if not pending:
        yield "nothing has to be read again"
        return
    yield f"{format_count(len(pending), 'record')} to be read again:"
    for (kind, name), reviews in pending.items():
        location = reviews[0].dependency.location
        yield f"\n{kind} {name}  ({escape_unprintable(location.file)}:{location.line})"
        if kind == "fact":
            yield f"    {_format_fact(catalog.facts[name])}"
        for review in reviews:
            fact_id = review.dependency.fact_id
            yield f"  {review.dependency.dependency_kind}: {fact_id}, {'changed' if review.changed else 'new to it'}"
            yield f"    {_format_fact(catalog.facts[fact_id])}"
    yield "\naccept what still holds: `factsheet accept ID…` or `factsheet accept --all`"


def _format_fact(fact: Fact) -> str:
    value = f": {fact.value.text}" if fact.value else ""
    return escape_unprintable(f"{strip_markup(fact.statement)}{value} ({fact.standing.value})")
