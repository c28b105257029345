"""A sheet: what you should know, its facts under their headings, time, differences and references."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from factsheet.model.arithmetic.units import convert_value
from factsheet.model.dates.points import render_date
from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.text.spans import PageAddress, Role, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import decapitalise, format_count
from factsheet.model.vocabulary import ChartKind
from factsheet.render import blocks
from factsheet.render.blocks import BarChart, Block, Blocks, Box, Ending, Heading, IntervalChart, Page, Paragraph
from factsheet.render.pages import charts, inline, rows
from factsheet.render.pages.citations import CitedPage, build_citation_box
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import link_to, mark, to_text
from factsheet.render.pages.lists import build_handout_address, build_key_figures, build_moments, render_fact_count
from factsheet.render.pages.rows import Note


def build_home_charts(context: PageContext) -> Blocks:
    """Return the charts chosen for the home page, each with a link to its sheet; nothing without any."""
    boxes: list[Box] = []
    for chosen in context.settings.home_charts:
        chart = context.catalog.charts[chosen.id]
        sheet = context.find_sheet(context.catalog.facts[chart.facts[0].id])
        link = link_to(inline.build_sheet_address(sheet.id), f"{sheet.title}: the facts behind it")
        boxes.append(build_chart_box(chart, context, to_text(link)))
    return rows.build_section("Drawn to scale", "charts", *boxes)


def build_chart_box(chart: Chart, context: PageContext, link: Text = ()) -> Box:
    """Return an editor's chart with an anchor, how to read it and a link to its sheet, where one is given."""
    drawing = build_chart_drawing(chart, context)
    caption = inline.join_with_spaces(chart.note, make_text(format_reading_note(drawing)))
    # No fact can have this anchor as its id.
    return Box(Role.CHART, (blocks.Figure(drawing, caption), Paragraph(link)), f"chart:{chart.id}")


def build_chart_drawing(chart: Chart, context: PageContext) -> IntervalChart | BarChart:
    """Return the drawing of an editor's chart; facts that cannot be drawn are left out."""
    facts = [context.catalog.facts[fact.id] for fact in chart.facts]
    drawn = [(fact, fact.value) for fact in facts if fact.value and charts.can_be_drawn(fact.value)]
    units = [value.unit for _, value in drawn] or [""]
    unit = units[-1 if chart.drawn is ChartKind.PARTS else 0]
    lines = [context.attributions[fact.id] for fact in facts]
    # Where all of them are one speaker's, the line under the title names it once.
    with_speaker = len({line.text for line in lines}) > 1
    spans = tuple(
        charts.build_fact_span(fact, convert_value(value, unit) or value, context, with_speaker=with_speaker)
        for fact, value in drawn
    )
    drawing: IntervalChart | BarChart | None
    if chart.drawn in {ChartKind.BARS, ChartKind.PARTS}:
        shares = bool(drawn) and all(charts.is_share(value) for _, value in drawn)
        drawing = charts.build_bar_chart("", unit, spans, total=chart.drawn is ChartKind.PARTS, shares=shares)
    elif len(facts) > 1 or not (drawing := charts.build_answers_chart(facts[0], context)):
        drawing = charts.build_interval_chart("", unit, spans, same=chart.drawn is ChartKind.LIMITS)
    return replace(drawing, title=chart.title, subtitle=_format_subtitle(facts, context))


_MAX_LEADS = 3
"""Speakers that the line under the title of a chart names one by one."""


def _format_subtitle(facts: list[Fact], context: PageContext) -> str:
    """Return the line under the title: who says it, where and of what time; of several, only who."""
    attributions = [context.attributions[fact.id] for fact in facts]
    lines = list(dict.fromkeys(each.text for each in attributions))
    if len(lines) > 1:
        lines = list(dict.fromkeys(each.lead_text for each in attributions))
    parts = [*lines[:_MAX_LEADS], *([f"{len(lines) - _MAX_LEADS} more"] if len(lines) > _MAX_LEADS else [])]
    parts[1:] = map(decapitalise, parts[1:])
    dates = {fact.as_of.text if fact.as_of else "": fact.as_of for fact in facts}
    if len(dates) == 1:
        parts += [inline.format_as_of(date) for date in dates.values() if date]
    return "; ".join(parts)


