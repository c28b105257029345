"""A new record in its file: composed of nodes, never of pasted text, and written in canonical form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from factsheet.authoring.questions import Kind, Question
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.rules.reading import NO_FACTS
from factsheet.parsing.format import Branch, Slot, attach, layout, shape_of
from factsheet.parsing.inputs import Material
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import Document, ListNode, MappingNode, TextNode

_FILES = {"sheet": "sheets/{}.yml", "source": "sources/{}.yml", "actor": "actors.yml", "place": "places.yml"}
_MODELINE = "# yaml-language-server:"
_LISTS = {"fact": "facts", "actor": "actors", "place": "places"}


class CannotAdd(Exception):  # noqa: N818 - it is no fault of the program
    """The file that a record belongs in cannot take it; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A record in its file, in memory."""

    noun: str
    id: str
    document: Document
    line: int

    @property
    def place(self) -> str:
        """Where it stands, as an editor follows it."""
        return f"{self.document.file}:{self.line}"


def fields_of(questions: Iterable[Question], answers: Mapping[str, str], name: str) -> dict[str, object]:
    """Return the fields of a record as texts, lists and mappings."""
    fields: dict[str, object] = {"id": name}
    for question in questions:
        answer = answers.get(question.name, "")
        parts = question.split(answer)
        if not answer.strip() or not parts:
            continue
        value: object = list(parts) if question.divider else parts[0]
        if not question.within:
            fields[question.name] = value
        elif question.within == "evidence":
            _first_of(fields, "evidence")[question.name] = value
        else:
            _inner(fields, question.within)[question.name] = value
    return fields


def _inner(fields: dict[str, object], name: str) -> dict[str, object]:
    inner = fields.setdefault(name, {})
    if not isinstance(inner, dict):
        raise TypeError(f"{name} is a record")
    return inner


def _first_of(fields: dict[str, object], name: str) -> dict[str, object]:
    listed = fields.setdefault(name, [{}])
    if not isinstance(listed, list):
        raise TypeError(f"{name} is a list")
    first: dict[str, object] = listed[0]
    return first


def add(
    material: Material, facts: str, kind: Kind, fields: Mapping[str, object], sheet: str = ""
) -> tuple[Material, Added | None, tuple[Diagnostic, ...]]:
    """Put a record into its file, in memory.

    Returns the material with the file as it would be, and where the record stands in it; or, where the text
    of an answer cannot stand in a file, the material as it was and the findings that say why.

    Raises:
        CannotAdd: when the file is there already, or cannot be read, or is not there and should be.
    """
    name = str(fields["id"])
    file = (
        f"{facts}/{_FILES[kind.noun].format(name)}" if kind.noun != "fact" else f"{facts}/sheets/{sheet}.yml"
    )
    there = next((one for one in material.documents if one.file == file), None)
    faults = tuple(one for one in material.diagnostics if one.code != NO_FACTS.code)
    spoilt = {one.location.file for one in faults} | set(material.failed)
    if any(file == one or file.startswith(f"{one}/") for one in spoilt):
        raise CannotAdd(f"{file} cannot be read; `factsheet check` says why")
    if kind.noun not in _LISTS:
        if there is not None:
            raise CannotAdd(f"there is a {kind.noun} '{name}' already: {file}")
        root = _with_modeline(_branch(fields), file, material)
    elif there is None:
        if kind.noun == "fact":
            raise CannotAdd(f"there is no sheet '{sheet}'; make it with `factsheet new sheet {sheet}`")
        root = _branch({_LISTS[kind.noun]: [fields]})
    else:
        root = _appended(attach(there), _LISTS[kind.noun], fields, file)
    text = layout(root, shape_of(file, facts))
    document, findings = read_document(file, text.encode())
    if document is None or findings:
        return material, None, findings
    others = tuple(one for one in material.documents if one.file != file)
    documents = tuple(sorted((*others, document), key=lambda one: one.file))
    diagnostics = faults if kind.noun == "sheet" else material.diagnostics
    texts = {**material.texts, file: text}
    changed = replace(material, documents=documents, diagnostics=diagnostics, texts=texts)
    return changed, Added(noun=kind.noun, id=name, document=document, line=_line_of(document, kind)), ()


def _appended(root: Branch, name: str, fields: Mapping[str, object], file: str) -> Branch:
    """Put a record at the end of a list of a file."""
    slots = list(root.slots)
    for number, slot in enumerate(slots):
        if (
            slot.key
            and slot.key.text == name
            and isinstance(slot.value, Branch)
            and not slot.value.is_mapping
        ):
            longer = (*slot.value.slots, Slot(key=None, value=_branch(fields)))
            slots[number] = replace(slot, value=replace(slot.value, slots=longer))
            return replace(root, slots=tuple(slots))
    raise CannotAdd(f"{file} holds no list of {name}; `factsheet check` says more")


def _with_modeline(root: Branch, file: str, material: Material) -> Branch:
    """Begin a new file as its neighbours do, where they tell editors the schema of what they hold."""
    folder = file.rpartition("/")[0]
    for document in material.documents:
        first = document.text.partition("\n")[0].rstrip()
        if document.file.rpartition("/")[0] == folder and first.startswith(_MODELINE):
            return replace(root, slots=(replace(root.slots[0], above=(first,)), *root.slots[1:]))
    return root


def _branch(fields: Mapping[str, object]) -> Branch:
    return Branch(
        is_mapping=True,
        slots=tuple(Slot(key=_text(name), value=_value(value)) for name, value in fields.items()),
    )


def _value(value: object) -> TextNode | Branch:
    if isinstance(value, Mapping):
        return _branch(value)
    if isinstance(value, list):
        return Branch(is_mapping=False, slots=tuple(Slot(key=None, value=_value(one)) for one in value))
    return _text(str(value))


def _text(text: str) -> TextNode:
    return TextNode(text, Location(""), quoted=True)


def _line_of(document: Document, kind: Kind) -> int:
    """Return the line in which the last record of a list begins; the first, where the file is the record."""
    root, name = document.root, _LISTS.get(kind.noun, "")
    listed = root.get(name) if isinstance(root, MappingNode) else None
    return listed.nodes[-1].at.line if isinstance(listed, ListNode) and listed.nodes else 1
