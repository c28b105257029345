"""The shape of the plugin's options in `mkdocs.yml`."""

from __future__ import annotations

from factsheet.parsing.schema.kinds import Field, ListOf, Ref, Shape, TextKind

SETTINGS_SHAPE = Shape(
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
    ),
)
