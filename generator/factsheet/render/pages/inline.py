"""The short typed texts that pages share: statements with their speakers, values, sources, dates, links."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from factsheet.analysis.agreement import Comparison, list_support
from factsheet.analysis.attribution import Part, SourceMention, format_part
from factsheet.diagnostics.core import read_declarations
from factsheet.evidence.locator import ELLIPSIS, Locator, add_text_fragment
from factsheet.model.arithmetic.units import convert_value
from factsheet.model.dates.points import Date, MissingEnd, render_date
from factsheet.model.records import Actor, CorrectedRecord, Evidence, Fact, Place, Sheet, Source
from factsheet.model.text import spans
from factsheet.model.text.spans import Role
from factsheet.model.text.wording import capitalise, decapitalise, format_count
from factsheet.model.values.hedges import Value, render_value_parts
from factsheet.model.vocabulary import ActorKind, Lifecycle, SourceState, Standing
from factsheet.render.blocks import Paragraph
from factsheet.render.pages.context import PageContext, build_once

ORIGIN_NOT_NAMED = "the origin is not named"
PAGE_TEXTS = read_declarations("render.pages", "texts.toml")
INTERFACE_WORDS = PAGE_TEXTS["words"]
"""The words of the interface, each with its meaning, by what they stand for."""


def to_text(*parts: str | spans.Span | spans.Text) -> spans.Text:
    """Join words, spans and texts into one text; words become plain text, shown as they are."""
    joined: spans.Text = ()
    for part in parts:
        joined += spans.make_text(part) if isinstance(part, str) else part if isinstance(part, tuple) else (part,)
    return joined


def mark(role: Role, words: str | spans.Span | spans.Text, title: str = "") -> spans.Mark:
    """Give words a role."""
    return _mark_words(role, words, title) if isinstance(words, str) else spans.Mark(role, to_text(words), title)


@lru_cache(maxsize=4096)
def _mark_words(role: Role, words: str, title: str) -> spans.Mark:
    return spans.Mark(role, spans.make_text(words), title)


def join_texts(texts: Iterable[spans.Span | spans.Text | None], joint: str = ", ") -> spans.Text:
    """Join spans and texts by a comma or another joint, leaving out those that are empty."""
    joined: spans.Text = ()
    for text in filter(None, texts):
        if joined:
            joined += spans.make_text(joint)
        joined += text if isinstance(text, tuple) else (text,)
    return joined


def join_with_spaces(*texts: spans.Span | spans.Text | None) -> spans.Text:
    """Join spans and texts by spaces, leaving out those that are empty."""
    return join_texts(texts, " ")


def join_with_and(words: Sequence[str]) -> str:
    """Join words as a sentence does: `number, hedge and unit`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def build_fact_address(name: str) -> spans.PageAddress:
    """Return the permalink of a fact."""
    return spans.PageAddress(f"facts/{name}.md")


def build_sheet_address(name: str, anchor: str = "") -> spans.PageAddress:
    """Return the page of a sheet."""
    return spans.PageAddress(f"sheets/{name}.md", anchor)


@build_once
def build_passage_address(evidence: Evidence, context: PageContext) -> spans.WebAddress | None:
    """Return the address that makes a browser show the passage, where the source has an address."""
    url = context.find_source(evidence).url
    return spans.WebAddress(add_text_fragment(url, evidence.locator)) if url else None


def format_passage(evidence: Evidence, fact: Fact, context: PageContext) -> str:
    """Return the label of a source and where the passage is: `Ostwick Gazette, paragraph 3`."""
    proof = context.find_proof(fact, evidence)
    label = context.find_source(evidence).label
    return f"{label}, {context.describe_place(proof)}" if proof else label


def render_locator(locator: Locator) -> spans.Text:
    """Return the words at both ends of a passage, as they stand in the source."""
    return join_texts((spans.Code(words) for words in (locator.first, locator.last) if words), f" {ELLIPSIS} ")


def link_to(address: spans.Address, *words: str | spans.Span | spans.Text) -> spans.Link:
    """Link words to an address."""
    return spans.Link(to_text(*words), address)


@build_once
def link_fact(fact: Fact, context: PageContext) -> spans.Link:
    """Return the statement of a fact, linked to its page."""
    return spans.Link(render_statement(fact, context), build_fact_address(fact.id))


@lru_cache(maxsize=4096)
def _link_page(uri: str, words: str, anchor: str = "") -> spans.Link:
    return spans.Link(spans.make_text(words), spans.PageAddress(uri, anchor))


def link_sheet(sheet: Sheet, anchor: str = "") -> spans.Link:
    """Return the title of a sheet, linked to its page."""
    return _link_page(f"sheets/{sheet.id}.md", sheet.title, anchor)


def link_source(source: Source, words: str = "") -> spans.Link:
    """Return the label of a source, or other words, linked to its page."""
    return _link_page(f"sources/{source.id}.md", words or source.label)


def link_actor(actor: Actor) -> spans.Link:
    """Return the name of an actor, linked to its page; that of a group begins with a capital, as it stands alone."""
    return _link_page(f"actors/{actor.id}.md", format_actor_name(actor))


