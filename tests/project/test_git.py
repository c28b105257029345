"""A site as it was in a revision that git holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from factsheet.parsing.yaml.nodes import MAX_FILE_BYTES
from tests.support.sites import run_cli
from tests.support.small_site import make_actors, make_number, make_sheet, make_source
from tests.support.snapshots import SITE, commit_files, make_repository, run_git


def files(answer: str, folder: str = "") -> dict[str, str]:
    """Return the files of a site with one fact."""
    facts = (
        {"sheets/numbers.yml": make_sheet(make_number("a", answer))} | make_source("register") | make_actors("clerk")
    )
    return {f"{folder}mkdocs.yml": SITE} | {f"{folder}facts/{name}": text for name, text in facts.items()}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one fact in a repository, in the current folder."""
    root = make_repository(tmp_path / "site", files("40"))
    monkeypatch.chdir(root)
    return root


def change(root: Path, answer: str, folder: str = "") -> None:
    path = root / folder / "facts/sheets/numbers.yml"
    path.write_text(make_sheet(make_number("a", answer)), encoding="utf-8")


def test_the_working_files_are_compared_with_a_revision(site: Path) -> None:
    assert run_cli("diff", "HEAD")[0] == 0

    change(site, "41")
    code, output = run_cli("diff", "main")

    assert code == 1
    assert output.startswith("main (")
    assert "~ value: 40 → 41  (value moved)" in output
    assert "main:facts" not in output


def test_two_revisions_are_compared_without_the_working_files(site: Path) -> None:
    commit_files(site, files("41"))
    change(site, "99")
    code, output = run_cli("diff", "HEAD~1", "HEAD")

    assert code == 1
    assert "~ value: 40 → 41  (value moved)" in output
    assert "→ 99" not in output


def test_a_vanished_fact_is_shown_where_it_stood(site: Path) -> None:
    (site / "facts/sheets/numbers.yml").write_text(make_sheet(make_number("b", "1")), encoding="utf-8")
    _, output = run_cli("diff", "HEAD")

    assert "HEAD:facts/sheets/numbers.yml:5:10: error F504: the fact 'a' is gone\n    5 |   - {id: a," in output


def test_a_site_below_the_root_of_its_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_repository(tmp_path / "repo", {"README.md": "x\n"} | files("40", "press/facts site/"))
    change(root, "41", "press/facts site")
    monkeypatch.chdir(root)

    for option in ("press/facts site/mkdocs.yml", str(root / "press/facts site/mkdocs.yml")):
        assert "~ value: 40 → 41" in run_cli("diff", "HEAD", "-f", option)[1]


@pytest.mark.parametrize("workspace", ["", "repo", "elsewhere"])
def test_annotations_and_sarif_name_files_from_the_root_of_the_repository(
    workspace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_repository(tmp_path / "repo", files("40", "press/site/"))
    (root / "press/site/.git").write_text("gitdir: of a submodule\n", encoding="utf-8")
    if workspace != "repo":
        (root / "press/site/.git").unlink()
    change(root, "forty", "press/site")
    monkeypatch.chdir(root / "press/site")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / workspace) if workspace else "")
    file = "press/site/facts/sheets/numbers.yml"

    assert f"::error file={file},line=" in run_cli("check", "--format", "github")[1]
    assert f'"uri": "{file}"' in run_cli("check", "--format", "sarif")[1]
    assert run_cli("check")[1].startswith("facts/sheets/numbers.yml:")
    assert '"file": "facts/sheets/numbers.yml"' in run_cli("check", "--format", "json")[1]
    if workspace != "repo":
        assert f"::error file={file},line=" in run_cli("diff", "HEAD", "--format", "github")[1]


@pytest.mark.parametrize(
    "name", ["GIT_DIR", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY", "GIT_ICASE_PATHSPECS", "GIT_GLOB_PATHSPECS"]
)
@pytest.mark.usefixtures("site")
def test_what_a_hook_has_set_for_git_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1")

    assert run_cli("diff", "HEAD")[0] == 0


@pytest.mark.usefixtures("site")
def test_why_git_cannot_read_a_repository_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "many")
    code, output = run_cli("diff", "HEAD")

    assert code == 2
    assert "git cannot read the repository of " in output
    assert "GIT_CONFIG_COUNT" in output


def test_a_site_that_was_not_there_yet_is_all_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_repository(tmp_path / "repo", {"README.md": "x\n"})
    commit_files(root, files("40"))
    monkeypatch.chdir(root)
    code, output = run_cli("diff", "HEAD~1")

    assert code == 0
    assert "note: there is no site in HEAD~1 (" in output
    assert "1 fact new" in output


