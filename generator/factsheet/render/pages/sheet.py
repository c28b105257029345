"""A sheet: what you should know, its facts under their headings, time, differences and references."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from factsheet.model.dates.points import render_date
from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.text.spans import Link, PageAddress, Role, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import format_count
from factsheet.model.values.quantities import Value
from factsheet.model.vocabulary import ChartKind
from factsheet.render.blocks import (
    Bar,
    BarChart,
    Block,
    Blocks,
    Box,
    ChartSpan,
    Ending,
    Figure,
    Heading,
    IntervalChart,
    Page,
    Paragraph,
)
from factsheet.render.pages.charts import (
    build_answers_chart,
    build_bar_chart,
    build_chart_span,
    build_interval_chart,
    build_time_figure,
    can_be_drawn,
    format_chart_label,
    is_share,
    list_chart_letters,
)
from factsheet.render.pages.citations import CitedPage, build_citation_box
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_sheet_address,
    format_as_of,
    join_texts,
    join_with_and,
    link_to,
    mark,
    to_text,
)
from factsheet.render.pages.lists import build_key_figures, link_handout
from factsheet.render.pages.rows import (
    Note,
    build_difference_list,
    build_fact_rows,
    build_note_list,
    build_notes,
    group_notes_by_fact,
    render_note_numbers,
    render_sources,
)
from factsheet.render.pages.timeline import build_moments


def build_sheet_charts(sheet: Sheet, context: PageContext) -> Blocks:
    """Return the charts of a sheet, in the order of its editors, each with an anchor; nothing without any."""
    return tuple(_build_chart_box(chart, context) for chart in sheet.charts)


def build_home_charts(context: PageContext) -> Blocks:
    """Return the charts chosen for the home page, each leading to its sheet; nothing without any."""
    catalog = context.catalog
    blocks: list[Box] = []
    for one in context.settings.home_charts:
        chart = catalog.charts[one.id]
        sheet = catalog.sheets[catalog.sheet_of[chart.facts[0].id]]
        link = Link(make_text(f"{sheet.title}: the facts behind it"), build_sheet_address(sheet.id))
        blocks.append(_build_chart_box(chart, context, (Paragraph(to_text(link)),)))
    return (Heading(2, make_text("Drawn to scale"), "charts"), *blocks) if blocks else ()


def format_chart_anchor(chart: Chart) -> str:
    """Return the anchor of a chart, which the id of no fact can be."""
    return f"chart:{chart.id}"


def _build_chart_box(chart: Chart, context: PageContext, after: Blocks = ()) -> Box:
    figure = Figure(build_chart_drawing(chart, context), _render_caption(chart, context))
    return Box(Role.CHART, (figure, *after), format_chart_anchor(chart))


def build_chart_drawing(chart: Chart, context: PageContext) -> IntervalChart | BarChart:
    """Return the drawing of an editor's chart; facts that cannot be drawn are left out."""
    facts = [context.catalog.facts[one.id] for one in chart.facts]
    drawn = [(fact, fact.value) for fact in facts if fact.value and can_be_drawn(fact.value)]
    below = _format_subtitle(facts, context)
    same = chart.drawn is ChartKind.LIMITS
    if chart.drawn in {ChartKind.BARS, ChartKind.PARTS}:
        last = len(drawn) - 1
        bars = tuple(
            Bar(span=_build_span(fact, value, context), total=chart.drawn is ChartKind.PARTS and place == last)
            for place, (fact, value) in enumerate(drawn)
        )
        shares = bool(drawn) and all(is_share(value) for _, value in drawn)
        unit = _find_unit(reversed(drawn) if chart.drawn is ChartKind.PARTS else drawn)
        return build_bar_chart(chart.title, unit, bars, below, shares=shares)
    if len(facts) == 1 and (answers := build_answers_chart(facts[0], context)):
        return replace(answers, title=chart.title, subtitle=below)
    spans = tuple(_build_span(fact, value, context) for fact, value in drawn)
    return build_interval_chart(chart.title, _find_unit(drawn), spans, subtitle=below, same=same)


def _build_span(fact: Fact, value: Value, context: PageContext) -> ChartSpan:
    return build_chart_span(value, format_chart_label(fact), list_chart_letters(fact, context))


def _find_unit(drawn: Iterable[tuple[Fact, Value]]) -> str:
    """Return the unit that stands at the scale: that of the first fact, to which the others compare."""
    return next((value.unit for _, value in drawn), "")


