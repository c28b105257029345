"""What a policy is given, and what several of them ask of a fact."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.checks.context import ReportedDiagnostic
from factsheet.model.records import Fact
from factsheet.review.diff.changes import FactChange
from factsheet.review.diff.difference import RevisionDiff
from factsheet.review.diff.evidence_changes import find_supporting_origins, has_new_passage
from factsheet.review.diff.fact_changes import has_input_changed, has_same_derivation, list_inputs


@dataclass(frozen=True, slots=True)
class PolicyContext:
    """All that policies look at."""

    diff: RevisionDiff
    today: dt.date

    def list_changed_facts(self) -> Iterator[tuple[FactChange, Fact, Fact]]:
        """Yield the facts that are in both versions and are not the same, before and after."""
        for one in self.diff.facts:
            if one.before and one.after:
                yield one, one.before, one.after

    def follows_inputs(self, before: Fact, after: Fact) -> bool:
        """Tell whether a derived number is worked out as before, from inputs that have changed.

        What became of the inputs is told with them, and asked for there; the number only follows.
        """
        base, head = self.diff.base, self.diff.head
        return has_same_derivation(before, after) and any(
            has_input_changed(name, base, head) for name in list_inputs(after)
        )

    def has_new_evidence(self, before: Fact, after: Fact) -> bool:
        """Tell whether a fact is supported by a passage or an origin that did not support it before."""
        base, head = self.diff.base.catalog, self.diff.head.catalog
        new_origins = find_supporting_origins(after, head) - find_supporting_origins(before, base)
        return bool(new_origins) or has_new_passage(before, after)

    def format_notice(self, was: str) -> str:
        """Return the hint to add a correction, as it is to be written."""
        quoted = json.dumps(was, ensure_ascii=False)  # As YAML reads it too, whatever stands in it.
        return (
            f"add to `corrections`: {{on: {self.today.isoformat()}, kind: correction, was: {quoted}, why: …}}"
        )


Policy: TypeAlias = Callable[[PolicyContext], Iterator[ReportedDiagnostic]]
