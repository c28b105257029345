"""Where sources answer one question differently: what differs, and whether both can be true."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.analysis.agreement import Comparison, SourceAnswer
from factsheet.model.records import Fact
from factsheet.model.text.spans import Link, Role, Text, make_text, strip_links
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Agreement
from factsheet.render.blocks import Block, Blocks, Box, Figure, Heading, Page, Paragraph
from factsheet.render.pages.charts import build_answers_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    build_fact_address,
    list_difference_kinds,
    mark,
    render_answer,
    render_source_letter,
    to_text,
)
from factsheet.render.pages.rows import render_passage_location


def build_differences_page(context: PageContext) -> Page:
    """Return the page of all questions that two sources answer."""
    shared = tuple(fact for fact in context.catalog.facts.values() if context.comparisons[fact.id])
    differing = tuple(fact for fact in shared if context.has_differences(fact))
    agreeing = tuple(fact for fact in shared if not context.has_differences(fact))
    lede = (
        f"{format_count(len(shared), 'fact')} {'stands' if len(shared) == 1 else 'stand'} in more than one "
        f"source; the sources differ in {len(differing) or 'none'} of them. "
        "What each says is set side by side and nothing is averaged."
        if shared
        else "No fact stands in more than one source yet."
    )
    blocks: list[Block] = [Heading(1, make_text("Where sources differ")), Paragraph(make_text(lede), Role.LEDE)]
    if differing:
        blocks.append(Heading(2, make_text("Not the same"), "not-the-same"))
        for fact in differing:
            blocks += _build_fact(fact, context)
    if agreeing:
        blocks.append(Heading(2, make_text("The same in substance"), "same"))
        blocks += [_build_agreeing(fact) for fact in agreeing]
    return Page(
        uri="differences.md",
        title="Where sources differ",
        description="Questions that more than one source answers, with both answers side by side.",
        blocks=tuple(blocks),
        kind="differences",
    )


def _build_fact(fact: Fact, context: PageContext) -> Blocks:
    differing = (pair for pair in context.comparisons[fact.id] if pair.differs)
    return tuple(_build_pair(fact, pair, place, context) for place, pair in enumerate(differing))


def _build_pair(fact: Fact, pair: Comparison, place: int, context: PageContext) -> Box:
    kinds = list_difference_kinds([pair])
    verdict = mark(Role.DIFFERS, ", ".join(kinds), pair.agreement.meaning if pair.agreement else "")
    title: Text = to_text(Link(strip_links(fact.statement), build_fact_address(fact.id)))
    blocks: list[Block] = [Heading(3, title)] if place == 0 else []
    blocks.append(Paragraph(to_text(verdict), Role.META))
    blocks += [_build_side(pair.left, pair.right, fact, context), _build_side(pair.right, pair.left, fact, context)]
    if place == 0 and (chart := build_answers_chart(fact, context)):
        blocks.append(Figure(chart))
    if pair.agreement and pair.agreement is not Agreement.SAME:
        blocks.append(Paragraph(to_text(mark(Role.META, "Can both be true?"), " ", _format_verdict(pair.agreement))))
    words = pair.left.differs or pair.right.differs
    if words and fact.value:
        blocks.append(Paragraph(to_text(mark(Role.META, "What it changes"), " ", words)))
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


def _format_verdict(agreement: Agreement) -> str:
    both, why = VERDICTS[agreement]
    return why if both is None else f"{'Yes' if both else 'No'}: {why}"


def _build_side(answer: SourceAnswer, other: SourceAnswer, fact: Fact, context: PageContext) -> Box:
    source = context.find_source(answer.evidence)
    blocks: list[Block] = [Paragraph(to_text(render_source_letter(source, context), " ", source.label), Role.META)]
    if answer.value:
        blocks.append(Paragraph(render_answer(answer.value, other.value), Role.VALUE))
    else:
        # Where nothing is measured, the sides are the statement and what this source says otherwise.
        blocks.append(Paragraph(answer.differs or strip_links(fact.statement)))
    blocks.append(Paragraph(render_passage_location(answer.evidence, fact, context)))
    return Box(Role.SIDE, tuple(blocks))


def _build_agreeing(fact: Fact) -> Paragraph:
    same = mark(Role.AGREES, "same", Agreement.SAME.meaning)
    return Paragraph(to_text(same, " ", Link(strip_links(fact.statement), build_fact_address(fact.id))))
