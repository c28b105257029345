"""All checks, in the order in which they run; a new one is added here."""

from __future__ import annotations

from factsheet.checks.answers import check_conflicts_decided, check_values_fit
from factsheet.checks.attestations import check_second_readings
from factsheet.checks.charts import check_charts_sound
from factsheet.checks.context import Check, CheckContext
from factsheet.checks.derivations import check_dependents_read, check_derived_right
from factsheet.checks.evidence import (
    check_chains_plain,
    check_established_twice,
    check_evidence_given,
    check_evidence_locked,
    check_origin_named,
    check_snapshots_named,
)
from factsheet.checks.letters import check_letters_printable
from factsheet.checks.passages import check_passages_read
from factsheet.checks.prose import check_prose_covered
from factsheet.checks.records import (
    check_dates_past,
    check_dates_possible,
    check_key_facts_own,
    check_lifecycles_reported,
    check_records_used,
    check_reviews_due,
    check_statements_differ,
)
from factsheet.checks.waivers import apply_waivers
from factsheet.diagnostics.core import Diagnostic

CHECKS: tuple[Check, ...] = (
    check_evidence_given,
    check_evidence_locked,
    check_passages_read,
    check_snapshots_named,
    check_origin_named,
    check_established_twice,
    check_conflicts_decided,
    check_values_fit,
    check_derived_right,
    check_lifecycles_reported,
    check_dates_past,
    check_dates_possible,
    check_chains_plain,
    check_statements_differ,
    check_key_facts_own,
    check_charts_sound,
    check_reviews_due,
    check_records_used,
    check_prose_covered,
    check_letters_printable,
    check_dependents_read,
    check_second_readings,
)


def run_checks(context: CheckContext) -> tuple[Diagnostic, ...]:
    """Run every check, drop the diagnostics that are waived, and report unused waivers."""
    reported = [diagnostic for check in CHECKS for diagnostic in check(context)]
    return apply_waivers(reported, context)
