"""The numbers and dates of a published statement change only together with a notice that says so.

Other words may be polished: whether they still mean the same is for people to say, who see them listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from factsheet.analysis.prose_numbers import mentions
from factsheet.checks.context import Found
from factsheet.diagnostics.rules.versions import STATEMENT_NUMBERS
from factsheet.model.records import Fact
from factsheet.model.text.spans import words_of
from factsheet.review.diff.fact_changes import new_corrections
from factsheet.review.policies.context import Ground


def check(ground: Ground) -> Iterator[Found]:
    """Find statements with other numbers or dates than before."""
    for change, before, after in ground.changed_facts():
        old, new = _numbers(before), _numbers(after)
        if old == new or new_corrections(before, after):
            continue
        gone, come = (", ".join(sorted((one - other).elements())) for one, other in ((old, new), (new, old)))
        message = (
            f"the numbers in the statement of '{change.id}' changed from {gone or 'none'} "
            f"to {come or 'none'}, and no new correction says so"
        )
        hint = ground.notice(words_of(before.statement))
        yield Found(STATEMENT_NUMBERS.at(after.where.of("statement"), message, hint), after)


def _numbers(fact: Fact) -> Counter[str]:
    return Counter(one.text for one in mentions(words_of(fact.statement)))