@pytest.mark.parametrize("old, new", [("", "press/"), ("press/", ""), ("press/", "news/desk/")])
@pytest.mark.parametrize("committed", [False, True])
def test_a_site_that_has_moved_is_compared_with_what_it_was(
    old: str, new: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, committed: bool
) -> None:
    root = make_repository(tmp_path / "repo", files("40", old))
    for name in files("40", old):
        (root / name).unlink()
    for name, text in files("41", new).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    if committed:
        commit_files(root, {})
    monkeypatch.chdir(root / new)
    base, head = ("HEAD~1", ("HEAD",)) if committed else ("main", ())
    named = f"{base}:{old.rstrip('/')}"
    code, output = run_cli("diff", base, *head)

    assert code == 1
    assert "mkdocs.yml: error F509: " in output
    place = repr(old.rstrip("/")) if old else "the root of the repository"
    assert f"but has one in {place}, where" in output
    assert f"hint: if it has moved, compare with what it was: `factsheet diff {named}`" in output
    assert "::error file=" in run_cli("diff", base, *head, "--format", "github")[1]
    code, output = run_cli("diff", named, *head)
    assert code == 1
    assert "F509" not in output
    assert "~ value: 40 → 41" in output
    assert "F501" in output
    assert "~ value: 40 → 41" in run_cli("diff", named, *head, "--merge-base")[1]


def test_a_second_site_in_a_repository_is_all_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_repository(tmp_path / "repo", files("40", "first/") | {"docs/mkdocs.yml": "site_name: x\n"})
    commit_files(root, files("41", "second/"))
    (root / "docs/mkdocs.yml").unlink()
    monkeypatch.chdir(root / "second")

    assert run_cli("diff", "HEAD~1")[0] == 0


def test_facts_in_a_submodule_do_not_switch_the_policy_off(site: Path) -> None:
    """On the disk they are a folder like any other; in a commit they are not there."""
    sha = run_git(site, "rev-parse", "HEAD").strip()
    run_git(site, "rm", "--quiet", "-r", "--cached", "facts")
    run_git(site, "update-index", "--add", "--cacheinfo", f"160000,{sha},facts")
    run_git(site, "commit", "--quiet", "--message", "a submodule")
    code, output = run_cli("diff", "HEAD")

    assert code == 1
    assert "HEAD:facts: error F509: HEAD (" in output
    assert "cannot be compared as a whole: this is a submodule\nhint: keep its files in this repository; or" in output
    assert "::error file=facts,title=F509::" in run_cli("diff", "HEAD", "--format", "github")[1]


def test_the_merge_base_is_the_base(site: Path) -> None:
    run_git(site, "switch", "--quiet", "--create", "work")
    commit_files(site, {"facts/sheets/more.yml": make_sheet(make_number("b", "1"), name="more")})
    run_git(site, "switch", "--quiet", "main")
    commit_files(site, files("41"))
    run_git(site, "switch", "--quiet", "work")

    assert "1 fact changed, 1 new" in run_cli("diff", "main")[1]
    left = run_git(site, "rev-parse", "HEAD~1").strip()[:9]
    code, output = run_cli("diff", "main", "--merge-base")
    assert code == 0
    assert re.match(rf"{left} \(\d{{4}}-\d\d-\d\d\) → ", output)
    assert "1 fact new" in output
    assert "~ value" not in output


@pytest.mark.parametrize(
    "plugins, codes",
    [
        ("  - redirects:\n      redirect_maps:\n        sheets/numbers.md: sheets/more.md\n", []),
        ("  - redirects: {redirect_maps: {sheets/others.md: sheets/more.md}}\n", ["F508"]),
        ("  - redirects\n  - other: {redirect_maps: {sheets/numbers.md: sheets/more.md}}\n", ["F508"]),
    ],
)
def test_a_redirect_keeps_the_address_of_a_sheet(plugins: str, codes: list[str], site: Path) -> None:
    old = site / "facts/sheets/numbers.yml"
    text = old.read_text("utf-8").replace("numbers", "more")
    old.with_name("more.yml").write_text(text, encoding="utf-8")
    old.unlink()
    (site / "mkdocs.yml").write_text(f"{SITE}{plugins}", encoding="utf-8")
    output = run_cli("diff", "main")[1]

    assert re.findall(r"error (F\d+)", output) == codes


def test_facts_that_are_not_found_are_not_reported_as_gone(site: Path) -> None:
    """A misspelt folder of facts is one error; it does not mean that every fact has vanished."""
    (site / "facts").rename(site / "factz")
    code, output = run_cli("diff", "main")

    assert code == 1
    assert "no change in what could be read" in output
    assert "F020" in output
    assert "F504" not in output
    assert "F508" not in output


def test_a_folder_is_a_revision_too(site: Path, tmp_path: Path) -> None:
    older = tmp_path / "older"
    for name, text in files("39").items():
        (older / name).parent.mkdir(parents=True, exist_ok=True)
        (older / name).write_text(text, encoding="utf-8")
    code, output = run_cli("diff", "../older")

    assert code == 1
    assert "~ value: 39 → 40" in output
    assert run_cli("diff", "../nowhere") == (2, usage("the folder '../nowhere' holds no mkdocs.yml"))
    assert site.is_dir()


