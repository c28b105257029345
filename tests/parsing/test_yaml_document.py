from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from mkdocs.utils.yaml import yaml_load

from factsheet.diagnostics.core import Diagnostic, has_errors
from factsheet.diagnostics.reporters import format_report
from factsheet.parsing.yaml import document as reader
from factsheet.parsing.yaml import nodes
from factsheet.parsing.yaml.document import read_configuration, read_document
from factsheet.parsing.yaml.nodes import (
    MAX_DIAGNOSTICS,
    MAX_FILE_BYTES,
    MAX_YAML_DEPTH,
    MAX_YAML_NODES,
    ListNode,
    MappingNode,
    TextNode,
    YamlDocument,
    YamlNode,
)
from tests.support import paths

CASES = sorted((paths.CASES / "reading").glob("*.yml"))
TURNING = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
WRITABLE = st.characters(
    exclude_categories=["Cs", "Cn", "Cc", "Zl", "Zp"], exclude_characters=TURNING, include_characters="\n\t"
)
TEXTS = st.text(WRITABLE, max_size=30)
FILLED = TEXTS.filter(bool)
DOCUMENTS = st.dictionaries(
    FILLED,
    st.recursive(
        TEXTS, lambda deeper: st.lists(deeper, max_size=4) | st.dictionaries(FILLED, deeper, max_size=4), max_leaves=20
    ),
    max_size=6,
)
WORDS = st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=8)
GAPS = st.sampled_from([" ", "  ", "\n  ", "\n\n    "])
PARSERS = [yaml.CBaseLoader, yaml.BaseLoader]


@pytest.fixture(params=PARSERS, ids=["c", "python"])
def _each_parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_LOADER", request.param)


def read(raw: bytes | str) -> tuple[YamlNode | None, tuple[Diagnostic, ...]]:
    document, diagnostics = read_document("facts/sheets/x.yml", raw.encode() if isinstance(raw, str) else raw)
    return document.root if document else None, diagnostics


def sound(raw: str) -> YamlNode:
    root, diagnostics = read(raw)
    assert not diagnostics
    assert root is not None
    return root


def text_of(node: YamlNode | None) -> TextNode:
    assert isinstance(node, TextNode)
    return node


def field(node: YamlNode | None, name: str) -> YamlNode:
    assert isinstance(node, MappingNode)
    value = node.get(name)
    assert value is not None
    return value


def plain(node: YamlNode) -> object:
    match node:
        case TextNode():
            return node.text
        case ListNode():
            return [plain(member) for member in node.nodes]
        case MappingNode():
            return {entry.key.text: plain(entry.value) for entry in node.entries}


@pytest.mark.parametrize("case", CASES, ids=[case.stem for case in CASES])
def test_a_file_gets_the_report_it_is_expected_to_get(case: Path, agree_with: Callable[[Path, str], None]) -> None:
    document, diagnostics = read_document(case.name, case.read_bytes())
    texts = {case.name: document.text} if document else {}
    agree_with(case.with_suffix(".expected"), format_report(diagnostics, texts, "text") or "no findings\n")


# --- what is read ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("_each_parser")
def test_yaml_guesses_no_types() -> None:
    root = sound("{a: no, b: 010, c: 1_000, d: 12:30, e: 2023-09-07, f: 1e3, g: .inf, h: 0x10, y: on}")
    assert plain(root) == {
        "a": "no", "b": "010", "c": "1_000", "d": "12:30", "e": "2023-09-07",
        "f": "1e3", "g": ".inf", "h": "0x10", "y": "on",
    }  # fmt: skip


@pytest.mark.usefixtures("_each_parser")
@given(DOCUMENTS)
@example({"a": {"b": ["", "null", "~", "<<", "*a", "&a", "!!int 3", "# no", "- no", "a: b", "\n", "  ", "\\", "'\""]}})
def test_what_json_writes_is_read_as_it_was(value: dict[str, object]) -> None:
    root, diagnostics = read(json.dumps(value, ensure_ascii=False))
    assert not diagnostics
    assert root is not None
    assert plain(root) == value


