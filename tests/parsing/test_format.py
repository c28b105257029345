"""The canonical form: each rule of it as a pair of files, and what holds for every file there can be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from factsheet.parsing.format import document as form
from factsheet.parsing.format.comments import list_comments
from factsheet.parsing.format.document import (
    MAX_LINE_WIDTH,
    RoundTripError,
    find_shape,
    format_document,
    is_plain_scalar,
)
from factsheet.parsing.schema.records import FILE_SHAPES, SHEET_SHAPE, SOURCE_SHAPE, Shape
from tests.support import paths
from tests.support.examples import SCALE
from tests.support.sites import copy_toy, read_tree, run_cli
from tests.support.yaml_strategies import HOSTILE_TEXTS, draw_files, read_if_valid, read_with_pyyaml

CASES = sorted(path for path in (paths.CASES / "fmt").glob("*.yml") if not path.stem.endswith(".expected"))
GOLDEN = paths.GOLDEN / "fmt"
FOLDERS = (paths.ROOT / "facts", paths.TOY / "facts", *sorted((paths.CASES / "facts").glob("*/facts")))


def formed(text: str, shape: Shape | None) -> str:
    """Put a text in form, and hold the result to all that is promised."""
    document = read_if_valid(text)
    assert document is not None
    written = format_document(document, shape)
    again = read_if_valid(written)
    assert again is not None
    assert read_with_pyyaml(written) == read_with_pyyaml(text)
    assert sorted(list_comments(again)) == sorted(list_comments(document))
    assert format_document(again, shape) == written
    assert written.endswith("\n")
    assert not written.endswith("\n\n")
    assert not any(line != line.rstrip(" \t") for line in written.split("\n"))
    return written


# ---- every rule of the form


def shape_of_case(path: Path) -> Shape:
    return {"source": SOURCE_SHAPE, "actors": FILE_SHAPES["actors"]}.get(path.stem.partition("-")[0], SHEET_SHAPE)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_form(path: Path, agree_with: Callable[[Path, str], None]) -> None:
    agree_with(path.with_suffix(".expected.yml"), formed(path.read_text("utf-8"), shape_of_case(path)))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_all_facts_there_are_keep_their_meaning(folder: Path) -> None:
    for path in folder.rglob("*.yml"):
        text = path.read_text("utf-8")
        if read_if_valid(text) is not None:
            formed(text, find_shape(path.as_posix(), folder.as_posix()))


def test_the_published_facts_are_in_form() -> None:
    code, output = run_cli("fmt", "--check", "-f", str(paths.ROOT / "mkdocs.yml"))

    assert (code, output) == (0, "14 files already formatted\n")


# ---- every file there can be


@settings(max_examples=150 * SCALE)
@given(draw_files(), st.sampled_from(["sheet", "source", ""]))
@example("a: # x\n [b, # y\n c] # z\n", "")
@example("#1\ntitle: a\n#2\n\nid: b\n", "sheet")
@example("a: x  #todo\nb:  #1\n  - y\n", "")
def test_any_file_keeps_its_meaning_and_its_comments(text: str, kind: str) -> None:
    assume(read_if_valid(text) is not None)
    formed(text, {"sheet": SHEET_SHAPE, "source": SOURCE_SHAPE}.get(kind))


def test_names_are_written_below_each_other() -> None:
    """In brackets, a comma inside a name would make two of it."""
    written = formed('id: a\nauthors: ["de Gaulle, Charles", "Roe"]\n', SOURCE_SHAPE)

    assert written == "id: a\nauthors:\n  - de Gaulle, Charles\n  - Roe\n"


@pytest.mark.parametrize("text", [text for text in HOSTILE_TEXTS if "\n" not in text])
def test_a_text_is_plain_only_where_it_is_read_as_itself(text: str) -> None:
    if is_plain_scalar(text):
        assert read_with_pyyaml(f"k: {text}\n") == {"k": text}
    if is_plain_scalar(text, in_brackets=True):
        assert read_with_pyyaml(f"k: [{text}, {text}]\n") == {"k": [text, text]}


def test_no_line_is_longer_than_it_must_be() -> None:
    text = "word " * 200
    written = formed(f"id: a\nsummary: {text}\nfacts: [{{id: b, statement: {text}}}]\n", SHEET_SHAPE)

    assert MAX_LINE_WIDTH - 5 <= max(map(len, written.split("\n"))) <= MAX_LINE_WIDTH


def test_what_does_not_read_back_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    document = read_if_valid("title: b\nid: a # why\n")
    assert document is not None
    for wrong in ("id: c # why\ntitle: b\n", "id: a\ntitle: b\n", "id: a # other\ntitle: b\n", "id: [\n"):
        monkeypatch.setattr(form, "format_root", lambda *_, text=wrong: text)
        with pytest.raises(RoundTripError):
            format_document(document, SHEET_SHAPE)


# ---- the command


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one file that is in form, one that is not, and one that cannot be read."""
    (tmp_path / "mkdocs.yml").write_text("plugins:\n  - factsheet\n", encoding="utf-8")
    folder = tmp_path / "facts/sheets"
    folder.mkdir(parents=True)
    (folder / "dock.yml").write_text(DOCK, encoding="utf-8")
    (folder / "good.yml").write_text(GOOD, encoding="utf-8")
    (folder / "torn.yml").write_text(TORN, encoding="utf-8")
    return tmp_path


