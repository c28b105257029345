"""What each page holds, one file per kind of page: facts in, trees of blocks out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factsheet.render.document.blocks import Blocks, Page
from factsheet.render.pages.annotated_example import specimen
from factsheet.render.pages.check_yourself import check_yourself
from factsheet.render.pages.context import Edition
from factsheet.render.pages.differences import differences
from factsheet.render.pages.explore import explore
from factsheet.render.pages.fact import fact
from factsheet.render.pages.glossary import glossaries
from factsheet.render.pages.home import home
from factsheet.render.pages.overview import checks, corrections, downloads
from factsheet.render.pages.records import actor, actors_index, place, places_index
from factsheet.render.pages.sheet import sheet, sheets_index
from factsheet.render.pages.source import source, sources_index
from factsheet.render.pages.timeline import timeline


def every_page(edition: Edition) -> Iterator[Page]:
    """Yield every generated page of the site."""
    catalog = edition.catalog
    yield sheets_index(edition)
    yield from (sheet(one, edition) for one in catalog.sheets.values())
    yield from (fact(one, edition) for one in catalog.facts.values())
    yield sources_index(edition)
    yield from (source(one, edition) for one in catalog.sources.values())
    yield actors_index(edition)
    yield from (actor(one, edition) for one in catalog.actors.values())
    yield places_index(edition)
    yield from (place(one, edition) for one in catalog.places.values())
    yield timeline(edition)
    yield explore(edition)
    yield differences(edition)
    yield checks(edition)
    yield check_yourself(edition)
    yield corrections(edition)
    yield downloads(edition)


def insertions(edition: Edition) -> Mapping[str, Blocks]:
    """Return what hand-written pages can place by a line `<!-- factsheet: NAME -->`."""
    return {"home": home(edition), "specimen": specimen(edition), **glossaries()}
