"""What several tests share: comparing a result with a file, and writing that file anew."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no fault of the code; how long things may take is measured elsewhere.
settings.register_profile("factsheet", deadline=None)
settings.load_profile("factsheet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected files anew; read the diff")


@pytest.fixture
def agree_with(request: pytest.FixtureRequest) -> Callable[[Path, str], None]:
    """Compare a text with the file that holds what is expected; with --update, write the file instead."""

    def compare(expected: Path, actual: str) -> None:
        if request.config.getoption("--update"):
            expected.write_text(actual, encoding="utf-8", newline="\n")
            return
        assert expected.is_file(), f"{expected.name} is not there; run pytest --update and read what it wrote"
        assert actual == expected.read_text(encoding="utf-8")

    return compare
