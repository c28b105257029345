"""The schemas for editors refuse nothing that our own reader takes, and mark what JSON Schema can see."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeAlias

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.authoring.editor_schemas import SCHEMA_FOLDER, format_schema
from factsheet.authoring.ids import _MAX_LABEL_LENGTH, IdIndex, index_ids
from factsheet.diagnostics.core import ParseError
from factsheet.diagnostics.rules import BAD_ID, MISSING_FIELD, UNKNOWN_FIELD, UNKNOWN_WORD, WRONG_NODE
from factsheet.parsing.schema.records import FILE_SHAPES, SHAPES, TEXT_PATTERNS, TextKind
from factsheet.parsing.validate.shape_reader import TEXT_PARSERS, parse_record
from factsheet.parsing.yaml.document import read_document
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlDocument, YamlNode
from tests.support import paths
from tests.support.examples import SCALE
from tests.support.paths import ROOT, TOY
from tests.support.sites import FACTSHEET, copy_toy, list_differing, read_tree, replace_text, run_cli, run_command

CASES = paths.CASES / "facts"
SEEN = frozenset(rule.code for rule in (UNKNOWN_FIELD, MISSING_FIELD, UNKNOWN_WORD, WRONG_NODE, BAD_ID))
"""Faults of shape that JSON Schema can see."""
Typed: TypeAlias = "str | int | float | bool | list[Typed] | dict[str, Typed] | None"
CORE: Mapping[str, tuple[str, Typed]] = MappingProxyType(
    {
        "null": (r"~|null|Null|NULL|", None),
        "bool": (r"true|True|TRUE|false|False|FALSE", True),
        "int": (r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", 7),
        "float": (r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf)|\.nan", 7.5),
    }
)
"""What YAML 1.2 makes of plain words, and a value of that type in the place of the real one."""


def core(text: str) -> Typed:
    """Type a plain text as YAML 1.2 does; whole numbers keep their value."""
    for kind, (pattern, stand_in) in CORE.items():
        if re.fullmatch(pattern, text):
            return int(text) if kind == "int" and text.lstrip("+-").isdigit() else stand_in
    return text


def of_1_1(text: str) -> Typed:
    """Type a plain text as YAML 1.1 does; a date stays the text that a language server makes of it."""
    resolve: Callable[..., str] = yaml.SafeLoader("").resolve
    tag = resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
    stand_ins: Mapping[str, Typed] = {"null": None, "bool": False, "int": 7, "float": 7.5}
    if tag == "int" and text.isdigit():
        return int(text)
    return stand_ins.get(tag, text)


TYPINGS = (core, of_1_1)


def typed(node: YamlNode, typing: Callable[[str], Typed]) -> Typed:
    """Return what a language server sees."""
    match node:
        case TextNode():
            return node.text if node.quoted or "\n" in node.source else typing(node.text)
        case ListNode():
            return [typed(member, typing) for member in node.nodes]
        case MappingNode():
            return {entry.key.text: typed(entry.value, typing) for entry in node.entries}


@cache
def reader(kind: str, declared: IdIndex | None = None) -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(format_schema(kind, declared or {})))


def documents(facts: Path) -> Iterator[tuple[str, YamlDocument]]:
    """Yield the files of a folder of facts that can be read, with their kinds."""
    places = {"sheet": "sheets/*.yml", "source": "sources/*.yml", "actors": "actors.yml", "places": "places.yml"}
    for kind, pattern in places.items():
        for path in sorted(facts.glob(pattern)):
            document, diagnostics = read_document(path.relative_to(facts.parent).as_posix(), path.read_bytes())
            if document and document.root and not diagnostics:
                yield kind, document


FOLDERS = [ROOT / "facts", TOY / "facts", *sorted(CASES.iterdir())]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: f"{folder.parent.name}-{folder.name}")
def test_what_our_reader_takes_is_taken(folder: Path) -> None:
    held = list(documents(folder))
    for kind, document in held:
        assert document.root
        _, diagnostics = parse_record(document.root, FILE_SHAPES[kind])
        codes = {finding.code for finding in diagnostics}
        for typing in TYPINGS:
            reported = list(reader(kind).iter_errors(typed(document.root, typing)))
            if not diagnostics:
                assert [(document.file, item.message) for item in reported] == []
            elif codes & SEEN:
                assert reported, (document.file, diagnostics)


@pytest.mark.parametrize("folder", FOLDERS[:2], ids=("ours", "toy"))
def test_a_site_fits_the_schemas_that_know_its_ids(folder: Path) -> None:
    held = list(documents(folder))
    declared = index_ids(document for _, document in held)

    assert len(declared["fact"]) > 30
    for kind in FILE_SHAPES:
        schema = jsonschema.Draft7Validator(json.loads(format_schema(kind, declared)))
        roots = [document.root for name, document in held if name == kind and document.root]
        assert [error.message for root in roots for error in schema.iter_errors(typed(root, core))] == []


def test_the_cases_hold_every_fault_of_shape_that_can_be_seen() -> None:
    met = {
        finding.code
        for folder in FOLDERS
        for kind, document in documents(folder)
        if document.root
        for finding in parse_record(document.root, FILE_SHAPES[kind])[1]
    }

    assert met >= SEEN


@pytest.mark.parametrize("kind", FILE_SHAPES)
def test_each_is_a_schema(kind: str) -> None:
    known = {"fact": {"a": "A fact"}, "source": {"b": "B"}, "actor": {"c": "C"}, "place": {"d": "D"}}
    for declared in ({}, known):
        jsonschema.Draft7Validator.check_schema(json.loads(format_schema(kind, declared)))


def text_reader(kind: TextKind) -> jsonschema.Draft7Validator:
    """Return the schema of a text, from a field that holds one of that kind."""
    for name in FILE_SHAPES:
        whole = json.loads(format_schema(name, {}))
        definition = kind.name.lower().replace("_", "-")
        if definition in whole["definitions"]:
            return jsonschema.Draft7Validator(whole["definitions"][definition])
    raise AssertionError(kind)


TEXTS = {kind: text_reader(kind) for kind in TextKind}
GUESSES = st.one_of(
    st.text(),
    st.text("0123456789-/.X~?% "),
    st.sampled_from(["no", "true", "null", "12:30", "0x1f", "1e3", "2023-09-07", "93", ".5", "HTTPS://a.b"]),
)


@pytest.mark.parametrize("kind", TextKind)
@settings(max_examples=50 * SCALE)
@given(data=st.data())
def test_no_pattern_refuses_what_the_parser_takes(kind: TextKind, data: st.DataObject) -> None:
    pattern = TEXT_PATTERNS.get(kind)
    text = data.draw(st.one_of(st.from_regex(pattern.regex, fullmatch=True), GUESSES) if pattern else GUESSES)
    readings = {text, *(typing(text) for typing in TYPINGS)} - {None}  # A bare null is told as empty.
    taken = text.strip() and not isinstance(TEXT_PARSERS[kind][1](text), ParseError)

    if taken:
        assert [error.message for reading in readings for error in TEXTS[kind].iter_errors(reading)] == []


@pytest.mark.parametrize(
    "kind, text",
    [
        (TextKind.ID, "Boats"),
        (TextKind.DATE, "7 September 2023"),
        (TextKind.LOCATOR, "first ... last"),
        (TextKind.URL, "javascript:alert"),
        (TextKind.LANGUAGE, "English"),
        (TextKind.DAYS, "180"),
        (TextKind.CODE, "303"),
        (TextKind.SCRIPT_HASH, "sha256-AAAA="),
        (TextKind.FILE, "../copy.txt"),
        (TextKind.WHOLE_NUMBER, "first"),
        (TextKind.FORMULA, "a × b"),
    ],
)
def test_a_pattern_marks_the_usual_slip(kind: TextKind, text: str) -> None:
    assert not TEXTS[kind].is_valid(core(text))
    assert TEXT_PATTERNS[kind].advice.endswith(".")


def test_every_kind_of_text_refuses_what_is_no_text() -> None:
    wrong: tuple[Any, ...] = ([], {}, None, "")

    assert [kind for kind, schema in TEXTS.items() if any(map(schema.is_valid, wrong))] == []


# ---- what editors are offered


def properties(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    found = schema.get("properties")
    for name, inner in found.items() if isinstance(found, dict) else ():
        yield name, inner
        yield from properties(inner)
    if isinstance(items := schema.get("items"), dict):
        yield from properties(items)


def test_every_field_is_explained() -> None:
    reported = [field for kind in FILE_SHAPES for field in properties(json.loads(format_schema(kind, {})))]
    reported = [(name, schema) for name, schema in reported if name not in {"plugins", "factsheet"}]

    assert len(reported) > 80
    assert [name for name, schema in reported if not schema["description"] or not schema["markdownDescription"]] == []
    words = [schema for _, schema in reported if "enum" in schema]
    assert len(words) >= 9
    assert all(len(schema["enum"]) == len(schema["enumDescriptions"]) for schema in words)


def test_known_ids_are_offered_and_new_ones_taken() -> None:
    declared = {"source": {"times": "The Times"}, "actor": {"keeper": "The keeper"}}
    sheet = json.loads(format_schema("sheet", declared))
    evidence = sheet["properties"]["facts"]["items"]["properties"]["evidence"]["items"]["properties"]

    assert sheet["definitions"]["known-sources"] == {"enum": ["times"], "enumDescriptions": ["The Times"]}
    assert evidence["source"]["anyOf"][0] == {"$ref": "#/definitions/known-sources"}
    assert sheet["definitions"]["listed-actor"]["defaultSnippets"] == [
        {"label": "keeper", "description": "The keeper", "body": "keeper"}
    ]
    entry = {"source": "made-a-minute-ago", "locator": "a … b", "chain": ["somebody-new"]}
    fact = {"id": "a", "statement": "A", "standing": "reported", "evidence": [entry]}
    assert jsonschema.Draft7Validator(sheet).is_valid({"id": "s", "title": "S", "summary": "S", "facts": [fact]})


def test_names_beside_ids_are_read_leniently() -> None:
    text = "id: s\nnonsense: x\nfacts:\n  - id: a\n    statement: Boats of [*all*](fact:b)\n"
    text += "  - id: B\n  - id: c\n"
    text += f"charts: [{{id: d, title: {'long ' * 99}}}]\n"
    document, _ = read_document("facts/sheets/s.yml", text.encode())
    assert document
    found = index_ids([document])

    assert found["fact"] == {"a": "Boats of all", "c": ""}
    assert len(found["chart"]["d"]) <= _MAX_LABEL_LENGTH
    assert found["chart"]["d"].endswith("long…")


def test_a_new_record_has_what_its_shape_requires() -> None:
    offered = [shape for shape in SHAPES if shape.usual]

    assert offered
    for shape in offered:
        assert {field.name for field in shape.fields if field.required} <= set(shape.usual)
        assert set(shape.usual) <= set(shape.by_name)


# ---- the command and the files in this repository


def ids_in(definitions: Mapping[str, Mapping[str, list[dict[str, str]]]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the ids that the definitions of a schema offer, by kind."""
    for name, schema in definitions.items():
        use, _, kind = name.partition("-")
        if use == "listed" and "-" not in kind:
            yield (kind, {offered["label"]: offered["description"] for offered in schema.get("defaultSnippets", ())})


