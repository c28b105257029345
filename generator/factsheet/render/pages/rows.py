"""Facts as rows, and passages as evidence: the same on every page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from factsheet.analysis.agreement import explain_no_support
from factsheet.evidence.locator import Locator
from factsheet.evidence.lock import PassageReading
from factsheet.model.dates.points import render_date
from factsheet.model.records import CorrectedRecord, Evidence, Fact
from factsheet.model.text.spans import Mark, PageAddress, Role, Strong, Text, WebAddress, make_text
from factsheet.model.text.wording import capitalise
from factsheet.model.vocabulary import CorrectionKind, Relation
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Paragraph
from factsheet.render.pages import inline
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import join_texts, join_with_spaces, link_to, mark, to_text

PassageKey: TypeAlias = tuple[str, str]
"""Source and locator: what makes two pieces of evidence one note."""


def build_passage_key(evidence: Evidence) -> PassageKey:
    """Return the key of the passage that a piece of evidence cites."""
    return evidence.source.id, evidence.locator.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One passage that facts of a sheet cite."""

    number: int
    evidence: Evidence
    facts: tuple[Fact, ...]
    """Those that cite it; never empty."""

    @property
    def passage(self) -> PassageKey:
        """Return the key of its passage."""
        return build_passage_key(self.evidence)

    @property
    def anchor(self) -> str:
        """Return the id of its line on the page."""
        return f"ref-{self.number}"


def build_notes(facts: Iterable[Fact], context: PageContext) -> tuple[Note, ...]:
    """Number the passages of some facts, in the order of the sources and of the places in them."""
    cited: dict[tuple[int, str, int, str], tuple[Evidence, list[Fact]]] = {}
    for fact in facts:
        for evidence in fact.evidence:
            proof = context.find_proof(fact, evidence)
            letter = context.letters[evidence.source.id]
            key = (len(letter), letter, proof.start if proof else 0, evidence.locator.text)
            cited.setdefault(key, (evidence, []))[1].append(fact)
    ordered = (cited[key] for key in sorted(cited))
    return tuple(
        Note(number=number, evidence=evidence, facts=tuple(citing))
        for number, (evidence, citing) in enumerate(ordered, start=1)
    )


def group_notes_by_fact(notes: Iterable[Note]) -> Mapping[str, tuple[Note, ...]]:
    """Return the notes of each fact, by its id."""
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        for fact in note.facts:
            grouped.setdefault(fact.id, []).append(note)
    return {name: tuple(group) for name, group in grouped.items()}


def render_note_numbers(notes: Iterable[Note], uri: str) -> Text:
    """Return the numbers of some notes, each linked to its line at the end of the page."""
    return join_with_spaces(
        *(mark(Role.REF, link_to(PageAddress(uri, note.anchor), str(note.number))) for note in notes)
    )


def build_note_list(notes: tuple[Note, ...], context: PageContext, uri: str) -> Box:
    """Return the list of notes, each with links back to every row that cites it."""
    if not notes:
        words = "No passages: every fact here is worked out from others."
        return Box(Role.REFERENCES, (Paragraph(make_text(words)),))
    points = tuple(_render_note(note, context, uri) for note in notes)
    anchors = tuple(note.anchor for note in notes)
    return Box(Role.REFERENCES, (Bullets(points, ordered=True, anchors=anchors),))


def _render_note(note: Note, context: PageContext, uri: str) -> Text:
    source = context.find_source(note.evidence)
    uses = join_texts(link_to(PageAddress(uri, fact.id), fact.id) for fact in note.facts)
    return to_text(
        inline.render_source_link(source, context),
        ", ",
        render_passage_location(note.evidence, note.facts[0], context, is_read_for_fact=False),
        " ",
        mark(Role.META, to_text("cited by ", uses)),
    )


def build_meta_line(fact: Fact, context: PageContext) -> Paragraph:
    """Return the line under a statement: standing, independence, date, difference."""
    text = join_with_spaces(
        inline.render_fact_marks(fact),
        inline.render_independence(fact, context),
        inline.render_fact_date(fact),
        inline.render_differences(fact, context),
    )
    return Paragraph(text, Role.META)


def group_by_heading(facts: Iterable[Fact]) -> list[tuple[str, list[Fact]]]:
    """Return facts under their headings; a heading that is used again stands where it was first."""
    groups: list[tuple[str, list[Fact]]] = []
    for heading, group in groupby(facts, key=lambda fact: fact.heading):
        known = next((members for name, members in groups if name and name == heading), None)
        if known is None:
            groups.append((heading, known := []))
        known.extend(group)
    return groups


