"""A sheet as it is printed: every word of the handout, with its numbered notes, for the paper templates."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

from factsheet.analysis.agreement import Answer, Comparison
from factsheet.model.dates import spoken_date
from factsheet.model.records import Correction, Fact, Sheet, Source
from factsheet.model.text.spans import Text, words_of
from factsheet.model.text.wording import number_of
from factsheet.model.values import Value, spoken
from factsheet.model.vocabulary import Lifecycle, Relation
from factsheet.render.exports.facts_json import Json
from factsheet.render.pages.context import Edition
from factsheet.render.pages.differences import VERDICTS
from factsheet.render.pages.inline_text import (
    date_mark,
    difference_kinds,
    enumerated,
    sources_words,
    value_words,
)
from factsheet.render.pages.notes import Passage, notes_of, passage_of
from factsheet.render.pages.paper import sheet_paper
from factsheet.render.pdf import print_sheets

_Numbers = Mapping[Passage, int]


def every_paper(edition: Edition) -> Mapping[str, bytes]:
    """Return the handout of every sheet as PDF, by its path from the root of the site."""
    sheets = edition.catalog.sheets.values()
    printed = print_sheets(paper_record(sheet, edition) for sheet in sheets)
    return {sheet_paper(sheet.id).uri: pdf for sheet, pdf in zip(sheets, printed, strict=True)}


def paper_record(sheet: Sheet, edition: Edition) -> Json:
    """Return all that the handout of a sheet says; no markup, so that no text can be more than words."""
    numbers = {note.passage: note.number for note in notes_of(sheet.facts, edition)}
    settings = edition.settings
    keys = (edition.catalog.facts[key.id] for key in sheet.key_facts)
    sources = edition.sources_of(*sheet.facts)
    counts = f"{number_of(len(sheet.facts), 'fact')} from {number_of(len(sources), 'source')}"
    return {
        "site": settings.site_name,
        "address": f"{settings.site_url}sheets/{sheet.id}/" if settings.site_url else "",
        "edition": edition.mark,
        "title": sheet.title,
        "lede": words_of(sheet.summary),
        "counts": counts,
        "reviewed": spoken_date(sheet.reviewed) if sheet.reviewed else "",
        "figures": [_row(fact, edition, numbers) for fact in keys],
        "groups": [
            {"heading": heading, "rows": [_row(fact, edition, numbers) for fact in group]}
            for heading, group in groupby(sheet.facts, key=lambda fact: fact.heading)
        ],
        "differences": [_difference(fact, edition, numbers) for fact in sheet.facts if edition.differs(fact)],
        "sources": [_source(source, sheet, edition, numbers) for source in sources],
        "after": "; ".join(source.label for source in sources),
    }


# --- notes -------------------------------------------------------------------------------------------


def _notes_on(fact: Fact, numbers: _Numbers) -> list[int]:
    places = (passage_of(evidence) for evidence in fact.evidence)
    # A key figure may be a fact of another sheet; its notes are on that one.
    return sorted({numbers[place] for place in places if place in numbers})


def _source(source: Source, sheet: Sheet, edition: Edition, numbers: _Numbers) -> Json:
    publisher = edition.catalog.actors[source.publisher.id].name if source.publisher else ""
    authors = ", ".join(source.authors)
    notes: dict[int, str] = {}
    for fact in sheet.facts:
        for evidence in fact.evidence:
            if evidence.source.id == source.id:
                proof = edition.proof(fact, evidence)
                where = f"paragraph {proof.paragraph}" if proof else "passage not proved"
                notes[numbers[passage_of(evidence)]] = where
    named = dict.fromkeys(part for part in (authors, publisher) if part and part != source.label)
    return {
        "letter": edition.letters[source.id],
        "label": source.label,
        "title": source.title,
        "by": ", ".join(named),
        "date": spoken_date(source.published) if source.published else "date not known",
        "address": source.url,
        "notes": [{"number": number, "where": where} for number, where in sorted(notes.items())],
    }


# --- facts -------------------------------------------------------------------------------------------


def value_record(value: Value | None) -> Json:
    """Return a value in its spoken parts: hedge, number, unit, any of which may be empty."""
    if value is None:
        return None
    hedge, number, unit = spoken(value)
    return {"hedge": hedge, "number": number, "unit": unit}


def _row(fact: Fact, edition: Edition, numbers: _Numbers) -> Json:
    found = edition.independence[fact.id]
    kinds = difference_kinds(edition.compared[fact.id])
    return {
        "statement": words_of(fact.statement),
        "value": value_record(fact.value),
        "also": value_words(fact.also) if fact.also else "",
        "counts": fact.counts,
        "compared": fact.compared_with,
        "standing": fact.standing.value,
        "derived": fact.derived.formula.text if fact.derived else "",
        "lifecycle": "" if fact.lifecycle is Lifecycle.CURRENT else fact.lifecycle.value,
        "told": _told(fact, edition),
        "origins": enumerated(origins(fact, edition)),
        "independence": sources_words(found) if found.sources else "",
        "date": words_of(dated.spans) if (dated := date_mark(fact)) else "",
        "differs": enumerated(kinds),
        "caveat": words_of(fact.caveat),
        "notes": _notes_on(fact, numbers),
    }


def origins(fact: Fact, edition: Edition) -> list[str]:
    """Return who said it first, each once, where the sources name them."""
    told = (one for one in fact.evidence if one.chain and one.relation is not Relation.CONTEXT)
    return list(dict.fromkeys(edition.catalog.actors[one.chain[0].id].name for one in told))


_LIFE: Mapping[Lifecycle, str] = {
    Lifecycle.CORRECTED: "This was wrong and has been put right.",
    Lifecycle.SUPERSEDED: "A newer fact answers the question.",
    Lifecycle.WITHDRAWN: "We no longer stand by this.",
}
"""What became of a fact, for a reader who has no page to turn to."""


def _told(fact: Fact, edition: Edition) -> list[str]:
    """Return what became of a fact since it was published, a sentence or two for each change."""
    told = [_LIFE[fact.lifecycle]] if fact.lifecycle in _LIFE else []
    if fact.superseded_by:
        now = edition.catalog.facts[fact.superseded_by.id]
        value = f": {value_words(now.value)}" if now.value else ""
        told.append(f"Now: {words_of(now.statement)}{value}.")
    return [*told, *(_notice(one) for one in fact.corrections)]


def _notice(notice: Correction) -> str:
    head = f"{notice.kind.value.capitalize()}, {spoken_date(notice.on)}."
    was = f"Before: “{_ended(notice.was)}”." if notice.was else ""
    return " ".join(part for part in (head, was, words_of(notice.why)) if part)


def _ended(text: Text) -> str:
    return words_of(text).rstrip(".")


# --- where sources differ ----------------------------------------------------------------------------


def _difference(fact: Fact, edition: Edition, numbers: _Numbers) -> Json:
    pairs = [pair for pair in edition.compared[fact.id] if pair.differs]
    both = (answer for pair in pairs for answer in (pair.left, pair.right))
    answers = {numbers[passage_of(answer.evidence)]: answer for answer in both}
    sides = [_side(fact, answer, edition, number) for number, answer in sorted(answers.items())]
    return {
        "statement": words_of(fact.statement),
        "kinds": enumerated(difference_kinds(pairs)),
        "sides": sides,
        "verdicts": list(dict.fromkeys(_verdict(pair) for pair in pairs if _verdict(pair))),
        "choice": _choice(fact, edition),
    }


def _verdict(pair: Comparison) -> str:
    both, why = VERDICTS[pair.agreement] if pair.agreement else (None, "")
    return why if both is None else f"Both {'can' if both else 'cannot'} be true: {why}"


def _side(fact: Fact, answer: Answer, edition: Edition, number: int) -> Json:
    source = edition.source(answer.evidence)
    against = answer.evidence.relation is Relation.DISPUTES
    return {
        "letter": edition.letters[source.id],
        "label": source.label,
        "value": value_record(answer.value),
        "same": not answer.value and not answer.differs and not against and not fact.value,
        "against": answer.evidence.relation.meaning if against else "",
        "words": words_of(answer.differs),
        "note": number,
    }


def _choice(fact: Fact, edition: Edition) -> str:
    if not fact.choice:
        return ""
    source = edition.catalog.sources[fact.choice.source.id]
    return f"This sheet follows {source.label}. {words_of(fact.choice.why)}"
