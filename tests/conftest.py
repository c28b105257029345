"""What several tests share: comparing a result with a file, and writing that file anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import jinja2
import pytest
from hypothesis import settings
from jinja2.bccache import Bucket
from mkdocs.theme import Theme

from tests.support.examples import EXAMPLES
from tests.support.paths import SECOND
from tests.support.sites import MKDOCS, SECOND_EPOCH, Html, copy_toy, make_once, read_pages, run_command

# Nothing is timed here: a busy machine is not an error, and the benchmark measures how long things take.
settings.register_profile("factsheet", deadline=None, max_examples=EXAMPLES)
settings.load_profile("factsheet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="write the expected files anew; read the diff")


class _CompiledTemplates(jinja2.BytecodeCache):
    """Keeps what templates were compiled to; Jinja compiles again what has other text, another place or name."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], object] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._kept.get((bucket.key, bucket.checksum))  # type: ignore[assignment]

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key, bucket.checksum] = bucket.code


@pytest.fixture(scope="session", autouse=True)
def _compile_templates_once() -> Iterator[None]:
    """Let the builds in this process share compiled templates: Material's take a fifth of the time of a build."""
    compiled, get_env = _CompiledTemplates(), Theme.get_env

    def get_env_with_cache(theme: Theme) -> jinja2.Environment:
        env = get_env(theme)
        env.bytecode_cache = compiled
        return env

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Theme, "get_env", get_env_with_cache)
        yield


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


@pytest.fixture(scope="session")
def built_toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the toy site with MkDocs alone, strictly; return its folder, which no test may change."""

    def make(folder: Path) -> None:
        done = run_command(*MKDOCS, "build", "--strict", cwd=copy_toy(folder))
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr

    return make_once(tmp_path_factory, "toy", make)


@pytest.fixture(scope="session")
def built_second(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the second site with MkDocs alone, strictly; return its folder, which no test may change."""

    def make(folder: Path) -> None:
        site = copy_toy(folder, SECOND)
        done = run_command(*MKDOCS, "build", "--strict", cwd=site, SOURCE_DATE_EPOCH=SECOND_EPOCH)
        assert done.returncode == 0, done.stderr
        assert "WARNING" not in done.stderr

    return make_once(tmp_path_factory, "second", make)


@pytest.fixture(scope="session")
def toy_pages(built_toy: Path) -> Mapping[str, Html]:
    """Every page of the toy site as it was built, by its path inside the site."""
    return read_pages(built_toy / "site")
