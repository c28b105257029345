"""Every field of every kind of file, declared once."""

from __future__ import annotations

from factsheet.model.vocabulary import (
    ActorKind,
    ChartKind,
    CorrectionKind,
    Lifecycle,
    Nature,
    PlaceKind,
    Relation,
    SourceType,
    Standing,
)
from factsheet.parsing.schema.kinds import ID_FIELD, EnumKind, Field, Inputs, ListOf, Ref, Shape, TextKind

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
        Field("type", EnumKind(SourceType), "What it is, as a CSL type.", required=True, example="article-newspaper"),
        Field("title", TextKind.PLAIN, "Its title; left out when the copy we hold has none."),
        Field("authors", ListOf(TextKind.PLAIN), "Who wrote it.", example="[Leyla Latypova]"),
        Field("publisher", Ref(("actor",)), "The body that published it.", example="the-moscow-times"),
        Field(
            "published", TextKind.DATE, "When it was published, as exactly as the copy supports.", example="2023-09-07"
        ),
        Field("url", TextKind.URL, "Its address."),
        Field("language", TextKind.LANGUAGE, "The language of the copy.", example="en"),
        Field("snapshot", TextKind.FILE, "The name of the copy in the snapshot folder.", example="article.txt"),
        Field("based_on", ListOf(Ref(("source", "actor"))), "What it says it draws on: decides independence."),
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
        Field("kind", EnumKind(ActorKind), "What sort of actor it is.", required=True, example="organisation"),
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


EVIDENCE_SHAPE = Shape(
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
        Field("relation", EnumKind(Relation), "What the passage does for the fact; `supports` when left out."),
        Field(
            "chain",
            ListOf(Ref(("actor",))),
            "Who said it first, then who passed it on. The source's publisher is implied at the end.",
            example="[bbc-russian]",
        ),
        Field(
            "attribution",
            TextKind.LOCATOR,
            "The words of the source that name the speaker, where the passage itself does not.",
            example="the harbour master … told the council",
        ),
        Field(
            "as_of", TextKind.DATE, "The date of this source's answer, where it is not the fact's.", example="2023-08"
        ),
        Field("note", TextKind.PROSE, "Anything else a careful reader of this passage should know."),
    ),
)

