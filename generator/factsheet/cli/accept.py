"""`factsheet accept`: what rests on facts that have changed, and has it been read again?"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.ledger import Ledger, Waiting, accepting, render_ledger, waiting
from factsheet.checks.run import check
from factsheet.cli.options import FOUND, config_file, date_of_build, finish
from factsheet.diagnostics.core import did_you_mean, has_errors
from factsheet.diagnostics.reporters import visible
from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of
from factsheet.model.text.wording import number_of
from factsheet.project.load import read_site
from factsheet.project.write_files import write_atomically


def _waiting(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of what waits to be read again, for a shell to complete."""
    del param
    site = read_site(ctx.params.get("config") or Path("mkdocs.yml"), dt.date.min)
    checked = check(site.material, site.settings)
    left = waiting(checked.catalog, checked.ledger) if checked.ledger else ()
    return [name for name in dict.fromkeys(one.dependence.id for one in left) if name.startswith(incomplete)]


@click.command(
    short_help="record that what rests on changed facts was read again",
    epilog="Example:  factsheet accept killed-share-tajikistan",
)
@click.argument("names", metavar="[ID]...", nargs=-1, shell_complete=_waiting)
@click.option("--all", "everything", is_flag=True, help="Accept all that waits. Begins the ledger.")
@config_file
@date_of_build
def accept(names: tuple[str, ...], config: Path, day: dt.date, *, everything: bool) -> None:
    """List what rests on facts that have changed since it was read; with IDs, record that it still holds.

    An ID is that of a fact, sheet or chart that rests on others: a number worked out from them, words that
    link to them, a chart that draws them. Without the ledger, facts/accepted.lock, nothing is asked.
    """
    if names and everything:
        raise click.UsageError("name what you have read, or give --all; not both")
    site = read_site(config, day)
    checked = check(site.material, site.settings)
    if has_errors(checked.diagnostics):
        finish(checked.diagnostics, site.material.texts, "text", "")
    file, catalog = site.material.ledger_file, checked.catalog
    if site.material.ledger is None and not everything:
        raise click.UsageError(f"there is no {file} yet: `factsheet accept --all` begins it")
    ledger = checked.ledger or Ledger()
    left = waiting(catalog, ledger)
    if not names and not everything:
        click.echo("\n".join(_listed(left, catalog)))
        sys.exit(FOUND if left else 0)
    readers = None if everything else _readers(names, catalog)
    kept = accepting(catalog, ledger, readers)
    write_atomically(site.root / file, render_ledger(kept).encode())
    still = len({(one.dependence.kind, one.dependence.id) for one in waiting(catalog, kept)})
    read = {(one.dependence.kind, one.dependence.id) for one in left}
    done = number_of(len(read if readers is None else read & readers), "record")
    rest = f"; {number_of(still, 'record')} still {'waits' if still == 1 else 'wait'}" if still else ""
    click.echo(f"{done} accepted, {number_of(len(kept.meanings), 'tie')} in {file}{rest}")


def _readers(names: Sequence[str], catalog: Catalog) -> set[tuple[str, str]]:
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
            near = did_you_mean(name, {one for records in known.values() for one in records})
            hint = near or "`factsheet accept` lists what waits"
            raise click.UsageError(f"there is no fact, sheet or chart '{written}'; {hint}")
        found.update((one, name) for one in kinds)
    return found


def _listed(left: Sequence[Waiting], catalog: Catalog) -> Iterator[str]:
    """Yield the lines that say what is to be read beside what."""
    if not left:
        yield "nothing waits to be read again"
        return
    readers = dict.fromkeys((one.dependence.kind, one.dependence.id) for one in left)
    yield f"{number_of(len(readers), 'record')} to be read again:"
    for kind, name in readers:
        ties = [one for one in left if (one.dependence.kind, one.dependence.id) == (kind, name)]
        at = ties[0].dependence.at
        yield f"\n{kind} {name}  ({visible(at.file)}:{at.line})"
        if kind == "fact":
            yield f"    {_said(catalog.facts[name])}"
        for one in ties:
            why = "changed" if one.changed else "new to it"
            yield f"  {one.dependence.tie}: {one.dependence.on}, {why}"
            yield f"    {_said(catalog.facts[one.dependence.on])}"
    yield "\nwhat still holds: `factsheet accept ID…`, or `factsheet accept --all`"


def _said(fact: Fact) -> str:
    value = f": {fact.value.text}" if fact.value else ""
    return visible(f"{words_of(fact.statement)}{value} ({fact.standing.value})")
