"""The evidence lock: hashes of snapshots and passages, and the file that holds them."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TypeAlias

from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.rules import MALFORMED_LOCK, OTHER_NORMALISER, find_conflict
from factsheet.evidence.locator import NORMALISER, Locator


@dataclass(frozen=True, slots=True, order=True)
class SnapshotRecord:
    """The copy of a source that the lock was written from."""

    source: str
    file: str
    sha256: str
    """Of the bytes of the file."""
    paragraphs: int


class DiscrepancyKind(StrEnum):
    """What a passage lacks, or holds and the fact does not account for; the lock keeps these words."""

    NUMBER = "number"
    NEGATION = "negation"
    DOUBT = "doubt"
    OTHER_NUMBER = "other-number"
    SPEAKER = "speaker"
    CUT = "cut"


@dataclass(frozen=True, slots=True)
class PassageReading:
    """What `verify` compared a passage with, and what came of it; no word of either."""

    claim: str
    """SHA-256 of all that it was compared with: when the fact changes, the passage is to be read again."""
    language: str
    """Of the word lists; empty where there are none for the language of the source: only the locator was looked for."""
    number: bool | None
    """Whether the number stands in the passage; None where there is none to look for."""
    speaker: bool | None
    """Whether the speaker is named in the passage; None where there is none to look for."""
    discrepancies: tuple[str, ...] = ()
    """Kinds of what the passage holds or lacks and the fact does not account for."""


@dataclass(frozen=True, slots=True)
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
    folded: str = ""
    """SHA-256 of the passage folded to its words; empty in locks that were written before there was one."""
    reading: PassageReading | None = None
    """None where the passage has not been read: in a lock of version 1, and for the words that only name a speaker."""
    location: Location = field(default=Location(""), compare=False, repr=False)
    """The record's location in the lock file; empty for a lock that was not read from one."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Fact, source and the hash of the locator, by which the lock finds and sorts it."""
        return self.fact, self.source, self.locator


