"""Pages on paper."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.kinds import every_kind
from tests.browser.reader import Reader

CONTROLS = ".md-header, .md-search, .md-skip, .md-sidebar, .fs-drawer, .fs-footer ul, .headerlink, .fs-actions, form, button"
SHOWN = (
    "found => found.filter(one => one.checkVisibility({visibilityProperty: true})).map(one => one.className)"
)


def test_paper_has_no_controls_and_every_passage(reader: Reader) -> None:
    page = reader.open("")
    page.emulate_media(media="print")
    wrong: dict[str, Any] = {}
    for path in every_kind(reader.site):
        page.goto(reader.root + path)
        controls = page.locator(CONTROLS).evaluate_all(SHOWN)
        hidden = page.locator(".fs-passage:visible").count() - page.locator(".fs-passage").count()
        if controls or hidden:
            wrong[path] = (controls, hidden)

    assert wrong == {}


def test_sheets(reader: Reader) -> None:
    page = reader.open("")
    for path in ("sheets/strike/", "sheets/money/", "sheets/walls/"):
        page.goto(reader.root + path)
        raw = page.pdf(format="A4", prefer_css_page_size=True)
        print(path, len(re.findall(rb"/Type\s*/Page\b", raw)))
    assert 0
