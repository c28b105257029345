"""The first half of the way: documents in, followed and checked facts out.

`factsheet check` needs no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog, build_catalog, describe_declaration
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.checks.context import CheckContext
from factsheet.checks.registry import run_checks
from factsheet.diagnostics.core import Diagnostic, Location, Reference, sort_diagnostics, suggest_nearest
from factsheet.diagnostics.rules.evidence import UNPROVED_EVIDENCE
from factsheet.diagnostics.rules.schema import UNKNOWN_ID
from factsheet.evidence.lock import VERIFY_HINT, Lock, read_lock
from factsheet.model.settings import Settings
from factsheet.parsing.collector import pause_collector
from factsheet.parsing.fact_files import SiteInputs
from factsheet.parsing.validate.documents import ANY_ID, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """The facts of a site, followed, worked out and checked."""

    catalog: Catalog
    derivations: Mapping[str, DerivationResult]
    lock: Lock
    ledger: Ledger | None
    """What was accepted; None where the site keeps no ledger, or it cannot be read."""
    diagnostics: tuple[Diagnostic, ...]


@pause_collector()
def check_site(material: SiteInputs, settings: Settings) -> CheckResult:
    """Validate, follow every id, work out what is derived, check; return the findings of all stages."""
    validated = validate(material.documents, settings.facts, material.failed)
    followed, lost = build_catalog(validated)
    workings, miscounted = derive(followed)
    lock, torn = _read_proofs(material, followed)
    ledger, garbled = _read_accepted(material)
    subject = CheckContext(
        catalog=followed,
        derivations=workings,
        lock=lock,
        today=settings.today,
        ledger=ledger,
        home=material.home,
        home_file=material.home_file,
    )
    found = run_checks(subject)
    misnamed = (
        *_find_unknown_home_ids(settings.home_facts, "fact", followed.facts, followed),
        *_find_unknown_home_ids(settings.home_charts, "chart", followed.charts, followed),
    )
    findings = (*material.diagnostics, *validated.diagnostics, *lost, *miscounted)
    findings = (*findings, *torn, *garbled, *found, *misnamed)
    return CheckResult(
        catalog=followed,
        derivations=workings,
        lock=lock or Lock(),
        ledger=ledger,
        diagnostics=sort_diagnostics(findings),
    )


def _read_proofs(material: SiteInputs, followed: Catalog) -> tuple[Lock | None, tuple[Diagnostic, ...]]:
    if material.lock is not None:
        return read_lock(material.lock_file, material.lock)
    if not any(followed.cited_by.values()):
        return None, ()
    message = "no passage has been proved yet: there is no evidence lock"
    return None, (UNPROVED_EVIDENCE.report(Location(material.lock_file), message, VERIFY_HINT),)


def _read_accepted(material: SiteInputs) -> tuple[Ledger | None, tuple[Diagnostic, ...]]:
    if material.ledger is None:
        return None, ()
    return read_ledger(material.ledger_file, material.ledger)


def _find_unknown_home_ids(
    chosen: Iterable[Reference], kind: str, known: Collection[str], followed: Catalog
) -> Iterable[Diagnostic]:
    if not followed.facts:
        return  # That there is no fact at all is told already.
    for one in chosen:
        unread = any((kind, name) in followed.unreadable for name in (one.id, ANY_ID))
        if one.id not in known and not unread:
            hint = suggest_nearest(one.id, known) or describe_declaration(kind)
            yield UNKNOWN_ID.report(one.location, f"unknown {kind} '{one.id}'", hint)