def test_a_byte_order_mark_and_windows_line_ends_move_no_place() -> None:
    root = sound("\ufeffid: deaths\r\ntitle: x\r\n")
    location = field(root, "title").location
    assert (location.line, location.column, location.width) == (2, 8, 1)


@pytest.mark.parametrize(
    "written,words,line,column",
    [
        ("v: one two three", "two", 1, 8),
        ("v: 'one two three'", "two", 1, 9),
        ('v: "one two three"', "two", 1, 9),
        ("v: one\n  two\n  three", "three", 3, 3),
        ("v: one\n\n\n  two three", "two", 4, 3),
        ("v: |\n    one\n    two", "two", 3, 5),
        ("v: >-\n  one\n  two three", "three", 3, 7),
        ('v: "one\n  two three"', "two", 2, 3),
        ("- [x, one 𝔘 two]", "two", 1, 13),
    ],
)
def test_a_part_of_a_text_has_its_own_place(written: str, words: str, line: int, column: int) -> None:
    root = sound(written)
    node = root
    while not isinstance(node, TextNode):
        node = node.entries[-1].value if isinstance(node, MappingNode) else node.nodes[-1]
    location = node.locate(node.text.index(words), len(words))
    assert (location.line, location.column, location.width) == (line, column, len(words))


def test_where_an_escape_hides_the_place_the_whole_text_is_named() -> None:
    node = text_of(field(sound(r'v: "a \"quoted\" word"'), "v"))
    assert node.locate(12, 4) == node.location


@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(GAPS, min_size=12, max_size=12))
def test_every_word_of_a_folded_text_is_found_where_it_stands(words: list[str], gaps: list[str]) -> None:
    written = "".join(word + gap for word, gap in zip(words, gaps, strict=False)).rstrip()
    source = f"v: {written}"
    node = text_of(field(read_document("x", source.encode())[0].root, "v"))  # type: ignore[union-attr]
    offset = 0
    for word in node.text.split():
        offset = node.text.index(word, offset)
        location = node.locate(offset, len(word))
        line = source.split("\n")[location.line - 1]
        assert line[location.column - 1 : location.column - 1 + location.width] == word
        offset += len(word)


def test_a_fault_in_one_value_leaves_the_others() -> None:
    root, diagnostics = read("id: deaths\ntitle: *name\nsummary:\norder: ~\n")
    assert [diagnostic.code for diagnostic in diagnostics] == ["F010", "F016", "F016"]
    assert plain(root) == {"id": "deaths", "title": "", "summary": "", "order": ""} if root else False
    assert text_of(field(root, "title")).is_missing
    assert not text_of(field(root, "id")).is_missing


def test_of_a_field_written_twice_the_first_is_kept() -> None:
    root, diagnostics = read("id: one\nid: two\n")
    assert [(diagnostic.code, diagnostic.location.line) for diagnostic in diagnostics] == [("F014", 2)]
    assert root is not None
    assert plain(root) == {"id": "one"}


def test_an_empty_text_in_quotes_is_a_text() -> None:
    assert not text_of(field(sound('v: ""'), "v")).is_missing


