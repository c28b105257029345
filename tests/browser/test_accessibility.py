"""axe-core finds nothing on any kind of page, in either colours."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.kinds import every_kind
from tests.browser.reader import Reader


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_barrier_is_found(reader: Reader, scheme: Literal["light", "dark"]) -> None:
    page = reader.open("", scheme=scheme)
    axe, found = Axe(), {}
    for path in every_kind(reader.site):
        page.goto(reader.root + path)
        results = axe.run(page)
        if results.violations_count:
            found[path] = results.generate_report()

    assert not found, "\n".join(f"{path}: {report}" for path, report in found.items())
