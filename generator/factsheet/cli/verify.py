"""`factsheet verify`: are the passages in our copies of the sources?"""

import datetime as dt
import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import click

from factsheet.analysis.copies import CopyChange, ProofPair, compare_copies
from factsheet.checks.found_passages import read_found_passages
from factsheet.checks.passages import READING_CODES, describe_lock, list_evidence_refs
from factsheet.checks.run import check_site
from factsheet.cli import options
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.evidence.lock import Lock, render_lock
from factsheet.evidence.proof import EvidenceRef, Proof, RecordKey, merge_proofs, prove
from factsheet.model.text.wording import format_count, join_names
from factsheet.project.load import read_copies, read_site
from factsheet.project.write_files.files import write_atomically

_OF_LOCK = (rules.UNPROVED_EVIDENCE, rules.LOCATOR_CHANGED, rules.STALE_RECORD, rules.OTHER_NORMALISER)
_REPLACED_CODES = frozenset(rule.code for rule in (*_OF_LOCK, rules.MALFORMED_LOCK))
"""Problems of the old lock, which do not matter when it is about to be replaced."""
_OF_READINGS = READING_CODES | {rules.UNUSED_WAIVER.code}
_FACT_OR_SOURCE = options.IdParamType("fact", "source")
_ACCEPTED = "A fact whose passage has other words now and was read again, or a source for all its facts; repeatable."
_EPILOG = "Example:  factsheet verify --write"


@click.command("verify", short_help="prove the passages against your copies", epilog=_EPILOG)
@options.add_config_option
@options.add_snapshots_option
@click.option("--write", is_flag=True, help="Write the proofs of all passages that are proved into the evidence lock.")
@click.option("--accept", "accepted", metavar="ID", type=_FACT_OR_SOURCE, multiple=True, help=_ACCEPTED)
@options.add_today_option
@options.add_format_option()
def verify_command(  # noqa: PLR0913 - one for each option
    config: Path, folder: Path | None, *, write: bool, accepted: tuple[str, ...], day: dt.date, form: str
) -> None:
    """Find every locator exactly once in our copies of the sources; with --write, record the proofs.

    Where a copy has other words in a passage than when it was proved, they are shown, and the source stays as it was
    proved until the fact is named with --accept. The exit code is 1 when a passage is not proved or not read again, or
    when the lock is out of date.
    """
    site = read_site(config, day)
    folder = options.require_copies_folder(site, folder)
    checked = check_site(site.inputs, site.settings)
    copies, copy_diagnostics = read_copies(folder, checked.catalog)
    if unknown := set(accepted) - {*checked.catalog.sources, *checked.catalog.facts}:
        raise click.BadParameter(f"there is no fact or source '{min(unknown)}'.", param_hint="--accept")
    # Nothing of a source that names no copy can be proved; the checks report it.
    refs = [ref for ref in list_evidence_refs(checked.catalog) if checked.catalog.sources[ref.source].snapshot]
    proof = prove(refs, copies)
    reading = read_found_passages(checked.catalog, proof)
    read_again = check_site(site.inputs, site.settings, reading)
    changes = tuple(compare_copies(checked.lock, reading.lock))
    unread = [pair for change in changes for pair in change.changed if not {pair[1].fact, pair[1].source} & {*accepted}]
    left = _drop_replaced(checked.diagnostics, site.inputs.lock_file) if write else checked.diagnostics
    others = [item for item in left if item.code not in {*_OF_READINGS, rules.UNDECIDED.code}]
    readings = [item for item in read_again.diagnostics if item.code in _OF_READINGS]
    of_copies = (*copy_diagnostics, *proof.diagnostics, *_report_unread(unread, refs))
    diagnostics = sort_diagnostics((*others, *of_copies, *readings))
    _print_changes(changes, unread, proof, form)
    misread = {item.location for item in readings if item.severity is Severity.ERROR}
    held_back = {now.key for _, now in unread} | {ref.key for ref in refs if ref.location in misread}
    cited = _list_cited(refs, proof, checked.lock, everything=has_errors(others))
    lock = merge_proofs(checked.lock, reading.lock, held_back, cited)
    file, fails = site.inputs.lock_file, has_errors(diagnostics)
    changed = write and (lock != checked.lock or not fails) and _write_lock(site.root / file, lock, fails=fails)
    is_outdated = not write and render_lock(lock) != site.inputs.lock
    outcome = f"; {file} {'written' if changed else 'is up to date'}" if write else ""
    done = f"{describe_lock(lock)} in {format_count(len(lock.snapshots), 'copy', 'copies')}{outcome}"
    options.finish(diagnostics, site.inputs.texts, form, "" if is_outdated else done)
    if is_outdated:
        why = "the copies are not the ones the lock was written from, or the passages have moved in them"
        click.echo(f"{file}: {why}; run this again with --write", err=True)
        raise SystemExit(options.EXIT_FAILURE)


def _write_lock(path: Path, lock: Lock, *, fails: bool) -> bool:
    """Write the lock, and tell whether that changed it; where passages fail, say what it holds all the same."""
    changed = write_atomically(path, render_lock(lock).encode())
    if changed and fails:
        proved = f"{format_count(len(lock.passages), 'passage')} proved; those with errors are left as they were"
        click.echo(f"{path.name} written: {proved}", err=True)
    return changed


def _list_cited(refs: Iterable[EvidenceRef], proof: Proof, before: Lock, *, everything: bool) -> set[RecordKey]:
    """Return what is cited, and what may be: passages whose locator is being changed, or everything behind an error."""
    lost = {ref.key[:2] for ref in refs if ref.key not in proof.passages}
    return {ref.key for ref in refs} | {was.key for was in before.evidence if everything or was.key[:2] in lost}


def _drop_replaced(diagnostics: Iterable[Diagnostic], lock_file: str) -> Iterator[Diagnostic]:
    """Yield what is not about the old lock, which is to be replaced; a merge of another file is left to its editor."""
    for item in diagnostics:
        is_merge = item.code == rules.MERGE_CONFLICT.code and item.location.file == lock_file
        if item.code not in _REPLACED_CODES and not is_merge:
            yield item


def _report_unread(unread: Iterable[ProofPair], refs: Iterable[EvidenceRef]) -> Iterator[Diagnostic]:
    locations = {ref.key: ref.location for ref in refs}
    for was, now in unread:
        passage = f"the passage of fact '{now.fact}' in source '{now.source}' has other words than when it was proved"
        message = f"{passage}; it stood in paragraph {was.paragraph} and stands in paragraph {now.paragraph}"
        accepting = f"`--write --accept {now.fact}`, or `--write --accept {now.source}` for every fact of the source"
        hint = f"read it again; where the fact still holds, add {accepting}"
        yield rules.CHANGED_PASSAGE.report(locations[now.key], message, hint)


def _print_changes(changes: Iterable[CopyChange], unread: Iterable[ProofPair], proof: Proof, form: str) -> None:
    """Print which copies have changed, and the new words of the passages in them; only the editor sees these."""
    for change in changes:
        click.echo(f"note: the copy of '{change.source}' has changed: {change.describe()}", err=True)
    found = ((now, proof.passages[now.key].passage) for _, now in unread if form == "text")
    for (source, passage), group in groupby(found, key=lambda pair: (pair[0].source, pair[1])):
        facts = {now.fact: now for now, _ in group}
        click.echo(f"{source}, paragraph {passage.paragraph}, for {join_names(facts, len(facts))}:")
        lines = "\n".join(f"    {escape_unprintable(line)}" for line in textwrap.wrap(passage.text, 96))
        click.echo(f"{lines}\n")