@dataclass(frozen=True, slots=True)
class Lock:
    """Everything that was proved, sorted."""

    snapshots: tuple[SnapshotRecord, ...] = ()
    evidence: tuple[EvidenceRecord, ...] = ()
    _by_key: Mapping[tuple[str, str, str], EvidenceRecord] = field(init=False, repr=False, compare=False)
    _by_source: Mapping[str, SnapshotRecord] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort, so that two locks of the same proofs are equal, and index."""
        object.__setattr__(self, "snapshots", tuple(sorted(self.snapshots)))
        object.__setattr__(self, "evidence", tuple(sorted(self.evidence, key=lambda record: record.key)))
        object.__setattr__(self, "_by_key", {record.key: record for record in self.evidence})
        object.__setattr__(self, "_by_source", {record.source: record for record in self.snapshots})

    @property
    def passages(self) -> tuple[EvidenceRecord, ...]:
        """The records of passages, without those of words that only name a speaker."""
        return tuple(record for record in self.evidence if record.reading) or self.evidence

    def find_record(self, fact_id: str, source_id: str, locator: Locator) -> EvidenceRecord | None:
        """Return the proof of a piece of evidence, or None when it was never proved in this form."""
        return self._by_key.get((fact_id, source_id, compute_sha256(locator.text)))

    def find_snapshot(self, source_id: str) -> SnapshotRecord | None:
        """Return the copy of a source that its proofs were made from."""
        return self._by_source.get(source_id)


def compute_sha256(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


_ENCODER = json.JSONEncoder(ensure_ascii=False)
_LOCK_VERSION = 2
"""Version of the format; of version 1, which is read too, no passage has been read."""
VERIFY_HINT = "run `factsheet verify --write`"
"""What fixes most problems with the lock."""
_Kind: TypeAlias = tuple[str, Callable[[object], bool]]
"""What a member of the file has to be, in words and as a test."""
_HEXADECIMAL = re.compile("[0-9a-f]{64}")
_TEXT: _Kind = ("a non-empty text", lambda value: isinstance(value, str) and value.strip() != "")
_HASH: _Kind = (
    "a SHA-256 of 64 lower-case hexadecimal digits",
    lambda value: isinstance(value, str) and _HEXADECIMAL.fullmatch(value) is not None,
)
# Not isinstance: true and false are ints too.
_COUNT: _Kind = ("a whole number of 0 or more", lambda value: type(value) is int and value >= 0)
_ANY_TEXT: _Kind = ("a text", lambda value: isinstance(value, str))
_ANSWER: _Kind = ("true, false or null", lambda value: value is None or isinstance(value, bool))
_KINDS: _Kind = (
    "a list of kinds of discrepancies",
    lambda value: isinstance(value, list) and all(kind in list(DiscrepancyKind) for kind in value),
)
_OBJECT: _Kind = ("an object", lambda value: isinstance(value, dict))
_LIST: _Kind = ("a list", lambda value: isinstance(value, list))
_ANY: _Kind = ("there", lambda _value: True)
_FORBIDDEN = re.compile(r'[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]|(?<!\\)(?:\\\\)*\\[^"\\]')
"""`render_lock` writes ids and file names literally, and escapes only quotes and backslashes."""
# The members of each object, and what each has to be.
_OF_LOCK = {"version": _ANY, "normaliser": _ANY, "snapshots": _OBJECT, "evidence": _LIST}
_OF_SNAPSHOT = {"file": _TEXT, "sha256": _HASH, "paragraphs": _COUNT}
_OF_PLACE = {"start": _COUNT, "end": _COUNT, "paragraph": _COUNT}
_OF_RECORD = {"fact": _TEXT, "source": _TEXT, "locator": _HASH, "passage": _HASH, **_OF_PLACE}
_OPTIONAL = ("folded", "reading")
_OF_READING = {"claim": _HASH, "language": _ANY_TEXT, "number": _ANSWER, "speaker": _ANSWER, "discrepancies": _KINDS}


def render_lock(lock: Lock) -> str:
    """Return the content of the lock file, in which each change shows as its own line of a diff."""
    snapshots, evidence = [], []
    for copy in lock.snapshots:
        source, *members = asdict(copy).items()
        snapshots.append(f"{serialize_json(source[1])}: {serialize_json(dict(members))}")
    for record in lock.evidence:
        *members, _location = asdict(record).items()
        evidence.append(serialize_json({name: value for name, value in members if value or name not in _OPTIONAL}))
    return (
        f'{{\n  "version": {_LOCK_VERSION},\n  "normaliser": {serialize_json(NORMALISER)},\n'
        f'  "snapshots": {{{_join_lines(snapshots)}}},\n  "evidence": [{_join_lines(evidence)}]\n}}\n'
    )


def serialize_json(value: object) -> str:
    """Return JSON in which every letter stands for itself."""
    return _ENCODER.encode(value)


def _join_lines(members: Sequence[str]) -> str:
    return "\n    " + ",\n    ".join(members) + "\n  " if members else ""


def read_lock(file: str, text: str) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    """Return the lock, or None and what is wrong with it; `file` is its path as messages show it."""
    root, syntax_diagnostic = _parse_json(file, text)
    diagnostics = [syntax_diagnostic] if syntax_diagnostic else list(_check_root(root, Location(file)))
    if diagnostics or not isinstance(root, dict):
        return None, tuple(diagnostics)
    copies: list[SnapshotRecord] = []
    for source, node in root["snapshots"].items():
        subject = f"the snapshot of source '{source}'"
        if member_diagnostics := list(_check_members(node, _OF_SNAPSHOT, subject, Location(file))):
            diagnostics += member_diagnostics
        else:
            copies.append(SnapshotRecord(source, **node))
    records: list[EvidenceRecord] = []
    lines = [number for number, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith('{"fact"')]
    is_ours = len(lines) == len(root["evidence"])  # Of another layout than the one that we write, no line is known.
    for place, node in enumerate(root["evidence"]):
        location = Location(file, lines[place], 5) if is_ours else Location(file)
        record = _read_record(node, location)
        if isinstance(record, EvidenceRecord):
            records.append(record)
        else:
            diagnostics += record
    diagnostics += _check_consistency(records, {copy.source: copy.paragraphs for copy in copies})
    return (None if diagnostics else Lock(tuple(copies), tuple(records))), sort_diagnostics(diagnostics)


def _read_record(node: object, location: Location) -> EvidenceRecord | list[Diagnostic]:
    """Return one proof, with what its passage was read for where it was read, or what is wrong with it."""
    members = dict(node) if isinstance(node, dict) else node
    reading = members.pop("reading", None) if isinstance(members, dict) else None
    shape = _OF_RECORD | ({"folded": _HASH} if isinstance(members, dict) and "folded" in members else {})
    diagnostics = list(_check_members(members, shape, "the record", location))
    if reading is not None:
        diagnostics += _check_members(reading, _OF_READING, "the reading", location)
    if diagnostics or not isinstance(members, dict):
        return diagnostics
    read = PassageReading(**{**reading, "discrepancies": tuple(reading["discrepancies"])}) if reading else None
    return EvidenceRecord(**members, reading=read, location=location)


def _parse_json(file: str, text: str) -> tuple[object, Diagnostic | None]:
    """Return the JSON value of a text that no two readers could read differently."""
    if conflict := find_conflict(file, text, f"{VERIFY_HINT}, which writes the file again"):
        return None, conflict
    is_plain = "\\" not in text and text.replace("\n", "").isprintable()
    if not is_plain and (forbidden := _FORBIDDEN.search(text)):
        location = Location(file, text.count("\n", 0, forbidden.start()) + 1)
        return None, _report_malformed(location, "a lock never contains this control character or escape")
    try:
        return json.loads(text, object_pairs_hook=_reject_duplicates), None
    except json.JSONDecodeError as error:
        return None, _report_malformed(Location(file, error.lineno, error.colno), f"this is not JSON: {error.msg}")
    except (ValueError, RecursionError) as error:
        return None, _report_malformed(Location(file), f"this JSON cannot be read: {error}")


def _reject_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Return the members of an object, of which JSON itself would keep only the last of a name."""
    members = dict(pairs)
    if len(members) < len(pairs):
        name, count = next(item for item in Counter(name for name, _value in pairs).items() if item[1] > 1)
        raise ValueError(f"'{name}' occurs {count} times")
    return members