def test_the_schemas_of_this_site_are_current() -> None:
    """Ids may lag behind the facts, which harms nobody; all else is what the command writes."""
    held = {kind: (ROOT / f"facts/.schemas/{kind}.schema.json").read_text("utf-8") for kind in FILE_SHAPES}
    ids = dict(pair for text in held.values() for pair in ids_in(json.loads(text)["definitions"]))
    sheet = json.loads(held["sheet"])["definitions"]["known-sources"]
    ids["source"] = dict(zip(sheet["enum"], sheet["enumDescriptions"], strict=True))

    assert ids.keys() == {"fact", "chart", "source", "actor", "place"}
    for kind in FILE_SHAPES:
        assert held[kind] == format_schema(kind, ids), "run `factsheet schema --write`"


def test_every_file_of_facts_names_its_schema() -> None:
    for kind, document in documents(ROOT / "facts"):
        up = "../" if kind in {"sheet", "source"} else ""
        named = f"{up}{SCHEMA_FOLDER}/{kind}.schema.json"
        assert document.text.startswith(f"# yaml-language-server: $schema={named}\n"), document.file
        assert ((ROOT / document.file).parent / named).is_file()


def test_the_workspace_settings_lead_to_the_schemas() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))

    for schema, files in settings["yaml.schemas"].items():
        assert (ROOT / schema).is_file()
        assert list(ROOT.glob(files))


