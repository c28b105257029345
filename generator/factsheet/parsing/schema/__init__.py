"""The shape of every kind of file, declared once.

Validation walks it, the reference for editors is printed from it, and the JSON Schemas for editors are.
Kinds say what a field holds; what a text must look like is decided by the parser of that kind (`conform`).
"""

from factsheet.parsing.schema.kinds import Choice, Field, Inputs, Kind, ListOf, Ref, Shape, TextKind, in_words
from factsheet.parsing.schema.records import ACTOR, ACTORS, PLACE, PLACES, SOURCE
from factsheet.parsing.schema.settings import SETTINGS
from factsheet.parsing.schema.sheets import (
    ABOUT,
    CHART,
    CHOICE,
    CORRECTION,
    DERIVED,
    EVIDENCE,
    FACT,
    REVIEW,
    SHEET,
    WAIVER,
)

__all__ = [
    "ABOUT",
    "ACTOR",
    "ACTORS",
    "CHART",
    "CHOICE",
    "CORRECTION",
    "DERIVED",
    "EVIDENCE",
    "FACT",
    "PLACE",
    "PLACES",
    "REVIEW",
    "SETTINGS",
    "SHEET",
    "SOURCE",
    "WAIVER",
    "Choice",
    "Field",
    "Inputs",
    "Kind",
    "ListOf",
    "Ref",
    "Shape",
    "TextKind",
    "in_words",
]
