"""Hints say what a letter, a mark or a link to a fact stands for, to a pointer, a keyboard and a finger."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import Reader


def shown(page: Page) -> Locator:
    """Return the card."""
    return page.get_by_role("tooltip")


def test_a_letter_shows_its_source_to_a_pointer(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    letter = page.locator("article > p .fs-source-mark").first
    title = letter.get_attribute("title") or ""

    letter.hover()

    expect(shown(page)).to_contain_text(title.partition(": ")[2])
    assert letter.get_attribute("title") is None, "the browser would show it too"
    box, card = letter.bounding_box(), shown(page).bounding_box()
    assert box
    assert card
    assert card["y"] >= box["y"] + box["height"] or card["y"] + card["height"] <= box["y"]

    shown(page).hover()
    page.wait_for_timeout(400)
    expect(shown(page)).to_be_visible()
    page.mouse.move(1, 1)
    expect(shown(page)).to_be_hidden()
    expect(letter).to_have_attribute("title", title)


def test_a_mark_shows_its_meaning_to_the_keyboard_until_escape(reader: Reader) -> None:
    page = reader.open("facts/strikers/")
    mark = page.locator("article em[tabindex='0']").first
    meaning = mark.get_attribute("title") or ""

    page.keyboard.press("Tab")
    mark.focus()

    expect(shown(page)).to_contain_text(meaning.partition(": ")[2] or meaning)
    expect(mark).to_have_attribute("aria-describedby", "fs-hint")
    page.keyboard.press("Escape")
    expect(shown(page)).to_be_hidden()
    expect(mark).to_be_focused()
    assert mark.get_attribute("aria-describedby") is None


def test_each_meaning_is_one_stop_of_the_keyboard(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    stops = page.locator("article em[tabindex='0']").evaluate_all(
        "marks => marks.map(mark => mark.className + mark.title)"
    )

    assert stops
    assert len(stops) == len(set(stops))


def test_a_reference_shows_its_entry_to_pointer_and_keyboard(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    link = page.locator(".fs-facts .fs-ref a:visible").first
    entry = page.locator(link.get_attribute("href") or "").inner_text().split()[1]

    link.hover()
    expect(shown(page)).to_contain_text(entry)
    assert shown(page).locator("a, [id], [tabindex]").count() == 0
    page.mouse.move(1, 1)
    expect(shown(page)).to_be_hidden()

    page.keyboard.press("Tab")
    link.focus()
    expect(shown(page)).to_contain_text(entry)


def test_a_link_to_a_fact_shows_the_fact(reader: Reader) -> None:
    page = reader.open("sheets/strike/")
    link = page.locator(".fs-references a[href$='ships-at-anchor']:visible").first
    assert not any(address.endswith("facts-index.json") for address in reader.server.requests)

    link.hover()

    expect(shown(page)).to_contain_text("Ships at anchor before Ostwick")
    expect(shown(page)).to_contain_text("37 ships")


def test_hostile_text_stays_text_on_a_card(reader: Reader) -> None:
    page = reader.open("sheets/walls/")

    page.locator(".fs-references a[href$='red-letters']:visible").first.hover()

    expect(shown(page)).to_contain_text("<script>")
    expect(shown(page).locator(".fs-hint-said > .fs-attribution")).to_contain_text("Claimed by # <script>")
    assert page.title() != "taken"
    assert shown(page).locator("script, img, svg, iframe").count() == 0


def test_a_finger_gets_the_meaning_of_a_mark_and_follows_a_link(reader: Reader) -> None:
    page = reader.open("sheets/strike/", width=390)
    letter = page.locator("article > p .fs-source-mark").first

    letter.dispatch_event("click")
    expect(shown(page)).to_be_visible()
    page.locator("h1").dispatch_event("click")
    expect(shown(page)).to_be_hidden()


def test_the_first_touch_of_a_mark_is_answered(reader: Reader) -> None:
    phone = reader.profiles.browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = phone.new_page()
    page.goto(f"{reader.root}facts/strikers/")

    page.locator("article em[tabindex='0']:visible").first.tap()

    expect(shown(page)).to_be_visible()
    phone.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_card_has_no_barrier_and_stays_on_a_small_screen(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    page = reader.open("sheets/strike/", scheme=scheme, width=320)
    page.locator("article > p .fs-source-mark").first.hover()
    expect(shown(page)).to_be_visible()

    found = Axe().run(page, context="main", options={"resultTypes": ["violations"], "preload": False})

    assert not found.violations_count, found.generate_report()
    card = shown(page).bounding_box()
    assert card
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
