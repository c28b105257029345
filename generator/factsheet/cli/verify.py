"""`factsheet verify`: do the passages stand in our copies of the sources?"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from factsheet.checks.evidence import list_evidence_refs
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
from factsheet.diagnostics.rules.evidence import (
    LOCATOR_CHANGED,
    MALFORMED_LOCK,
    OTHER_NORMALISER,
    STALE_RECORD,
    UNPROVED_EVIDENCE,
)
from factsheet.evidence.lock import render_lock
from factsheet.evidence.proof import prove
from factsheet.model.text.wording import format_count
from factsheet.project.load import read_copies, read_site
from factsheet.project.write_files.files import write_atomically

_REPLACED_CODES = frozenset(
    rule.code for rule in (UNPROVED_EVIDENCE, LOCATOR_CHANGED, STALE_RECORD, OTHER_NORMALISER, MALFORMED_LOCK)
)
"""What the old lock may have wrong is beside the point when it is about to be replaced."""


@click.command(
    "verify",
    short_help="prove the passages against your copies",
    epilog="Example:  factsheet verify --snapshots ../copies --write",
)
@add_config_option
@add_snapshots_option
@click.option("--write", is_flag=True, help="Write the evidence lock when every passage is proved.")
@add_today_option
@add_format_option
def verify_command(config: Path, folder: Path, *, write: bool, day: dt.date, form: str) -> None:
    """Find every locator in our copies of the sources, exactly once; with --write, record the proofs.

    Leaves with exit code 1 when a passage is not proved, and also when the lock is not what it would be now.
    """
    site = read_site(config, day)
    checked = check_site(site.inputs, site.settings)
    copies, unread = read_copies(folder, checked.catalog)
    # A source that names no copy is told of by the check; nothing of it could be proved here.
    sources = checked.catalog.sources
    ties = (tie for tie in list_evidence_refs(checked.catalog) if sources[tie.source].snapshot)
    lock, unproved = prove(ties, copies)
    others = tuple(one for one in checked.diagnostics if not (write and one.code in _REPLACED_CODES))
    findings = sort_diagnostics((*others, *unread, *unproved))
    if has_errors(findings):
        finish(findings, site.inputs.texts, form, "")
    if not write and render_lock(lock) != site.inputs.lock:
        finish(findings, site.inputs.texts, form, "")
        told = "the copies are not the ones the lock was written from, or the passages have moved in them"
        click.echo(f"{site.inputs.lock_file}: {told}; run this again with --write", err=True)
        sys.exit(EXIT_FAILURE)
    changed = write and write_atomically(site.root / site.inputs.lock_file, render_lock(lock).encode())
    copies_held = format_count(len(lock.snapshots), "copy", "copies")
    proved = f"{format_count(len(lock.evidence), 'passage')} proved in {copies_held}"
    wrote = f"; {site.inputs.lock_file} written" if changed else f"; {site.inputs.lock_file} is up to date"
    finish(findings, site.inputs.texts, form, proved + (wrote if write else ""))
