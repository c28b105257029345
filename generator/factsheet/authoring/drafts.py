"""A new record: put into its file, and checked before anything is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from factsheet.analysis.catalog import Catalog
from factsheet.authoring.questions import Question, RecordKind
from factsheet.checks.evidence import list_evidence_refs
from factsheet.checks.run import CheckResult, check_site
from factsheet.diagnostics.core import Diagnostic, Location, Severity
from factsheet.diagnostics.rules.evidence import UNPROVED_EVIDENCE
from factsheet.diagnostics.rules.syntax import NO_FACTS
from factsheet.evidence.lock import Lock, render_lock
from factsheet.evidence.proof import SnapshotFile, prove
from factsheet.model.settings import Settings
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.format.attached import CommentedEntry, CommentedNode, attach_comments
from factsheet.parsing.format.document import find_shape, format_root
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument

_FILE_PATTERNS = {
    "sheet": "sheets/{}.yml",
    "source": "sources/{}.yml",
    "actor": "actors.yml",
    "place": "places.yml",
}
_MODELINE = "# yaml-language-server:"
_LIST_FIELDS = {"fact": "facts", "actor": "actors", "place": "places"}


class AddRecordError(Exception):
    """The file that a record belongs in cannot take it; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedRecord:
    """A record in its file, in memory."""

    noun: str
    id: str
    document: YamlDocument
    line: int

    @property
    def place(self) -> str:
        """Where it stands, as an editor follows it."""
        return f"{self.document.file}:{self.line}"


def build_fields(questions: Iterable[Question], answers: Mapping[str, str], name: str) -> dict[str, object]:
    """Return the fields of a record as texts, lists and mappings."""
    fields: dict[str, object] = {"id": name}
    for question in questions:
        answer = answers.get(question.name, "")
        parts = question.split(answer)
        if not answer.strip() or not parts:
            continue
        value: object = list(parts) if question.separator else parts[0]
        if not question.within:
            fields[question.name] = value
        elif question.within == "evidence":
            _ensure_first(fields, "evidence")[question.name] = value
        else:
            _ensure_mapping(fields, question.within)[question.name] = value
    return fields


def _ensure_mapping(fields: dict[str, object], name: str) -> dict[str, object]:
    inner = fields.setdefault(name, {})
    if not isinstance(inner, dict):
        raise TypeError(f"{name} is a record")
    return inner


def _ensure_first(fields: dict[str, object], name: str) -> dict[str, object]:
    listed = fields.setdefault(name, [{}])
    if not isinstance(listed, list):
        raise TypeError(f"{name} is a list")
    first: dict[str, object] = listed[0]
    return first


def add_record(
    material: SiteInputs, facts: str, kind: RecordKind, fields: Mapping[str, object], sheet: str = ""
) -> tuple[SiteInputs, AddedRecord | None, tuple[Diagnostic, ...]]:
    """Put a record into its file, in memory.

    Returns the material with the file as it would be, and where the record stands in it; or, where the text
    of an answer cannot stand in a file, the material as it was and the findings that say why.

    Raises:
        CannotAdd: when the file is there already, or cannot be read, or is not there and should be.
    """
    name = str(fields["id"])
    file = f"{facts}/{_FILE_PATTERNS[kind.noun].format(name)}" if kind.noun != "fact" else f"{facts}/sheets/{sheet}.yml"
    there = next((one for one in material.documents if one.file == file), None)
    faults = tuple(one for one in material.diagnostics if one.code != NO_FACTS.code)
    spoilt = {one.location.file for one in faults} | set(material.failed)
    if any(file == one or file.startswith(f"{one}/") for one in spoilt):
        raise AddRecordError(f"{file} cannot be read; `factsheet check` says why")
    if kind.noun not in _LIST_FIELDS:
        if there is not None:
            raise AddRecordError(f"there is a {kind.noun} '{name}' already: {file}")
        root = _add_modeline(_build_branch(fields), file, material)
    elif there is None:
        if kind.noun == "fact":
            raise AddRecordError(f"there is no sheet '{sheet}'; make it with `factsheet new sheet {sheet}`")
        root = _build_branch({_LIST_FIELDS[kind.noun]: [fields]})
    else:
        root = _append_record(attach_comments(there), _LIST_FIELDS[kind.noun], fields, file)
    text = format_root(root, find_shape(file, facts))
    document, findings = read_document(file, text.encode())
    if document is None or findings:
        return material, None, findings
    others = tuple(one for one in material.documents if one.file != file)
    documents = tuple(sorted((*others, document), key=lambda one: one.file))
    diagnostics = faults if kind.noun == "sheet" else material.diagnostics
    texts = {**material.texts, file: text}
    changed = replace(material, documents=documents, diagnostics=diagnostics, texts=texts)
    return (
        changed,
        AddedRecord(noun=kind.noun, id=name, document=document, line=_find_line(document, kind)),
        (),
    )


def _append_record(root: CommentedNode, name: str, fields: Mapping[str, object], file: str) -> CommentedNode:
    """Put a record at the end of a list of a file."""
    slots = list(root.entries)
    for number, slot in enumerate(slots):
        if slot.key and slot.key.text == name and isinstance(slot.value, CommentedNode) and not slot.value.is_mapping:
            longer = (*slot.value.entries, CommentedEntry(key=None, value=_build_branch(fields)))
            slots[number] = replace(slot, value=replace(slot.value, entries=longer))
            return replace(root, entries=tuple(slots))
    raise AddRecordError(f"{file} holds no list of {name}; `factsheet check` says more")


def _add_modeline(root: CommentedNode, file: str, material: SiteInputs) -> CommentedNode:
    """Begin a new file as its neighbours do, where they tell editors the schema of what they hold."""
    folder = file.rpartition("/")[0]
    for document in material.documents:
        first = document.text.partition("\n")[0].rstrip()
        if document.file.rpartition("/")[0] == folder and first.startswith(_MODELINE):
            return replace(root, entries=(replace(root.entries[0], lines_above=(first,)), *root.entries[1:]))
    return root


def _build_branch(fields: Mapping[str, object]) -> CommentedNode:
    return CommentedNode(
        is_mapping=True,
        entries=tuple(
            CommentedEntry(key=_build_text_node(name), value=_build_value(value)) for name, value in fields.items()
        ),
    )


def _build_value(value: object) -> TextNode | CommentedNode:
    if isinstance(value, Mapping):
        return _build_branch(value)
    if isinstance(value, list):
        return CommentedNode(
            is_mapping=False,
            entries=tuple(CommentedEntry(key=None, value=_build_value(one)) for one in value),
        )
    return _build_text_node(str(value))


def _build_text_node(text: str) -> TextNode:
    return TextNode(text, Location(""), quoted=True)


def _find_line(document: YamlDocument, kind: RecordKind) -> int:
    """Return the line in which the last record of a list begins; the first, where the file is the record."""
    root, name = document.root, _LIST_FIELDS.get(kind.noun, "")
    listed = root.get(name) if isinstance(root, MappingNode) else None
    return listed.nodes[-1].location.line if isinstance(listed, ListNode) and listed.nodes else 1


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
    return any(lock.find_record(tie.fact, tie.source, tie.locator) is None for tie in list_evidence_refs(catalog))


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
