"""Whatever rests on a fact has been read since the fact last changed. Asked only where a ledger is kept."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.ledger import PendingReview, list_pending_reviews
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.review import MALFORMED_LEDGER, NEEDS_RECHECK

RULES = (NEEDS_RECHECK, MALFORMED_LEDGER)


def check_dependents_read(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find what is to be read again, once for each fact, sheet or chart, where the first tie is written."""
    if subject.ledger is None:
        return
    readers: dict[tuple[str, str], list[PendingReview]] = {}
    for one in list_pending_reviews(subject.catalog, subject.ledger):
        readers.setdefault((one.dependency.kind, one.dependency.id), []).append(one)
    for (kind, name), found in readers.items():
        called = f"'{name}'" if kind == "fact" else f"the {kind} '{name}'"
        message = f"{called} is to be rechecked: {'; '.join(_list_reasons(found))}"
        hint = f"read them side by side; when it still holds, run `factsheet accept {name}`"
        diagnostic = NEEDS_RECHECK.report(found[0].dependency.location, message, hint)
        yield ReportedDiagnostic(diagnostic, subject.catalog.facts[name] if kind == "fact" else None)


def _list_reasons(found: list[PendingReview]) -> Iterator[str]:
    changed = [one.dependency.fact_id for one in found if one.changed]
    fresh = [one.dependency.fact_id for one in found if not one.changed]
    if changed:
        yield f"it rests on {_join_names(changed)}, which {_choose_has(changed)} changed since it was last read"
    if fresh:
        rests = "also on" if changed else "it rests on"
        yield f"{rests} {_join_names(fresh)}, and nobody has yet said that the two were read together"


def _choose_has(names: list[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _join_names(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"
