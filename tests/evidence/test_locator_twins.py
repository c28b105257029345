"""The cases that the locator and its port to JavaScript share; `tests/browser` runs the port."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from factsheet.evidence.locator import (
    MAX_PASSAGE,
    NORMALISER,
    Locator,
    explain_not_found,
    find_passages,
    fold_words,
    normalise,
    parse_locator,
    prepare_snapshot,
)

CASES: dict[str, list[dict[str, Any]]] = json.loads(Path("tests/fixtures/cases/locators.json").read_text("utf-8"))
SCRIPT = Path("generator/factsheet/theme/scripts/locator.js")


def cases(part: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", CASES[part], ids=lambda case: str(case["why"]))


def sought(case: dict[str, Any]) -> Locator:
    """Return the words of a case as a locator; each could stand in a fact."""
    locator = parse_locator(" … ".join(filter(None, (case["first"], case["last"]))))
    assert isinstance(locator, Locator), locator
    return locator


@cases("normalise")
def test_a_text_is_normalised(case: dict[str, Any]) -> None:
    assert normalise(case["text"]) == case["normalised"]
    assert normalise(case["normalised"]) == case["normalised"]


@cases("paragraphs")
def test_a_copy_falls_into_paragraphs(case: dict[str, Any]) -> None:
    snapshot = prepare_snapshot(case["text"])

    found = [snapshot.text[start:].partition(" ")[0] for start in snapshot.starts]

    assert snapshot.text == " ".join(case["paragraphs"])
    assert found == [paragraph.partition(" ")[0] for paragraph in case["paragraphs"]]


@cases("fold")
def test_a_text_is_folded_to_its_words(case: dict[str, Any]) -> None:
    assert fold_words(case["text"]) == case["folded"]
    assert fold_words(case["folded"]) == case["folded"]


@cases("find")
def test_passages_are_found(case: dict[str, Any]) -> None:
    found = find_passages(sought(case), prepare_snapshot(case["text"]))

    assert [[passage.start, passage.end, passage.paragraph] for passage in found] == case["passages"]


@cases("near_miss")
def test_a_miss_is_explained(case: dict[str, Any]) -> None:
    assert explain_not_found(sought(case), prepare_snapshot(case["text"])) == case["said"]


def test_the_twin_has_the_same_rules_and_limits() -> None:
    script = SCRIPT.read_text("utf-8")

    assert re.findall(r'NORMALISER = "(.*?)"', script) == [NORMALISER]
    assert re.findall(r"MAX_PASSAGE = (\d+)", script) == [str(MAX_PASSAGE)]
