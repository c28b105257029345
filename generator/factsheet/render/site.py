"""Everything that a site is made of: its pages, the parts that hand-written pages place, and files to download."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from factsheet.model.records import Fact
from factsheet.render.blocks import Blocks, Page
from factsheet.render.exports import facts_json
from factsheet.render.exports.evidence_json import build_evidence_json
from factsheet.render.exports.facts_json import build_fact_json
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.html.documents import write_card
from factsheet.render.pages import citations, explore, lists, overview, records
from factsheet.render.pages.context import MAKE_NOW, Finder, PageContext
from factsheet.render.pages.fact import build_fact_page
from factsheet.render.pages.home import build_annotated_example, build_home
from factsheet.render.pages.inline import format_statement
from factsheet.render.pages.sheet import build_sheet_page, build_sheets_index
from factsheet.render.pdf import Paper, build_handouts, build_pictures, typeset
from factsheet.render.unsafe_markup import make_script_filter, with_policy
from factsheet.theme import SITE_ICON

_PageBuilders: TypeAlias = Mapping[str, Callable[[], Page]]


def build_card_document(fact: Fact, context: PageContext) -> tuple[str, str]:
    """Return the path of a fact's card from the root of the site, and the document."""
    site, uri = context.settings.site_url, citations.build_card_address(fact.id).uri
    title = f"{format_statement(fact, context)} – {context.settings.site_name}"
    canonical = f"{site}facts/{fact.id}/" if site else ""
    icon = context.settings.icon or SITE_ICON
    card = write_card(uri, title, citations.build_card(fact, context), icon=icon, canonical=canonical)
    return uri, with_policy(card, make_script_filter((), frozenset()))


Typesetter: TypeAlias = Callable[[Mapping[str, Paper]], Mapping[str, bytes]]
"""Makes handouts and pictures, which are given by their paths, and returns their bytes."""


def typeset_all(papers: Mapping[str, Paper]) -> Mapping[str, bytes]:
    """Make handouts and pictures one after the other."""
    return {path: typeset(paper) for path, paper in papers.items()}


def build_exports(
    context: PageContext, typesetter: Typesetter = typeset_all, find: Finder = MAKE_NOW
) -> Mapping[str, str | bytes]:
    """Return the contents of every file to download, by its path from the root of the site."""
    made = {
        name: find(f"exports {name} {measure}", partial(_build_fact_exports, name, measure, context))
        for name, measure in facts_json.list_measures(context).items()
    }
    written = {f"facts/{name}/fact.json": record for name, (record, *_) in made.items()}
    entries = [entry for *_, entry in made.values()]
    exports: dict[str, str | bytes] = {
        "downloads/facts.json": facts_json.format_facts_json(context, written.values()),
        "downloads/facts.schema.json": facts_json.format_json(build_facts_schema(attested=bool(context.readings))),
        "downloads/facts-index.json": facts_json.format_compact_json(facts_json.build_filter_index(context, entries)),
        "downloads/search-index.json": facts_json.format_compact_json(facts_json.build_search_index(context, entries)),
        "downloads/evidence.json": facts_json.format_compact_json(build_evidence_json(context)),
    }
    exports |= {uri: card for _, uri, card, _ in made.values()}
    return {**exports, **written, **typesetter({**build_handouts(context, find), **build_pictures(context)})}


def _build_fact_exports(name: str, measure: str, context: PageContext) -> tuple[str, str, str, Mapping[str, Any]]:
    """Return a fact as JSON, its card, and what search needs; it is looked up here, so that this is noted as read."""
    fact = context.catalog.facts[name]
    record, entry = build_fact_json(fact, context), facts_json.build_index_record(fact, measure, context)
    return facts_json.format_json(record), *build_card_document(fact, context), entry


def list_page_builders(context: PageContext) -> _PageBuilders:
    """Return what builds each generated page of the site, by the Markdown path of the page."""

    def list_records(folder: str, build: Callable[[Any, PageContext], Page]) -> _PageBuilders:
        found: Mapping[str, object] = getattr(context.catalog, folder)

        def build_page(name: str) -> Page:  # Looked up only now, so that this is noted among what the page has read.
            return build(found[name], context)

        return {f"{folder}/{name}.md": partial(build_page, name) for name in found}

    return {
        "sheets/index.md": partial(build_sheets_index, context),
        **list_records("sheets", build_sheet_page),
        **list_records("facts", build_fact_page),
        "sources/index.md": partial(records.build_sources_index, context),
        **list_records("sources", records.build_source_page),
        "actors/index.md": partial(records.build_actors_index, context),
        **list_records("actors", records.build_actor_page),
        "places/index.md": partial(records.build_places_index, context),
        **list_records("places", records.build_place_page),
        "timeline.md": partial(lists.build_timeline_page, context),
        "explore.md": partial(explore.build_explore_page, context),
        "differences.md": partial(overview.build_differences_page, context),
        "checks.md": partial(overview.build_checks_page, context),
        "check-it-yourself.md": partial(lists.build_check_yourself_page, context),
        "corrections.md": partial(overview.build_corrections_page, context),
        "downloads/index.md": partial(overview.build_downloads_page, context),
    }


def build_pages(context: PageContext) -> Iterator[Page]:
    """Yield every generated page of the site."""
    return (build() for build in list_page_builders(context).values())


def build_insertions(context: PageContext) -> Mapping[str, Blocks]:
    """Return what hand-written pages can place by a line `<!-- factsheet: NAME -->`."""
    return {"home": build_home(context), "specimen": build_annotated_example(context), **overview.build_glossaries()}
