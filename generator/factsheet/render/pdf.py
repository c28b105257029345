"""Handouts and pictures: their contents as JSON, and from that PDF and PNG by Typst.

The templates in `theme/paper/` read a record as JSON, so that a text from a fact is a string to them and can never
become markup. The same record gives the same bytes on every machine: the fonts are ours, and the clock is not read.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from functools import cache, partial
from itertools import groupby
from typing import TYPE_CHECKING, Final, cast

from factsheet.analysis.agreement import Comparison, SourceAnswer
from factsheet.analysis.attribution import format_parts
from factsheet.diagnostics.frozen import dataclass
from factsheet.model.dates.points import render_date
from factsheet.model.records import Fact, Settings, Sheet, Source
from factsheet.model.text.spans import strip_markup
from factsheet.model.text.wording import format_count
from factsheet.model.values.hedges import Value, render_value_parts
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.exports.facts_json import Json
from factsheet.render.html.pages import compute_version
from factsheet.render.pages import inline, lists, overview
from factsheet.render.pages.context import MAKE_NOW, Finder, PageContext
from factsheet.render.pages.rows import Note, build_notes, build_passage_key, group_by_heading
from factsheet.theme import PAPER_FONT_FOLDER, PAPER_TEMPLATE_FOLDER, SITE_ICON, THEME_FOLDER, read_theme_text
from factsheet.theme.colours import replace_accent
from factsheet.theme.letters import replace_missing_letters

if TYPE_CHECKING:
    import typst

_NoteNumbers = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Paper:
    """What a handout or a picture is made of: the same gives the same bytes."""

    template: str
    """Its name in `theme/paper/`."""
    record: str
    """What it says, as JSON."""
    look: str
    """As `write_look` returns it."""


def build_handouts(context: PageContext, find: Finder = MAKE_NOW) -> Mapping[str, Paper]:
    """Return the handout of every sheet, a PDF, by its path from the root of the site."""
    look, sheets = write_look(context.settings), context.catalog.sheets

    def write(name: str) -> str:
        return write_record(build_handout_record(sheets[name], context))

    records = {name: find(f"handout {name}", partial(write, name)) for name in sheets}
    return {lists.build_handout_address(name).uri: Paper(_SHEET_TEMPLATE, records[name], look) for name in sheets}


def build_handout_record(sheet: Sheet, context: PageContext) -> Json:
    """Return all that the handout of a sheet says, as plain texts without markup.

    Its version is a hash of that, so that what is printed is of the current version for as long as it says the same.
    """
    notes = build_notes(sheet.facts, context)
    numbers = {build_passage_key(note.evidence): note.number for note in notes}
    cited = {name: tuple(group) for name, group in groupby(notes, key=lambda note: note.evidence.source.id)}
    settings = context.settings
    key_facts = (context.catalog.facts[key.id] for key in sheet.key_facts)
    sources = context.list_sources(*sheet.facts)
    record: dict[str, Json] = {
        "site": settings.site_name,
        "address": f"{settings.site_url}sheets/{sheet.id}/" if settings.site_url else "",
        "licence": settings.licence.get("name", ""),
        "publisher": ", ".join(filter(None, map(settings.publisher.get, ("name", "address", "email")))),
        "title": sheet.title,
        "lede": strip_markup(sheet.summary),
        "counts": f"{format_count(len(sheet.facts), 'fact')} from {format_count(len(sources), 'source')}",
        "reviewed": render_date(sheet.reviewed) if sheet.reviewed else "",
        "figures": [_build_row(fact, context, numbers) for fact in key_facts],
        "groups": [
            {"heading": heading, "rows": [_build_row(fact, context, numbers) for fact in group]}
            for heading, group in group_by_heading(sheet.facts)
        ],
        "differences": [
            _build_difference(fact, context, numbers) for fact in sheet.facts if context.has_differences(fact)
        ],
        "sources": [_build_source(source, context, cited[source.id]) for source in sources],
        "after": "; ".join(source.label for source in sources),
    }
    return record | {"edition": compute_version(write_record(record))}


def _build_source(source: Source, context: PageContext, notes: tuple[Note, ...]) -> Json:
    publisher = context.catalog.actors[source.publisher.id].name if source.publisher else ""
    proofs = [context.find_proof(note.facts[-1], note.evidence) for note in notes]
    places = [context.describe_place(proof) if proof else "not yet looked for" for proof in proofs]
    named = dict.fromkeys(part for part in (", ".join(source.authors), publisher) if part and part != source.label)
    return {
        "letter": context.letters[source.id],
        "label": source.label,
        "title": source.title,
        "by": ", ".join(named),
        "date": inline.format_publication_date(source),
        "address": source.url,
        "notes": [{"number": note.number, "where": where} for note, where in zip(notes, places, strict=True)],
    }


def build_value_record(value: Value | None) -> Json:
    """Return a value in the parts of its words: hedge, number, unit, any of which may be empty."""
    return dict(zip(("hedge", "number", "unit"), render_value_parts(value), strict=True)) if value else None


def _build_row(fact: Fact, context: PageContext, numbers: _NoteNumbers) -> Json:
    kinds = inline.list_difference_kinds(context.comparisons[fact.id])
    passages = map(build_passage_key, fact.evidence)
    return {
        **_build_statement(fact, context),
        "value": build_value_record(fact.value),
        "attribution": format_parts(context.attributions[fact.id].below),
        "also": inline.format_value_words(fact.also) if fact.also else "",
        "counts": fact.counts,
        "compared": fact.compared_with,
        "standing": inline.format_standing(fact),
        "derived": fact.derived.formula.text if fact.derived else "",
        "lifecycle": "" if fact.lifecycle is Lifecycle.CURRENT else fact.lifecycle.value,
        "told": _list_changes(fact, context),
        "independence": context.independence[fact.id].words,
        "date": strip_markup(dated.spans) if (dated := inline.render_fact_date(fact)) else "",
        "differs": inline.join_with_and(kinds),
        "caveat": strip_markup(fact.caveat),
        # A key figure may be a fact of another sheet, which has its notes.
        "notes": sorted({numbers[passage] for passage in passages if passage in numbers}),
    }


def _build_statement(fact: Fact, context: PageContext) -> dict[str, str]:
    """Return the words of a fact, and the speaker to set before them where it is weaker than reported."""
    return {"lead": inline.format_lead(fact, context), "statement": strip_markup(fact.statement)}


def _list_changes(fact: Fact, context: PageContext) -> list[str]:
    """Return what became of a fact since it was published, a sentence or two for each change."""
    changes = [] if fact.lifecycle is Lifecycle.CURRENT else [inline.PAGE_TEXTS["fact"][fact.lifecycle.value]]
    if fact.superseded_by:
        successor = context.catalog.facts[fact.superseded_by.id]
        value = f": {inline.format_value_words(successor.value)}" if successor.value else ""
        changes.append(f"Now: {inline.format_statement(successor, context)}{value}.")
    statuses = ((source.label, inline.render_status(source, context)) for source in context.list_sources(fact))
    changes += [f"{label}: {strip_markup(status).rstrip('.')}." for label, status in statuses if status]
    for correction in fact.corrections:
        head = f"{correction.kind.value.capitalize()}, {render_date(correction.on)}."
        was = f"Before: “{strip_markup(correction.was).rstrip('.')}”." if correction.was else ""
        changes.append(" ".join(filter(None, (head, was, strip_markup(correction.why)))))
    return changes


def _build_difference(fact: Fact, context: PageContext, numbers: _NoteNumbers) -> Json:
    pairs = [pair for pair in context.comparisons[fact.id] if pair.differs]
    both = (answer for pair in pairs for answer in (pair.left, pair.right))
    answers = {numbers[build_passage_key(answer.evidence)]: answer for answer in both}
    choice = ""
    if fact.choice:
        source = context.catalog.sources[fact.choice.source.id]
        choice = f"This sheet follows {source.label}. {strip_markup(fact.choice.why)}"
    return {
        **_build_statement(fact, context),
        "kinds": inline.join_with_and(inline.list_difference_kinds(pairs)),
        "sides": [_build_side(fact, answer, context, number) for number, answer in sorted(answers.items())],
        "verdicts": list(dict.fromkeys(filter(None, map(_format_verdict, pairs)))),
        "choice": choice,
    }


def _format_verdict(pair: Comparison) -> str:
    both, why = overview.VERDICTS[pair.agreement] if pair.agreement else (None, "")
    return why if both is None else f"Both {'can' if both else 'cannot'} be true: {why}"


def _build_side(fact: Fact, answer: SourceAnswer, context: PageContext, number: int) -> Json:
    source = context.find_source(answer.evidence)
    against = answer.evidence.relation is Relation.DISPUTES
    return {
        "letter": context.letters[source.id],
        "label": source.label,
        "value": build_value_record(answer.value),
        "same": not answer.value and not answer.differs and not against and not fact.value,
        "against": answer.evidence.relation.meaning if against else "",
        "words": strip_markup(answer.differs),
        "note": number,
    }


PICTURE_FOLDER = "images/social"
"""The folder of pictures for shared links, each named by the id of its sheet; that of the site is `index`, which
no sheet can have as its id."""
TOUCH_ICON = "images/apple-touch-icon.png"
_MAX_MARKS = 7 * 32
"""The most facts that have a mark each: rows times columns of the template of pictures."""
_MAX_FOOT = 160
"""The most characters of the line at the foot of a picture: two lines of it."""


def build_pictures(context: PageContext) -> Mapping[str, Paper]:
    """Return the pictures of a site, as PNG, by their paths from its root."""
    records = {"index": build_site_picture(context)}
    records |= {sheet.id: build_sheet_picture(sheet, context) for sheet in context.catalog.sheets.values()}
    look = write_look(context.settings)
    pictures = {
        f"{PICTURE_FOLDER}/{name}.png": Paper("social", write_record(record), look) for name, record in records.items()
    }
    return pictures | {TOUCH_ICON: Paper("icon", write_record(None), look)}


def build_site_picture(context: PageContext) -> Json:
    """Return the contents of the picture of the site: its name, its subtitle, how much it holds."""
    facts, sources = len(context.catalog.facts), len(context.catalog.sources)
    stated = (fact.standing for fact in context.catalog.facts.values() if not fact.derived)
    marks = [standing.value for standing in sorted(stated, key=lambda standing: standing.rank)]
    return {
        "site": context.settings.site_name,
        "title": "",
        "subtitle": context.settings.subtitle,
        "marks": [*marks, *["derived"] * (facts - len(marks))] if facts <= _MAX_MARKS else [],
        "foot": f"{format_count(facts, 'fact')} from {format_count(sources, 'source')}",
    }


def build_sheet_picture(sheet: Sheet, context: PageContext) -> Json:
    """Return the contents of the picture of a sheet: title, first key figure with its hedge, who says it."""
    key_facts = [fact for key in sheet.key_facts if (fact := context.catalog.facts[key.id]).is_active]
    shown = next((fact for fact in key_facts if fact.value), key_facts[0] if key_facts else None)
    said: dict[str, Json] = {"foot": format_count(len(sheet.facts), "fact")}
    if shown:
        attribution = context.attributions[shown.id]
        # Who says it, where and when; only who, where that is long; what the lead says is not repeated.
        line, who = format_parts(attribution.below), "" if attribution.leads_statement else attribution.lead_text
        said = {
            **_build_statement(shown, context),
            "value": build_value_record(shown.value),
            "standing": inline.format_standing(shown),
            "foot": line if len(line) <= _MAX_FOOT else who,
        }
    return {"site": context.settings.site_name, "title": sheet.title, **said}


_PIXELS_PER_INCH = 72
"""A picture's template counts in points; at 72 to the inch a point is a pixel."""
_SHEET_TEMPLATE: Final = "sheet"
_PDF_STANDARD: Final = "ua-1"
"""PDF/UA-1: tagged, titled, in a named language, with nothing that screen readers cannot read."""


