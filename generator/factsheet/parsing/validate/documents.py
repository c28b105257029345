"""Documents in, model out: **trust begins here**.

Past this module there is no unread text and nothing to check again: every value is parsed, every word is of
its list. A record with a fault is left out of the model, and its id is remembered as unread, so that one
fault does not set off a second finding wherever the id is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.rules.schema import ID_FILE_MISMATCH
from factsheet.model.records import Actor, Place, Records, Sheet, Source
from factsheet.model.text.ids import parse_id
from factsheet.parsing.schema.kinds import ListOf, Shape
from factsheet.parsing.schema.records import ACTORS_SHAPE, PLACES_SHAPE, SHEET_SHAPE, SOURCE_SHAPE
from factsheet.parsing.validate.records import build_fact, build_record, build_sheet
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument, YamlNode

ANY_ID = "*"
"""Stands for every id of a kind, where what could not be read may declare it."""


@dataclass(slots=True)
class _RecordCollector:
    """What has been read so far; lives only while `validate` runs."""

    sheets: list[Sheet] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    unreadable: set[tuple[str, str]] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, node: YamlNode, shape: Shape, kind: str) -> TypedRecord | None:
        """Read one record; when it has a fault, remember its id as unread, or any id where it has none."""
        record, findings = parse_record(node, shape)
        self.diagnostics.extend(findings)
        if record is None:
            self.unreadable.add((kind, _find_id(node) or ANY_ID))
        return record


@dataclass(frozen=True, slots=True)
class ValidationResult:
    """The model, the ids of records that could not be read, and why not."""

    records: Records
    unreadable: frozenset[tuple[str, str]]
    """Kind (`fact`, `source`, `actor`, `place`, `sheet`) and id."""
    diagnostics: tuple[Diagnostic, ...]


def validate(documents: Iterable[YamlDocument], facts: str, failed: Iterable[str] = ()) -> ValidationResult:
    """Make the model from the documents of a folder of facts; what a file holds follows from its place.

    Files that failed to be read at all are named, so that ids they may declare are not called unknown.
    """
    gathered = _RecordCollector()
    for file in failed:
        gathered.unreadable.update(_find_unreadable_ids(PurePosixPath(file).relative_to(facts)))
    for document in documents:
        node = document.root
        if node is None:
            continue
        path = PurePosixPath(document.file).relative_to(facts)
        if path.parts[0] == "sheets":
            _read_sheet(node, path.stem, gathered)
        elif path.parts[0] == "sources":
            _read_source(node, path.stem, gathered)
        elif path.name == "actors.yml":
            _, members = _read_members(node, ACTORS_SHAPE, ("file", "actor"), gathered)
            gathered.actors += [build_record(Actor, member) for member in members]
        else:
            _, members = _read_members(node, PLACES_SHAPE, ("file", "place"), gathered)
            gathered.places += [build_record(Place, member) for member in members]
    corpus = Records(
        sheets=tuple(sorted(gathered.sheets, key=lambda sheet: (sheet.order, sheet.id))),
        sources=tuple(gathered.sources),
        actors=tuple(gathered.actors),
        places=tuple(gathered.places),
    )
    return ValidationResult(corpus, frozenset(gathered.unreadable), tuple(gathered.diagnostics))


def _find_unreadable_ids(path: PurePosixPath) -> frozenset[tuple[str, str]]:
    """Return what a file would have declared."""
    if path.parts[0] == "sources":
        return frozenset({("source", path.stem)})
    if path.parts[0] == "sheets":
        return frozenset({("sheet", path.stem), ("fact", ANY_ID), ("chart", ANY_ID)})
    return frozenset({("actor" if path.name == "actors.yml" else "place", ANY_ID)})


def _find_id(node: YamlNode) -> str:
    """Return the id of a record, or nothing where none is written that could be meant elsewhere."""
    written = node.get("id") if isinstance(node, MappingNode) else None
    return written.text if isinstance(written, TextNode) and isinstance(parse_id(written.text), str) else ""


def _read_members(
    node: YamlNode, outer: Shape, kinds: tuple[str, str], gathered: _RecordCollector
) -> tuple[TypedRecord | None, list[TypedRecord]]:
    """Read a file that holds a list of records, one by one: a fault in one does not take the others along."""
    name, inner = _find_record_list(outer)
    listed = node.get(name) if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(listed, ListNode) or not listed.nodes:
        gathered.read(node, outer, kinds[0])
        gathered.unreadable.add((kinds[1], ANY_ID))
        return None, []
    others = tuple(entry for entry in node.entries if entry.key.text != name)
    rest = Shape(outer.name, outer.help, tuple(field for field in outer.fields if field.name != name))
    record = gathered.read(MappingNode(others, node.location), rest, kinds[0])
    members = (gathered.read(member, inner, kinds[1]) for member in listed.nodes)
    return record, [member for member in members if member is not None]


def _find_record_list(outer: Shape) -> tuple[str, Shape]:
    """Return the field of a file that lists records, and their shape."""
    for one in outer.fields:
        if isinstance(one.kind, ListOf) and isinstance(one.kind.item, Shape):
            return one.name, one.kind.item
    raise KeyError(f"{outer.name} lists no records")


def _read_sheet(node: YamlNode, stem: str, gathered: _RecordCollector) -> None:
    record, members = _read_members(node, SHEET_SHAPE, ("sheet", "fact"), gathered)
    facts = tuple(build_fact(member, gathered.diagnostics) for member in members)
    if record is None:
        gathered.unreadable |= {("sheet", stem), ("chart", ANY_ID)}
        gathered.unreadable.update(("fact", fact.id) for fact in facts)
        return
    _check_id_matches_file(record, stem, "sheet", gathered)
    gathered.sheets.append(build_sheet(record, facts, gathered.diagnostics))


def _read_source(node: YamlNode, stem: str, gathered: _RecordCollector) -> None:
    record = gathered.read(node, SOURCE_SHAPE, "source")
    if record is None:
        gathered.unreadable.add(("source", stem))
        return
    _check_id_matches_file(record, stem, "source", gathered)
    gathered.sources.append(build_record(Source, record))


def _check_id_matches_file(record: TypedRecord, stem: str, kind: str, gathered: _RecordCollector) -> None:
    written = record.require("id", str)
    if written != stem:
        gathered.unreadable.add((kind, stem))  # It may be either of the two that others mean.
        message = f"the id '{written}' stands in the file '{stem}.yml'"
        hint = f"write `id: {stem}`, or rename the file to {written}.yml"
        gathered.diagnostics.append(ID_FILE_MISMATCH.report(record.locations.find("id"), message, hint))
