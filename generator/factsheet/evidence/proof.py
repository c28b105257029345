"""The evidence lock: proof that each locator was found in a snapshot, without a word of the source in it.

`prove` makes a lock where the snapshots are at hand. Everywhere else, CI above all, `compare_with_lock` says
whether each piece of evidence is still the one that was proved.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.rules.evidence import (
    AMBIGUOUS_LOCATOR,
    DUPLICATE_EVIDENCE,
    LOCATOR_CHANGED,
    LOCATOR_NOT_FOUND,
    NO_SNAPSHOT,
    SNAPSHOT_NOT_UTF8,
    STALE_RECORD,
    UNPROVED_EVIDENCE,
)
from factsheet.evidence.locator import Locator, Passage, Snapshot, explain_not_found, find_passages, prepare_snapshot
from factsheet.evidence.lock import (
    VERIFY_HINT,
    EvidenceRecord,
    Lock,
    SnapshotRecord,
    compute_sha256,
    read_lock,
    render_lock,
)

__all__ = [
    "VERIFY_HINT",
    "EvidenceRecord",
    "EvidenceRef",
    "Lock",
    "SnapshotFile",
    "SnapshotRecord",
    "compare_with_lock",
    "compute_sha256",
    "decode_snapshot",
    "prove",
    "read_lock",
    "render_lock",
]

_MAX_SHOWN_PLACES = 5


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """One piece of evidence as it stands in a fact."""

    fact: str
    source: str
    locator: Locator
    location: Location


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """The copy of a source's text, as bytes of a file."""

    file: str
    """Its name inside the snapshot folder."""
    raw: bytes


def prove(ties: Iterable[EvidenceRef], snapshots: Mapping[str, SnapshotFile]) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Find every locator in its snapshot; return the lock of those found once, and what is wrong else.

    `snapshots` is keyed by the id of the source.
    """
    findings: list[Diagnostic] = []
    copies: list[SnapshotRecord] = []
    records: list[EvidenceRecord] = []
    by_source: defaultdict[str, list[EvidenceRef]] = defaultdict(list)
    for tie in _skip_duplicates(ties, findings):
        by_source[tie.source].append(tie)
    for source, tied in by_source.items():
        snapshot = _read_snapshot(source, tied, snapshots)
        if isinstance(snapshot, Diagnostic):
            findings.append(snapshot)
            continue
        given = snapshots[source]
        digest = hashlib.sha256(given.raw).hexdigest()
        copies.append(SnapshotRecord(source, given.file, digest, snapshot.paragraphs))
        for tie in tied:
            passages = find_passages(tie.locator, snapshot)
            if len(passages) == 1:
                records.append(_build_record(tie, passages[0]))
            else:
                findings.append(_report_not_unique(tie, passages, snapshot))
    return Lock(tuple(copies), tuple(records)), sort_diagnostics(findings)


def _skip_duplicates(ties: Iterable[EvidenceRef], findings: list[Diagnostic]) -> Iterator[EvidenceRef]:
    """Yield the ties without repetitions, and report those."""
    seen: set[tuple[str, str, str]] = set()
    for tie in ties:
        key = (tie.fact, tie.source, tie.locator.text)
        if key in seen:
            message = f"fact '{tie.fact}' gives the same passage of source '{tie.source}' twice"
            findings.append(DUPLICATE_EVIDENCE.report(tie.location, message, "remove one of the two"))
        else:
            seen.add(key)
            yield tie


def _read_snapshot(
    source: str, tied: Sequence[EvidenceRef], snapshots: Mapping[str, SnapshotFile]
) -> Snapshot | Diagnostic:
    """Return a source's text, or one finding for all evidence that leans on it."""
    first = min(tied, key=lambda tie: tie.location)
    others = f" and {len(tied) - 1} more" if len(tied) > 1 else ""
    unproved = f"so the evidence of fact '{first.fact}'{others} cannot be proved"
    given = snapshots.get(source)
    if given is None:
        return NO_SNAPSHOT.report(
            first.location,
            f"no snapshot of source '{source}' was given, {unproved}",
            "put the copy into the snapshot folder under the name in the source's `snapshot` field, "
            f"then {VERIFY_HINT}",
        )
    read = decode_snapshot(given.raw)
    if isinstance(read, int):
        what = f"the snapshot '{given.file}' of source '{source}' is not UTF-8 in line {read}, {unproved}"
        return SNAPSHOT_NOT_UTF8.report(first.location, what, f"save it as UTF-8, then {VERIFY_HINT}")
    return read


