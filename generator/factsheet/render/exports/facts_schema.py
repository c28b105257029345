"""The JSON Schema of `facts.json`, published beside it, from `facts_schema.toml` and the lists of the vocabulary."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

from factsheet.diagnostics.core import read_declarations
from factsheet.model import vocabulary
from factsheet.model.text.prose import ID_PATTERN, MAX_ID_LENGTH
from factsheet.model.values.hedges import Hedge

JsonSchema: TypeAlias = "bool | int | str | Sequence[JsonSchema] | Mapping[str, JsonSchema] | None"
FACTS_SCHEMA_VERSION = 2
"""Raised when a field changes its meaning or is removed; a new field does not raise it."""


def build_enum_schema(words: Iterable[str]) -> Mapping[str, JsonSchema]:
    """Describe one word of a closed list."""
    return {"enum": [str(word) for word in words]}


def build_facts_schema(*, attested: bool = False) -> JsonSchema:
    """Return the schema of `facts.json`; with `attested`, each fact has its second readers."""
    objects = dict(read_declarations("render.exports", "facts_schema.toml"))
    objects |= {"fact": objects["fact"] | ({"read_by": "read_by"} if attested else {})}
    types: dict[str, JsonSchema] = {
        **objects.pop("types"),
        "id": {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID_LENGTH},
        "version": {"const": FACTS_SCHEMA_VERSION},
    }
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Facts of a fact-sheet site"}
    return {**head, **_build_object("facts", objects, types)}


def _build_object(
    name: str, objects: Mapping[str, Mapping[str, Any]], types: Mapping[str, JsonSchema]
) -> Mapping[str, JsonSchema]:
    """Describe an object that always has each of its fields and no other."""

    def describe(kind: Any) -> JsonSchema:  # noqa: ANN401 - whatever TOML can hold
        match kind:
            case [member]:
                return {"type": "array", "items": describe(member)}
            case str() if kind in types:
                return types[kind]
            case str() if kind.endswith("?"):
                return {"anyOf": [describe(kind[:-1]), {"type": "null"}]}
            case str() if kind in objects:
                return _build_object(kind, objects, types)
            case str():
                return build_enum_schema(Hedge if kind == Hedge.__name__ else getattr(vocabulary, kind))
            case _:
                return cast("JsonSchema", kind)

    fields = {field: describe(kind) for field, kind in objects[name].items()}
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