def link_speakers(evidence: Evidence, context: PageContext) -> spans.Text:
    """Return who said it first, each linked; nothing where the source speaks in its own voice."""
    return join_texts((link_actor(context.catalog.actors[actor.id]) for actor in evidence.speakers), " and ")


def format_actor_name(actor: Actor) -> str:
    """Return the name of an actor as it begins a line; only groups are written without a capital of their own."""
    return capitalise(actor.name) if actor.kind in {ActorKind.GROUP, ActorKind.UNNAMED} else actor.name


def link_corrected(record: CorrectedRecord, context: PageContext) -> spans.Link:
    """Return the name of a fact, a sheet or an actor, linked to its page."""
    if isinstance(record, Fact):
        return link_fact(record, context)
    return link_sheet(record) if isinstance(record, Sheet) else link_actor(record)


def link_place(place: Place) -> spans.Link:
    """Return the name of a place, linked to its page."""
    return _link_page(f"places/{place.id}.md", place.name)


@build_once
def render_statement(fact: Fact, context: PageContext) -> spans.Text:
    """Return the statement of a fact without links; behind its speaker, where it is weaker than reported."""
    lead = format_lead(fact, context)
    words = spans.strip_links(fact.statement)
    return to_text(mark(Role.ATTRIBUTION, lead), " ", words) if lead else words


def format_lead(fact: Fact, context: PageContext) -> str:
    """Return what stands before a statement: `Alleged by Tam Oddy:`; empty for what is reported."""
    attribution = context.attributions[fact.id]
    return f"{attribution.lead_text}:" if attribution.leads_statement else ""


@build_once
def format_statement(fact: Fact, context: PageContext) -> str:
    """Return the statement of a fact in plain words, behind its speaker where it is weaker than reported."""
    return spans.strip_markup(render_statement(fact, context))


def format_alone(fact: Fact, context: PageContext) -> str:
    """Return a fact for where it goes without its page: statement and value, with who says it, where and when."""
    statement, line = spans.strip_markup(fact.statement), context.attributions[fact.id].text
    said = f"{statement}: {format_value_words(fact.value)}" if fact.value else statement
    return f"{line}: {said}" if context.attributions[fact.id].leads_statement else f"{said} ({decapitalise(line)})"


@build_once
def build_attribution_line(fact: Fact, context: PageContext) -> Paragraph:
    """Return the line below a statement: who says it, where and when, or what of it is not yet said before it."""
    return Paragraph(to_text(*map(_link_part, context.attributions[fact.id].below)), Role.ATTRIBUTION)


def _link_part(part: Part) -> str | spans.Link:
    if isinstance(part, Actor):
        return _link_page(f"actors/{part.id}.md", format_part(part))
    return link_source(part.source, part.words) if isinstance(part, SourceMention) else part


def render_value(value: Value) -> spans.Text:
    """Return a value with its hedge, number and unit marked, in the order in which they are read."""
    return _mark_parts(*render_value_parts(value))


@lru_cache(maxsize=4096)
def _mark_parts(hedge: str, number: str, unit: str) -> spans.Text:
    parts = zip((Role.HEDGE, Role.NUMBER, Role.UNIT), (hedge, number, unit), strict=True)
    return join_with_spaces(*(mark(role, words) for role, words in parts if words))


def render_measured_fact(fact: Fact, context: PageContext) -> spans.Text:
    """Return the statement of a fact, linked to its page, with its value."""
    value = to_text(": ", render_value(fact.value)) if fact.value else ()
    return to_text(link_fact(fact, context), value)


def render_answer(value: Value, other: Value | None) -> spans.Text:
    """Return a value in which the words that differ from another answer are marked."""
    theirs = render_value(other) if other else ()
    return tuple(
        mark(Role.DIFFERS, span.spans) if isinstance(span, spans.Mark) and span not in theirs else span
        for span in render_value(value)
    )


def build_value_paragraph(value: Value | None) -> Paragraph:
    """Return a value as a paragraph of its own, which is empty where there is none."""
    return Paragraph(render_value(value) if value else (), Role.VALUE)


def format_value_words(value: Value) -> str:
    """Return a value as plain words: `at least 93 people`."""
    return " ".join(filter(None, render_value_parts(value)))


@cache
def render_standing(standing: Standing) -> spans.Mark:
    """Return a standing, with its meaning as the title."""
    return mark(Role(standing.value), standing.value, standing.meaning)


def format_standing(fact: Fact) -> str:
    """Return the standing that readers see; of a derived fact, from what it was worked out, if less than reported."""
    if not fact.derived:
        return fact.standing.value
    label = INTERFACE_WORDS["derived"][0]
    return f"{label} from what is {fact.standing.value}" if fact.standing.follows_speaker else label


