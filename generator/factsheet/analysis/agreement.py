"""Do the sources of a fact give the same answer? Real conflicts told from apparent ones.

Values are intervals: `at least 93` and `95` can both be true, `at least 93` and `80` cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from factsheet.model.arithmetic.units import can_compare_units, parse_unit
from factsheet.model.dates.grammar import overlaps
from factsheet.model.dates.points import Date
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.spans import Text
from factsheet.model.values.hedges import Hedge
from factsheet.model.values.quantities import Value
from factsheet.model.vocabulary import Agreement, Relation


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """What one piece of evidence answers to the fact's question."""

    evidence: Evidence
    value: Value | None
    as_of: Date | None
    differs: Text


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two answers side by side."""

    left: SourceAnswer
    right: SourceAnswer
    agreement: Agreement | None
    """None where the fact has no value to compare."""
    unit_differs: bool
    hedge_differs: bool

    @property
    def differs(self) -> bool:
        """Whether anything differs: number, hedge, unit, words, or what the passage does for the fact."""
        return (
            self.left.evidence.relation is not self.right.evidence.relation
            or self.agreement not in {None, Agreement.SAME}
            or self.unit_differs
            or self.hedge_differs
            or bool(self.left.differs or self.right.differs)
        )


def compare_values(one: Value, other: Value, dates: tuple[Date | None, Date | None] = (None, None)) -> Agreement:
    """Say how two values of one question relate; `dates` are their as-of dates, where they have any.

    A value without an interval (rising, falling, unknown) agrees only with the same word; two directions that
    are not the same exclude each other; `unknown` excludes nothing.
    """
    if one.unit and other.unit and not can_compare_units(parse_unit(one.unit), parse_unit(other.unit)):
        return Agreement.NOT_COMPARABLE
    left, right = one.interval, other.interval
    if left is None or right is None:
        return _compare_words(one, other, dates)
    if left == right:
        return Agreement.SAME
    if left.contains(right) or right.contains(left):
        return Agreement.SHARPER
    return Agreement.COMPATIBLE if left.overlaps(right) else _classify_disjoint(dates)


def _compare_words(one: Value, other: Value, dates: tuple[Date | None, Date | None]) -> Agreement:
    if one.hedge is other.hedge:
        return Agreement.SAME
    if Hedge.UNKNOWN in {one.hedge, other.hedge}:
        return Agreement.COMPATIBLE
    # A direction beside a number answers another question; beside the other direction, it contradicts it.
    return _classify_disjoint(dates) if one.interval is None and other.interval is None else Agreement.NOT_COMPARABLE


def _classify_disjoint(dates: tuple[Date | None, Date | None]) -> Agreement:
    first, second = dates
    if first and second and not overlaps(first, second):
        return Agreement.PROGRESS
    return Agreement.CONFLICT


def list_answers(fact: Fact) -> tuple[SourceAnswer, ...]:
    """Return what each piece of evidence answers; evidence for context gives no answer.

    Evidence that disputes the fact does not give the fact's value, so without `says` it has none.
    """
    return tuple(
        SourceAnswer(
            one,
            one.says or (None if one.relation is Relation.DISPUTES else fact.value),
            one.as_of or fact.as_of,
            one.differs,
        )
        for one in fact.evidence
        if one.relation is not Relation.CONTEXT
    )


def list_comparisons(fact: Fact) -> Iterator[Comparison]:
    """Yield every pair of answers from different sources."""
    for left, right in combinations(list_answers(fact), 2):
        if left.evidence.source.id != right.evidence.source.id:
            yield compare_answers(left, right)


def compare_answers(left: SourceAnswer, right: SourceAnswer) -> Comparison:
    """Set two answers side by side."""
    if left.value is None or right.value is None:
        return Comparison(left, right, None, unit_differs=False, hedge_differs=False)
    return Comparison(
        left,
        right,
        compare_values(left.value, right.value, (left.as_of, right.as_of)),
        unit_differs=left.value.unit != right.value.unit,
        hedge_differs=left.value.hedge != right.value.hedge,
    )
