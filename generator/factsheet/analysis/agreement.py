"""Do the sources of a fact give the same answer, which support its value, and how many are independent?

Values are intervals: `at least 93` and `95` can both be true, `at least 93` and `80` cannot. Two pieces of evidence are
independent if they have no origin in common and neither source is based on the other. The origin is the first member of
the chain, with those who said it jointly; if the chain is empty, the publisher of the source.
"""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.graphs import find_reachable
from factsheet.diagnostics.frozen import dataclass
from factsheet.model.arithmetic.units import has_one_kind, list_conversions, parse_unit
from factsheet.model.dates.grammar import is_later, overlaps
from factsheet.model.dates.points import Date
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.spans import Text
from factsheet.model.text.wording import format_count
from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.vocabulary import Agreement, Nature, Relation, SourceState

_FITTING = frozenset({Agreement.SAME, Agreement.COMPATIBLE, Agreement.MORE_PRECISE})
MAX_COUNTED_EXACTLY = 12
"""Pieces of evidence that are tried in every combination; later ones are only added if they fit."""


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
        is_other = self.agreement not in {None, Agreement.SAME} or self.unit_differs or self.hedge_differs
        in_words = bool(self.left.differs or self.right.differs)
        return is_other or in_words or self.left.evidence.relation is not self.right.evidence.relation


def compare_values(left: Value, right: Value, dates: tuple[Date | None, Date | None] = (None, None)) -> Agreement:
    """Compare two values of one question; `dates` are their as-of dates, if they have any.

    A value without an interval (rising, falling, unknown) agrees only with the same word; two different directions
    exclude each other; `unknown` excludes nothing.
    """
    meanings = tuple(list_conversions(right, left.unit))
    agreements = [compare_numbers(left, meaning, dates) for meaning in meanings]
    if not agreements:
        alike = has_one_kind(parse_unit(left.unit), parse_unit(right.unit))
        has_answer = compare_numbers(left, right, dates) is not Agreement.NOT_COMPARABLE
        return Agreement.COUNTED_DIFFERENTLY if alike and has_answer else Agreement.NOT_COMPARABLE
    possible = (agreement for agreement in agreements if agreement not in {Agreement.CONFLICT, Agreement.PROGRESS})
    found = next(possible, agreements[0])
    is_converted = left.unit != right.unit or left.is_fraction is not right.is_fraction
    if found is Agreement.CONFLICT and is_converted:
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
        return Agreement.MORE_PRECISE
    return Agreement.COMPATIBLE if left.interval.overlaps(right.interval) else _classify_disjoint(dates)


def _compare_words(left: Value, right: Value, dates: tuple[Date | None, Date | None]) -> Agreement:
    if left.hedge is right.hedge:
        return Agreement.SAME
    if Hedge.UNKNOWN in {left.hedge, right.hedge}:
        return Agreement.COMPATIBLE
    # A direction and a number answer different questions; two different directions contradict each other.
    return _classify_disjoint(dates) if left.interval is right.interval is None else Agreement.NOT_COMPARABLE


def compare_as_counted(left: Value, right: Value, dates: tuple[Date | None, Date | None] = (None, None)) -> Agreement:
    """Compare two values, with workers and people taken for the same where nobody says what each counts."""
    agreement = compare_values(left, right, dates)
    return compare_numbers(left, right, dates) if agreement is Agreement.COUNTED_DIFFERENTLY else agreement


def _classify_disjoint(dates: tuple[Date | None, Date | None]) -> Agreement:
    first, second = dates
    return Agreement.PROGRESS if first and second and not overlaps(first, second) else Agreement.CONFLICT


def list_answers(fact: Fact) -> tuple[SourceAnswer, ...]:
    """Return the answer of each piece of evidence but context; what disputes the fact has no value without `says`."""
    given = {Relation.SUPPORTS: fact.value, Relation.DISPUTES: None}
    answers = (it for it in fact.evidence if it.relation in given)
    return tuple(SourceAnswer(it, it.says or given[it.relation], it.as_of or fact.as_of, it.differs) for it in answers)


