"""Where sources answer one question differently: what differs, and whether both can be true."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.analysis.agreement import Answer, Comparison
from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Link, Text, plain, without_links
from factsheet.model.text.wording import number_of
from factsheet.model.vocabulary import Agreement
from factsheet.render.document.blocks import Block, Blocks, Box, Figure, Heading, Page, Paragraph
from factsheet.render.pages.charts import answers_chart
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    answer_text,
    difference_kinds,
    fact_page,
    mark,
    say,
    source_mark,
)
from factsheet.render.pages.rows import place_of


def differences(edition: Edition) -> Page:
    """Return the page of all questions that two sources answer."""
    shared = tuple(fact for fact in edition.catalog.facts.values() if edition.compared[fact.id])
    differing = tuple(fact for fact in shared if edition.differs(fact))
    agreeing = tuple(fact for fact in shared if not edition.differs(fact))
    lede = (
        f"{number_of(len(shared), 'fact')} {'stands' if len(shared) == 1 else 'stand'} in more than one "
        f"source; the sources differ in {len(differing) or 'none'} of them. "
        "What each says is set side by side and nothing is averaged."
        if shared
        else "No fact stands in more than one source yet."
    )
    blocks: list[Block] = [Heading(1, plain("Where sources differ")), Paragraph(plain(lede), Role.LEDE)]
    if differing:
        blocks.append(Heading(2, plain("Not the same"), "not-the-same"))
        for fact in differing:
            blocks += _fact(fact, edition)
    if agreeing:
        blocks.append(Heading(2, plain("The same in substance"), "same"))
        blocks += [_agreeing(fact) for fact in agreeing]
    return Page(
        uri="differences.md",
        title="Where sources differ",
        description="Questions that more than one source answers, with both answers side by side.",
        blocks=tuple(blocks),
        kind="differences",
    )


def _fact(fact: Fact, edition: Edition) -> Blocks:
    differing = (pair for pair in edition.compared[fact.id] if pair.differs)
    return tuple(_pair(fact, pair, place, edition) for place, pair in enumerate(differing))


def _pair(fact: Fact, pair: Comparison, place: int, edition: Edition) -> Box:
    kinds = difference_kinds([pair])
    verdict = mark(Role.DIFFERS, ", ".join(kinds), pair.agreement.meaning if pair.agreement else "")
    title: Text = say(Link(without_links(fact.statement), fact_page(fact.id)))
    blocks: list[Block] = [Heading(3, title)] if place == 0 else []
    blocks.append(Paragraph(say(verdict), Role.META))
    blocks += [_side(pair.left, pair.right, fact, edition), _side(pair.right, pair.left, fact, edition)]
    if place == 0 and (chart := answers_chart(fact, edition)):
        blocks.append(Figure(chart))
    if pair.agreement and pair.agreement is not Agreement.SAME:
        blocks.append(Paragraph(say(mark(Role.META, "Can both be true?"), " ", _verdict(pair.agreement))))
    words = pair.left.differs or pair.right.differs
    if words and fact.value:
        blocks.append(Paragraph(say(mark(Role.META, "What it changes"), " ", words)))
    return Box(Role.DIFFERENCE, tuple(blocks), anchor=fact.id if place == 0 else "")


VERDICTS: Mapping[Agreement, tuple[bool | None, str]] = {
    Agreement.SAME: (None, "The values are the same."),
    Agreement.COMPATIBLE: (True, "the values overlap."),
    Agreement.SHARPER: (True, "one value lies inside the other and says more."),
    Agreement.PROGRESS: (True, "the values are of different dates."),
    Agreement.CONFLICT: (False, "the values exclude each other."),
    Agreement.NOT_COMPARABLE: (None, "They measure different things."),
}
"""Whether both answers can be true, None where that is no question; and why, in words."""


def _verdict(agreement: Agreement) -> str:
    both, why = VERDICTS[agreement]
    return why if both is None else f"{'Yes' if both else 'No'}: {why}"


def _side(answer: Answer, other: Answer, fact: Fact, edition: Edition) -> Box:
    source = edition.source(answer.evidence)
    blocks: list[Block] = [Paragraph(say(source_mark(source, edition), " ", source.label), Role.META)]
    if answer.value:
        blocks.append(Paragraph(answer_text(answer.value, other.value), Role.VALUE))
    else:
        # Where nothing is measured, the sides are the statement and what this source says otherwise.
        blocks.append(Paragraph(answer.differs or without_links(fact.statement)))
    blocks.append(Paragraph(place_of(answer.evidence, fact, edition)))
    return Box(Role.SIDE, tuple(blocks))


def _agreeing(fact: Fact) -> Paragraph:
    same = mark(Role.AGREES, "same", Agreement.SAME.meaning)
    return Paragraph(say(same, " ", Link(without_links(fact.statement), fact_page(fact.id))))
