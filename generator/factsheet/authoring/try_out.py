"""What `check` would say of a site with a new record in it, before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from factsheet.analysis.catalog import Catalog
from factsheet.checks.evidence_locked import list_evidence_refs
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Severity
from factsheet.diagnostics.rules.evidence import UNPROVED_EVIDENCE
from factsheet.evidence.lock import Lock
from factsheet.evidence.lock_format import render_lock
from factsheet.evidence.proof import SnapshotFile, prove
from factsheet.model.settings import Settings
from factsheet.parsing.inputs import SiteInputs

_LINE_NUMBER = re.compile(r":\d+|\bline \d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What is new among the findings."""

    errors: tuple[Diagnostic, ...]
    """Errors that the new record brings; nothing may be written."""
    warnings: tuple[Diagnostic, ...]
    has_unproved: bool
    """Whether evidence of the new record is not proved yet, which only somebody with the copy can do."""
    errors_left: int
    """How many errors the site had before, and still has."""
    checked: CheckResult


def check_draft(before: CheckResult, material: SiteInputs, settings: Settings) -> DraftResult:
    """Check the site with the new record, and set aside what was wrong before."""
    after = check_site(material, settings)
    old = Counter(_make_key(one) for one in before.diagnostics)
    new: list[Diagnostic] = []
    for finding in after.diagnostics:
        if old[_make_key(finding)]:
            old[_make_key(finding)] -= 1
        else:
            new.append(finding)
    errors = [one for one in new if one.severity is Severity.ERROR]
    return DraftResult(
        errors=tuple(one for one in errors if one.code != UNPROVED_EVIDENCE.code),
        warnings=tuple(one for one in new if one.severity is Severity.WARNING),
        has_unproved=_has_unproved(after.catalog, after.lock),
        errors_left=sum(one.severity is Severity.ERROR for one in after.diagnostics) - len(errors),
        checked=after,
    )


def _make_key(finding: Diagnostic) -> tuple[str, str, str]:
    """Return what stays of a finding when lines move."""
    return finding.code, finding.location.file, _LINE_NUMBER.sub("", finding.message)


def _has_unproved(catalog: Catalog, lock: Lock) -> bool:
    return any(
        lock.find_record(tie.fact, tie.source, tie.locator) is None for tie in list_evidence_refs(catalog)
    )


def prove_draft(
    checked: CheckResult, names: Iterable[str], copies: Mapping[str, SnapshotFile]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Find the evidence of some facts in the copies.

    Returns the text of the lock with these proofs added, and what is wrong. The text is empty where the lock
    was written from another copy: then all of it has to be proved anew.
    """
    new = frozenset(names)
    proved, findings = prove((tie for tie in list_evidence_refs(checked.catalog) if tie.fact in new), copies)
    if findings:
        return "", findings
    held = {one.source: one for one in checked.lock.snapshots}
    if any(held.get(one.source, one) != one for one in proved.snapshots):
        return "", ()
    held |= {one.source: one for one in proved.snapshots}
    lock = replace(
        checked.lock,
        snapshots=tuple(held.values()),
        evidence=(*(one for one in checked.lock.evidence if one.fact not in new), *proved.evidence),
    )
    return render_lock(lock), ()
