"""The evidence lock: proof that each locator was found in a snapshot, without containing a word of the source.

`prove` makes a lock where the snapshots are available. Everywhere else, CI above all, `compare_with_lock` checks
that each piece of evidence is still the one that was proved.
"""

import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.evidence import locator as search
from factsheet.evidence.locator import Locator, Passage, Snapshot
from factsheet.evidence.lock import VERIFY_HINT, EvidenceRecord, Lock, SnapshotRecord, compute_sha256

_MAX_SHOWN_PLACES = 5
_MAX_UNPROVED = 3
"""Pieces of evidence that are not proved yet, each reported in its place; more are one diagnostic."""
_MAX_EXPLAINED = 20
"""Locators that are not found in a copy for which we look for what the copy has instead."""
RecordKey: TypeAlias = tuple[str, str, str]
"""The key of a record of the lock: fact, source and the hash of the locator."""


@dataclass(frozen=True, slots=True)
class EvidenceRef:
    """One piece of evidence as a fact gives it."""

    fact: str
    source: str
    locator: Locator
    location: Location

    @property
    def key(self) -> RecordKey:
        """Fact, source and the hash of the locator: the key of its record in the lock."""
        return self.fact, self.source, compute_sha256(self.locator.text)


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """A passage in the copy that it was found in."""

    passage: Passage
    locator: Locator
    snapshot: Snapshot


@dataclass(frozen=True, slots=True)
class Proof:
    """What came of looking for passages in the copies."""

    lock: Lock
    """Of those found once."""
    diagnostics: tuple[Diagnostic, ...]
    """About those that were not."""
    passages: Mapping[RecordKey, FoundPassage]
    """Where the passages are in the copies, by the key of the record."""


@dataclass(frozen=True, slots=True)
class SnapshotFile:
    """The copy of a source's text, as bytes of a file."""

    file: str
    """Its name in the snapshot folder."""
    raw: bytes


def prove(refs: Iterable[EvidenceRef], snapshots: Mapping[str, SnapshotFile]) -> Proof:
    """Find every locator in the snapshot of its source, given by the source's id; each should be found once."""
    found: dict[RecordKey, FoundPassage] = {}
    diagnostics: list[Diagnostic] = []
    copies: list[SnapshotRecord] = []
    records: list[EvidenceRecord] = []
    by_source: defaultdict[str, list[EvidenceRef]] = defaultdict(list)
    for ref in _skip_duplicates(refs, diagnostics):
        by_source[ref.source].append(ref)
    for source, source_refs in by_source.items():
        snapshot = _read_snapshot(source_refs, snapshots)
        if isinstance(snapshot, Diagnostic):
            diagnostics.append(snapshot)
            continue
        file, missing = snapshots[source], 0
        copies.append(SnapshotRecord(source, file.file, hashlib.sha256(file.raw).hexdigest(), snapshot.paragraphs))
        for ref in source_refs:
            passages = search.find_passages(ref.locator, snapshot)
            if len(passages) == 1:
                passage = passages[0]
                place = passage.start, passage.end, passage.paragraph
                folded = compute_sha256(search.fold_words(passage.text))
                records.append(EvidenceRecord(*ref.key, compute_sha256(passage.text), *place, folded))
                found[ref.key] = FoundPassage(passage, ref.locator, snapshot)
            else:
                missing += not passages
                searched = snapshot if missing <= _MAX_EXPLAINED else None
                diagnostics.append(_report_not_unique(ref, passages, searched))
    return Proof(Lock(tuple(copies), tuple(records)), sort_diagnostics(diagnostics), found)


def _skip_duplicates(refs: Iterable[EvidenceRef], diagnostics: list[Diagnostic]) -> Iterator[EvidenceRef]:
    seen: set[tuple[str, str, str]] = set()
    for ref in refs:
        key = (ref.fact, ref.source, ref.locator.text)
        if key in seen:
            message = f"fact '{ref.fact}' gives the same passage of source '{ref.source}' twice"
            diagnostics.append(rules.DUPLICATE_EVIDENCE.report(ref.location, message, "remove one of the two"))
        else:
            seen.add(key)
            yield ref


def _read_snapshot(refs: Sequence[EvidenceRef], snapshots: Mapping[str, SnapshotFile]) -> Snapshot | Diagnostic:
    """Return a source's text, or one diagnostic for all evidence that relies on it."""
    first = min(refs, key=lambda ref: ref.location)
    source = first.source
    others = f" and {len(refs) - 1} more" if len(refs) > 1 else ""
    consequence = f"so the evidence of fact '{first.fact}'{others} cannot be proved"
    file = snapshots.get(source)
    if file is None:
        message = f"no snapshot of source '{source}' was given, {consequence}"
        hint = "put the copy into the snapshot folder under the name in the source's `snapshot` field"
        return rules.NO_SNAPSHOT.report(first.location, message, f"{hint}, then {VERIFY_HINT}")
    snapshot = decode_snapshot(file.raw)
    if isinstance(snapshot, int):
        message = f"the snapshot '{file.file}' of source '{source}' is not UTF-8 in line {snapshot}, {consequence}"
        return rules.SNAPSHOT_NOT_UTF8.report(first.location, message, f"save it as UTF-8, then {VERIFY_HINT}")
    return snapshot


