"""Every check over all facts, in the order in which they run; a new one is added here."""

from __future__ import annotations

from factsheet.checks.chains_plain import check_chains_plain
from factsheet.checks.charts_sound import check_charts_sound
from factsheet.checks.conflicts_decided import check_conflicts_decided
from factsheet.checks.context import Check, CheckContext
from factsheet.checks.dates_possible import check_dates_possible
from factsheet.checks.dependants_read import check_dependents_read
from factsheet.checks.derived_right import check_derived_right
from factsheet.checks.established_twice import check_established_twice
from factsheet.checks.evidence_given import check_evidence_given
from factsheet.checks.evidence_locked import check_evidence_locked
from factsheet.checks.key_facts_own import check_key_facts_own
from factsheet.checks.lifecycles_told import check_lifecycles_reported
from factsheet.checks.origin_named import check_origin_named
from factsheet.checks.prose_covered import check_prose_covered
from factsheet.checks.records_used import check_records_used
from factsheet.checks.reviews_due import check_reviews_due
from factsheet.checks.snapshots_named import check_snapshots_named
from factsheet.checks.statements_differ import check_statements_differ
from factsheet.checks.values_fit import check_values_fit
from factsheet.checks.waivers_needed import apply_waivers
from factsheet.diagnostics.core import Diagnostic

CHECKS: tuple[Check, ...] = (
    check_evidence_given,
    check_evidence_locked,
    check_snapshots_named,
    check_origin_named,
    check_established_twice,
    check_conflicts_decided,
    check_values_fit,
    check_derived_right,
    check_lifecycles_reported,
    check_dates_possible,
    check_chains_plain,
    check_statements_differ,
    check_key_facts_own,
    check_charts_sound,
    check_reviews_due,
    check_records_used,
    check_prose_covered,
    check_dependents_read,
)


def run_checks(context: CheckContext) -> tuple[Diagnostic, ...]:
    """Run every check, set aside what is waived, and report the waivers that waive nothing."""
    reported = [found for check in CHECKS for found in check(context)]
    return apply_waivers(reported, context)
