"""A new record: its answers are kept, it is added to its file in memory, and checked before anything is written."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from factsheet.authoring.ids import find_declaration
from factsheet.authoring.questions import Question, RecordKind
from factsheet.checks.found_passages import read_found_passages
from factsheet.checks.passages import list_evidence_refs, report_readings
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Location, Severity, has_errors, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.diagnostics.rules import NO_FACTS, UNPROVED_EVIDENCE, UNUSED_RECORD
from factsheet.evidence.lock import render_lock
from factsheet.evidence.proof import SnapshotFile, merge_proofs, prove
from factsheet.model.records import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.format.comments import CommentedEntry, CommentedNode, attach_comments
from factsheet.parsing.format.document import find_shape, format_root
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import YamlDocument
from factsheet.project.read_files import read_file
from factsheet.project.write_files.files import sync_folder

_MODELINE = "# yaml-language-server:"
_LINE_NUMBER = re.compile(r":\d+|\bline \d+")
_FOLDER = ".cache/factsheet/new-{}"
"""In the folder of the site; git ignores what is in it, and nothing in it is published."""


class AddRecordError(Exception):
    """The file that a record belongs in cannot take it; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRecord:
    """A record in its file, in memory."""

    noun: str
    id: str
    document: YamlDocument
    line: int
    """Where it begins; the first line where the file is the record."""

    def has_location(self, location: Location) -> bool:
        """Tell whether a location is in the record, or in its file after it."""
        return location.file == self.document.file and (location.line >= self.line or not location.line)


def build_fields(questions: Iterable[Question], answers: Mapping[str, str], name: str) -> dict[str, object]:
    """Return the fields of a record as texts, lists and mappings."""
    fields: dict[str, object] = {"id": name}
    records: dict[str, dict[str, object]] = {"": fields}
    for question in questions:
        parts = question.split(answers.get(question.name, ""))
        if not any(parts):
            continue
        record = records.setdefault(question.within, {})
        record[question.name] = list(parts) if question.separator else parts[0]
        if question.within:
            fields[question.within] = [record] if question.within == "evidence" else record
    return fields


def add_record(
    inputs: SiteInputs, facts: str, kind: RecordKind, fields: Mapping[str, object], sheet: str = ""
) -> tuple[SiteInputs, AddedRecord | None, tuple[Diagnostic, ...]]:
    """Return the inputs with a record added to its file, in memory, and the record in it.

    Where an answer cannot be written as YAML, they are the inputs unchanged and the diagnostics that say why. Raises
    AddRecordError when the file is there already, or cannot be read, or is not there and should be.
    """
    name = str(fields["id"])
    file = f"{facts}/{kind.file.format(sheet if kind.noun == 'fact' else name)}"
    existing = next((document for document in inputs.documents if document.file == file), None)
    old_diagnostics = tuple(item for item in inputs.diagnostics if item.code != NO_FACTS.code)
    unreadable = {item.location.file for item in old_diagnostics} | set(inputs.failed)
    if any(file == path or file.startswith(f"{path}/") for path in unreadable):
        raise AddRecordError(f"{file} cannot be read; `factsheet check` says why")
    if existing and not kind.list:
        raise AddRecordError(f"there is already a {kind.noun} '{name}': {file}")
    if not existing and kind.noun == "fact":
        raise AddRecordError(f"there is no sheet '{sheet}'; make it with `factsheet new sheet {sheet}`")
    content = {kind.list: [fields]} if kind.list and not existing else fields
    # YAML reads JSON alike, but for characters that no answer may hold.
    document, diagnostics = read_document(file, json.dumps(content, ensure_ascii=False).encode())
    if document is None or diagnostics:
        return inputs, None, diagnostics
    root = attach_comments(document)
    if existing:
        root = _append_record(attach_comments(existing), kind.list, root, file)
    elif not kind.list:
        root = _add_modeline(root, file, inputs)
    text = format_root(root, find_shape(file, facts))
    document, diagnostics = read_document(file, text.encode())
    if document is None or diagnostics:
        return inputs, None, diagnostics
    others = (other for other in inputs.documents if other.file != file)
    documents = tuple(sorted((*others, document), key=lambda item: item.file))
    left = old_diagnostics if kind.noun == "sheet" else inputs.diagnostics
    changed = replace(inputs, documents=documents, diagnostics=left, texts={**inputs.texts, file: text})
    item = find_declaration((document,), kind.noun, name) if kind.list else None
    return changed, AddedRecord(noun=kind.noun, id=name, document=document, line=item.line if item else 1), ()


def _append_record(root: CommentedNode, name: str, record: CommentedNode, file: str) -> CommentedNode:
    entries = list(root.entries)
    for index, entry in enumerate(entries):
        items = entry.value
        if entry.key and entry.key.text == name and isinstance(items, CommentedNode) and not items.is_mapping:
            longer = (*items.entries, CommentedEntry(key=None, value=record))
            entries[index] = replace(entry, value=replace(items, entries=longer))
            return replace(root, entries=tuple(entries))
    raise AddRecordError(f"{file} holds no list of {name}; `factsheet check` says more")


