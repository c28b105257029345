"""The preview in a browser: a saved change shows by itself, and so does what is wrong, on every screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.support.browser import TIMEOUT_MS
from tests.support.preview_session import run_preview, write_small_site

SHEET = "facts/sheets/coast.yml"


@pytest.mark.browser
def test_the_page_shows_what_is_saved_by_itself(tmp_path: Path, chromium: Browser) -> None:
    """Nothing is clicked and nothing is loaded again by hand; what is wrong goes when it is mended."""
    with (
        run_preview(write_small_site(tmp_path / "site")) as desk,
        # The preview has a host of its own, which the readers' proxy does not know.
        chromium.new_context(
            viewport={"width": 390, "height": 800},
            proxy={"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"},
            color_scheme="dark",
        ) as context,
    ):
        context.set_default_timeout(TIMEOUT_MS)
        page = context.new_page()
        page.goto(f"{desk.url}sheets/coast/")
        alert = page.get_by_role("alert")
        expect(alert).to_have_count(0)

        desk.save(SHEET, "What is known", "All that is known")
        expect(page.get_by_role("article")).to_contain_text("All that is known of the coast.")

        desk.save(SHEET, "standing: reported", "standing: reportet")
        expect(alert).to_contain_text(f"{SHEET}:8:15")
        expect(alert).to_contain_text("Fix: did you mean 'reported'?")
        expect(page.get_by_role("article")).to_contain_text("All that is known of the coast.")
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        box = alert.bounding_box()
        assert box
        assert box["y"] < 120
        barriers = Axe().run(page, context=".fs-panel", options={"resultTypes": ["violations"]})
        assert not barriers.violations_count, barriers.generate_report()

        desk.save(SHEET, "standing: reportet", "standing: reported")
        expect(alert).to_have_count(0)
        expect(page.get_by_role("article")).to_contain_text(re.compile("reported", re.IGNORECASE))
        assert desk.count_saves() == 3