# --- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw,code,line,column",
    [
        ("id: café\n".encode("latin-1"), "F002", 1, 8),
        (b"\xef\xbb\xbfid: a\nid: \xff\n", "F002", 2, 5),
        ("id: deaths\n".encode("utf-16"), "F002", 1, 1),
        ("id: deaths\n".encode("utf-16-be"), "F003", 1, 1),
        ("id: deaths\n".encode("utf-32"), "F002", 1, 1),
        (b"\xed\xa0\x80", "F002", 1, 1),
        (b"a" * 10_000_000, "F004", 0, 0),
        (b"[" * 60_000, "F004", 1, MAX_YAML_DEPTH + 1),
        (b"{a: " * 60_000, "F004", 1, 4 * MAX_YAML_DEPTH + 1),
        (b"- " * 60_000, "F004", 1, 2 * MAX_YAML_DEPTH + 1),
        (b"? " * 60_000, "F004", 1, 2 * MAX_YAML_DEPTH + 1),
        (b"a: '" + b"x" * 1_000_000 + b"'", "F004", 1, 4),
        (b"a: '" + b"\n" * 1_000_000, "F009", 1, 4),
    ],
    ids=[
        "latin-1", "broken UTF-8", "UTF-16", "UTF-16 without a mark", "UTF-32", "a surrogate in bytes",
        "10 MB", "60 kB of brackets", "braces", "dashes", "question marks", "a long text",
        "an open quote",
    ],
)  # fmt: skip
def test_hostile_bytes_get_one_finding_with_a_place(raw: bytes, code: str, line: int, column: int) -> None:
    _, diagnostics = read(raw)
    first = diagnostics[0]
    assert (first.code, first.location.line, first.location.column) == (code, line, column)
    assert first.hint


def test_a_file_of_many_small_texts_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_YAML_NODES * 4 < MAX_FILE_BYTES, "the size of the file alone would do"
    monkeypatch.setattr(nodes, "MAX_YAML_NODES", 1000)
    root, diagnostics = read("- a\n" * 2000)
    assert root is None
    assert [(diagnostic.code, diagnostic.location.line) for diagnostic in diagnostics] == [("F004", 1001)]


def bomb(lines: int) -> bytes:
    return b"a0: &a0 {x: 1}\n" + b"".join(
        b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (n, n, n - 1, n - 1) for n in range(1, lines)
    )


@pytest.mark.parametrize("raw", [bomb(24), bomb(9), b"a: &a [*a]\n", b"[" + b"*a," * 100_000, bomb(5000)])
@pytest.mark.usefixtures("_each_parser")
def test_aliases_are_reported_and_never_followed(raw: bytes) -> None:
    root, diagnostics = read(raw)
    assert {diagnostic.code for diagnostic in diagnostics} <= {"F010", "F022"}
    assert diagnostics
    assert root is None or count(root) < raw.count(b"\n") * 8


def count(node: YamlNode) -> int:
    match node:
        case TextNode():
            return 1
        case ListNode():
            return 1 + sum(map(count, node.nodes))
        case MappingNode():
            return 1 + sum(2 + count(entry.value) for entry in node.entries)


@pytest.mark.parametrize("raw", [b"\x01" * 100_000, b"k: &a x\n" * 10_000, b"- \n" * 10_000])
def test_after_a_hundred_findings_the_file_is_left(raw: bytes) -> None:
    root, diagnostics = read(raw)
    assert root is None
    assert len(diagnostics) == MAX_DIAGNOSTICS + 1
    assert diagnostics[-1].code == "F022"


