"""Everything that a site is made of: its pages, the parts that hand-written pages place, and files to download."""

from collections.abc import Iterator, Mapping

from factsheet.model.records import Fact
from factsheet.render.blocks import Blocks, Page
from factsheet.render.exports import facts_json
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_json import build_fact_json
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.markdown.html import write_card
from factsheet.render.pages import citations, explore, lists, overview, records
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.fact import build_fact_page
from factsheet.render.pages.home import build_annotated_example, build_home
from factsheet.render.pages.inline import format_statement
from factsheet.render.pages.sheet import build_sheet_page, build_sheets_index
from factsheet.render.pdf import build_handouts, build_pictures
from factsheet.render.unsafe_markup import make_script_filter, with_policy
from factsheet.theme import SITE_ICON


def build_card_document(fact: Fact, context: PageContext) -> tuple[str, str]:
    """Return the path of a fact's card from the root of the site, and the document."""
    site, uri = context.settings.site_url, citations.build_card_address(fact.id).uri
    title = f"{format_statement(fact, context)} – {context.settings.site_name}"
    canonical = f"{site}facts/{fact.id}/" if site else ""
    icon = context.settings.icon or SITE_ICON
    card = write_card(uri, title, citations.build_card(fact, context), icon=icon, canonical=canonical)
    return uri, with_policy(card, make_script_filter((), frozenset()))


def build_exports(context: PageContext) -> Mapping[str, str | bytes]:
    """Return the contents of every file to download, by its path from the root of the site."""
    facts = context.catalog.facts.values()
    written = {f"facts/{fact.id}/fact.json": facts_json.format_json(build_fact_json(fact, context)) for fact in facts}
    exports: dict[str, str | bytes] = {
        "downloads/facts.json": facts_json.format_facts_json(context, written.values()),
        "downloads/facts.schema.json": facts_json.format_json(build_facts_schema(attested=bool(context.readings))),
        "downloads/facts-index.json": facts_json.format_compact_json(facts_json.build_filter_index(context)),
        "downloads/search-index.json": facts_json.format_compact_json(facts_json.build_search_index(context)),
        "downloads/evidence.json": facts_json.format_compact_json(build_evidence_json(context)),
    }
    exports |= dict(build_card_document(fact, context) for fact in facts)
    return {**exports, **written, **build_handouts(context), **build_pictures(context)}


def build_pages(context: PageContext) -> Iterator[Page]:
    """Yield every generated page of the site."""
    catalog = context.catalog
    yield build_sheets_index(context)
    yield from (build_sheet_page(sheet, context) for sheet in catalog.sheets.values())
    yield from (build_fact_page(fact, context) for fact in catalog.facts.values())
    yield records.build_sources_index(context)
    yield from (records.build_source_page(source, context) for source in catalog.sources.values())
    yield records.build_actors_index(context)
    yield from (records.build_actor_page(actor, context) for actor in catalog.actors.values())
    yield records.build_places_index(context)
    yield from (records.build_place_page(place, context) for place in catalog.places.values())
    yield lists.build_timeline_page(context)
    yield explore.build_explore_page(context)
    yield overview.build_differences_page(context)
    yield overview.build_checks_page(context)
    yield lists.build_check_yourself_page(context)
    yield overview.build_corrections_page(context)
    yield overview.build_downloads_page(context)


def build_insertions(context: PageContext) -> Mapping[str, Blocks]:
    """Return what hand-written pages can place by a line `<!-- factsheet: NAME -->`."""
    return {"home": build_home(context), "specimen": build_annotated_example(context), **overview.build_glossaries()}
