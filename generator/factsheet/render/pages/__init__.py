"""What each page holds, one file per kind of page: facts in, trees of blocks out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from factsheet.render.document.blocks import Blocks, Page
from factsheet.render.pages.annotated_example import build_annotated_example
from factsheet.render.pages.check_yourself import build_check_yourself_page
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.differences import build_differences_page
from factsheet.render.pages.explore import build_explore_page
from factsheet.render.pages.fact import build_fact_page
from factsheet.render.pages.glossary import build_glossaries
from factsheet.render.pages.home import build_home
from factsheet.render.pages.overview import build_checks_page, build_corrections_page, build_downloads_page
from factsheet.render.pages.records import (
    build_actor_page,
    build_actors_index,
    build_place_page,
    build_places_index,
)
from factsheet.render.pages.sheet import build_sheet_page, build_sheets_index
from factsheet.render.pages.source import build_source_page, build_sources_index
from factsheet.render.pages.timeline import build_timeline_page


def build_pages(edition: PageContext) -> Iterator[Page]:
    """Yield every generated page of the site."""
    catalog = edition.catalog
    yield build_sheets_index(edition)
    yield from (build_sheet_page(one, edition) for one in catalog.sheets.values())
    yield from (build_fact_page(one, edition) for one in catalog.facts.values())
    yield build_sources_index(edition)
    yield from (build_source_page(one, edition) for one in catalog.sources.values())
    yield build_actors_index(edition)
    yield from (build_actor_page(one, edition) for one in catalog.actors.values())
    yield build_places_index(edition)
    yield from (build_place_page(one, edition) for one in catalog.places.values())
    yield build_timeline_page(edition)
    yield build_explore_page(edition)
    yield build_differences_page(edition)
    yield build_checks_page(edition)
    yield build_check_yourself_page(edition)
    yield build_corrections_page(edition)
    yield build_downloads_page(edition)


def build_insertions(edition: PageContext) -> Mapping[str, Blocks]:
    """Return what hand-written pages can place by a line `<!-- factsheet: NAME -->`."""
    return {"home": build_home(edition), "specimen": build_annotated_example(edition), **build_glossaries()}
