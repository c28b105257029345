"""What an editor begins a new record with: its usual fields, each a place to type in.

Written as language servers take it: `${1:words}` is a place with words that the first key pressed replaces,
and `${2|a,b|}` a place for one of several words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from types import MappingProxyType
from typing import TypeAlias

from factsheet.parsing.schema.kinds import Choice, Field, ListOf, Ref, Shape, TextKind
from factsheet.parsing.schema.records import ACTOR, PLACE, SOURCE
from factsheet.parsing.schema.sheets import CHART, CORRECTION, EVIDENCE, FACT, SHEET

Snippet: TypeAlias = "str | list[Snippet] | dict[str, Snippet]"

USUAL: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SHEET.name: ("id", "title", "summary", "facts"),
        FACT.name: ("id", "statement", "value", "as_of", "standing", "evidence"),
        EVIDENCE.name: ("source", "locator", "chain"),
        CORRECTION.name: ("on", "kind", "was", "why"),
        CHART.name: ("id", "title", "drawn", "facts"),
        SOURCE.name: (
            "id",
            "label",
            "type",
            "title",
            "publisher",
            "published",
            "url",
            "language",
            "snapshot",
        ),
        ACTOR.name: ("id", "name", "kind"),
        PLACE.name: ("id", "name", "kind"),
    }
)
"""The fields that a new record of a shape usually has; those it requires among them."""


def snippet_of(shape: Shape) -> Snippet:
    """Return the usual fields of a shape as places to type in; empty for a shape that is never begun so."""
    return _fields(shape, count(1)) if shape.name in USUAL else {}


def _fields(shape: Shape, numbers: Iterator[int]) -> dict[str, Snippet]:
    usual = (shape.field(name) for name in USUAL[shape.name])
    return {field.name: _place(field, numbers) for field in usual if field}


def _place(field: Field, numbers: Iterator[int]) -> Snippet:
    kind = field.kind
    if isinstance(kind, ListOf):
        return [_fields(kind.of, numbers) if isinstance(kind.of, Shape) else f"${{{next(numbers)}}}"]
    if isinstance(kind, Choice):
        return f"${{{next(numbers)}|{','.join(word.value for word in kind.words)}|}}"
    return f"${{{next(numbers)}:{_hint(field)}}}"


def _hint(field: Field) -> str:
    """Return what stands in a place until it is filled; an id of another site would be taken for one."""
    match field.kind:
        case Ref(to):
            return f"id of {to[0]}"
        case TextKind.LOCATOR:
            return "first words … last words"
        case TextKind.VALUE | TextKind.DATE | TextKind.LANGUAGE | TextKind.FILE:
            return field.example or field.name
        case _:
            return field.name
