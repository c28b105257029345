"""A site without the worked example: made so, or with the example taken out once it has facts of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from factsheet.authoring.template.fill import _EXAMPLE, EXAMPLE_FILES, EXAMPLE_MENTION, STARTER_FOLDER
from tests.support.sites import list_differing, read_tree, replace_text, run_cli

ADDRESS = "git+https://code.example.org/factsheet@0123456789abcdef0123456789abcdef01234567"
SOURCE = ("--label", "Harbour News", "--type", "article-newspaper", "--published", "2024-05", "--language", "en")
SHEET = {
    "title": "Boats",
    "summary": "Boats in the harbour.",
    "every": "180d",
    "reviewed": "2024-06-01",
    "statement": "Boats in the harbour in May 2024",
    "value": "40 boats",
    "as-of": "2024-05",
    "standing": "reported",
    "source": "harbour-news-2024-05",
    "locator": "The clerk counted 40 boats",
}


def make(folder: Path, *more: str) -> Path:
    code, output = run_cli("init", str(folder), "--generator", ADDRESS, "--ci", "none", *more)
    assert code == 0, output
    return folder


def run(site: Path, *arguments: str) -> tuple[int, str]:
    return run_cli(*arguments, "-f", str(site / "mkdocs.yml"))


def add_own(site: Path) -> None:
    """Add a sheet with a fact, its source and its proof."""
    (site / "snapshots").mkdir(exist_ok=True)
    (site / "snapshots/harbour.txt").write_text("The clerk counted 40 boats in May.\n", encoding="utf-8")
    assert run(site, "new", "source", *SOURCE, "--snapshot", "harbour.txt")[0] == 0
    code, output = run(site, "new", "sheet", *(text for name, value in SHEET.items() for text in (f"--{name}", value)))
    assert code == 0, output
    assert "its passage is proved" in output


def remove(site: Path) -> tuple[int, str]:
    return run_cli("init", "--remove-example", str(site))


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A new site with the example and with a sheet of its own."""
    add_own(make(tmp_path / "site"))
    return tmp_path / "site"


def read_starter() -> dict[str, str]:
    return {name.replace("dot-", "."): raw.decode() for name, raw in read_tree(STARTER_FOLDER / "site").items()}


def test_a_bare_site_says_nothing_of_the_example_and_takes_a_first_sheet(tmp_path: Path) -> None:
    site = make(tmp_path / "site", "--bare")
    texts = {name: raw.decode() for name, raw in read_tree(site).items() if not name.startswith(("facts/.", "require"))}

    assert [name for name, text in texts.items() if EXAMPLE_MENTION.search(text) or "invented" in text] == []
    assert not set(EXAMPLE_FILES) & texts.keys()
    assert "1 error, 1 warning in 2 files" in run(site, "check")[1]
    add_own(site)
    assert run(site, "check")[1].endswith(
        "no errors: 1 fact on 1 sheet from 1 source, 1 passage found and read, no numbers worked out again\n"
    )


def test_the_example_goes_and_everything_else_stays(site: Path, tmp_path: Path) -> None:
    assert run(site, "accept", "--all")[0] == 0
    before = read_tree(site)
    code, output = remove(site)
    after = read_tree(site)
    bare = read_tree(make(tmp_path / "site2", "--bare", "--name", "Site"))

    assert code == 0, output
    assert "facts/sheets/example.yml: removed\n" in output
    assert "mkdocs.yml: the example is taken out\n" in output
    assert before.keys() - after.keys() == {*EXAMPLE_FILES, "facts/actors.yml", "facts/places.yml"}
    assert set(re.findall(r"(?:error|warning) (F...)", run(site, "check")[1])) == {"F407"}
    assert run(site, "verify")[0] == 0
    assert [name for name in bare if name in after and bare[name] != after[name] and ".schemas" not in name] == []
    assert b"example-gazette" not in after["facts/.schemas/sheet.schema.json"]
    code, output = run(site, "build")
    assert code == 0, output
    assert remove(site)[0] == 0, "a second time there is nothing left to remove"


def test_actors_and_places_of_the_site_stay_with_their_comments(site: Path) -> None:
    with (site / "facts/actors.yml").open("a", encoding="utf-8") as opened:
        opened.write("  # hers\n  - id: clerk\n    name: The clerk\n    kind: person\n")
    assert remove(site)[0] == 0

    left = (site / "facts/actors.yml").read_text("utf-8").partition("\n")[2]
    assert left == "actors:\n  # hers\n  - id: clerk\n    name: The clerk\n    kind: person\n"


@pytest.mark.parametrize(
    "file, old, new, reported",
    [
        (
            "facts/sheets/boats.yml",
            "standing: reported",
            "standing: reported\n    about: {places: [exampleton]}",
            ":13:22",
        ),
        ("facts/sheets/boats.yml", "Boats in the harbour.", "See [that](fact:example-crossings).", ":4:10"),
        (
            "mkdocs.yml",
            "home_facts: [example-crossings]",
            "home_facts: [example-crossings, boats-harbour-may-2024]",
            ":74",
        ),
        (
            "content/method.md",
            "\n# ",
            "\n[there](../facts/example-crossings.md)\n\n# ",
            ":7: it refers to 'example-crossings'",
        ),
    ],
)
def test_nothing_goes_while_something_refers_to_it(site: Path, file: str, old: str, new: str, reported: str) -> None:
    replace_text(site / file, old, new)
    before = read_tree(site)
    code, output = remove(site)

    assert code == 1
    assert f"{file}{reported}" in output
    assert output.endswith("nothing was removed\n")
    assert list_differing(before, read_tree(site)) == []


def test_what_was_changed_is_not_taken_for_the_example(site: Path) -> None:
    replace_text(site / "facts/sheets/example.yml", "title: ", "title: My own ")
    before = read_tree(site)

    assert "facts/sheets/example.yml: it has been changed; rename it" in remove(site)[1]
    assert list_differing(before, read_tree(site)) == []


def test_the_only_sheet_is_not_taken_away(tmp_path: Path) -> None:
    site = make(tmp_path / "site")
    code, output = remove(site)

    assert code == 1
    assert "error F020: no facts found in facts/" in output
    assert (site / EXAMPLE_FILES[0]).is_file()


def test_a_clone_with_other_line_ends_loses_the_example_too(site: Path) -> None:
    for name in ("mkdocs.yml", "facts/actors.yml", "facts/places.yml", *EXAMPLE_FILES):
        (site / name).write_bytes((site / name).read_bytes().replace(b"\n", b"\r\n"))

    code, output = remove(site)
    assert code == 0, output
    assert not (site / "facts/actors.yml").exists()
    assert b"example" not in (site / "mkdocs.yml").read_bytes().replace(b"example.org", b"")


@pytest.mark.parametrize("more", [("--bare",), ("--name", "x")])
def test_no_option_is_ignored_in_silence(site: Path, more: tuple[str, ...]) -> None:
    assert run_cli("init", str(site), "--remove-example", *more)[0] == 2


def test_every_piece_of_the_example_stands_in_the_starter_once() -> None:
    starter = read_starter()
    assert [piece for piece in _EXAMPLE["pieces"] if starter[piece["file"]].count(piece["text"]) != 1] == []
    assert [name for name in EXAMPLE_FILES if name not in starter] == []
    declared = {*EXAMPLE_FILES, "facts/evidence.lock", *(piece["file"] for piece in _EXAMPLE["pieces"])}
    assert {name for name, text in starter.items() if re.search("exampleton|example-", text)} <= declared
