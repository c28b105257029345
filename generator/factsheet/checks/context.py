"""What every check takes and returns."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from factsheet.analysis.attestations import FactReading
from factsheet.analysis.catalog import Catalog
from factsheet.analysis.derivations import DerivationResult
from factsheet.analysis.ledger import Ledger
from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.frozen import dataclass, field
from factsheet.evidence.lock import Lock
from factsheet.model.records import Fact, Settings
from factsheet.reading.claims import Discrepancy


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """The input of the checks."""

    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    lock: Lock | None
    """None if there is none that can be read; a diagnostic says why."""
    settings: Settings
    ledger: Ledger | None = None
    """None if the site keeps none, or if it cannot be read."""
    readings: Mapping[str, FactReading] = field(default_factory=dict)
    """The facts that need a second reader, by id, and what has been said of them."""
    home: str = ""
    """The hand-written text of the home page."""
    home_file: str = ""
    discrepancies: Mapping[tuple[str, str, str], tuple[Discrepancy, ...]] = field(default_factory=dict)
    """What passages were found to hold or lack, in the words of the sources, where the copies have just been read."""


@dataclass(frozen=True, slots=True)
class ReportedDiagnostic:
    """A diagnostic and the fact that it is about, so that a waiver can suppress it."""

    diagnostic: Diagnostic
    fact: Fact | None = None


Check: TypeAlias = Callable[[CheckContext], Iterator[Diagnostic | ReportedDiagnostic]]
"""Looks at all facts; a waiver can suppress what it reports of one."""
FactCheck: TypeAlias = Callable[[Fact, CheckContext], Iterator[Diagnostic]]
"""Looks at one fact, whose waivers can suppress all that it yields."""
