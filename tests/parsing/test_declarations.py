"""What the files of declarations say: every word in them is one that something reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from factsheet.diagnostics.core import read_declarations
from factsheet.model import vocabulary
from factsheet.parsing.schema.records import SHAPES, TEXT_PATTERNS, EnumKind, Ref, Shape, TextKind, to_item_kind

DECLARED = read_declarations("parsing.schema", "fields.toml")
HOLDS = {"text", "word", "id_of", "record", "inputs"}
KINDS = {"fact", "chart", "sheet", "source", "actor", "place"}


def list_fields() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every field with where it is declared."""
    for section, shape in DECLARED.items():
        yield from ((f"{section}.{name}", field) for name, field in shape["fields"].items())


def test_sections_have_no_unknown_keys() -> None:
    for section, shape in DECLARED.items():
        assert shape.keys() <= {"name", "help", "id", "usual", "type", "fields"}, section


@pytest.mark.parametrize("place, field", [*list_fields()])
def test_a_field_says_once_what_it_holds(place: str, field: Mapping[str, Any]) -> None:
    assert len(field.keys() & HOLDS) == 1, place
    assert field.keys() <= HOLDS | {"list", "most", "help", "required", "example"}, place
    assert field["help"].endswith("."), place
    assert "most" not in field or field["list"], place


def test_every_name_stands_for_something() -> None:
    """An unknown kind of text, list of words or section stops the program at its start; ids are of known records."""
    for place, field in list_fields():
        assert set(field.get("id_of", ())) <= KINDS, place
    read = {type(to_item_kind(field.kind)) for shape in SHAPES for field in shape.fields}

    assert {TextKind, EnumKind, Ref, Shape} <= read
    assert all(
        issubclass(getattr(vocabulary, field["word"]), vocabulary.Word) for _, field in list_fields() if "word" in field
    )


def test_every_pattern_is_of_a_kind() -> None:
    named = read_declarations("parsing.schema", "patterns.toml")

    assert len(TEXT_PATTERNS) == len(named) + 1  # that of ids is in the code
