"""`factsheet accept`: what rests on facts that have changed, and has it been read again?"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.ledger import (
    Ledger,
    PendingReview,
    accept_dependents,
    list_pending_reviews,
    serialize_ledger,
)
from factsheet.checks.run import check_site
from factsheet.cli.options import EXIT_FAILURE, add_config_option, add_today_option, finish
from factsheet.diagnostics.core import has_errors, suggest_nearest
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.project.load import read_site
from factsheet.project.write_files.files import write_atomically


def _complete_pending(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of what waits to be read again, for a shell to complete."""
    del param
    site = read_site(ctx.params.get("config") or Path("mkdocs.yml"), dt.date.min)
    checked = check_site(site.inputs, site.settings)
    left = list_pending_reviews(checked.catalog, checked.ledger) if checked.ledger else ()
    return [name for name in dict.fromkeys(one.dependency.id for one in left) if name.startswith(incomplete)]


@click.command(
    "accept",
    short_help="record that what rests on changed facts was read again",
    epilog="Example:  factsheet accept killed-share-tajikistan",
)
@click.argument("names", metavar="[ID]...", nargs=-1, shell_complete=_complete_pending)
@click.option("--all", "everything", is_flag=True, help="Accept all that waits. Begins the ledger.")
@add_config_option
@add_today_option
def accept_command(names: tuple[str, ...], config: Path, day: dt.date, *, everything: bool) -> None:
    """List what rests on facts that have changed since it was read; with IDs, record that it still holds.

    An ID is that of a fact, sheet or chart that rests on others: a number worked out from them, words that
    link to them, a chart that draws them. Without the ledger, facts/accepted.lock, nothing is asked.
    """
    if names and everything:
        raise click.UsageError("name what you have read, or give --all; not both")
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    if has_errors(checked.diagnostics):
        finish(checked.diagnostics, site.inputs.texts, "text", "")
    file, catalog = site.inputs.ledger_file, checked.catalog
    if site.inputs.ledger is None and not everything:
        raise click.UsageError(f"there is no {file} yet: `factsheet accept --all` begins it")
    ledger = checked.ledger or Ledger()
    left = list_pending_reviews(catalog, ledger)
    if not names and not everything:
        click.echo("\n".join(_format_pending(left, catalog)))
        sys.exit(EXIT_FAILURE if left else 0)
    readers = None if everything else _resolve_names(names, catalog)
    kept = accept_dependents(catalog, ledger, readers)
    write_atomically(site.root / file, serialize_ledger(kept).encode())
    still = len({(one.dependency.kind, one.dependency.id) for one in list_pending_reviews(catalog, kept)})
    read = {(one.dependency.kind, one.dependency.id) for one in left}
    done = format_count(len(read if readers is None else read & readers), "record")
    rest = f"; {format_count(still, 'record')} still {'waits' if still == 1 else 'wait'}" if still else ""
    click.echo(f"{done} accepted, {format_count(len(kept.meanings), 'tie')} in {file}{rest}")


def _resolve_names(names: Sequence[str], catalog: Catalog) -> set[tuple[str, str]]:
    """Return kind and id of what was named, as `ID` or as `sheet:ID` where an id is used for two kinds.

    Raises:
        click.UsageError: when nothing has such an id.
    """
    known = {"fact": catalog.facts, "sheet": catalog.sheets, "chart": catalog.charts}
    found: set[tuple[str, str]] = set()
    for written in names:
        kind, colon, name = written.rpartition(":")
        kinds = [one for one in known if (not colon or one == kind) and name in known[one]]
        if not kinds:
            near = suggest_nearest(name, {one for records in known.values() for one in records})
            hint = near or "`factsheet accept` lists what waits"
            raise click.UsageError(f"there is no fact, sheet or chart '{written}'; {hint}")
        found.update((one, name) for one in kinds)
    return found


def _format_pending(left: Sequence[PendingReview], catalog: Catalog) -> Iterator[str]:
    """Yield the lines that say what is to be read beside what."""
    if not left:
        yield "nothing waits to be read again"
        return
    readers = dict.fromkeys((one.dependency.kind, one.dependency.id) for one in left)
    yield f"{format_count(len(readers), 'record')} to be read again:"
    for kind, name in readers:
        ties = [one for one in left if (one.dependency.kind, one.dependency.id) == (kind, name)]
        at = ties[0].dependency.location
        yield f"\n{kind} {name}  ({escape_unprintable(at.file)}:{at.line})"
        if kind == "fact":
            yield f"    {_format_fact(catalog.facts[name])}"
        for one in ties:
            why = "changed" if one.changed else "new to it"
            yield f"  {one.dependency.dependency_kind}: {one.dependency.fact_id}, {why}"
            yield f"    {_format_fact(catalog.facts[one.dependency.fact_id])}"
    yield "\nwhat still holds: `factsheet accept ID…`, or `factsheet accept --all`"


def _format_fact(fact: Fact) -> str:
    value = f": {fact.value.text}" if fact.value else ""
    return escape_unprintable(f"{strip_markup(fact.statement)}{value} ({fact.standing.value})")
