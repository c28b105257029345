"""The JSON Schema of `facts.json`, published beside it; its closed lists come from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from factsheet.model.text.ids import ID_PATTERN, MAX_ID_LENGTH
from factsheet.model.values.hedges import Hedge
from factsheet.model.vocabulary import (
    ActorKind,
    CorrectionKind,
    Lifecycle,
    Nature,
    PlaceKind,
    Relation,
    SourceType,
    Standing,
)

JsonSchema: TypeAlias = "bool | int | str | Sequence[JsonSchema] | Mapping[str, JsonSchema] | None"

FACTS_SCHEMA_VERSION = 1
"""Raised when a field changes its meaning or goes; a new field does not raise it."""

_TEXT: JsonSchema = {"type": "string", "minLength": 1}
_MAYBE_TEXT: JsonSchema = {"type": ["string", "null"], "minLength": 1}
_ID: JsonSchema = {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": MAX_ID_LENGTH}
_MAYBE_ID: JsonSchema = {"anyOf": [_ID, {"type": "null"}]}
_IDS: JsonSchema = {"type": "array", "items": _ID}
_DECIMAL: JsonSchema = {
    "type": ["string", "null"],
    "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
    "description": "A decimal number as text, so that no reader rounds it; null where there is no limit.",
}
_COUNT: JsonSchema = {"type": "integer", "minimum": 0}


def build_enum_schema(words: Sequence[str]) -> Mapping[str, JsonSchema]:
    """Describe one word of a closed list."""
    return {"enum": [str(word) for word in words]}


def _build_object(fields: Mapping[str, JsonSchema]) -> Mapping[str, JsonSchema]:
    """Describe an object in which every field is always there and no other is."""
    return {"type": "object", "properties": dict(fields), "required": list(fields), "additionalProperties": False}


def _build_array(schema: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": schema}


def _build_nullable(schema: JsonSchema) -> JsonSchema:
    return {"anyOf": [schema, {"type": "null"}]}


_LIMITS: Mapping[str, JsonSchema] = {
    "low": _DECIMAL,
    "high": _DECIMAL,
    "low_open": {"type": "boolean", "description": "Whether the lower limit itself is excluded."},
    "high_open": {"type": "boolean", "description": "Whether the upper limit itself is excluded."},
}
_VALUE = _build_object(
    {"text": _TEXT, **_LIMITS, "number": _DECIMAL, "unit": _MAYBE_TEXT, "qualifier": build_enum_schema(list(Hedge))}
)
_EVIDENCE = _build_object(
    {
        "source": _ID,
        "paragraph": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "Counted over the non-empty lines of our copy; null when not proved.",
        },
        "locator": _TEXT,
        "says": _build_nullable(_VALUE),
        "differs": _MAYBE_TEXT,
        "relation": build_enum_schema(list(Relation)),
        "origin": _ID,
        "chain": _IDS,
        "as_of": _MAYBE_TEXT,
        "note": _MAYBE_TEXT,
        "passage_url": _MAYBE_TEXT,
        "verified": {"type": "boolean"},
    }
)
_DERIVED = _build_object(
    {
        "formula": _TEXT,
        "inputs": {"type": "object", "additionalProperties": _TEXT},
        "result": _build_object({"number": _DECIMAL, **_LIMITS}),
    }
)
_CORRECTION = _build_object({"on": _TEXT, "kind": build_enum_schema(list(CorrectionKind)), "was": _TEXT, "why": _TEXT})
_FACT: JsonSchema = _build_object(
    {
        "id": _ID,
        "sheet": _ID,
        "statement": _TEXT,
        "value": _build_nullable(_VALUE),
        "also": _build_nullable(_VALUE),
        "counts": _MAYBE_TEXT,
        "compared_with": _MAYBE_TEXT,
        "as_of": _MAYBE_TEXT,
        "when": _MAYBE_TEXT,
        "standing": build_enum_schema(list(Standing)),
        "lifecycle": build_enum_schema(list(Lifecycle)),
        "superseded_by": _MAYBE_ID,
        "evidence": _build_array(_EVIDENCE),
        "sources": _COUNT,
        "independent_origins": _COUNT,
        "derived": _build_nullable(_DERIVED),
        "about": _build_object({"actors": _IDS, "places": _IDS}),
        "tags": _IDS,
        "caveat": _MAYBE_TEXT,
        "note": _MAYBE_TEXT,
        "corrections": _build_array(_CORRECTION),
        "url": _TEXT,
    }
)
_SHEET = _build_object(
    {
        "id": _ID,
        "title": _TEXT,
        "summary": _TEXT,
        "reviewed": _MAYBE_TEXT,
        "key_facts": _IDS,
        "facts": _IDS,
        "url": _TEXT,
    }
)
_SOURCE = _build_object(
    {
        "id": _ID,
        "label": _TEXT,
        "type": build_enum_schema(list(SourceType)),
        "title": _MAYBE_TEXT,
        "authors": _build_array(_TEXT),
        "publisher": _MAYBE_ID,
        "published": _MAYBE_TEXT,
        "url": _MAYBE_TEXT,
        "language": _MAYBE_TEXT,
        "based_on": _IDS,
        "nature": build_enum_schema(list(Nature)),
        "note": _MAYBE_TEXT,
        "facts": _IDS,
        "page": _TEXT,
    }
)
_ACTOR = _build_object(
    {
        "id": _ID,
        "name": _TEXT,
        "kind": build_enum_schema(list(ActorKind)),
        "role": _MAYBE_TEXT,
        "affiliation": _MAYBE_ID,
        "url": _TEXT,
    }
)
_PLACE = _build_object(
    {"id": _ID, "name": _TEXT, "kind": build_enum_schema(list(PlaceKind)), "within": _MAYBE_ID, "url": _TEXT}
)


def build_facts_schema() -> JsonSchema:
    """Return the schema of `facts.json`."""
    site = _build_object({"name": _TEXT, "url": _MAYBE_TEXT, "edition": _TEXT})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of a fact-sheet site",
        **_build_object(
            {
                "schemaVersion": {"const": FACTS_SCHEMA_VERSION},
                "site": site,
                "license": {"const": "CC-BY-4.0"},
                "sheets": _build_array(_SHEET),
                "facts": _build_array(_FACT),
                "sources": _build_array(_SOURCE),
                "actors": _build_array(_ACTOR),
                "places": _build_array(_PLACE),
            }
        ),
    }
