"""`factsheet verify`: are the passages in our copies of the sources?"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from factsheet.checks.passages import READING_CODES, describe_lock, list_evidence_refs, read_found_passages
from factsheet.checks.run import check_site
from factsheet.cli.options import (
    EXIT_FAILURE,
    add_config_option,
    add_format_option,
    add_snapshots_option,
    add_today_option,
    finish,
)
from factsheet.diagnostics.core import has_errors, sort_diagnostics
from factsheet.diagnostics.rules import (
    LOCATOR_CHANGED,
    MALFORMED_LOCK,
    MERGE_CONFLICT,
    OTHER_NORMALISER,
    STALE_RECORD,
    UNPROVED_EVIDENCE,
    UNUSED_WAIVER,
)
from factsheet.evidence.lock import render_lock
from factsheet.evidence.proof import prove
from factsheet.model.text.wording import format_count
from factsheet.project.load import read_copies, read_site
from factsheet.project.write_files.files import write_atomically

_REPLACED_CODES = frozenset(
    rule.code for rule in (UNPROVED_EVIDENCE, LOCATOR_CHANGED, STALE_RECORD, OTHER_NORMALISER, MALFORMED_LOCK)
)
"""Problems of the old lock, which do not matter when it is about to be replaced."""


@click.command(
    "verify",
    short_help="prove the passages against your copies",
    epilog="Example:  factsheet verify --snapshots ../copies --write",
)
@add_config_option
@add_snapshots_option(required=True)
@click.option("--write", is_flag=True, help="Write the evidence lock when every passage is proved.")
@add_today_option
@add_format_option()
def verify_command(config: Path, folder: Path, *, write: bool, day: dt.date, form: str) -> None:
    """Find every locator exactly once in our copies of the sources; with --write, record the proofs.

    The exit code is 1 when a passage is not proved, or when the lock is out of date.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    copies, copy_diagnostics = read_copies(folder, checked.catalog)
    # Nothing of a source that names no copy can be proved; the checks report it.
    sources = checked.catalog.sources
    refs = (ref for ref in list_evidence_refs(checked.catalog) if sources[ref.source].snapshot)
    proof = prove(refs, copies)
    reading = read_found_passages(checked.catalog, proof)
    lock, read_again = reading.lock, check_site(site.inputs, site.settings, reading)
    of_readings = READING_CODES | {UNUSED_WAIVER.code}
    replaced = of_readings | (_REPLACED_CODES if write else set())
    merge = (MERGE_CONFLICT.code, site.inputs.lock_file)  # That of another file is left to its editor.
    kept = (item for item in checked.diagnostics if not write or (item.code, item.location.file) != merge)
    others = (item for item in kept if item.code not in replaced)
    readings = (item for item in read_again.diagnostics if item.code in of_readings)
    diagnostics = sort_diagnostics((*others, *copy_diagnostics, *proof.diagnostics, *readings))
    is_outdated = not write and render_lock(lock) != site.inputs.lock
    if is_outdated or has_errors(diagnostics):
        finish(diagnostics, site.inputs.texts, form)
    if is_outdated:
        why = "the copies are not the ones the lock was written from, or the passages have moved in them"
        click.echo(f"{site.inputs.lock_file}: {why}; run this again with --write", err=True)
        sys.exit(EXIT_FAILURE)
    changed = write and write_atomically(site.root / site.inputs.lock_file, render_lock(lock).encode())
    copies_read = format_count(len(lock.snapshots), "copy", "copies")
    outcome = f"; {site.inputs.lock_file} {'written' if changed else 'is up to date'}" if write else ""
    finish(diagnostics, site.inputs.texts, form, f"{describe_lock(lock)} in {copies_read}{outcome}")
