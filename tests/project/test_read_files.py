from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Literal, TypeAlias
from unicodedata import normalize

import pytest

from factsheet.diagnostics.core import Diagnostic, Severity
from factsheet.parsing.fact_files import LOCK_FILE, LoadedFacts, read_facts
from factsheet.project.load import read_site
from factsheet.project.read_files import MAX_SNAPSHOT_BYTES, build_disk_tree, read_content, read_file, read_snapshots

Form: TypeAlias = Literal["NFC", "NFD"]
TODAY = dt.date(2023, 6, 1)
SITE = "site_name: Harbour\ndocs_dir: content\nplugins: [factsheet]\n"
SOUND = {
    "facts/sheets/deaths.yml": "id: deaths\n",
    "facts/sources/times.yml": "id: times\n",
    "facts/actors.yml": "actors: []\n",
    "facts/places.yml": "places: []\n",
}


def lay(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())


def facts_of(root: Path, facts: str = "facts") -> LoadedFacts:
    return read_facts(build_disk_tree(root), facts)


def load(root: Path, more: dict[str, str] | None = None) -> LoadedFacts:
    lay(root, {**SOUND, **(more or {})})
    return facts_of(root)


def summarise(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str, str]]:
    return [(diagnostic.code, diagnostic.location.file, diagnostic.message) for diagnostic in diagnostics]


def test_documents_come_sorted_and_named_from_the_root(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"facts/sheets/army.yml": "id: army\n"})
    assert not loaded.diagnostics
    assert loaded.files == (
        "facts/actors.yml",
        "facts/places.yml",
        "facts/sheets/army.yml",
        "facts/sheets/deaths.yml",
        "facts/sources/times.yml",
    )
    assert tuple(document.file for document in loaded.documents) == loaded.files
    assert not loaded.failed


def test_a_folder_of_facts_may_lie_deeper(tmp_path: Path) -> None:
    lay(tmp_path, {"data/facts/sheets/deaths.yml": "id: deaths\n"})
    assert facts_of(tmp_path, "data/facts").files == ("data/facts/sheets/deaths.yml",)


def test_the_lock_a_readme_hidden_files_and_those_of_editors_are_no_matter_of_the_reader(tmp_path: Path) -> None:
    beside = {f"facts/{name}": "x" for name in (LOCK_FILE, "README.md", ".gitkeep", "sheets/.deaths.yml.swp")}
    for name in ("deaths.yml~", "#deaths.yml#", ".#deaths.yml", "4913", "deaths.yml.swo", "deaths.yml___jb_tmp___"):
        beside |= {f"facts/sheets/{name}": "x", f"facts/{name}": "x"}
    assert not load(tmp_path, beside).diagnostics


@pytest.mark.parametrize(
    "name,code,words",
    [
        ("facts/sheets/army.yaml", "F018", "its name does not end in .yml"),
        ("facts/sheets/army.YML", "F018", "its name does not end in .yml"),
        ("facts/actors.yaml", "F018", "the file does not have the expected name"),
        ("facts/Places.yml", "F018", "the file does not have the expected name"),
        ("facts/sheets/army.txt", "F019", "this file is not read"),
        ("facts/army.yml", "F019", "this file is not read"),
    ],
)
def test_a_file_out_of_place_is_found(tmp_path: Path, name: str, code: str, words: str) -> None:
    loaded = load(tmp_path, {name: "id: army\n"})
    assert summarise(loaded.diagnostics) == [(code, name, words)]
    assert loaded.diagnostics[0].hint
    warns = loaded.diagnostics[0].severity is Severity.WARNING
    assert warns == (code == "F019")
    assert name not in {document.file for document in loaded.documents}


@pytest.mark.parametrize("name", ["facts/more", "facts/sheets/more"])
def test_an_unknown_folder_is_a_warning(tmp_path: Path, name: str) -> None:
    loaded = load(tmp_path, {f"{name}/army.yml": "id: army\n"})
    assert summarise(loaded.diagnostics) == [("F019", name, "this folder is not read")]


@pytest.mark.parametrize("name", ["facts/sheets/army.yml", f"facts/{LOCK_FILE}"])
def test_a_folder_where_a_file_should_be_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir(parents=True)
    assert summarise(load(tmp_path).diagnostics) == [("F001", name, "this is not a regular file")]


def test_a_file_where_a_folder_should_be_is_an_error(tmp_path: Path) -> None:
    lay(tmp_path, {"facts/sheets": "x", "facts/sources/times.yml": "id: times\n"})
    assert summarise(facts_of(tmp_path).diagnostics) == [("F001", "facts/sheets", "this is not a folder")]


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "facts/sheets").mkdir(parents=True)
    os.mkfifo(tmp_path / "facts/sheets/army.yml")
    assert summarise(load(tmp_path).diagnostics) == [("F001", "facts/sheets/army.yml", "this is not a regular file")]