GOOD = "id: good\ntitle: Good # why\nsummary: s\nfacts:\n  - id: c\n    statement: d\n    standing: claimed\n"
DOCK = "id: dock\nsummary: s # why\ntitle: 'Dock'\nfacts:\n- {id: a, statement: b, standing: reported}\n"
TORN = "id: torn\ntitle: [Torn\n"


def fmt(site: Path, *arguments: str) -> tuple[int, str]:
    """Call the command on a site; what it prints does not depend on where that lies."""
    code, output = run_cli("fmt", "-f", str(site / "mkdocs.yml"), *arguments)
    return code, output.replace(str(site), "SITE")


@pytest.mark.parametrize(
    "name, arguments",
    [
        ("check", ("--check",)),
        ("diff", ("--diff",)),
        ("diff-and-check", ("--diff", "--check")),
        ("check-json", ("--check", "--format", "json")),
        ("check-github", ("--check", "--format", "github")),
        ("written", ()),
    ],
)
def test_what_the_command_says(
    site: Path, name: str, arguments: tuple[str, ...], agree_with: Callable[[Path, str], None]
) -> None:
    before = read_tree(site)
    code, output = fmt(site, *arguments)

    assert code == 1
    agree_with(GOLDEN / f"{name}.txt", output)
    changed = {"facts/sheets/dock.yml"} if name == "written" else set()
    assert {file for file, raw in read_tree(site).items() if before[file] != raw} == changed


def test_a_file_is_written_once(site: Path) -> None:
    (site / "facts/sheets/torn.yml").unlink()

    assert fmt(site) == (0, "1 file reformatted, 1 left unchanged\n")
    assert fmt(site) == (0, "no files reformatted, 2 left unchanged\n")
    assert fmt(site, "--check") == (0, "2 files already formatted\n")
    assert fmt(site, "--diff") == (0, "2 files already formatted\n")


def test_only_the_files_that_are_named_are_written(site: Path) -> None:
    good, dock = str(site / "facts/sheets/good.yml"), site / "facts/sheets/dock.yml"

    assert fmt(site, good) == (0, "no files reformatted, 1 left unchanged\n")
    assert dock.read_text("utf-8") == DOCK
    assert fmt(site, good, str(dock)) == (0, "1 file reformatted, 1 left unchanged\n")