def test_reading_stops_where_the_file_becomes_too_deep(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[yaml.Event] = []

    class CountedLoader(yaml.BaseLoader):
        def get_event(self) -> yaml.Event | None:
            events.append(super().get_event())  # type: ignore[no-untyped-call]
            return events[-1]

    monkeypatch.setattr(reader, "_LOADER", CountedLoader)
    read(b"[" * MAX_FILE_BYTES)
    assert len(events) == MAX_YAML_DEPTH + 3  # the beginnings of the stream and of the document, and one too many


@pytest.mark.usefixtures("_each_parser")
@given(st.binary(max_size=300))
def test_bytes_never_raise(raw: bytes) -> None:
    check_answer(raw)


SIGNS = st.text(st.sampled_from("ab:-,[]{}&*!|>'\"%@`#?~<\\ \t\n\r\0é\u2028\u202e\ufeff=0uU"), max_size=60)


@pytest.mark.usefixtures("_each_parser")
@given(SIGNS | st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
@example('"\\UFFFFFFFF"')
@example('"\\U00110000"')
@example('"\\ud800"')
@example("? a")
@example("a: !<")
@example("%YAML 1.99999999999999999999\n---\na: 1")
def test_texts_never_raise(text: str) -> None:
    check_answer(text.encode())


def check_answer(raw: bytes) -> None:
    for read_one in (read_document, read_configuration):
        document, diagnostics = read_one("x.yml", raw)
        assert document is not None or has_errors(diagnostics)
        assert (document is None or document.root is None) <= has_errors(diagnostics)
        assert all(diagnostic.message and diagnostic.location.width >= 1 for diagnostic in diagnostics)
        texts = {"x.yml": document.text} if document else {}
        assert format_report(diagnostics, texts, "text").endswith("\n") or not diagnostics


def test_every_kind_of_break_has_a_hint() -> None:
    without = [case.stem for case in CASES for diagnostic in read(case.read_bytes())[1] if not diagnostic.hint]
    assert not without


# --- the configuration -----------------------------------------------------------------------------------

MKDOCS = """\
site_name: Facts
site_url: !ENV [SITE_URL, 'https://example.org/']
theme: &theme
  name: material
plugins:
  - search:
  - factsheet:
      facts: facts
markdown_extensions:
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
extra: *theme
copyright: null
site_name: Twice
"""


def test_a_configuration_is_read_as_mkdocs_resolves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written = b"""\
base: &base {language: en, name: other}
theme: {<<: *base, name: material}
both: {<<: [{a: 1, b: 2}, {a: 3, c: 4}], c: 5}
site_url: !ENV SITE_URL
repo_url: !ENV NOT_SET
docs_dir: !ENV [NOT_SET, ALSO_NOT, content]
site_dir: !ENV [NOT_SET, OUT, site]
site_name: &name Harbour facts
copyright: *name
extra: *base
"""
    environment = {"SITE_URL": "https://example.org/", "OUT": "public"}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def simplify(node: YamlNode) -> object:
        if isinstance(node, MappingNode):
            return {entry.key.text: simplify(entry.value) for entry in node.entries}
        return [*map(simplify, node.nodes)] if isinstance(node, ListNode) else node.text

    def shorten(value: object) -> object:
        if isinstance(value, dict):
            return {key: shorten(inner) for key, inner in value.items()}
        return [*map(shorten, value)] if isinstance(value, list) else "" if value is None else str(value)

    document, diagnostics = read_configuration("mkdocs.yml", written, environment)
    assert document
    assert document.root
    assert diagnostics == ()
    assert simplify(document.root) == shorten(yaml_load(written.decode()))


def test_a_configuration_may_hold_tags_aliases_and_nothing() -> None:
    document, diagnostics = read_configuration("mkdocs.yml", MKDOCS.encode())
    assert document is not None
    assert not diagnostics
    plugins = field(document.root, "plugins")
    assert isinstance(plugins, ListNode)
    options = field(plugins.nodes[1], "factsheet")
    facts = text_of(field(options, "facts"))
    assert (facts.text, facts.location.line, facts.location.column) == ("facts", 8, 14)
    assert text_of(field(field(document.root, "extra"), "name")).text == "material"
    assert text_of(field(document.root, "site_url")).text == "https://example.org/"
    assert text_of(field(document.root, "site_name")).text == "Twice"


@pytest.mark.parametrize("raw", [b"\tx", b"a: [", b"[" * 60_000, b"\xff", b""])
def test_a_configuration_that_is_no_yaml_is_refused(raw: bytes) -> None:
    _, diagnostics = read_configuration("mkdocs.yml", raw)
    assert len(diagnostics) == 1


@pytest.mark.usefixtures("_each_parser")
@pytest.mark.parametrize("read_any", [read_document, read_configuration])
@pytest.mark.parametrize("raw", [b'a: "\\ud800"', b'"\\udfff": b', b'a: "\\U0000d800"', b"a: \xed\xa0\x80"])
def test_half_a_character_is_refused_however_it_is_written(
    read_any: Callable[[str, bytes], tuple[YamlDocument | None, tuple[Diagnostic, ...]]], raw: bytes
) -> None:
    (diagnostic,) = read_any("x.yml", raw)[1]

    assert diagnostic.location.line == 1