def write_look(settings: Settings) -> str:
    """Return what all that is printed has of a site's look, as JSON: the colour of the rule, and the emblem as SVG."""
    emblem = settings.emblem or replace_accent(read_theme_text(SITE_ICON), settings.accent)
    return json.dumps({"margin": replace_accent("#86b9b2", settings.accent), "emblem": emblem})


def write_record(record: Json) -> str:
    """Return the contents of a handout or picture as its template reads them."""
    return replace_missing_letters(json.dumps(record, ensure_ascii=False))


def typeset(paper: Paper) -> bytes:
    """Return a handout as PDF, a picture as PNG; may be called by several threads at once.

    A handout follows PDF/UA-1, except where no one font has both a letter and the marks on it: the standard forbids
    what is then shown, so such a handout is tagged in the same way and claims no standard.
    """
    import typst

    compiler = _get_compiler(paper.template)
    inputs = {"sheet" if paper.template == _SHEET_TEMPLATE else "picture": paper.record, "look": paper.look}
    if "picture" in inputs:
        output = compiler.compile(format="png", ppi=_PIXELS_PER_INCH, sys_inputs=inputs)
    else:
        try:
            output = compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards=[_PDF_STANDARD])
        except typst.TypstError:
            output = compiler.compile(format="pdf", sys_inputs=inputs)
    if not isinstance(output, bytes):
        raise TypeError("Typst must return one file")
    return output


@cache
def _read_fonts() -> typst.Fonts:
    import typst

    # Letters that our fonts lack are taken from those that come with Typst, never from the machine.
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(THEME_FOLDER / PAPER_FONT_FOLDER)]
    )


_compilers = threading.local()
"""The compilers of each thread, by their template: one cannot be used by two threads."""


def _get_compiler(template: str) -> typst.Compiler:
    import typst

    if compiler := vars(_compilers).get(template):
        return cast("typst.Compiler", compiler)
    compiler = vars(_compilers)[template] = typst.Compiler(
        input=str(THEME_FOLDER / PAPER_TEMPLATE_FOLDER / f"{template}.typ"),
        root=str(THEME_FOLDER),
        font_paths=_read_fonts(),
        ignore_system_fonts=True,
    )
    return compiler
