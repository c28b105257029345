"""The pictures made at every build: one to go with a shared link for the site and each sheet, and an icon."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.model.records import Fact, Sheet
from factsheet.model.text.spans import words_of
from factsheet.model.text.wording import number_of
from factsheet.render.exports.facts_json import Json
from factsheet.render.exports.sheet_paper import origins, value_record
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import enumerated
from factsheet.render.pdf import draw_pictures

PICTURES = "images/social"
"""The folder of pictures for shared links, each under the id of its sheet; the site's is `index`, which no
sheet can bear."""
ICON = "images/apple-touch-icon.png"
MOST_MARKS = 7 * 32
"""So many facts are shown by a mark each: rows by columns of the picture's template."""


def every_picture(edition: Edition) -> Mapping[str, bytes]:
    """Return the pictures of a site as PNG, by their paths from its root."""
    records = {"index": site_picture(edition)}
    records |= {sheet.id: sheet_picture(sheet, edition) for sheet in edition.catalog.sheets.values()}
    drawn = draw_pictures("social", records.values())
    pictures = {f"{PICTURES}/{name}.png": png for name, png in zip(records, drawn, strict=True)}
    return pictures | {ICON: next(draw_pictures("icon", [None]))}


def site_picture(edition: Edition) -> Json:
    """Return what the picture of the site says: its name, what it is about, how much it holds."""
    facts, sources = len(edition.catalog.facts), len(edition.catalog.sources)
    standings = sorted((fact.standing for fact in edition.catalog.facts.values()), key=lambda one: one.rank)
    return {
        "site": edition.settings.site_name,
        "title": "",
        "subtitle": edition.settings.subtitle,
        "marks": [standing.value for standing in standings] if facts <= MOST_MARKS else [],
        "value": None,
        "statement": "",
        "standing": "",
        "foot": f"{number_of(facts, 'fact')} from {number_of(sources, 'source')}",
    }


def sheet_picture(sheet: Sheet, edition: Edition) -> Json:
    """Return what the picture of a sheet says: title, first key figure with its hedge, who says so."""
    keys = [fact for key in sheet.key_facts if (fact := edition.catalog.facts[key.id]).stands]
    shown = next((fact for fact in keys if fact.value), keys[0] if keys else None)
    return {
        "site": edition.settings.site_name,
        "title": sheet.title,
        "subtitle": "",
        "marks": [],
        "value": value_record(shown.value) if shown else None,
        "statement": words_of(shown.statement) if shown else "",
        "standing": shown.standing.value if shown else "",
        "foot": _says(shown, edition) if shown else number_of(len(sheet.facts), "fact"),
    }


def _says(fact: Fact, edition: Edition) -> str:
    """Return who says a fact: who said it first, where that is known, and the sources."""
    if fact.derived:
        return "worked out by us"
    labels = enumerated([source.label for source in edition.sources_of(fact)])
    first = enumerated(origins(fact, edition))
    return f"{first}, in {labels}" if first else f"in {labels}"
