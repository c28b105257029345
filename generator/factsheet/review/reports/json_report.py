"""A review for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import report
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, plain_words
from factsheet.review.diff.difference import Difference
from factsheet.review.diff.revision import Version
from factsheet.review.reports import common as review

SCHEMA_VERSION = 1
"""Version of the form; a new member does not raise it."""


def review_as_json(difference: Difference, findings: Sequence[Diagnostic]) -> str:
    """Return `schemaVersion`, the two versions, `summary`, `facts`, `records`, `notes` and `findings`.

    Findings are as `check --format json` has them. Lines count from 1; a place of the older version has its
    name in front, as in `main:facts/actors.yml`.
    """
    told = {
        "schemaVersion": SCHEMA_VERSION,
        "base": _version(difference.base),
        "head": _version(difference.head),
        "summary": _summary(difference),
        "facts": [_fact(one, difference) for one in difference.facts],
        "records": [_record(one, difference) for one in difference.records],
        "notes": list(review.unread(difference)),
        "notCompared": list(difference.not_compared),
        "findings": json.loads(report(findings, {}, "json"))["findings"],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _version(one: Version) -> Mapping[str, object]:
    called = one.called
    return {"asked": called.asked, "commit": called.commit, "date": called.date, "errors": len(one.errors)}


def _summary(difference: Difference) -> Mapping[str, object]:
    counts = {
        kind.value: sum(1 for one in difference.facts if kind in one.kinds)
        for kind in ChangeKind
        if any(kind in one.kinds for one in difference.facts)
    }
    return {
        "words": review.summary(difference),
        "facts": len(difference.facts),
        "records": len(difference.records),
        "toBeRechecked": len(review.to_recheck(difference)),
        "kinds": counts,
    }


def _fact(change: FactChange, difference: Difference) -> Mapping[str, object]:
    fact = change.shown
    at = fact.where.of("id") if change.after else difference.base.place(fact.where.of("id"))
    return {
        "id": change.id,
        "sheet": change.sheet,
        "state": _state(change),
        "statement": plain_words(fact.statement),
        "file": at.file,
        "line": at.line,
        "changes": [_change(one) for one in change.changes],
        "onHome": change.on_home,
        "recheck": [
            {
                "kind": one.kind,
                "id": one.id,
                "tie": one.tie.name.lower(),
                "through": list(one.through),
                "accepted": one.accepted,
            }
            for one in change.recheck
        ],
    }


def _record(record: RecordChange, difference: Difference) -> Mapping[str, object]:
    at = difference.base.place(record.at) if _state(record) == "gone" else record.at
    return {
        "kind": record.kind,
        "id": record.id,
        "name": record.name,
        "state": _state(record),
        "file": at.file,
        "line": at.line,
        "changes": [_change(one) for one in record.changes],
    }


def _state(change: FactChange | RecordChange) -> str:
    """Return `new`, `gone`, `changed`, or `withdrawn` for a fact that is still there."""
    if isinstance(change, FactChange) and change.after and review.sign_of(change) == "-":
        return "withdrawn"
    return review.STATES[review.sign_of(change)]


def _change(change: Change) -> Mapping[str, object]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "why": change.why,
        "line": change.at.line,
    }
