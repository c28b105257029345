"""What `factsheet new` tells and writes at its end."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterable, Iterator, Mapping

import click

from factsheet.analysis.ledger import list_pending_reviews
from factsheet.authoring.try_out import DraftResult
from factsheet.cli.options import EXIT_FAILURE
from factsheet.cli.prompts import DraftSession, print_message
from factsheet.diagnostics.core import Diagnostic, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable, format_diagnostic
from factsheet.evidence.lock_format import VERIFY_HINT
from factsheet.model.text.wording import format_count
from factsheet.project.load import LoadedSite, is_unchanged
from factsheet.project.read_files import read_file
from factsheet.project.terminal import can_print_colour
from factsheet.project.write_files import write_atomically, write_with_folder


def print_diagnostics(findings: Iterable[Diagnostic], texts: Mapping[str, str]) -> None:
    """Print findings as `check` does, without a count of files, for an option is none."""
    for finding in sort_diagnostics(findings):
        click.echo(format_diagnostic(finding, texts, colour=can_print_colour(sys.stderr)), err=True)


def write_additions(
    desk: DraftSession, verdict: DraftResult, lock: str | None, *, diff: bool, asking: bool
) -> None:
    """Write what was added, and say where it stands and what comes next."""
    site = desk.site
    files = {one.document.file: desk.inputs.texts[one.document.file] for one in desk.added_records}
    if diff or asking:
        for line in _diff_files(site.inputs.texts, files):
            click.echo(escape_unprintable(line), err=not diff)
    if diff:
        return
    if asking and not click.confirm("\nwrite this?", default=True, err=True):
        print_message("nothing was written")
        sys.exit(EXIT_FAILURE)
    _write_files(desk.site, files, lock)
    for one in desk.added_records:
        click.echo(f"{one.place}: {one.noun} '{one.id}' added")
    if lock:
        click.echo(f"{site.inputs.lock_file}: its passage is proved")
    print_diagnostics(verdict.warnings, desk.inputs.texts)
    for step in _list_next_steps(desk, verdict, lock):
        click.echo(f"next: {step}")


def _write_files(site: LoadedSite, files: Mapping[str, str], lock: str | None) -> None:
    """Write the files, those first that others name."""
    for file in files:
        if file not in site.inputs.texts and any(read_file(site.root, file)):
            raise click.ClickException(f"something is in the way at {file}; nothing was written")
    for file in (*files, *([site.inputs.lock_file] if lock else [])):
        if not is_unchanged(site, file):  # Somebody saved it while the questions were answered.
            raise click.ClickException(
                f"{file} has been changed meanwhile; nothing was written, run this again"
            )
    for file, text in files.items():
        write_with_folder(site.root / file, text.encode())
    if lock:
        write_atomically(site.root / site.inputs.lock_file, lock.encode())


def _diff_files(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for file, text in new.items():
        before = old.get(file, "")
        names = (f"a/{file}" if before else "/dev/null", f"b/{file}")
        yield from difflib.unified_diff(before.splitlines(), text.splitlines(), *names, lineterm="")


def _list_next_steps(desk: DraftSession, verdict: DraftResult, lock: str | None) -> Iterator[str]:
    nouns = {one.noun for one in desk.added_records}
    last = desk.added_records[-1]
    if nouns & {"fact", "sheet"} and verdict.has_unproved and not lock:
        held = "the lock was written from another copy: " if lock == "" else ""
        yield f"{held}{VERIFY_HINT}; only who holds the copy can prove it, and until then `check` fails"
    elif last.noun == "source":
        yield f"factsheet new fact --source {last.id}; a source that nothing is drawn from is warned of"
    elif last.noun in {"actor", "place"}:
        yield f"name it in a fact; {last.noun}s that nothing uses are warned of"
    if unread := _find_pending(desk, verdict):
        named = " and ".join(f"'{one}'" for one in unread)
        yield f"read {named} beside what it rests on, then run `factsheet accept {' '.join(unread)}`"
    if verdict.errors_left:
        errors = format_count(verdict.errors_left, "error")
        yield f"factsheet check, for the site had {errors} before"


def _find_pending(desk: DraftSession, verdict: DraftResult) -> list[str]:
    """Return what now rests on facts beside which nobody has read it, where a ledger of that is kept."""
    ledger, after = verdict.checked.ledger, verdict.checked.catalog
    if ledger is None:
        return []
    before = {one.dependency.key for one in list_pending_reviews(desk.baseline.catalog, ledger)}
    new = (one.dependency for one in list_pending_reviews(after, ledger) if one.dependency.key not in before)
    return list(dict.fromkeys(one.id for one in new))
