"""What the command says of itself: help, usage when it is called wrongly, and what a shell completes."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from factsheet.cli.app import COMMANDS, main
from factsheet.cli.options import SHELLS
from factsheet.diagnostics.rules import RULES
from tests.support import paths
from tests.support.paths import TOY
from tests.support.programs import BASH
from tests.support.sites import EPOCH, FACTSHEET, TIMEOUT, copy_toy, replace_text, run_cli, run_command

GOLDEN = paths.GOLDEN / "help"
BIN = Path(sys.executable).parent


def command(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def needed(name: str) -> list[str]:
    """Return words for all that a command cannot do without; none of them is there."""
    words: list[str] = []
    for parameter in command(name).params:
        if parameter.required:
            words += [parameter.opts[0]] if isinstance(parameter, click.Option) else []
            words.append("no-such-thing")
    return words


# ---- help


def test_the_first_help(agree_with: Callable[[Path, str], None]) -> None:
    code, output = run_cli("--help")

    assert code == 0
    agree_with(GOLDEN / "factsheet.txt", output)


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_whole(name: str) -> None:
    code, output = run_cli(name, "--help")

    assert code == 0
    assert "\x1b" not in output
    assert output.startswith(f"Usage: factsheet {name}")
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.opts[-1] in output
    about = command(name)
    assert about.help
    assert about.short_help
    assert about.short_help[0].islower()
    assert not about.short_help.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_each_command_is_good_usage(name: str) -> None:
    """The words of an example are taken by the command; what they name need not be there."""
    lines = [line.strip().removeprefix("Example:").strip() for line in (command(name).epilog or "").splitlines()]
    examples = [line for line in lines if line.startswith("factsheet ")]

    assert examples
    for example in examples:
        words = shlex.split(example.partition(" > ")[0].partition(" < ")[0])
        assert words[:2] == ["factsheet", name]
        parser = command(name).make_parser(click.Context(command(name)))
        parser.parse_args(words[2:])


# ---- wrong usage


@pytest.mark.parametrize("name", COMMANDS)
def test_an_unknown_option_is_wrong_usage(name: str) -> None:
    code, output = run_cli(name, *needed(name), "--no-such-option")

    assert code == 2
    assert output.startswith(f"Usage: factsheet {name}")
    assert "No such option" in output


@pytest.mark.parametrize("name", [name for name in COMMANDS if needed(name)])
def test_what_is_missing_is_wrong_usage(name: str) -> None:
    code, output = run_cli(name)

    assert code == 2
    assert output.startswith(f"Usage: factsheet {name}")
    assert "Missing" in output


@pytest.mark.parametrize("name", COMMANDS)
def test_one_argument_too_many_is_wrong_usage(name: str) -> None:
    if any(parameter.nargs == -1 for parameter in command(name).params):
        return
    code, output = run_cli(name, *needed(name), *["no-such-thing"] * 9)

    assert code == 2
    assert output.startswith(f"Usage: factsheet {name}")


@pytest.mark.parametrize(
    "name", [name for name in COMMANDS if any(parameter.name == "config" for parameter in command(name).params)]
)
def test_a_site_that_is_not_there_is_told(name: str, tmp_path: Path) -> None:
    """Whatever a command makes of it, it says so and leaves no traceback (`face` sees to that)."""
    words = [str(tmp_path) if word == "no-such-thing" else word for word in needed(name)]
    code, output = run_cli(name, *words, "-f", str(tmp_path / "nowhere.yml"))

    assert code in {1, 2}
    assert output


@pytest.mark.parametrize("name", ["build", "serve", "check", "fmt"])
def test_a_site_that_is_not_there_leads_to_where_it_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = run_cli(name)

    assert code == 1
    assert "run this in the folder of the site, or name the file with --config-file" in output


def test_there_must_be_a_command() -> None:
    code, output = run_cli()

    assert code == 2
    assert output.startswith("Usage: factsheet")


# ---- colour


def test_what_is_shown_of_a_passage_is_dimmed_on_a_terminal_only(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty", reason="no terminals on this system")
    words = (*FACTSHEET, "locate", "ostwick-gazette", "--snapshots", "snapshots", "wisest")
    shown = {}
    for name, extra in {"plain": {}, "no": {"NO_COLOR": "1"}}.items():
        leader, follower = pty.openpty()
        process = subprocess.Popen(
            words, cwd=TOY, stdout=follower, stderr=subprocess.STDOUT, env={"TERM": "xterm", **extra}
        )
        assert process.wait(timeout=TIMEOUT) == 0
        with open(leader, "rb", buffering=0) as opened:  # noqa: PTH123 - opened by number
            shown[name] = opened.read(4000)
        os.close(follower)
    del tmp_path

    assert b"\x1b[2m" in shown["plain"]
    assert b"\x1b" not in shown["no"]
    assert "\x1b" not in run_command(*words, cwd=TOY).stdout


# ---- shells


@pytest.mark.parametrize("shell", SHELLS)
def test_a_script_for_each_shell(shell: str) -> None:
    code, output = run_cli("--completion", shell)

    assert code == 0
    assert f"_FACTSHEET_COMPLETE={shell}_complete" in output


def test_no_script_for_another_shell() -> None:
    code, output = run_cli("--completion", "tcsh")

    assert code == 2
    assert "'tcsh' is not one of 'bash', 'zsh', 'fish'" in output


def completed(folder: Path, *lines: tuple[str, ...]) -> list[list[str]]:
    """Return what bash offers for the last word of each line, by the script that the command prints."""
    script = ['complete() { :; }; eval "$(factsheet --completion bash)"']
    for words in lines:
        typed = " ".join(map(shlex.quote, ("factsheet", *words)))
        script.append(f"COMPREPLY=(); COMP_WORDS=({typed}); COMP_CWORD={len(words)}; _factsheet_completion factsheet")
        script.append('echo "${COMPREPLY[*]}"')
    done = run_command(
        BASH.require(), "-c", "\n".join(script), cwd=folder, PATH=f"{BIN}{os.pathsep}{os.environ['PATH']}"
    )
    assert done.returncode == 0, done.stderr
    return [line.split() for line in done.stdout.splitlines()]


def test_bash_completes(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    sources = ["lighthouse-talk", "northern-wire", "ostwick-gazette", "port-register"]

    assert completed(
        site,
        ("",),
        ("ch",),
        ("check", "--format", ""),
        ("explain", "f30"),
        ("locate", ""),
        ("locate", "--snapshots", "snapshots", "o"),
    ) == [
        list(COMMANDS),
        ["check"],
        ["github", "json", "sarif", "text"],
        [rule.code for rule in RULES if rule.code.startswith("F30")],
        sources,
        ["ostwick-gazette"],
    ]
    assert completed(tmp_path, ("locate", ""), ("locate", "-f", "toy/mkdocs.yml", "")) == [[], sources]


@pytest.mark.parametrize(
    "option, typed, offered",
    [
        ("--source", "o", ["ostwick-gazette"]),
        ("--sheet", "m", ["money"]),
        ("--standing", "d", ["denied", "disputed"]),
        ("--chain", "orla-finn,un", ["orla-finn,union-speaker"]),
        ("--statement", "o", []),
    ],
)
def test_the_fields_of_a_new_record_are_completed(
    option: str, typed: str, offered: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(TOY)
    asked = ShellComplete(main, {}, "factsheet", "_FACTSHEET_COMPLETE").get_completions(["new", "fact", option], typed)
    assert [item.value for item in asked] == offered


def test_names_beside_ids_cannot_steer_a_terminal(tmp_path: Path) -> None:
    site = copy_toy(tmp_path / "toy")
    replace_text(site / "facts/sources/lighthouse-talk.yml", "label: ", 'title: "\\e[31mred"\nlabel: ')
    done = run_command(
        *FACTSHEET,
        cwd=site,
        COMP_WORDS="factsheet locate ",
        COMP_CWORD="2",
        _FACTSHEET_COMPLETE="zsh_complete",
        SOURCE_DATE_EPOCH=EPOCH,
    )

    assert "lighthouse-talk" in done.stdout
    assert "\x1b" not in done.stdout
