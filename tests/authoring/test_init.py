"""`factsheet init`: a new site that builds at once, made whole or not at all."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from mkdocs.config import load_config

from factsheet import __version__
from factsheet.authoring.template import fill as installed
from factsheet.authoring.template.fill import CI_KINDS, STARTER_FOLDER, detect_install_source, parse_install_source
from factsheet.project.write_files.folders import list_existing_names, write_new_folder
from tests.support import paths
from tests.support.paths import ROOT
from tests.support.programs import GIT, MAKE, beside_python
from tests.support.sites import (
    EPOCH,
    TIMEOUT,
    list_differing,
    read_pages,
    read_tree,
    replace_text,
    run_cli,
    run_command,
)
from tests.support.snapshots import make_repository, run_git

GOLDEN = paths.GOLDEN / "init"
BIN = Path(sys.executable).parent
ADDRESS = "git+https://code.example.org/factsheet@0123456789abcdef0123456789abcdef01234567"
NAMES = (
    'A: "b" #c',
    "<script>alert(1)</script>",
    "{{ci}} {% raw %} ${HOME}",
    "!ENV HOME",
    "yes",
    "- 'it' \\n & *more* _here_ #",
    "Факты и числа 事実",
    "1. Route 66",
)


def made(folder: Path, *more: str) -> Path:
    """Make a site in a new folder and return the folder."""
    code, output = run_cli("init", str(folder), "--generator", ADDRESS, *more)
    assert code == 0, output
    return folder


def at(site: Path) -> tuple[str, str]:
    return "-f", str(site / "mkdocs.yml")


def settings(file: Path) -> Mapping[str, Any]:
    """Read a mkdocs.yml as plain values."""
    with file.open(encoding="utf-8") as opened:
        read: Mapping[str, Any] = yaml.safe_load(opened)
    return read


# ---- what it says


@pytest.mark.parametrize(
    "name, arguments, left",
    [
        ("made", ("harbour-facts", "--generator", ADDRESS), 0),
        ("from-this-machine", ("harbour facts", "--generator", "file:///srv/factsheet", "--ci", "none"), 0),
        ("not-empty", ("full",), 2),
        ("no-name", ("harbour", "--name", "two\nlines"), 2),
        ("no-generator", ("harbour", "--generator", "factsheet from the internet"), 2),
    ],
)
def test_what_it_says(
    name: str, arguments: tuple[str, ...], left: int, tmp_path: Path, agree_with: Callable[[Path, str], None]
) -> None:
    (tmp_path / "full").mkdir()
    for file in ("a.md", "b.md", "c.md", "d.md", "e.md", "f.md", "mkdocs.yml"):
        (tmp_path / "full" / file).write_text("mine\n", encoding="utf-8")
    before = read_tree(tmp_path)

    with contextlib.chdir(tmp_path):
        code, output = run_cli("init", *arguments)

    assert code == left
    agree_with(GOLDEN / f"{name}.txt", output)
    if left:
        assert list_differing(before, read_tree(tmp_path)) == []


@pytest.mark.parametrize(
    "arguments, reported",
    [
        ((), "Missing argument 'DIR'"),
        (("harbour", "--ci", "jenkins"), "'github', 'gitlab', 'none'"),
        (("harbour", "--name", " "), "1 to 80 printable characters"),
        (("harbour", "--name", "x" * 81), "1 to 80 printable characters"),
        ((str(Path(__file__)),), "is a file"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], reported: str) -> None:
    code, output = run_cli("init", *arguments)

    assert code == 2
    assert output.startswith("Usage: factsheet init")
    assert reported in output


# ---- what it makes


def test_a_new_site_lacks_only_its_publisher_and_its_passages_are_proved(tmp_path: Path) -> None:
    site = made(tmp_path / "site")
    before = read_tree(site)

    code, output = run_cli("check", *at(site))
    assert code == 0
    assert output.endswith(
        "no errors: 3 facts on 1 sheet from 1 source, 2 passages found and read, 1 number worked out again\n"
    )
    code, output = run_cli("verify", *at(site), "--write")
    assert (code, output) == (0, "2 passages found and read in 1 copy; facts/evidence.lock is up to date\n")
    assert list_differing(before, read_tree(site)) == []
    output = run_cli("check", *at(site), "--today", "2099-12-31")[1]
    assert re.findall(r"(?:error|warning) F.*", output) == [
        "warning F407: 'publisher', 'licence' and 'report_errors' are empty"
    ]


def test_a_clone_that_writes_carriage_returns_holds_the_same_facts(tmp_path: Path) -> None:
    """As git on Windows is set by default; also where the folder of facts has another name."""
    site = made(tmp_path / "site")
    (site / "facts").rename(site / "records")
    replace_text(site / "mkdocs.yml", "  - factsheet:\n", "  - factsheet:\n      facts: records\n")
    copy = site / "snapshots/as-it-came.txt"
    copy.write_bytes(b"a copy\r\nwith both kinds\nof line ends")
    replace_text(site / ".gitignore", "/snapshots/*\n", "")
    make_repository(site, {})
    run_git(tmp_path, "-c", "core.autocrlf=true", "clone", "--quiet", str(site), "clone")
    clone = tmp_path / "clone"

    assert list_differing(read_tree(site / "records"), read_tree(clone / "records")) == []
    assert (clone / "snapshots" / copy.name).read_bytes() == copy.read_bytes()
    for command in (("check",), ("fmt", "--check"), ("verify", "--write")):
        assert run_cli(command[0], *at(clone), *command[1:])[0] == 0
    run_git(clone, "config", "core.autocrlf", "true")
    assert run_git(clone, "status", "--porcelain") == ""


def test_our_own_texts_have_our_line_ends_in_every_clone() -> None:
    """Those of cases are part of what they test."""
    files = ("facts/actors.yml", "tests/fixtures/cases/hostile.txt", f"{STARTER_FOLDER}/site/snapshots/x.txt")
    said = run_git(ROOT, "check-attr", "text", *files).splitlines()

    assert [line.rpartition(": ")[2] for line in said] == ["auto", "unset", "unset"]


def test_git_keeps_the_copy_of_the_example_and_no_other(tmp_path: Path) -> None:
    site = made(tmp_path / "site")
    (site / "snapshots/times.txt").write_text("words of others\n", encoding="utf-8")
    run_command(GIT.require(), "init", "--quiet", cwd=site)

    listed = run_command(GIT.require(), "ls-files", "--others", "--exclude-standard", "snapshots", cwd=site).stdout
    assert listed.split() == ["snapshots/example-gazette.txt"]


def test_a_new_site_is_in_shape(tmp_path: Path) -> None:
    site = made(tmp_path / "site")

    assert run_cli("fmt", *at(site), "--check")[0] == 0


def test_editors_know_its_ids(tmp_path: Path) -> None:
    """The schemas are those that the command would write, and it knows them for its own."""
    site = made(tmp_path / "site")
    before = read_tree(site)

    assert b"example-gazette-2024-04-05" in before["facts/.schemas/sheet.schema.json"]
    code, output = run_cli("schema", *at(site), "--write")
    assert (code, output) == (0, "no schemas written to facts/.schemas/, 5 unchanged, 0 removed\n")
    assert list_differing(before, read_tree(site)) == []
    for file in before:
        if file.startswith("facts/") and file.endswith(".yml"):
            line = before[file].decode().splitlines()[0]
            schema = line.removeprefix("# yaml-language-server: $schema=")
            assert (site / file).parent.joinpath(schema).is_file()


def test_its_makefile_builds_it(tmp_path: Path) -> None:
    """The first of the two commands, with the program that is here already."""
    site = made(tmp_path / "site", "--name", "<b>Harbour</b> & facts")
    done = run_command(MAKE.require(), "site", f"BIN={BIN}", "READY=", cwd=site)

    assert done.returncode == 0, done.stderr
    assert "published 25 pages to site/" in done.stdout
    pages = read_pages(site / "site")
    assert {"index.html", "facts/example-crossings/index.html", "sheets/example/index.html"} <= pages.keys()
    home = pages["index.html"]
    assert home.read_text("title") == "<b>Harbour</b> & facts"
    assert [bold for bold in home.find_all("b") if "Harbour" in bold.text] == []
    assert "40,500" in home.read_text()


def test_its_makefile_lists_what_can_be_done(tmp_path: Path) -> None:
    site = made(tmp_path / "site")
    listed = run_command(MAKE.require(), cwd=site).stdout

    assert [line.split()[1] for line in listed.splitlines()] == ["help", "site", "serve", "check", "clean"]
    readme = (site / "README.md").read_text("utf-8")
    assert "    make site " in readme
    assert "    make serve " in readme


@pytest.mark.parametrize("name", NAMES)
def test_any_name_survives(name: str, tmp_path: Path) -> None:
    site = made(tmp_path / "site", "--name", name)

    assert load_config(config_file=str(site / "mkdocs.yml")).site_name == name
    code, output = run_cli("check", *at(site))
    assert code == 0
    assert "F324" not in output
    assert "{{" not in (site / "content/index.md").read_text("utf-8").replace(name, "")


@pytest.mark.parametrize("folder, name", [("harbour-facts", "Harbour facts"), ("a_b", "A b"), ("--", "Facts")])
def test_without_a_name_the_folder_gives_it(folder: str, name: str, tmp_path: Path) -> None:
    assert settings(made(tmp_path / folder) / "mkdocs.yml")["site_name"] == name


@pytest.mark.parametrize(
    "kind, files",
    [
        (
            "github",
            {
                ".github/ISSUE_TEMPLATE/error.yml",
                ".github/dependabot.yml",
                ".github/workflows/check.yml",
                ".github/workflows/publish.yml",
                ".github/workflows/weekly.yml",
            },
        ),
        ("gitlab", {".gitlab-ci.yml"}),
        ("none", set[str]()),
    ],
)
def test_ci_files_are_those_that_were_asked_for(kind: str, files: set[str], tmp_path: Path) -> None:
    site = made(tmp_path / "site", "--ci", kind)
    others = read_tree(made(tmp_path / "other", "--ci", "none")).keys()
    readme = (site / "README.md").read_text("utf-8")

    assert kind in CI_KINDS
    assert read_tree(site).keys() - others == files
    assert {".gitignore", ".pre-commit-config.yaml", "Makefile", "README.md", "mkdocs.yml"} <= others
    assert ("What runs on" in readme) == (kind != "none")
    assert "{{" not in readme


# ---- in a folder of a repository

FOLDER = "press/harbour"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return make_repository(tmp_path / "repository", {"README.md": "x\n"})


AT_ROOT = (".github/ISSUE_TEMPLATE/error.yml", ".github/dependabot.yml")
"""What GitHub looks for at the root of a repository, besides workflows."""


def test_ci_and_hooks_are_where_they_are_looked_for_and_name_the_folder(repository: Path) -> None:
    site = made(repository / FOLDER)
    files = read_tree(repository)
    outside = {file for file in files if not file.startswith((".git/", FOLDER))}
    workflows = {file for file in outside if "workflows" in file}

    assert workflows == {f".github/workflows/press-harbour-{name}.yml" for name in ("check", "publish", "weekly")}
    assert outside - workflows == {"README.md", *AT_ROOT, ".pre-commit-config.yaml"}
    assert {".gitattributes", ".gitignore"} <= read_tree(site).keys()
    for file in workflows:
        read = yaml.load(files[file], yaml.BaseLoader)
        assert read["name"].startswith("press-harbour-")
        assert read["concurrency"]["group"].startswith("press-harbour-")
        for trigger, settings in read["on"].items():
            if trigger in {"pull_request", "push"}:
                assert settings["paths"] == [f"{FOLDER}/**", ".github/workflows/press-harbour-*.yml"]
        for job in read["jobs"].values():
            assert all(step["with"]["path"].startswith(f"{FOLDER}/") for step in job["steps"] if "path" in str(step))
            checked_out = "actions/checkout" in str(job["steps"])
            assert job.get("defaults") == ({"run": {"working-directory": FOLDER}} if checked_out else None)
    assert b"/blob/${{ github.sha }}/press/harbour/\n" in files[".github/workflows/press-harbour-check.yml"]
    assert b"pip\n    directory: /press/harbour\n" in files[".github/dependabot.yml"]
    assert "`press-harbour-check.yml`" in (site / "README.md").read_text("utf-8")
    named = sorted(str(repository / file) for file in workflows)
    schema = (beside_python("check-jsonschema"), "--builtin-schema", "vendor.github-workflows")
    assert run_command(*schema, *named, cwd=repository).returncode == 0


def test_hooks_of_a_folder_run_from_the_root(repository: Path) -> None:
    site = made(repository / FOLDER)
    hooks = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]

    for hook in hooks:
        program, command, *options = hook["entry"].split()
        assert program == f"{FOLDER}/.venv/bin/factsheet"
        with contextlib.chdir(repository):
            assert run_cli(command, *options)[0] == 0
    (site / "facts/sources/example-gazette-2024-04-05.yml").unlink()
    with contextlib.chdir(repository):
        assert [run_cli(*hook["entry"].split()[1:])[0] for hook in hooks] == [0, 1]


def test_gitlab_runs_in_the_folder(repository: Path) -> None:
    made(repository / FOLDER, "--ci", "gitlab")
    read = yaml.safe_load((repository / ".gitlab-ci.yml").read_text("utf-8"))

    assert read["default"]["before_script"] == [f"cd {FOLDER}", "make .venv/.ready"]
    assert read["check"]["rules"][0]["changes"] == read["pages"]["rules"][0]["changes"] == [f"{FOLDER}/**/*"]
    assert read["check"]["artifacts"]["paths"] == [f"{FOLDER}/changes.md", f"{FOLDER}/site/"]
    assert read["check"]["variables"]["FILES"].endswith(f"/{FOLDER}/")
    assert read["pages"]["script"][-1] == 'mv site "$CI_PROJECT_DIR/public"'
    assert read["pages"]["artifacts"]["paths"] == ["public/"]
    assert read["stale"]["artifacts"]["paths"] == [f"{FOLDER}/stale.md"]


def test_what_is_at_the_root_already_is_as_it_was(repository: Path) -> None:
    taken = repository / ".pre-commit-config.yaml"
    taken.write_text("repos: []\n", encoding="utf-8")
    code, output = run_cli("init", str(repository / "harbour"), "--ci", "none")

    assert code == 0
    assert taken.read_text("utf-8") == "repos: []\n"
    kept = repository / "harbour/.pre-commit-config.yaml"
    assert f"{taken} was there and is as it was: add to it by hand what {kept} says\n" in output
    assert "entry: harbour/.venv/bin/factsheet check" in kept.read_text("utf-8")


def test_a_folder_that_ci_files_cannot_name_is_refused(repository: Path) -> None:
    code, output = run_cli("init", str(repository / "our site"))

    assert code == 2
    assert "CI files have to name 'our site'" in output
    assert not (repository / "our site").exists()


def test_a_site_at_the_root_of_a_repository_is_made_there(tmp_path: Path) -> None:
    site = tmp_path / "our site"
    (site / ".git").mkdir(parents=True)

    assert (made(site) / ".github/workflows/check.yml").is_file()


# ---- one source of truth


@pytest.mark.parametrize(
    "file", ["requirements.txt", "content/method.md", ".vscode/extensions.json", ".vscode/settings.json"]
)
def test_what_it_has_of_us_is_ours(file: str) -> None:
    """A change of one is a change of both: copy it over; `make lock` does so."""
    kept = STARTER_FOLDER / "site" / file.replace(".vscode", "dot-vscode")

    assert kept.read_bytes() == (ROOT / file).read_bytes()


def test_its_requirements_are_ours_but_for_the_head(tmp_path: Path) -> None:
    ours = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    lines = (made(tmp_path / "site") / "requirements.txt").read_text("utf-8").splitlines()

    assert lines[1:] == [line for line in ours if not line.startswith("#")]
    assert lines[0].startswith("# What the generator needs")


def test_its_settings_are_ours() -> None:
    """Pages, links that are checked, extensions and colours are the same as on our site."""
    template = (STARTER_FOLDER / "site/mkdocs.yml").read_text("utf-8").replace("{{site_name}}", "x")
    theirs, ours = yaml.safe_load(template), settings(ROOT / "mkdocs.yml")

    assert {name for name in ours if name not in theirs} == {"site_author"}
    for name in ours.keys() - {"site_name", "site_author", "site_description", "copyright", "plugins", "extra"}:
        assert theirs[name] == ours[name], name
    assert theirs["extra"]["header"] == ours["extra"]["header"]


# ---- where the program comes from


@pytest.mark.parametrize(
    "written, requirement, portable",
    [
        (ADDRESS, f"factsheet @ {ADDRESS}", True),
        (f"factsheet @ {ADDRESS}", f"factsheet @ {ADDRESS}", True),
        ("git+ssh://git@host.org/a/b.git@v1", "factsheet @ git+ssh://git@host.org/a/b.git@v1", True),
        ("https://host.org/factsheet-1-py3-none-any.whl", None, True),
        ("factsheet==0.1.0", "factsheet==0.1.0", True),
        ("file:///srv/factsheet", "factsheet @ file:///srv/factsheet", False),
        ("git+file:///srv/f@v1", "git+file:///srv/f@v1", False),
        (str(ROOT), f"factsheet @ {ROOT.as_uri()}", False),
    ],
)
def test_where_it_may_come_from(written: str, requirement: str | None, portable: bool) -> None:  # noqa: FBT001 - a column of the table
    found = parse_install_source(written)

    assert found.requirement == (requirement or f"factsheet @ {written}")
    assert found.portable == portable


@pytest.mark.parametrize(
    "written",
    [
        "",
        "factsheet",
        "requests==2.0",
        "-r other.txt",
        "--index-url https://host.org",
        f"{ADDRESS}\nother",
        f"{ADDRESS} --hash=x",
        "http://host.org/factsheet.whl",
        "git+http://host.org/factsheet",
        "/no/such/folder",
        str(Path(__file__).parent),
        "ftp://host.org/x.whl",
    ],
)
def test_where_it_may_not_come_from(written: str) -> None:
    with pytest.raises(ValueError, match="is not something to install from"):
        parse_install_source(written)


@pytest.mark.parametrize(
    "note, requirement, portable",
    [
        ({}, f"factsheet=={__version__}", False),
        (
            {"url": "https://host.org/f.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "factsheet @ git+https://host.org/f.git@abc",
            True,
        ),
        (
            {"url": "https://host.org/f", "vcs_info": {"vcs": "git", "commit_id": "abc"}, "subdirectory": "p"},
            "factsheet @ git+https://host.org/f@abc#subdirectory=p",
            True,
        ),
        ({"url": "file:///srv/f", "vcs_info": {"vcs": "git", "commit_id": "abc"}}, "git+file:///srv/f@abc", False),
        ({"url": "file:///srv/f", "dir_info": {"editable": True}}, "--editable file:///srv/f", False),
        ({"url": "file:///srv/f", "dir_info": {}}, "factsheet @ file:///srv/f", False),
        (
            {"url": "file:///srv/f.whl", "archive_info": {"hashes": {"sha256": "12"}}},
            "factsheet @ file:///srv/f.whl#sha256=12",
            False,
        ),
        ({"url": "https://host.org/f.whl", "archive_info": {}}, "factsheet @ https://host.org/f.whl", True),
    ],
)
def test_it_comes_from_where_this_one_came_from(
    note: Mapping[str, object],
    requirement: str,
    portable: bool,  # noqa: FBT001 - a column of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(installed, "_read_direct_url", lambda: note)
    found = detect_install_source()

    assert (found.requirement, found.portable) == (requirement, portable)


def test_pip_has_noted_where_this_one_came_from() -> None:
    assert detect_install_source().requirement == f"--editable {ROOT.as_uri()}"


# ---- whole or not at all

FILES = {"a/b.txt": b"1", "a/c/d.txt": b"2", ".e": b"3", "f": b"4", "g/h": b"5"}


def test_a_new_folder_has_all_its_files(tmp_path: Path) -> None:
    write_new_folder(tmp_path / "x/y", FILES)

    assert read_tree(tmp_path / "x/y") == FILES
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["y"]


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody may stand in it, and a repository may have been begun there."""
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    number = tmp_path.stat().st_ino
    monkeypatch.chdir(tmp_path)

    assert list_existing_names(tmp_path) == ()
    code, output = run_cli("init", ".", "--generator", ADDRESS)

    assert code == 0
    assert "    cd " not in output
    assert tmp_path.stat().st_ino == number
    assert Path("mkdocs.yml").is_file()
    assert [path.name for path in tmp_path.iterdir() if "new-" in path.name] == []