def build_fact_rows(facts: Iterable[Fact], context: PageContext, refs: Mapping[str, Text] | None = None) -> Box:
    """Return facts as rows. `refs` are the numbers of their notes, by id, on the sheet that lists the notes.

    On that sheet a row also has the id of its fact, for links to it.
    """
    return Box(Role.FACTS, tuple(_build_fact_row(fact, context, refs) for fact in facts))


def _build_fact_row(fact: Fact, context: PageContext, refs: Mapping[str, Text] | None) -> Box:
    said = Paragraph(to_text(inline.link_fact(fact, context)))
    line = inline.build_attribution_line(fact, context)
    statement = Box(Role.ROW_SAID, (said, line, build_meta_line(fact, context)))
    numbers = refs.get(fact.id) if refs else None
    notes = (Paragraph(numbers, Role.REFS),) if numbers else ()
    # Of the fold, only its arrow is seen; its words are read out, often without the row around it.
    fold = f"{'Evidence' if fact.evidence else 'Working'} for: {inline.format_statement(fact, context)}"
    details = Disclosure(make_text(fold), _build_details(fact, context))
    return Box(Role.ROW, (statement, *notes, *_build_value(fact, context), details), "" if refs is None else fact.id)


def _build_value(fact: Fact, context: PageContext) -> Blocks:
    if fact.value is None:
        return ()
    parts: list[Block] = [inline.build_value_paragraph(fact.value)]
    if fact.also:
        parts.append(Paragraph(to_text("also ", inline.render_value(fact.also)), Role.META))
    if chart := build_value_chart(fact, context):
        parts.append(Figure(chart))
    return (Box(Role.ROW_VALUE, tuple(parts)),)


def _build_details(fact: Fact, context: PageContext) -> Blocks:
    parts: list[Block] = []
    if fact.evidence:
        parts.append(build_evidence_box(fact, context))
    if fact.derived:
        words = to_text(
            "Worked out as ", mark(Role.NUMBER, fact.derived.formula.text), "; the working is on the page of the fact."
        )
        parts.append(Paragraph(words))
    if fact.caveat:
        parts.append(Paragraph(fact.caveat, Role.CAVEAT))
    parts.append(
        Box(Role.ACTIONS, (Paragraph(to_text(link_to(inline.build_fact_address(fact.id), "Open this fact"))),))
    )
    return tuple(parts)


def build_evidence_box(fact: Fact, context: PageContext) -> Box:
    """Return the evidence of a fact: each source, what it says, who said it first, where, and whether proved."""
    return Box(Role.EVIDENCE, tuple(_build_passage(evidence, fact, context) for evidence in fact.evidence))


def _build_passage(evidence: Evidence, fact: Fact, context: PageContext) -> Box:
    source = context.find_source(evidence)
    authors = ", ".join(source.authors) if source.label not in source.authors else ""
    byline = ", ".join(filter(None, (authors, inline.format_publication_date(source))))
    letter, name = inline.render_source_letter(source, context), Strong((inline.link_source(source),))
    head = join_with_spaces(letter, name, mark(Role.META, byline))
    parts: list[Block] = [Paragraph(head)]
    if status := inline.render_status(source, context):
        parts.append(Paragraph(status, Role.CAVEAT))
    # A passage for context gives no answer, and one that says otherwise does not give the fact's.
    answer = evidence.says or (fact.value if evidence.relation is Relation.SUPPORTS else None)
    if answer:
        dated = mark(Role.DATE, inline.format_as_of(evidence.as_of)) if evidence.as_of else None
        parts.append(Paragraph(join_with_spaces(inline.render_answer(answer, fact.value), dated), Role.VALUE))
    parts.append(Paragraph(render_route(evidence, context), Role.ROUTE))
    parts.append(Paragraph(render_passage_location(evidence, fact, context)))
    if evidence.attribution:
        parts.append(Paragraph(_render_attribution(evidence, fact, evidence.attribution, context), Role.META))
    if evidence.relation is not Relation.SUPPORTS:
        parts.append(Paragraph(to_text(mark(Role.META, evidence.relation.meaning)), Role.META))
    elif words := explain_no_support(evidence, fact, context.catalog):
        parts.append(Paragraph(to_text(f"Not counted as support: {words}."), Role.META))
    if evidence.differs:
        parts.append(Paragraph(to_text(mark(Role.DIFFERS, "What differs"), " ", evidence.differs), Role.CAVEAT))
    if evidence.note:
        parts.append(Paragraph(evidence.note, Role.META))
    return Box(Role.PASSAGE, tuple(parts))


def render_route(evidence: Evidence, context: PageContext) -> Text:
    """Return how a statement travelled: origin, who passed it on, the source."""
    actors = context.catalog.actors
    source = inline.render_source_label(context.find_source(evidence), context)
    title = "" if inline.is_origin_named(evidence, context) else f"1 origin: {inline.ORIGIN_NOT_NAMED}"
    if not evidence.chain:
        return join_with_spaces(
            mark(Role.ORIGIN, "in its own voice:", title or inline.INTERFACE_WORDS["voice"][1]), source
        )
    first = inline.link_speakers(evidence, context)
    relays = (inline.link_actor(actors[actor.id]) for actor in evidence.chain[1:])
    return join_texts((mark(Role.ORIGIN, first, title), *relays, source), " → ")