def render_fact_marks(fact: Fact) -> spans.Text:
    """Return what a fact is: its standing, or that we worked it out, and what became of it."""
    changed = fact.lifecycle is not Lifecycle.CURRENT
    derived = mark(Role.DERIVED, format_standing(fact), INTERFACE_WORDS["derived"][1]) if fact.derived else None
    became = mark(Role(fact.lifecycle.value), fact.lifecycle.value, fact.lifecycle.meaning) if changed else None
    return join_with_spaces(derived or render_standing(fact.standing), became)


@build_once
def render_independence(fact: Fact, context: PageContext) -> spans.Text:
    """Return how many sources say a fact, how many are independent, and what became of them; empty if derived."""
    independence = context.independence[fact.id]
    words = independence.words
    named = any(is_origin_named(evidence, context) for evidence in list_support(fact, context.catalog))
    origins = format_count(independence.independent_count, "origin")
    sources = format_count(independence.source_count, "source")
    title = f"{origins}, {sources}: {'the origin is named' if named else ORIGIN_NOT_NAMED}"
    counted = mark(Role.INDEPENDENCE, words, title) if independence.source_count else mark(Role.DIFFERS, words)
    states = dict.fromkeys(source.status.state for source in context.list_sources(fact) if source.status)
    states.pop(SourceState.RETRACTED, None)  # The count says how many there are.
    marks = (mark(Role(state.value), f"source {state.value}", state.meaning) for state in states)
    return join_with_spaces(counted if words else None, *marks)


def is_origin_named(evidence: Evidence, context: PageContext) -> bool:
    """Tell whether it is known who said it first: somebody in the chain, or who publishes or wrote the source."""
    if evidence.chain:
        return context.catalog.actors[evidence.chain[0].id].kind is not ActorKind.UNNAMED
    source = context.find_source(evidence)
    return bool(source.publisher or source.authors)


def render_source_letter(source: Source, context: PageContext) -> spans.Mark:
    """Return the letter of a source."""
    letter = context.letters[source.id]
    return mark(Role.SOURCE_MARK, letter, f"{letter}: {source.label}")


def render_source_label(source: Source, context: PageContext) -> spans.Text:
    """Return the letter of a source and its label."""
    return to_text(render_source_letter(source, context), " ", source.label)


def render_source_link(source: Source, context: PageContext) -> spans.Text:
    """Return the letter of a source and its label, linked to its page."""
    return to_text(render_source_letter(source, context), " ", link_source(source))


def format_source_date(date: Date) -> str:
    """Return when a source was published; where only one limit is known, that it is undated, and the limit."""
    if date.first and date.end is MissingEnd.OPEN:
        return f"undated; not before {render_date(replace(date, text=date.text[:-3], end=date.start))}"
    return render_date(date)


def format_publication_date(source: Source) -> str:
    """Return when a source was published, or that this is not known, and what became of it since."""
    published = format_source_date(source.published) if source.published else "date not known"
    return f"{published}, {source.status.state} {render_date(source.status.on)}" if source.status else published


def render_status(source: Source, context: PageContext) -> spans.Text:
    """Return what became of a source since it was published, in a sentence or two; empty where nothing did."""
    status = source.status
    if status is None:
        return ()
    role = Role.WITHDRAWN if status.state is SourceState.RETRACTED else Role(status.state.value)
    state = mark(role, status.state.value, status.state.meaning)
    by = to_text(link_source(context.catalog.sources[status.by.id]), " takes its place.") if status.by else None
    end = to_text(": ", status.notice) if status.notice else "."
    return join_with_spaces(to_text("The source was ", state, f" on {render_date(status.on)}", end), by)


def render_differences(fact: Fact, context: PageContext) -> spans.Mark | None:
    """Return a mark where the sources of a fact differ, saying in what; None where they do not."""
    kinds = list_difference_kinds(context.comparisons[fact.id])
    return mark(Role.DIFFERS, f"sources differ in {join_with_and(kinds)}") if kinds else None


def list_difference_kinds(pairs: Sequence[Comparison]) -> list[str]:
    """Return in what answers differ: number, hedge, unit, or else wording."""
    differing = {
        "number": any(_has_different_numbers(pair.left.value, pair.right.value) for pair in pairs),
        "hedge": any(pair.hedge_differs for pair in pairs),
        "unit": any(pair.unit_differs for pair in pairs),
    }
    kinds = [name for name, differs in differing.items() if differs]
    return kinds or (["wording"] if any(pair.differs for pair in pairs) else [])


def _has_different_numbers(left: Value | None, right: Value | None) -> bool:
    if left is None or right is None:
        return False
    right = convert_value(right, left.unit) or right
    return left.number != right.number or (left.number is None and left.interval != right.interval)


def render_fact_date(fact: Fact) -> spans.Mark | None:
    """Return the time for which a fact holds or at which it happened; None where it has neither."""
    if fact.as_of:
        return mark(Role.DATE, format_as_of(fact.as_of))
    return mark(Role.DATE, render_date(fact.when)) if fact.when else None


def format_as_of(date: Date) -> str:
    """Return the time for which a fact holds; `as of` reads well before a day or a month, not before `until`."""
    return render_date(date) if date.is_interval else f"as of {render_date(date)}"