def list_comparisons(fact: Fact) -> Iterator[Comparison]:
    """Yield every pair of answers from different sources."""
    for left, right in combinations(list_answers(fact), 2):
        if left.evidence.source.id == right.evidence.source.id:
            continue
        agreement, other_unit, other_hedge = None, False, False
        if left.value and right.value:
            agreement = compare_values(left.value, right.value, (left.as_of, right.as_of))
            other_unit, other_hedge = left.value.unit != right.value.unit, left.value.hedge != right.value.hedge
        yield Comparison(left, right, agreement, unit_differs=other_unit, hedge_differs=other_hedge)


def list_sayings(fact: Fact) -> Iterator[Evidence]:
    """Yield the evidence of sources that say a fact: with an answer that fits the value."""
    supporting = (evidence for evidence in fact.evidence if evidence.relation is Relation.SUPPORTS)
    return (evidence for evidence in supporting if not describe_other_answer(evidence, fact))


def list_credited(fact: Fact) -> tuple[Evidence, ...]:
    """Return the evidence to name with a value: what gives it, else what fits it, or all of a fact that none says."""
    sayings, value = tuple(list_sayings(fact)), fact.value
    # `More than 5 million` fits `about 5 million` and is not the same.
    given = (it for it in sayings if not (it.says and value) or compare_as_counted(value, it.says) is Agreement.SAME)
    return tuple(given) or sayings or fact.evidence


def list_support(fact: Fact, catalog: Catalog) -> list[Evidence]:
    """Return the evidence that supports a fact; a source that was retracted says it and supports nothing."""
    return [evidence for evidence in list_sayings(fact) if not explain_no_support(evidence, fact, catalog)]


def explain_no_support(evidence: Evidence, fact: Fact, catalog: Catalog) -> str:
    """Return what keeps evidence from supporting a fact, as `said less earlier`; empty where nothing does."""
    status = catalog.sources[evidence.source.id].status
    return "retracted" if status and status.state is SourceState.RETRACTED else describe_other_answer(evidence, fact)


def describe_other_answer(evidence: Evidence, fact: Fact) -> str:
    """Return how the answer of a source differs from the value, as `said less earlier`; empty where it fits.

    An answer fits if it can be true together with the value. So it is with a disputed fact, too: the sources of the
    answer that was not chosen support another number. Workers and people are compared by their numbers, whatever an
    editor explains: who says 5 people does not say 9 workers. An answer that measures something else, or is open,
    does not say the value; nor does a wider limit of another day: `at least 3` of Monday is not `at least 6` of Friday.
    """
    says, value = evidence.says, fact.value
    disputes = evidence.relation is Relation.DISPUTES
    if says is None or value is None or evidence.relation is Relation.CONTEXT:
        return "said otherwise" if disputes else ""
    dates = (fact.as_of, evidence.as_of or fact.as_of)
    agreement = compare_as_counted(value, says, dates)
    if agreement is Agreement.NOT_COMPARABLE:
        return "measured something else"
    if (value.hedge is Hedge.UNKNOWN) is not (says.hedge is Hedge.UNKNOWN):
        return "left it open" if says.hedge is Hedge.UNKNOWN else "said otherwise"
    apart = bool(dates[0] and dates[1] and not overlaps(dates[0], dates[1]))
    direction = _find_direction(value, says)
    if agreement in _FITTING and not disputes and not (apart and direction != "otherwise"):
        return ""
    earlier = " earlier" if is_later(dates[1], dates[0]) else " later"
    return f"said {direction}{earlier if apart else ''}"


def _find_direction(value: Value, says: Value) -> str:
    """Return whether an answer is less or more than the value: wholly so, or as a limit that leaves more possible."""
    ours, theirs = value.interval, next(iter(list_conversions(says, value.unit)), says).interval
    if ours is None or theirs is None or theirs == ours:
        return "otherwise"
    wider = theirs.contains(ours)
    if theirs.is_below(ours) or (wider and theirs.high is None):
        return "less"
    return "more" if ours.is_below(theirs) or (wider and not theirs.low) else "otherwise"


