"""`factsheet new` in a real terminal: keys that edit, a paste, the way back, leaving and going on."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import yaml

from factsheet.authoring.drafts import keep_answers, read_answers
from tests.support.sites import EPOCH, copy_toy, read_tree, run_cli, run_command

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals", allow_module_level=True)

from tests.support.terminals import CTRL_A, CTRL_C, CTRL_W, END, HOME, LEFT, TAB, UP, Terminal, paste

ACTOR = "facts/actors.yml"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copy_toy(tmp_path / "toy")


def start(site: Path, *arguments: str, columns: int = 80, term: str = "xterm-256color") -> Terminal:
    command = (sys.executable, "-m", "factsheet", "new", *arguments)
    return Terminal(*command, cwd=site, env={"TERM": term, "SOURCE_DATE_EPOCH": EPOCH}, columns=columns)


def read_last_actor(site: Path) -> dict[str, str]:
    actors: list[dict[str, str]] = yaml.load((site / ACTOR).read_text("utf-8"), yaml.BaseLoader)["actors"]
    return actors[-1]


def read_kept(site: Path, noun: str) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = json.loads(
        (site / f".cache/factsheet/new-{noun}/answers.json").read_text("utf-8")
    )
    return kept


def test_an_answer_can_be_edited_completed_and_pasted(site: Path) -> None:
    with start(site, "actor") as terminal:
        terminal.answer("name (< to go back):", "nn Gull wrong", CTRL_W, LEFT, HOME, "A", END, "er")
        terminal.expect("kind (< to go back):")
        terminal.type("pers", TAB)
        terminal.answer("person")
        terminal.answer("role (Enter to skip", paste("watcher\nof \r\n gulls"), CTRL_A, "a ")
        terminal.expect("affiliation (Enter to skip")
        terminal.type("quay", TAB)
        terminal.answer("quay-union")
        terminal.answer("description (Enter to skip")
        terminal.answer("id of the actor")
        terminal.answer("write this? [Y/n]:", "y")
        assert terminal.wait() == 0, terminal.screen
    assert read_last_actor(site) == {
        "id": "ann-gull-er",
        "name": "Ann Gull er",
        "kind": "person",
        "role": "a watcher of gulls",
        "affiliation": "quay-union",
    }
    assert not (site / ".cache/factsheet/new-actor/answers.json").exists()


def test_earlier_answers_to_the_same_question_are_its_history(site: Path) -> None:
    with start(site, "actor", "--name", "Zed") as terminal:
        terminal.answer("kind (< to go back):", "persn")
        terminal.answer("kind (< to go back):", UP, LEFT, "o")
        terminal.expect("role (Enter to skip")
    assert read_kept(site, "actor")["actor"]["kind"] == "person"


def test_one_goes_back_over_answers_and_changes_them(site: Path) -> None:
    with start(site, "actor") as terminal:
        terminal.answer("name (< to go back):", "<")
        terminal.expect("this is the first question")
        terminal.answer("name (< to go back):", "Zed")
        terminal.answer("kind (< to go back):", "person")
        terminal.answer("role (Enter to skip", "<")
        terminal.answer("kind (< to go back): person", CTRL_W, "<")
        terminal.answer("name (< to go back): Zed", CTRL_W, "Zoe")
        terminal.answer("kind (< to go back): person")
        for question in ("role", "affiliation", "description"):
            terminal.answer(f"{question} (Enter to skip")
        terminal.answer("id of the actor (< to go back): zoe")
        terminal.answer("write this? [Y/n]:")
        assert terminal.wait() == 0, terminal.screen
    assert read_last_actor(site) == {"id": "zoe", "name": "Zoe", "kind": "person"}


def test_a_record_made_on_the_way_is_left_by_going_back(site: Path) -> None:
    with start(site, "place", "--name", "Gull Rock", "--kind", "region", "--id", "gull-rock") as terminal:
        terminal.wait()
    with start(site, "place", "--name", "Gull Rock", "--id", "gull-reef") as terminal:
        terminal.answer("kind (< to go back):", "region")
        terminal.answer("within (Enter to skip", "nowhere")
        terminal.answer("add the place 'nowhere' now? [y/N]:", "y")
        terminal.answer("name (< to go back):", "Nowhere")
        terminal.answer("kind (< to go back):", "<")
        terminal.answer("name (< to go back): Nowhere", CTRL_A, "<", END, CTRL_W)
        terminal.answer("name (< to go back): Nowhere", CTRL_W, "<")
        terminal.answer("within (Enter to skip", "gull-rock")
        terminal.answer("description (Enter to skip")
        terminal.answer("write this? [Y/n]:")
        assert terminal.wait() == 0, terminal.screen
    assert "nowhere" not in (site / "facts/places.yml").read_text("utf-8")


@pytest.mark.parametrize("way", ["Ctrl-C", "closed"])
def test_answers_are_kept_and_offered_again(site: Path, way: str) -> None:
    before = read_tree(site)
    with start(site, "fact", "--sheet", "money") as terminal:
        terminal.answer("statement (< to go back):", "Gulls came")
        terminal.answer("value (Enter to skip", "about 30 gulls")
        terminal.answer("as_of (Enter to skip")
        terminal.answer("standing (< to go back):", "claimed")
        terminal.answer("source (< to go back):", "ostwick-gazette")
        terminal.answer("locator (< to go back):", "A docker earns 1,900")
        terminal.answer("chain (< to go back):", "zzz")
        terminal.answer("add the actor 'zzz' now? [y/N]:", "y")
        terminal.answer("name (< to go back):", "Zed")
        terminal.expect("kind (< to go back):")
        if way == "Ctrl-C":
            terminal.type(CTRL_C)
            terminal.expect("nothing was written; `factsheet new fact` goes on with your answers")
            assert terminal.wait() == 1
    kept = {name: raw for name, raw in read_tree(site).items() if name not in before}
    folder = ".cache/factsheet/new-fact"
    assert kept.keys() == {f"{folder}/.gitignore", f"{folder}/.written.json", f"{folder}/answers.json"}
    assert kept[f"{folder}/.gitignore"] == b"*\n"

    with start(site, "fact") as terminal:
        terminal.expect("a fact that was not finished:")
        terminal.expect("statement: Gulls came")
        terminal.answer("go on with it? [Y/n]:")
        terminal.answer("chain (< to go back):", "<")
        terminal.answer("locator (< to go back): A docker earns 1,900")
        terminal.answer("chain (< to go back):", "zzz")
        terminal.expect("a new actor: zzz")
        terminal.answer("kind (< to go back):", "person")
        for question in ("role", "affiliation", "description", "actors", "places", "tags", "caveat"):
            terminal.answer(f"{question} (Enter to skip")
        terminal.answer("id of the fact (< to go back): gulls-came")
        terminal.answer("write this? [Y/n]:")
        assert terminal.wait() == 0, terminal.screen
    assert read_last_actor(site) == {"id": "zzz", "name": "Zed", "kind": "person"}
    assert "gulls-came" in (site / "facts/sheets/money.yml").read_text("utf-8")
    assert not (site / folder / "answers.json").exists()


def test_answers_that_are_not_wanted_any_more_are_dropped(site: Path) -> None:
    keep_answers(site, "actor", {"actor": {"name": "Old"}})
    with start(site, "actor") as terminal:
        terminal.answer("go on with it? [Y/n]:", "no")
        terminal.answer("name (< to go back):", "Zed")
        terminal.expect("kind (< to go back):")
    assert read_kept(site, "actor") == {"actor": {"name": "Zed"}}


@pytest.mark.parametrize("text", ["", "[", "[1]", '{"actor": 1}', '{"actor": ["x"]}', "\udcff", "[" * 99_999])
def test_a_damaged_file_of_answers_holds_none(tmp_path: Path, text: str) -> None:
    folder = tmp_path / ".cache/factsheet/new-actor"
    folder.mkdir(parents=True)
    (folder / "answers.json").write_bytes(text.encode("utf-8", "surrogateescape"))
    assert read_answers(tmp_path, "actor") == {}


def test_a_simple_terminal_asks_line_by_line(site: Path) -> None:
    with start(site, "actor", "--kind", "person", "--role", "a gull", term="dumb") as terminal:
        terminal.answer("name (< to go back):", "Zed")
        for question in ("affiliation", "description"):
            terminal.answer(f"{question} (Enter to skip")
        terminal.answer("id of the actor (< to go back) [zed]:")
        terminal.answer("write this? [Y/n]:")
        assert terminal.wait() == 0, terminal.screen
    assert read_last_actor(site) == {"id": "zed", "name": "Zed", "kind": "person", "role": "a gull"}


def test_questions_are_broken_between_words(site: Path) -> None:
    with start(site, "fact", columns=40) as terminal:
        terminal.answer("sheet (< to go back):", "money")
        terminal.expect("statement (< to go back):")
    shown = terminal.screen
    assert "statement: The fact in our own words; it\n  must be understood when it stands\n  alone.\n" in shown


def test_who_only_checks_does_not_wait_for_the_editor_of_lines(site: Path) -> None:
    code = "import sys; from factsheet.cli.app import main; main(['check'], standalone_mode=False)"
    done = run_command(
        sys.executable, "-c", f"{code}; assert not {{'prompt_toolkit', 'anyascii'}} & sys.modules.keys()", cwd=site
    )
    assert done.returncode == 0, done.stderr
    assert run_cli("check", "-f", str(site / "mkdocs.yml"))[0] == 0
