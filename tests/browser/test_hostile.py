"""The built toy in a real browser: nothing in a fact runs, and nothing is asked of another host."""

from __future__ import annotations

import pytest

from tests.support.browser import OPEN_FOLDS, Reader
from tests.support.page_kinds import list_sample_pages

TAKEN = "taken"
"""The title that the toy's hostile texts would give a page if any of them ran."""
HANDLERS = (
    "[...document.querySelectorAll('*')].flatMap(element => element.getAttributeNames()"
    ".filter(name => name.startsWith('on')).map(name => `${element.tagName} ${name}`))"
)


def test_hostile_text_does_not_run(reader: Reader) -> None:
    pages = list_sample_pages(reader.site)
    page = reader.open("")
    wrong = []
    for path in pages:
        page.goto(reader.root + path)
        page.evaluate(OPEN_FOLDS)
        if page.title() == TAKEN or page.evaluate(HANDLERS):
            wrong.append(path)
        if page.locator("html.no-js").count():
            wrong.append(f"{path}: no script has run")

    assert wrong == []
    assert f"http://{reader.server.host}/ostwick/{pages[-1]}" in reader.server.requests, "we see what is asked"


@pytest.mark.parametrize("path", ["sheets/walls/", "facts/red-letters/", "actors/wall-writer/", "corrections/"])
def test_hostile_text_is_shown(reader: Reader, path: str) -> None:
    page = reader.open(path)

    assert f"document.title='{TAKEN}'" in page.locator("article").inner_text()