def link_paragraph(evidence: Evidence, fact: Fact, context: PageContext) -> Text:
    """Return the paragraph in which a passage begins, linked to it where its source has an address."""
    proof = context.find_proof(fact, evidence)
    if proof is None:
        return to_text("Paragraph not known ", mark(Role.UNPROVED, *inline.INTERFACE_WORDS["unproved"]))
    words = make_text(capitalise(context.describe_place(proof)))
    address = inline.build_passage_address(context.find_source(evidence), evidence.locator)
    return to_text(link_to(address, words)) if address else words


def render_passage_location(
    evidence: Evidence, fact: Fact, context: PageContext, *, is_read_for_fact: bool = True
) -> Text:
    """Return where a passage is, whether it was found, and what was found in it for this fact."""
    source = context.find_source(evidence)
    proof = context.find_proof(fact, evidence)
    if proof is None:
        return link_paragraph(evidence, fact, context)
    return join_with_spaces(
        link_paragraph(evidence, fact, context),
        mark(Role.PROVED, *inline.INTERFACE_WORDS["found"]),
        *(_mark_reading(proof.reading) if is_read_for_fact else ()),
        # For browsers that do not follow the address of a passage.
        mark(Role.META, link_to(WebAddress(source.url), "whole article")) if source.url else None,
    )


def _mark_reading(reading: PassageReading | None) -> Iterator[Mark]:
    """Yield a mark for each thing that was found in a passage; none for what was not looked for."""
    if reading is None:
        yield mark(Role.UNPROVED, *inline.INTERFACE_WORDS["unread"])
        return
    if reading.number:
        yield mark(Role.PROVED, *inline.INTERFACE_WORDS["number"])
    if reading.speaker:
        yield mark(Role.PROVED, *inline.INTERFACE_WORDS["speaker"])
    if not reading.language:
        yield mark(Role.UNPROVED, *inline.INTERFACE_WORDS["language"])


def _render_attribution(evidence: Evidence, fact: Fact, words: Locator, context: PageContext) -> Text:
    """Return where the source names the speaker."""
    source = context.find_source(evidence)
    proof = context.lock.find_record(fact.id, source.id, words)
    where = f"in the {context.describe_place(proof)}" if proof else "elsewhere in the source"
    place = where.replace("the paragraph", "paragraph")
    address = inline.build_passage_address(source, words)
    if address:
        return to_text("The speaker is named ", link_to(address, place))
    return to_text(f"The speaker is named {place}: ", inline.render_locator(words))


_MOST_SOURCES = 6
"""How many sources stand in one line."""


def render_sources(facts: Iterable[Fact], context: PageContext) -> Text:
    """Return the sources of some facts, each with its letter and name; of many, the first and how many more."""
    sources = context.list_sources(*facts)
    shown = sources if len(sources) <= _MOST_SOURCES else sources[: _MOST_SOURCES - 1]
    links = [inline.render_source_link(source, context) for source in shown]
    if rest := len(sources) - len(shown):
        links.append(to_text(link_to(PageAddress("sources/index.md"), f"{rest} more")))
    return join_texts(links)


def build_difference_list(facts: Iterable[Fact], context: PageContext) -> Bullets:
    """Return facts whose sources differ as points, each saying in what they differ."""
    return Bullets(
        tuple(
            to_text(inline.link_fact(fact, context), " ", words)
            for fact in facts
            if (words := inline.render_differences(fact, context))
        )
    )


def build_correction_list(context: PageContext, *records: CorrectedRecord) -> Blocks:
    """Return the corrections of some records, or of all, the latest first: when, what kind, what it was, why.

    Each is linked to its record, unless that is the first one, whose page it is on. Nothing where there are none.
    """
    rows: list[Block] = []
    for correction, record in context.list_corrections(*records):
        role = Role.WITHDRAWN if correction.kind is CorrectionKind.WITHDRAWAL else Role.CORRECTED
        kind = mark(role, correction.kind.value, correction.kind.meaning)
        about = () if record in records[:1] else (Paragraph(to_text(inline.link_corrected(record, context))),)
        date = Paragraph(make_text(render_date(correction.on)), Role.DATE)
        words = Paragraph(to_text(kind, " ", mark(Role.WAS, correction.was), " ", correction.why))
        rows.append(Box(Role.ROW, (date, words, *about)))
    return (Box(Role.TIMELINE, tuple(rows)),) if rows else ()
