"""Every field that is declared gets everywhere that a field belongs, or is named here with the reason why not.

A sample of each record is written with every field that its shape declares. One field at a time is changed, and each
place must show a change. A new field therefore needs no line here, unless it is left out somewhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Union, get_args, get_origin, get_type_hints

import jsonschema
import pytest

from factsheet.analysis.ledger import hash_meaning
from factsheet.checks.context import CheckContext
from factsheet.checks.letters import check_letters_printable
from factsheet.diagnostics.core import Reference
from factsheet.evidence.lock import Lock
from factsheet.model.records import Settings
from factsheet.model.vocabulary import Lifecycle, Word
from factsheet.parsing.schema.records import (
    FACT_SHAPE,
    SHEET_SHAPE,
    SOURCE_SHAPE,
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
    read_shape,
)
from factsheet.render.exports.facts_json import build_facts_json, build_filter_index, build_search_index
from factsheet.render.exports.facts_schema import build_facts_schema
from factsheet.render.markdown.pages import write_page
from factsheet.render.pages.context import PageContext, build_page_context
from factsheet.render.pdf import build_handout_record, build_sheet_picture
from factsheet.render.site import build_pages
from factsheet.review.diff.compare import compare_revisions
from factsheet.review.diff.revision import Revision
from tests.support.sites import build_index_entries
from tests.support.snapshots import TODAY, make_revision

Path = tuple[str, ...]
"""A field by the names of the fields around it: ("fact", "evidence", "says")."""
RECORDS: Mapping[str, Shape] = MappingProxyType(
    {
        "fact": FACT_SHAPE,
        "sheet": SHEET_SHAPE,
        "chart": read_shape("chart"),
        "source": SOURCE_SHAPE,
        "actor": read_shape("actor"),
        "place": read_shape("place"),
    }
)
INDEXES = (build_filter_index, build_search_index)
UNKNOWN_LETTER = "\u8868"
"""No font of handouts has it."""
SAMPLES: Mapping[TextKind | type[Word], tuple[str, str]] = MappingProxyType(
    {
        TextKind.ID: ("sample", "changed"),
        TextKind.VALUE: ("93 people", f"at least 94 people of {UNKNOWN_LETTER}"),
        TextKind.DATE: ("2023-04-05", "2023-05-06"),
        TextKind.LOCATOR: ("first words … last words", "second words … last words"),
        TextKind.FORMULA: ("a + b", "a - b"),
        TextKind.URL: ("https://example.org/first", "https://example.org/second"),
        TextKind.LANGUAGE: ("en", "ru"),
        TextKind.FILE: ("first.txt", "second.txt"),
        TextKind.WHOLE_NUMBER: ("1", "2"),
        TextKind.DAYS: ("90d", "180d"),
        TextKind.CODE: ("F303", "F304"),
        TextKind.LETTER: ("A", "B"),
        Lifecycle: ("superseded", "withdrawn"),  # Pages name the newer fact only where there may be one.
    }
)
"""What a field of a kind holds, and what it is changed to; other texts are made from the name of the field."""


# ---- the sample


def list_fields(shape: Shape, prefix: Path) -> Iterator[Path]:
    """Yield the fields of a record and of the records inside it; what has a sample of its own is left to that."""
    for field in shape.fields:
        inner = field.kind.item if isinstance(field.kind, ListOf) else field.kind
        if not isinstance(inner, Shape):
            yield (*prefix, field.name)
        elif inner not in RECORDS.values():
            yield from list_fields(inner, (*prefix, field.name))


FIELDS = [path for name, shape in RECORDS.items() for path in list_fields(shape, (name,))]


def write_shape(shape: Shape, path: Path, changed: Path) -> dict[str, object]:
    """Return a record with every field, as it would be written; the changed field has its second content."""
    chosen = shape.fields
    if shape is read_shape("review"):  # It has one field at a time.
        chosen = tuple(field for field in chosen if (*path, field.name) == changed) or chosen[:1]
    return {field.name: write_field(field, field.kind, (*path, field.name), changed) for field in chosen}


def write_field(field: Field, kind: FieldKind, path: Path, changed: Path) -> object:
    second = path == changed
    match kind:
        case TextKind():
            return SAMPLES.get(kind, (f"First {field.name}", f"Second {field.name} {UNKNOWN_LETTER}"))[second]
        case EnumKind():
            return SAMPLES.get(kind.words, [word.value for word in kind.words])[second]
        case Ref():
            return f"{('first', 'second')[second]}-{kind.targets[0]}"
        case ListOf():
            inner = kind.item
            return [] if inner in RECORDS.values() else [write_field(field, inner, path, changed)]
        case Inputs():
            return dict(zip("ba" if second else "ab", ("first-fact", "second-fact"), strict=True))
        case Shape():
            return write_shape(kind, path, changed)


def write_required(kind: str, name: str) -> dict[str, object]:
    """Return a record with nothing but what its shape requires, named apart from all others."""
    written = write_shape(RECORDS[kind], (), ())
    required = {field.name: written[field.name] for field in RECORDS[kind].fields if field.required}
    return required | {part: name for part in ("id", "name", "label", "title") if part in required}


def write_files(changed: Path) -> Mapping[str, str]:
    """Return a site with a sample of each record, and beside it what the samples refer to."""
    sample = {name: write_shape(shape, (name,), changed) for name, shape in RECORDS.items()}
    others = {name: [write_required(name, f"{order}-{name}") for order in ("first", "second")] for name in RECORDS}
    fact, chart = sample["fact"], write_required("chart", "other-chart")
    assert isinstance(fact["evidence"], list)
    fact["evidence"].append({"source": "second-source", "locator": "of another source", "says": "100 people"})
    of_sample = {"source": sample["source"]["id"], "locator": "of the sample", "chain": [sample["actor"]["id"]]}
    for other in others["fact"]:
        other["evidence"] = [of_sample]
    chart["facts"] = [fact["id"], "first-fact"]
    for number, other in enumerate(others["fact"]):
        other["value"] = f"{number + 2} people"
    sheet = sample["sheet"] | {"facts": [fact, *others["fact"]], "charts": [sample["chart"], chart]}
    files: dict[str, object] = {
        "actors.yml": {"actors": [sample["actor"], *others["actor"]]},
        "places.yml": {"places": [sample["place"], *others["place"]]},
        f"sheets/{sheet['id']}.yml": sheet,
    }
    files |= {f"sources/{source['id']}.yml": source for source in (sample["source"], *others["source"])}
    return {name: json.dumps(content, ensure_ascii=False) for name, content in files.items()}


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample as it was read."""

    revision: Revision
    context: PageContext

    def find(self, kind: str) -> object:
        """Return the sample of a kind of record."""
        catalog = self.revision.catalog
        records: Mapping[str, Mapping[str, object]] = {
            "fact": catalog.facts,
            "sheet": catalog.sheets,
            "chart": catalog.charts,
            "source": catalog.sources,
            "actor": catalog.actors,
            "place": catalog.places,
        }
        return records[kind].get("sample") or records[kind]["changed"]