def decode_snapshot(raw: bytes) -> Snapshot | int:
    """Return a copy ready to be searched, or the number of the first line that is not UTF-8."""
    try:
        return search.prepare_snapshot(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return raw.count(b"\n", 0, error.start) + 1


def _report_not_unique(ref: EvidenceRef, passages: Sequence[Passage], snapshot: Snapshot | None) -> Diagnostic:
    """Report a locator that matches no passage or several; with a snapshot, say what it has instead."""
    subject = f"the locator '{ref.locator.text}' of fact '{ref.fact}'"
    if not passages:
        message = f"{subject} is not in the snapshot of source '{ref.source}'"
        hint = search.explain_not_found(ref.locator, snapshot) if snapshot else "first fix those that are explained"
        return rules.LOCATOR_NOT_FOUND.report(ref.location, message, hint)
    numbers = list(dict.fromkeys(str(passage.paragraph) for passage in passages))
    noun = "paragraphs" if len(numbers) > 1 else "paragraph"
    listed = ", ".join(numbers[:_MAX_SHOWN_PLACES]) + (", …" if len(numbers) > _MAX_SHOWN_PLACES else "")
    message = f"{subject} is found {len(passages)} times in source '{ref.source}', in {noun} {listed}"
    hint = f"lengthen it or choose words used once, then {VERIFY_HINT}"
    return rules.AMBIGUOUS_LOCATOR.report(ref.location, message, hint)


def merge_proofs(before: Lock, after: Lock, held_back: Container[RecordKey], cited: Container[RecordKey]) -> Lock:
    """Return the lock to write: the new proofs but those held back, and the old ones of what is cited and has no new.

    A source stays as it was proved in the copy before where there is no copy of it now, or where a new copy leaves one
    of its passages without a new proof: a lock proves all passages of a source in one copy.
    """
    new = {record.key: record for record in after.evidence if record.key not in held_back}
    old = [record for record in before.evidence if record.key in cited]
    left = [record for record in old if record.key not in new]
    copies = {was.source: (before.find_snapshot(was.source), after.find_snapshot(was.source)) for was in left}
    kept = {source: was for source, (was, now) in copies.items() if was and (not now or was.sha256 != now.sha256)}
    records = [record for record in new.values() if record.source not in kept]
    records += [record for record in old if record.key not in new or record.source in kept]
    used = {record.source for record in records}
    copied = (copy for copy in after.snapshots if copy.source in used - kept.keys())
    return Lock((*kept.values(), *copied), tuple(records))


def compare_with_lock(refs: Iterable[EvidenceRef], lock: Lock) -> tuple[Diagnostic, ...]:
    """Report where evidence and lock differ, for runs without snapshots."""
    diagnostics: list[Diagnostic] = []
    cited = {ref.key: ref for ref in _skip_duplicates(refs, diagnostics)}
    left: defaultdict[tuple[str, str], list[EvidenceRecord]] = defaultdict(list)
    for record in lock.evidence:
        if cited.pop(record.key, None) is None:
            left[record.fact, record.source].append(record)
    new: list[EvidenceRef] = []
    for ref in cited.values():
        if before := left[ref.fact, ref.source]:
            del before[0]
            message = f"the locator of fact '{ref.fact}' in source '{ref.source}' is not the one that the lock proves"
            diagnostics.append(rules.LOCATOR_CHANGED.report(ref.location, message, VERIFY_HINT))
        else:
            new.append(ref)
    diagnostics.extend(_report_unproved(new))
    for record in (record for records in left.values() for record in records):
        message = f"the lock proves a passage of source '{record.source}' that fact '{record.fact}' no longer cites"
        hint = f"{VERIFY_HINT}, or put the evidence back if it went missing by mistake"
        diagnostics.append(rules.STALE_RECORD.report(record.location, message, hint))
    return sort_diagnostics(diagnostics)


def _report_unproved(refs: Sequence[EvidenceRef]) -> Iterator[Diagnostic]:
    """Report evidence that has not been proved yet: one by one where there is little of it, else all at once."""
    if len(refs) > _MAX_UNPROVED:
        first, *others = sorted(ref.location for ref in refs)
        message = f"{len(refs)} passages are not in the lock, of {len({ref.fact for ref in refs})} facts"
        hint = f"{VERIFY_HINT}; `factsheet check --format json` lists every place"
        yield replace(rules.UNPROVED_EVIDENCE.report(first, message, hint), also_at=tuple(others))
    for ref in refs if len(refs) <= _MAX_UNPROVED else ():
        message = f"the evidence of fact '{ref.fact}' in source '{ref.source}' is not in the lock"
        yield rules.UNPROVED_EVIDENCE.report(ref.location, message, VERIFY_HINT)
