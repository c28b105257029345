"""Facts as rows, and passages as evidence: the same on every page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from factsheet.analysis.agreement import explain_no_support
from factsheet.analysis.attribution import SOURCE_WORDS
from factsheet.evidence.locator import add_text_fragment
from factsheet.evidence.lock import PassageReading
from factsheet.model.dates.points import render_date
from factsheet.model.records import CorrectedRecord, Evidence, Fact
from factsheet.model.text.spans import Mark, PageAddress, Role, Strong, Text, WebAddress, make_text
from factsheet.model.text.wording import capitalise
from factsheet.model.vocabulary import CorrectionKind, Relation
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Heading, Paragraph, Shared
from factsheet.render.pages import inline
from factsheet.render.pages.charts import build_value_chart
from factsheet.render.pages.context import PageContext, build_once
from factsheet.render.pages.inline import join_texts, join_with_spaces, link_to, mark, to_text


def build_passage_key(evidence: Evidence) -> tuple[str, str]:
    """Return source and locator, which make two pieces of evidence one note."""
    return evidence.source.id, evidence.locator.text


class Note(NamedTuple):
    """One passage that facts of a sheet cite."""

    number: int
    evidence: Evidence
    facts: Sequence[Fact]
    """Those that cite it; never empty."""

    @property
    def anchor(self) -> str:
        """The id of its line on the page."""
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
    return tuple(Note(number, *cited[key]) for number, key in enumerate(sorted(cited), start=1))


def render_note_numbers(notes: Iterable[Note], uri: str) -> Mapping[str, Text]:
    """Return for each fact, by its id, the numbers of its notes, each linked to its line at the end of the page."""
    numbers: defaultdict[str, Text] = defaultdict(tuple)
    for note in notes:
        number = mark(Role.REF, link_to(PageAddress(uri, note.anchor), str(note.number)))
        for fact in note.facts:
            numbers[fact.id] = join_with_spaces(numbers[fact.id], number)
    return numbers


def build_note_list(notes: tuple[Note, ...], context: PageContext, uri: str) -> Box:
    """Return the list of notes, each with links back to every row that cites it."""
    if not notes:
        words = "No passages: every fact here is worked out from others."
        return Box(Role.REFERENCES, (Paragraph(make_text(words)),))
    points: list[Text] = []
    for note in notes:
        source = inline.render_source_link(context.find_source(note.evidence), context)
        where = render_passage_location(note.evidence, note.facts[0], context, with_reading=False)
        uses = join_texts(link_to(PageAddress(uri, fact.id), fact.id) for fact in note.facts)
        points.append(to_text(source, ", ", where, " ", mark(Role.META, to_text("cited by ", uses))))
    anchors = tuple(note.anchor for note in notes)
    return Box(Role.REFERENCES, (Bullets(tuple(points), ordered=True, anchors=anchors),))


@build_once
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


def build_section(title: str, anchor: str, *content: Block | None) -> Blocks:
    """Return blocks under a heading of the second level, leaving out None; nothing where there are no others."""
    blocks = tuple(block for block in content if block)
    return (Heading(2, make_text(title), anchor), *blocks) if blocks else ()


def build_fact_rows(facts: Iterable[Fact], context: PageContext, refs: Mapping[str, Text] | None = None) -> Box:
    """Return facts as rows. `refs` are the numbers of their notes, by id, on the sheet that lists the notes.

    On that sheet a row also has the id of its fact, for links to it.
    """
    boxes: list[Box] = []
    for fact in facts:
        statement, details = _build_fact_row(fact, context)
        notes = Paragraph(refs.get(fact.id, ()) if refs else (), Role.REFS)
        boxes.append(Box(Role.ROW, (statement, notes, details), "" if refs is None else fact.id))
    return Box(Role.FACTS, tuple(boxes))


@build_once
def _build_fact_row(fact: Fact, context: PageContext) -> tuple[Shared, Shared]:
    said = Paragraph(to_text(inline.link_fact(fact, context)))
    line = inline.build_attribution_line(fact, context)
    statement = Shared((Box(Role.ROW_SAID, (said, line, build_meta_line(fact, context))),))
    # Of the fold, only its arrow is seen; its words are read out, often without the row around it.
    fold = f"{'Evidence' if fact.evidence else 'Working'} for: {inline.format_statement(fact, context)}"
    details = Disclosure(make_text(fold), _build_details(fact, context))
    return statement, Shared((*_build_value(fact, context), details))


def _build_value(fact: Fact, context: PageContext) -> tuple[Box, ...]:
    if fact.value is None:
        return ()
    also = to_text("also ", inline.render_value(fact.also)) if fact.also else ()
    parts: list[Block] = [inline.build_value_paragraph(fact.value), Paragraph(also, Role.META)]
    if chart := build_value_chart(fact, context):
        parts.append(Figure(chart))
    return (Box(Role.ROW_VALUE, tuple(parts)),)


def _build_details(fact: Fact, context: PageContext) -> Blocks:
    working: Text = ()
    if fact.derived:
        formula = mark(Role.NUMBER, fact.derived.formula.text)
        working = to_text("Worked out as ", formula, "; the working is on the page of the fact.")
    link = link_to(inline.build_fact_address(fact.id), "Open this fact")
    return (
        *((build_evidence_box(fact, context),) if fact.evidence else ()),
        Paragraph(working),
        Paragraph(fact.caveat, Role.CAVEAT),
        Box(Role.ACTIONS, (Paragraph(to_text(link)),)),
    )


@build_once
def build_evidence_box(fact: Fact, context: PageContext) -> Box:
    """Return the evidence of a fact: each source, what it says, who said it first, where, and whether proved."""
    return Box(Role.EVIDENCE, tuple(Shared((_build_passage(evidence, fact, context),)) for evidence in fact.evidence))


def _build_passage(evidence: Evidence, fact: Fact, context: PageContext) -> Box:
    source = context.find_source(evidence)
    authors = ", ".join(source.authors) if source.label not in source.authors else ""
    byline = ", ".join(filter(None, (authors, inline.format_publication_date(source))))
    letter, name = inline.render_source_letter(source, context), Strong((inline.link_source(source),))
    # A passage for context gives no answer, and one that says otherwise does not give the fact's.
    answer = evidence.says or (fact.value if evidence.relation is Relation.SUPPORTS else None)
    dated = mark(Role.DATE, inline.format_as_of(evidence.as_of)) if evidence.as_of else None
    value = join_with_spaces(inline.render_answer(answer, fact.value), dated) if answer else ()
    against: Text = ()
    if evidence.relation is not Relation.SUPPORTS:
        against = to_text(mark(Role.META, evidence.relation.meaning))
    elif words := explain_no_support(evidence, fact, context.catalog):
        against = make_text(f"Not counted as support: {words}.")
    differs = to_text(mark(Role.DIFFERS, "What differs"), " ", evidence.differs) if evidence.differs else ()
    parts = (
        (join_with_spaces(letter, name, mark(Role.META, byline)), None),
        (inline.render_status(source, context), Role.CAVEAT),
        (value, Role.VALUE),
        (render_route(evidence, context), Role.ROUTE),
        (render_passage_location(evidence, fact, context), None),
        (_render_attribution(evidence, fact, context), Role.META),
        (against, Role.META),
        (differs, Role.CAVEAT),
        (evidence.note, Role.META),
    )
    return Box(Role.PASSAGE, tuple(Paragraph(text, role) for text, role in parts if text))


def render_route(evidence: Evidence, context: PageContext) -> Text:
    """Return how a statement travelled: origin, who passed it on, the source."""
    source = inline.render_source_label(context.find_source(evidence), context)
    title = "" if inline.is_origin_named(evidence, context) else f"1 origin: {inline.ORIGIN_NOT_NAMED}"
    if not evidence.chain:
        title = title or inline.INTERFACE_WORDS["voice"][1]
        return join_with_spaces(mark(Role.ORIGIN, "in its own voice:", title), source)
    first = inline.link_speakers(evidence, context)
    relays = (inline.link_actor(context.catalog.actors[actor.id]) for actor in evidence.chain[1:])
    return join_texts((mark(Role.ORIGIN, first, title), *relays, source), " → ")


def link_paragraph(evidence: Evidence, fact: Fact, context: PageContext) -> Text:
    """Return the paragraph in which a passage begins, linked to it where its source has an address."""
    proof = context.find_proof(fact, evidence)
    if proof is None:
        return to_text("Paragraph not known ", mark(Role.UNPROVED, *inline.INTERFACE_WORDS["unproved"]))
    words = make_text(capitalise(context.describe_place(proof)))
    address = inline.build_passage_address(evidence, context)
    return to_text(link_to(address, words)) if address else words


def render_passage_location(evidence: Evidence, fact: Fact, context: PageContext, *, with_reading: bool = True) -> Text:
    """Return where a passage is, whether it was found, and what was found in it for this fact."""
    paragraph, proof = link_paragraph(evidence, fact, context), context.find_proof(fact, evidence)
    if proof is None:
        return paragraph
    source = context.find_source(evidence)
    noun = SOURCE_WORDS[source.type][1]
    return join_with_spaces(
        paragraph,
        mark(Role.PROVED, *inline.INTERFACE_WORDS["found"]),
        *(_mark_reading(proof.reading) if with_reading else ()),
        # For browsers that do not follow the address of a passage.
        mark(Role.META, link_to(WebAddress(source.url), f"whole {noun}")) if source.url else None,
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


def _render_attribution(evidence: Evidence, fact: Fact, context: PageContext) -> Text:
    """Return where the source names the speaker, if that is not in the passage itself."""
    words = evidence.attribution
    if words is None:
        return ()
    proof = context.lock.find_record(fact.id, evidence.source.id, words)
    where = f"in the {context.describe_place(proof)}" if proof else "elsewhere in the source"
    place = where.replace("the paragraph", "paragraph")
    if url := context.find_source(evidence).url:
        return to_text("The speaker is named ", link_to(WebAddress(add_text_fragment(url, words)), place))
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
