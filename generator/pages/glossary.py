"""The words of the field as tables for hand-written pages, made from the declarations alone."""

from __future__ import annotations

from collections.abc import Mapping

from generator.blocks import Block, Blocks, Table
from generator.pages.phrases import mark, say
from generator.roles import Role
from generator.spans import plain
from generator.values.hedges import describe_hedges
from generator.vocabulary import Agreement, Lifecycle, Standing, Word


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
