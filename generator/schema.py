"""The shape of every kind of file, declared once.

Validation walks it, the reference for editors is printed from it, and the JSON Schemas for editors will be.
Kinds say what a field holds; what a text must look like is decided by the parser of that kind (`conform`).
"""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from enum import StrEnum
from typing import TypeAlias

from generator.vocabulary import (
    ActorKind,
    CorrectionKind,
    Lifecycle,
    Nature,
    PlaceKind,
    Relation,
    SourceType,
    Standing,
    Word,
)


class TextKind(StrEnum):
    """What a field that holds one text means; the value is how messages and docs name it."""

    PLAIN = "plain text"
    PROSE = "inline Markdown"
    ID = "an id"
    VALUE = "a value such as `at least 93 people`"
    DATE = "an EDTF date such as `2023-09`"
    LOCATOR = "a locator: `first words … last words`"
    FORMULA = "a formula such as `a + b`"
    URL = "an address that begins with https:// or http://"
    LANGUAGE = "a language tag such as `en`"
    FILE = "a bare file name"
    WHOLE_NUMBER = "a whole number"
    DAYS = "a number of days such as `180d`"
    CODE = "a code such as `F303`"


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a closed list."""

    words: type[Word]


@dataclass(frozen=True, slots=True)
class Ref:
    """The id of another thing; several kinds mean that either will do."""

    to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list, every member of one kind."""

    of: TextKind | Ref | Shape


@dataclass(frozen=True, slots=True)
class Inputs:
    """Names for a formula, each with the fact it stands for: `a: fact-id` or `a: fact-id.also`."""


Kind: TypeAlias = "TextKind | Choice | Ref | ListOf | Inputs | Shape"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape."""

    name: str
    kind: Kind
    help: str
    """What the field means, for editors; one or two sentences."""
    _: KW_ONLY
    required: bool = False
    example: str = ""
    """As it would be written, in one line of YAML."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping with known fields."""

    name: str
    """How messages and docs call it: `a fact`."""
    help: str
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Return the field of that name, if the shape has it."""
        return next((field for field in self.fields if field.name == name), None)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields, in canonical order."""
        return tuple(field.name for field in self.fields)


_ID = Field(
    "id", TextKind.ID, "Its lasting name: never changed, never used again.", required=True, example="deaths"
)

EVIDENCE = Shape(
    "an evidence entry",
    "The tie from a fact to a passage of a source.",
    (
        Field(
            "source",
            Ref(("source",)),
            "The source that holds the passage.",
            required=True,
            example="moscow-times-2023-09-07",
        ),
        Field(
            "locator",
            TextKind.LOCATOR,
            "The first and the last words of the passage, at most six a side, as they stand in the source.",
            required=True,
            example="At least 93 citizens … BBC Russian service",
        ),
        Field(
            "says",
            TextKind.VALUE,
            "What this source answers, where that differs from the fact's value.",
            example="more than 5 million people",
        ),
        Field(
            "differs",
            TextKind.PROSE,
            "What this source's words change, in our words.",
            example="Says people, not workers",
        ),
        Field("relation", Choice(Relation), "What the passage does for the fact; `supports` when left out."),
        Field(
            "chain",
            ListOf(Ref(("actor",))),
            "Who said it first, then who passed it on. The source's publisher is implied at the end.",
            example="[bbc-russian]",
        ),
        Field(
            "as_of",
            TextKind.DATE,
            "The date of this source's answer, where it is not the fact's.",
            example="2023-08",
        ),
        Field("note", TextKind.PROSE, "Anything else a careful reader of this passage should know."),
    ),
)

DERIVED = Shape(
    "a derivation",
    "How a number follows from other facts; it is worked out again at every build.",
    (
        Field(
            "formula",
            TextKind.FORMULA,
            "`+ - * /`, brackets, numbers and the names of inputs.",
            required=True,
            example="kg + uz",
        ),
        Field(
            "inputs",
            Inputs(),
            "What each name stands for: a fact's value, or with `.also` its value in the other unit.",
            required=True,
            example="{kg: killed-kyrgyz, uz: killed-uzbek}",
        ),
        Field("note", TextKind.PROSE, "Why this may be worked out from those."),
    ),
)

