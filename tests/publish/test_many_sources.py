"""A site of sixty sources, twelve of them on one fact: its lists stay short, and its letters stay."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.preview_session import write_small_site
from tests.support.sites import run_cli

SOURCE = "id: {id}\nlabel: The {id}\ntype: report\npublished: 2023-0{month}-28\nsnapshot: {id}.txt\n"
EVIDENCE = (
    "      - source: {id}\n        locator: counted {number} boats … in the harbour\n        says: {number} boats\n"
)


def write_site(folder: Path) -> Path:
    """Write a site in which every sixth of sixty sources has another number of boats."""
    site = write_small_site(folder)
    sheet = (site / "facts/sheets/coast.yml").read_text("utf-8").replace("standing: reported", "standing: disputed")
    more = ["facts:\n"]
    for place in range(60):
        name, number = f"paper-{place:02}", 41 + place
        (site / f"facts/sources/{name}.yml").write_text(SOURCE.format(id=name, month=5 + place % 5), encoding="utf-8")
        (site / f"snapshots/{name}.txt").write_text(f"They counted {number} boats of all kinds in the harbour.\n")
        if place % 6 == 0:
            sheet += EVIDENCE.format(id=name, number=number)
        else:
            more.append(
                f"  - id: boats-{place}\n    statement: Boats seen by paper {place}\n    value: {number} boats\n"
                f"    standing: reported\n    as_of: 2023-05\n    evidence:\n"
                f"      - {{source: {name}, locator: counted {number} boats … in the harbour}}\n"
            )
    (site / "facts/sheets/coast.yml").write_text(sheet, encoding="utf-8")
    head = "id: papers\ntitle: The papers\nsummary: What the papers say.\n"
    (site / "facts/sheets/papers.yml").write_text(head + "".join(more), encoding="utf-8")
    config = str(site / "mkdocs.yml")
    assert run_cli("verify", "-f", config, "--snapshots", str(site / "snapshots"), "--write")[0] == 0
    return site


def test_a_long_index_stands_under_first_letters(tmp_path: Path) -> None:
    site = write_small_site(tmp_path / "site")
    names = [f"{first}{second}" for first in "abcdxyz" for second in "efghijklmn"]
    actors = "".join(f"  - {{id: {name}, name: {name.title()} Works, kind: organisation}}\n" for name in names)
    with (site / "facts/actors.yml").open("a", encoding="utf-8") as file:
        file.write(actors)
    code, output = run_cli("build", "-f", str(site / "mkdocs.yml"))
    assert code == 0, output
    page = (site / "site/actors/index.html").read_text("utf-8")

    assert re.findall(r'<h2 id="letter-\d+">(.)<', page) == ["A", "B", "C", "D", "T", "X", "Y", "Z"]
    assert page.count('class="fs-row"') == len(names) + 1


def read_letters(site: Path) -> dict[str, str]:
    page = (site / "site/sources/index.html").read_text("utf-8")
    found: list[tuple[str, str]] = re.findall(r'title="([A-Z]+): The ([A-Za-z0-9-]+)"', page)
    return {letter: label.lower() for letter, label in found}


def test_lists_stay_short_and_letters_stay(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site")
    code, output = run_cli("build", "-f", str(site / "mkdocs.yml"))
    assert code == 0, output

    home = (site / "site/index.html").read_text("utf-8")
    assert '<a href="sources/">56 more</a>' in home
    differences = (site / "site/differences/index.html").read_text("utf-8")
    assert differences.count('id="boats"') == 1
    assert differences.count('class="fs-side"') == 11

    before = read_letters(site)
    for letter, name in before.items():
        file = site / f"facts/sources/{name}.yml"
        file.write_text(f"{file.read_text('utf-8')}letter: {letter}\n", encoding="utf-8")
    first = SOURCE.format(id="first", month=1).replace("2023", "2020")
    (site / "facts/sources/first.yml").write_text(first, encoding="utf-8")
    code, output = run_cli("build", "-f", str(site / "mkdocs.yml"))
    assert code == 0, output
    after = read_letters(site)
    assert after["BJ"] == "first"
    assert {letter: name for letter, name in after.items() if name != "first"} == before
