"""A review for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from factsheet.diagnostics.core import Diagnostic
from factsheet.diagnostics.reporters import dump_json, format_report
from factsheet.review.diff.changes import AnyChange, Change, ChangeKind, FactChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision
from factsheet.review.reports import common

_SCHEMA_VERSION = 1
"""Version of the format; a new member does not raise it."""


def format_review_json(diff: RevisionDiff, diagnostics: Sequence[Diagnostic]) -> str:
    """Return `schemaVersion`, the revisions, `summary`, `facts`, `groups` of them, `records`, `notes` and `findings`.

    The last are as `check --format json` has them. Lines count from 1; a file of the older revision has the
    name of the revision in front, as in `main:facts/actors.yml`.
    """
    kinds = common.count_kinds(diff)
    report = {
        "schemaVersion": _SCHEMA_VERSION,
        "base": _build_revision_record(diff.base),
        "head": _build_revision_record(diff.head),
        "summary": {
            "words": common.format_summary(diff),
            "facts": len(diff.facts),
            "records": len(diff.records),
            "toBeRechecked": common.count_recheck(diff),
            "kinds": {kind.value: kinds[kind] for kind in ChangeKind if kinds[kind]},
        },
        "facts": [_build_fact(fact, diff.base) for fact in diff.facts],
        "groups": [_build_group(facts) for facts in common.group_facts(diff.facts) if len(facts) > 1],
        "records": [
            {"kind": record.kind, "id": record.id, "name": record.name, **_build_changes(record, diff.base)}
            for record in diff.records
        ],
        "notes": list(common.format_review_notes(diff)),
        "notCompared": list(diff.not_compared),
        "findings": json.loads(format_report(diagnostics, {}, "json"))["findings"],
    }
    return dump_json(report)


def _build_revision_record(revision: Revision) -> Mapping[str, object]:
    name = revision.name
    return {"asked": name.asked, "commit": name.commit, "date": name.date, "errors": len(revision.errors)}


def _build_fact(change: FactChange, base: Revision) -> Mapping[str, object]:
    recheck = [
        {
            "kind": dependent.kind,
            "id": dependent.id,
            "tie": dependent.dependency_kind.name.lower(),
            "through": list(dependent.intermediates),
            "accepted": dependent.accepted,
        }
        for dependent in change.recheck
    ]
    head = {"id": change.id, "sheet": change.sheet, "statement": format_plain_text(change.fact.statement)}
    return {**head, **_build_changes(change, base), "onHome": change.on_home, "recheck": recheck}


def _build_group(facts: Sequence[FactChange]) -> Mapping[str, object]:
    changes = [_build_change(part) for part in facts[0].changes]
    return {"count": len(facts), "facts": [fact.id for fact in facts], "changes": changes}


def _build_changes(change: AnyChange, base: Revision) -> Mapping[str, object]:
    location = common.find_location(change, base)
    return {
        "state": common.choose_state(change),
        "file": location.file,
        "line": location.line,
        "changes": [{**_build_change(part), "line": part.location.line} for part in change.changes],
    }


def _build_change(change: Change) -> Mapping[str, object]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "field": change.field,
        "before": change.before,
        "after": change.after,
        "why": change.why,
    }