def _add_modeline(root: CommentedNode, file: str, inputs: SiteInputs) -> CommentedNode:
    """Begin a new file as its neighbours do, where their first line names a schema for editors."""
    for document in inputs.documents:
        first = document.text.partition("\n")[0].rstrip()
        if document.file.rpartition("/")[0] == file.rpartition("/")[0] and first.startswith(_MODELINE):
            return replace(root, entries=(replace(root.entries[0], lines_above=(first,)), *root.entries[1:]))
    return root


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """What the check of the site with a new record says that it did not say before."""

    errors: tuple[Diagnostic, ...]
    """Errors of the new records, with which nothing may be written."""
    warnings: tuple[Diagnostic, ...]
    """New ones, but for that nothing uses the record yet."""
    has_unproved: bool
    """Whether evidence of the new record is not proved yet, which takes the copy of the source."""
    errors_left: int
    """How many errors the site has beside those: it had them before, or they were hidden behind a missing record."""
    checked: CheckResult


def check_draft(before: CheckResult, inputs: SiteInputs, settings: Settings, added: list[AddedRecord]) -> DraftResult:
    """Check the site with the new records, and leave out what was wrong before."""
    after = check_site(inputs, settings)
    new = list_new_diagnostics(before, after)
    # A fact that named a missing record is checked only now that it is there.
    errors = [item for item in new if item.severity is Severity.ERROR]
    if any((record.noun, record.id) in before.catalog.unreadable for record in added):
        errors = [item for item in errors if any(record.has_location(item.location) for record in added)]
    refs = list_evidence_refs(after.catalog)
    return DraftResult(
        errors=tuple(item for item in errors if item.code != UNPROVED_EVIDENCE.code),
        warnings=tuple(item for item in new if item.severity is Severity.WARNING and item.code != UNUSED_RECORD.code),
        has_unproved=any(after.lock.find_record(ref.fact, ref.source, ref.locator) is None for ref in refs),
        errors_left=sum(item.severity is Severity.ERROR for item in after.diagnostics) - len(errors),
        checked=after,
    )


def list_new_diagnostics(before: CheckResult, after: CheckResult) -> list[Diagnostic]:
    """Return what a check reports that the one before did not, wherever lines have moved to."""
    old = Counter(_make_key(item) for item in before.diagnostics)
    new: list[Diagnostic] = []
    for item in after.diagnostics:
        old[_make_key(item)] -= 1
        new += [item] if old[_make_key(item)] < 0 else []
    return new


def _make_key(diagnostic: Diagnostic) -> tuple[str, str, str]:
    """Return what stays the same when lines move."""
    return diagnostic.code, diagnostic.location.file, _LINE_NUMBER.sub("", diagnostic.message)


def prove_draft(
    checked: CheckResult, fact_id: str, copies: Mapping[str, SnapshotFile]
) -> tuple[str, tuple[Diagnostic, ...]]:
    """Return the text of the lock with the evidence of a fact added, as it stands in the copies, and diagnostics.

    The text is empty where the lock was written from another copy: then all of it has to be proved again.
    """
    proof = prove((ref for ref in list_evidence_refs(checked.catalog) if ref.fact == fact_id), copies)
    if proof.diagnostics:
        return "", proof.diagnostics
    readings = read_found_passages(checked.catalog, proof)
    diagnostics = sort_diagnostics(item.diagnostic for item in report_readings(checked.catalog, readings))
    before, proved = checked.lock, readings.lock
    if has_errors(diagnostics) or any((before.find_snapshot(copy.source) or copy) != copy for copy in proved.snapshots):
        return "", diagnostics
    cited = {record.key for record in before.evidence if record.fact != fact_id}
    return render_lock(merge_proofs(before, proved, (), cited)), diagnostics


def read_answers(root: Path, noun: str) -> dict[str, dict[str, str]]:
    """Return the answers kept for a record of this kind, by record and question; none where the file is damaged.

    The record is a kind, with its id where it is made on the way to another.
    """
    raw, _ = read_file(root, f"{_FOLDER.format(noun)}/answers.json")
    try:
        kept = json.loads(raw or b"{}")
        return {key: {name: str(text) for name, text in answers.items()} for key, answers in kept.items()}
    except (ValueError, AttributeError, RecursionError):
        return {}


def keep_answers(root: Path, noun: str, answers: Mapping[str, Mapping[str, str]]) -> None:
    """Keep the answers for a record of this kind, or none at all; raises OSError when the disk refuses."""
    kept = {"answers.json": json.dumps(answers).encode()} if answers else {}
    sync_folder(root / _FOLDER.format(noun), {".gitignore": b"*\n", **kept}, ".written.json")
