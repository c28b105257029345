"""The pictures made at every build: one to go with a shared link for the site and each sheet, and an icon."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.model.records import Fact, Sheet
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.render.exports.facts_json import Json
from factsheet.render.exports.sheet_paper import build_value_record, list_origin_names
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import join_with_and
from factsheet.render.pdf import draw_pictures

PICTURE_FOLDER = "images/social"
"""The folder of pictures for shared links, each under the id of its sheet; the site's is `index`, which no
sheet can bear."""
TOUCH_ICON = "images/apple-touch-icon.png"
_MAX_MARKS = 7 * 32
"""So many facts are shown by a mark each: rows by columns of the picture's template."""


def build_pictures(edition: PageContext) -> Mapping[str, bytes]:
    """Return the pictures of a site as PNG, by their paths from its root."""
    records = {"index": build_site_picture(edition)}
    records |= {sheet.id: build_sheet_picture(sheet, edition) for sheet in edition.catalog.sheets.values()}
    drawn = draw_pictures("social", records.values())
    pictures = {f"{PICTURE_FOLDER}/{name}.png": png for name, png in zip(records, drawn, strict=True)}
    return pictures | {TOUCH_ICON: next(draw_pictures("icon", [None]))}


def build_site_picture(edition: PageContext) -> Json:
    """Return what the picture of the site says: its name, what it is about, how much it holds."""
    facts, sources = len(edition.catalog.facts), len(edition.catalog.sources)
    standings = sorted((fact.standing for fact in edition.catalog.facts.values()), key=lambda one: one.rank)
    return {
        "site": edition.settings.site_name,
        "title": "",
        "subtitle": edition.settings.subtitle,
        "marks": [standing.value for standing in standings] if facts <= _MAX_MARKS else [],
        "value": None,
        "statement": "",
        "standing": "",
        "foot": f"{format_count(facts, 'fact')} from {format_count(sources, 'source')}",
    }


def build_sheet_picture(sheet: Sheet, edition: PageContext) -> Json:
    """Return what the picture of a sheet says: title, first key figure with its hedge, who says so."""
    keys = [fact for key in sheet.key_facts if (fact := edition.catalog.facts[key.id]).is_active]
    shown = next((fact for fact in keys if fact.value), keys[0] if keys else None)
    return {
        "site": edition.settings.site_name,
        "title": sheet.title,
        "subtitle": "",
        "marks": [],
        "value": build_value_record(shown.value) if shown else None,
        "statement": strip_markup(shown.statement) if shown else "",
        "standing": shown.standing.value if shown else "",
        "foot": _format_speakers(shown, edition) if shown else format_count(len(sheet.facts), "fact"),
    }


def _format_speakers(fact: Fact, edition: PageContext) -> str:
    """Return who says a fact: who said it first, where that is known, and the sources."""
    if fact.derived:
        return "worked out by us"
    labels = join_with_and([source.label for source in edition.list_sources(fact)])
    first = join_with_and(list_origin_names(fact, edition))
    return f"{first}, in {labels}" if first else f"in {labels}"
