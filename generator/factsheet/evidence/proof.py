"""The evidence lock: proof that each locator was found in a snapshot, without a word of the source in it.

`prove` makes a lock where the snapshots are at hand. Everywhere else, CI above all, `compare_with_lock` says
whether each piece of evidence is still the one that was proved.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location, arrange
from factsheet.diagnostics.rules.evidence import (
    FOUND_TWICE,
    LOCATOR_CHANGED,
    NO_SNAPSHOT,
    NOT_FOUND,
    SNAPSHOT_NOT_UTF8,
    STALE_RECORD,
    TIED_TWICE,
    UNPROVED,
)
from factsheet.evidence.locator import Locator, Passage, Snapshot, find, near_miss, prepare
from factsheet.evidence.lock import Lock, Record, SnapshotRecord, sha256_of
from factsheet.evidence.lock_format import PROVE_AGAIN, read_lock, render_lock

__all__ = [
    "PROVE_AGAIN",
    "Lock",
    "Record",
    "SnapshotRecord",
    "SnapshotText",
    "Tie",
    "compare_with_lock",
    "prove",
    "read_lock",
    "render_lock",
    "sha256_of",
    "snapshot_of",
]

_SHOWN_PLACES = 5


@dataclass(frozen=True, slots=True)
class Tie:
    """One piece of evidence as it stands in a fact."""

    fact: str
    source: str
    locator: Locator
    at: Location


@dataclass(frozen=True, slots=True)
class SnapshotText:
    """The copy of a source's text, as bytes of a file."""

    file: str
    """Its name inside the snapshot folder."""
    raw: bytes


def prove(ties: Iterable[Tie], snapshots: Mapping[str, SnapshotText]) -> tuple[Lock, tuple[Diagnostic, ...]]:
    """Find every locator in its snapshot; return the lock of those found once, and what is wrong else.

    `snapshots` is keyed by the id of the source.
    """
    findings: list[Diagnostic] = []
    copies: list[SnapshotRecord] = []
    records: list[Record] = []
    by_source: defaultdict[str, list[Tie]] = defaultdict(list)
    for tie in _each_once(ties, findings):
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
            passages = find(tie.locator, snapshot)
            if len(passages) == 1:
                records.append(_record(tie, passages[0]))
            else:
                findings.append(_not_once(tie, passages, snapshot))
    return Lock(tuple(copies), tuple(records)), arrange(findings)


def _each_once(ties: Iterable[Tie], findings: list[Diagnostic]) -> Iterator[Tie]:
    """Yield the ties without repetitions, and report those."""
    seen: set[tuple[str, str, str]] = set()
    for tie in ties:
        key = (tie.fact, tie.source, tie.locator.text)
        if key in seen:
            message = f"fact '{tie.fact}' gives the same passage of source '{tie.source}' twice"
            findings.append(TIED_TWICE.at(tie.at, message, "remove one of the two"))
        else:
            seen.add(key)
            yield tie


def _read_snapshot(
    source: str, tied: Sequence[Tie], snapshots: Mapping[str, SnapshotText]
) -> Snapshot | Diagnostic:
    """Return a source's text, or one finding for all evidence that leans on it."""
    first = min(tied, key=lambda tie: tie.at)
    others = f" and {len(tied) - 1} more" if len(tied) > 1 else ""
    unproved = f"so the evidence of fact '{first.fact}'{others} cannot be proved"
    given = snapshots.get(source)
    if given is None:
        return NO_SNAPSHOT.at(
            first.at,
            f"no snapshot of source '{source}' was given, {unproved}",
            "put the copy into the snapshot folder under the name in the source's `snapshot` field, "
            f"then {PROVE_AGAIN}",
        )
    read = snapshot_of(given.raw)
    if isinstance(read, int):
        what = f"the snapshot '{given.file}' of source '{source}' is not UTF-8 in line {read}, {unproved}"
        return SNAPSHOT_NOT_UTF8.at(first.at, what, f"save it as UTF-8, then {PROVE_AGAIN}")
    return read


def snapshot_of(raw: bytes) -> Snapshot | int:
    """Return a copy ready for finding, or the number of the first line that is not UTF-8."""
    try:
        return prepare(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1


def _record(tie: Tie, passage: Passage) -> Record:
    locator, text = sha256_of(tie.locator.text), sha256_of(passage.text)
    return Record(tie.fact, tie.source, locator, text, passage.start, passage.end, passage.paragraph)


def _not_once(tie: Tie, passages: Sequence[Passage], snapshot: Snapshot) -> Diagnostic:
    """Return the finding for a locator that leads to no passage or to several."""
    whose = f"the locator '{tie.locator.text}' of fact '{tie.fact}'"
    if not passages:
        message = f"{whose} is not in the snapshot of source '{tie.source}'"
        return NOT_FOUND.at(tie.at, message, near_miss(tie.locator, snapshot))
    places = list(dict.fromkeys(str(passage.paragraph) for passage in passages))
    shown = ", ".join(places[:_SHOWN_PLACES]) + (", …" if len(places) > _SHOWN_PLACES else "")
    where = f"paragraph{'s' if len(places) > 1 else ''} {shown}"
    message = f"{whose} is found {len(passages)} times in source '{tie.source}', in {where}"
    hint = f"lengthen it or choose words used once, then {PROVE_AGAIN}"
    return FOUND_TWICE.at(tie.at, message, hint)


def compare_with_lock(ties: Iterable[Tie], lock: Lock) -> tuple[Diagnostic, ...]:
    """Return where evidence and lock differ, for runs without snapshots."""
    findings: list[Diagnostic] = []
    unproved: list[Tie] = []
    stale = set(lock.evidence)
    for tie in _each_once(ties, findings):
        record = lock.record(tie.fact, tie.source, tie.locator)
        if record is None:
            unproved.append(tie)
        else:
            stale.discard(record)
    left: defaultdict[tuple[str, str], list[Record]] = defaultdict(list)
    for record in sorted(stale):
        left[record.fact, record.source].append(record)
    for tie in unproved:
        before = left[tie.fact, tie.source]
        findings.append(_unproved(tie, changed=bool(before)))
        del before[:1]
    findings.extend(_stale(record) for records in left.values() for record in records)
    return arrange(findings)


def _unproved(tie: Tie, *, changed: bool) -> Diagnostic:
    if changed:
        message = f"the locator of fact '{tie.fact}' in source '{tie.source}' is another than the lock proves"
        return LOCATOR_CHANGED.at(tie.at, message, PROVE_AGAIN)
    message = f"the evidence of fact '{tie.fact}' in source '{tie.source}' is not in the lock"
    return UNPROVED.at(tie.at, message, PROVE_AGAIN)


def _stale(record: Record) -> Diagnostic:
    message = (
        f"the lock proves what fact '{record.fact}' no longer gives as evidence in source '{record.source}'"
    )
    hint = f"{PROVE_AGAIN}, or put the evidence back if it went missing by mistake"
    return STALE_RECORD.at(record.at, message, hint)