def _format_subtitle(facts: list[Fact], context: PageContext) -> str:
    """Return the line under the title: how far it is known, who says it, of what time."""
    standings = sorted({fact.standing for fact in facts}, key=lambda one: one.rank)
    names = list(dict.fromkeys(name for fact in facts for name in _list_source_labels(fact, context)))
    worked_out = [bool(fact.derived) for fact in facts]
    how = "worked out by us from" if all(worked_out) else "from"
    more = ", in part worked out by us" if any(worked_out) and not all(worked_out) else ""
    parts = [join_with_and([one.value for one in standings]).capitalize()]
    if names:
        parts.append(f"{how} {join_with_and(names)}{more}")
    dates = {fact.as_of.text: fact.as_of for fact in facts if fact.as_of}
    if len(dates) == 1 and all(fact.as_of for fact in facts):
        parts.append(format_as_of(next(iter(dates.values()))))
    return "; ".join(parts)


def _list_source_labels(fact: Fact, context: PageContext) -> Iterator[str]:
    """Yield the names of the sources that a fact goes back to, through what it was worked out from."""
    yield from (source.label for source in context.list_sources(fact))
    if fact.derived and (working := context.derivations.get(fact.id)):
        for operand in working.operands:
            yield from _list_source_labels(operand.fact, context)


def _render_caption(chart: Chart, context: PageContext) -> Text:
    reading = make_text(format_reading_note(build_chart_drawing(chart, context)))
    return to_text(chart.note, " ", *reading) if chart.note else reading


def format_reading_note(drawing: IntervalChart | BarChart) -> str:
    """Return how the hedges that a drawing shows are read; only those that are in it."""
    spans = drawing.spans if isinstance(drawing, IntervalChart) else tuple(bar.span for bar in drawing.bars)
    bars = isinstance(drawing, BarChart)
    ends = {end for span in spans for end in (span.low_end, span.high_end)}
    notes: list[str] = []
    if any(span.dashed for span in spans):
        notes.append("A dashed box is a word in the place of a number.")
    if any(Ending.SOFT in {span.low_end, span.high_end} and not span.dashed for span in spans):
        soft = "An outline at the end of a bar" if bars else "Dots between brackets"
        notes.append(f"{soft}: about; the width is drawn for reading and is not stated.")
    if Ending.OPEN in ends:
        notes.append("An open ring: the number itself is not included.")
    if Ending.NONE in ends:
        notes.append("Dashes to an arrow: no limit is given.")
    if isinstance(drawing, IntervalChart) and drawing.shared:
        notes.append("Shaded: where all of them hold.")
    return " ".join(notes)


_SENTENCE = re.compile(r".{30,}?[.!?](?=\s+\S)", re.DOTALL)

_MAX_DESCRIPTION = 155
"""Characters of a description that search engines show."""


def build_sheet_page(one: Sheet, context: PageContext) -> Page:
    """Return the page of a sheet."""
    uri = build_sheet_address(one.id).uri
    keys = tuple(context.catalog.facts[key.id] for key in one.key_facts)
    notes = build_notes(one.facts, context)
    blocks: list[Block] = [
        Heading(1, make_text(one.title)),
        Paragraph(one.summary, Role.LEDE),
        Paragraph(_render_meta(one, context), Role.META),
        _build_actions(one, context),
    ]
    if keys:
        blocks += [Heading(2, make_text("What you should know"), "key-facts"), *build_key_figures(keys, context)]
    blocks += build_sheet_charts(one, context)
    blocks += [Heading(2, make_text("The facts"), "facts"), *_build_groups(one.facts, notes, context, uri)]
    dated = tuple(fact for fact in one.facts if fact.when)
    if dated:
        drawn = build_time_figure(dated, context)
        blocks += [Heading(2, make_text("Timeline"), "timeline"), *drawn, *build_moments(dated, context, level=3)]
    blocks += _build_differences(one.facts, context)
    blocks += [Heading(2, make_text("References"), "references"), build_note_list(notes, context, uri)]
    blocks += [
        Heading(2, make_text("Cite this sheet"), "cite"),
        build_citation_box(_build_cited_page(one, context), context),
    ]
    at = one.locations.find("id")
    return Page(
        uri=uri,
        title=one.title,
        description=shorten_description(strip_markup(one.summary)),
        blocks=tuple(blocks),
        edit_file=at.file,
        edit_line=at.line,
        kind="sheet",
    )


def shorten_description(text: str) -> str:
    """Cut a description between words, to the length that search engines show."""
    if len(text) <= _MAX_DESCRIPTION:
        return text
    return text[:_MAX_DESCRIPTION].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"


def _render_meta(one: Sheet, context: PageContext) -> Text:
    pieces = [to_text(mark(Role.META, format_count(len(one.facts), "fact")))]
    if sources := render_sources(one.facts, context):
        pieces.append(to_text(mark(Role.META, sources)))
    if one.reviewed:
        pieces.append(to_text(mark(Role.DATE, f"last reviewed {render_date(one.reviewed)}")))
    return join_texts(pieces, " ")


