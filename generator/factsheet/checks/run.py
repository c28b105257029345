"""Documents in, resolved and checked facts out: all that `factsheet check` needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from factsheet.analysis.attestations import Attestation, FactReading, read_attestations, sort_readings
from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.checks.context import CheckContext
from factsheet.checks.registry import run_checks
from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.rules import UNPROVED_EVIDENCE
from factsheet.evidence.lock import VERIFY_HINT, Lock, read_lock
from factsheet.model.records import Settings
from factsheet.parsing.fact_files import SiteInputs, pause_collector
from factsheet.parsing.validate.documents import validate
from factsheet.reading.passages import PassagesRead


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The facts of a site, resolved, derived and checked."""

    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    lock: Lock
    ledger: Ledger | None
    """The accepted reviews; None if the site keeps no ledger, or if it cannot be read."""
    attestations: tuple[Attestation, ...] | None
    """What second readers have said; None if it cannot be read."""
    readings: Mapping[str, FactReading]
    """The facts that need a second reader, by id, and what that is worth now."""
    diagnostics: tuple[Diagnostic, ...]


@pause_collector()
def check_site(inputs: SiteInputs, settings: Settings, reading: PassagesRead | None = None) -> CheckResult:
    """Validate the documents, resolve every id, compute derived facts and run the checks.

    Where passages have just been read, the facts are checked against that and not against the lock on the disk.
    """
    validated = validate(inputs.documents, settings.facts, inputs.failed)
    chosen = {"fact": settings.home_facts, "chart": settings.home_charts}
    catalog, catalog_diagnostics = build_catalog(validated, chosen)
    derivations, derivation_diagnostics = derive(catalog)
    lock, lock_diagnostics = (reading.lock, ()) if reading else _read_evidence_lock(inputs, catalog)
    ledger, ledger_diagnostics = (
        read_ledger(inputs.ledger_file, inputs.ledger) if inputs.ledger is not None else (None, ())
    )
    attestations, attested_diagnostics = read_attestations(inputs.attested_file, inputs.attested)
    needed = frozenset() if lock is None or attestations is None else settings.attested_standings
    readings = sort_readings(catalog, lock or Lock(), attestations or (), inputs.find_author, needed)
    context = CheckContext(
        catalog=catalog,
        derivations=derivations,
        lock=lock,
        settings=settings,
        ledger=ledger,
        readings=readings,
        home=inputs.home,
        home_file=inputs.home_file,
        discrepancies=reading.discrepancies if reading else {},
    )
    diagnostics = [*inputs.diagnostics, *validated.diagnostics, *catalog_diagnostics, *derivation_diagnostics]
    diagnostics += [*lock_diagnostics, *ledger_diagnostics, *attested_diagnostics, *run_checks(context)]
    return CheckResult(
        catalog=catalog,
        derivations=derivations,
        lock=lock or Lock(),
        ledger=ledger,
        attestations=attestations,
        readings=readings,
        diagnostics=sort_diagnostics(diagnostics),
    )


def _read_evidence_lock(inputs: SiteInputs, catalog: Catalog) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    if inputs.lock is not None:
        return read_lock(inputs.lock_file, inputs.lock)
    if not any(catalog.cited_by.values()):
        return None, ()
    message = "no passage has been proved yet: there is no evidence lock"
    return None, (UNPROVED_EVIDENCE.report(Location(inputs.lock_file), message, VERIFY_HINT),)
