"""The generated part of the home page; the words above it are written by hand in the docs folder."""

from __future__ import annotations

from factsheet.model.dates import build_date_sort_key, render_date
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, PageAddress, make_text
from factsheet.model.text.wording import format_count
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Paragraph
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import link_fact, mark, to_text
from factsheet.render.pages.key_figures import build_key_figures
from factsheet.render.pages.rows import build_difference_list, render_sources
from factsheet.render.pages.sheet import build_sheet_list, list_first_key_facts
from factsheet.render.pages.sheet_charts import build_home_charts

_MAX_FIGURES = 6
"""Figures on the home page: what one screen holds."""
_MAX_DIFFERENCES = 4
_MAX_CHANGES = 5


def build_home(edition: PageContext) -> Blocks:
    """Return the figures, the sheets, the differences and the latest changes."""
    catalog = edition.catalog
    facts = tuple(catalog.facts.values())
    count = format_count(len(facts), "fact")
    blocks: list[Block] = [
        Paragraph(to_text(f"{count} from ", render_sources(facts, edition)), Role.META),
    ]
    chosen = tuple(fact for one in edition.settings.home_facts if (fact := catalog.facts[one.id]).is_active)
    shown = chosen or list_first_key_facts(edition, _MAX_FIGURES)
    if shown:
        blocks += [
            Heading(2, make_text(f"{len(shown)} figures" if len(shown) > 1 else "One figure"), "figures"),
        ]
        if len(shown) > 1:
            blocks.append(Paragraph(make_text("They count different things; none may be added to another.")))
        blocks += build_key_figures(shown, edition)
    blocks += [Heading(2, make_text("The sheets"), "sheets"), build_sheet_list(edition)]
    blocks += _build_differences(edition)
    blocks += build_home_charts(edition)
    blocks += _build_changes(edition)
    return tuple(blocks)


def _build_differences(edition: PageContext) -> Blocks:
    differing = [fact for fact in edition.catalog.facts.values() if edition.has_differences(fact)]
    if not differing:
        return ()
    differing.sort(key=lambda fact: fact.value is None)
    every = Link(make_text("All differences, side by side"), PageAddress("differences.md"))
    words = f"In {format_count(len(differing), 'fact')} the sources do not say quite the same."
    return (
        Heading(2, make_text("Where sources differ"), "differences"),
        Paragraph(make_text(words)),
        build_difference_list(differing[:_MAX_DIFFERENCES], edition),
        Paragraph(to_text(every)),
    )


def _build_changes(edition: PageContext) -> Blocks:
    reviewed = [(one.reviewed, one) for one in edition.catalog.sheets.values() if one.reviewed]
    entries = [
        Box(
            Role.ROW,
            (
                Paragraph(make_text(render_date(notice.on)), Role.DATE),
                Paragraph(to_text(mark(Role.CORRECTED, notice.kind.value), " ", link_fact(fact))),
            ),
        )
        for notice, fact in edition.list_corrections()[:_MAX_CHANGES]
    ]
    if reviewed and not entries:
        latest = max((when for when, _ in reviewed), key=build_date_sort_key)
        count = sum(when.text == latest.text for when, _ in reviewed)
        words = f"{format_count(count, 'sheet')} read against {'its' if count == 1 else 'their'} sources"
        date, said = Paragraph(make_text(render_date(latest)), Role.DATE), Paragraph(make_text(f"{words}."))
        entries.append(Box(Role.ROW, (date, said)))
    if not entries:
        return ()
    every = Link(make_text("All corrections"), PageAddress("corrections.md"))
    return (
        Heading(2, make_text("Latest changes"), "changes"),
        Box(Role.TIMELINE, tuple(entries)),
        Paragraph(to_text(every)),
    )