@pytest.mark.parametrize("there", [False, True])
@pytest.mark.parametrize("step", ["mkdir", "rename", "hardlink_to", "unlink"])
def test_what_the_disk_refuses_leaves_nothing(
    there: bool,  # noqa: FBT001 - a column of the table
    step: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At whatever step it refuses, nothing of the site is left."""
    folder = tmp_path / "x"
    if there:
        folder.mkdir()
    true, calls = getattr(Path, step), 0

    def refuse(self: Path, *arguments: object, **named: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2 or (step == "rename" and not there):
            raise OSError(28, "No space left on device", str(self))
        return true(self, *arguments, **named)

    with monkeypatch.context() as patched:
        patched.setattr(Path, step, refuse)
        try:
            write_new_folder(folder, FILES)
        except OSError:
            failed = True
        else:
            failed = False

    assert failed == (there or step != "hardlink_to")
    if failed:
        assert sorted(tmp_path.rglob("*")) == ([folder] if there else [])


def test_a_file_that_comes_in_the_way_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine\n", encoding="utf-8")

    with pytest.raises(FileExistsError):
        write_new_folder(tmp_path, FILES)

    assert read_tree(tmp_path) == {"f": b"mine\n"}


# ---- from a wheel


def test_a_wheel_holds_everything_and_can_begin_a_site(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "generator", copy / "generator", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "LICENSE", "README.md"):
        shutil.copy(ROOT / file, copy)
    build = "from setuptools.build_meta import build_wheel; build_wheel('..')"
    done = subprocess.run(
        (sys.executable, "-c", build), cwd=copy, capture_output=True, text=True, timeout=TIMEOUT, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "unpacked")

    assert list_differing(read_tree(copy / "generator/factsheet"), read_tree(tmp_path / "unpacked/factsheet")) == []
    top = {path.name for path in (tmp_path / "unpacked").iterdir()}
    assert top == {"factsheet", f"factsheet-{__version__}.dist-info"}
    site = tmp_path / "site"
    for step in (("init", "site", "--generator", str(wheel)), ("check",), ("build",)):
        done = run_command(
            sys.executable,
            *("-m", "factsheet", *step),
            cwd=site if site.is_dir() else tmp_path,
            PYTHONPATH=str(tmp_path / "unpacked"),
            SOURCE_DATE_EPOCH=EPOCH,
        )
        assert done.returncode == 0, done.stderr
        # A folder of this name, which other projects have too, must not be taken for the program.
        (site / "generator").mkdir(exist_ok=True)
        (site / "generator/__init__.py").write_text("raise SystemExit('the wrong one')\n", encoding="utf-8")
    assert f"factsheet @ {wheel.as_uri()}" in (site / "generator.txt").read_text("utf-8")
    assert (site / "site/index.html").is_file()


def test_a_program_that_is_not_whole_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    templates = Path(shutil.copytree(STARTER_FOLDER, tmp_path / "starter"))
    (templates / "site/README.md").unlink()
    (templates / "site/README.md").symlink_to(templates / "site/Makefile")
    monkeypatch.setattr("factsheet.authoring.template.fill.STARTER_FOLDER", templates)

    code, output = run_cli("init", str(tmp_path / "site"))

    assert code == 1
    assert output.startswith("the program is incomplete, please reinstall it: ")
    assert not (tmp_path / "site").exists()


def test_a_changed_example_is_noticed(tmp_path: Path) -> None:
    """What the example is for: a number that no longer fits stops the build."""
    site = made(tmp_path / "site")
    replace_text(site / "facts/sheets/example.yml", "31,200 bicycles\n", "31,300 bicycles\n")

    assert run_cli("check", *at(site))[0] == 1