CHOICE = Shape(
    "a choice",
    "Which of two conflicting answers the fact gives.",
    (
        Field("source", Ref(("source",)), "The source that is followed.", required=True),
        Field("why", TextKind.PROSE, "The reason, shown to readers.", required=True),
    ),
)

CORRECTION = Shape(
    "a correction",
    "A notice of a change to something published.",
    (
        Field("on", TextKind.DATE, "The day of the change.", required=True, example="2023-09-12"),
        Field("kind", Choice(CorrectionKind), "What kind of change it is.", required=True),
        Field("was", TextKind.PROSE, "What stood there before.", required=True),
        Field("why", TextKind.PROSE, "Why it was changed.", required=True),
    ),
)

WAIVER = Shape(
    "a waiver",
    "One check set aside for one fact. A waiver that waives nothing is an error.",
    (
        Field("code", TextKind.CODE, "The check's code.", required=True, example="F309"),
        Field("why", TextKind.PLAIN, "The reason.", required=True),
        Field(
            "until",
            TextKind.DATE,
            "The last day on which it holds; left out, it holds for good.",
            example="2024-06-30",
        ),
    ),
)

ABOUT = Shape(
    "what a fact is about",
    "The people, bodies and places on whose pages the fact is listed.",
    (
        Field("actors", ListOf(Ref(("actor",))), "People and bodies the fact speaks of."),
        Field("places", ListOf(Ref(("place",))), "Places the fact speaks of.", example="[kyrgyzstan]"),
    ),
)

FACT = Shape(
    "a fact",
    "One checkable statement. It answers one question; two sources that answer it are two evidence entries.",
    (
        _ID,
        Field(
            "statement",
            TextKind.PROSE,
            "The fact in our own words; it must be understood when it stands alone.",
            required=True,
            example="Citizens of Central Asian countries known to have died fighting for Russia",
        ),
        Field("heading", TextKind.PLAIN, "The heading it stands under on its sheet.", example="Arrivals"),
        Field("value", TextKind.VALUE, "What the fact measures.", example="at least 93 people"),
        Field(
            "also",
            TextKind.VALUE,
            "The same quantity in another unit, as the source gives it.",
            example="nearly 2,000 USD per month",
        ),
        Field(
            "counts",
            TextKind.PLAIN,
            "What exactly is counted.",
            example="citizens killed, by the BBC's count",
        ),
        Field(
            "compared_with", TextKind.PLAIN, "The base of a comparison.", example="the second half of 2022"
        ),
        Field("as_of", TextKind.DATE, "The time for which the value holds.", example="2023-09"),
        Field(
            "when",
            TextKind.DATE,
            "When it happened or is expected: puts the fact on the timeline.",
            example="2023-05",
        ),
        Field("standing", Choice(Standing), "How far it is known.", required=True, example="reported"),
        Field("lifecycle", Choice(Lifecycle), "Where it stands in its life; `current` when left out."),
        Field("superseded_by", Ref(("fact",)), "The newer fact; only with `lifecycle: superseded`."),
        Field(
            "evidence", ListOf(EVIDENCE), "The passages the fact rests on. A fact has evidence or is derived."
        ),
        Field("derived", DERIVED, "For a number that follows from others: how."),
        Field("choice", CHOICE, "For conflicting sources: which answer the fact gives, and why."),
        Field("about", ABOUT, "The people, bodies and places it speaks of."),
        Field("tags", ListOf(TextKind.ID), "Words to find it by.", example="[casualties]"),
        Field("caveat", TextKind.PROSE, "What keeps a reader from reading too much into it."),
        Field("note", TextKind.PROSE, "How we read the source, such as the reasoning behind a date."),
        Field("corrections", ListOf(CORRECTION), "Changes since it was published."),
        Field("waive", ListOf(WAIVER), "Checks set aside for this fact."),
    ),
)

REVIEW = Shape(
    "a review rule",
    "When the sheet is to be read again: one of the three.",
    (
        Field("every", TextKind.DAYS, "This long after the last review.", example="180d"),
        Field("by", TextKind.DATE, "By this day.", example="2024-06-30"),
        Field("frozen", TextKind.PLAIN, "Never, and why.", example="a closed event"),
    ),
)

