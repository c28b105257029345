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
from factsheet.diagnostics.rules import shape as rules
from factsheet.model.records import Actor, Corpus, Place, Sheet, Source
from factsheet.model.text.ids import parse_id
from factsheet.parsing.schema import ACTORS, PLACES, SHEET, SOURCE, ListOf, Shape
from factsheet.parsing.validate.conform import Conformed, conform
from factsheet.parsing.validate.records import actor_of, fact_of, place_of, sheet_of, source_of
from factsheet.parsing.yaml.nodes import Document, ListNode, MappingNode, Node, TextNode

ANY = "*"
"""Stands for every id of a kind, where what could not be read may declare it."""


@dataclass(slots=True)
class _Gathered:
    """What has been read so far; lives only while `validate` runs."""

    sheets: list[Sheet] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    unread: set[tuple[str, str]] = field(default_factory=set)
    findings: list[Diagnostic] = field(default_factory=list)

    def read(self, node: Node, shape: Shape, kind: str) -> Conformed | None:
        """Read one record; when it has a fault, remember its id as unread, or any id where it has none."""
        record, findings = conform(node, shape)
        self.findings.extend(findings)
        if record is None:
            self.unread.add((kind, _id_in(node) or ANY))
        return record


@dataclass(frozen=True, slots=True)
class Validated:
    """The model, the ids of records that could not be read, and why not."""

    corpus: Corpus
    unread: frozenset[tuple[str, str]]
    """Kind (`fact`, `source`, `actor`, `place`, `sheet`) and id."""
    diagnostics: tuple[Diagnostic, ...]


def validate(documents: Iterable[Document], facts: str, failed: Iterable[str] = ()) -> Validated:
    """Make the model from the documents of a folder of facts; what a file holds follows from its place.

    Files that failed to be read at all are named, so that ids they may declare are not called unknown.
    """
    gathered = _Gathered()
    for file in failed:
        gathered.unread.update(_lost_with(PurePosixPath(file).relative_to(facts)))
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
            _, members = _with_members(node, ACTORS, ("file", "actor"), gathered)
            gathered.actors += [actor_of(member) for member in members]
        else:
            _, members = _with_members(node, PLACES, ("file", "place"), gathered)
            gathered.places += [place_of(member) for member in members]
    corpus = Corpus(
        sheets=tuple(sorted(gathered.sheets, key=lambda sheet: (sheet.order, sheet.id))),
        sources=tuple(gathered.sources),
        actors=tuple(gathered.actors),
        places=tuple(gathered.places),
    )
    return Validated(corpus, frozenset(gathered.unread), tuple(gathered.findings))


def _lost_with(path: PurePosixPath) -> frozenset[tuple[str, str]]:
    """Return what a file would have declared."""
    if path.parts[0] == "sources":
        return frozenset({("source", path.stem)})
    if path.parts[0] == "sheets":
        return frozenset({("sheet", path.stem), ("fact", ANY), ("chart", ANY)})
    return frozenset({("actor" if path.name == "actors.yml" else "place", ANY)})


def _id_in(node: Node) -> str:
    """Return the id of a record, or nothing where none is written that could be meant elsewhere."""
    written = node.get("id") if isinstance(node, MappingNode) else None
    return written.text if isinstance(written, TextNode) and isinstance(parse_id(written.text), str) else ""


def _with_members(
    node: Node, outer: Shape, kinds: tuple[str, str], gathered: _Gathered
) -> tuple[Conformed | None, list[Conformed]]:
    """Read a file that holds a list of records, one by one: a fault in one does not take the others along."""
    name, inner = _records_in(outer)
    listed = node.get(name) if isinstance(node, MappingNode) else None
    if not isinstance(node, MappingNode) or not isinstance(listed, ListNode) or not listed.nodes:
        gathered.read(node, outer, kinds[0])
        gathered.unread.add((kinds[1], ANY))
        return None, []
    others = tuple(entry for entry in node.entries if entry.key.text != name)
    rest = Shape(outer.name, outer.help, tuple(field for field in outer.fields if field.name != name))
    record = gathered.read(MappingNode(others, node.at), rest, kinds[0])
    members = (gathered.read(member, inner, kinds[1]) for member in listed.nodes)
    return record, [member for member in members if member is not None]


def _records_in(outer: Shape) -> tuple[str, Shape]:
    """Return the field of a file that lists records, and their shape."""
    for one in outer.fields:
        if isinstance(one.kind, ListOf) and isinstance(one.kind.of, Shape):
            return one.name, one.kind.of
    raise KeyError(f"{outer.name} lists no records")


def _read_sheet(node: Node, stem: str, gathered: _Gathered) -> None:
    record, members = _with_members(node, SHEET, ("sheet", "fact"), gathered)
    facts = tuple(fact_of(member, gathered.findings) for member in members)
    if record is None:
        gathered.unread |= {("sheet", stem), ("chart", ANY)}
        gathered.unread.update(("fact", fact.id) for fact in facts)
        return
    _same_as_file(record, stem, "sheet", gathered)
    gathered.sheets.append(sheet_of(record, facts, gathered.findings))


def _read_source(node: Node, stem: str, gathered: _Gathered) -> None:
    record = gathered.read(node, SOURCE, "source")
    if record is None:
        gathered.unread.add(("source", stem))
        return
    _same_as_file(record, stem, "source", gathered)
    gathered.sources.append(source_of(record))


def _same_as_file(record: Conformed, stem: str, kind: str, gathered: _Gathered) -> None:
    written = record.need("id", str)
    if written != stem:
        gathered.unread.add((kind, stem))  # It may be either of the two that others mean.
        message = f"the id '{written}' stands in the file '{stem}.yml'"
        hint = f"write `id: {stem}`, or rename the file to {written}.yml"
        gathered.findings.append(rules.ID_AND_FILE.at(record.where.of("id"), message, hint))