DERIVED_SHAPE = Shape(
    "a derivation",
    "How a number follows from other facts; it is worked out again at every build.",
    (
        Field(
            "formula",
            TextKind.FORMULA,
            "`+ - * /`, brackets, numbers and the names of inputs. A percentage is a fraction, so that `1 - a` and "
            "`100 - a`, `x / y` and `x / y * 100` give the same percentage; measures are converted.",
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

CHOICE_SHAPE = Shape(
    "a choice",
    "Which of two conflicting answers the fact gives.",
    (
        Field("source", Ref(("source",)), "The source that is followed.", required=True),
        Field("why", TextKind.PROSE, "The reason, shown to readers.", required=True),
    ),
)

CORRECTION_SHAPE = Shape(
    "a correction",
    "A notice of a change to something published.",
    (
        Field("on", TextKind.DATE, "The day of the change.", required=True, example="2023-09-12"),
        Field("kind", EnumKind(CorrectionKind), "What kind of change it is.", required=True),
        Field("was", TextKind.PROSE, "What stood there before.", required=True),
        Field("why", TextKind.PROSE, "Why it was changed.", required=True),
    ),
)

WAIVER_SHAPE = Shape(
    "a waiver",
    "One check set aside for one fact. A waiver that waives nothing is an error.",
    (
        Field("code", TextKind.CODE, "The check's code.", required=True, example="F309"),
        Field("why", TextKind.PLAIN, "The reason.", required=True),
        Field(
            "until",
            TextKind.DATE,
            "The last day on which it holds; left out, the waiver has no end.",
            example="2024-06-30",
        ),
    ),
)

ABOUT_SHAPE = Shape(
    "what a fact is about",
    "The people, bodies and places on whose pages the fact is listed.",
    (
        Field("actors", ListOf(Ref(("actor",))), "People and bodies the fact speaks of."),
        Field("places", ListOf(Ref(("place",))), "Places the fact speaks of.", example="[kyrgyzstan]"),
    ),
)

FACT_SHAPE = Shape(
    "a fact",
    "One checkable statement. It answers one question; two sources that answer it are two evidence entries.",
    (
        ID_FIELD,
        Field(
            "statement",
            TextKind.PROSE,
            "The fact in our own words; it must be understood when it stands alone.",
            required=True,
            example="Citizens of Central Asian countries known to have died fighting for Russia",
        ),
        Field(
            "label",
            TextKind.LABEL,
            "Its name in charts, where the statement is too long; the title of the chart says the rest.",
            example="Uzbekistan",
        ),
        Field("heading", TextKind.PLAIN, "The heading it stands under on its sheet.", example="Arrivals"),
        Field("value", TextKind.VALUE, "What the fact measures.", example="at least 93 people"),
        Field(
            "also",
            TextKind.VALUE,
            "The same quantity in another unit, as the source gives it.",
            example="nearly 2,000 USD per month",
        ),
        Field("counts", TextKind.PLAIN, "What exactly is counted.", example="citizens killed, by the BBC's count"),
        Field("compared_with", TextKind.PLAIN, "The base of a comparison.", example="the second half of 2022"),
        Field("as_of", TextKind.DATE, "The time for which the value holds.", example="2023-09"),
        Field(
            "when", TextKind.DATE, "When it happened or is expected: puts the fact on the timeline.", example="2023-05"
        ),
        Field("standing", EnumKind(Standing), "How far it is known.", required=True, example="reported"),
        Field("lifecycle", EnumKind(Lifecycle), "Where it stands in its life; `current` when left out."),
        Field("superseded_by", Ref(("fact",)), "The newer fact; only with `lifecycle: superseded`."),
        Field(
            "evidence",
            ListOf(EVIDENCE_SHAPE, 100),
            "The passages the fact rests on. A fact has evidence or is derived.",
        ),
        Field("derived", DERIVED_SHAPE, "For a number that follows from others: how."),
        Field("choice", CHOICE_SHAPE, "For conflicting sources: which answer the fact gives, and why."),
        Field("about", ABOUT_SHAPE, "The people, bodies and places it speaks of."),
        Field("tags", ListOf(TextKind.ID), "Words to find it by.", example="[casualties]"),
        Field("caveat", TextKind.PROSE, "What keeps a reader from reading too much into it."),
        Field("note", TextKind.PROSE, "How we read the source, such as the reasoning behind a date."),
        Field("corrections", ListOf(CORRECTION_SHAPE), "Changes since it was published."),
        Field("waive", ListOf(WAIVER_SHAPE), "Checks set aside for this fact."),
    ),
)

REVIEW_SHAPE = Shape(
    "a review rule",
    "When the sheet is to be read again: one of the three.",
    (
        Field("every", TextKind.DAYS, "This long after the last review.", example="180d"),
        Field("by", TextKind.DATE, "By this day.", example="2024-06-30"),
        Field("frozen", TextKind.PLAIN, "Never, and why.", example="a closed event"),
    ),
)

CHART_SHAPE = Shape(
    "a chart",
    "Facts of the sheet drawn on one scale. Only an editor knows what may be compared.",
    (
        ID_FIELD,
        Field(
            "title",
            TextKind.PLAIN,
            "What the chart shows, in words and with its hedge; what is contested is said to be somebody's word.",
            required=True,
            example="Three countries make up the whole count",
        ),
        Field("drawn", EnumKind(ChartKind), "How it is drawn.", required=True, example="bars"),
        Field(
            "facts",
            ListOf(Ref(("fact",))),
            "The facts, in the order of the chart. One alone draws what its sources answer.",
            required=True,
            example="[killed-kyrgyz, killed-uzbek]",
        ),
        Field("note", TextKind.PROSE, "How to read it, or what it leaves out."),
    ),
)

SHEET_SHAPE = Shape(
    "a sheet",
    "One topic's page: `facts/sheets/<id>.yml`.",
    (
        ID_FIELD,
        Field(
            "title", TextKind.PLAIN, "The title of the page.", required=True, example="Central Asians killed in the war"
        ),
        Field("summary", TextKind.PROSE, "Two or three sentences: what the sheet holds.", required=True),
        Field("order", TextKind.WHOLE_NUMBER, "Its place among the sheets; smaller stands first.", example="10"),
        Field("key_facts", ListOf(Ref(("fact",))), "Three to five of its facts that a reader should know."),
        Field("reviewed", TextKind.DATE, "The day on which somebody last read it against its sources."),
        Field("review", REVIEW_SHAPE, "When it is to be read again."),
        Field("facts", ListOf(FACT_SHAPE), "Its facts, in the order of the page.", required=True),
        Field("charts", ListOf(CHART_SHAPE), "Charts of its facts, in the order of the page."),
    ),
)


SETTINGS_SHAPE = Shape(
    "the plugin's options",
    "In `mkdocs.yml`, under `plugins: - factsheet:`.",
    (
        Field("facts", TextKind.FILE, "The folder that holds the facts; `facts` when left out.", example="facts"),
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
        Field(
            "home_charts",
            ListOf(Ref(("chart",))),
            "The charts of sheets shown on the home page; none when left out.",
            example="[deaths-by-citizenship]",
        ),
        Field(
            "overdue_allowed",
            TextKind.WHOLE_NUMBER,
            "How many sheets may be overdue for review before `factsheet stale` fails; none when left out.",
            example="2",
        ),
        Field(
            "allow_scripts",
            ListOf(TextKind.SCRIPT_HASH),
            "The inline scripts that pages may hold besides the theme's; a build that meets another prints its hash.",
            example="[sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=]",
        ),
    ),
)
