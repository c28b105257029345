"""The ids that files declare, and a new id for a record."""

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import count
from pathlib import PurePosixPath

from factsheet.diagnostics.core import Location, read_declarations
from factsheet.model.text.prose import parse_id, parse_prose
from factsheet.model.text.spans import strip_markup
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument

_MAX_LABEL_LENGTH = 160
"""Longest label that is shown beside an id; a longer one is cut."""
_FOLDERS = {"sheets": "sheet", "sources": "source"}
"""Folders in which each file is a record."""
IdIndex = Mapping[str, Mapping[str, str]]
"""Ids with their labels by kind, as a `Ref` names the kind; each kind is sorted by id."""
_MAX_ID_LENGTH = 40
_MAX_ID_WORDS = 6
_STOP_WORDS = frozenset[str](read_declarations("authoring", "ids.toml")["left_out"])
"""Words that are left out of an id."""
_SYLLABLE = re.compile("(?<=[a-z])(?=[A-Z])")
"""Where the Latin letters of a script without spaces begin another syllable."""


def index_ids(documents: Iterable[YamlDocument]) -> IdIndex:
    """Collect the ids that the documents of a folder of facts declare."""
    index: dict[str, dict[str, str]] = {kind: {} for kind in ("sheet", "fact", "chart", "source", "actor", "place")}
    for document in documents:
        path = PurePosixPath(document.file)
        if document.root is None and path.parent.name in _FOLDERS:  # It may be broken only for now.
            index[_FOLDERS[path.parent.name]].setdefault(path.stem, "")
        for kind, node in _find_records(document):
            name = _read_text(node, "id")
            if isinstance(parse_id(name), str):
                index[kind].setdefault(name, _choose_label(kind, node))
    return {kind: dict(sorted(labels.items())) for kind, labels in index.items()}


def find_declaration(documents: Iterable[YamlDocument], kind: str, name: str) -> Location | None:
    """Return where the documents declare an id of a kind."""
    records = (node for document in documents for noun, node in _find_records(document) if noun == kind)
    return next((node.location for node in records if _read_text(node, "id") == name), None)


def _find_records(document: YamlDocument) -> Iterator[tuple[str, MappingNode]]:
    path, root = PurePosixPath(document.file), document.root
    if not isinstance(root, MappingNode):
        return
    if path.parent.name in _FOLDERS:
        yield _FOLDERS[path.parent.name], root
    for name, kind in (("facts", "fact"), ("charts", "chart"), ("actors", "actor"), ("places", "place")):
        items = root.get(name)
        if isinstance(items, ListNode):
            yield from ((kind, node) for node in items.nodes if isinstance(node, MappingNode))


def _read_text(node: MappingNode, name: str) -> str:
    value = node.get(name)
    return value.text if isinstance(value, TextNode) else ""


def _choose_label(kind: str, node: MappingNode) -> str:
    """Return the text of the first of these fields that a record has."""
    fields = {"fact": ("statement",), "source": ("title", "label"), "chart": ("title",), "sheet": ("title",)}
    text = next(filter(None, (_read_text(node, name) for name in fields.get(kind, ("name",)))), "")
    prose = parse_prose(text) if kind == "fact" else text
    label = " ".join((strip_markup(prose) if isinstance(prose, tuple) else text).split())
    return label if len(label) <= _MAX_LABEL_LENGTH else f"{label[: _MAX_LABEL_LENGTH - 1].rstrip()}…"


def propose_id(texts: Iterable[str], taken: Container[str]) -> str:
    """Return an id that is not taken, of the first words that carry meaning; empty where there is no letter in them."""
    words = [word for text in texts for word in _list_words(text)]
    name = ""
    for word in words[:_MAX_ID_WORDS]:
        longer = f"{name}-{word}" if name else word[:_MAX_ID_LENGTH]
        if len(longer) > _MAX_ID_LENGTH:
            break
        name = longer
    if not any(map(str.isalpha, name)) or (name not in taken and parse_id(name) == name):
        return name if any(map(str.isalpha, name)) else ""
    return next(numbered for number in count(2) if (numbered := f"{name}-{number}") not in taken)


def _list_words(text: str) -> list[str]:
    """Return the words of a text in small Latin letters; those that carry no meaning only where there are no others."""
    from anyascii import anyascii  # noqa: PLC0415 - its tables take time to load, and only a new id needs them

    kept, left_out = list[str](), list[str]()
    for word in unicodedata.normalize("NFC", text).split():
        latin = anyascii(word).replace("'", "")
        parts = re.findall(r"[a-z0-9]+", (latin if word.isascii() else _SYLLABLE.sub(" ", latin)).lower())
        # In capitals it is an acronym, such as WHO.
        is_idle = len(parts) == 1 and word.isascii() and not latin[1:].isupper() and parts[0] in _STOP_WORDS
        (left_out if is_idle else kept).extend(parts)
    return kept or left_out
