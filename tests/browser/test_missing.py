"""The page for an address that does not exist, at any depth, with and without a known address of the site."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ProxySettings, expect

from tests.support.browser import BASE_PATH, Reader, RecordingServer, serve_folder
from tests.support.sites import FACTSHEET, copy_toy, make_once, replace_text, run_command

WRONG = ["facts/striker", "no/such/page/at/all/", "sheets/strik/index.html"]


FAULTY = """\
async links => (await Promise.all(links.map(async one => (await fetch(one)).ok ? "" : one))).filter(Boolean)
"""


@pytest.fixture(scope="module")
def placeless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordingServer]:
    """Serve the toy under its sub-path, built without knowing it."""

    def make(folder: Path) -> None:
        site = copy_toy(folder)
        replace_text(site / "mkdocs.yml", "site_url: https://ledger.example.org/ostwick/\n", "")
        assert run_command(*FACTSHEET, "build", cwd=site).returncode == 0

    folder = make_once(tmp_path_factory, "placeless", make)
    assert not (folder / "site/sitemap.xml").exists(), "it would be empty"
    with serve_folder(folder / "site") as server:
        yield server


def ask(reader: Reader, server: RecordingServer, path: str, *, javascript: bool = True) -> Page:
    """Open a wrong address; that it is wrong stands in the console, too, as does each folder without a site."""
    proxy: ProxySettings = {"server": f"http://{server.host}", "bypass": "<-loopback>"}
    context = reader.profiles.browser.new_context(proxy=proxy, java_script_enabled=javascript)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    answer = page.goto(f"http://{server.host}{BASE_PATH}{path}", wait_until="networkidle")
    assert answer
    assert answer.status == 404
    return page


@pytest.mark.parametrize("path", WRONG)
@pytest.mark.parametrize("is_known", [True, False])
def test_every_link_leads_into_the_site(
    reader: Reader, placeless: RecordingServer, path: str, *, is_known: bool
) -> None:
    server = reader.server if is_known else placeless
    page = ask(reader, server, path)
    expect(page.get_by_role("link", name="To the first page")).to_be_visible()
    links = page.locator("main a[href]").evaluate_all("found => found.map(one => one.href)")

    assert len(links) > 3
    assert page.evaluate(FAULTY, links) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("is_known", [True, False])
def test_the_nearest_pages_are_named(reader: Reader, placeless: RecordingServer, *, is_known: bool) -> None:
    page = ask(reader, reader.server if is_known else placeless, "facts/striker/")

    expect(page.locator("#nearest a").first).to_contain_text("at least 420 dockers")
    page.locator("#nearest a").first.click()
    assert page.url.endswith(f"{BASE_PATH}facts/strikers/")


def test_nothing_near_is_not_named(reader: Reader, placeless: RecordingServer) -> None:
    page = ask(reader, placeless, "xqzw/")

    expect(page.get_by_role("link", name="To the first page")).to_be_visible()
    expect(page.locator("#nearest > *")).to_have_count(0)


def test_without_scripts_there_is_a_way_up(reader: Reader, placeless: RecordingServer) -> None:
    page = ask(reader, placeless, "facts/striker/", javascript=False)

    assert page.locator("a:visible").evaluate_all("found => found.map(one => one.getAttribute('href'))") == [".."]
    page.locator("a:visible").click()
    assert page.url.endswith("/facts/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found(reader: Reader, placeless: RecordingServer, scheme: Literal["light", "dark"]) -> None:
    page = ask(reader, placeless, "facts/striker/")
    page.emulate_media(color_scheme=scheme)

    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False})

    assert not found.violations_count, found.generate_report()
