"""The page of a fact."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal

from factsheet.analysis.agreement import list_credited
from factsheet.analysis.catalog import list_subjects
from factsheet.analysis.derivations import DerivationResult
from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact
from factsheet.model.text.spans import FileAddress, Role, Span, Strong, Text, WebAddress, make_text, strip_markup
from factsheet.model.text.wording import capitalise
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.values.intervals import Interval, render_interval
from factsheet.model.vocabulary import Lifecycle, Standing
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Heading, Page, Paragraph, Table
from factsheet.render.pages import charts, inline, lists
from factsheet.render.pages.citations import CitedPage, build_citation_box, build_embed_code
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import link_fact, link_to, mark, render_value, to_text
from factsheet.render.pages.rows import build_correction_list, build_evidence_box, build_meta_line, build_section
from factsheet.render.pages.sheet import format_reading_note, shorten_description

_MAX_SHORT_STATEMENT = 70
"""Characters of a statement beyond which it is set smaller."""
_SIGNIFICANT_DIGITS = 6
"""Significant digits of a computed number on the page; the build compares with all of them."""
_CONVENTIONAL_DIGITS = 3
"""Digits of an end that rests on our convention: more would say that we know it so well."""


def build_derivation(fact: Fact, context: PageContext) -> Blocks:
    """Return how a derived number comes out; empty when it could not be worked out."""
    derivation = context.derivations.get(fact.id)
    if derivation is None or fact.derived is None or fact.value is None:
        return ()
    cells: list[tuple[str | Span, Text, Value, Span]] = []
    for operand in derivation.operands:
        link = link_to(inline.build_fact_address(operand.fact.id), operand.fact.id)
        statement = inline.render_statement(operand.fact, context)
        cells.append((mark(Role.ID, operand.name), statement, operand.value, link))
    cells.append(("=", inline.render_statement(fact, context), fact.value, mark(Role.ID, fact.id)))
    table = Table(
        header=tuple(map(make_text, ("Name", "Input", "Value", "Fact"))),
        rows=tuple((to_text(name), said, render_value(value), to_text(last)) for name, said, value, last in cells),
        right_columns=frozenset({2}),
        caption=f"The numbers that went into {fact.id}, and the result",
    )
    outcome = Paragraph(_render_outcome(derivation, fact.derived.formula.text, fact.value))
    return (Box(Role.WORKING, (table, outcome, Paragraph(fact.derived.note))),)


def _render_outcome(derivation: DerivationResult, formula: str, value: Value) -> Text:
    of = f" {value.unit}" if value.unit else ""
    parts: Text = to_text(Strong(make_text(formula)))
    if derivation.number is not None:
        parts = to_text(parts, f" gives {_format_interval(Interval.from_number(derivation.number))}{of}.")
    if derivation.interval.is_point:
        is_rounded = derivation.number is not None and derivation.number != value.number
        result = "only rounded" if is_rounded else "exact too" if value.hedge is Hedge.EXACT else "given less exactly"
        return to_text(parts, f" Every input is exact; the result is {result}.")
    if any(operand.value.has_conventional_width for operand in derivation.operands):
        rounded = _format_interval(derivation.interval, _CONVENTIONAL_DIGITS)
        note = "How far a rough number reaches is our convention, not the source's."
        return to_text(parts, f" With what the inputs leave open, rounded: {rounded}{of}. {note}")
    return to_text(parts, f" With what the inputs leave open: {_format_interval(derivation.interval)}{of}.")


def _format_interval(interval: Interval, digits: int = _SIGNIFICANT_DIGITS) -> str:
    """Return an interval in words, its ends rounded outwards to so many digits."""

    def round_limit(limit: Decimal | None, rounding: str) -> Decimal | None:
        if limit is None:
            return None
        if limit == limit.to_integral_value() and digits == _SIGNIFICANT_DIGITS:
            return limit.to_integral_value()
        return Context(prec=digits, rounding=rounding).plus(limit).normalize()

    rounding = (ROUND_HALF_EVEN, ROUND_HALF_EVEN) if interval.is_point else (ROUND_FLOOR, ROUND_CEILING)
    low, high = round_limit(interval.low, rounding[0]), round_limit(interval.high, rounding[1])
    if low is not None and low == high:
        return render_interval(Interval.from_number(low))
    return render_interval(Interval(low, high, interval.low_open, interval.high_open))


def build_fact_page(fact: Fact, context: PageContext) -> Page:
    """Return the page of a fact, in the order in which readers ask.

    What, how much, who says so, how well supported, what not to read into it; the passage or the working; the rest.
    """
    chain = charts.build_chain_drawing(fact, context)
    derived = tuple(inline.render_measured_fact(each, context) for each in context.catalog.dependents[fact.id])
    particulars = lists.build_particulars("fact", _list_particulars(fact, context))
    blocks = (
        *_build_notice(fact, context),
        Heading(1, inline.render_statement(fact, context)),
        *_build_measure(fact),
        inline.build_attribution_line(fact, context),
        build_meta_line(fact, context),
        Paragraph(fact.caveat, Role.CAVEAT),
        *build_section("How it was worked out", "working", *build_derivation(fact, context)),
        *build_section("Evidence", "evidence", *_build_evidence(fact, context)),
        *_build_drawing(fact, context),
        *build_section("How it travelled", "chain", Figure(chain) if chain else None),
        *build_section("How we read it", "note", Paragraph(fact.note) if fact.note else None),
        *build_section("What is worked out from it", "dependants", Bullets(derived) if derived else None),
        *build_section("Corrections", "corrections", *build_correction_list(context, fact)),
        *build_section("About this fact", "about", particulars),
        *build_section("Cite this fact", "cite", _build_citation(fact, context)),
        *_build_neighbours(fact, context),
    )
    value = f"{inline.format_value_words(fact.value)}. " if fact.value else ""
    # Where it is too long, what is cut off is the statement, which the title has too.
    description = f"{context.attributions[fact.id].text}: {value}{strip_markup(fact.statement)}"
    location = fact.locations.find("id")
    return Page(
        uri=inline.build_fact_address(fact.id).uri,
        title=shorten_description(inline.format_statement(fact, context)),
        description=shorten_description(description),
        blocks=blocks,
        edit_file=location.file,
        edit_line=location.line,
        kind="fact fs-long" if len(strip_markup(fact.statement)) > _MAX_SHORT_STATEMENT else "fact",
    )


def _build_measure(fact: Fact) -> Blocks:
    """Return the value, and below it what it counts, against what, and the same in another unit."""
    if fact.value is None:
        return ()
    parts = (
        to_text("also ", render_value(fact.also)) if fact.also else None,
        make_text(f"compared with {fact.compared_with}") if fact.compared_with else None,
        make_text(f"Counts: {fact.counts}") if fact.counts else None,
    )
    return (inline.build_value_paragraph(fact.value), Paragraph(inline.join_texts(parts, "; "), Role.META))


def _build_notice(fact: Fact, context: PageContext) -> Blocks:
    notices: list[Text] = []
    if (lifecycle := fact.lifecycle) is not Lifecycle.CURRENT:
        words = to_text(mark(Role(lifecycle.value), lifecycle.value.capitalize()), ". ", lifecycle.meaning)
        if fact.superseded_by:
            words = to_text(words, " Now: ", link_fact(context.catalog.facts[fact.superseded_by.id], context))
        notices.append(words)
    changed = (source for source in context.list_sources(fact) if source.status)
    notices += [
        to_text(inline.render_source_link(each, context), ": ", inline.render_status(each, context)) for each in changed
    ]
    return (Box(Role.NOTICE, tuple(map(Paragraph, notices))),) if notices else ()


def _build_drawing(fact: Fact, context: PageContext) -> Blocks:
    answers = charts.build_answers_chart(fact, context)
    drawing = answers or charts.build_parts_chart(fact, context)
    if drawing is None:
        return ()
    about = "Each line is what one source says." if answers else "The parts, as the sources give them, and their sum."
    return (Figure(drawing, make_text(f"{about} {format_reading_note(drawing)}")),)


def _list_particulars(fact: Fact, context: PageContext) -> Iterator[tuple[str, str | Text]]:
    catalog, sheet = context.catalog, context.find_sheet(fact)
    yield "As of", render_date(fact.as_of) if fact.as_of else ""
    yield "When", render_date(fact.when) if fact.when else ""
    yield "Places", inline.join_texts(inline.link_place(catalog.places[place.id]) for place in fact.places)
    speakers = dict.fromkeys(actor.id for evidence in fact.evidence for actor in evidence.speakers)
    yield "Said by", inline.join_texts(inline.link_actor(catalog.actors[name]) for name in speakers)
    subjects = list_subjects(fact, catalog.sources)
    yield "About", inline.join_texts(inline.link_actor(catalog.actors[actor.id]) for actor in subjects)
    yield "Sheet", to_text(inline.link_sheet(sheet, fact.id))
    yield "Tags", ", ".join(fact.tags)
    if reading := context.readings.get(fact.id):
        said = (f"{item.reader}, {item.day}" for item in reading.supporting)
        yield "Second reader", "; ".join(said) or "nobody yet has read it against its passages"
    yield "Reviewed", render_date(sheet.reviewed) if sheet.reviewed else ""
    yield "Corrections", "" if fact.corrections else "none published"
    yield "Id", to_text(mark(Role.ID, fact.id))
    # The line of YAML that holds the fact, leading to where it can be edited.
    location = fact.locations.find("id")
    words = f"{location.file}, line {location.line}"
    address = context.settings.build_edit_link(location.file, location.line)
    yield "Kept in", to_text(link_to(WebAddress(address), words)) if address else words


def _build_evidence(fact: Fact, context: PageContext) -> Iterator[Block]:
    if not fact.evidence:
        return
    independence = context.independence[fact.id]
    nobody = "Our own observation, from these passages" if fact.standing is Standing.OBSERVED else "No source says so"
    words = f"{capitalise(independence.words) or nobody}."
    if independence.source_count > independence.independent_count:
        words += " Sources that repeat each other, or go back to the same origin, count once."
    sources = inline.join_texts(lists.link_passage_check(source) for source in context.list_sources(fact))
    yield Paragraph(make_text(words))
    yield build_evidence_box(fact, context)
    counting = inline.PAGE_TEXTS["fact"]["counting"]
    yield Paragraph(to_text("Check the passages in your own copy of ", sources, ". ", counting), Role.META)
    if fact.choice:
        source = context.catalog.sources[fact.choice.source.id]
        yield Paragraph(to_text(f"This fact follows {source.label}. ", fact.choice.why), Role.CAVEAT)


def _build_citation(fact: Fact, context: PageContext) -> Box:
    credited = dict.fromkeys(inline.format_passage(evidence, fact, context) for evidence in list_credited(fact))
    cited = CitedPage(
        id=fact.id,
        title=inline.format_alone(fact, context),
        path=f"facts/{fact.id}/",
        credit="; ".join(credited),
        reviewed=context.find_sheet(fact).reviewed,
    )
    embed = Disclosure(make_text("Embed this fact"), build_embed_code(fact, context))
    files = Paragraph(to_text(link_to(FileAddress(f"facts/{fact.id}/fact.json"), "JSON")), Role.ACTIONS)
    return build_citation_box(cited, context, embed, files)


def _build_neighbours(fact: Fact, context: PageContext) -> Blocks:
    """Return the facts before and after this one on its sheet."""
    sheet = context.find_sheet(fact)
    place = context.catalog.number_of[fact.id]
    beside = [("Previous", other) for other in sheet.facts[max(place - 1, 0) : place]]
    beside += [("Next", other) for other in sheet.facts[place + 1 : place + 2]]
    if not beside:
        return ()
    count = f"Fact {place + 1} of {len(sheet.facts)} on "
    lines = tuple(Paragraph(to_text(mark(Role.META, name), " ", link_fact(other, context))) for name, other in beside)
    return (Box(Role.NEIGHBOURS, (Paragraph(to_text(count, inline.link_sheet(sheet, fact.id)), Role.META), *lines)),)
