"""axe-core finds nothing on any kind of page, in either colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.support.browser import OPEN_FOLDS, Reader
from tests.support.page_kinds import list_page_per_kind

OPTIONS: Mapping[str, Any] = {"resultTypes": ["violations"], "preload": False}
"""Only what is wrong is reported; nothing is fetched, for every style sheet is of the site itself."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that the change of colours may break; for the others, a page is the same in the dark."""
PARTS = 2
"""The work is cut up, so that it can be shared among the workers."""


@pytest.mark.parametrize("part", range(PARTS))
def test_no_barrier_is_found(reader: Reader, part: int) -> None:
    page = reader.open("")
    axe, found = Axe(), []
    for path in list_page_per_kind(reader.site)[part::PARTS]:
        page.emulate_media(color_scheme="light")
        page.goto(reader.root + path)
        page.evaluate(OPEN_FOLDS)
        light = axe.run(page, options={**OPTIONS})
        page.emulate_media(color_scheme="dark")
        expect(page.locator("body:not([data-md-color-scheme=default])")).to_be_attached()
        dark = axe.run(page, options={**OPTIONS, "runOnly": COLOURS})
        found += [f"{path}: {results.generate_report()}" for results in (light, dark) if results.violations_count]

    assert not found, "\n".join(found)
