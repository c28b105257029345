"""Snippets for new records: the usual fields, each with a placeholder.

The syntax is that of language servers: `${1:words}` is a placeholder with a default text, `${2|a,b|}` one with a
choice of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from factsheet.parsing.schema.kinds import EnumKind, Field, ListOf, Ref, Shape, TextKind
from factsheet.parsing.schema.records import (
    ACTOR_SHAPE,
    CHART_SHAPE,
    CORRECTION_SHAPE,
    EVIDENCE_SHAPE,
    FACT_SHAPE,
    PLACE_SHAPE,
    SHEET_SHAPE,
    SOURCE_SHAPE,
)

Snippet: TypeAlias = "str | list[Snippet] | dict[str, Snippet]"

USUAL_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SHEET_SHAPE.name: ("id", "title", "summary", "facts"),
        FACT_SHAPE.name: ("id", "statement", "value", "as_of", "standing", "evidence"),
        EVIDENCE_SHAPE.name: ("source", "locator", "chain"),
        CORRECTION_SHAPE.name: ("on", "kind", "was", "why"),
        CHART_SHAPE.name: ("id", "title", "drawn", "facts"),
        SOURCE_SHAPE.name: ("id", "label", "type", "title", "publisher", "published", "url", "language", "snapshot"),
        ACTOR_SHAPE.name: ("id", "name", "kind"),
        PLACE_SHAPE.name: ("id", "name", "kind"),
    }
)
"""The fields that a new record usually has, including those that it requires."""


def build_snippet(shape: Shape) -> Snippet:
    """Return the usual fields of a shape with placeholders; empty if the shape has no snippet."""
    return _build_fields(shape, count(1)) if shape.name in USUAL_FIELDS else {}


def _build_fields(shape: Shape, numbers: Iterator[int]) -> dict[str, Snippet]:
    usual = (shape.find_field(name) for name in USUAL_FIELDS[shape.name])
    return {field.name: _build_placeholder(field, numbers) for field in usual if field}


def _build_placeholder(field: Field, numbers: Iterator[int]) -> Snippet:
    kind = field.kind
    if isinstance(kind, ListOf):
        return [_build_fields(kind.item, numbers) if isinstance(kind.item, Shape) else f"${{{next(numbers)}}}"]
    if isinstance(kind, EnumKind):
        return f"${{{next(numbers)}|{','.join(word.value for word in kind.words)}|}}"
    return f"${{{next(numbers)}:{_describe_placeholder(field)}}}"


def _describe_placeholder(field: Field) -> str:
    """Return the default text of a placeholder; never an id, which would look like a real one."""
    match field.kind:
        case Ref(to):
            return f"id of {to[0]}"
        case TextKind.LOCATOR:
            return "first words … last words"
        case TextKind.VALUE | TextKind.DATE | TextKind.LANGUAGE | TextKind.FILE:
            return field.example or field.name
        case _:
            return field.name
