"""The shape of every kind of file, declared once.

Validation walks it, the reference for editors is printed from it, and the JSON Schemas for editors are.
Kinds say what a field holds; what a text must look like is decided by the parser of that kind (`conform`).
"""

from factsheet.parsing.schema.kinds import (
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
    describe_kind,
)
from factsheet.parsing.schema.records import (
    ACTOR_SHAPE,
    ACTORS_SHAPE,
    PLACE_SHAPE,
    PLACES_SHAPE,
    SOURCE_SHAPE,
)
from factsheet.parsing.schema.settings import SETTINGS_SHAPE
from factsheet.parsing.schema.sheets import (
    ABOUT_SHAPE,
    CHART_SHAPE,
    CHOICE_SHAPE,
    CORRECTION_SHAPE,
    DERIVED_SHAPE,
    EVIDENCE_SHAPE,
    FACT_SHAPE,
    REVIEW_SHAPE,
    SHEET_SHAPE,
    WAIVER_SHAPE,
)

__all__ = [
    "ABOUT_SHAPE",
    "ACTORS_SHAPE",
    "ACTOR_SHAPE",
    "CHART_SHAPE",
    "CHOICE_SHAPE",
    "CORRECTION_SHAPE",
    "DERIVED_SHAPE",
    "EVIDENCE_SHAPE",
    "FACT_SHAPE",
    "PLACES_SHAPE",
    "PLACE_SHAPE",
    "REVIEW_SHAPE",
    "SETTINGS_SHAPE",
    "SHEET_SHAPE",
    "SOURCE_SHAPE",
    "WAIVER_SHAPE",
    "EnumKind",
    "Field",
    "FieldKind",
    "Inputs",
    "ListOf",
    "Ref",
    "Shape",
    "TextKind",
    "describe_kind",
]
