"""The shape of every kind of file, as `fields.toml` declares it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from factsheet.diagnostics.declarations import read_declarations
from factsheet.model import vocabulary
from factsheet.parsing.schema.kinds import (
    ID_FIELD,
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    find_text_kind,
)

_DECLARED = read_declarations("parsing.schema", "fields.toml")


@cache
def read_shape(section: str) -> Shape:
    """Return the shape that a section declares."""
    declared = _DECLARED[section]
    fields = (_read_field(name, entry) for name, entry in declared["fields"].items())
    ids = (ID_FIELD,) if declared.get("id") else ()
    return Shape(declared["name"], declared["help"], (*ids, *fields), tuple(declared.get("usual", ())))


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
REVIEW_SHAPE = read_shape("review")
FACT_SHAPE = read_shape("fact")
EVIDENCE_SHAPE = read_shape("evidence")
ABOUT_SHAPE = read_shape("about")
CHART_SHAPE = read_shape("chart")
SOURCE_SHAPE = read_shape("source")
ACTORS_SHAPE, ACTOR_SHAPE = read_shape("actors"), read_shape("actor")
PLACES_SHAPE, PLACE_SHAPE = read_shape("places"), read_shape("place")
SETTINGS_SHAPE = read_shape("settings")
SHAPES: tuple[Shape, ...] = tuple(map(read_shape, _DECLARED))
"""Every shape, in the order in which an editor meets them."""
FILE_SHAPES: Mapping[str, Shape] = {
    name: read_shape(name) for name in ("sheet", "source", "actors", "places", "settings")
}
"""The shape of every kind of file; the settings are those in `mkdocs.yml`."""
