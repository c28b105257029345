"""The collector waits while facts are read, and is on again whatever happens."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from factsheet.checks import run
from factsheet.checks.context import CheckContext
from factsheet.checks.run import run_checks
from factsheet.diagnostics.core import Diagnostic
from factsheet.parsing.fact_files import pause_collector
from tests.support.paths import TOY
from tests.support.sites import run_cli


@pause_collector()
def fail() -> None:
    with pause_collector():
        pass
    assert not gc.isenabled()
    raise ZeroDivisionError


def test_it_waits_and_goes_on() -> None:
    with pytest.raises(ZeroDivisionError):
        fail()
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with pause_collector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_facts_are_checked_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def look(context: CheckContext) -> tuple[Diagnostic, ...]:
        seen.append(gc.isenabled())
        return run_checks(context)

    monkeypatch.setattr(run, "run_checks", look)

    assert run_cli("check", "-f", str(TOY / "mkdocs.yml"))[0] == 0
    assert seen == [False]


def test_what_was_made_meanwhile_is_old_afterwards() -> None:
    gc.collect()
    with pause_collector():
        made = [[number] for number in range(5_000)]
        young = len(gc.get_objects(generation=0))
    assert young >= len(made)
    assert len(gc.get_objects(generation=0)) < len(made)
    assert gc.get_freeze_count() == 0


def test_nothing_is_looked_through_when_python_ends() -> None:
    asked = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 0))"
    text = f"{asked}; import factsheet.parsing.fact_files"
    assert subprocess.run((sys.executable, "-c", text), capture_output=True, text=True, check=True).stdout == "True\n"