@pytest.mark.parametrize("raw", [GOOD.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + GOOD.encode()])
def test_marks_and_carriage_returns_go(site: Path, raw: bytes) -> None:
    good = site / "facts/sheets/good.yml"
    good.write_bytes(raw)
    code, output = fmt(site, "--check", str(good))

    assert code == 1
    assert "facts/sheets/good.yml:1:1: error F530: the file has a byte order mark or carriage returns" in output
    assert "only its line endings or byte order mark would change" in fmt(site, "--diff", str(good))[1]
    assert fmt(site, str(good)) == (0, "1 file reformatted, 0 left unchanged\n")
    assert good.read_bytes() == GOOD.encode()


@pytest.mark.parametrize(
    "path, reported",
    [
        ("mkdocs.yml", "is not in facts/, the folder of facts"),
        ("facts/nothing.yml", "does not exist"),
        ("facts/evidence.lock", "is not a file of facts"),
    ],
)
def test_a_path_to_something_else_is_wrong_usage(site: Path, path: str, reported: str) -> None:
    (site / "facts/evidence.lock").write_text("{}", encoding="utf-8")
    code, output = fmt(site, str(site / path))

    assert code == 2
    assert output.startswith("Usage: factsheet fmt")
    assert reported in output


def test_without_a_site_there_is_nothing_to_put_in_form(tmp_path: Path) -> None:
    code, output = fmt(tmp_path)

    assert code == 1
    assert "error F402" in output


def test_a_wrong_folder_is_told_and_not_the_path(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "facts")
    code, output = run_cli("fmt", "sheets/dock.yml")

    assert code == 1
    assert output.startswith("mkdocs.yml: error F402: there is no such file\nhint: run this in the folder of the site")

    (site / "facts").rename(tmp_path / "elsewhere")
    (site / "facts").symlink_to(tmp_path / "elsewhere")
    code, output = fmt(site, str(site / "facts/sheets/dock.yml"))
    assert code == 1
    assert "facts: error F017: this is a symbolic link" in output


def test_a_difference_does_not_stand_among_other_forms(site: Path) -> None:
    code, output = fmt(site, "--diff", "--format", "json")
    assert code == 2
    assert "--diff cannot be combined with --format json" in output


def test_two_runs_at_once_are_as_good_as_one(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = site / "facts/sheets/dock.yml"

    def write(*_: object) -> str:
        file.write_text("id: formed\n", encoding="utf-8")
        return "id: formed\n"

    monkeypatch.setattr("factsheet.parsing.format.document.format_document", write)
    assert fmt(site, str(file)) == (0, "1 file reformatted, 0 left unchanged\n")


def test_what_somebody_saves_meanwhile_stays(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, saved = site / "facts/sheets/dock.yml", DOCK + "# saved\n"

    def write(*_: object) -> str:
        file.write_text(saved, encoding="utf-8")
        return "id: formed\n"

    monkeypatch.setattr("factsheet.parsing.format.document.format_document", write)
    code, output = fmt(site, str(file))

    assert code == 1
    assert "skipped, since they changed while this ran: facts/sheets/dock.yml; run this again" in output
    assert file.read_text("utf-8") == saved


def test_a_fault_of_ours_leaves_the_file_alone(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form, "format_root", lambda *_: "id: other\n")
    code, output = fmt(site, str(site / "facts/sheets/dock.yml"))

    assert code == 1
    assert "facts/sheets/dock.yml: error F531: the file could not be formatted" in output
    assert (site / "facts/sheets/dock.yml").read_text("utf-8") == DOCK


def test_a_link_is_not_followed(site: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text(DOCK, encoding="utf-8")
    (site / "facts/sheets/linked.yml").symlink_to(outside)
    code, output = fmt(site)

    assert code == 1
    assert "error F017" in output
    assert outside.read_text("utf-8") == DOCK


def test_the_toy_is_put_in_form_and_still_checks(tmp_path: Path) -> None:
    toy = copy_toy(tmp_path / "toy")
    before = run_cli("check", "-f", str(toy / "mkdocs.yml"))

    assert fmt(toy)[0] == 0
    assert run_cli("check", "-f", str(toy / "mkdocs.yml")) == before
