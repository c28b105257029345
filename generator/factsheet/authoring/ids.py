"""The ids that files declare, and an id for a new record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
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


_MAX_ID_LENGTH = 40
_MAX_ID_WORDS = 6
_STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "had", "has", "have", "in"}
    | {"into", "is", "it", "its", "more", "most", "of", "on", "or", "over", "than", "that", "the", "their"}
    | {"they", "this", "to", "was", "were", "which", "who", "whom", "whose", "will", "with"}
)
"""Words that tell nothing in an id."""


def propose_id(texts: Iterable[str], noun: str, taken: Container[str]) -> str:
    """Return an id that is free, made of the first words that say something.

    Args:
        texts: What the record is called, or says.
        noun: The kind of record, for one of whose words no id can be made.
        taken: The ids that are used already.
    """
    letters = unicodedata.normalize("NFKD", " ".join(texts)).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", letters.replace("'", "")) if word not in _STOP_WORDS]
    name = ""
    for word in words[:_MAX_ID_WORDS]:
        longer = f"{name}-{word}" if name else word[:_MAX_ID_LENGTH]
        if len(longer) > _MAX_ID_LENGTH:
            break
        name = longer
    if name and name not in taken and parse_id(name) == name:
        return name
    numbered = (f"{name or noun}-{number}" for number in count(2 if name else 1))
    return next(one for one in numbered if one not in taken)