def format_reading_note(drawing: IntervalChart | BarChart) -> str:
    """Return how to read the hedges of a drawing; only those that are in it."""
    ends = [(span.low_end, span.high_end, span.dashed) for span in drawing.spans]
    soft = any(Ending.SOFT in {low, high} and not dashed for low, high, dashed in ends)
    is_shown = {
        "dashed": any(dashed for _, _, dashed in ends),
        "soft_bar": soft and isinstance(drawing, BarChart),
        "soft": soft and isinstance(drawing, IntervalChart),
        "open": any(Ending.OPEN in {low, high} for low, high, _ in ends),
        "none": any(Ending.NONE in {low, high} for low, high, _ in ends),
        "shared": isinstance(drawing, IntervalChart) and drawing.shared,
    }
    return " ".join(words for name, words in inline.PAGE_TEXTS["drawings"].items() if is_shown[name])


_SENTENCE = re.compile(r".{30,}?[.!?](?=\s+\S)", re.DOTALL)
_MAX_DESCRIPTION = 155
"""Characters of a description that search engines show."""
_CUTS = (re.compile(r"(.{110,}[.!?;,])\s", re.DOTALL), re.compile(r"(.*?)(?:(?:\s+\S*\d\S*)*\s+\S*)?$", re.DOTALL))
"""Where a description may be cut: after the last part that ends late in it, else between words, before any number."""


def build_sheet_page(sheet: Sheet, context: PageContext) -> Page:
    """Return the page of a sheet."""
    uri = inline.build_sheet_address(sheet.id).uri
    notes = rows.build_notes(sheet.facts, context)
    location = sheet.locations.find("id")
    figures = build_key_figures((context.catalog.facts[key.id] for key in sheet.key_facts), context)
    dated = tuple(fact for fact in sheet.facts if fact.when)
    moments = (*charts.build_time_figure(dated, context), *build_moments(dated, context, level=3))
    differing = [fact for fact in sheet.facts if context.has_differences(fact)]
    differences = [(inline.link_fact(fact, context), inline.render_differences(fact, context)) for fact in differing]
    points = tuple(to_text(fact, " ", words) for fact, words in differences if words)
    cited = CitedPage(
        id=sheet.id,
        title=sheet.title,
        path=f"sheets/{sheet.id}/",
        credit="; ".join(source.label for source in context.list_sources(*sheet.facts)),
        reviewed=sheet.reviewed,
    )
    content = (
        Heading(1, make_text(sheet.title)),
        Paragraph(sheet.summary, Role.LEDE),
        Paragraph(_render_meta(sheet, context), Role.META),
        _build_actions(sheet, context.settings.build_edit_link(location.file, location.line)),
        *rows.build_section("What you should know", "key-facts", *figures),
        *(build_chart_box(chart, context) for chart in sheet.charts),
        *rows.build_section("The facts", "facts", *_build_groups(sheet.facts, notes, context, uri)),
        *rows.build_section("Timeline", "timeline", *moments),
        *rows.build_section("Where its sources differ", "differences", blocks.Bullets(points) if differing else None),
        *rows.build_section("Corrections", "corrections", *_build_corrections(sheet, context)),
        *rows.build_section("References", "references", rows.build_note_list(notes, context, uri)),
        *rows.build_section("Cite this sheet", "cite", build_citation_box(cited, context)),
    )
    return Page(
        uri=uri,
        title=sheet.title,
        description=shorten_description(strip_markup(sheet.summary)),
        blocks=content,
        edit_file=location.file,
        edit_line=location.line,
        kind="sheet",
    )


def _build_corrections(sheet: Sheet, context: PageContext) -> Iterator[Block]:
    """Yield the notices of a sheet and of its facts, and the facts that a newer one has replaced."""
    yield from rows.build_correction_list(context, sheet, *sheet.facts)
    points: list[Text] = []
    for fact in sheet.facts:
        if fact.superseded_by:
            old, marks = inline.link_fact(fact, context), inline.render_fact_marks(fact)
            new = inline.link_fact(context.catalog.facts[fact.superseded_by.id], context)
            points.append(to_text(marks, " ", old, ". Now: ", new))
    if points:
        yield blocks.Bullets(tuple(points))


