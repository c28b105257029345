"""Every program that tests start is named in one place, and CI installs it or goes on without it by name."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import programs
from tests.support.programs import ACTIONLINT, CHROMIUM, PROGRAMS, Program
from tests.support.started import Starts

WHERE = "tests.support.programs"
REGISTERED = {f"{WHERE}.{name}.require()" for name, program in vars(programs).items() if isinstance(program, Program)}
BESIDE_PYTHON = re.compile(re.escape(WHERE) + r"\.beside_python\('([\w-]+)'\)")


def faults(starts: Starts, locked: set[str]) -> list[str]:
    """Return each start of a program that nobody answers for."""
    named = {repr(name) for program in PROGRAMS for name in program.names}
    wrong = []
    for start in sorted(starts.found):
        beside = BESIDE_PYTHON.fullmatch(start.program)
        if not (
            start.program in REGISTERED | {"sys.executable"}
            or (beside and beside[1] in locked)
            or (start.program in named and not start.module.startswith("tests."))
        ):
            wrong.append(f"{start.module}:{start.line}: {start.program}")
    return wrong


@pytest.fixture(scope="module")
def root(request: pytest.FixtureRequest) -> Path:
    return request.config.rootpath


def test_every_program_is_named_in_one_place(root: Path) -> None:
    """One that is new stands in tests/support/programs.py, with the package that brings it."""
    files = [path for folder in ("generator", "tests") for path in sorted((root / folder).rglob("*.py"))]
    sources = {".".join(path.relative_to(root).with_suffix("").parts): path.read_text("utf-8") for path in files}
    del sources[WHERE]
    requirements = (root / "requirements-dev.txt").read_text("utf-8")
    locked = {"factsheet", *re.findall(r"^([\w-]+)==", requirements, re.MULTILINE)}

    starts = Starts(sources)

    assert faults(starts, locked) == []
    assert len(starts.found) > 50


@pytest.mark.parametrize(
    "source, reported",
    [
        ('subprocess.run(["foo"])', "2: 'foo'"),
        ('subprocess.run(args=["foo"])', "2: 'foo'"),
        ('subprocess.run("foo --bar", shell=True)', "2: 'foo --bar'"),
        ('subprocess.run(["git", "init"])', "2: 'git'"),
        ("subprocess.Popen((FOO, '--bar'))\nFOO = 'foo'", "2: 'foo'"),
        ("subprocess.run([*FOO, '--bar'])\nFOO = ('foo',)", "2: 'foo'"),
        ("run('foo', cwd=here)", "2: 'foo'"),
        ("def go(words, *command):\n    run(*command, cwd=here)\ngo('', 'foo')", "4: 'foo'"),
        ("for command in [('foo',), ('sh',)]:\n    run(*command)", "3: 'foo'"),
        ("def go(command=('foo',)):\n    run(*command)", "3: 'foo'"),
        ("@pytest.mark.parametrize('a, b', [('', ('foo',))])\ndef test_it(a, b):\n    run(*b)", "4: 'foo'"),
        ("def foo():\n    return ('foo',)\nrun(*foo())", "4: 'foo'"),
        ("command = ('foo',)\ncommand = command + ('--bar',)\nrun(*command)", "4: 'foo'"),
        ("def test_it(command):\n    run(*command)", "3: the parameter command"),
        ("def go():\n    import shutil\n    return shutil.which('git')", "4: shutil.which('git')"),
        ("os.system('foo')", "2: 'foo'"),
        ("list(map(subprocess.run, [['foo']]))", "2: subprocess.run handed on"),
        ("from subprocess import check_output as ask\nask(['foo'])", "3: 'foo'"),
        ("playwright.chromium.launch()", "2: a program that is not named"),
        ("run(str(BIN / 'foo'))", "2: BIN / 'foo'"),
        (
            "from tests.support.programs import beside_python as b\nrun(b('foo'))",
            "3: " + WHERE + ".beside_python('foo')",
        ),
        ("from tests.support.programs import FOO\nrun(FOO.require())", "3: " + WHERE + ".FOO.require()"),
    ],
)
def test_a_program_that_is_named_elsewhere_is_found(source: str, reported: str) -> None:
    helper = "import subprocess\ndef run(*command, cwd):\n    subprocess.run(command, cwd=cwd)"
    sources = {"tests.sites": helper, "tests.one": f"import os, subprocess; from tests.sites import run\n{source}"}

    assert faults(Starts(sources), {"ruff"})[:1] == [f"tests.one:{reported}"]


@pytest.mark.parametrize(
    "source",
    [
        "run(GIT.require(), 'init')",
        "run(beside_python('ruff'), 'check')",
        "def go(command):\n    run(*command)\ngo((GIT.require(), 'add'))",
        "playwright.chromium.launch(executable_path=GIT.require())",
        "import sys\nUS = (sys.executable, '-m', 'us')\nrun(*US, 'check')",
        "def process() -> subprocess.Popen[str]: ...",
    ],
)
def test_a_program_of_the_one_place_is_none_to_tell(source: str) -> None:
    imports = f"import subprocess; from {WHERE} import GIT, beside_python"
    helper = "def run(*command, cwd):\n    subprocess.run(command, cwd=cwd)"

    assert faults(Starts({"tests.one": f"{imports}\n{helper}\n{source}"}), {"ruff"}) == []


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.names[0])
def test_ci_installs_a_program_or_says_why_not(program: Program, root: Path) -> None:
    script = f"{WHERE.replace('.', '/')}.py"
    bare = subprocess.run(
        (sys.executable, script), cwd=root, env={"PATH": ""}, capture_output=True, text=True, check=True
    )

    assert bool(program.packages) != bool(program.why_left_out)
    assert set(program.packages) <= set(bare.stdout.split())
    assert f"python3 {script}" in (root / ".ci/run").read_text("utf-8")


@pytest.mark.skipif(sys.platform != "linux", reason="libraries are looked for as Debian has them")
def test_ci_installs_what_the_driver_of_the_browser_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """No package says that it needs it: the driver lies inside of Playwright's wheel."""
    monkeypatch.setattr(programs, "find_library", lambda _: None)

    assert "libatomic1" in programs.missing()


def test_a_browser_has_many_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in reversed(CHROMIUM.names):
        (tmp_path / name).touch(0o755)
        assert CHROMIUM.found() == str(tmp_path / name)


@pytest.mark.parametrize(
    "program, ci, outcome",
    [
        (CHROMIUM, "", pytest.skip.Exception),
        (CHROMIUM, "true", pytest.fail.Exception),
        (ACTIONLINT, "", pytest.skip.Exception),
        (ACTIONLINT, "true", pytest.skip.Exception),
    ],
)
def test_what_is_missing_leaves_a_test_out_or_fails_it(
    program: Program, ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("shutil.which", lambda _: None)

    with pytest.raises(outcome, match=f"there is no {program.title}"):
        program.require()