def decode_snapshot(raw: bytes) -> Snapshot | int:
    """Return a copy ready for finding, or the number of the first line that is not UTF-8."""
    try:
        return prepare_snapshot(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1


def _build_record(tie: EvidenceRef, passage: Passage) -> EvidenceRecord:
    locator, text = compute_sha256(tie.locator.text), compute_sha256(passage.text)
    return EvidenceRecord(tie.fact, tie.source, locator, text, passage.start, passage.end, passage.paragraph)


def _report_not_unique(tie: EvidenceRef, passages: Sequence[Passage], snapshot: Snapshot) -> Diagnostic:
    """Return the finding for a locator that leads to no passage or to several."""
    whose = f"the locator '{tie.locator.text}' of fact '{tie.fact}'"
    if not passages:
        message = f"{whose} is not in the snapshot of source '{tie.source}'"
        return LOCATOR_NOT_FOUND.report(tie.location, message, explain_not_found(tie.locator, snapshot))
    places = list(dict.fromkeys(str(passage.paragraph) for passage in passages))
    shown = ", ".join(places[:_MAX_SHOWN_PLACES]) + (", …" if len(places) > _MAX_SHOWN_PLACES else "")
    where = f"paragraph{'s' if len(places) > 1 else ''} {shown}"
    message = f"{whose} is found {len(passages)} times in source '{tie.source}', in {where}"
    hint = f"lengthen it or choose words used once, then {VERIFY_HINT}"
    return AMBIGUOUS_LOCATOR.report(tie.location, message, hint)


def compare_with_lock(ties: Iterable[EvidenceRef], lock: Lock) -> tuple[Diagnostic, ...]:
    """Return where evidence and lock differ, for runs without snapshots."""
    findings: list[Diagnostic] = []
    unproved: list[EvidenceRef] = []
    stale = set(lock.evidence)
    for tie in _skip_duplicates(ties, findings):
        record = lock.find_record(tie.fact, tie.source, tie.locator)
        if record is None:
            unproved.append(tie)
        else:
            stale.discard(record)
    left: defaultdict[tuple[str, str], list[EvidenceRecord]] = defaultdict(list)
    for record in sorted(stale):
        left[record.fact, record.source].append(record)
    for tie in unproved:
        before = left[tie.fact, tie.source]
        findings.append(_report_unproved(tie, changed=bool(before)))
        del before[:1]
    findings.extend(_report_stale(record) for records in left.values() for record in records)
    return sort_diagnostics(findings)


def _report_unproved(tie: EvidenceRef, *, changed: bool) -> Diagnostic:
    if changed:
        message = f"the locator of fact '{tie.fact}' in source '{tie.source}' is another than the lock proves"
        return LOCATOR_CHANGED.report(tie.location, message, VERIFY_HINT)
    message = f"the evidence of fact '{tie.fact}' in source '{tie.source}' is not in the lock"
    return UNPROVED_EVIDENCE.report(tie.location, message, VERIFY_HINT)


def _report_stale(record: EvidenceRecord) -> Diagnostic:
    message = f"the lock proves what fact '{record.fact}' no longer gives as evidence in source '{record.source}'"
    hint = f"{VERIFY_HINT}, or put the evidence back if it went missing by mistake"
    return STALE_RECORD.report(record.location, message, hint)
