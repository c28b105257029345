"""The words of the field as tables for hand-written pages, made from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import make_text
from factsheet.model.values.hedges import describe_hedges
from factsheet.model.vocabulary import Agreement, Lifecycle, Standing, Word
from factsheet.render.document.blocks import Block, Blocks, Table
from factsheet.render.pages.inline_text import mark, to_text


def build_glossaries() -> Mapping[str, Blocks]:
    """Return the tables that a hand-written page can place, by the name it places them with."""
    return {
        "standings": (_build_standings(),),
        "lifecycles": (_build_words("Word", Lifecycle),),
        "agreements": (_build_words("Two answers are", Agreement),),
        "hedges": (_build_hedges(),),
    }


def _build_standings() -> Block:
    rows = tuple((to_text(mark(Role(one.value), one.value)), make_text(one.meaning)) for one in Standing)
    return Table(
        header=(make_text("Standing"), make_text("What it means here")), rows=rows, caption="Standings"
    )


def _build_words(title: str, words: type[Word]) -> Block:
    rows = tuple((make_text(one.value), make_text(one.meaning)) for one in words)
    return Table(header=(make_text(title), make_text("What it means here")), rows=rows, caption=title)


def _build_hedges() -> Block:
    rows = tuple(
        (make_text(", ".join(line.words)), make_text(line.meaning), make_text(line.interval_text))
        for line in describe_hedges()
    )
    header = (make_text("Words"), make_text("What they mean"), make_text("Taken as"))
    return Table(header=header, rows=rows, caption="Hedges and the intervals they stand for")