def test_no_folder_of_facts_is_an_error(tmp_path: Path) -> None:
    assert summarise(facts_of(tmp_path).diagnostics) == [("F020", "facts", "there is no such folder")]
    (tmp_path / "facts").touch()
    assert summarise(facts_of(tmp_path).diagnostics) == [("F020", "facts", "this is not a folder")]


@pytest.mark.parametrize("files", [{}, {"facts/sources/times.yml": "id: times\n"}])
def test_no_facts_at_all_is_an_error(tmp_path: Path, files: dict[str, str]) -> None:
    (tmp_path / "facts").mkdir()
    lay(tmp_path, files)
    loaded = facts_of(tmp_path)
    assert summarise(loaded.diagnostics) == [("F020", "facts/sheets", "no facts found in facts/")]


@pytest.mark.parametrize("facts", ["..", "../other", "/etc", ".", "a/../../b"])
def test_a_folder_outside_the_site_is_refused(tmp_path: Path, facts: str) -> None:
    loaded = facts_of(tmp_path, facts)
    assert [diagnostic.code for diagnostic in loaded.diagnostics] == ["F021"]
    assert not loaded.documents


@pytest.mark.parametrize("name", ["facts/sheets/army.yml", "facts/more.yml", "facts/actors.yml"])
def test_a_link_is_refused_wherever_it_leads(tmp_path: Path, name: str) -> None:
    lay(tmp_path, {key: text for key, text in SOUND.items() if key != name})
    (tmp_path / "secret").write_text("id: army\n", encoding="utf-8")
    (tmp_path / name).symlink_to(tmp_path / "secret")
    loaded = facts_of(tmp_path)
    assert summarise(loaded.diagnostics) == [("F017", name, "this is a symbolic link")]
    assert name not in {document.file for document in loaded.documents}


@pytest.mark.parametrize("name", ["facts", "facts/sheets"])
def test_a_linked_folder_is_refused(tmp_path: Path, name: str) -> None:
    lay(tmp_path / "elsewhere", SOUND)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).symlink_to(tmp_path / "elsewhere" / name)
    loaded = facts_of(tmp_path)
    assert summarise(loaded.diagnostics) == [("F017", name, "this is a symbolic link")]
    assert not loaded.documents


def test_a_link_to_nothing_and_a_circle_are_refused_as_links(tmp_path: Path) -> None:
    (tmp_path / "facts/sheets").mkdir(parents=True)
    (tmp_path / "facts/sheets/army.yml").symlink_to("nowhere")
    (tmp_path / "facts/sheets/circle.yml").symlink_to("circle.yml")
    assert [diagnostic.code for diagnostic in load(tmp_path).diagnostics] == ["F017", "F017"]


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    lay(tmp_path, SOUND)
    with (tmp_path / "facts/sheets/army.yml").open("wb") as opened:
        opened.truncate(1 << 40)  # a tebibyte of nothing, which no one could read
    loaded = facts_of(tmp_path)
    message = "the file has 1,099,511,627,776 bytes; the limit is 1,048,576"
    assert summarise(loaded.diagnostics) == [("F004", "facts/sheets/army.yml", message)]
    assert loaded.failed == ("facts/sheets/army.yml",)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    lay(tmp_path, SOUND)
    (tmp_path / "facts/sheets/deaths.yml").chmod(0)
    assert [diagnostic.code for diagnostic in facts_of(tmp_path).diagnostics] == ["F001"]


def test_what_the_disk_says_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    lay(tmp_path, {"mkdocs.yml": "x"})
    monkeypatch.setattr(os, "open", refuse)
    raw, diagnostics = read_file(tmp_path, "mkdocs.yml")
    assert raw is None
    assert summarise(diagnostics) == [("F001", "mkdocs.yml", "this cannot be read: permission denied")]


def test_a_file_that_fails_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    loaded = load(tmp_path, {"facts/sheets/army.yml": "id: [\n", "facts/sheets/law.yml": "\0"})
    assert loaded.failed == ("facts/sheets/army.yml", "facts/sheets/law.yml")
    assert {diagnostic.code for diagnostic in loaded.diagnostics} == {"F009", "F003"}


@pytest.mark.skipif(os.name != "posix", reason="names are text elsewhere")
def test_a_name_that_is_no_text_is_shown_with_escapes(tmp_path: Path) -> None:
    lay(tmp_path, SOUND)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/facts/sheets/\xff.txt")).touch()
    assert summarise(facts_of(tmp_path).diagnostics)[0][1] == "facts/sheets/\\udcff.txt"


# --- single files ----------------------------------------------------------------------------------------