def test_schemas_are_written_beside_the_facts(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    before = read_tree(site)
    at = ("-f", str(site / "mkdocs.yml"))

    assert run_cli("schema", *at, "--write") == (0, "5 schemas written to facts/.schemas/, 0 unchanged, 0 removed\n")
    written = list_differing(before, read_tree(site))
    assert written == [
        "facts/.schemas/.written.json",
        *(f"facts/.schemas/{kind}.schema.json" for kind in sorted(FILE_SHAPES)),
    ]
    assert run_cli("schema", *at, "--write") == (0, "no schemas written to facts/.schemas/, 5 unchanged, 0 removed\n")
    assert run_cli("check", *at)[0] == 0
    replace_text(site / "facts/sheets/money.yml", "standing: estimated", "standing: guessed")
    replace_text(site / "facts/actors.yml", "  - id: ", "  - id: new-")
    assert run_cli("schema", *at, "--write")[1].startswith("3 schemas written")
    assert "new-" in run_cli("schema", *at, "sheet")[1]


def test_somebody_elses_file_is_not_written_over(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    (site / "facts/.schemas").mkdir()
    (site / "facts/.schemas/sheet.schema.json").write_text("mine", encoding="utf-8")

    code, output = run_cli("schema", "-f", str(site / "mkdocs.yml"), "--write")

    assert code == 1
    assert "something that this command did not write is in the way" in output


def test_outside_a_site_there_is_a_schema_without_ids(tmp_path: Path) -> None:
    done = run_command(*FACTSHEET, "schema", "source", cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout == format_schema("source", {})
    code, output = run_cli("schema", "--write", "-f", str(tmp_path / "mkdocs.yml"))
    assert code == 1
    assert "error F402: there is no such file" in output


@pytest.mark.parametrize("arguments", [(), ("sheet", "--write"), ("sheets",)])
def test_schema_is_told_one_thing(arguments: tuple[str, ...]) -> None:
    code, output = run_cli("schema", *arguments)

    assert code == 2
    assert output.startswith("Usage: factsheet schema")
