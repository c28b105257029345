"""What a check is given and what it gives back: one shape for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from generator.acceptance import Ledger
from generator.catalog import Catalog
from generator.derive import Working
from generator.diagnostics import Diagnostic
from generator.evidence.lock import Lock
from generator.model import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """All that checks look at."""

    catalog: Catalog
    workings: Mapping[str, Working]
    lock: Lock | None
    """None where there is none that can be read; a finding says why."""
    today: dt.date
    ledger: Ledger | None = None
    """None where the site keeps none, or it cannot be read."""
    home: str = ""
    """The hand-written words of the home page."""
    home_file: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, and the fact it is about, so that a waiver can set it aside."""

    diagnostic: Diagnostic
    about: Fact | None = None


Check: TypeAlias = Callable[[Subject], Iterator[Found]]
