"""From a fact to its passage: the address is the locator's, and a browser shows the words that it names."""

from __future__ import annotations

import json
from html import escape
from typing import Any

import pytest
from playwright.sync_api import Route

from factsheet.evidence.locator import Locator, add_text_fragment, parse_locator
from tests.support.browser import Reader
from tests.support.paths import TOY

FACTS = ("strikers", "ships-at-anchor", "lamp-post")
"""Passages between two runs of words, of an address with a query, with signs that mean something there."""
SEEN = """\
[...document.querySelectorAll("p")].findIndex(one => {
  const box = one.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.height > 0;
}) + 1
"""
"""The number of the first paragraph that stands whole in the window."""


def passages(reader: Reader, fact: str) -> list[dict[str, Any]]:
    """Return the evidence of a fact that has an address, as it is published."""
    published = json.loads((reader.site / "downloads/facts.json").read_text("utf-8"))
    evidence = next(record for record in published["facts"] if record["id"] == fact)["evidence"]
    return [entry for entry in evidence if entry["passage_url"]]


@pytest.mark.parametrize("fact", FACTS)
def test_a_passage_has_the_address_of_its_locator(reader: Reader, fact: str) -> None:
    page = reader.open(f"facts/{fact}/")

    links = page.locator("article a").evaluate_all("found => found.map(one => one.href)")

    locators = [parse_locator(entry["locator"]) for entry in passages(reader, fact)]
    expected = [add_text_fragment("", locator) for locator in locators if isinstance(locator, Locator)]
    assert len(expected) == len(locators) > 0
    assert [link[link.index("#") :] for link in links if ":~:text=" in link] == expected


@pytest.mark.parametrize("fact", FACTS)
def test_a_click_shows_the_passage(reader: Reader, fact: str) -> None:
    passage = next(entry for entry in passages(reader, fact) if entry["source"] == "ostwick-gazette")
    copy = (TOY / "snapshots/gazette.txt").read_text("utf-8").strip()
    tall = "<!doctype html><title>x</title><style>p { margin: 0 0 2000px }</style>"
    article = tall + "".join(f"<p>{escape(text)}</p>" for text in copy.split("\n\n"))
    page = reader.open(f"facts/{fact}/")

    def answer(route: Route) -> None:
        route.fulfill(body=article, content_type="text/html; charset=utf-8")

    page.route("https://gazette.example.org/**", answer)

    page.locator(f"article a[href='{passage['passage_url']}']").click()
    page.wait_for_function("scrollY > 0")

    assert page.evaluate(SEEN) == passage["paragraph"]
