"""Small screens, and browsers without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.kinds import every_kind
from tests.browser.reader import Reader
from tests.sites import read_html

NARROW = 320
"""Pixels of the narrowest screen, WCAG 2.2 criterion 1.4.10."""
OPEN_FOLDS = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
TOO_WIDE = """\
[...document.querySelectorAll("article *")].filter(one => one.getBoundingClientRect().right > innerWidth)
  .map(one => `${one.tagName}.${one.className}`).slice(0, 3)
"""
NOT_SHOWN = """\
[...document.querySelectorAll("article :is(h1, h2, h3, a[href], .fs-row, .fs-value, .fs-passage, table, svg)")]
  .filter(one => !one.closest("details:not([open])") && !one.checkVisibility({visibilityProperty: true}))
  .map(one => one.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("javascript", [True, False])
def test_nothing_is_wider_than_a_small_screen(reader: Reader, *, javascript: bool) -> None:
    page = reader.open("", width=NARROW, javascript=javascript)
    wrong: dict[str, Any] = {}
    for path in every_kind(reader.site):
        page.goto(reader.root + path)
        page.evaluate(OPEN_FOLDS)
        if (width := page.evaluate("document.documentElement.scrollWidth")) != NARROW:
            wrong[path] = (width, page.evaluate(TOO_WIDE))

    assert wrong == {}


def test_everything_is_there_without_scripts(reader: Reader) -> None:
    page = reader.open("", javascript=False)
    wrong: dict[str, Any] = {}
    for path in every_kind(reader.site):
        page.goto(reader.root + path)
        written = read_html((reader.site / path.replace("404.html", "") / _file(path)).read_text("utf-8"))
        if page.locator("html.no-js").count() != 1:
            wrong[path] = "a script has run"
        elif not page.locator("h1").inner_text().strip():
            wrong[path] = "no heading"
        elif hidden := page.evaluate(NOT_SHOWN):
            wrong[path] = hidden
        elif len(list(written.all("summary"))) != page.locator("summary:visible").count():
            wrong[path] = "a fold cannot be opened"

    assert wrong == {}


def _file(path: str) -> str:
    return path if path.endswith(".html") else "index.html"


def test_a_fold_opens_without_scripts(reader: Reader) -> None:
    page = reader.open("sheets/strike/", javascript=False)
    passage = page.locator("#strikers .fs-passage").first

    assert not passage.is_visible()
    page.locator("#strikers summary").first.click()

    assert passage.is_visible()


def test_the_pages_are_reached_without_scripts(reader: Reader) -> None:
    page = reader.open("facts/strikers/", javascript=False)
    header = page.locator(".fs-chief a").evaluate_all("found => found.map(one => one.href)")
    footer = page.locator(".fs-footer ul a:visible").evaluate_all("found => found.map(one => one.href)")

    assert page.locator(".fs-chief a:visible").count() == len(header) > 0
    assert {f"{reader.root}{path}" for path in ("sheets/", "timeline/", "downloads/", "method/")} <= {*footer}


def test_the_drawer_opens_without_scripts(reader: Reader) -> None:
    page = reader.open("facts/strikers/", width=390, javascript=False)
    links = page.locator(".fs-drawer a[href]")

    assert not links.first.is_visible()
    page.locator(".fs-burger").click()

    assert links.count() > 10
    assert [one for one in links.all() if not one.is_visible()] == []
    page.locator(".fs-drawer a", has_text="Timeline").click()
    assert page.url == f"{reader.root}timeline/"
