"""Where the copies of the sources are: an option, a setting, a variable, in this order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.sites import copy_toy, list_differing, read_tree, replace_text, run_cli

VARIABLE = "FACTSHEET_SNAPSHOTS"
WORDS = ("ostwick-gazette", "wisest")
FACT = {
    "sheet": "money",
    "statement": "What a docker of the invented town earns in a day",
    "value": "1,900 OWK per day",
    "as-of": "2023-03-05",
    "standing": "reported",
    "source": "ostwick-gazette",
    "locator": "A docker earns 1,900",
}
NEW_FACT = ("new", "fact", *(text for name, value in FACT.items() for text in (f"--{name}", value)))


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the toy whose settings name its folder of copies."""
    monkeypatch.delenv(VARIABLE, raising=False)
    name_copies(copy_toy(tmp_path / "toy"), "snapshots")
    return tmp_path / "toy"


def name_copies(site: Path, folder: str) -> None:
    replace_text(site / "mkdocs.yml", "  - factsheet:\n", f"  - factsheet:\n      snapshots: {folder}\n")


def run(site: Path, command: str, *arguments: str) -> tuple[int, str]:
    code, output = run_cli(command, "-f", str(site / "mkdocs.yml"), *arguments)
    return code, " ".join(output.split())


def test_the_setting_serves_every_command_that_reads_copies(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site.parent)  # The folder is relative to the settings, not to where somebody stands.

    assert run(site, "verify") == (0, "44 passages found and read in 4 copies")
    assert run(site, "locate", *WORDS)[0] == 0
    assert run(site, "attest", "strikers", "--as", "Ben")[1].startswith("----")
    code, output = run_cli(*NEW_FACT, "-f", str(site / "mkdocs.yml"))
    assert code == 0
    assert "its passage is proved" in output


def test_the_option_wins_and_the_variable_serves_where_nothing_is_set(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = copy_toy(tmp_path / "other")
    (tmp_path / "empty").mkdir()

    assert (
        "no 'gazette.txt' in the given folder" in run(site, "locate", *WORDS, "--snapshots", str(tmp_path / "empty"))[1]
    )
    monkeypatch.setenv(VARIABLE, str(tmp_path / "empty"))
    assert run(site, "locate", *WORDS)[0] == 0, "the setting comes before the variable"
    monkeypatch.setenv(VARIABLE, str(other / "snapshots"))
    assert run(other, "locate", *WORDS)[0] == 0


@pytest.mark.parametrize("command", [("verify",), ("locate", *WORDS), ("attest",)])
def test_where_nothing_names_it_the_three_ways_are_listed(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    code, output = run(copy_toy(tmp_path / "toy"), *command)

    assert code == 2
    assert "--snapshots DIR, `snapshots` under the plugin in mkdocs.yml, or the environment variable" in output
    assert VARIABLE in output


def test_a_folder_that_is_not_there_is_named_with_what_names_it(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "snapshots").rename(site / "copies")
    assert "snapshots', which `snapshots` under the plugin in mkdocs.yml names" in run(site, "verify")[1]

    monkeypatch.setenv(VARIABLE, str(tmp_path / "nowhere"))
    assert f"nowhere', which {VARIABLE} names" in run(copy_toy(tmp_path / "other"), "verify")[1]


def test_a_fact_is_written_unproved_where_only_others_hold_its_copy(site: Path) -> None:
    (site / "snapshots/gazette.txt").unlink()
    before = read_tree(site)
    code, output = run_cli(*NEW_FACT, "-f", str(site / "mkdocs.yml"))

    assert code == 0, output
    assert "next: run `factsheet verify --write`" in output
    assert list_differing(before, read_tree(site)) == ["facts/sheets/money.yml"]


@pytest.mark.parametrize("folder", ["content/copies", "./content", "site"])
def test_copies_are_never_published(folder: str, tmp_path: Path) -> None:
    name_copies(copy_toy(tmp_path / "toy"), folder)
    code, output = run(tmp_path / "toy", "check")

    assert code == 1
    assert f"'{folder}' is in a folder that is published" in output


def test_outside_a_site_the_missing_site_is_what_is_reported(tmp_path: Path) -> None:
    assert "error F402" in run(tmp_path, "verify")[1]
