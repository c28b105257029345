from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from factsheet.project.write_files import folders
from factsheet.project.write_files.files import sync_folder, write_atomically
from factsheet.project.write_files.folders import BuildRunning, _exchange_folders, create_staging_folder, publish
from tests.support.examples import SCALE
from tests.support.paths import ROOT

MANIFEST = ".made.json"


def read_all(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


# --- one file --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("durable", [True, False])
def test_a_file_is_written_once(tmp_path: Path, *, durable: bool) -> None:
    path = tmp_path / "lock.json"
    assert write_atomically(path, b"one", durable=durable)
    stamp = path.stat().st_mtime_ns
    assert not write_atomically(path, b"one", durable=durable)
    assert path.stat().st_mtime_ns == stamp
    assert write_atomically(path, b"two", durable=durable)
    assert read_all(tmp_path) == {"lock.json": b"two"}


def test_a_new_file_has_the_mode_of_any_other_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "any").touch()
    write_atomically(tmp_path / "new", b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "any").stat().st_mode
    (tmp_path / "new").chmod(0o600)
    write_atomically(tmp_path / "new", b"y")
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "lock").symlink_to("secret")
    assert write_atomically(tmp_path / "lock", b"new")
    assert read_all(tmp_path) == {"lock": b"new", "secret": b"secret"}
    assert not (tmp_path / "lock").is_symlink()


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    write_atomically(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_atomically(path, b"new")
    assert read_all(tmp_path) == {"lock": b"old"}


def test_a_fault_names_the_file_that_was_to_be_written(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as error:
        write_atomically(tmp_path / "no-folder/lock", b"new")
    assert error.value.filename == str(tmp_path / "no-folder/lock")


def test_a_mode_that_the_mask_would_not_give_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.touch()
    path.chmod(0o664)
    mask = os.umask(0o077)
    try:
        write_atomically(path, b"new")
    finally:
        os.umask(mask)
    assert path.stat().st_mode & 0o777 == 0o664


# --- a folder of files -----------------------------------------------------------------------------------


def test_a_folder_holds_what_it_is_given_and_only_what_changed_is_written(tmp_path: Path) -> None:
    first = sync_folder(tmp_path, {"index.md": b"a", "facts/one.md": b"b", "facts/two.md": b"c"}, MANIFEST)
    assert first.written == ("facts/one.md", "facts/two.md", "index.md")
    stamp = (tmp_path / "index.md").stat().st_mtime_ns
    second = sync_folder(tmp_path, {"index.md": b"a", "facts/one.md": b"B", "new/x/y.md": b"d"}, MANIFEST)
    assert second.written == ("facts/one.md", "new/x/y.md")
    assert second.unchanged == ("index.md",)
    assert second.removed == ("facts/two.md",)
    assert not second.diagnostics
    assert (tmp_path / "index.md").stat().st_mtime_ns == stamp
    assert read_all(tmp_path) == {"facts/one.md": b"B", "index.md": b"a", "new/x/y.md": b"d"}


def test_folders_that_are_left_empty_go_and_others_stay(tmp_path: Path) -> None:
    sync_folder(tmp_path, {"a/b/c.md": b"x", "d/e.md": b"x"}, MANIFEST)
    (tmp_path / "d/mine.md").write_bytes(b"mine")
    assert sync_folder(tmp_path, {}, MANIFEST).removed == ("a/b/c.md", "d/e.md")
    assert read_all(tmp_path) == {"d/mine.md": b"mine"}
    assert not (tmp_path / "a").exists()


def test_a_file_that_somebody_else_wrote_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_bytes(b"mine")
    synced = sync_folder(tmp_path, {"index.md": b"made", "other.md": b"made"}, MANIFEST)
    assert [(diagnostic.code, diagnostic.location.file) for diagnostic in synced.diagnostics] == [("F023", "index.md")]
    assert not synced.written
    assert read_all(tmp_path) == {"index.md": b"mine"}


def test_a_foreign_folder_or_file_in_the_way_of_a_path_is_found(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"mine")
    (tmp_path / "b.md").mkdir()
    synced = sync_folder(tmp_path, {"a/one.md": b"x", "b.md": b"x"}, MANIFEST)
    assert [(diagnostic.code, diagnostic.location.file) for diagnostic in synced.diagnostics] == [
        ("F023", "a"),
        ("F023", "b.md"),
    ]


def test_a_file_gives_way_to_a_folder_of_its_name(tmp_path: Path) -> None:
    sync_folder(tmp_path, {"a": b"x"}, MANIFEST)
    assert sync_folder(tmp_path, {"a/b": b"y"}, MANIFEST).removed == ("a",)
    assert read_all(tmp_path) == {"a/b": b"y"}


@pytest.mark.parametrize(
    "name", ["../out", "/out", "a/../../out", "", ".", "a//b", "a/", "a\\b", "C:out", "a\0b", "./a", MANIFEST]
)
def test_no_name_leads_outside(tmp_path: Path, name: str) -> None:
    root = tmp_path / "root"
    synced = sync_folder(root, {name: b"x", "fine": b"y"}, MANIFEST)
    assert [diagnostic.code for diagnostic in synced.diagnostics] == ["F021"]
    assert read_all(tmp_path) == {}


@pytest.mark.parametrize("names", [("Index.md", "index.md"), ("a", "a/b")])
def test_names_that_some_systems_cannot_hold_side_by_side_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    synced = sync_folder(tmp_path, dict.fromkeys(names, b"x"), MANIFEST)
    assert [diagnostic.code for diagnostic in synced.diagnostics] == ["F021"]


@pytest.mark.parametrize("link,name", [("a", "a/b.md"), ("b.md", "b.md")])
def test_nothing_is_written_through_a_link(tmp_path: Path, link: str, name: str) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    outside.mkdir()
    root.mkdir()
    (root / link).symlink_to(outside)
    synced = sync_folder(root, {name: b"x"}, MANIFEST)
    assert "F017" in [diagnostic.code for diagnostic in synced.diagnostics]
    assert read_all(outside) == {}


def test_a_manifest_that_was_tampered_with_removes_nothing_outside(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/kept").write_bytes(b"kept")
    sync_folder(root, {"a": b"x"}, MANIFEST)
    (root / "link").symlink_to(tmp_path / "outside")
    listed = ["../outside/kept", "link/kept", str(tmp_path / "outside/kept"), "link", 3, None, "a"]
    (root / MANIFEST).write_text(json.dumps(listed), encoding="utf-8")
    assert sync_folder(root, {}, MANIFEST).removed == ("a",)
    assert read_all(tmp_path / "outside") == {"kept": b"kept"}


@pytest.mark.parametrize("broken", ["", "{", "{}", "null", "[" * 100_000, "\ud800", '["\\ud800"]'])
def test_a_broken_manifest_owns_nothing(tmp_path: Path, broken: str) -> None:
    sync_folder(tmp_path, {"a": b"x", "b": b"x"}, MANIFEST)
    (tmp_path / MANIFEST).write_bytes(broken.encode("utf-8", "surrogatepass"))
    assert [diagnostic.location.file for diagnostic in sync_folder(tmp_path, {"b": b"y"}, MANIFEST).diagnostics] == [
        "b"
    ]
    assert sync_folder(tmp_path, {"b": b"x"}, MANIFEST).unchanged == ("b",)
    assert read_all(tmp_path) == {"a": b"x", "b": b"x"}


def test_what_a_killed_run_wrote_is_owned_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sync_folder(tmp_path, {"old": b"x"}, MANIFEST)
    real = Path.replace

    def killed(self: Path, target: Path) -> Path:
        if target.name == "two":
            raise KeyboardInterrupt
        return real(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            sync_folder(tmp_path, {"one": b"x", "two": b"x"}, MANIFEST)
    assert read_all(tmp_path) == {"one": b"x"}
    assert sync_folder(tmp_path, {"one": b"y"}, MANIFEST).written == ("one",)
    assert read_all(tmp_path) == {"one": b"y"}


# --- the site --------------------------------------------------------------------------------------------


def build(target: Path, words: str, pages: int = 3) -> None:
    with create_staging_folder(target) as staging:
        for number in range(pages):
            (staging / f"page-{number}.html").write_text(words, encoding="utf-8")
        (staging / "index.html").write_text(words, encoding="utf-8")
        publish(staging, target)


def build_half(target: Path) -> None:
    with create_staging_folder(target) as staging:
        (staging / "index.html").write_text("half", encoding="utf-8")
        raise ZeroDivisionError


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path != target)


@pytest.fixture(params=["exchange", "two renames"])
def _each_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(folders, "_exchange_folders", lambda *_: False)


@pytest.mark.usefixtures("_each_way")
def test_a_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "site"
    build(target, "one", pages=5)
    build(target, "two", pages=2)
    assert read_all(target) == {"index.html": b"two", "page-0.html": b"two", "page-1.html": b"two"}
    assert beside(target) == []


@pytest.mark.skipif(sys.platform != "linux", reason="renameat2 is Linux's")
def test_linux_can_exchange_folders(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name, encoding="utf-8")
    assert _exchange_folders(tmp_path / "one", tmp_path / "two")
    assert read_all(tmp_path) == {"one/file": b"two", "two/file": b"one"}
    with pytest.raises(FileNotFoundError):
        _exchange_folders(tmp_path / "one", tmp_path / "nowhere")


@pytest.mark.usefixtures("_each_way")
def test_hidden_files_of_the_target_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (target / ".well-known").mkdir(parents=True)
    (target / ".well-known/key").write_bytes(b"key")
    (target / ".gitignore").write_bytes(b"*\n!.gitignore\n")
    (target / ".nojekyll").write_bytes(b"old")
    (target / ".link").symlink_to(".gitignore")
    (target / "gone.html").touch()
    with create_staging_folder(target) as staging:
        (staging / "index.html").write_bytes(b"new")
        (staging / ".nojekyll").write_bytes(b"new")
        publish(staging, target)
    assert (target / ".link").is_symlink()
    (target / ".link").unlink()
    assert read_all(target) == {
        ".gitignore": b"*\n!.gitignore\n",
        ".nojekyll": b"new",
        ".well-known/key": b"key",
        "index.html": b"new",
    }


@pytest.mark.usefixtures("_each_way")
@pytest.mark.parametrize("kind", ["file", "link"])
def test_a_target_that_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "site"
    (tmp_path / "other").mkdir()
    if kind == "file":
        target.write_bytes(b"mine")
    else:
        target.symlink_to("other")
    with pytest.raises(NotADirectoryError):
        build(target, "new")
    assert read_all(tmp_path / "other") == {}
    assert beside(target) == ["other"]


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "site"
    build(target, "old")
    before = read_all(target)
    with pytest.raises(ZeroDivisionError):
        build_half(target)
    assert read_all(target) == before
    assert beside(target) == []


def test_a_second_rename_that_fails_brings_the_old_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    build(target, "old")
    monkeypatch.setattr(folders, "_exchange_folders", lambda *_: False)
    real = Path.rename

    def refuse(self: Path, to: Path) -> Path:
        if "staging" in self.name:
            raise OSError(16, "Device or resource busy")
        return real(self, to)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OSError, match="busy"):
        build(target, "new")
    assert (target / "index.html").read_bytes() == b"old"
    assert beside(target) == []


def test_what_killed_builds_left_is_mended_by_the_next(tmp_path: Path) -> None:
    target = tmp_path / "site"
    (tmp_path / ".site.old").mkdir()
    (tmp_path / ".site.old/index.html").write_bytes(b"old")
    (tmp_path / ".site.staging-1").mkdir()
    (tmp_path / ".site.lock").touch()
    with create_staging_folder(target):
        assert read_all(target) == {"index.html": b"old"}
    assert beside(target) == []


def test_two_builds_at_once_do_not_clash(tmp_path: Path) -> None:
    target = tmp_path / "site"
    with create_staging_folder(target) as staging:
        with pytest.raises(BuildRunning, match="another build of site/ is running"), create_staging_folder(target):
            pass
        assert staging.is_dir()
        with create_staging_folder(tmp_path / "other"):
            pass
    with create_staging_folder(target):
        pass
    assert beside(target) == []


BUILDER = """
import sys
from itertools import count
from pathlib import Path
from factsheet.project.write_files import folders
from factsheet.project.write_files.folders import create_staging_folder, publish
target = Path(sys.argv[1])
if sys.argv[2] == "two renames":
    folders._exchange_folders = lambda *_: False
for turn in count():
    with create_staging_folder(target) as staging:
        for page in range(20):
            (staging / f"page-{page}.html").write_text(f"{sys.argv[3]} {turn}")
        (staging / "index.html").write_text(f"{sys.argv[3]} {turn}")
        publish(staging, target)
"""
KILLS = 8 * SCALE


def started(target: Path, way: str, name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILDER, str(target), way, name], cwd=ROOT)


def front_page(target: Path) -> bytes | None:
    """Return what a reader sees; None when there is nothing to see.

    Asks twice, since a reader may have stepped into the old site just before it was removed.
    """
    for _ in range(2):
        try:
            return (target / "index.html").read_bytes()
        except FileNotFoundError:
            continue
    return None


@pytest.mark.skipif(sys.platform != "linux", reason="kills with Linux's signals")
@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_kill_at_any_moment_leaves_a_whole_site(tmp_path: Path, way: str) -> None:
    target = tmp_path / "site"
    build(target, "first", pages=20)
    chance = random.Random(0)  # noqa: S311 - only moments are drawn
    seen = set[bytes | None]()
    for number in range(KILLS):
        before = front_page(target)
        builder = started(target, way, str(number))
        until = time.monotonic() + 30
        while front_page(target) == before and time.monotonic() < until:
            pass  # until it is well at work
        until = time.monotonic() + chance.uniform(0, 0.05)
        while time.monotonic() < until:
            seen.add(front_page(target))
        builder.send_signal(signal.SIGKILL)
        builder.wait()
        with create_staging_folder(target):  # what the next build does first
            assert len(set(read_all(target).values())) == 1, "pages of two builds in one site"
            assert len(read_all(target)) == 21
    assert len(seen) >= KILLS
    assert None not in seen or way == "two renames"
    assert beside(target) == []