SHEET = Shape(
    "a sheet",
    "One topic's page: `facts/sheets/<id>.yml`.",
    (
        _ID,
        Field(
            "title",
            TextKind.PLAIN,
            "The title of the page.",
            required=True,
            example="Central Asians killed in the war",
        ),
        Field("summary", TextKind.PROSE, "Two or three sentences: what the sheet holds.", required=True),
        Field(
            "order", TextKind.WHOLE_NUMBER, "Its place among the sheets; smaller stands first.", example="10"
        ),
        Field("key_facts", ListOf(Ref(("fact",))), "Three to five of its facts that a reader should know."),
        Field("reviewed", TextKind.DATE, "The day on which somebody last read it against its sources."),
        Field("review", REVIEW, "When it is to be read again."),
        Field("facts", ListOf(FACT), "Its facts, in the order of the page.", required=True),
    ),
)

SOURCE = Shape(
    "a source",
    "One article, report or document: `facts/sources/<id>.yml`.",
    (
        _ID,
        Field(
            "label",
            TextKind.PLAIN,
            "The short name it goes by in rows and notes.",
            required=True,
            example="The Moscow Times",
        ),
        Field(
            "type",
            Choice(SourceType),
            "What it is, as a CSL type.",
            required=True,
            example="article-newspaper",
        ),
        Field("title", TextKind.PLAIN, "Its title; left out when the copy we hold has none."),
        Field("authors", ListOf(TextKind.PLAIN), "Who wrote it.", example="[Leyla Latypova]"),
        Field("publisher", Ref(("actor",)), "The body that published it.", example="the-moscow-times"),
        Field(
            "published",
            TextKind.DATE,
            "When it was published, as exactly as the copy supports.",
            example="2023-09-07",
        ),
        Field("url", TextKind.URL, "Its address."),
        Field("language", TextKind.LANGUAGE, "The language of the copy.", example="en"),
        Field(
            "snapshot", TextKind.FILE, "The name of the copy in the snapshot folder.", example="article.txt"
        ),
        Field(
            "based_on", ListOf(Ref(("source", "actor"))), "What it says it draws on: decides independence."
        ),
        Field("nature", Choice(Nature), "Whether it is the document itself; `secondary` when left out."),
        Field("note", TextKind.PROSE, "What is known and not known about it."),
    ),
)

ACTOR = Shape(
    "an actor",
    "A person or body that says, does or reports something.",
    (
        _ID,
        Field("name", TextKind.PLAIN, "The name on the page.", required=True, example="BBC Russian service"),
        Field("kind", Choice(ActorKind), "What sort of actor it is.", required=True, example="organisation"),
        Field("role", TextKind.PLAIN, "What it is, as the sources say.", example="human rights lawyer"),
        Field("affiliation", Ref(("actor",)), "The body it speaks for, as the sources say."),
        Field("description", TextKind.PROSE, "One line, from the sources only."),
    ),
)

PLACE = Shape(
    "a place",
    "A place facts are about.",
    (
        _ID,
        Field("name", TextKind.PLAIN, "The name on the page.", required=True, example="Chelyabinsk"),
        Field("kind", Choice(PlaceKind), "What sort of place it is.", required=True, example="city"),
        Field("within", Ref(("place",)), "The place it lies in.", example="russia"),
        Field("description", TextKind.PROSE, "One line, from the sources only."),
    ),
)

ACTORS = Shape(
    "the file of actors",
    "`facts/actors.yml`.",
    (Field("actors", ListOf(ACTOR), "Every actor that a fact or source names.", required=True),),
)

PLACES = Shape(
    "the file of places",
    "`facts/places.yml`.",
    (Field("places", ListOf(PLACE), "Every place that a fact names.", required=True),),
)

SETTINGS = Shape(
    "the plugin's options",
    "In `mkdocs.yml`, under `plugins: - factsheet:`.",
    (
        Field(
            "facts", TextKind.FILE, "The folder that holds the facts; `facts` when left out.", example="facts"
        ),
        Field(
            "edit_base",
            TextKind.URL,
            "Where your repository shows a file for editing; pages then link each fact to its line.",
            example="https://github.com/you/your-site/edit/main/",
        ),
        Field(
            "home_facts",
            ListOf(Ref(("fact",))),
            "The facts shown as figures on the home page; the first of each sheet's key facts when left out.",
            example="[central-asians-killed]",
        ),
    ),
)

FILES: tuple[Shape, ...] = (SHEET, SOURCE, ACTORS, PLACES)
"""The shapes that a file of `facts/` can have."""
