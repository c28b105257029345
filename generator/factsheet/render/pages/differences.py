"""Where sources answer one question differently: what differs, and whether both can be true."""

from __future__ import annotations

from collections.abc import Mapping

from factsheet.analysis.agreement import Comparison, SourceAnswer
from factsheet.model.records import Fact
from factsheet.model.text.spans import Role, make_text, strip_links
from factsheet.model.text.wording import format_count
from factsheet.model.vocabulary import Agreement
from factsheet.render.blocks import Block, Box, Figure, Heading, Page, Paragraph
from factsheet.render.pages.charts import build_answers_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import (
    link_fact,
    list_difference_kinds,
    mark,
    render_answer,
    render_source_label,
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
            pairs = (pair for pair in context.comparisons[fact.id] if pair.differs)
            blocks += [_build_pair(fact, pair, place, context) for place, pair in enumerate(pairs)]
    if agreeing:
        blocks.append(Heading(2, make_text("The same in substance"), "same"))
        same = mark(Role.AGREES, "same", Agreement.SAME.meaning)
        blocks += [Paragraph(to_text(same, " ", link_fact(fact))) for fact in agreeing]
    return Page(
        uri="differences.md",
        title="Where sources differ",
        description="Questions that more than one source answers, with both answers side by side.",
        blocks=tuple(blocks),
        kind="differences",
    )


def _build_pair(fact: Fact, pair: Comparison, place: int, context: PageContext) -> Box:
    kinds = list_difference_kinds([pair])
    verdict = mark(Role.DIFFERS, ", ".join(kinds), pair.agreement.meaning if pair.agreement else "")
    blocks: list[Block] = [Heading(3, to_text(link_fact(fact)))] if place == 0 else []
    blocks += [
        Paragraph(to_text(verdict), Role.META),
        _build_side(pair.left, pair.right, fact, context),
        _build_side(pair.right, pair.left, fact, context),
    ]
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
    Agreement.COUNTED_DIFFERENTLY: (None, "Both can be true if they count different things."),
    Agreement.NOT_COMPARABLE: (None, "They measure different things."),
}
"""Whether both answers can be true, None where the question does not arise; and why, in words."""


def _format_verdict(agreement: Agreement) -> str:
    both, why = VERDICTS[agreement]
    return why if both is None else f"{'Yes' if both else 'No'}: {why}"


def _build_side(answer: SourceAnswer, other: SourceAnswer, fact: Fact, context: PageContext) -> Box:
    source = context.find_source(answer.evidence)
    if answer.value:
        words = Paragraph(render_answer(answer.value, other.value), Role.VALUE)
    else:
        # Where nothing is measured, the sides are the statement and what this source says otherwise.
        words = Paragraph(answer.differs or strip_links(fact.statement))
    location = render_passage_location(answer.evidence, fact, context)
    return Box(Role.SIDE, (Paragraph(render_source_label(source, context), Role.META), words, Paragraph(location)))
