"""What a command may write over, and what of a site a build can remove."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from factsheet.project.write_files.folders import (
    create_staging_folder,
    find_target_problem,
    is_built_site,
    list_leftovers,
    publish,
)

OURS = '<link rel="stylesheet" href="../styles/factsheet.css">'


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with everything that a site is made of, and beside it another."""
    for name in ("facts/sheets", "content/images", ".git/objects", "theme", "site", "copies", "new"):
        (tmp_path / "site" / name).mkdir(parents=True)
    for name in ("mkdocs.yml", "hook.py", "copies/a.txt", "facts/sheets/a.yml"):
        (tmp_path / "site" / name).write_text("x", encoding="utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "site/facts")
    (tmp_path / "other").mkdir()
    (tmp_path / "other/index.html").write_text("<html>mine</html>", encoding="utf-8")
    return tmp_path / "site"


def find_problem(site: Path, target: str) -> str:
    inputs = [site / name for name in ("mkdocs.yml", "facts", "content", "theme", "hook.py")]
    return find_target_problem(site / target, inputs, is_built_site)


@pytest.mark.parametrize(
    "target,problem",
    {
        "facts": "it is or contains facts, which the site is made of",
        "facts/sheets": "it is in facts, which the site is made of",
        "facts/not/yet": "it is in facts, which the site is made of",
        "content/images": "it is in content, which the site is made of",
        "theme": "it is or contains theme, which the site is made of",
        "site/../content": "it is or contains content, which the site is made of",
        ".": "it is or contains mkdocs.yml, which the site is made of",
        "..": "it is or contains mkdocs.yml, which the site is made of",
        "../link": "it is or contains facts, which the site is made of",
        "../link/sheets": "it is in facts, which the site is made of",
        ".git": "it is in .git, where the repository is kept",
        ".git/objects/new": "it is in .git, where the repository is kept",
        "copies": "it holds a.txt, which this command did not make",
        "../other": "it holds index.html, which this command did not make",
        "/": "it is or contains mkdocs.yml, which the site is made of",
    }.items(),
)
def test_what_is_not_ours_is_not_written_over(site: Path, target: str, problem: str) -> None:
    assert find_problem(site, target) == problem


@pytest.mark.parametrize("target", ["site", "new", "not/yet", "../elsewhere"])
def test_a_new_or_empty_folder_is_free(site: Path, target: str) -> None:
    assert find_problem(site, target) == ""
    (site / "site/.gitignore").touch()
    assert find_problem(site, target) == ""


@pytest.mark.parametrize("page", ["index.html", "404.html"])
@pytest.mark.parametrize(
    "head,ours",
    {
        OURS: True,
        '<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.7.0">': True,
        '<meta name="generator" content="Hugo 0.120">': False,
        "made with mkdocs": False,
    }.items(),
)
def test_a_site_is_known_by_the_head_of_its_pages(site: Path, page: str, head: str, *, ours: bool) -> None:
    (site / "site" / page).write_text(f"<html><head>{head}</head></html>", encoding="utf-8")
    assert bool(find_problem(site, "site")) is not ours


def test_a_link_is_no_mark(site: Path) -> None:
    (site / "theme/page.html").write_text(OURS, encoding="utf-8")
    (site / "copies/index.html").symlink_to(site / "theme/page.html")
    assert find_problem(site, "copies") == "it holds a.txt, index.html, which this command did not make"


def test_a_folder_for_a_new_site_holds_nothing_at_all(site: Path) -> None:
    (site / "new/.env").touch()
    (site / "new/404.html").write_text(OURS, encoding="utf-8")
    assert find_target_problem(site / "new", ()) == "it holds .env, 404.html, which this command did not make"


def build(target: Path, words: str) -> None:
    with create_staging_folder(target) as staging:
        (staging / "a").mkdir()
        (staging / "a/index.html").write_text(words, encoding="utf-8")
        publish(staging, target)


def test_a_site_that_is_write_protected_is_replaced(tmp_path: Path) -> None:
    build(tmp_path / "site", "old")
    for path in (tmp_path / "site/a/index.html", tmp_path / "site/a", tmp_path / "site"):
        path.chmod(path.stat().st_mode & ~0o222)
    build(tmp_path / "site", "new")
    assert (tmp_path / "site/a/index.html").read_text("utf-8") == "new"
    assert list_leftovers(tmp_path / "site") == ()


def test_only_what_a_build_has_named_is_removed(tmp_path: Path) -> None:
    for name in (".site.staging-mine", ".site.staging-0123abcd", ".site.older"):
        (tmp_path / name).mkdir()
    build(tmp_path / "site", "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".site.older", ".site.staging-mine", "site"]


def test_a_socket_among_hidden_files_stops_no_build(tmp_path: Path) -> None:
    build(tmp_path / "site", "old")
    (tmp_path / "site/.git").mkdir()
    os.mkfifo(tmp_path / "site/.git/pipe")
    (tmp_path / "site/.git/HEAD").touch()
    build(tmp_path / "site", "new")
    assert [path.name for path in (tmp_path / "site/.git").iterdir()] == ["HEAD"]


@pytest.mark.parametrize("name", ["site", "[site]"])
def test_an_old_site_that_cannot_be_removed_stops_no_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target = tmp_path / name
    build(target, "first")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_, **__: None)  # As for files of another user.
        for words in ("second", "third"):
            build(target, words)
            assert (target / "a/index.html").read_text("utf-8") == words
            assert list_leftovers(target)
    build(target, "fourth")
    assert list_leftovers(target) == ()