def _build_actions(one: Sheet, context: PageContext) -> Box:
    """Return what a reader may want to do with the whole sheet."""
    at = one.locations.find("id")
    links = [
        link_to(PageAddress(build_sheet_address(one.id).uri, "cite"), "Cite"),
        link_handout(one),
        link_to(PageAddress("explore.md", query=(("sheet", one.id),)), "Filter and take away"),
    ]
    if edit := context.settings.build_edit_link(at.file, at.line):
        links.append(link_to(WebAddress(edit), "Edit"))
    return Box(Role.ACTIONS, (Paragraph(join_texts([to_text(link) for link in links], " ")),))


def _build_cited_page(one: Sheet, context: PageContext) -> CitedPage:
    return CitedPage(
        id=one.id,
        title=one.title,
        path=f"sheets/{one.id}/",
        credit="; ".join(source.label for source in context.list_sources(*one.facts)),
        reviewed=one.reviewed,
    )


def _build_groups(facts: tuple[Fact, ...], notes: tuple[Note, ...], context: PageContext, uri: str) -> Iterator[Block]:
    refs = {name: render_note_numbers(held, uri) for name, held in group_notes_by_fact(notes).items()}
    for heading, group in groupby(facts, key=lambda fact: fact.heading):
        held = tuple(group)
        if heading:
            yield Heading(3, make_text(heading))
        box = build_fact_rows(held, context, refs)
        yield Box(box.role, (Paragraph(make_text(format_count(len(held), "fact")), Role.META), *box.blocks))


def _build_differences(facts: tuple[Fact, ...], context: PageContext) -> Blocks:
    differing = tuple(fact for fact in facts if context.has_differences(fact))
    if not differing:
        return ()
    return (Heading(2, make_text("Where its sources differ"), "differences"), build_difference_list(differing, context))


def build_sheets_index(context: PageContext) -> Page:
    """Return the list of all sheets."""
    title = "Sheets"
    count = format_count(len(context.catalog.sheets), "sheet")
    facts = format_count(len(context.catalog.facts), "fact")
    return Page(
        uri="sheets/index.md",
        title=title,
        description=f"{facts} on {count}, by topic.",
        blocks=(
            Heading(1, make_text(title)),
            Paragraph(make_text(f"{facts} on {count}. Each mark is a fact, drawn by how far it is known."), Role.LEDE),
            build_sheet_list(context),
        ),
        kind="index",
    )


def build_sheet_list(context: PageContext) -> Box:
    """Return the sheets with their summaries and one mark per fact."""
    entries = [_build_sheet_entry(one, context) for one in context.catalog.sheets.values()]
    present = sorted({fact.standing for fact in context.catalog.facts.values()}, key=lambda one: one.rank)
    legend = join_texts([to_text(mark(Role(one.value), one.value, one.meaning)) for one in present], " ")
    return Box(Role.INDEX, (*entries, Paragraph(legend, Role.META)))


def _cut_first_sentence(text: str) -> str:
    """Return what a summary opens with, cut between words only where one sentence alone is too long."""
    found = _SENTENCE.match(text)
    return shorten_description(found[0] if found else text)


def _build_sheet_entry(one: Sheet, context: PageContext) -> Box:
    standings = sorted((fact.standing for fact in one.facts), key=lambda standing: standing.rank)
    total = len(one.facts)
    tally = [
        to_text(mark(Role(standing.value), f"{count} {standing.value}", f"{count} of {format_count(total, 'fact')}"))
        for standing, group in groupby(standings)
        if (count := len(list(group)))
    ]
    said = Box(
        Role.ROW_SAID,
        (
            Paragraph(to_text(link_to(build_sheet_address(one.id), one.title))),
            Paragraph(make_text(_cut_first_sentence(strip_markup(one.summary))), Role.META),
        ),
    )
    differing = sum(context.has_differences(fact) for fact in one.facts)
    held = to_text(mark(Role.NUMBER, str(total)), " ", "fact" if total == 1 else "facts")
    differs = to_text(" ", mark(Role.DIFFERS, f"{differing} differ")) if differing else ()
    return Box(
        Role.ROW, (said, Paragraph(join_texts(tally, " "), Role.INDEX), Paragraph(to_text(held, differs), Role.META))
    )


def list_first_key_facts(context: PageContext, most: int) -> tuple[Fact, ...]:
    """Return the first key fact with a value of each sheet, for pages that show a few figures."""
    chosen: list[Fact] = []
    for one in context.catalog.sheets.values():
        keys = (context.catalog.facts[key.id] for key in one.key_facts)
        first = next((fact for fact in keys if fact.value and fact.is_active), None)
        if first and len(chosen) < most:
            chosen.append(first)
    return tuple(chosen)
