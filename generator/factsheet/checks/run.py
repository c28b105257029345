"""Documents in, checked facts out: all that `factsheet check` needs. A new check joins `FACT_CHECKS` or `CHECKS`."""

from collections.abc import Iterable, Mapping

from factsheet.analysis.attestations import Attestation, FactReading, read_attestations, sort_readings
from factsheet.analysis.catalog import Catalog, build_catalog
from factsheet.analysis.derivations import DerivationResult, derive
from factsheet.analysis.ledger import Ledger, read_ledger
from factsheet.checks import answers, charts, derivations, evidence, letters, passages, prose, records
from factsheet.checks.context import Check, CheckContext, FactCheck, ReportedDiagnostic
from factsheet.checks.passages import READING_CODES
from factsheet.diagnostics.core import Diagnostic, Location, sort_diagnostics
from factsheet.diagnostics.frozen import dataclass
from factsheet.diagnostics.rules import EXPIRED_WAIVER, POLICY_RULES, UNPROVED_EVIDENCE, UNUSED_WAIVER
from factsheet.evidence.lock import VERIFY_HINT, Lock, read_lock
from factsheet.model.records import Fact, Settings
from factsheet.parsing.fact_files import SiteInputs, pause_collector
from factsheet.parsing.validate.documents import validate
from factsheet.reading.claims import PassagesRead

_DIFF_CODES = frozenset(rule.code for rule in POLICY_RULES)
"""Codes that only `factsheet diff` reports: one version does not show whether a waiver of them is used."""


def apply_waivers(reported: Iterable[ReportedDiagnostic], context: CheckContext) -> tuple[Diagnostic, ...]:
    """Return the diagnostics that are not waived, and those about the waivers."""
    used: set[tuple[str, str]] = set()
    remaining: list[Diagnostic] = []
    for item in reported:
        code, waivers = item.diagnostic.code, item.fact.waivers if item.fact else ()
        if item.fact and any(waiver.code == code and not waiver.is_over(context.settings.today) for waiver in waivers):
            used.add((item.fact.id, code))
        else:
            remaining.append(item.diagnostic)
    for fact in context.catalog.facts.values():
        for waiver in fact.waivers:
            if waiver.is_over(context.settings.today):
                until = waiver.until.text if waiver.until else ""
                message = f"the waiver of {waiver.code} for '{fact.id}' expired on {until}"
                hint = "fix what it suppressed, or give it a new day and a new reason"
                remaining.append(EXPIRED_WAIVER.report(waiver.locations.find("until"), message, hint))
            elif waiver.code in _DIFF_CODES:
                if waiver.until is None:
                    message = f"the waiver of {waiver.code} for '{fact.id}' has no end"
                    hint = "it lets one change through: add `until:` with a day soon after it is published"
                    remaining.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, hint))
            elif (fact.id, waiver.code) not in used and not _is_unread(fact, waiver.code, context):
                message = f"the waiver of {waiver.code} for '{fact.id}' waives nothing"
                remaining.append(UNUSED_WAIVER.report(waiver.locations.find("code"), message, "remove it"))
    return tuple(remaining)


def _is_unread(fact: Fact, code: str, context: CheckContext) -> bool:
    """Tell whether a passage of a fact has not been read yet, so that nobody knows whether the waiver is used."""
    if code not in READING_CODES:
        return False
    records = (context.lock and context.lock.find_record(fact.id, e.source.id, e.locator) for e in fact.evidence)
    return any(not record or record.reading is None for record in records)


FACT_CHECKS: tuple[FactCheck, ...] = (
    evidence.check_evidence_given,
    evidence.check_origin_named,
    evidence.check_established_twice,
    evidence.check_chains_plain,
    answers.check_conflicts_decided,
    answers.check_values_fit,
    derivations.check_derived_right,
    records.check_dates_possible,
)
CHECKS: tuple[Check, ...] = (
    evidence.check_evidence_locked,
    passages.check_passages_read,
    evidence.check_snapshots_named,
    evidence.check_uncounted_there,
    records.check_sources_reread,
    records.check_letters_unique,
    records.check_lifecycles_reported,
    records.check_dates_past,
    records.check_statements_differ,
    records.check_key_facts_own,
    charts.check_charts_sound,
    records.check_reviews_due,
    records.check_records_used,
    prose.check_prose_covered,
    letters.check_letters_printable,
    derivations.check_dependents_read,
    evidence.check_second_readings,
)


def run_checks(context: CheckContext) -> tuple[Diagnostic, ...]:
    """Run every check, drop the diagnostics that are waived, and report unused waivers."""
    found = (item for check in CHECKS for item in check(context))
    reported = [item if isinstance(item, ReportedDiagnostic) else ReportedDiagnostic(item) for item in found]
    for fact in context.catalog.facts.values():
        reported += [ReportedDiagnostic(item, fact) for check in FACT_CHECKS for item in check(fact, context)]
    return apply_waivers(reported, context)


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
    """Validate the documents, resolve every id, compute derived facts and run the checks, on `reading` if given."""
    validated = validate(inputs.documents, settings.facts, inputs.failed)
    chosen = {"fact": settings.home_facts, "chart": settings.home_charts}
    catalog, catalog_diagnostics = build_catalog(validated, chosen)
    derivations, derivation_diagnostics = derive(catalog)
    lock, lock_diagnostics = (reading.lock, ()) if reading else _read_evidence_lock(inputs, catalog)
    ledger, ledger_diagnostics = (None, ()) if inputs.ledger is None else read_ledger(inputs.ledger_file, inputs.ledger)
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
