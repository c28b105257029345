"""What the evidence lock holds: hashes and places, and never a word of a source."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from factsheet.diagnostics.core import Location
from factsheet.evidence.locator import Locator


@dataclass(frozen=True, slots=True, order=True)
class SnapshotRecord:
    """Which copy of a source the lock was written from."""

    source: str
    file: str
    sha256: str
    """Of the bytes of the file."""
    paragraphs: int


@dataclass(frozen=True, slots=True, order=True)
class EvidenceRecord:
    """The proof of one piece of evidence."""

    fact: str
    source: str
    locator: str
    """SHA-256 of the locator's normalised text."""
    passage: str
    """SHA-256 of the normalised text from the first words to the last."""
    start: int
    """Offset of the passage in the normalised text of the snapshot."""
    end: int
    paragraph: int
    """The paragraph in which the passage begins: non-empty lines of the snapshot, from 1."""
    location: Location = field(default=Location(""), compare=False, repr=False)
    """The record's place in the lock file; empty for a lock that was not read from one."""


@dataclass(frozen=True, slots=True)
class Lock:
    """All that was proved, sorted."""

    snapshots: tuple[SnapshotRecord, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    _by_key: Mapping[tuple[str, str, str], EvidenceRecord] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort, so that two locks of the same proofs are equal, and index."""
        object.__setattr__(self, "snapshots", tuple(sorted(self.snapshots)))
        object.__setattr__(self, "evidence", tuple(sorted(self.evidence)))
        by_key = {(record.fact, record.source, record.locator): record for record in self.evidence}
        object.__setattr__(self, "_by_key", by_key)

    def find_record(self, fact_id: str, source_id: str, locator: Locator) -> EvidenceRecord | None:
        """Return the proof of a piece of evidence, or nothing when it was never proved as it stands."""
        return self._by_key.get((fact_id, source_id, compute_sha256(locator.text)))

    def find_snapshot(self, source_id: str) -> SnapshotRecord | None:
        """Return which copy of a source the proofs are of."""
        return next((record for record in self.snapshots if record.source == source_id), None)


def compute_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
