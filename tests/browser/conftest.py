"""One Chromium for each worker, and a reader for each test; what a page must never do fails every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser import TIMEOUT_MS, Profiles, Reader, RecordingServer, serve_folder, start_browser
from tests.support.programs import CHROMIUM


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that needs the browser."""
    for test in items:
        if "reader" in getattr(test, "fixturenames", ()):
            test.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def toy_server(built_toy: Path) -> Iterator[RecordingServer]:
    """Serve the built toy under its sub-path."""
    with serve_folder(built_toy / "site") as server:
        yield server


@pytest.fixture(scope="session")
def chromium(toy_server: RecordingServer) -> Iterator[Browser]:
    """Start the system's Chromium once for all tests of a worker."""
    program = CHROMIUM.require()
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as playwright, start_browser(playwright, program, toy_server) as browser:
        yield browser


@pytest.fixture(scope="session")
def profiles(chromium: Browser) -> Profiles:
    """Keep one profile with scripts and one without for all tests of a worker."""
    return Profiles(browser=chromium)


@pytest.fixture
def reader(built_toy: Path, toy_server: RecordingServer, profiles: Profiles) -> Iterator[Reader]:
    """Read the toy; afterwards, nothing has gone wrong and no other host was asked."""
    toy_server.requests.clear()
    reader = Reader(site=built_toy / "site", profiles=profiles, server=toy_server)
    yield reader
    reader.close()
    assert reader.troubles == []
