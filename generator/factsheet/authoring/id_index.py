"""Which ids a folder of facts declares, with the names they go by: for editors that complete them.

Read leniently, since a file is looked at while it is being written: whatever has an id counts, also where
the rest of it has faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from factsheet.model.text.ids import parse_id
from factsheet.model.text.prose import parse_prose
from factsheet.model.text.spans import strip_markup
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument, YamlNode

ID_KINDS = ("sheet", "fact", "chart", "source", "actor", "place")
"""What is declared, as a `Ref` of the declaration names it."""
_MAX_LABEL_LENGTH = 160
"""Longest name that is shown beside an id; a longer one is cut."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdIndex:
    """Ids with the names of what they stand for, by kind, each sorted by id."""

    sheet: Mapping[str, str] = field(default_factory=dict)
    fact: Mapping[str, str] = field(default_factory=dict)
    chart: Mapping[str, str] = field(default_factory=dict)
    source: Mapping[str, str] = field(default_factory=dict)
    actor: Mapping[str, str] = field(default_factory=dict)
    place: Mapping[str, str] = field(default_factory=dict)

    def list_ids(self, kind: str) -> Mapping[str, str]:
        """Return the ids of one of the `KINDS`."""
        sheets = {"sheet": self.sheet, "fact": self.fact, "chart": self.chart}
        return {**sheets, "source": self.source, "actor": self.actor, "place": self.place}[kind]


def index_ids(documents: Iterable[YamlDocument]) -> IdIndex:
    """Collect the ids that the documents of a folder of facts declare."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in ID_KINDS}
    for document in documents:
        for kind, node in _find_records(document):
            written = _read_text(node, "id")
            if isinstance(parse_id(written), str):
                found[kind].setdefault(written, _choose_label(kind, node))
    return IdIndex(**{kind: dict(sorted(names.items())) for kind, names in found.items()})


def _find_records(document: YamlDocument) -> Iterator[tuple[str, MappingNode]]:
    path, root = PurePosixPath(document.file), document.root
    if not isinstance(root, MappingNode):
        return
    if path.parent.name in {"sheets", "sources"}:
        yield path.parent.name.removesuffix("s"), root
    for name, kind in (("facts", "fact"), ("charts", "chart"), ("actors", "actor"), ("places", "place")):
        listed = root.get(name)
        if isinstance(listed, ListNode):
            yield from ((kind, node) for node in listed.nodes if isinstance(node, MappingNode))


def _read_text(node: MappingNode, name: str) -> str:
    found: YamlNode | None = node.get(name)
    return found.text if isinstance(found, TextNode) else ""


def _choose_label(kind: str, node: MappingNode) -> str:
    """Return what a record goes by: the first of these that it has."""
    fields = {"fact": ("statement",), "source": ("title", "label"), "chart": ("title",), "sheet": ("title",)}
    written = next(filter(None, (_read_text(node, name) for name in fields.get(kind, ("name",)))), "")
    prose = parse_prose(written) if kind == "fact" else written
    words = " ".join((strip_markup(prose) if isinstance(prose, tuple) else written).split())
    return words if len(words) <= _MAX_LABEL_LENGTH else f"{words[: _MAX_LABEL_LENGTH - 1].rstrip()}…"
