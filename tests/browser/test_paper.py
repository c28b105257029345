"""Pages on paper."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.support.browser import Reader
from tests.support.page_kinds import list_sample_pages

CONTROLS = (
    ".md-header, .fs-search-open, .md-skip, .md-sidebar, .fs-drawer, .md-footer a, .headerlink, .fs-actions, "
    "form, button, .fs-row summary"
)
PASSAGES = "article:not(:has(.fs-references)) .fs-passage, .fs-references li, .fs-facts > .fs-row, article > h1"
"""What paper keeps: each row, and each passage with its fact or among the references of the page."""
SHOWN = """\
found => found.filter(one => one.checkVisibility({visibilityProperty: true}))
  .map(one => one.outerHTML.slice(0, 60))
"""
HIDDEN = """\
found => found.filter(one => !one.checkVisibility({visibilityProperty: true}) || !one.getClientRects().length)
  .map(one => one.textContent.trim().slice(0, 60))
"""
WRITTEN = """\
article => {
  const after = one => getComputedStyle(one, "::after").content;
  return article.innerText + [...article.querySelectorAll("a")].map(after).join(" ");
}
"""
"""The words that are seen, with those that the style sheet adds."""
MOST_PAGES = {"strike": 3, "money": 2, "walls": 2}
ADDRESSES = ("https://gazette.example.org/2024/cranes?part=1&view=full", "https://wire.example.org/ostwick")


def test_paper_has_every_passage_and_no_controls(reader: Reader) -> None:
    page = reader.open("", javascript=False)
    page.emulate_media(media="print")
    wrong: dict[str, Any] = {}
    for path in list_sample_pages(reader.site):
        page.goto(reader.root + path)
        controls = page.locator(CONTROLS).evaluate_all(SHOWN)
        hidden = page.locator(PASSAGES).evaluate_all(HIDDEN)
        if controls or hidden:
            wrong[path] = (controls, hidden)

    assert wrong == {}


def test_paper_has_the_addresses_of_the_sources(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    page.emulate_media(media="print")

    written = page.locator("article").evaluate(WRITTEN)

    assert [address for address in ADDRESSES if address not in written] == []


@pytest.mark.parametrize("sheet", ["strike", "money", "walls"])
def test_a_sheet_is_a_handout(reader: Reader, sheet: str) -> None:
    page = reader.open(f"sheets/{sheet}/")

    printed = page.pdf(format="A4", prefer_css_page_size=True)

    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= MOST_PAGES[sheet]


def test_a_fact_prints_on_one_page(reader: Reader) -> None:
    counts: dict[str, int] = {}
    for path in sorted(found.parent.name for found in reader.site.glob("facts/*/index.html")):
        printed = reader.open(f"facts/{path}/", javascript=False).pdf(format="A4", prefer_css_page_size=True)
        counts[path] = len(re.findall(rb"/Type\s*/Page\b", printed))

    assert counts
    # Three sources with remarks, and texts of several hundred characters, take a second page.
    assert {path for path, count in counts.items() if count != 1} <= {"strikers", "red-letters"}
    assert max(counts.values()) <= 2
