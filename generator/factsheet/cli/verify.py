"""`factsheet verify`: do the passages stand in our copies of the sources?"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from factsheet.checks.evidence_locked import ties_of
from factsheet.checks.run import check
from factsheet.cli.options import FOUND, config_file, date_of_build, finish, report_format, snapshot_folder
from factsheet.diagnostics.core import arrange, has_errors
from factsheet.diagnostics.rules.evidence import (
    LOCATOR_CHANGED,
    MALFORMED_LOCK,
    OTHER_NORMALISER,
    STALE_RECORD,
    UNPROVED,
)
from factsheet.evidence.lock_format import render_lock
from factsheet.evidence.proof import prove
from factsheet.model.text.wording import number_of
from factsheet.project.load import read_copies, read_site
from factsheet.project.write_files import write_atomically

_WRITTEN_ANEW = frozenset(
    rule.code for rule in (UNPROVED, LOCATOR_CHANGED, STALE_RECORD, OTHER_NORMALISER, MALFORMED_LOCK)
)
"""What the old lock may have wrong is beside the point when it is about to be replaced."""


@click.command(
    short_help="prove the passages against your copies",
    epilog="Example:  factsheet verify --snapshots ../copies --write",
)
@config_file
@snapshot_folder
@click.option("--write", is_flag=True, help="Write the evidence lock when every passage is proved.")
@date_of_build
@report_format
def verify(config: Path, folder: Path, *, write: bool, day: dt.date, form: str) -> None:
    """Find every locator in our copies of the sources, exactly once; with --write, record the proofs.

    Leaves with exit code 1 when a passage is not proved, and also when the lock is not what it would be now.
    """
    site = read_site(config, day)
    checked = check(site.material, site.settings)
    copies, unread = read_copies(folder, checked.catalog)
    # A source that names no copy is told of by the check; nothing of it could be proved here.
    sources = checked.catalog.sources
    ties = (tie for tie in ties_of(checked.catalog) if sources[tie.source].snapshot)
    lock, unproved = prove(ties, copies)
    others = tuple(one for one in checked.diagnostics if not (write and one.code in _WRITTEN_ANEW))
    findings = arrange((*others, *unread, *unproved))
    if has_errors(findings):
        finish(findings, site.material.texts, form, "")
    if not write and render_lock(lock) != site.material.lock:
        finish(findings, site.material.texts, form, "")
        told = "the copies are not the ones the lock was written from, or the passages have moved in them"
        click.echo(f"{site.material.lock_file}: {told}; run this again with --write", err=True)
        sys.exit(FOUND)
    changed = write and write_atomically(site.root / site.material.lock_file, render_lock(lock).encode())
    copies_held = number_of(len(lock.snapshots), "copy", "copies")
    proved = f"{number_of(len(lock.evidence), 'passage')} proved in {copies_held}"
    wrote = (
        f"; {site.material.lock_file} written" if changed else f"; {site.material.lock_file} is up to date"
    )
    finish(findings, site.material.texts, form, proved + (wrote if write else ""))
