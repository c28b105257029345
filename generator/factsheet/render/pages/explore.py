"""Every fact in one table, which a script can filter; the table is whole without it."""

from __future__ import annotations

from factsheet.model.dates import spoken_date
from factsheet.model.records import Fact, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import PageAddress, Plain, Text, plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Box, Bullets, Entry, Heading, Ledger, Page, Paragraph, Table
from factsheet.render.pages.charts import value_chart
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    as_of_words,
    differs_mark,
    fact_marks,
    independence_mark,
    mark,
    say,
    sheet_link,
    source_mark,
    spaced,
    statement_link,
    to,
    value_text,
)

HEADER = ("Passage", "Statement", "Value", "Drawn", "Date", "Independence", "Standing")

COLUMNS: tuple[tuple[str, str], ...] = (
    ("id", "The name of the fact; it never changes."),
    ("statement", "What is said."),
    ("value", "The value as the table prints it: hedge, number and unit."),
    ("unit", "What the number counts; % for every share."),
    ("low", "The least that the value leaves possible; empty where it has no lower limit."),
    ("low_open", "yes where that limit itself is not possible, as for more than."),
    ("high", "The most that the value leaves possible; empty where it has no upper limit."),
    ("high_open", "yes where that limit itself is not possible, as for fewer than."),
    ("standing", "How far the fact is known."),
    ("worked_out", "yes where we worked the number out from other facts."),
    ("lifecycle", "What became of the fact since it was published; current where nothing did."),
    ("sheet", "The sheet that the fact stands on."),
    ("sources", "The sources, parted by semicolons."),
    ("independent", "How many of its sources are independent of each other."),
    ("differs", "In what its sources differ, parted by semicolons; empty where they do not."),
    ("actors", "Who says it and whom it is about, parted by semicolons."),
    ("places", "Where it holds, parted by semicolons."),
    ("when", "When it happened, to the precision that is known; a slash parts the ends of a period."),
    ("as_of", "The day, month or year for which it holds."),
    ("url", "The address of the fact."),
)
"""The columns of the CSV that `explore-files.js` writes, in their order, and what each holds."""

_CHOICES = (
    "Choices inside one filter widen the view, filters among each other narrow it: two sheets and one "
    "standing show the facts of either sheet that have that standing."
)
_NUMBERS = (
    "A number matches when the value could lie in the range. At least 93 has no upper limit, so it matches "
    "every range that reaches to 93 or above. Numbers of different units are never compared: choose one."
)
_DATES = (
    "A date matches when its period and the range have a day in common. It is when the fact happened, or "
    "else the time for which it holds; a fact without either matches no range."
)
_ADDRESS = "The filter stands in the address of the page: copy it to share what you see, and go back to undo."


def explore(edition: Edition) -> Page:
    """Return the page of all facts in one table."""
    catalog = edition.catalog
    facts = number_of(len(catalog.facts), "fact")
    lede = f"{facts} on {number_of(len(catalog.sheets), 'sheet')}, in one table. "
    groups = tuple(
        (say(sheet_link(sheet)), tuple(_entry(fact, edition) for fact in sheet.facts))
        for sheet in catalog.sheets.values()
        if sheet.facts
    )
    table = Ledger(tuple(map(plain, HEADER)), groups, "All facts")
    return Page(
        uri="explore.md",
        title="Explore",
        description=f"Every fact in one table: {facts}, to filter, sort and take away.",
        blocks=(
            Heading(1, plain("Explore the ledger")),
            Paragraph(plain(f"{lede}Each drawn value has its own scale, from 0."), Role.LEDE),
            Box(Role.FILTERS, ()),
            table,
            Heading(2, plain("How the filters work")),
            Bullets(tuple(map(plain, (_CHOICES, _NUMBERS, _DATES, _ADDRESS)))),
            Heading(2, plain("What the files hold")),
            *_files(),
        ),
        kind="explore",
        scripts=("explore",),
    )


def _entry(fact: Fact, edition: Edition) -> Entry:
    drawn = value_chart(fact)
    cells = (
        _passages(fact, edition),
        say(statement_link(fact)),
        _value(fact),
        drawn or (),
        _date(fact),
        spaced(independence_mark(fact, edition), differs_mark(fact, edition)),
        fact_marks(fact),
    )
    return Entry(cells, fact.id)


def _passages(fact: Fact, edition: Edition) -> Text:
    parts: list[Text] = []
    for source in edition.sources_of(fact):
        places = ", ".join(f"¶{number}" for number in _paragraphs(fact, source, edition))
        parts += [say(source_mark(source, edition)), *([say(mark(Role.ID, places))] if places else [])]
    return spaced(*(span for part in parts for span in part))


def _paragraphs(fact: Fact, source: Source, edition: Edition) -> list[int]:
    """Return in which paragraphs of a source a fact was found, as far as that is proved."""
    return sorted({proof.paragraph for proof in edition.proofs(fact, source)})


def _value(fact: Fact) -> Text:
    if fact.value is None:
        return ()
    also = (Plain(" "), mark(Role.META, say("also ", value_text(fact.also)))) if fact.also else ()
    return (*value_text(fact.value), *also)


def _date(fact: Fact) -> Text:
    """Return the date that the filter looks at: when it happened, or else for when it holds."""
    if fact.when:
        return say(mark(Role.DATE, spoken_date(fact.when)))
    return say(mark(Role.DATE, as_of_words(fact.as_of))) if fact.as_of else ()


def _files() -> tuple[Paragraph, Table, Paragraph]:
    made = (
        "Filters and files need a browser that runs scripts; both are made in it, and nothing is sent "
        "anywhere. The CSV holds the facts shown, in the order shown, one a line; the JSON holds the same "
        "facts with everything that the filters look at. "
    )
    rows = tuple((say(mark(Role.ID, name)), plain(about)) for name, about in COLUMNS)
    form = (
        "The CSV is written by RFC 4180, in UTF-8. It opens with a byte order mark, without which Excel "
        "would misread names; Python calls this utf-8-sig. A text that a spreadsheet would take for "
        "a formula (it begins with =, +, -, @ or a tab) has an apostrophe before it."
    )
    downloads = to(PageAddress("downloads/index.md"), "Downloads")
    return (
        Paragraph(say(made, "Without scripts, take the whole ledger from ", downloads, ".")),
        Table((plain("Column"), plain("What it holds")), rows, caption="Columns of the CSV"),
        Paragraph(plain(form)),
    )
