"""The benchmark's sites are sites: all is well with them, before and after the edit that it measures."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from bench.builders import ENVIRONMENT, Builder
from bench.run import compare
from bench.sites import build_site, make_edit, write_site
from tests.support.sites import FACTSHEET, list_differing, read_tree, run_command

DAY = ENVIRONMENT["SOURCE_DATE_EPOCH"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "site"
    write_site(folder, 2)
    return folder


def test_the_smallest_site_passes_all_checks(site: Path) -> None:
    done = run_command(*FACTSHEET, "check", cwd=site, SOURCE_DATE_EPOCH=DAY)

    assert done.stdout.startswith("all is well: 21 facts on 2 sheets from 2 sources, 26 passages found and read")
    assert (done.returncode, done.stderr) == (0, "")


def test_an_edit_changes_one_sheet_and_passes_all_checks(site: Path, tmp_path: Path) -> None:
    edited = Path(shutil.copytree(site, tmp_path / "edited"))
    make_edit(edited)

    done = run_command(*FACTSHEET, "check", cwd=edited, SOURCE_DATE_EPOCH=DAY)

    assert (done.returncode, done.stderr) == (0, "")
    changed = ["facts/accepted.lock", "facts/evidence.lock", "facts/sheets/harbour-harby-2015.yml"]
    assert list_differing(read_tree(site), read_tree(edited)) == changed


def test_the_same_number_gives_the_same_site_and_a_larger_one_more() -> None:
    assert build_site(2) == build_site(2)
    assert [len(build_site(count).sheets) for count in (2, 30)] == [2, 30]


def test_facts_of_all_kinds_are_there() -> None:
    """A site that left out what is costly to build would measure too little."""
    facts = [fact for sheet in build_site(60).sheets for fact in sheet["facts"]]

    assert len(facts) == 60 * 12
    assert {len(fact.get("evidence", ())) for fact in facts} == {0, 1, 2, 3}
    for name in ("derived", "choice", "corrections", "superseded_by", "also", "when", "caveat", "note", "label"):
        assert sum(name in fact for fact in facts) >= 10, name


def test_the_runner_compares_what_builds_cost_and_counts_what_they_write(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; pathlib.Path('site').mkdir(); pathlib.Path('site/index.html').write_text('x' * 200_000)"
    )
    more = "; sum(range(10_000_000))"
    first, other = (
        Builder(name=name, folder=tmp_path / name, commands={"clean": (sys.executable, "-c", code + slower)})
        for name, slower in (("factsheet", ""), ("other", more))
    )
    for builder in (first, other):
        builder.folder.mkdir()

    report = compare([first, other], 2, ["clean"])

    ratios = [float(text) for text in re.findall(r"(\d+\.\d+) \|$", report.partition("\n\n")[0], re.MULTILINE)]
    assert ratios[0] == 1
    assert ratios[1] > 1.5
    assert re.findall(r"^\| (\w+) +\| +1 \| +0 \| +0 \| +0.2 \|$", report, re.MULTILINE) == ["factsheet", "other"]