def usage(message: str) -> str:
    """Return what is printed for wrong usage."""
    return f"Usage: factsheet diff [OPTIONS] BASE [HEAD]\nTry 'factsheet diff --help' for help.\n\nError: {message}\n"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    "arguments, message",
    [
        (("nowhere",), "there is no revision 'nowhere' in this repository; `git log --oneline` lists the commits"),
        (("HEAD:facts",), "'HEAD:facts' holds no mkdocs.yml; after the colon comes the folder of a site"),
        (("HEAD:nowhere",), "'HEAD:nowhere' holds no mkdocs.yml"),
        (("nowhere:facts",), "there is no revision 'nowhere' in this repository"),
        (("--", "--output=stolen"), "'--output=stolen' is not a valid revision; name a commit, a branch or a tag"),
        (("--output=stolen",), "No such option"),
        (("",), "'' is not a valid revision"),
        (("main..work",), "names two revisions; give them as two arguments: `factsheet diff main work`"),
        (("main...",), "give them as two arguments: `factsheet diff main HEAD`"),
        (("HEAD", "nowhere"), "there is no revision 'nowhere'"),
        (("HEAD", "-f", "other.yml"), "there is no other.yml; run this in the folder of the site"),
        ((), "Missing argument 'BASE'"),
    ],
)
def test_an_invalid_revision_is_wrong_usage(arguments: tuple[str, ...], message: str) -> None:
    code, output = run_cli("diff", *arguments)

    assert code == 2
    assert output.startswith("Usage: factsheet diff")
    assert message in output
    assert not Path("stolen").exists()


def test_without_a_repository_the_message_asks_for_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    (tmp_path / "mkdocs.yml").write_text(SITE, encoding="utf-8")
    code, output = run_cli("diff", "HEAD", "-f", str(tmp_path / "mkdocs.yml"))

    assert code == 2
    assert "is not in a git repository; name a folder with an older copy of the site" in output


@pytest.mark.usefixtures("site")
def test_without_git_the_message_asks_for_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    code, output = run_cli("diff", "HEAD")

    assert code == 2
    assert "there is no git on this machine; install it, or name a folder" in output


def test_a_shallow_clone_says_how_to_fetch_the_rest(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_files(site, files("41"))
    shallow = tmp_path / "shallow"
    run_git(tmp_path, "clone", "--quiet", "--depth", "1", site.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    code, output = run_cli("diff", "HEAD~1")

    assert code == 2
    assert "run `git fetch --unshallow`, or give actions/checkout `fetch-depth: 0`" in output


def test_a_hook_cannot_name_another_repository(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(site / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(site / "index"))

    assert run_cli("diff", "HEAD")[0] == 0


def test_a_symbolic_link_in_a_revision_is_refused(site: Path) -> None:
    path = site / "facts/sheets/numbers.yml"
    path.unlink()
    Path(path).symlink_to("/etc/passwd")
    commit_files(site, {})
    code, output = run_cli("diff", "HEAD~1", "HEAD")

    assert code == 1
    assert re.search(r"facts/sheets/numbers\.yml: error F\d{3}: this is a symbolic link", output)
    assert "root:" not in output
    assert "not compared: a" in output


def test_a_file_that_is_too_large_is_not_read(site: Path) -> None:
    commit_files(site, {"facts/sheets/numbers.yml": "x" * (MAX_FILE_BYTES + 1)})
    commit_files(site, files("40"))
    code, output = run_cli("diff", "HEAD~1")

    assert code == 0
    assert "HEAD~1:facts/sheets/numbers.yml: F0" in output
    assert f"the limit is {MAX_FILE_BYTES:,}" in output
    assert "not compared: a" in output


def test_names_and_texts_of_all_kinds_come_through(site: Path) -> None:
    named = "facts/sheets/größe \t'x'.yml"
    commit_files(site, {named: make_sheet(make_number("c", "1"), name="other")})
    _, output = run_cli("diff", "HEAD~1", "HEAD")

    assert "größe \\t'x'.yml" in output


def test_a_folder_named_like_a_branch_does_not_stand_in_for_it(site: Path) -> None:
    commit_files(site, files("41", "main/"))
    change(site, "41")

    assert "~ value: 40 → 41" in run_cli("diff", "main")[1]
    assert run_cli("diff", "main/")[0] == 0


def test_a_partial_clone_says_what_is_missing_and_fetches_nothing(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit_files(site, files("41"))
    run_git(site, "config", "uploadpack.allowFilter", "true")
    partial = tmp_path / "partial"
    run_git(tmp_path, "clone", "--quiet", "--filter=blob:none", site.as_uri(), str(partial))
    monkeypatch.chdir(partial)
    code, output = run_cli("diff", "HEAD~1")

    assert code == 1
    assert "HEAD~1:facts/sheets/numbers.yml: error F509: " in output
    assert "this copy of the repository does not hold it" in output
    assert "not compared: a" in output
    assert "?" in run_git(partial, "rev-list", "--objects", "--missing=print", "HEAD~1")


def test_a_submodule_is_not_read(site: Path) -> None:
    sha = run_git(site, "rev-parse", "HEAD").strip()
    run_git(site, "update-index", "--add", "--cacheinfo", f"160000,{sha},facts/sources/inner")
    run_git(site, "commit", "--quiet", "--message", "a submodule")
    _, output = run_cli("diff", "HEAD~1", "HEAD")

    assert "this is a submodule" in output
