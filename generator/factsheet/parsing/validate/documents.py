"""Documents in, model out: **everything after this module is valid**.

After this module no text is left to parse and nothing has to be checked again. A record with an error is left out of
the model, and its id is remembered as unreadable, so that one error is not reported again wherever the id is used.

A field of a shape becomes the field of the same name in its type, which also says what stands for a field that is
not written. `tests/repo/test_fields.py` proves that the two agree, in names and in types.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any, TypeVar

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import BAD_COMBINATION, BAD_FORMULA, ID_FILE_MISMATCH
from factsheet.model import records as model
from factsheet.model.text.prose import parse_id
from factsheet.parsing.schema import records as schema
from factsheet.parsing.schema.records import ListOf, Shape
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument, YamlNode

_T = TypeVar("_T")
_RECORD_TYPES: Mapping[str, Callable[..., object]] = {
    field.name: getattr(model, inner.type)
    for shape in schema.SHAPES
    for field in shape.fields
    if isinstance(inner := schema.to_item_kind(field.kind), Shape) and inner.type
}
"""The type of each field that holds a record or a list of them; the fields of any other join those around it."""
_ATTRIBUTES = {"waive": "waivers", "every": "every_days"}
"""Fields that have another name in their type."""
ANY_ID = "*"
"""Stands for every id of a kind, if a file that could not be read may declare it."""


def build_record(record_type: Callable[..., _T], record: TypedRecord, **others: object) -> _T:
    """Build a record of a type from the fields that are written, and from others that are already built."""
    return record_type(**_collect_fields(record), **others, locations=record.locations)


def _collect_fields(record: TypedRecord) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, value in record.values.items():
        attribute = _ATTRIBUTES.get(name, name)
        if isinstance(value, TypedRecord):
            record_type = _RECORD_TYPES.get(name)
            fields |= {attribute: build_record(record_type, value)} if record_type else _collect_fields(value)
        elif isinstance(value, tuple) and (record_type := _RECORD_TYPES.get(name)):
            fields[attribute] = tuple([build_record(record_type, member) for member in value])
        else:
            fields[attribute] = value
    return fields


def _check_inputs(derived: model.Derivation) -> Iterator[Diagnostic]:
    """Report where a formula and its inputs do not match."""
    for name in sorted(set(derived.formula.names) - {name for name, _, _ in derived.inputs}):
        message = f"the formula uses '{name}', which is not under 'inputs'"
        yield BAD_FORMULA.report(derived.locations.find("formula"), message, f"add `{name}: fact-id` to inputs")
    for name, reference, _ in derived.inputs:
        if name not in derived.formula.names:
            message = f"the input '{name}' is not used in the formula"
            yield BAD_FORMULA.report(reference.location, message, "use it, or remove it")


class _RecordCollector:
    """The records read so far; used by `validate`."""

    def __init__(self) -> None:
        self.records = defaultdict[str, list[Any]](list)
        """By the fields of `Records`."""
        self.unreadable: set[tuple[str, str]] = set()
        self.diagnostics: list[Diagnostic] = []

    def read(self, node: YamlNode, shape: Shape, kind: str) -> TypedRecord | None:
        """Read a record; if it has an error, remember its id (or every id, if it has none) as unreadable."""
        record, diagnostics = parse_record(node, shape)
        self.diagnostics.extend(diagnostics)
        if record is None:
            written = node.get("id") if isinstance(node, MappingNode) else None
            name = written.text if isinstance(written, TextNode) else ""
            self.unreadable.add((kind, name if isinstance(parse_id(name), str) else ANY_ID))
        return record


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The model, the ids of records that could not be read, and the diagnostics."""

    records: model.Records
    unreadable: frozenset[tuple[str, str]]
    """Kind (`fact`, `source`, `actor`, `place`, `sheet`) and id."""
    diagnostics: tuple[Diagnostic, ...]


