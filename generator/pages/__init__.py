"""What each page holds, one file per kind of page: facts in, trees of blocks out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.blocks import Blocks, Page
from generator.pages.check_yourself import check_yourself
from generator.pages.differences import differences
from generator.pages.edition import Edition
from generator.pages.explore import explore
from generator.pages.fact import fact
from generator.pages.glossary import glossaries
from generator.pages.home import home
from generator.pages.overview import checks, corrections, downloads
from generator.pages.records import actor, actors_index, place, places_index
from generator.pages.sheet import sheet, sheets_index
from generator.pages.source import source, sources_index
from generator.pages.specimen import specimen
from generator.pages.timeline import timeline


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
