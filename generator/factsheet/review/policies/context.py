"""What a policy is given, and what several of them ask of a fact."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from factsheet.checks.context import Found
from factsheet.model.records import Fact
from factsheet.review.diff.changes import FactChange
from factsheet.review.diff.difference import Difference
from factsheet.review.diff.evidence_changes import has_new_passage, origins_of
from factsheet.review.diff.fact_changes import input_moved, inputs_of, same_derivation


@dataclass(frozen=True, slots=True)
class Ground:
    """All that policies look at."""

    difference: Difference
    today: dt.date

    def changed_facts(self) -> Iterator[tuple[FactChange, Fact, Fact]]:
        """Yield the facts that are in both versions and are not the same, before and after."""
        for one in self.difference.facts:
            if one.before and one.after:
                yield one, one.before, one.after

    def follows_inputs(self, before: Fact, after: Fact) -> bool:
        """Tell whether a derived number is worked out as before, from inputs that have changed.

        What became of the inputs is told with them, and asked for there; the number only follows.
        """
        base, head = self.difference.base, self.difference.head
        return same_derivation(before, after) and any(
            input_moved(name, base, head) for name in inputs_of(after)
        )

    def has_new_evidence(self, before: Fact, after: Fact) -> bool:
        """Tell whether a fact is supported by a passage or an origin that did not support it before."""
        base, head = self.difference.base.catalog, self.difference.head.catalog
        new_origins = origins_of(after, head) - origins_of(before, base)
        return bool(new_origins) or has_new_passage(before, after)

    def notice(self, was: str) -> str:
        """Return the hint to add a correction, as it is to be written."""
        quoted = json.dumps(was, ensure_ascii=False)  # As YAML reads it too, whatever stands in it.
        return (
            f"add to `corrections`: {{on: {self.today.isoformat()}, kind: correction, was: {quoted}, why: …}}"
        )


Policy: TypeAlias = Callable[[Ground], Iterator[Found]]