def _check_root(root: object, whole: Location) -> Iterator[Diagnostic]:
    """Yield what is wrong with the outermost object; a lock of another version is not checked further."""
    if not isinstance(root, dict):
        yield _report_malformed(whole, "the lock is not a JSON object")
        return
    version, normaliser = root.get("version"), root.get("normaliser")
    if type(version) is not int or not 1 <= version <= _LOCK_VERSION:
        yield _report_malformed(whole, f"the version of the lock is neither 1 nor {_LOCK_VERSION}")
    elif normaliser != NORMALISER:
        other = f"the normaliser '{normaliser}'" if isinstance(normaliser, str) else "an unnamed normaliser"
        yield OTHER_NORMALISER.report(whole, f"the lock was written with {other}, not '{NORMALISER}'", VERIFY_HINT)
    else:
        yield from _check_members(root, _OF_LOCK, "the lock", whole)


def _check_members(node: object, shape: Mapping[str, _Kind], subject: str, location: Location) -> Iterator[Diagnostic]:
    if not isinstance(node, dict):
        yield _report_malformed(location, f"{subject} is not an object")
        return
    for name in node:
        if name not in shape:
            yield _report_malformed(location, f"{subject} has an unknown member '{name}'")
    for name, (kind, is_right) in shape.items():
        if name not in node:
            yield _report_malformed(location, f"{subject} has no '{name}'")
        elif not is_right(node[name]):
            yield _report_malformed(location, f"'{name}' of {subject} is not {kind}")


def _check_consistency(records: Iterable[EvidenceRecord], paragraphs: Mapping[str, int]) -> Iterator[Diagnostic]:
    """Report well-formed records that contradict each other or the snapshots."""
    seen: set[tuple[str, str, str]] = set()
    for record in records:
        subject = f"the record of fact '{record.fact}' in source '{record.source}'"
        if record.key in seen:
            yield _report_malformed(record.location, f"{subject} occurs twice")
        seen.add(record.key)
        if record.source not in paragraphs:
            yield _report_malformed(record.location, f"{subject} has no snapshot in the lock")
        elif not 1 <= record.paragraph <= paragraphs[record.source]:
            message = f"{subject} names paragraph {record.paragraph}, which the snapshot does not have"
            yield _report_malformed(record.location, message)
        if record.start >= record.end:
            yield _report_malformed(record.location, f"{subject} ends before it begins")


def _report_malformed(location: Location, message: str) -> Diagnostic:
    return MALFORMED_LOCK.report(location, message, f"do not fix the lock by hand: {VERIFY_HINT}")
