"""The collector waits while facts are read, and is on again whatever happens."""

from __future__ import annotations

import gc

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
