"""The hooks for pre-commit name commands that there are, and files that there are."""

from __future__ import annotations

import pytest

from factsheet.parsing.yaml.document import read_configuration
from factsheet.parsing.yaml.nodes import ListNode, MappingNode, TextNode, YamlNode
from tests.support.paths import ROOT
from tests.support.sites import run_cli


def read(name: str) -> YamlNode:
    document, diagnostics = read_configuration(name, (ROOT / name).read_bytes())
    assert diagnostics == ()
    assert document is not None
    assert document.root is not None
    return document.root


def texts(hook: YamlNode) -> dict[str, str]:
    """Return the fields of a hook that hold one text."""
    assert isinstance(hook, MappingNode)
    return {entry.key.text: entry.value.text for entry in hook.entries if isinstance(entry.value, TextNode)}


def hooks() -> list[dict[str, str]]:
    """Return the hooks that we offer, and those of our own that are the same."""
    offered, own = read(".pre-commit-hooks.yaml"), read(".pre-commit-config.yaml")
    assert isinstance(offered, ListNode)
    assert isinstance(own, MappingNode)
    repositories = own.get("repos")
    assert isinstance(repositories, ListNode)
    (local,) = repositories.nodes
    assert isinstance(local, MappingNode)
    ours = local.get("hooks")
    assert isinstance(ours, ListNode)
    return [texts(hook) for hook in (*offered.nodes, *ours.nodes)]


def test_we_offer_two_hooks_and_use_both() -> None:
    assert [hook["id"] for hook in hooks()] == [
        *("factsheet-fmt", "factsheet-check"),
        *("factsheet-fmt", "factsheet-check", "ruff-format", "ruff"),
    ]


@pytest.mark.parametrize("hook", [hook for hook in hooks() if hook["id"].startswith("factsheet")])
def test_a_hook_runs_a_command_that_there_is(hook: dict[str, str]) -> None:
    program, *command = hook["entry"].removeprefix(".venv/bin/").split()

    assert program == "factsheet"
    assert run_cli(*command, "--help")[0] == 0
    assert hook.items() >= {("pass_filenames", "false")}


@pytest.mark.parametrize("hook", [hook for hook in hooks() if hook["id"].startswith("factsheet")])
def test_no_hook_depends_on_the_name_of_a_folder_nor_on_files_that_are_left(hook: dict[str, str]) -> None:
    """The folder of facts may have another name, and what only deletes must be checked too."""
    assert "files" not in hook
    assert hook["id"] == "factsheet-fmt" or hook["always_run"] == "true"