def validate(documents: Iterable[YamlDocument], facts: str, failed: Iterable[str] = ()) -> ValidationResult:
    """Make the model from the documents of a folder of facts; the kind of a file follows from its path.

    `failed` names files that could not be read at all, so that ids they may declare are not reported as unknown.
    """
    collector = _RecordCollector()
    for file in failed:
        collector.unreadable.update(_find_unreadable_ids(PurePosixPath(file).relative_to(facts)))
    for document in documents:
        node, path = document.root, PurePosixPath(document.file).relative_to(facts)
        if node is None:
            continue
        if path.parts[0] == "sheets":
            _read_sheet(node, path.stem, collector)
        elif path.parts[0] == "sources":
            if source := collector.read(node, schema.SOURCE_SHAPE, "source"):
                _check_id_matches_file(source, path.stem, "source", collector)
                collector.records["sources"].append(build_record(model.Source, source))
            else:
                collector.unreadable.add(("source", path.stem))
        else:
            kind, record_type = ("actor", model.Actor) if path.name == "actors.yml" else ("place", model.Place)
            _, members = _read_members(node, schema.FILE_SHAPES[f"{kind}s"], ("file", kind), collector)
            collector.records[f"{kind}s"] += [build_record(record_type, member) for member in members]
    collector.records["sheets"].sort(key=lambda sheet: (sheet.order, sheet.id))
    records = model.Records(**{name: tuple(members) for name, members in collector.records.items()})
    return ValidationResult(records, frozenset(collector.unreadable), tuple(collector.diagnostics))


def _find_unreadable_ids(path: PurePosixPath) -> frozenset[tuple[str, str]]:
    if path.parts[0] == "sources":
        return frozenset({("source", path.stem)})
    if path.parts[0] == "sheets":
        return frozenset({("sheet", path.stem), ("fact", ANY_ID), ("chart", ANY_ID)})
    return frozenset({("actor" if path.name == "actors.yml" else "place", ANY_ID)})


def _read_members(
    node: YamlNode, outer: Shape, kinds: tuple[str, str], collector: _RecordCollector
) -> tuple[TypedRecord | None, list[TypedRecord]]:
    """Read a file with a list of records one by one, so that an error in one does not affect the others."""
    lists = ((member.name, member.kind.item) for member in outer.fields if isinstance(member.kind, ListOf))
    name, inner = next((name, kind) for name, kind in lists if isinstance(kind, Shape))  # The first list of records.
    listed = node.get(name) if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(listed, ListNode) or not listed.nodes:
        collector.read(node, outer, kinds[0])
        collector.unreadable.add((kinds[1], ANY_ID))
        return None, []
    others = tuple(entry for entry in node.entries if entry.key.text != name)
    rest = Shape(outer.name, outer.help, tuple(field for field in outer.fields if field.name != name))
    record = collector.read(MappingNode(others, node.location), rest, kinds[0])
    members = (collector.read(member, inner, kinds[1]) for member in listed.nodes)
    return record, [member for member in members if member is not None]


def _read_sheet(node: YamlNode, stem: str, collector: _RecordCollector) -> None:
    record, members = _read_members(node, schema.SHEET_SHAPE, ("sheet", "fact"), collector)
    facts = tuple(build_record(model.Fact, member) for member in members)
    for derived in (fact.derived for fact in facts if fact.derived):
        collector.diagnostics += _check_inputs(derived)
    if record is None:
        collector.unreadable |= {("sheet", stem), ("chart", ANY_ID)}
        collector.unreadable.update(("fact", fact.id) for fact in facts)
        return
    _check_id_matches_file(record, stem, "sheet", collector)
    review = record.find("review", TypedRecord)
    if review and len(review.values) != 1:
        message = f"a review rule has one of 'every', 'by' and 'frozen'; here are {len(review.values)}"
        diagnostic = BAD_COMBINATION.report(review.locations.whole, message, "keep the one that is meant")
        collector.diagnostics.append(diagnostic)
    collector.records["sheets"].append(build_record(model.Sheet, record, facts=facts))


def _check_id_matches_file(record: TypedRecord, stem: str, kind: str, collector: _RecordCollector) -> None:
    written = record.require("id", str)
    if written != stem:
        collector.unreadable.add((kind, stem))  # Other records may mean either of the two ids.
        message = f"the id '{written}' does not match the file name '{stem}.yml'"
        hint = f"write `id: {stem}`, or rename the file to {written}.yml"
        collector.diagnostics.append(ID_FILE_MISMATCH.report(record.locations.find("id"), message, hint))
