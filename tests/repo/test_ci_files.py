"""The CI files: ours, which are those that `init` writes, and one more for the project's own tests."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from factsheet.authoring.template.fill import STARTER_FOLDER
from factsheet.cli.app import main
from tests.support.paths import ROOT
from tests.support.programs import ACTIONLINT, BASH, beside_python

OURS = tuple(sorted((ROOT / ".github/workflows").glob("*.yml")))
GITLAB = ROOT / ".gitlab-ci.yml"
DEPENDABOT = (ROOT / ".github/dependabot.yml", STARTER_FOLDER / "github/dot-github/dependabot.yml")
"""Ours, and that of a new site, which has no locks of tests and takes most packages from the generator."""
PARTS = tuple(sorted((STARTER_FOLDER / "parts").glob("*.md")))
AWAITED: frozenset[str] = frozenset()
"""Commands that the files call and that may not be there yet."""
MAY_WRITE = {
    ("check.yml", "comment"): {"actions": "read", "pull-requests": "write"},
    ("publish.yml", "deploy"): {"id-token": "write", "pages": "write"},
    ("release.yml", "publish"): {"actions": "read", "id-token": "write"},
    ("weekly.yml", "tell"): {"actions": "read", "issues": "write"},
}
"""What a job may do; any other may read the repository and no more."""
READS_MORE = {("publish.yml", "build"): {"contents": "read", "pages": "read"}}
"""What a job may read besides: where Pages puts the site."""
HARMLESS = re.compile(
    r"github\.(ref|repository|server_url|sha|token)|github\.event\.pull_request\.number"
    r"|matrix\.(os|python)|github\.event_name == .*"
)
"""What an expression may bring into a job: nobody who opens a pull request chooses its words."""

Yaml = Any
"""A piece of a YAML file. Any: what it holds is asserted where it is used."""


def read(file: Path) -> Mapping[str, Yaml]:
    """Read a YAML file, all its values as text: YAML would take the key `on` for a truth."""
    with file.open(encoding="utf-8") as opened:
        read: Mapping[str, Yaml] = yaml.load(opened, yaml.BaseLoader)
    return read


def jobs(file: Path) -> Iterator[tuple[str, Mapping[str, Yaml]]]:
    yield from read(file)["jobs"].items()


def steps(file: Path) -> Iterator[Mapping[str, Yaml]]:
    for _, job in jobs(file):
        yield from job["steps"]


def scripts(file: Path) -> Iterator[str]:
    """Yield every piece of shell of a CI file."""
    if file == GITLAB:
        for job in (job for job in read(file).values() if isinstance(job, dict)):
            yield from job.get("script", ())
            yield from job.get("before_script", ())
    else:
        yield from (step["run"] for step in steps(file) if "run" in step)


def calls(script: str) -> Iterator[list[str]]:
    """Yield the arguments of every call of our command in a piece of shell."""
    lexer = shlex.shlex(script, posix=True, punctuation_chars="();<>|&\n")
    lexer.whitespace_split, lexer.whitespace = True, " \t"
    words: list[str] = []
    for word in (*lexer, ";"):
        if not set(word) <= set("();<>|&\n"):
            words.append(word)
            continue
        called = next((place for place, word in enumerate(words) if word.endswith("/factsheet")), None)
        if called is not None:
            yield words[called + 1 :]
        words = []


def called(file: Path) -> list[list[str]]:
    found = [call for script in scripts(file) for call in calls(script)]
    assert len(found) == sum(script.count("/factsheet ") for script in scripts(file))
    return found


def fits(arguments: list[str]) -> None:
    """Let click read a call of our command, without running it."""
    name, *rest = arguments
    context = click.Context(main)
    command = main.get_command(context, name)
    if command is None:
        assert name in AWAITED, name
        return
    command.make_context(name, rest, parent=context)


# ---- one text


def kept(kind: str) -> Iterator[tuple[Path, Path]]:
    """Yield the CI files of a new site with the same file of ours."""
    for template in sorted((STARTER_FOLDER / kind).rglob("*.yml")):
        uri = template.relative_to(STARTER_FOLDER / kind).as_posix()
        yield template, ROOT / re.sub(r"(^|/)dot-", r"\1.", uri)


@pytest.mark.parametrize("kind", ["github", "gitlab"])
def test_ours_are_those_that_init_writes(kind: str) -> None:
    """A change of one is a change of both: copy it over."""
    pairs = [pair for pair in kept(kind) if pair[0] not in DEPENDABOT]

    assert pairs
    assert [ours.name for template, ours in pairs if template.read_bytes() != ours.read_bytes()] == []


def test_a_new_site_has_no_workflow_for_tests_and_releases_of_the_program() -> None:
    written = {ours.name for _, ours in kept("github")}

    assert {file.name for file in OURS} - written == {"release.yml", "test.yml"}


# ---- the commands in them


@pytest.mark.parametrize("file", [*OURS, GITLAB], ids=lambda file: file.name)
def test_every_call_of_our_command_is_one_that_it_understands(file: Path) -> None:
    """An option that is renamed fails here and not on a Monday morning."""
    for call in called(file):
        fits(call)


def test_the_readme_of_a_new_site_names_the_commands_that_its_ci_runs() -> None:
    kinds = {"github.md": [ours for _, ours in kept("github") if ours.parent.name == "workflows"]}
    kinds["gitlab.md"] = [GITLAB]
    for part in PARTS:
        told = [call.split() for call in re.findall(r"^    \S+/factsheet (.+)$", part.read_text(), re.MULTILINE)]
        run = {call[0] for file in kinds[part.name] if file.suffix == ".yml" for call in called(file)}

        assert {call[0] for call in told} == run
        for call in told:
            fits(call)


def test_the_hooks_of_a_new_site_are_ours() -> None:
    """But for those that look after the code."""
    (ours,), (theirs,) = (
        read(file)["repos"]
        for file in (ROOT / ".pre-commit-config.yaml", STARTER_FOLDER / "site/dot-pre-commit-config.yaml")
    )

    assert theirs["hooks"] == [hook for hook in ours["hooks"] if "factsheet" in hook["entry"]]
    assert len(theirs["hooks"]) == 2


@pytest.mark.parametrize("file", [*OURS, GITLAB], ids=lambda file: file.name)
def test_the_shell_in_them_can_be_read(file: Path) -> None:
    for script in scripts(file):
        done = subprocess.run((BASH.require(), "-n"), input=script, text=True, capture_output=True, check=False)
        assert done.stderr == "", script


@pytest.mark.parametrize("file", ["release.yml", "test.yml"])
def test_a_release_is_made_and_tried_by_the_script_that_everybody_can_run(file: str) -> None:
    (script,) = (
        step["run"] for step in dict(jobs(ROOT / ".github/workflows" / file))["package"]["steps"] if "run" in step
    )
    program = ROOT / ".ci/package"

    assert script.endswith(".ci/package")
    assert program.stat().st_mode & 0o111
    done = subprocess.run((BASH.require(), "-n", program), capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_only_a_tag_publishes_and_only_what_was_tried() -> None:
    release = read(ROOT / ".github/workflows/release.yml")

    assert release["on"] == {"push": {"tags": ["v*"]}}
    assert release["jobs"]["publish"]["needs"] == "package"
    assert release["jobs"]["publish"]["environment"]["name"] == "pypi"
    assert "secrets" not in str(release)


# ---- rights


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_rights_are_the_least(file: Path) -> None:
    """Nothing by default, and what a job needs by name."""
    assert read(file)["permissions"] == {}
    for name, job in jobs(file):
        assert job["permissions"] == (MAY_WRITE | READS_MORE).get((file.name, name), {"contents": "read"})


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_a_job_that_may_write_runs_nothing_of_the_repository(file: Path) -> None:
    for name, job in jobs(file):
        if (file.name, name) in MAY_WRITE:
            text = str(job["steps"])
            assert "checkout" not in text
            assert "make" not in text
            assert "factsheet" not in text


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_jobs_end_and_do_not_pile_up(file: Path) -> None:
    assert {"group", "cancel-in-progress"} == set(read(file)["concurrency"])
    assert all(0 < int(job["timeout-minutes"]) <= 120 for _, job in jobs(file))


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_actions_are_pinned_by_commit_with_their_version_beside(file: Path) -> None:
    used = re.findall(r"uses: (.*)$", file.read_text("utf-8"), re.MULTILINE)
    pins = [re.fullmatch(r"([\w-]+/[\w-]+)@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)", action) for action in used]

    assert None not in pins
    known = ("actions/", *(("pypa/gh-action-pypi-publish@",) if file.name == "release.yml" else ()))
    assert all("uses" not in step or step["uses"].startswith(known) for step in steps(file))


def test_an_action_has_one_version_everywhere() -> None:
    used = {
        (name, pin)
        for file in OURS
        for name, pin in re.findall(r"uses: ([\w/-]+)@(.*)$", file.read_text("utf-8"), re.MULTILINE)
    }

    assert len(used) == len({name for name, _ in used})


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_a_checkout_leaves_no_credentials(file: Path) -> None:
    for step in steps(file):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] == "false"


@pytest.mark.parametrize("file", OURS, ids=lambda file: file.name)
def test_nothing_that_others_write_gets_into_the_shell(file: Path) -> None:
    """A step gets its words by the environment, and only harmless ones."""
    assert "pull_request_target" not in file.read_text("utf-8")
    assert "workflow_run" not in file.read_text("utf-8")
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []
    for _, job in jobs(file):
        words = [value for holder in (job, *job["steps"]) for value in holder.get("env", {}).values()]
        brought = [found for word in words for found in re.findall(r"\$\{\{ *(.*?) *\}\}", word)]
        assert [file for file in brought if not HARMLESS.fullmatch(file)] == []


# ---- what others say of them; none asks the network


def output(*command: str) -> tuple[int, str]:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_zizmor_finds_no_hole() -> None:
    left, words = output(
        beside_python("zizmor"),
        "--offline",
        "--no-progress",
        "--color=never",  # In CI it would be on.
        "--quiet",
        "--persona=pedantic",
        ".github",
        str(DEPENDABOT[1]),
    )

    assert (left, words.strip()) == (0, "No findings to report. Good job!")


@pytest.mark.parametrize(
    "schema, files, more",
    [
        ("github-workflows", OURS, ()),
        ("dependabot", DEPENDABOT, ()),
        ("gitlab-ci", (GITLAB,), ("--data-transform", "gitlab-ci")),
    ],
)
def test_they_fit_the_schemas_of_those_who_run_them(
    schema: str, files: tuple[Path, ...], more: tuple[str, ...]
) -> None:
    names = [str(file) for file in files]
    left, words = output(beside_python("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *more, *names)

    assert left == 0, words


def test_actionlint_finds_nothing() -> None:
    assert output(ACTIONLINT.require(), *map(str, OURS)) == (0, "")


# ---- what the jobs that tell do with `gh`

GH = """#!/bin/sh
echo "$*" >> "$CALLS"
case "$1 $2" in
"run download") cp "$REPORT" "$5.md" ;;
"issue list") printf '%s' "$HELD" ;;
esac
case "$*" in *"--body-file -") cat > said.md ;; esac
"""


def told(folder: Path, file: Path, job: str, names: set[str], **environment: str) -> list[str]:
    """Run steps of a job as a runner would, with a `gh` that notes what it is asked to do."""
    (folder / "gh").write_text(GH, encoding="utf-8")
    (folder / "gh").chmod(0o755)
    (folder / "report").write_text("a line\n" * 1000, encoding="utf-8")
    (folder / "env").touch()
    given = {
        "PATH": f"{folder}:/usr/bin:/bin",
        "CALLS": str(folder / "calls"),
        "REPORT": str(folder / "report"),
        "GITHUB_ENV": str(folder / "env"),
        "GITHUB_RUN_ID": "99",
        "GITHUB_SERVER_URL": "https://github.example.org",
        "GH_REPO": "us/facts",
        "LABEL": dict(jobs(file))[job]["env"].get("LABEL", ""),
    }
    for step in dict(jobs(file))[job]["steps"]:
        if step.get("name", "") in names:
            kept = dict(line.split("=", 1) for line in (folder / "env").read_text().splitlines())
            subprocess.run(
                (BASH.require(), "-e", "-c", step["run"]), cwd=folder, env=given | kept | environment, check=True
            )
    return (folder / "calls").read_text().splitlines()


def test_a_pull_request_gets_one_comment_that_is_brought_up_to_date(tmp_path: Path) -> None:
    asked = told(tmp_path, ROOT / ".github/workflows/check.yml", "comment", {""}, PULL_REQUEST="7")

    assert asked == ["run download 99 --name changes", "pr comment 7 --edit-last --create-if-none --body-file -"]
    assert (tmp_path / "said.md").read_text() == "a line\n" * 300


FETCH = {"Fetch what was found", "Find the issue of an earlier week"}
TELL = "Open an issue, or bring it up to date"
CLOSE = "Close the issue, for all is well"


@pytest.mark.parametrize(
    "held, name, asked",
    [
        ("", TELL, "issue create --label stale-facts --title Facts to look at again --body-file body.md"),
        ("5", TELL, "issue edit 5 --body-file body.md"),
        ("5", CLOSE, "issue close 5 --comment All is well again."),
    ],
)
def test_there_is_one_issue_of_what_is_stale(held: str, name: str, asked: str, tmp_path: Path) -> None:
    weekly = ROOT / ".github/workflows/weekly.yml"
    *before, last = told(tmp_path, weekly, "tell", {*FETCH, name}, HELD=held)

    assert last == asked
    assert [call.split(" --")[0] for call in before] == ["run download 99", "label create stale-facts", "issue list"]
    if name == TELL:
        body = (tmp_path / "body.md").read_text().splitlines()
        assert body[0] == "Found by https://github.example.org/us/facts/actions/runs/99"
        assert len(body) == 300


def test_an_issue_is_closed_only_when_nothing_was_found() -> None:
    """What each step of the last job waits for."""
    steps = {
        step.get("name"): step.get("if") for step in dict(jobs(ROOT / ".github/workflows/weekly.yml"))["tell"]["steps"]
    }

    assert steps == {
        "Fetch what was found": None,
        "Find the issue of an earlier week": None,
        TELL: "${{ needs.look.outputs.found != '' }}",
        CLOSE: "${{ needs.look.outputs.found == '' && env.OPEN != '' }}",
    }
