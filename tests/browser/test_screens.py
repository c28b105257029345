"""Small screens, and browsers without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.browser import OPEN_FOLDS, Reader
from tests.support.page_kinds import list_sample_pages

NARROW = 320
"""Pixels of the narrowest screen, WCAG 2.2 criterion 1.4.10."""
WIDTH = "document.documentElement.scrollWidth"
TOO_WIDE = """\
[...document.querySelectorAll("article *")].filter(one => one.getBoundingClientRect().right > innerWidth)
  .map(one => `${one.tagName}.${one.className}`).slice(0, 3)
"""
MATTER = (
    "h1, h2:not(:has(+ .fs-particulars)), h3, a[href]:not(.headerlink), summary, .fs-row, .fs-value, .fs-meta, "
    ".fs-passage, table, svg:not([aria-hidden])"
)
HIDDEN = """\
found => found.filter(one => !one.closest("details:not([open]) > :not(summary), .fs-drawing:has(> .fs-d-time)"))
  .filter(one => !one.checkVisibility({visibilityProperty: true, opacityProperty: true}))
  .map(one => one.outerHTML.slice(0, 120))
"""


def test_nothing_is_wider_than_a_small_screen(reader: Reader) -> None:
    page = reader.open("", width=NARROW)
    wrong: dict[str, Any] = {}
    for path in list_sample_pages(reader.site):
        page.goto(reader.root + path)
        page.evaluate(OPEN_FOLDS)
        if (width := page.evaluate(WIDTH)) != NARROW:
            wrong[path] = (width, page.evaluate(TOO_WIDE))

    assert wrong == {}


@pytest.mark.parametrize("screen", [NARROW, 1280])
def test_everything_is_there_without_scripts(reader: Reader, screen: int) -> None:
    page = reader.open("", width=screen, javascript=False)
    wrong: dict[str, Any] = {}
    for path in list_sample_pages(reader.site):
        page.goto(reader.root + path)
        if page.locator("html.js").count():
            wrong[path] = "a script has run"
        elif not page.locator("h1").inner_text().strip():
            wrong[path] = "no heading"
        elif hidden := page.locator("article").locator(MATTER).evaluate_all(HIDDEN):
            wrong[path] = hidden
        elif (width := page.evaluate(WIDTH)) != screen:
            wrong[path] = width

    assert wrong == {}


@pytest.mark.parametrize("width, drawn", [(NARROW, False), (690, False), (710, True)])
def test_time_is_drawn_only_where_there_is_room_beside_the_list(reader: Reader, width: int, *, drawn: bool) -> None:
    page = reader.open("timeline/", width=width, javascript=False)

    assert page.locator(".fs-drawing:has(> .fs-d-time)").first.is_visible() is drawn
    assert page.locator(".fs-timeline .fs-number").first.is_visible()


def test_two_values_stand_side_by_side_on_a_small_screen(reader: Reader) -> None:
    page = reader.open("differences/", width=NARROW)
    sides = page.locator("#lorries .fs-side").evaluate_all("sides => sides.map(side => side.getBoundingClientRect())")

    assert sides[0]["top"] == sides[1]["top"]
    assert sides[0]["right"] < sides[1]["left"]


def test_the_number_of_a_row_stands_before_its_statement_on_a_small_screen(reader: Reader) -> None:
    row = reader.open("sheets/strike/", width=NARROW).locator("#strikers")
    value, said = row.locator(".fs-value").first.bounding_box(), row.locator(".fs-row-said").bounding_box()

    assert value
    assert said
    assert value["y"] + value["height"] <= said["y"]


def test_a_fold_opens_without_scripts(reader: Reader) -> None:
    page = reader.open("sheets/strike/", javascript=False)
    passage = page.locator("#strikers .fs-passage").first

    assert not passage.is_visible()
    page.locator("#strikers summary").first.click()

    assert passage.is_visible()


def test_the_pages_are_reached_without_scripts(reader: Reader) -> None:
    page = reader.open("facts/strikers/", javascript=False)
    header = page.locator(".fs-chief a:visible").evaluate_all("found => found.map(one => one.href)")
    footer = page.locator(".fs-footer ul a:visible").evaluate_all("found => found.map(one => one.href)")

    assert {f"{reader.root}{path}" for path in ("sheets/", "differences/", "method/")} == {*header}
    assert {f"{reader.root}{path}" for path in ("sheets/", "timeline/", "downloads/", "method/")} <= {*footer}


def test_the_drawer_opens_without_scripts(reader: Reader) -> None:
    page = reader.open("facts/strikers/", width=390, javascript=False)
    links = page.locator(".fs-drawer a[href]")

    assert not links.first.is_visible()
    page.locator(".fs-burger").click()

    assert links.count() > 10
    assert links.evaluate_all(HIDDEN) == []
    page.locator(".fs-drawer a", has_text="Timeline").click()
    assert page.url == f"{reader.root}timeline/"


@pytest.mark.parametrize("path", ["explore/", "sheets/strike/"])
def test_a_link_into_a_page_leads_to_its_row_on_a_phone(reader: Reader, path: str) -> None:
    """Rows far below are laid out late there: their heights must be known before the jump."""
    page = reader.open(path, width=390)
    row = page.locator("article :is(tr, .fs-row)[id]").last.get_attribute("id")
    page.goto("about:blank")
    page.goto(f"{reader.root}{path}#{row}")
    page.wait_for_load_state("networkidle")

    top = page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", row)
    below = page.evaluate("document.documentElement.scrollHeight - innerHeight - scrollY")
    assert 0 <= top < 130 or (below < 2 and top < 844), "neither at its place nor on the last screen of the page"
