"""Lists of facts, events in the order of time, what a reader can check, and what every general page shares."""

from collections.abc import Iterable, Mapping
from itertools import chain, groupby

from factsheet.analysis.attribution import SOURCE_WORDS
from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.dates.points import Date, render_date
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.spans import FileAddress, Link, PageAddress, Plain, Role, Strong, Text, WebAddress, make_text
from factsheet.model.text.wording import format_count
from factsheet.render import blocks
from factsheet.render.blocks import Block, Blocks, Box, Bullets, Disclosure, Figure, Heading, Page, Paragraph, Table
from factsheet.render.pages import inline
from factsheet.render.pages.charts import build_time_figure, build_value_chart
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline import link_fact, link_to, mark, to_text
from factsheet.render.pages.rows import build_fact_rows, build_meta_line, build_section


def build_fact_list(title: str, anchor: str, facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return facts as rows under a heading that counts them; nothing where there are none."""
    rows = build_fact_rows(facts, context)
    heading = f"{title}: {format_count(len(rows.blocks), 'fact')}"
    return build_section(heading, anchor, rows if rows.blocks else None)


def build_particulars(noun: str, particulars: Iterable[tuple[str, str | Text]]) -> Box:
    """Return names and texts, which stand in the margin where there is one; empty texts are left out."""
    named = tuple((make_text(name), to_text(text)) for name, text in particulars if text)
    return Box(Role.PARTICULARS, (blocks.Terms(named, f"Particulars of this {noun}"),))


def build_index_entry(name: Text, about: str, facts: int) -> Box:
    """Return one line of an index: a name, what it is, and how many facts go with it."""
    head = Box(Role.ROW_SAID, (Paragraph(name), Paragraph(make_text(about), Role.META)))
    return Box(Role.ROW, (head, Paragraph(render_fact_count(facts), Role.META)))


def render_fact_count(count: int) -> Text:
    """Return a number of facts, the number marked."""
    return to_text(mark(Role.NUMBER, str(count)), " fact" if count == 1 else " facts")


_MOST_TOGETHER = 60
"""How many lines of an index stand without headings between them."""


def build_index_page(folder: str, title: str, count: str, entries: Mapping[tuple[str, str], Box]) -> Page:
    """Return an index by name and id, a long one under the first letters of names, or in words that it is empty."""
    body: list[Block] = [] if entries else [Paragraph(make_text(f"No {folder} yet."))]
    by_letter = groupby(entries, key=lambda key: key[0][:1].upper() if len(entries) > _MOST_TOGETHER else "")
    for place, (letter, keys) in enumerate(by_letter, 1):
        body += [Heading(2, make_text(letter), f"letter-{place}")] if letter else []
        body.append(Box(Role.INDEX, tuple(entries[key] for key in keys)))
    return Page(
        uri=f"{folder}/index.md",
        title=title,
        description=f"{count.capitalize()}, with the facts that go with each.",
        blocks=(Heading(1, make_text(title)), Paragraph(make_text(f"{count}."), Role.LEDE), *body),
        kind="index",
    )


def build_general_page(name: str, blocks: Iterable[Block], lede: str = "", scripts: tuple[str, ...] = ()) -> Page:
    """Return a page about all facts, with the texts that `texts.toml` has for it; some have a `lede` of their own."""
    texts = inline.PAGE_TEXTS[name]
    head = (Heading(1, make_text(texts["title"])), Paragraph(make_text(lede or texts["lede"]), Role.LEDE))
    return Page(
        uri=texts.get("uri", f"{name}.md"),
        title=texts["title"],
        description=texts["description"],
        blocks=(*head, *blocks),
        kind=name,
        scripts=scripts,
    )


def build_handout_address(name: str) -> FileAddress:
    """Return the handout of a sheet, a PDF."""
    return FileAddress(f"downloads/sheets/{name}.pdf")


def build_handout_list(context: PageContext) -> Blocks:
    """Return the list of all handouts; nothing where there is no sheet."""
    rows = tuple(
        (to_text(link_to(build_handout_address(sheet.id), f"{sheet.id}.pdf")), make_text(sheet.title))
        for sheet in context.catalog.sheets.values()
    )
    if not rows:
        return ()
    about = Paragraph(make_text("Each sheet as a few A4 pages, with its sources as numbered notes."))
    table = Table(header=(make_text("File"), make_text("Sheet")), rows=rows, caption="Handouts to print")
    return build_section("Handouts", "handouts", about, table)


def build_key_figures(facts: Iterable[Fact], context: PageContext) -> Blocks:
    """Return facts as key figures; one without a value keeps its place among them."""
    figures: list[Block] = []
    for fact in facts:
        chart = build_value_chart(fact, context)
        content = (
            inline.build_value_paragraph(fact.value),
            Paragraph(to_text(link_fact(fact, context))),
            inline.build_attribution_line(fact, context),
            build_meta_line(fact, context),
            *((Figure(chart),) if chart else ()),
        )
        figures.append(Box(Role.FIGURE, content))
    return (Box(Role.FIGURES, tuple(figures)),) if figures else ()


def build_timeline_page(context: PageContext) -> Page:
    """Return the timeline of all dated facts."""
    dated = tuple(fact for fact in context.catalog.facts.values() if fact.when)
    undated = len(context.catalog.facts) - len(dated)
    lede = f"{format_count(len(dated), 'dated fact')}, each to the precision that its sources give."
    if undated:
        lede += f" Not on this page: {format_count(undated, 'undated fact')}."
    if not dated:
        lede = "No fact has a date yet."
    drawn = build_time_figure(dated, context, "All dated facts")
    body = (*drawn, *build_moments(dated, context, level=2, drawn=not drawn))
    return build_general_page("timeline", body, lede)


def build_moments(facts: Iterable[Fact], context: PageContext, *, level: int, drawn: bool = False) -> Blocks:
    """Return dated facts in order of time, under a heading a year; and each year drawn, where asked for."""
    dated = sorted(((fact.when, fact) for fact in facts if fact.when), key=_build_sort_key)
    blocks: list[Block] = []
    for year, group in groupby(dated, key=lambda pair: _format_heading(pair[0])):
        in_year = tuple(group)
        figure = build_time_figure((fact for _, fact in in_year), context) if drawn else ()
        entries: list[Block] = []
        for when, fact in in_year:
            said = Paragraph(inline.render_measured_fact(fact, context))
            marks = Paragraph(inline.render_fact_marks(fact), Role.META)
            statement = Box(Role.ROW_SAID, (said, inline.build_attribution_line(fact, context), marks))
            entries.append(Box(Role.ROW, (Paragraph(make_text(render_date(when)), Role.DATE), statement)))
        blocks += [Heading(level, make_text(year)), *figure, Box(Role.TIMELINE, tuple(entries))]
    return tuple(blocks)


def _build_sort_key(pair: tuple[Date, Fact]) -> tuple[int, bool, object, str]:
    """Order by the year of the heading, decades before their years; what has no beginning comes first in its year."""
    when, fact = pair
    return (_find_year(when), _format_heading(when).isdigit(), build_date_sort_key(when), fact.id)


def _find_year(when: Date) -> int:
    first = when.first or when.last
    return first.year if first else 0


def _format_heading(when: Date) -> str:
    """Return the year in which a date begins, or ends where only that is known; a decade keeps its name."""
    year = str(_find_year(when)) if _find_year(when) else "Date not known"
    return f"{year}s" if when.text.endswith("X") and "-" not in when.text and "/" not in when.text else year


_TEXTS = inline.PAGE_TEXTS["check-it-yourself"]


def link_passage_check(source: Source) -> Link:
    """Return the label of a source, linked to where readers can look for its passages in their own copy."""
    return link_to(PageAddress("check-it-yourself.md", f"source-{source.id}"), source.label)


def build_check_yourself_page(context: PageContext) -> Page:
    """Return the page on which a reader checks our passages against their own copy."""
    sources = list_sources_with_passages(context)
    nouns = {SOURCE_WORDS[source.type][1] for source in sources}
    noun = nouns.pop() if len(nouns) == 1 else "source"
    blocks = (
        Box(Role.DESK, (Paragraph(make_text(_TEXTS["no_script"])),), anchor="desk"),
        Heading(2, make_text("What an answer shows"), "what-it-shows"),
        Bullets(tuple(to_text(Strong(make_text(answer)), f" {meaning}") for answer, meaning in _TEXTS["answers"])),
        Paragraph(make_text(_TEXTS["limitations"].format(noun))),
        Heading(2, make_text("By hand"), "by-hand"),
        Bullets(tuple(make_text(step.format(noun)) for step in _TEXTS["steps"]), ordered=True),
        Paragraph(make_text(_TEXTS["counting"])),
        *chain.from_iterable(_build_passages(source, context) for source in sources),
        Paragraph(make_text("" if sources else "No fact rests on a source yet.")),
    )
    lede = _TEXTS["lede"].format(noun)
    return build_general_page("check-it-yourself", blocks, lede, scripts=("check-yourself",) if sources else ())


def list_sources_with_passages(context: PageContext) -> tuple[Source, ...]:
    """Return the sources that facts cite, in the order of their letters."""
    return tuple(source for source in context.sources if context.catalog.cited_by[source.id])


def list_source_evidence(source: Source, context: PageContext) -> tuple[tuple[Fact, Evidence], ...]:
    """Return the evidence that a source gives, in the order of its passages; the unproved comes last."""

    def build_sort_key(pair: tuple[Fact, Evidence]) -> tuple[bool, int, str]:
        proof = context.find_proof(*pair)
        return (proof is None, proof.start if proof else 0, pair[0].id)

    facts = context.catalog.cited_by[source.id]
    pairs = ((fact, evidence) for fact in facts for evidence in fact.evidence if evidence.source.id == source.id)
    return tuple(sorted(pairs, key=build_sort_key))


def _build_passages(source: Source, context: PageContext) -> Blocks:
    rows: list[tuple[Text, ...]] = []
    for fact, evidence in list_source_evidence(source, context):
        proof = context.find_proof(fact, evidence)
        place = context.describe_place(proof).removeprefix("paragraph ") if proof else "not yet looked for"
        rows.append((to_text(link_fact(fact, context)), inline.render_locator(evidence.locator), make_text(place)))
    header = tuple(map(make_text, ("Fact", "First … last words", "Paragraph")))
    table = Table(header=header, rows=tuple(rows), caption=f"Passages of {source.label}")
    noun = SOURCE_WORDS[source.type][1]
    about = (
        inline.link_source(source, source.title or "about this source"),
        Plain(f"by {', '.join(source.authors)}") if source.authors else None,
        Plain(inline.format_publication_date(source)),
        link_to(WebAddress(source.url), f"open the {noun}") if source.url else Plain("no address known"),
    )
    return (
        Heading(2, inline.render_source_label(source, context), f"source-{source.id}"),
        Paragraph(inline.join_texts(about), Role.META),
        Box(Role.SOUGHT, (Disclosure(to_text(format_count(len(rows), "passage")), (table,), opened=True),)),
    )
