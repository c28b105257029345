"""Every field of every shape takes what it is declared to hold, and says what is wrong with anything else."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.diagnostics.core import Diagnostic, FieldLocations, Location, Reference
from factsheet.parsing.schema.records import (
    SHAPES,
    SHEET_SHAPE,
    EnumKind,
    Field,
    FieldKind,
    Inputs,
    ListOf,
    Ref,
    Shape,
    TextKind,
)
from factsheet.parsing.validate.shape_reader import TypedRecord, parse_record
from factsheet.parsing.yaml.nodes import ListNode, MappingEntry, MappingNode, TextNode, YamlNode
from tests.support.small_site import make_sheet, make_source, read_catalog

AT = Location("facts/sheets/x.yml", 3, 5)
RIGHT: Mapping[TextKind, str] = MappingProxyType(
    {
        TextKind.PLAIN: "The harbour",
        TextKind.LABEL: "Boats",
        TextKind.PROSE: "Boats in the *harbour*",
        TextKind.ID: "boats",
        TextKind.VALUE: "at least 93 people",
        TextKind.DATE: "2023-09",
        TextKind.LOCATOR: "first words … last words",
        TextKind.FORMULA: "a + b",
        TextKind.URL: "https://example.org/a",
        TextKind.LANGUAGE: "en",
        TextKind.FILE: "copy.txt",
        TextKind.WHOLE_NUMBER: "0",
        TextKind.DAYS: "180d",
        TextKind.CODE: "F303",
        TextKind.REPORT_ADDRESS: "mailto:errors@example.org?subject={id}",
        TextKind.EMAIL: "mail@example.org",
        TextKind.LETTER: "A",
        TextKind.PAGE_ADDRESS: "imprint/",
        TextKind.COLOUR: "#00615a",
        TextKind.SCRIPT_HASH: f"sha256-{'A' * 43}=",
    }
)
WRONG: Mapping[TextKind, tuple[str, str]] = MappingProxyType(
    {
        TextKind.LABEL: ("a name that is far too long to stand beside a bar", "F117"),
        TextKind.PROSE: ("[here](javascript:alert)", "F113"),
        TextKind.ID: ("Boats", "F106"),
        TextKind.VALUE: ("at lest 93", "F110"),
        TextKind.DATE: ("2023-31-12", "F111"),
        TextKind.LOCATOR: ("first ... last", "F115"),
        TextKind.FORMULA: ("a +", "F116"),
        TextKind.URL: ("javascript:alert", "F112"),
        TextKind.LANGUAGE: ("English", "F117"),
        TextKind.FILE: ("../copy.txt", "F117"),
        TextKind.WHOLE_NUMBER: ("-1", "F117"),
        TextKind.DAYS: ("180", "F117"),
        TextKind.CODE: ("303", "F117"),
        TextKind.REPORT_ADDRESS: ("errors at example.org", "F117"),
        TextKind.EMAIL: ("https://example.org/", "F117"),
        TextKind.LETTER: ("a", "F117"),
        TextKind.PAGE_ADDRESS: ("imprint", "F117"),
        TextKind.COLOUR: ("teal", "F117"),
        TextKind.SCRIPT_HASH: ("sha512-AAAA", "F117"),
    }
)
"""A text that the kind does not take, and the code of the finding; plain text takes any."""
FACTS = next(field for field in SHEET_SHAPE.fields if field.name == "facts")
FIELDS = [pytest.param(shape, field, id=f"{shape.name}: {field.name}") for shape in SHAPES for field in shape.fields]


def text(written: str, *, quoted: bool = False) -> TextNode:
    return TextNode(written, AT, quoted, written)


def entries(fields: Mapping[str, YamlNode]) -> MappingNode:
    return MappingNode(tuple(MappingEntry(text(name), value) for name, value in fields.items()), AT)


def right(kind: FieldKind) -> YamlNode:
    """Return a node of a kind."""
    match kind:
        case TextKind():
            return text(RIGHT[kind])
        case EnumKind():
            return text(next(iter(kind.words)).value)
        case Ref():
            return text("some-id")
        case ListOf():
            return ListNode((right(kind.item),), AT)
        case Inputs():
            return entries({"a": text("some-fact")})
        case Shape():
            return entries({field.name: right(field.kind) for field in kind.fields})


def with_field(shape: Shape, field: Field, value: YamlNode) -> MappingNode:
    """Return what a shape requires, with one field of it set."""
    needed = {member.name: right(member.kind) for member in shape.fields if member.required}
    return entries(needed | {field.name: value})


def only_diagnostic(shape: Shape, field: Field, value: YamlNode) -> Diagnostic:
    record, (diagnostic,) = parse_record(with_field(shape, field, value), shape)
    assert record is None
    return diagnostic


def innermost(kind: FieldKind) -> FieldKind:
    return kind.item if isinstance(kind, ListOf) else kind


def as_declared(kind: FieldKind, value: YamlNode) -> YamlNode:
    return ListNode((value,), AT) if isinstance(kind, ListOf) else value


# ---- every field


@pytest.mark.parametrize("shape, field", FIELDS)
def test_a_field_takes_what_it_is_declared_to_hold(shape: Shape, field: Field) -> None:
    record, diagnostics = parse_record(with_field(shape, field, right(field.kind)), shape)
    assert diagnostics == ()
    assert record is not None
    assert record.values[field.name] is not None
    assert record.locations.find(field.name) == AT


@pytest.mark.parametrize("shape, field", FIELDS)
def test_a_field_of_another_kind_is_told_by_its_name(shape: Shape, field: Field) -> None:
    kind = innermost(field.kind)
    other = text("words") if isinstance(kind, Shape | Inputs) else ListNode((text("words"),), AT)
    diagnostic = only_diagnostic(shape, field, as_declared(field.kind, other))
    assert diagnostic.code == "F103"
    named = kind.name if isinstance(kind, Shape) else f"'{field.name}'"
    assert diagnostic.message.startswith(named)
    assert diagnostic.hint


@pytest.mark.parametrize("shape, field", FIELDS)
def test_a_list_and_a_single_thing_are_not_the_same(shape: Shape, field: Field) -> None:
    value = right(innermost(field.kind))
    other = value if isinstance(field.kind, ListOf) else ListNode((value,), AT)
    diagnostic = only_diagnostic(shape, field, other)
    assert diagnostic.code == "F103"
    assert diagnostic.message.endswith("this is a list") != isinstance(field.kind, ListOf)


@pytest.mark.parametrize("shape, field", FIELDS)
def test_an_empty_field_is_told(shape: Shape, field: Field) -> None:
    empty: YamlNode = text("", quoted=True)
    if isinstance(field.kind, ListOf):
        empty = ListNode((), AT)
    elif isinstance(field.kind, Shape | Inputs):
        empty = entries({})
    diagnostic = only_diagnostic(shape, field, empty)
    assert (diagnostic.code, diagnostic.message) == ("F109", f"'{field.name}' is empty")


@pytest.mark.parametrize("shape, field", FIELDS)
def test_what_the_reader_has_told_is_not_told_again(shape: Shape, field: Field) -> None:
    unread = TextNode("", AT, quoted=False)
    assert parse_record(with_field(shape, field, unread), shape) == (None, ())
    if isinstance(field.kind, ListOf):
        assert parse_record(with_field(shape, field, ListNode((unread,), AT)), shape) == (None, ())


@pytest.mark.parametrize("shape, field", FIELDS)
def test_a_required_field_is_asked_for(shape: Shape, field: Field) -> None:
    others = {member.name: right(member.kind) for member in shape.fields if member is not field}
    record, diagnostics = parse_record(entries(others), shape)
    if not field.required:
        assert record is not None
        return
    (diagnostic,) = diagnostics
    assert (diagnostic.code, diagnostic.message) == ("F102", f"{shape.name} needs '{field.name}'")
    assert diagnostic.hint.startswith(f"add `{field.name}:")


@pytest.mark.parametrize("shape, field", FIELDS)
def test_a_text_that_does_not_fit_gets_the_code_of_its_kind(shape: Shape, field: Field) -> None:
    match innermost(field.kind):
        case TextKind.PLAIN | Shape() | Inputs():
            return
        case TextKind() as kind:
            written, code = WRONG[kind]
        case EnumKind():
            written, code = "nonsense", "F105"
        case _:
            written, code = "No Id", "F106"
    diagnostic = only_diagnostic(shape, field, as_declared(field.kind, text(written)))
    assert diagnostic.code == code
    assert f"'{field.name}'" in diagnostic.message


@pytest.mark.parametrize("shape, field", FIELDS)
def test_the_example_of_a_field_is_one(shape: Shape, field: Field) -> None:
    if not field.example or isinstance(field.kind, ListOf | Inputs | Shape):
        return
    _, diagnostics = parse_record(with_field(shape, field, text(field.example)), shape)
    assert diagnostics == ()


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)
def test_a_shape_names_each_field_once_and_explains_it(shape: Shape) -> None:
    assert len(shape.by_name) == len(shape.fields)
    assert all(field.help.endswith(".") for field in shape.fields)


# ---- hints


def test_a_misspelt_field_is_told_once_though_it_is_required() -> None:
    fields = {"id": text("x"), "titel": text("X"), "summary": text("X"), "facts": right(FACTS.kind)}
    _, (diagnostic,) = parse_record(entries(fields), SHEET_SHAPE)
    assert (diagnostic.code, diagnostic.hint) == ("F101", "did you mean 'title'?")


def test_a_field_that_is_written_already_is_not_what_was_meant() -> None:
    fields = {"id": text("x"), "title": text("X"), "titel": text("X"), "summary": text("X")}
    _, diagnostics = parse_record(entries(fields), SHEET_SHAPE)
    assert diagnostics[0].hint.startswith("its fields are: id, title, summary")


def test_a_word_of_other_case_is_recognised() -> None:
    fact = innermost(FACTS.kind)
    assert isinstance(fact, Shape)
    hint = only_diagnostic(fact, fact.by_name["standing"], text("Reported")).hint
    assert hint.startswith("did you mean 'reported'? The words are: established, observed, ")


def test_the_caret_stands_under_the_fault() -> None:
    field = SHEET_SHAPE.fields[0]
    written = TextNode("boats_2023", Location("x.yml", 1, 5, 10), quoted=False, source="boats_2023")
    assert only_diagnostic(SHEET_SHAPE, field, written).location == Location("x.yml", 1, 10, 1)


# ---- inputs of a formula

DERIVED = next(shape for shape in SHAPES if shape.name == "a derivation")
INPUTS = DERIVED.fields[1]


@pytest.mark.parametrize(
    "written, fact, part",
    [("boats", "boats", "value"), ("boats.value", "boats", "value"), ("boats.also", "boats", "also")],
)
def test_an_input_names_a_fact_and_which_of_its_values(written: str, fact: str, part: str) -> None:
    record, _ = parse_record(with_field(DERIVED, INPUTS, entries({"a": text(written)})), DERIVED)
    assert record is not None
    assert record.find_all("inputs", tuple) == (("a", Reference(fact, AT), part),)


@pytest.mark.parametrize(
    "written, code",
    [("boats.", "F117"), ("boats.size", "F117"), ("Boats", "F106"), (".also", "F106"), ("a.b.c", "F117")],
)
def test_an_input_that_names_nothing_is_told(written: str, code: str) -> None:
    assert only_diagnostic(DERIVED, INPUTS, entries({"a": text(written)})).code == code


# ---- what comes out


def test_a_record_gives_its_fields_by_their_types() -> None:
    record, _ = parse_record(right(SHEET_SHAPE), SHEET_SHAPE)
    assert isinstance(record, TypedRecord)
    assert record.require("id", str) == "boats"
    assert record.find("order", int) == 0
    assert record.find_all("key_facts", Reference) == (Reference("some-id", AT),)
    assert record.find("no-such-field", str) is None


def test_a_field_asked_for_by_another_type_is_a_fault_of_the_program() -> None:
    record = TypedRecord(FieldLocations(AT, {}), {"id": "x"})
    with pytest.raises(TypeError, match="id is not declared as int"):
        record.find("id", int)
    with pytest.raises(KeyError, match="title"):
        record.require("title", str)


# ---- any tree at all

SIGNS = st.text(max_size=12) | st.sampled_from([*RIGHT.values(), *(wrong for wrong, _ in WRONG.values())])
TEXTS = st.builds(lambda written, quoted: TextNode(written, AT, quoted, written), SIGNS, st.booleans())
NAMES = st.sampled_from(sorted({name for shape in SHAPES for name in shape.by_name})) | st.text(min_size=1, max_size=8)
TREES: st.SearchStrategy[YamlNode] = st.recursive(
    TEXTS,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda nodes: ListNode(tuple(nodes), AT))
        | st.dictionaries(NAMES, inner, max_size=8).map(entries)
    ),
    max_leaves=30,
)


@given(st.sampled_from(SHAPES), TREES)
def test_no_tree_is_too_strange(shape: Shape, tree: YamlNode) -> None:
    record, diagnostics = parse_record(tree, shape)
    assert record is not None or diagnostics or has_unread(tree)
    assert all(diagnostic.location.file == AT.file for diagnostic in diagnostics)


@given(st.data(), st.sampled_from(SHAPES))
def test_a_shape_with_anything_in_its_fields_gives_a_record_or_says_why_not(data: st.DataObject, shape: Shape) -> None:
    names = data.draw(st.sets(st.sampled_from(list(shape.by_name))))
    fields: dict[str, YamlNode] = {}
    for field in shape.fields:
        if field.name in names:
            fields[field.name] = data.draw(TREES)
        elif field.required:
            fields[field.name] = right(field.kind)
    record, diagnostics = parse_record(entries(fields), shape)
    assert record is not None or diagnostics or has_unread(entries(fields))


def has_unread(node: YamlNode) -> bool:
    if isinstance(node, TextNode):
        return node.is_missing
    if isinstance(node, ListNode):
        return any(has_unread(member) for member in node.nodes)
    return any(has_unread(entry.value) for entry in node.entries)


@pytest.mark.parametrize("count", [100, 101])
def test_a_fact_has_at_most_a_hundred_pieces_of_evidence(count: int) -> None:
    evidence = ", ".join(f"{{source: s{number}, locator: first words}}" for number in range(count))
    fact = f"{{id: a, statement: S, standing: reported, evidence: [{evidence}]}}"
    catalog, diagnostics = read_catalog(
        {"sheets/numbers.yml": make_sheet(fact)}
        | {name: written for number in range(count) for name, written in make_source(f"s{number}").items()}
    )

    assert [(item.code, item.message) for item in diagnostics] == (
        [] if count == 100 else [("F004", "'evidence' has 101 entries; the limit is 100")]
    )
    assert len(catalog.facts) == (count == 100)
