"""The pages about all facts: differences, checks, corrections, downloads, and the glossaries of the method page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from factsheet.analysis.agreement import Comparison, SourceAnswer, list_answers
from factsheet.evidence.lock import PassageReading
from factsheet.model.records import Fact
from factsheet.model.text.spans import FileAddress, PageAddress, Role, Text, make_text
from factsheet.model.text.wording import format_count
from factsheet.model.values.hedges import describe_hedges
from factsheet.model.vocabulary import Agreement, Lifecycle, Relation, Standing, Word
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Figure, Heading, Page, Paragraph, Table
from factsheet.render.pages import charts, inline, lists
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.fact import build_derivation
from factsheet.render.pages.inline import join_texts, link_to, mark, to_text
from factsheet.render.pages.rows import build_correction_list, link_paragraph


def build_glossaries() -> Mapping[str, Blocks]:
    """Return the tables that a hand-written page can place, by the name it places them with."""
    words = tuple(tuple(map(make_text, pair)) for pair in inline.INTERFACE_WORDS.values())
    return {
        "standings": (_build_words("Standing", Standing),),
        "lifecycles": (_build_words("Word", Lifecycle),),
        "agreements": (_build_words("Two answers are", Agreement),),
        "hedges": (_build_hedges(),),
        "words": (Table((make_text("Word"), make_text("What it means here")), words, caption="Words on the pages"),),
    }


def _build_words(title: str, words: type[Word]) -> Block:
    names = (mark(Role(word.value), word.value) if words is Standing else make_text(word.value) for word in words)
    rows = tuple((to_text(name), make_text(word.meaning)) for name, word in zip(names, words, strict=True))
    return Table(header=(make_text(title), make_text("What it means here")), rows=rows, caption=title)


def _build_hedges() -> Block:
    lines = ((", ".join(line.words), line.meaning, line.interval_text) for line in describe_hedges())
    rows = tuple(tuple(map(make_text, line)) for line in lines)
    header = (make_text("Words"), make_text("What they mean"), make_text("Taken as"))
    return Table(header=header, rows=rows, caption="Hedges and the intervals they stand for")


def build_checks_page(context: PageContext) -> Page:
    """Return the page of what is checked at every build, each derived number with how it comes out."""
    catalog = context.catalog
    proofs = [context.find_proof(fact, evidence) for fact in catalog.facts.values() for evidence in fact.evidence]
    proved = sum(proof is not None for proof in proofs)
    ties = f"{format_count(len(proofs), 'tie')} from a fact to a passage"
    found = f"{'all' if proved == len(proofs) else proved} found in our copies of the sources"
    words = f"{ties}, {found}: the words at both ends of the passage stand there, and only once."
    derived = tuple(fact for fact in catalog.facts.values() if fact.derived)
    blocks: list[Block] = [
        Heading(2, make_text("Passages"), "passages"),
        Paragraph(make_text(words)),
        Paragraph(make_text(_format_readings([proof.reading for proof in proofs if proof and proof.reading]))),
        *_build_second_readers(context),
        Heading(2, make_text("Numbers that follow from others"), "derived"),
        Paragraph(make_text(_format_derived_count(len(derived)))),
    ]
    for fact in derived:
        blocks += [Heading(3, inline.render_measured_fact(fact, context), fact.id), *build_derivation(fact, context)]
    blocks += _build_waivers(context)
    return lists.build_general_page("checks", blocks)


def _format_readings(readings: Sequence[PassageReading]) -> str:
    """Return what a program saw when it read the passages; what it did not find is listed as set aside."""
    if not readings:
        return "No program has read the passages yet; it has only looked for their words."
    sentences = [f"A program has read {format_count(len(readings), 'passage')}."]
    for sought, answers in (
        ("hold a number", [reading.number for reading in readings if reading.number is not None]),
        ("name a speaker", [reading.speaker for reading in readings if reading.speaker is not None]),
    ):
        if answers:
            sentences.append(f"Of {len(answers)} that should {sought}, {'all' if all(answers) else sum(answers)} do.")
    sentences.append("What a passage denies or leaves open, the fact says too, or it is set aside.")
    return " ".join(sentences)


def _build_second_readers(context: PageContext) -> Blocks:
    """Return how many facts a second person has read; nothing where no fact needs one."""
    needed = len(context.readings)
    read = sum(bool(reading.supporting) for reading in context.readings.values())
    words = (
        f"{format_count(needed, 'fact')} must be read by a second person, beside the passages; "
        f"{'all' if read == needed else read} of them {'was' if read == 1 else 'were'} read and found supported. "
        "The page of each names the reader and the day. A reading counts until the fact or one of its passages changes."
    )
    head = Heading(2, make_text("Second readers"), "second-readers")
    return (head, Paragraph(make_text(words))) if needed else ()


def _format_derived_count(count: int) -> str:
    if not count:
        return "No number on this site is worked out from others."
    taken = f"{format_count(count, 'number')} on this site {'is' if count == 1 else 'are'} not taken from a source"
    return f"{taken} but worked out from others. A build fails when one no longer comes out."


def _build_waivers(context: PageContext) -> Blocks:
    """List the waivers, so that no exception stays hidden."""
    points = tuple(
        to_text(f"{waiver.code} for ", inline.link_fact(fact, context), f": {waiver.why}")
        for fact in context.catalog.facts.values()
        for waiver in fact.waivers
    )
    none = Paragraph(make_text("No check has been set aside for any fact."))
    return (Heading(2, make_text("What was set aside"), "waivers"), Bullets(points) if points else none)


def build_corrections_page(context: PageContext) -> Page:
    """Return the page of every change to something published, the latest first."""
    corrections = build_correction_list(context)
    empty = "No correction has been published. One stands here, and where the error stood, with what was said before."
    return lists.build_general_page("corrections", corrections, "" if corrections else empty)


def build_downloads_page(context: PageContext) -> Page:
    """Return the page of files to download."""
    files = ((FileAddress(f"downloads/{name}"), name, about) for name, about in inline.PAGE_TEXTS["downloads"]["files"])
    rows = tuple((to_text(link_to(address, name)), make_text(about)) for address, name, about in files)
    table = Table(header=(make_text("File"), make_text("What it holds")), rows=rows, caption="Files to download")
    licence = f"Facts and texts: {context.settings.licence['name']}. " if context.settings.licence else ""
    terms = (
        make_text(f"{licence}The sources themselves are not part of the files."),
        make_text("Each fact also has its own JSON file, linked from its page."),
        make_text(f"Files of version {context.read_build_id()}: the same facts give the same files, byte for byte."),
    )
    return lists.build_general_page("downloads", (table, *lists.build_handout_list(context), Bullets(terms)))


def build_differences_page(context: PageContext) -> Page:
    """Return the page of all questions that two sources answer: values first, then words, what agrees last."""
    shared = tuple(fact for fact in context.catalog.facts.values() if context.comparisons[fact.id])
    lede = "No fact stands in more than one source yet."
    if shared:
        stand = f"{format_count(len(shared), 'fact')} {'stands' if len(shared) == 1 else 'stand'}"
        differ = f"the sources differ in {sum(map(context.has_differences, shared)) or 'none'} of them"
        lede = f"{stand} in more than one source; {differ}. What each says is set side by side and nothing is averaged."
    index: list[Block] = []
    blocks: list[Block] = []
    for part, (anchor, title, about) in enumerate(inline.PAGE_TEXTS["differences"]["parts"]):
        if facts := [fact for fact in shared if find_difference_part(fact, context) == part]:
            link = link_to(PageAddress("differences.md", anchor), title)
            index.append(lists.build_index_entry(to_text(link), about, len(facts)))
            blocks += [Heading(2, make_text(title), anchor), *build_differences(facts, context)]
    return lists.build_general_page("differences", [Box(Role.INDEX, tuple(index)), *blocks] if index else (), lede)


def find_difference_part(fact: Fact, context: PageContext) -> int:
    """Return 0 where sources differ in number, hedge or unit, 1 where they do in words alone, 2 where they agree."""
    kinds = inline.list_difference_kinds(context.comparisons[fact.id])
    return int(kinds == ["wording"]) if kinds else 2


def build_differences(facts: Iterable[Fact], context: PageContext, *, brief: bool = False) -> Iterator[Block]:
    """Yield facts of several sources: other values side by side, other words as a row with a line for each source.

    In brief, there are no drawings and verdicts, and no ids to link to.
    """
    for part, group in groupby(facts, key=lambda fact: find_difference_part(fact, context)):
        if part == 1:
            yield Box(Role.FACTS, tuple(_build_wording(fact, context, brief=brief) for fact in group))
            continue
        for fact in group:
            pairs = [pair for pair in context.comparisons[fact.id] if pair.differs]
            if len(pairs) > _MOST_PAIRS:
                yield _build_answers(fact, context, brief=brief)
                continue
            for place, pair in enumerate(pairs[:1] if brief else pairs):
                yield _build_pair(fact, pair, place, context, brief=brief)
            if not pairs:
                same = mark(Role.AGREES, "same", Agreement.SAME.meaning)
                yield Paragraph(to_text(same, " ", inline.link_fact(fact, context)))


def _build_wording(fact: Fact, context: PageContext, *, brief: bool) -> Box:
    lines = (Paragraph(to_text(inline.link_fact(fact, context))), *_list_answer_lines(fact, context))
    return Box(Role.ROW, (Box(Role.ROW_SAID, lines),), "" if brief else fact.id)


def _list_answer_lines(fact: Fact, context: PageContext) -> Iterator[Paragraph]:
    """Yield a line for each source: its value or words, and where they stand."""
    for answer in list_answers(fact):
        source = inline.render_source_label(context.find_source(answer.evidence), context)
        place = mark(Role.META, link_paragraph(answer.evidence, fact, context))
        said = inline.render_value(answer.value) if answer.value else _render_words(answer)
        yield Paragraph(to_text(source, ": ", said, " ", place), Role.SIDE)


_MOST_PAIRS = 3
"""How many pairs of answers are set side by side; of more, as of four sources, each answer has one line."""


def _build_answers(fact: Fact, context: PageContext, *, brief: bool) -> Box:
    """Return what each of many sources says, and what they differ in."""
    name = to_text(inline.link_fact(fact, context))
    kinds = mark(Role.DIFFERS, ", ".join(inline.list_difference_kinds(context.comparisons[fact.id])))
    chart = None if brief else charts.build_answers_chart(fact, context)
    blocks = (
        Paragraph(name) if brief else Heading(3, name),
        Paragraph(to_text(kinds), Role.META),
        *_list_answer_lines(fact, context),
        *((Figure(chart),) if chart else ()),
    )
    return Box(Role.DIFFERENCE, blocks, "" if brief else fact.id)


def _render_words(answer: SourceAnswer) -> Text:
    """Return what a source says otherwise, or that it says what the statement says."""
    disputes = answer.evidence.relation is Relation.DISPUTES
    return answer.differs or to_text(Relation.DISPUTES.meaning if disputes else mark(Role.META, "As stated."))


def _build_pair(fact: Fact, pair: Comparison, place: int, context: PageContext, *, brief: bool) -> Box:
    kinds = inline.list_difference_kinds([pair])
    verdict = mark(Role.DIFFERS, ", ".join(kinds), pair.agreement.meaning if pair.agreement else "")
    name = to_text(inline.link_fact(fact, context))
    blocks: list[Block] = [Paragraph(name) if brief else Heading(3, name)] if place == 0 else []
    sides = (_build_side(pair.left, pair.right, fact, context), _build_side(pair.right, pair.left, fact, context))
    blocks += [Paragraph(to_text(verdict), Role.META), *sides]
    if brief:
        return Box(Role.DIFFERENCE, tuple(blocks))
    if place == 0 and (chart := charts.build_answers_chart(fact, context)):
        blocks.append(Figure(chart))
    if pair.agreement and pair.agreement is not Agreement.SAME:
        blocks.append(Paragraph(to_text(mark(Role.META, "Can both be true?"), " ", _format_verdict(pair.agreement))))
    words = pair.left.differs or pair.right.differs
    if words and fact.value:
        blocks.append(Paragraph(to_text(mark(Role.META, "What differs"), " ", words)))
    return Box(Role.DIFFERENCE, tuple(blocks), anchor=fact.id if place == 0 else "")


VERDICTS: Mapping[Agreement, tuple[bool | None, str]] = {
    Agreement.SAME: (None, "The values are the same."),
    Agreement.COMPATIBLE: (True, "the values overlap."),
    Agreement.MORE_PRECISE: (True, "one value lies inside the other and is more precise."),
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
    words = inline.render_answer(answer.value, other.value) if answer.value else _render_words(answer)
    evidence = answer.evidence
    source = inline.render_source_label(context.find_source(evidence), context)
    who = join_texts((inline.link_speakers(evidence, context), source), ", in ")
    as_of = answer.as_of if answer.as_of != other.as_of else None
    dated = mark(Role.DATE, inline.format_as_of(as_of)) if as_of else None
    place = inline.join_with_spaces(link_paragraph(evidence, fact, context), dated)
    return Box(Role.SIDE, (Paragraph(words, Role.VALUE), Paragraph(who), Paragraph(place, Role.META)))
