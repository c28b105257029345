"""The numbers and dates of a published statement change only together with a notice that says so.

Other words may be polished: whether they still mean the same is for people to say, who see them listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from factsheet.analysis.prose_numbers import find_mentions
from factsheet.checks.context import ReportedDiagnostic
from factsheet.diagnostics.rules.review import STATEMENT_CHANGED
from factsheet.model.records import Fact
from factsheet.model.text.spans import strip_markup
from factsheet.review.diff.fact_changes import find_new_corrections
from factsheet.review.policies.context import PolicyContext


def check_statements_corrected(ground: PolicyContext) -> Iterator[ReportedDiagnostic]:
    """Find statements with other numbers or dates than before."""
    for change, before, after in ground.list_changed_facts():
        old, new = _count_numbers(before), _count_numbers(after)
        if old == new or find_new_corrections(before, after):
            continue
        gone, come = (", ".join(sorted((one - other).elements())) for one, other in ((old, new), (new, old)))
        message = (
            f"the numbers in the statement of '{change.id}' changed from {gone or 'none'} "
            f"to {come or 'none'}, and no new correction says so"
        )
        hint = ground.format_notice(strip_markup(before.statement))
        yield ReportedDiagnostic(
            STATEMENT_CHANGED.report(after.locations.find("statement"), message, hint), after
        )


def _count_numbers(fact: Fact) -> Counter[str]:
    return Counter(one.text for one in find_mentions(strip_markup(fact.statement)))
