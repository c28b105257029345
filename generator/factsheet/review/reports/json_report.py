"""A review for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import format_report
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision
from factsheet.review.reports.common import (
    STATE_BY_SIGN,
    choose_sign,
    collect_recheck,
    format_review_notes,
    format_summary,
)

_SCHEMA_VERSION = 1
"""Version of the form; a new member does not raise it."""


def format_review_json(difference: RevisionDiff, findings: Sequence[Diagnostic]) -> str:
    """Return `schemaVersion`, the two versions, `summary`, `facts`, `records`, `notes` and `findings`.

    Findings are as `check --format json` has them. Lines count from 1; a place of the older version has its
    name in front, as in `main:facts/actors.yml`.
    """
    told = {
        "schemaVersion": _SCHEMA_VERSION,
        "base": _build_revision_record(difference.base),
        "head": _build_revision_record(difference.head),
        "summary": _build_summary(difference),
        "facts": [_build_fact(one, difference) for one in difference.facts],
        "records": [_build_record(one, difference) for one in difference.records],
        "notes": list(format_review_notes(difference)),
        "notCompared": list(difference.not_compared),
        "findings": json.loads(format_report(findings, {}, "json"))["findings"],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _build_revision_record(one: Revision) -> Mapping[str, object]:
    called = one.name
    return {"asked": called.asked, "commit": called.commit, "date": called.date, "errors": len(one.errors)}


def _build_summary(difference: RevisionDiff) -> Mapping[str, object]:
    counts = {
        kind.value: sum(1 for one in difference.facts if kind in one.kinds)
        for kind in ChangeKind
        if any(kind in one.kinds for one in difference.facts)
    }
    return {
        "words": format_summary(difference),
        "facts": len(difference.facts),
        "records": len(difference.records),
        "toBeRechecked": len(collect_recheck(difference)),
        "kinds": counts,
    }


def _build_fact(change: FactChange, difference: RevisionDiff) -> Mapping[str, object]:
    fact = change.fact
    at = fact.locations.find("id") if change.after else difference.base.add_prefix(fact.locations.find("id"))
    return {
        "id": change.id,
        "sheet": change.sheet,
        "state": _choose_state(change),
        "statement": format_plain_text(fact.statement),
        "file": at.file,
        "line": at.line,
        "changes": [_build_change(one) for one in change.changes],
        "onHome": change.on_home,
        "recheck": [
            {
                "kind": one.kind,
                "id": one.id,
                "tie": one.dependency_kind.name.lower(),
                "through": list(one.intermediates),
                "accepted": one.accepted,
            }
            for one in change.recheck
        ],
    }


def _build_record(record: RecordChange, difference: RevisionDiff) -> Mapping[str, object]:
    at = difference.base.add_prefix(record.location) if _choose_state(record) == "gone" else record.location
    return {
        "kind": record.kind,
        "id": record.id,
        "name": record.name,
        "state": _choose_state(record),
        "file": at.file,
        "line": at.line,
        "changes": [_build_change(one) for one in record.changes],
    }


def _choose_state(change: FactChange | RecordChange) -> str:
    """Return `new`, `gone`, `changed`, or `withdrawn` for a fact that is still there."""
    if isinstance(change, FactChange) and change.after and choose_sign(change) == "-":
        return "withdrawn"
    return STATE_BY_SIGN[choose_sign(change)]


def _build_change(change: Change) -> Mapping[str, object]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "line": change.location.line,
    }
