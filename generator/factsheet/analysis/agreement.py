"""Do the sources of a fact give the same answer? Separate real conflicts from apparent ones.

Values are intervals: `at least 93` and `95` can both be true, `at least 93` and `80` cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from factsheet.model.arithmetic.units import has_one_kind, list_conversions, parse_unit
from factsheet.model.dates.grammar import overlaps
from factsheet.model.dates.points import Date
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.spans import Text
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.vocabulary import Agreement, Relation


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """The answer of one piece of evidence to the fact's question."""

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
    """None if there is no value to compare."""
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


def compare_values(left: Value, right: Value, dates: tuple[Date | None, Date | None] = (None, None)) -> Agreement:
    """Compare two values of one question; `dates` are their as-of dates, if they have any.

    A value without an interval (rising, falling, unknown) agrees only with the same word; two different directions
    exclude each other; `unknown` excludes nothing.
    """
    agreements = [compare_numbers(left, meaning, dates) for meaning in list_conversions(right, left.unit)]
    if not agreements:
        alike = has_one_kind(parse_unit(left.unit), parse_unit(right.unit))
        has_answer = compare_numbers(left, right, dates) is not Agreement.NOT_COMPARABLE
        return Agreement.COUNTED_DIFFERENTLY if alike and has_answer else Agreement.NOT_COMPARABLE
    possible = (agreement for agreement in agreements if agreement not in {Agreement.CONFLICT, Agreement.PROGRESS})
    found = next(possible, agreements[0])
    is_converted = left.unit != right.unit or left.is_fraction is not right.is_fraction
    if found is Agreement.CONFLICT and is_converted:
        meanings = list_conversions(right, left.unit)
        return Agreement.COMPATIBLE if any(_is_within_rounding(left, meaning) for meaning in meanings) else found
    return found


def _is_within_rounding(left: Value, right: Value) -> bool:
    """Tell whether two values differ by no more than half of their last digits, as `10 miles` and `16 km` do."""
    if not (left.interval and right.interval and left.step and right.step):
        return False
    ends = ((left.interval.high, right.interval.low), (right.interval.high, left.interval.low))
    gaps = [low - high for high, low in ends if high is not None and low is not None]
    return max(gaps, default=Decimal(0)) <= (left.step + right.step) / 2


def compare_numbers(left: Value, right: Value, dates: tuple[Date | None, Date | None]) -> Agreement:
    """Compare two values as if they were in one unit."""
    if left.interval is None or right.interval is None:
        return _compare_words(left, right, dates)
    if left.interval == right.interval:
        return Agreement.SAME
    if left.interval.contains(right.interval) or right.interval.contains(left.interval):
        return Agreement.SHARPER
    return Agreement.COMPATIBLE if left.interval.overlaps(right.interval) else _classify_disjoint(dates)


def _compare_words(left: Value, right: Value, dates: tuple[Date | None, Date | None]) -> Agreement:
    if left.hedge is right.hedge:
        return Agreement.SAME
    if Hedge.UNKNOWN in {left.hedge, right.hedge}:
        return Agreement.COMPATIBLE
    # A direction and a number answer different questions; two different directions contradict each other.
    return _classify_disjoint(dates) if left.interval is right.interval is None else Agreement.NOT_COMPARABLE


def compare_as_counted(left: Value, right: Value, dates: tuple[Date | None, Date | None]) -> Agreement:
    """Compare two values, with workers and people taken for the same where nobody says what each counts."""
    agreement = compare_values(left, right, dates)
    return compare_numbers(left, right, dates) if agreement is Agreement.COUNTED_DIFFERENTLY else agreement


def _classify_disjoint(dates: tuple[Date | None, Date | None]) -> Agreement:
    first, second = dates
    if first and second and not overlaps(first, second):
        return Agreement.PROGRESS
    return Agreement.CONFLICT


def list_answers(fact: Fact) -> tuple[SourceAnswer, ...]:
    """Return the answer of each piece of evidence; evidence for context gives none.

    Evidence that disputes the fact does not give the fact's value, so without `says` it has no value.
    """
    return tuple(
        SourceAnswer(
            evidence,
            evidence.says or (None if evidence.relation is Relation.DISPUTES else fact.value),
            evidence.as_of or fact.as_of,
            evidence.differs,
        )
        for evidence in fact.evidence
        if evidence.relation is not Relation.CONTEXT
    )


def list_comparisons(fact: Fact) -> Iterator[Comparison]:
    """Yield every pair of answers from different sources."""
    for left, right in combinations(list_answers(fact), 2):
        if left.evidence.source.id != right.evidence.source.id:
            yield compare_answers(left, right)


def compare_answers(left: SourceAnswer, right: SourceAnswer) -> Comparison:
    """Compare two answers."""
    if left.value is None or right.value is None:
        return Comparison(left, right, None, unit_differs=False, hedge_differs=False)
    return Comparison(
        left,
        right,
        compare_values(left.value, right.value, (left.as_of, right.as_of)),
        unit_differs=left.value.unit != right.value.unit,
        hedge_differs=left.value.hedge != right.value.hedge,
    )