@dataclass(frozen=True, slots=True)
class Independence:
    """How many sources a fact has, and how many of them are independent."""

    source_count: int
    independent_count: int
    has_primary: bool
    """Whether one of the sources is a primary document."""
    others: tuple[tuple[str, int], ...] = ()
    """What other sources do instead, as `said less earlier`, and how many of them."""

    @property
    def words(self) -> str:
        """`1 source`, or how many of several are independent, and what others say; empty without any."""
        count, others = self.source_count, [f"{count} {words}" for words, count in self.others]
        sources = format_count(count, "source") if count else "no source" if others else ""
        if others:
            sources += " say so" if count > 1 else " says so"
        independent = f", {self.independent_count} independent" if count > 1 else ""
        return "; ".join((f"{sources}{independent}", *others))


def list_origins(evidence: Evidence, catalog: Catalog) -> tuple[str, ...]:
    """Return the ids of the actors who said it first, jointly; or of the source if its publisher is not known."""
    if evidence.chain:
        return tuple(actor.id for actor in evidence.speakers)
    source = catalog.sources[evidence.source.id]
    return (source.publisher.id if source.publisher else source.id,)


def collect_bases(source: Source, catalog: Catalog) -> frozenset[str]:
    """Return the ids of the sources and actors that a source is based on, directly or through others."""

    def follow(name: str) -> tuple[str, ...]:
        return tuple(base.id for base in catalog.sources[name].based_on) if name in catalog.sources else ()

    return frozenset(find_reachable([base.id for base in source.based_on], follow))


def is_based_on(source: Source, other: Source, catalog: Catalog) -> bool:
    """Tell whether a source is based on another, or on the publisher of that, directly or through others."""
    bases = collect_bases(source, catalog)
    return other.id in bases or (other.publisher is not None and other.publisher.id in bases)


def is_independent_of(evidence: Evidence, other: Evidence, catalog: Catalog) -> bool:
    """Tell whether two pieces of evidence are independent of each other."""
    left, right = catalog.sources[evidence.source.id], catalog.sources[other.source.id]
    is_joint = not set(list_origins(evidence, catalog)).isdisjoint(list_origins(other, catalog))
    return not (is_joint or left is right or is_based_on(left, right, catalog) or is_based_on(right, left, catalog))


def count_independent_sources(fact: Fact, catalog: Catalog) -> Independence:
    """Count the sources that support a fact, and the largest number of them that are independent."""
    supporting = list_support(fact, catalog)
    sources = {evidence.source.id for evidence in supporting}
    has_primary = any(catalog.sources[name].nature is Nature.PRIMARY for name in sources)
    given = (it for it in fact.evidence if it.relation is not Relation.CONTEXT and it.source.id not in sources)
    others = {evidence.source.id: explain_no_support(evidence, fact, catalog) for evidence in given}
    counted = tuple(Counter(others.values()).items())
    return Independence(len(sources), _count_largest_group(supporting, catalog), has_primary, counted)


def _count_largest_group(support: list[Evidence], catalog: Catalog) -> int:
    """Return how many pieces of evidence are independent of each other: the most of the first ones, and later ones."""
    first, later = range(len(support))[:MAX_COUNTED_EXACTLY], support[MAX_COUNTED_EXACTLY:]
    apart = {(a, b) for a, b in combinations(first, 2) if is_independent_of(support[a], support[b], catalog)}
    groups = (group for size in range(len(first), 0, -1) for group in combinations(first, size))
    kept = [support[place] for place in next((g for g in groups if apart.issuperset(combinations(g, 2))), ())]
    for evidence in later:
        if all(is_independent_of(evidence, other, catalog) for other in kept):
            kept.append(evidence)
    return len(kept)
