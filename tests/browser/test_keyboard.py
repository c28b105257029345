"""A reader with a keyboard: Tab goes to everything in the order of the page, and the focus can be seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.browser import Reader

PREPARE = """\
(() => {
  const able = "a[href], button, input, select, textarea, summary, [tabindex]";
  const radios = [...document.querySelectorAll("[type=radio]")];  // one group: one stop
  const stop = radios.find(one => one.checked) ?? radios[0];
  const shown = one => one.checkVisibility({visibilityProperty: true}) && !one.disabled && one.tabIndex >= 0
    && (one.type !== "radio" || one === stop);
  window.stops = [...document.querySelectorAll(able)].filter(shown);
  window.look = one => [one, ...(one.labels ?? [])].map(part => {
    const css = getComputedStyle(part);
    return [css.outlineStyle, css.outlineWidth, css.borderBottom, css.textDecorationLine, css.boxShadow,
            css.backgroundColor, css.clip, css.transform].join();
  }).join();
  window.before = stops.map(look);
  return stops.map(one => one.outerHTML.slice(0, 90));
})()
"""
FOCUS = """\
(() => {
  const at = stops.indexOf(document.activeElement);
  return [document.activeElement === document.body, at, at >= 0 && look(stops[at]) !== before[at]];
})()
"""


@pytest.mark.parametrize("path, width", [("", 1280), ("facts/strikers/", 1280), ("sheets/walls/", 390)])
def test_tab_reaches_everything_in_order_and_shows_where_it_is(reader: Reader, path: str, width: int) -> None:
    page = reader.open(path, width=width)
    page.wait_for_load_state("networkidle")  # the parts of the page's script bring buttons with them
    stops = page.evaluate(PREPARE)
    reached: list[int] = []
    unseen: list[str] = []
    while len(reached) <= len(stops):
        page.keyboard.press("Tab")
        left, at, seen = page.evaluate(FOCUS)
        if left:
            break
        reached.append(at)
        if not seen:
            unseen.append(stops[at])

    assert [stops[at] for at in range(len(stops)) if at not in reached] == []
    assert reached == sorted(reached)
    assert unseen == []


def test_the_first_stop_leads_past_the_header(reader: Reader) -> None:
    page = reader.open("facts/strikers/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('article') !== null")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top > 0")


def test_the_drawer_closes_with_escape_and_gives_the_focus_back(reader: Reader) -> None:
    page = reader.open("facts/strikers/", width=390)
    page.locator("#__drawer").focus()
    page.keyboard.press("Space")
    page.locator(".fs-drawer a", has_text="Timeline").focus()

    page.keyboard.press("Escape")

    expect(page.locator("#__drawer")).not_to_be_checked()
    expect(page.locator("#__drawer")).to_be_focused()
    expect(page.locator(".fs-drawer a").first).to_be_hidden()


def test_the_link_of_a_heading_is_for_a_pointer_only(reader: Reader) -> None:
    page = reader.open("facts/strikers/")

    expect(page.get_by_role("heading", name="Evidence", exact=True)).to_be_visible()
    assert page.locator(".headerlink").evaluate_all("found => found.every(one => one.tabIndex === -1)")
    page.locator("#evidence").hover()
    page.locator("#evidence .headerlink").click()
    assert page.url.endswith("#evidence")


def test_every_fold_of_a_row_has_a_name_of_its_own(reader: Reader) -> None:
    page = reader.open("sheets/walls/")
    names = page.locator(".fs-row > details > summary").all_inner_texts()

    assert len(names) == len(set(names)) > 1
    assert any(name.startswith("Evidence for: Claimed by ") for name in names)
