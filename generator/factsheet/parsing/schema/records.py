"""The shape of every kind of file, as `fields.toml` declares it, and the kinds of its fields."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, TypeAlias

from factsheet.diagnostics.core import read_declarations
from factsheet.diagnostics.frozen import KW_ONLY, dataclass, field
from factsheet.model import vocabulary
from factsheet.model.text.prose import ID_PATTERN
from factsheet.model.vocabulary import Word


class TextKind(StrEnum):
    """What a field with one text means; messages and docs use the value as its name."""

    PLAIN = "plain text"
    LABEL = "plain text of at most 40 characters"
    PROSE = "inline Markdown"
    ID = "an id"
    VALUE = "a value such as `at least 93 people`"
    DATE = "an EDTF date such as `2023-09`"
    LOCATOR = "a locator: `first words … last words`"
    FORMULA = "a formula such as `a + b`"
    URL = "an address that begins with https:// or http://"
    REPORT_ADDRESS = "an e-mail address, a whole address or a page of the site"
    EMAIL = "an e-mail address"
    LETTER = "a letter such as `A`"
    PAGE_ADDRESS = "a page of the site, or a whole address"
    COLOUR = "a colour such as `#00615a`"
    LANGUAGE = "a language tag such as `en`"
    FILE = "a bare file name"
    WHOLE_NUMBER = "a whole number"
    DAYS = "a number of days such as `180d`"
    CODE = "a code such as `F303`"
    SCRIPT_HASH = "the hash of a script: `sha256-…`"


def find_text_kind(name: str) -> TextKind:
    """Return a kind by the name that it has in the files of declarations: `whole-number`."""
    return TextKind[name.upper().replace("-", "_")]


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A regular expression for a whole text, and what to tell an editor whose text does not match."""

    regex: str
    advice: str

    @property
    def anchored_regex(self) -> str:
        """The expression for JSON Schema, which would otherwise search anywhere in the text."""
        return f"^(?:{self.regex})$"


_PATTERNS = read_declarations("parsing.schema", "patterns.toml")
TEXT_PATTERNS: Mapping[TextKind, TextPattern] = {
    TextKind.ID: TextPattern(ID_PATTERN, "An id has lower-case letters, digits and single hyphens only."),
    **{find_text_kind(name): TextPattern(**pattern) for name, pattern in _PATTERNS.items()},
}
"""The kinds of text that a regular expression can check."""


@dataclass(frozen=True, slots=True)
class EnumKind:
    """One word of a closed list."""

    words: type[Word]


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of a record of one of these kinds."""

    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, every member of one kind."""

    item: TextKind | EnumKind | Ref | Shape
    most: int | None = None
    """How many members it may have, where each is compared with every other."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The names of a formula, each with a fact: `a: fact-id` or `a: fact-id.also`."""


FieldKind: TypeAlias = "TextKind | EnumKind | Ref | ListOf | Inputs | Shape"


def to_item_kind(kind: FieldKind) -> FieldKind:
    """Return the kind of the members of a list; for anything else, the kind itself."""
    return kind.item if isinstance(kind, ListOf) else kind


def describe_kind(kind: FieldKind) -> str:
    """Describe the content of a field in inline Markdown: `the id of a source`."""
    match kind:
        case TextKind():
            return kind.value
        case EnumKind():
            return f"one word: {', '.join(f'`{word.value}`' for word in kind.words)}"
        case Ref():
            targets = (f"an {target}" if target == "actor" else f"a {target}" for target in kind.targets)
            return f"the id of {' or '.join(targets)}"
        case ListOf():
            return f"a list: {describe_kind(kind.item)}"
        case Inputs():
            return "names, each with a fact"
        case Shape():
            return f"the fields of {kind.name}"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape."""

    name: str
    kind: FieldKind
    help: str
    """What the field means, for editors; one or two sentences."""
    _: KW_ONLY
    required: bool = False
    example: str = ""
    """A value as one line of YAML."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known fields."""

    name: str
    """Its name in messages and docs: `a fact`."""
    help: str
    fields: tuple[Field, ...]
    usual: tuple[str, ...] = ()
    """The fields that a new record usually has, including those that it requires; none where editors offer none."""
    type: str = ""
    """Its type in `model/records.py`, inside of a record; empty where its fields join those around it."""
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    """The fields by their names, in canonical order."""
    required: tuple[Field, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the fields."""
        object.__setattr__(self, "by_name", {field.name: field for field in self.fields})
        object.__setattr__(self, "required", tuple(field for field in self.fields if field.required))


_ID_HELP = "Its lasting name: never changed, never used again."
ID_FIELD = Field("id", TextKind.ID, _ID_HELP, required=True, example="strike")
"""The first field of every record."""
_DECLARED = read_declarations("parsing.schema", "fields.toml")


@cache
def read_shape(section: str) -> Shape:
    """Return the shape that a section declares."""
    declared = _DECLARED[section]
    fields = (_read_field(name, entry) for name, entry in declared["fields"].items())
    ids = (ID_FIELD,) if declared.get("id") else ()
    usual, record_type = tuple(declared.get("usual", ())), declared.get("type", "")
    return Shape(declared["name"], declared["help"], (*ids, *fields), usual, record_type)


def _read_field(name: str, declared: Mapping[str, Any]) -> Field:
    kind = _read_kind(declared)
    if declared.get("list"):
        if isinstance(kind, Inputs | ListOf):
            raise TypeError(f"{name} is declared as a list of what no list holds")
        kind = ListOf(kind, declared.get("most"))
    required, example = declared.get("required", False), declared.get("example", "")
    return Field(name, kind, declared["help"], required=required, example=example)


def _read_kind(declared: Mapping[str, Any]) -> FieldKind:
    match declared:
        case {"text": kind}:
            return find_text_kind(kind)
        case {"word": words}:
            return EnumKind(getattr(vocabulary, words))
        case {"id_of": kinds}:
            return Ref(tuple(kinds))
        case {"record": section}:
            return read_shape(section)
        case {"inputs": True}:
            return Inputs()
        case _:
            raise KeyError(f"nothing says what a field holds: {declared}")


SHEET_SHAPE = read_shape("sheet")
FACT_SHAPE = read_shape("fact")
SOURCE_SHAPE = read_shape("source")
SETTINGS_SHAPE = read_shape("settings")
SHAPES: tuple[Shape, ...] = tuple(map(read_shape, _DECLARED))
"""Every shape, in the order in which an editor meets them."""
FILE_SHAPES = {name: read_shape(name) for name in ("sheet", "source", "actors", "places", "settings")}
"""The shape of every kind of file; the settings are those in `mkdocs.yml`."""
