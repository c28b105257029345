"""The shapes of sources, actors and places."""

from __future__ import annotations

from factsheet.model.vocabulary import ActorKind, Nature, PlaceKind, SourceType
from factsheet.parsing.schema.kinds import ID_FIELD, EnumKind, Field, ListOf, Ref, Shape, TextKind

SOURCE_SHAPE = Shape(
    "a source",
    "One article, report or document: `facts/sources/<id>.yml`.",
    (
        ID_FIELD,
        Field(
            "label",
            TextKind.PLAIN,
            "The short name it goes by in rows and notes.",
            required=True,
            example="The Moscow Times",
        ),
        Field(
            "type",
            EnumKind(SourceType),
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
        Field("nature", EnumKind(Nature), "Whether it is the document itself; `secondary` when left out."),
        Field("note", TextKind.PROSE, "What is known and not known about it."),
    ),
)

ACTOR_SHAPE = Shape(
    "an actor",
    "A person or body that says, does or reports something.",
    (
        ID_FIELD,
        Field("name", TextKind.PLAIN, "The name on the page.", required=True, example="BBC Russian service"),
        Field(
            "kind", EnumKind(ActorKind), "What sort of actor it is.", required=True, example="organisation"
        ),
        Field("role", TextKind.PLAIN, "What it is, as the sources say.", example="human rights lawyer"),
        Field("affiliation", Ref(("actor",)), "The body it speaks for, as the sources say."),
        Field("description", TextKind.PROSE, "One line, from the sources only."),
    ),
)

PLACE_SHAPE = Shape(
    "a place",
    "A place facts are about.",
    (
        ID_FIELD,
        Field("name", TextKind.PLAIN, "The name on the page.", required=True, example="Chelyabinsk"),
        Field("kind", EnumKind(PlaceKind), "What sort of place it is.", required=True, example="city"),
        Field("within", Ref(("place",)), "The place it lies in.", example="russia"),
        Field("description", TextKind.PROSE, "One line, from the sources only."),
    ),
)

ACTORS_SHAPE = Shape(
    "the file of actors",
    "`facts/actors.yml`.",
    (Field("actors", ListOf(ACTOR_SHAPE), "Every actor that a fact or source names.", required=True),),
)

PLACES_SHAPE = Shape(
    "the file of places",
    "`facts/places.yml`.",
    (Field("places", ListOf(PLACE_SHAPE), "Every place that a fact names.", required=True),),
)
