"""Records that have their shape, made into the frozen types of the model."""

from __future__ import annotations

from factsheet.diagnostics.core import Diagnostic, Reference
from factsheet.diagnostics.rules import shape as rules
from factsheet.evidence.locator import Locator
from factsheet.model.arithmetic.formulas import Formula
from factsheet.model.dates import Date
from factsheet.model.records import (
    Actor,
    Chart,
    Choice,
    Correction,
    Derivation,
    Evidence,
    Fact,
    Place,
    Review,
    Sheet,
    Source,
    Waiver,
)
from factsheet.model.text.spans import Text
from factsheet.model.values import Value
from factsheet.model.vocabulary import (
    ActorKind,
    ChartKind,
    CorrectionKind,
    Lifecycle,
    Nature,
    PlaceKind,
    Relation,
    SourceType,
    Standing,
)
from factsheet.parsing.validate.conform import Conformed, InputName


def _text(record: Conformed, name: str) -> Text:
    return tuple(record.maybe(name, tuple) or ())


def sheet_of(record: Conformed, facts: tuple[Fact, ...], findings: list[Diagnostic]) -> Sheet:
    """Make a sheet of its fields and its facts."""
    return Sheet(
        id=record.need("id", str),
        title=record.need("title", str),
        summary=_text(record, "summary"),
        order=record.maybe("order", int) or 0,
        key_facts=record.each("key_facts", Reference),
        reviewed=record.maybe("reviewed", Date),
        review=_review(record.maybe("review", Conformed), findings),
        facts=facts,
        charts=tuple(_chart(one) for one in record.each("charts", Conformed)),
        where=record.where,
    )


def _chart(record: Conformed) -> Chart:
    return Chart(
        id=record.need("id", str),
        title=record.need("title", str),
        drawn=record.need("drawn", ChartKind),
        facts=record.each("facts", Reference),
        note=_text(record, "note"),
        where=record.where,
    )


def source_of(record: Conformed) -> Source:
    """Make a source of its fields."""
    return Source(
        id=record.need("id", str),
        label=record.need("label", str),
        type=record.need("type", SourceType),
        title=record.maybe("title", str) or "",
        authors=record.each("authors", str),
        publisher=record.maybe("publisher", Reference),
        published=record.maybe("published", Date),
        url=record.maybe("url", str) or "",
        language=record.maybe("language", str) or "",
        snapshot=record.maybe("snapshot", str) or "",
        based_on=record.each("based_on", Reference),
        nature=record.maybe("nature", Nature) or Nature.SECONDARY,
        note=_text(record, "note"),
        where=record.where,
    )


def fact_of(record: Conformed, findings: list[Diagnostic]) -> Fact:
    """Make a fact of its fields; what its parts say against each other becomes findings."""
    about = record.maybe("about", Conformed)
    return Fact(
        id=record.need("id", str),
        statement=_text(record, "statement"),
        label=record.maybe("label", str) or "",
        heading=record.maybe("heading", str) or "",
        value=record.maybe("value", Value),
        also=record.maybe("also", Value),
        counts=record.maybe("counts", str) or "",
        compared_with=record.maybe("compared_with", str) or "",
        as_of=record.maybe("as_of", Date),
        when=record.maybe("when", Date),
        standing=record.need("standing", Standing),
        lifecycle=record.maybe("lifecycle", Lifecycle) or Lifecycle.CURRENT,
        superseded_by=record.maybe("superseded_by", Reference),
        evidence=tuple(_evidence(one) for one in record.each("evidence", Conformed)),
        derived=_derivation(record.maybe("derived", Conformed), findings),
        choice=_choice(record.maybe("choice", Conformed)),
        actors=about.each("actors", Reference) if about else (),
        places=about.each("places", Reference) if about else (),
        tags=record.each("tags", str),
        caveat=_text(record, "caveat"),
        note=_text(record, "note"),
        corrections=tuple(_correction(one) for one in record.each("corrections", Conformed)),
        waivers=tuple(_waiver(one) for one in record.each("waive", Conformed)),
        where=record.where,
    )


def _evidence(record: Conformed) -> Evidence:
    return Evidence(
        source=record.need("source", Reference),
        locator=record.need("locator", Locator),
        says=record.maybe("says", Value),
        differs=_text(record, "differs"),
        relation=record.maybe("relation", Relation) or Relation.SUPPORTS,
        chain=record.each("chain", Reference),
        as_of=record.maybe("as_of", Date),
        note=_text(record, "note"),
        where=record.where,
    )


def _derivation(record: Conformed | None, findings: list[Diagnostic]) -> Derivation | None:
    if record is None:
        return None
    formula = record.need("formula", Formula)
    inputs = record.each("inputs", InputName)
    named = {one.name for one in inputs}
    at = record.where.of("formula")
    for name in sorted(set(formula.names) - named):
        message = f"the formula uses '{name}', which is not under 'inputs'"
        findings.append(rules.BAD_FORMULA.at(at, message, f"add `{name}: fact-id` to inputs"))
    for one in inputs:
        if one.name not in formula.names:
            message = f"the input '{one.name}' is not used in the formula"
            findings.append(rules.BAD_FORMULA.at(one.fact.at, message, "use it, or remove it"))
    return Derivation(
        formula=formula,
        inputs=tuple((one.name, one.fact, one.part) for one in inputs),
        note=_text(record, "note"),
        where=record.where,
    )


def _choice(record: Conformed | None) -> Choice | None:
    if record is None:
        return None
    return Choice(source=record.need("source", Reference), why=_text(record, "why"), where=record.where)


def _correction(record: Conformed) -> Correction:
    return Correction(
        on=record.need("on", Date),
        kind=record.need("kind", CorrectionKind),
        was=_text(record, "was"),
        why=_text(record, "why"),
        where=record.where,
    )


def _waiver(record: Conformed) -> Waiver:
    return Waiver(
        code=record.need("code", str),
        why=record.need("why", str),
        until=record.maybe("until", Date),
        where=record.where,
    )


def _review(record: Conformed | None, findings: list[Diagnostic]) -> Review | None:
    if record is None:
        return None
    if len(record.values) != 1:
        message = f"a review rule has one of 'every', 'by' and 'frozen'; here are {len(record.values)}"
        findings.append(rules.BAD_COMBINATION.at(record.where.whole, message, "keep the one that is meant"))
    return Review(
        every_days=record.maybe("every", int),
        by=record.maybe("by", Date),
        frozen=record.maybe("frozen", str) or "",
        where=record.where,
    )


def actor_of(record: Conformed) -> Actor:
    """Make an actor of its fields."""
    return Actor(
        id=record.need("id", str),
        name=record.need("name", str),
        kind=record.need("kind", ActorKind),
        role=record.maybe("role", str) or "",
        affiliation=record.maybe("affiliation", Reference),
        description=_text(record, "description"),
        where=record.where,
    )


def place_of(record: Conformed) -> Place:
    """Make a place of its fields."""
    return Place(
        id=record.need("id", str),
        name=record.need("name", str),
        kind=record.need("kind", PlaceKind),
        within=record.maybe("within", Reference),
        description=_text(record, "description"),
        where=record.where,
    )
