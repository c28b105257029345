"""Facts as rows of the ledger, and passages as evidence: the same on every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from factsheet.model.dates import spoken_date
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Plain, Strong, Text, WebAddress
from factsheet.model.vocabulary import Relation
from factsheet.render.document.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Paragraph
from factsheet.render.pages.charts import value_chart
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import (
    NOT_NAMED,
    actor_link,
    answer_text,
    date_mark,
    differs_mark,
    fact_marks,
    fact_page,
    independence_mark,
    listed,
    mark,
    passage_address,
    say,
    source_mark,
    source_marks,
    source_page,
    spaced,
    statement_link,
    to,
    value_paragraph,
    value_text,
)

PROVED = "These words were found once in our copy of the source; the evidence lock holds the proof."
UNPROVED = "Nobody has yet looked for these words in a copy of the source."


def meta_of(fact: Fact, edition: Edition, *, sources: bool = True) -> Paragraph:
    """Return the line under a statement: standing, independence, date, difference, sources."""
    marks = (independence_mark(fact, edition), date_mark(fact), differs_mark(fact, edition))
    letters = source_marks(fact, edition) if sources else ()
    text = say(
        fact_marks(fact), *(say(" ", one) for one in marks if one), *((" ", letters) if letters else ())
    )
    return Paragraph(text, Role.META)


def rows(facts: Iterable[Fact], edition: Edition, refs: Mapping[str, Text] | None = None) -> Box:
    """Return facts as rows. `refs` are the numbers of their notes, by id, on the sheet that lists the notes.

    There a row also bears the fact's id for links to lead to.
    """
    if refs is None:
        return Box(Role.FACTS, tuple(row(fact, edition) for fact in facts))
    return Box(
        Role.FACTS, tuple(row(fact, edition, anchor=fact.id, refs=refs.get(fact.id, ())) for fact in facts)
    )


def row(fact: Fact, edition: Edition, *, anchor: str = "", refs: Text = ()) -> Box:
    """Return a fact as a row: what is said, what it measures, and its evidence folded away."""
    said = Box(Role.ROW_SAID, (Paragraph(say(statement_link(fact))), meta_of(fact, edition)))
    folded = _folded(fact, edition)
    hung = (Paragraph(refs, Role.REFS),) if refs else ()
    parts: list[Block] = [said, *hung, *_measured(fact)]
    if folded:
        parts.append(Disclosure(say("Evidence" if fact.evidence else "Working"), folded))
    return Box(Role.ROW, tuple(parts), anchor)


def _measured(fact: Fact) -> Blocks:
    if fact.value is None:
        return ()
    parts: list[Block] = [value_paragraph(fact.value)]
    if fact.also:
        parts.append(Paragraph(say("also ", value_text(fact.also)), Role.META))
    if chart := value_chart(fact):
        parts.append(Figure(chart))
    return (Box(Role.ROW_VALUE, tuple(parts)),)


def _folded(fact: Fact, edition: Edition) -> Blocks:
    parts: list[Block] = []
    if fact.evidence:
        parts.append(Box(Role.EVIDENCE, tuple(passage(one, fact, edition) for one in fact.evidence)))
    if fact.derived:
        words = say(
            "Worked out as ",
            mark(Role.NUMBER, fact.derived.formula.text),
            "; the working is on the page of the fact.",
        )
        parts.append(Paragraph(words))
    if fact.caveat:
        parts.append(Paragraph(fact.caveat, Role.CAVEAT))
    parts.append(Box(Role.ACTIONS, (Paragraph(say(to(fact_page(fact.id), "Open this fact"))),)))
    return tuple(parts)


def passage(evidence: Evidence, fact: Fact, edition: Edition) -> Box:
    """Return one piece of evidence: source, what it says, who said it first, where it stands, if proved."""
    source = edition.source(evidence)
    name = to(source_page(source.id), source.label)
    head = say(source_mark(source, edition), " ", Strong((name,)), *_byline(source))
    parts: list[Block] = [Paragraph(head)]
    # A passage for context gives no answer, and one that says otherwise does not give the fact's.
    answer = evidence.says or (fact.value if evidence.relation is Relation.SUPPORTS else None)
    if answer:
        parts.append(Paragraph(answer_text(answer, fact.value), Role.VALUE))
    parts.append(Paragraph(route(evidence, edition), Role.ROUTE))
    parts.append(Paragraph(place_of(evidence, fact, edition)))
    if evidence.relation is not Relation.SUPPORTS:
        parts.append(Paragraph(say(mark(Role.META, evidence.relation.meaning)), Role.META))
    if evidence.differs:
        parts.append(Paragraph(say(mark(Role.DIFFERS, "What differs"), " ", evidence.differs), Role.CAVEAT))
    if evidence.note:
        parts.append(Paragraph(evidence.note, Role.META))
    return Box(Role.PASSAGE, tuple(parts))


def _byline(source: Source) -> Text:
    pieces = [", ".join(source.authors)] if source.authors and source.label not in source.authors else []
    pieces.append(spoken_date(source.published) if source.published else "date not known")
    return (Plain(" "), mark(Role.META, ", ".join(pieces)))


def route(evidence: Evidence, edition: Edition) -> Text:
    """Return how a statement travelled: origin, who passed it on, the source."""
    source = edition.source(evidence)
    members = [actor_link(edition.catalog.actors[one.id]) for one in evidence.chain]
    if not members:
        origin = mark(Role.ORIGIN, "in the source's own voice", f"1 origin: {NOT_NAMED}")
        return say(origin, " → ", source_mark(source, edition), " ", source.label)
    first = mark(Role.ORIGIN, say(members[0]))
    return say(
        first,
        *(say(" → ", one) for one in members[1:]),
        " → ",
        source_mark(source, edition),
        " ",
        source.label,
    )


def place_of(evidence: Evidence, fact: Fact, edition: Edition) -> Text:
    """Return where a passage stands and whether that was proved."""
    source = edition.source(evidence)
    proof = edition.proof(fact, evidence)
    if proof is None:
        return say("Paragraph not known ", mark(Role.UNPROVED, "passage not proved", UNPROVED))
    words = f"Paragraph {proof.paragraph}"
    address = passage_address(source, evidence)
    where = say(to(address, words)) if address else say(words)
    shown = spaced(mark(Role.PROVED, "passage proved", PROVED))
    plain_address = say(" ", mark(Role.META, say(to_plain(source)))) if source.url else ()
    return say(where, " ", shown, plain_address)


def to_plain(source: Source) -> Text:
    """Return the source's address without the passage, for browsers that do not follow it."""
    return say(to(WebAddress(source.url), "whole article"))


def sources_line(facts: Iterable[Fact], edition: Edition) -> Text:
    """Return the sources of some facts, each with its letter and name."""
    return listed(
        [
            say(source_mark(source, edition), " ", to(source_page(source.id), source.label))
            for source in edition.sources_of(*facts)
        ]
    )


def difference_points(facts: Iterable[Fact], edition: Edition) -> Bullets:
    """Return facts whose sources differ as points, each saying in what they differ."""
    return Bullets(
        tuple(
            say(statement_link(fact), " ", found) for fact in facts if (found := differs_mark(fact, edition))
        )
    )
