"""The home page."""

from collections.abc import Iterator
from itertools import islice

from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import PageAddress, Role, Strong, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.blocks import Block, Blocks, Box, Figure, Paragraph
from factsheet.render.pages import charts, inline, lists
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import link_to, mark, to_text
from factsheet.render.pages.overview import build_differences, find_difference_part
from factsheet.render.pages.rows import build_section, render_passage_location, render_route, render_sources
from factsheet.render.pages.sheet import build_home_charts, build_sheet_list


def build_annotated_example(context: PageContext) -> Blocks:
    """Return a fact of the site with a word on each of its parts; empty where no fact has all of them."""
    fact = _choose_fact(context)
    if fact is None:
        return ()
    rows: list[Block] = [Paragraph(to_text(inline.link_fact(fact, context)))]
    for block, part in _build_parts(fact, context):
        name, words = inline.PAGE_TEXTS["example"][part]
        rows.append(Box(Role.ROW, (block, Paragraph(to_text(Strong(make_text(name)), f" {words}"), Role.META))))
    return (Box(Role.SPECIMEN, tuple(rows)),)


def _build_parts(fact: Fact, context: PageContext) -> Iterator[tuple[Block, str]]:
    """Yield each part of a fact, and which of the texts about an example says what it is."""
    if fact.value:
        yield inline.build_value_paragraph(fact.value), "value"
    if chart := charts.build_value_chart(fact, context):
        yield Figure(chart), "drawing"
    yield Paragraph(to_text(inline.render_standing(fact.standing))), "standing"
    if count := inline.render_independence(fact, context):
        yield Paragraph(to_text(count)), "independence"
    yield Paragraph(render_route(fact.evidence[0], context)), "route"
    yield Paragraph(render_passage_location(fact.evidence[0], fact, context)), "passage"


def _choose_fact(context: PageContext) -> Fact | None:
    """Return the fact that shows the most, preferably one that the editors put first."""
    facts = context.catalog.facts
    chosen = (*(facts[fact.id] for fact in context.settings.home_facts), *facts.values())
    shown = (fact for fact in chosen if fact.is_active and fact.evidence)
    drawn = [fact for fact in shown if charts.build_value_chart(fact, context)]
    return next((fact for fact in drawn if fact.evidence[0].chain), drawn[0] if drawn else None)


_MAX_FIGURES = 6
"""Figures on the home page: as many as fit one screen."""
_MAX_DIFFERENCES = 4
_MAX_CHANGES = 5


def build_home(context: PageContext) -> Blocks:
    """Return the figures, the sheets, the differences and the latest changes."""
    catalog = context.catalog
    facts = tuple(catalog.facts.values())
    count = format_count(len(facts), "fact")
    meta = [mark(Role.META, to_text(f"{count} from ", render_sources(facts, context)))]
    if reviews := [sheet.reviewed for sheet in catalog.sheets.values() if sheet.reviewed]:
        meta.append(mark(Role.DATE, f"last reviewed {render_date(max(reviews, key=build_date_sort_key))}"))
    chosen = (catalog.facts[fact.id] for fact in context.settings.home_facts)
    figures = [fact for fact in chosen if fact.is_active]
    if not figures:  # The first key fact with a value of each sheet.
        for sheet in catalog.sheets.values():
            key_facts = (catalog.facts[key.id] for key in sheet.key_facts)
            figures += islice((fact for fact in key_facts if fact.value and fact.is_active), 1)
        del figures[_MAX_FIGURES:]
    title, warning = "One figure", ""
    if len(figures) > 1:
        title, warning = f"{len(figures)} figures", "They count different things; none may be added to another."
    shown = [Paragraph(make_text(warning)), *lists.build_key_figures(figures, context)] if figures else []
    return (
        Paragraph(inline.join_with_spaces(*meta), Role.META),
        *build_section(title, "figures", *shown),
        *build_section("The sheets", "sheets", build_sheet_list(context)),
        *_build_differences(context),
        *build_home_charts(context),
        *_build_changes(context),
    )


def _build_differences(context: PageContext) -> Blocks:
    differing = [fact for fact in context.catalog.facts.values() if context.has_differences(fact)]
    if not differing:
        return ()
    differing.sort(key=lambda fact: find_difference_part(fact, context))
    words = f"In {format_count(len(differing), 'fact')} the sources do not say quite the same."
    shown = build_differences(differing[:_MAX_DIFFERENCES], context, brief=True)
    link = link_to(PageAddress("differences.md"), "All differences, side by side")
    content = (Paragraph(make_text(words)), *shown, Paragraph(to_text(link)))
    return build_section("Where sources differ", "differences", *content)


def _build_changes(context: PageContext) -> Blocks:
    entries: list[Block] = []
    for correction, record in context.list_corrections()[:_MAX_CHANGES]:
        date = Paragraph(make_text(render_date(correction.on)), Role.DATE)
        kind = mark(Role.CORRECTED, correction.kind.value)
        text = to_text(kind, " ", inline.link_corrected(record, context))
        entries.append(Box(Role.ROW, (date, Paragraph(text))))
    link = Paragraph(to_text(link_to(PageAddress("corrections.md"), "All corrections")))
    shown = (Box(Role.TIMELINE, tuple(entries)), link) if entries else ()
    return build_section("Latest changes", "changes", *shown)
