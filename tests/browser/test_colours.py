"""The switch of colours: as on the device, light, dark; and the choice is remembered."""

from __future__ import annotations

from typing import Literal

from playwright.sync_api import Page, expect

from tests.support.browser import Reader


def paper(page: Page) -> str:
    """Tell whether the page is drawn on light or on dark paper."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    red, green, blue = (int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
    return "light" if red + green + blue > 3 * 128 else "dark"


def expect_paper(page: Page, shade: Literal["light", "dark"]) -> None:
    """Wait for the scheme, and see that the page is drawn in it, now and after it is loaded anew."""
    scheme = {"light": "default", "dark": "slate"}[shade]
    for _ in range(2):
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", scheme)
        assert paper(page) == shade
        page.reload()


def test_colours_follow_the_device_until_the_reader_chooses(reader: Reader) -> None:
    page = reader.open("", scheme="dark")
    switch = page.locator("[data-md-component=palette] label:visible")

    expect_paper(page, "dark")
    switch.click()
    expect_paper(page, "light")
    switch.click()
    page.emulate_media(color_scheme="light")
    expect_paper(page, "dark")
    page.goto(f"{reader.root}facts/strikers/")
    expect_paper(page, "dark")
    switch.click()
    expect_paper(page, "light")
    page.emulate_media(color_scheme="dark")
    expect_paper(page, "dark")


def test_the_switch_names_what_it_does(reader: Reader) -> None:
    page = reader.open("")
    titles = []
    for _ in range(3):
        label = page.locator("[data-md-component=palette] label:visible")
        titles.append(label.get_attribute("title"))
        label.click()

    assert titles == [
        "Colours as on your device; change to light",
        "Light colours; change to dark",
        "Dark colours; change to those of your device",
    ]
