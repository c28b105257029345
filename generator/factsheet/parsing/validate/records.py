"""Records that have their shape, made into the frozen types of the model."""

from __future__ import annotations

from factsheet.diagnostics.core import Diagnostic, Reference
from factsheet.diagnostics.rules.schema import BAD_COMBINATION, BAD_FORMULA
from factsheet.evidence.locator import Locator
from factsheet.model.arithmetic.formulas import Formula
from factsheet.model.dates.points import Date
from factsheet.model.records import (
    Actor,
    Chart,
    ConflictChoice,
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
from factsheet.model.values.quantities import Value
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
from factsheet.parsing.validate.shape_reader import FormulaInput, TypedRecord


def _read_text(record: TypedRecord, name: str) -> Text:
    return tuple(record.find(name, tuple) or ())


def make_sheet(record: TypedRecord, facts: tuple[Fact, ...], findings: list[Diagnostic]) -> Sheet:
    """Make a sheet of its fields and its facts."""
    return Sheet(
        id=record.require("id", str),
        title=record.require("title", str),
        summary=_read_text(record, "summary"),
        order=record.find("order", int) or 0,
        key_facts=record.find_all("key_facts", Reference),
        reviewed=record.find("reviewed", Date),
        review=_make_review(record.find("review", TypedRecord), findings),
        facts=facts,
        charts=tuple(_make_chart(one) for one in record.find_all("charts", TypedRecord)),
        locations=record.locations,
    )


def _make_chart(record: TypedRecord) -> Chart:
    return Chart(
        id=record.require("id", str),
        title=record.require("title", str),
        drawn=record.require("drawn", ChartKind),
        facts=record.find_all("facts", Reference),
        note=_read_text(record, "note"),
        locations=record.locations,
    )


def make_source(record: TypedRecord) -> Source:
    """Make a source of its fields."""
    return Source(
        id=record.require("id", str),
        label=record.require("label", str),
        type=record.require("type", SourceType),
        title=record.find("title", str) or "",
        authors=record.find_all("authors", str),
        publisher=record.find("publisher", Reference),
        published=record.find("published", Date),
        url=record.find("url", str) or "",
        language=record.find("language", str) or "",
        snapshot=record.find("snapshot", str) or "",
        based_on=record.find_all("based_on", Reference),
        nature=record.find("nature", Nature) or Nature.SECONDARY,
        note=_read_text(record, "note"),
        locations=record.locations,
    )


def make_fact(record: TypedRecord, findings: list[Diagnostic]) -> Fact:
    """Make a fact of its fields; what its parts say against each other becomes findings."""
    about = record.find("about", TypedRecord)
    return Fact(
        id=record.require("id", str),
        statement=_read_text(record, "statement"),
        label=record.find("label", str) or "",
        heading=record.find("heading", str) or "",
        value=record.find("value", Value),
        also=record.find("also", Value),
        counts=record.find("counts", str) or "",
        compared_with=record.find("compared_with", str) or "",
        as_of=record.find("as_of", Date),
        when=record.find("when", Date),
        standing=record.require("standing", Standing),
        lifecycle=record.find("lifecycle", Lifecycle) or Lifecycle.CURRENT,
        superseded_by=record.find("superseded_by", Reference),
        evidence=tuple(_make_evidence(one) for one in record.find_all("evidence", TypedRecord)),
        derived=_make_derivation(record.find("derived", TypedRecord), findings),
        choice=_make_choice(record.find("choice", TypedRecord)),
        actors=about.find_all("actors", Reference) if about else (),
        places=about.find_all("places", Reference) if about else (),
        tags=record.find_all("tags", str),
        caveat=_read_text(record, "caveat"),
        note=_read_text(record, "note"),
        corrections=tuple(_make_correction(one) for one in record.find_all("corrections", TypedRecord)),
        waivers=tuple(_make_waiver(one) for one in record.find_all("waive", TypedRecord)),
        locations=record.locations,
    )


def _make_evidence(record: TypedRecord) -> Evidence:
    return Evidence(
        source=record.require("source", Reference),
        locator=record.require("locator", Locator),
        says=record.find("says", Value),
        differs=_read_text(record, "differs"),
        relation=record.find("relation", Relation) or Relation.SUPPORTS,
        chain=record.find_all("chain", Reference),
        as_of=record.find("as_of", Date),
        note=_read_text(record, "note"),
        locations=record.locations,
    )


def _make_derivation(record: TypedRecord | None, findings: list[Diagnostic]) -> Derivation | None:
    if record is None:
        return None
    formula = record.require("formula", Formula)
    inputs = record.find_all("inputs", FormulaInput)
    named = {one.name for one in inputs}
    at = record.locations.find("formula")
    for name in sorted(set(formula.names) - named):
        message = f"the formula uses '{name}', which is not under 'inputs'"
        findings.append(BAD_FORMULA.report(at, message, f"add `{name}: fact-id` to inputs"))
    for one in inputs:
        if one.name not in formula.names:
            message = f"the input '{one.name}' is not used in the formula"
            findings.append(BAD_FORMULA.report(one.fact.location, message, "use it, or remove it"))
    return Derivation(
        formula=formula,
        inputs=tuple((one.name, one.fact, one.part) for one in inputs),
        note=_read_text(record, "note"),
        locations=record.locations,
    )


def _make_choice(record: TypedRecord | None) -> ConflictChoice | None:
    if record is None:
        return None
    return ConflictChoice(
        source=record.require("source", Reference), why=_read_text(record, "why"), locations=record.locations
    )


def _make_correction(record: TypedRecord) -> Correction:
    return Correction(
        on=record.require("on", Date),
        kind=record.require("kind", CorrectionKind),
        was=_read_text(record, "was"),
        why=_read_text(record, "why"),
        locations=record.locations,
    )


def _make_waiver(record: TypedRecord) -> Waiver:
    return Waiver(
        code=record.require("code", str),
        why=record.require("why", str),
        until=record.find("until", Date),
        locations=record.locations,
    )


def _make_review(record: TypedRecord | None, findings: list[Diagnostic]) -> Review | None:
    if record is None:
        return None
    if len(record.values) != 1:
        message = f"a review rule has one of 'every', 'by' and 'frozen'; here are {len(record.values)}"
        findings.append(BAD_COMBINATION.report(record.locations.whole, message, "keep the one that is meant"))
    return Review(
        every_days=record.find("every", int),
        by=record.find("by", Date),
        frozen=record.find("frozen", str) or "",
        locations=record.locations,
    )


def make_actor(record: TypedRecord) -> Actor:
    """Make an actor of its fields."""
    return Actor(
        id=record.require("id", str),
        name=record.require("name", str),
        kind=record.require("kind", ActorKind),
        role=record.find("role", str) or "",
        affiliation=record.find("affiliation", Reference),
        description=_read_text(record, "description"),
        locations=record.locations,
    )


def make_place(record: TypedRecord) -> Place:
    """Make a place of its fields."""
    return Place(
        id=record.require("id", str),
        name=record.require("name", str),
        kind=record.require("kind", PlaceKind),
        within=record.find("within", Reference),
        description=_read_text(record, "description"),
        locations=record.locations,
    )