def shorten_description(text: str) -> str:
    """Cut a description to the length that search engines show, so that no number is left without its unit."""
    if len(text) <= _MAX_DESCRIPTION:
        return text
    cut = next(match[1] for pattern in _CUTS if (match := pattern.match(text[:_MAX_DESCRIPTION])))
    return cut.rstrip(",;:. ") + "…"


def _render_meta(sheet: Sheet, context: PageContext) -> Text:
    sources = rows.render_sources(sheet.facts, context)
    count = len(context.list_corrections(sheet, *sheet.facts))
    corrected = link_to(inline.build_sheet_address(sheet.id, "corrections"), format_count(count, "correction"))
    return inline.join_with_spaces(
        mark(Role.META, format_count(len(sheet.facts), "fact")),
        mark(Role.META, sources) if sources else None,
        mark(Role.DATE, f"last reviewed {render_date(sheet.reviewed)}") if sheet.reviewed else None,
        mark(Role.CORRECTED, corrected) if count else None,
    )


def _build_actions(sheet: Sheet, edit_link: str) -> Box:
    links = inline.join_with_spaces(
        link_to(inline.build_sheet_address(sheet.id, "cite"), "Cite"),
        link_to(build_handout_address(sheet.id), "PDF"),
        link_to(PageAddress("explore.md", query=(("sheet", sheet.id),)), "Filter and download"),
        link_to(WebAddress(edit_link), "Edit") if edit_link else None,
    )
    return Box(Role.ACTIONS, (Paragraph(links),))


def _build_groups(facts: tuple[Fact, ...], notes: tuple[Note, ...], context: PageContext, uri: str) -> Iterator[Block]:
    refs = rows.render_note_numbers(notes, uri)
    for heading, group in rows.group_by_heading(facts):
        if heading:
            yield Heading(3, make_text(heading))
        box = rows.build_fact_rows(group, context, refs)
        count = Paragraph(make_text(format_count(len(box.blocks), "fact")), Role.META)
        yield Box(box.role, (count, *box.blocks))


def build_sheets_index(context: PageContext) -> Page:
    """Return the list of all sheets."""
    count = format_count(len(context.catalog.sheets), "sheet")
    facts = format_count(len(context.catalog.facts), "fact")
    lede = f"{facts} on {count}. Each fact has a mark that shows how well it is supported."
    return Page(
        uri="sheets/index.md",
        title="Sheets",
        description=f"{facts} on {count}, by topic.",
        blocks=(Heading(1, make_text("Sheets")), Paragraph(make_text(lede), Role.LEDE), build_sheet_list(context)),
        kind="index",
    )


def build_sheet_list(context: PageContext) -> Box:
    """Return the sheets with their summaries and one mark per fact."""
    entries = [_build_sheet_entry(sheet, context) for sheet in context.catalog.sheets.values()]
    present = sorted({fact.standing for fact in context.catalog.facts.values()}, key=lambda standing: standing.rank)
    legend = inline.join_with_spaces(*(inline.render_standing(standing) for standing in present))
    return Box(Role.INDEX, (*entries, Paragraph(legend, Role.META)))


def _build_sheet_entry(sheet: Sheet, context: PageContext) -> Box:
    summary = strip_markup(sheet.summary)
    sentence = _SENTENCE.match(summary)
    about = Paragraph(make_text(sentence[0] if sentence else summary), Role.META)
    head = Box(Role.ROW_SAID, (Paragraph(to_text(inline.link_sheet(sheet))), about))
    total = len(sheet.facts)
    stated = Counter(fact.standing for fact in sheet.facts if not fact.derived)
    counts = [(Role(word.value), word.value, stated[word]) for word in sorted(stated, key=lambda word: word.rank)]
    if derived := total - stated.total():
        counts.append((Role.DERIVED, "worked out", derived))
    tally = inline.join_with_spaces(
        *(mark(role, f"{count} {word}", f"{count} of {format_count(total, 'fact')}") for role, word, count in counts)
    )
    differing = sum(context.has_differences(fact) for fact in sheet.facts)
    differs = mark(Role.DIFFERS, f"{differing} differ") if differing else None
    numbers = inline.join_with_spaces(render_fact_count(total), differs)
    return Box(Role.ROW, (head, Paragraph(tally, Role.INDEX), Paragraph(numbers, Role.META)))
