"""What `factsheet new` tells and writes at its end."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping

import click

from factsheet.analysis.ledger import waiting
from factsheet.authoring.try_out import Verdict
from factsheet.cli.options import FOUND
from factsheet.cli.prompts import Desk, say
from factsheet.diagnostics.core import Diagnostic, arrange
from factsheet.diagnostics.reporters import one_in_text, visible
from factsheet.evidence.lock_format import PROVE_AGAIN
from factsheet.model.text.wording import number_of
from factsheet.project.load import Site, is_as_read
from factsheet.project.read_files import read_file
from factsheet.project.terminal import in_colour
from factsheet.project.write_files import write_atomically, write_with_folder


def tell(findings: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Print findings as `check` does, without a count of files, for an option is none."""
    for finding in arrange(findings):
        click.echo(one_in_text(finding, texts, colour=in_colour(sys.stderr)), err=True)


def write(desk: Desk, verdict: Verdict, lock: str | None, *, diff: bool, asking: bool) -> None:
    """Write what was added, and say where it stands and what comes next."""
    site = desk.site
    files = {one.document.file: desk.material.texts[one.document.file] for one in desk.added}
    if diff or asking:
        for line in _difference(site.material.texts, files):
            click.echo(visible(line), err=not diff)
    if diff:
        return
    if asking and not click.confirm("\nwrite this?", default=True, err=True):
        say("nothing was written")
        sys.exit(FOUND)
    _to_disk(desk.site, files, lock)
    for one in desk.added:
        click.echo(f"{one.place}: {one.noun} '{one.id}' added")
    if lock:
        click.echo(f"{site.material.lock_file}: its passage is proved")
    tell(verdict.warnings, desk.material.texts)
    for step in _next_steps(desk, verdict, lock):
        click.echo(f"next: {step}")


def _to_disk(site: Site, files: Mapping[str, str], lock: str | None) -> None:
    """Write the files, those first that others name."""
    for file in files:
        if file not in site.material.texts and any(read_file(site.root, file)):
            raise click.ClickException(f"something is in the way at {file}; nothing was written")
    for file in (*files, *([site.material.lock_file] if lock else [])):
        if not is_as_read(site, file):  # Somebody saved it while the questions were answered.
            raise click.ClickException(
                f"{file} has been changed meanwhile; nothing was written, run this again"
            )
    for file, text in files.items():
        write_with_folder(site.root / file, text.encode())
    if lock:
        write_atomically(site.root / site.material.lock_file, lock.encode())


def _difference(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for file, text in new.items():
        before = old.get(file, "")
        names = (f"a/{file}" if before else "/dev/null", f"b/{file}")
        yield from difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="")


def _next_steps(desk: Desk, verdict: Verdict, lock: str | None) -> Iterator[str]:
    nouns = {one.noun for one in desk.added}
    last = desk.added[-1]
    if nouns & {"fact", "sheet"} and verdict.unproved and not lock:
        held = "the lock was written from another copy: " if lock == "" else ""
        yield f"{held}{PROVE_AGAIN}; only who holds the copy can prove it, and until then `check` fails"
    elif last.noun == "source":
        yield f"factsheet new fact --source {last.id}; a source that nothing is drawn from is warned of"
    elif last.noun in {"actor", "place"}:
        yield f"name it in a fact; {last.noun}s that nothing uses are warned of"
    if unread := _to_be_read(desk, verdict):
        named = " and ".join(f"'{one}'" for one in unread)
        yield f"read {named} beside what it rests on, then run `factsheet accept {' '.join(unread)}`"
    if verdict.errors_left:
        errors = number_of(verdict.errors_left, "error")
        yield f"factsheet check, for the site had {errors} before"


def _to_be_read(desk: Desk, verdict: Verdict) -> list[str]:
    """Return what now rests on facts beside which nobody has read it, where a ledger of that is kept."""
    ledger, after = verdict.checked.ledger, verdict.checked.catalog
    if ledger is None:
        return []
    before = {one.dependence.key for one in waiting(desk.before.catalog, ledger)}
    new = (one.dependence for one in waiting(after, ledger) if one.dependence.key not in before)
    return list(dict.fromkeys(one.id for one in new))
