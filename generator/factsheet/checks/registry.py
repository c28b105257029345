"""All checks, in the order in which they run; a new one is added here."""

from __future__ import annotations

from factsheet.checks import answers, attestations, charts, derivations, evidence, letters, passages, prose, records
from factsheet.checks.context import Check, CheckContext
from factsheet.checks.waivers import apply_waivers
from factsheet.diagnostics.core import Diagnostic

CHECKS: tuple[Check, ...] = (
    evidence.check_evidence_given,
    evidence.check_evidence_locked,
    passages.check_passages_read,
    evidence.check_snapshots_named,
    records.check_sources_reread,
    evidence.check_origin_named,
    evidence.check_established_twice,
    answers.check_conflicts_decided,
    answers.check_values_fit,
    derivations.check_derived_right,
    records.check_lifecycles_reported,
    records.check_dates_past,
    records.check_dates_possible,
    evidence.check_chains_plain,
    records.check_statements_differ,
    records.check_key_facts_own,
    charts.check_charts_sound,
    records.check_reviews_due,
    records.check_records_used,
    prose.check_prose_covered,
    letters.check_letters_printable,
    derivations.check_dependents_read,
    attestations.check_second_readings,
)


def run_checks(context: CheckContext) -> tuple[Diagnostic, ...]:
    """Run every check, drop the diagnostics that are waived, and report unused waivers."""
    reported = [diagnostic for check in CHECKS for diagnostic in check(context)]
    return apply_waivers(reported, context)
