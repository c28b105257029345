"""The words of the field as tables for hand-written pages, made from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import plain
from factsheet.model.values.hedges import describe_hedges
from factsheet.model.vocabulary import Agreement, Lifecycle, Standing, Word
from factsheet.render.document.blocks import Block, Blocks, Table
from factsheet.render.pages.inline_text import mark, say


def glossaries() -> Mapping[str, Blocks]:
    """Return the tables that a hand-written page can place, by the name it places them with."""
    return {
        "standings": (_standings(),),
        "lifecycles": (_words("Word", Lifecycle),),
        "agreements": (_words("Two answers are", Agreement),),
        "hedges": (_hedges(),),
    }


def _standings() -> Block:
    rows = tuple((say(mark(Role(one.value), one.value)), plain(one.meaning)) for one in Standing)
    return Table(header=(plain("Standing"), plain("What it means here")), rows=rows, caption="Standings")


def _words(title: str, words: type[Word]) -> Block:
    rows = tuple((plain(one.value), plain(one.meaning)) for one in words)
    return Table(header=(plain(title), plain("What it means here")), rows=rows, caption=title)


def _hedges() -> Block:
    rows = tuple(
        (plain(", ".join(line.words)), plain(line.meaning), plain(line.drawn)) for line in describe_hedges()
    )
    header = (plain("Words"), plain("What they mean"), plain("Taken as"))
    return Table(header=header, rows=rows, caption="Hedges and the intervals they stand for")
