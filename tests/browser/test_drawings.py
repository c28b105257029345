"""Drawings as a reader sees them: no words cut off or over each other, on any screen; the same as a table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser import Reader

PAGES = (
    "",
    "timeline/",
    "sheets/strike/",
    "sheets/walls/",
    "facts/strikers/",
    "facts/lorries/",
    "facts/ships-at-anchor/",
    "facts/red-letters/",
)
WRONG = """\
figures => {
  const wrong = []
  const inkOf = element => {                        // what is written, not the box that it is written in
    const range = document.createRange()
    range.selectNodeContents(element)
    return range.getBoundingClientRect()
  }
  for (const figure of figures.filter(one => one.checkVisibility())) {
    const frame = figure.getBoundingClientRect()
    const told = [...figure.querySelectorAll(
      ".fs-d-title, .fs-d-subtitle, .fs-d-label, .fs-d-value, .fs-d text, .fs-chain-name, .fs-chain-note"
    )].filter(one => one.textContent.trim() && one.checkVisibility())
      .map(one => ({words: one.textContent.trim().slice(0, 40), box: inkOf(one)}))
    for (const {words, box} of told) {
      if (box.width === 0) wrong.push(`not shown: ${words}`)
      if (box.left < frame.left - .5 || box.right > frame.right + .5) wrong.push(`outside: ${words}`)
      if (box.top < frame.top - .5 || box.bottom > frame.bottom + .5) wrong.push(`above or below: ${words}`)
    }
    told.forEach((one, place) => told.slice(place + 1).forEach(other => {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      if (across > .5 && down > 2) wrong.push(`over each other: ${one.words} | ${other.words}`)
    }))
    for (const shape of figure.querySelectorAll("svg :is(line, rect, path)")) {
      const box = shape.getBoundingClientRect()
      if (shape.checkVisibility() && (box.left < frame.left - 5 || box.right > frame.right + 5)) {
        wrong.push(`drawn outside: ${shape.getAttribute("class")}`)
      }
    }
  }
  return wrong
}
"""
"""What is cut off, written over each other or drawn beyond the figure; boxes of lines may touch.

A mark at the very end of a scale has half of itself beyond it.
"""


@pytest.mark.parametrize("width", [1280, 820, 390, 320])
def test_no_words_of_a_drawing_are_cut_off_or_meet(reader: Reader, width: int) -> None:
    page = reader.open("", width=width)
    wrong: dict[str, Any] = {}
    drawn = 0
    for path in PAGES:
        page.goto(reader.root + path)
        figures = page.locator("figure.fs-drawing")
        drawn += figures.count()
        if found := figures.evaluate_all(WRONG):
            wrong[path] = found

    assert wrong == {}
    assert drawn > 20


def test_the_same_is_there_as_a_table_without_scripts(reader: Reader) -> None:
    page = reader.open("sheets/strike/", javascript=False)
    chart = page.locator("[id='chart:who-stopped-work']")

    assert not chart.locator("table").is_visible()
    chart.locator("summary").click()

    cells = chart.locator("tbody tr").nth(0).locator("td").all_inner_texts()
    assert cells == ["B D Stopped work", "at least 420 dockers", "420", "no limit given"]


def test_a_drawing_is_named_and_described_to_those_who_cannot_see_it(reader: Reader) -> None:
    page = reader.open("timeline/")
    rows = page.locator(".fs-d-time .fs-d-row:not(.fs-d-axis-row)")

    names = page.locator(".fs-d-time svg[role=img] > title").all_text_contents()

    assert len(names) == rows.count() == 9
    assert all(": " in name for name in names)
    assert page.locator(".fs-d-time svg[role=img] > desc").count() == 9


def test_where_both_hold_is_named_where_there_is_room(reader: Reader) -> None:
    page = reader.open("facts/lorries/")
    word = page.locator(".fs-d-shared").bounding_box()
    shade = page.locator(".fs-d-both").first.bounding_box()

    assert page.locator(".fs-d-shared").text_content() == "both hold"
    assert word is not None
    assert shade is not None
    assert word["x"] < shade["x"] + shade["width"]
    assert word["x"] + word["width"] > shade["x"]
    assert word["y"] + word["height"] <= shade["y"] + 3
