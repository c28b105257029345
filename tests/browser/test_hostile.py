"""The built toy in a real browser: nothing in a fact runs, and nothing is asked of another host."""

from __future__ import annotations

import pytest

from tests.browser.reader import Reader

TAKEN = "taken"
"""The title that the toy's hostile texts would give a page if any of them ran."""
NARROW = 320
"""Pixels of the narrowest screen, WCAG 2.2 criterion 1.4.10."""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "sheets/walls/",
        "facts/red-letters/",
        "actors/wall-writer/",
        "sources/lighthouse-talk/",
        "corrections/",
    ],
)
def test_hostile_text_does_not_run(reader: Reader, path: str) -> None:
    page = reader.open(path)

    assert page.title() != TAKEN
    assert page.title().endswith("The Ostwick ledger")
    assert page.locator("html.js").count() == 1, "Material's script has run"
    assert f"document.title='{TAKEN}'" in page.locator("article").inner_text()
    assert reader.server.asked, "the server saw the page being asked for"


@pytest.mark.parametrize("query", ["onerror", "red letters"])
def test_hostile_text_does_not_run_as_a_search_result(reader: Reader, query: str) -> None:
    page = reader.open(f"?q={query}")
    page.locator(".md-search-result__item").first.wait_for(state="attached")

    assert page.title() != TAKEN
    assert page.locator("[onerror], [onload]").count() == 0


@pytest.mark.parametrize(
    "path", ["", "sheets/strike/", "sheets/walls/", "facts/red-letters/", "differences/"]
)
def test_nothing_is_wider_than_a_small_screen(reader: Reader, path: str) -> None:
    page = reader.open(path, width=NARROW)

    assert page.evaluate("document.documentElement.scrollWidth") == NARROW
