"""The JSON Schema of `facts.json`, published beside it; its closed lists come from the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from factsheet.model.text.ids import MOST_CHARACTERS, SHAPE
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

Schema: TypeAlias = "bool | int | str | Sequence[Schema] | Mapping[str, Schema] | None"

SCHEMA_VERSION = 1
"""Raised when a field changes its meaning or goes; a new field does not raise it."""

_TEXT: Schema = {"type": "string", "minLength": 1}
_MAYBE_TEXT: Schema = {"type": ["string", "null"], "minLength": 1}
_ID: Schema = {"type": "string", "pattern": f"^{SHAPE}$", "maxLength": MOST_CHARACTERS}
_MAYBE_ID: Schema = {"anyOf": [_ID, {"type": "null"}]}
_IDS: Schema = {"type": "array", "items": _ID}
_DECIMAL: Schema = {
    "type": ["string", "null"],
    "pattern": "^-?[0-9]+(\\.[0-9]+)?$",
    "description": "A decimal number as text, so that no reader rounds it; null where there is no limit.",
}
_COUNT: Schema = {"type": "integer", "minimum": 0}


def words_schema(words: Sequence[str]) -> Mapping[str, Schema]:
    """Describe one word of a closed list."""
    return {"enum": [str(word) for word in words]}


def _record(fields: Mapping[str, Schema]) -> Mapping[str, Schema]:
    """Describe an object in which every field is always there and no other is."""
    return {
        "type": "object",
        "properties": dict(fields),
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_LIMITS: Mapping[str, Schema] = {
    "low": _DECIMAL,
    "high": _DECIMAL,
    "low_open": {"type": "boolean", "description": "Whether the lower limit itself is excluded."},
    "high_open": {"type": "boolean", "description": "Whether the upper limit itself is excluded."},
}
_VALUE = _record(
    {
        "text": _TEXT,
        **_LIMITS,
        "number": _DECIMAL,
        "unit": _MAYBE_TEXT,
        "qualifier": words_schema(list(Hedge)),
    }
)
_EVIDENCE = _record(
    {
        "source": _ID,
        "paragraph": {
            "type": ["integer", "null"],
            "minimum": 1,
            "description": "Counted over the non-empty lines of our copy; null when not proved.",
        },
        "locator": _TEXT,
        "says": _maybe(_VALUE),
        "differs": _MAYBE_TEXT,
        "relation": words_schema(list(Relation)),
        "origin": _ID,
        "chain": _IDS,
        "as_of": _MAYBE_TEXT,
        "note": _MAYBE_TEXT,
        "passage_url": _MAYBE_TEXT,
        "verified": {"type": "boolean"},
    }
)
_DERIVED = _record(
    {
        "formula": _TEXT,
        "inputs": {"type": "object", "additionalProperties": _TEXT},
        "result": _record({"number": _DECIMAL, **_LIMITS}),
    }
)
_CORRECTION = _record({"on": _TEXT, "kind": words_schema(list(CorrectionKind)), "was": _TEXT, "why": _TEXT})
FACT: Schema = _record(
    {
        "id": _ID,
        "sheet": _ID,
        "statement": _TEXT,
        "value": _maybe(_VALUE),
        "also": _maybe(_VALUE),
        "counts": _MAYBE_TEXT,
        "compared_with": _MAYBE_TEXT,
        "as_of": _MAYBE_TEXT,
        "when": _MAYBE_TEXT,
        "standing": words_schema(list(Standing)),
        "lifecycle": words_schema(list(Lifecycle)),
        "superseded_by": _MAYBE_ID,
        "evidence": _list(_EVIDENCE),
        "sources": _COUNT,
        "independent_origins": _COUNT,
        "derived": _maybe(_DERIVED),
        "about": _record({"actors": _IDS, "places": _IDS}),
        "tags": _IDS,
        "caveat": _MAYBE_TEXT,
        "note": _MAYBE_TEXT,
        "corrections": _list(_CORRECTION),
        "url": _TEXT,
    }
)
_SHEET = _record(
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
_SOURCE = _record(
    {
        "id": _ID,
        "label": _TEXT,
        "type": words_schema(list(SourceType)),
        "title": _MAYBE_TEXT,
        "authors": _list(_TEXT),
        "publisher": _MAYBE_ID,
        "published": _MAYBE_TEXT,
        "url": _MAYBE_TEXT,
        "language": _MAYBE_TEXT,
        "based_on": _IDS,
        "nature": words_schema(list(Nature)),
        "note": _MAYBE_TEXT,
        "facts": _IDS,
        "page": _TEXT,
    }
)
_ACTOR = _record(
    {
        "id": _ID,
        "name": _TEXT,
        "kind": words_schema(list(ActorKind)),
        "role": _MAYBE_TEXT,
        "affiliation": _MAYBE_ID,
        "url": _TEXT,
    }
)
_PLACE = _record(
    {"id": _ID, "name": _TEXT, "kind": words_schema(list(PlaceKind)), "within": _MAYBE_ID, "url": _TEXT}
)


def facts_schema() -> Schema:
    """Return the schema of `facts.json`."""
    site = _record({"name": _TEXT, "url": _MAYBE_TEXT, "edition": _TEXT})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Facts of a fact-sheet site",
        **_record(
            {
                "schemaVersion": {"const": SCHEMA_VERSION},
                "site": site,
                "license": {"const": "CC-BY-4.0"},
                "sheets": _list(_SHEET),
                "facts": _list(FACT),
                "sources": _list(_SOURCE),
                "actors": _list(_ACTOR),
                "places": _list(_PLACE),
            }
        ),
    }