@cache
def read_sample(changed: Path = ()) -> Sample:
    revision = make_revision(write_files(changed))
    assert revision.errors == ()
    context = build_page_context(revision.catalog, revision.derivations, Lock(), Settings(today=TODAY), "0123abcd")
    return Sample(revision, context)


# ---- the places


def strip_locations(value: object) -> object:
    """Return the content of a record without where it is written."""
    if isinstance(value, Reference):
        return value.id
    if isinstance(value, tuple):
        return tuple(strip_locations(member) for member in value)
    if is_dataclass(value):
        return [strip_locations(getattr(value, item.name)) for item in fields(value) if item.name != "locations"]
    return value


def list_changes(sample: Sample) -> object:
    """Return what a review of the sample against the unchanged one reports."""
    difference = compare_revisions(read_sample().revision, sample.revision)
    return difference.facts, difference.records


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere that a field belongs."""

    read: Callable[[Sample], object]
    """What the place says; a change of the field must change it."""
    advice: str
    left_out: Mapping[str, str]
    """The fields that do not belong there, each with the reason; a record stands for all of its fields."""
    kinds: frozenset[str] = frozenset({"fact"})
    """The records that belong there."""


PLACES: Mapping[str, Place] = MappingProxyType(
    {
        "the record": Place(
            lambda sample: [strip_locations(sample.find(kind)) for kind in RECORDS],
            "add it to the type in model/records.py",
            {},
            frozenset(RECORDS),
        ),
        "the meaning": Place(
            lambda sample: [hash_meaning(fact) for fact in sample.context.catalog.facts.values()],
            "add it to hash_meaning in analysis/ledger.py",
            {
                "fact.id": "the ledger names the fact beside its meaning",
                "fact.label": "a short form of the statement, which is in",
                "fact.heading": "where it is on its sheet",
                "fact.evidence.note": "our words about a passage, not what the passage says",
                "fact.evidence.attribution": "where the speaker is named, who is in",
                "fact.derived.note": "our words about a formula, which is in",
                "fact.choice": "what is chosen shows in the value, which is in",
                "fact.about": "on which pages it is listed",
                "fact.tags": "how it is found",
                "fact.caveat": "our words about the fact, not what it says",
                "fact.note": "our words about the fact, not what it says",
                "fact.corrections": "what is corrected is in; that it was corrected changes nothing more",
                "fact.waive": "which checks are waived",
            },
        ),
        "the review": Place(
            list_changes, "compare it in review/diff: format_field_value in changes.py", {}, frozenset(RECORDS)
        ),
        "facts.json": Place(
            lambda sample: build_facts_json(sample.context),
            "declare it in render/exports/facts_schema.toml",
            {
                "fact.label": "a short form of the statement for our charts",
                "fact.heading": "where it is on our page",
                "fact.derived.note": "not exported yet; it is on the page of the fact",
                "fact.waive": "which of our checks are waived",
                "sheet.order": "the order of the sheets is the order of the list",
                "sheet.review": "a rule for our editors",
                "chart": "charts are drawings of facts that are in",
                "source.snapshot": "names a file that is never published",
                "actor.description": "not exported yet; it is on the page of the actor",
                "place.description": "not exported yet; it is on the page of the place",
            },
            frozenset(RECORDS),
        ),
        "the index": Place(
            lambda sample: [build(sample.context, build_index_entries(sample.context)) for build in INDEXES],
            "add it to `build_index_record` in render/exports/facts_json.py",
            {
                "fact.label": "the statement is in",
                "fact.heading": "where it is on its sheet",
                "fact.also": "one value is enough to filter by",
                "fact.compared_with": "not found by a search yet; it is on the page of the fact",
                "fact.superseded_by": "that it is superseded is in; the page of the fact leads on",
                "fact.evidence.locator": "nobody looks for the first and last words of a passage",
                "fact.evidence.attribution": "nobody looks for the words that name a speaker",
                "fact.evidence.as_of": "the date of the fact is in",
                "fact.derived.formula": "that it is derived is in",
                "fact.derived.inputs": "that it is derived is in",
                "fact.choice.source": "the source is in as evidence",
                "fact.corrections": "that it was corrected is in",
                "fact.waive": "which of our checks are waived",
            },
        ),
        "the pages": Place(
            lambda sample: [write_page(page) for page in build_pages(sample.context)],
            "show it in render/pages",
            {
                "fact.waive.until": "for our editors: `factsheet stale` warns of it",
                "sheet.order": "pages are listed in order by the navigation",
                "sheet.review": "for our editors: `factsheet stale` warns of it",
                "source.language": "used for quotations of the source, not shown itself",
                "source.snapshot": "names a file that is never published",
                "source.uncounted": "shows in the numbers of paragraphs, which come with the evidence lock",
            },
            frozenset(RECORDS),
        ),
        "the handouts": Place(
            lambda sample: [
                build_handout_record(sheet, sample.context) for sheet in sample.context.catalog.sheets.values()
            ],
            "add it to render/exports/handouts.py",
            {
                "fact.id": "paper has no links to a fact",
                "fact.label": "the statement is in",
                "fact.when": "a handout gives one date, and `as_of` comes first",
                "fact.evidence.locator": "the number of the paragraph is in",
                "fact.evidence.attribution": "where the speaker is named is on the page of the fact",
                "fact.evidence.note": "left to the page of the fact",
                "fact.derived.inputs": "the formula is in",
                "fact.derived.note": "left to the page of the fact",
                "fact.about": "paper has no links to people and places",
                "fact.tags": "paper is not searched",
                "fact.note": "left to the page of the fact",
                "fact.waive": "which of our checks are waived",
            },
        ),
    }
)


# ---- the tests


def find_reason(path: Path, place: Place) -> str:
    """Return why a field is left out of a place; empty when it is not."""
    names = (".".join(path[:length]) for length in range(1, len(path) + 1))
    return next((place.left_out[name] for name in names if name in place.left_out), "")


@pytest.mark.parametrize("name", PLACES)
def test_every_field_is_there_or_left_out_with_a_reason(name: str) -> None:
    place = PLACES[name]
    unchanged = place.read(read_sample())
    paths = [path for path in FIELDS if path[0] in place.kinds]
    shown = {path for path in paths if place.read(read_sample(path)) != unchanged}
    missing = [".".join(path) for path in paths if path not in shown and not find_reason(path, place)]
    wrong = [".".join(path) for path in shown if ".".join(path) in place.left_out]

    assert missing == [], f"not in {name}: {place.advice}, or leave it out in PLACES with the reason"
    assert wrong == [], f"in {name}, though PLACES says that it is left out"


@pytest.mark.parametrize("name", PLACES)
def test_what_is_left_out_exists(name: str) -> None:
    declared = {".".join(path[:length]) for path in FIELDS for length in range(1, len(path) + 1)}

    assert set(PLACES[name].left_out) <= declared


@pytest.mark.parametrize("path", FIELDS, ids=".".join)
def test_a_letter_that_no_font_has_is_reported_where_it_is_printed(path: Path) -> None:
    sample = read_sample(path)
    catalog, context = sample.revision.catalog, sample.context
    given = CheckContext(catalog=catalog, derivations=sample.revision.derivations, lock=None, settings=context.settings)
    printed = [
        build(sheet, context)
        for sheet in catalog.sheets.values()
        for build in (build_handout_record, build_sheet_picture)
    ]
    places = {item.diagnostic.location for item in check_letters_printable(given)}

    assert len(places) == (UNKNOWN_LETTER in json.dumps(printed, ensure_ascii=False))


def test_the_schema_of_facts_json_has_the_fields_of_the_sample() -> None:
    schema = build_facts_schema()
    assert isinstance(schema, dict)

    jsonschema.validate(build_facts_json(read_sample().context), schema)


def list_contents(value: object) -> Iterator[tuple[type, str, object]]:
    """Yield each field of a record and of the records inside it: the type, the name and what it holds."""
    if isinstance(value, tuple):
        for member in value:
            yield from list_contents(member)
    elif is_dataclass(value) and not isinstance(value, type) and hasattr(value, "locations"):
        for item in fields(value):
            content = getattr(value, item.name)
            yield type(value), item.name, content
            yield from list_contents(content)


def has_type(value: object, hint: object) -> bool:
    """Tell whether a value is of the type that a field is declared with."""
    inner = get_args(hint)
    if get_origin(hint) in {Union, UnionType}:
        return any(has_type(value, option) for option in inner)
    if get_origin(hint) is tuple:
        if not isinstance(value, tuple):
            return False
        hints = inner[:1] * len(value) if inner[-1] is ... else inner
        return len(value) == len(hints) and all(map(has_type, value, hints))
    assert isinstance(hint, type), hint
    return isinstance(value, hint)


@pytest.mark.parametrize("kind", RECORDS)
def test_a_field_holds_what_its_record_declares(kind: str) -> None:
    """What the kind of a field is read as is of the type that the record gives it."""
    wrong = [
        f"{record.__name__}.{name} holds {content!r}, which is not a {hint}"
        for record, name, content in list_contents(read_sample().find(kind))
        if not has_type(content, hint := get_type_hints(record)[name])
    ]

    assert wrong == []


def test_every_field_of_a_record_is_declared() -> None:
    """A record has no field that nothing can be written to."""
    contents = [entry for path in FIELDS for entry in list_contents(read_sample(path).find(path[0]))]
    filled = {(record, name) for record, name, content in contents if content not in (None, "", ())}

    assert {(record, name) for record, name, _ in contents} - filled == set()
