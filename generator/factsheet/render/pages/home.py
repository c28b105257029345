"""The generated part of the home page; the words above it are written by hand in the docs folder."""

from __future__ import annotations

from factsheet.model.dates import sort_key, spoken_date
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, PageAddress, plain
from factsheet.model.text.wording import number_of
from factsheet.render.document.blocks import Block, Blocks, Box, Heading, Paragraph
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import mark, say, statement_link
from factsheet.render.pages.key_figures import figures
from factsheet.render.pages.rows import difference_points, sources_line
from factsheet.render.pages.sheet import first_key_facts, sheet_list
from factsheet.render.pages.sheet_charts import home_charts

MOST_FIGURES = 6
"""Figures on the home page: what one screen holds."""
MOST_DIFFERENCES = 4
MOST_CHANGES = 5


def home(edition: Edition) -> Blocks:
    """Return the figures, the sheets, the differences and the latest changes."""
    catalog = edition.catalog
    facts = tuple(catalog.facts.values())
    count = number_of(len(facts), "fact")
    blocks: list[Block] = [
        Paragraph(say(f"{count} from ", sources_line(facts, edition)), Role.META),
    ]
    chosen = tuple(fact for one in edition.settings.home_facts if (fact := catalog.facts[one.id]).stands)
    shown = chosen or first_key_facts(edition, MOST_FIGURES)
    if shown:
        blocks += [
            Heading(2, plain(f"{len(shown)} figures" if len(shown) > 1 else "One figure"), "figures"),
        ]
        if len(shown) > 1:
            blocks.append(Paragraph(plain("They count different things; none may be added to another.")))
        blocks += figures(shown, edition)
    blocks += [Heading(2, plain("The sheets"), "sheets"), sheet_list(edition)]
    blocks += _differences(edition)
    blocks += home_charts(edition)
    blocks += _changes(edition)
    return tuple(blocks)


def _differences(edition: Edition) -> Blocks:
    differing = [fact for fact in edition.catalog.facts.values() if edition.differs(fact)]
    if not differing:
        return ()
    differing.sort(key=lambda fact: fact.value is None)
    every = Link(plain("All differences, side by side"), PageAddress("differences.md"))
    words = f"In {number_of(len(differing), 'fact')} the sources do not say quite the same."
    return (
        Heading(2, plain("Where sources differ"), "differences"),
        Paragraph(plain(words)),
        difference_points(differing[:MOST_DIFFERENCES], edition),
        Paragraph(say(every)),
    )


def _changes(edition: Edition) -> Blocks:
    reviewed = [(one.reviewed, one) for one in edition.catalog.sheets.values() if one.reviewed]
    entries = [
        Box(
            Role.ROW,
            (
                Paragraph(plain(spoken_date(notice.on)), Role.DATE),
                Paragraph(say(mark(Role.CORRECTED, notice.kind.value), " ", statement_link(fact))),
            ),
        )
        for notice, fact in edition.notices()[:MOST_CHANGES]
    ]
    if reviewed and not entries:
        latest = max((when for when, _ in reviewed), key=sort_key)
        count = sum(when.text == latest.text for when, _ in reviewed)
        words = f"{number_of(count, 'sheet')} read against {'its' if count == 1 else 'their'} sources"
        date, said = Paragraph(plain(spoken_date(latest)), Role.DATE), Paragraph(plain(f"{words}."))
        entries.append(Box(Role.ROW, (date, said)))
    if not entries:
        return ()
    every = Link(plain("All corrections"), PageAddress("corrections.md"))
    return (
        Heading(2, plain("Latest changes"), "changes"),
        Box(Role.TIMELINE, tuple(entries)),
        Paragraph(say(every)),
    )