def test_a_missing_file_is_none_without_a_finding(tmp_path: Path) -> None:
    assert read_file(tmp_path, "mkdocs.yml") == (None, ())
    tree = build_disk_tree(tmp_path)
    assert tree.read_file_text("mkdocs.yml") is None
    assert tree.diagnostics == []


def test_a_site_without_a_lock_has_none_without_a_finding(tmp_path: Path) -> None:
    lay(tmp_path, {"mkdocs.yml": SITE, **SOUND})
    inputs = read_site(tmp_path / "mkdocs.yml", TODAY).inputs
    assert inputs.lock is None
    assert inputs.diagnostics == ()


def test_a_text_file_must_be_utf8(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_bytes(b"one\ncaf\xe9\n")
    tree = build_disk_tree(tmp_path)
    assert tree.read_file_text("page.md") is None
    assert [
        (diagnostic.code, diagnostic.location.line, diagnostic.location.column) for diagnostic in tree.diagnostics
    ] == [("F002", 2, 4)]


def test_the_lock_lies_in_the_folder_of_facts(tmp_path: Path) -> None:
    lay(tmp_path, {"mkdocs.yml": SITE, f"facts/{LOCK_FILE}": "{}\n", **SOUND})
    inputs = read_site(tmp_path / "mkdocs.yml", TODAY).inputs
    assert (inputs.lock, inputs.lock_file) == ("{}\n", f"facts/{LOCK_FILE}")
    assert inputs.diagnostics == ()


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/../../secret", ""])
def test_no_file_outside_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").touch()
    (tmp_path / "root").mkdir()
    raw, diagnostics = read_file(tmp_path / "root", name)
    assert raw is None
    assert [diagnostic.code for diagnostic in diagnostics] == ["F021"]


def test_content_is_read_whole_without_links_and_hidden_files(tmp_path: Path) -> None:
    lay(tmp_path, {"content/index.md": "# Home", "content/images/a.svg": "<svg/>", "content/.draft.md": "x"})
    (tmp_path / "content/leak.md").symlink_to("/etc/passwd")
    content, diagnostics = read_content(tmp_path, "content")
    assert content == {"images/a.svg": b"<svg/>", "index.md": b"# Home"}
    assert list(content) == ["images/a.svg", "index.md"]
    assert summarise(diagnostics) == [("F017", "content/leak.md", "this is a symbolic link")]


def test_the_home_page_is_read_as_text(tmp_path: Path) -> None:
    lay(tmp_path, {"mkdocs.yml": SITE, "content/index.md": "# Home", **SOUND})
    inputs = read_site(tmp_path / "mkdocs.yml", TODAY).inputs
    assert (inputs.home, inputs.home_file) == ("# Home", "content/index.md")
    assert inputs.diagnostics == ()


# --- snapshots -------------------------------------------------------------------------------------------


def test_snapshots_come_by_the_ids_of_their_sources(tmp_path: Path) -> None:
    lay(tmp_path, {"one.txt": "words", "two.txt": "more"})
    snapshots, diagnostics = read_snapshots(tmp_path, {"times": "one.txt", "post": "two.txt", "none": "three.txt"})
    assert not diagnostics
    assert snapshots == {"post": b"more", "times": b"words"}


@pytest.mark.parametrize("name", ["../one.txt", "/etc/passwd", "a/b", "a\\b", "..", ".", "", "C:one", "a\0b"])
def test_a_snapshot_must_have_a_bare_name(tmp_path: Path, name: str) -> None:
    snapshots, diagnostics = read_snapshots(tmp_path, {"times": name})
    assert not snapshots
    assert [diagnostic.code for diagnostic in diagnostics] == ["F021"]
    assert "times" in diagnostics[0].message


def test_a_linked_or_large_snapshot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "linked.txt").symlink_to("/etc/passwd")
    with (tmp_path / "large.txt").open("wb") as opened:
        opened.truncate(MAX_SNAPSHOT_BYTES + 1)
    snapshots, diagnostics = read_snapshots(tmp_path, {"a": "linked.txt", "b": "large.txt"})
    assert not snapshots
    assert [(diagnostic.code, diagnostic.location.file) for diagnostic in diagnostics] == [
        ("F004", "large.txt"),
        ("F017", "linked.txt"),
    ]


@pytest.mark.parametrize("on_disk, written", [("NFC", "NFD"), ("NFD", "NFC"), ("NFD", "NFD")])
def test_a_snapshot_is_found_however_its_accents_are_composed(on_disk: Form, written: Form, tmp_path: Path) -> None:
    """Some systems and archives take letters with accents apart; an editor types them in one piece."""
    (tmp_path / normalize(on_disk, "Gàzette-é.txt")).write_bytes(b"words")

    assert read_snapshots(tmp_path, {"gazette": normalize(written, "Gàzette-é.txt")}) == ({"gazette": b"words"}, ())
