"""What a check is given and what it gives back: one shape for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.derivations import DerivationResult
from factsheet.analysis.ledger import Ledger
from factsheet.diagnostics.core import Diagnostic
from factsheet.evidence.lock import Lock
from factsheet.model.records import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """All that checks look at."""

    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    lock: Lock | None
    """None where there is none that can be read; a finding says why."""
    today: dt.date
    ledger: Ledger | None = None
    """None where the site keeps none, or it cannot be read."""
    home: str = ""
    """The hand-written words of the home page."""
    home_file: str = ""


@dataclass(frozen=True, slots=True)
class ReportedDiagnostic:
    """A finding, and the fact it is about, so that a waiver can set it aside."""

    diagnostic: Diagnostic
    fact: Fact | None = None


Check: TypeAlias = Callable[[CheckContext], Iterator[ReportedDiagnostic]]
