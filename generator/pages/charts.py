"""Values as drawings: which scale, which ends."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from generator.arithmetic.units import Dimension, parse_unit
from generator.blocks import words_of
from generator.drawings import Bar, BarChart, ChainDrawing, Ending, IntervalChart, Span, Station
from generator.model import Evidence, Fact
from generator.pages.edition import Edition
from generator.pages.phrases import value_words
from generator.values import Hedge, Value
from generator.values.intervals import Interval
from generator.vocabulary import Relation

_ENDS: dict[Hedge, tuple[Ending, Ending]] = {
    Hedge.EXACT: (Ending.CLOSED, Ending.CLOSED),
    Hedge.AT_LEAST: (Ending.CLOSED, Ending.NONE),
    Hedge.MORE_THAN: (Ending.OPEN, Ending.NONE),
    Hedge.AT_MOST: (Ending.CLOSED, Ending.CLOSED),
    Hedge.FEWER_THAN: (Ending.CLOSED, Ending.OPEN),
    Hedge.ABOUT: (Ending.SOFT, Ending.SOFT),
    Hedge.NEARLY: (Ending.SOFT, Ending.OPEN),
    Hedge.JUST_OVER: (Ending.OPEN, Ending.SOFT),
    Hedge.BETWEEN: (Ending.CLOSED, Ending.CLOSED),
    Hedge.MAGNITUDE: (Ending.SOFT, Ending.SOFT),
}
_ROOM = Decimal("1.25")
"""How far a scale from zero runs on beyond the number, so that `at least` has room to be open."""
_HALF = Decimal("0.5")
_AROUND = (Decimal("0.6"), Decimal("1.4"))
"""How far a scale that compares near values runs to either side of them."""


def value_chart(fact: Fact) -> IntervalChart | None:
    """Return the small drawing of a fact's value on a scale from zero; None where nothing can be drawn."""
    value = fact.value
    if value is None or value.interval is None or not _drawable(value):
        return None
    return IntervalChart(
        title=f"{words_of(fact.statement)}: {value_words(value)}",
        unit=value.unit,
        spans=(_span(value, ""),),
        scale_low=Decimal(0),
        scale_high=_full(value, _nice(_largest(value.interval) * _ROOM)),
        compact=True,
    )


def answers_chart(fact: Fact, edition: Edition) -> IntervalChart | None:
    """Return the answers of a fact's sources on one scale; None where there is only one to draw."""
    answers: dict[tuple[str, str], Value] = {}
    for pair in edition.compared[fact.id]:
        for answer in (pair.left, pair.right):
            if answer.value and answer.value.interval and _drawable(answer.value):
                label = (
                    f"{edition.letters[answer.evidence.source.id]}: {edition.source(answer.evidence).label}"
                )
                answers.setdefault((label, answer.value.text), answer.value)
    if len({text for _, text in answers}) < 2:  # noqa: PLR2004
        return None
    drawn = sorted(answers.items())
    first = drawn[0][1]
    low, high = _scale([value.interval for _, value in drawn if value.interval])
    spans = tuple(
        _span(value, label, differs=place > 0 and value.text != first.text)
        for place, ((label, _), value) in enumerate(drawn)
    )
    title = f"{words_of(fact.statement)}: what each source says"
    return IntervalChart(title=title, unit=first.unit, spans=spans, scale_low=low, scale_high=high)


def parts_chart(fact: Fact, edition: Edition) -> BarChart | None:
    """Return the parts of a sum as bars; None where the fact is no sum of positive numbers of one unit."""
    working = edition.workings.get(fact.id)
    if working is None or working.number is None or fact.derived is None or fact.value is None:
        return None
    if set(fact.derived.formula.text) & set("-*/"):
        return None
    bars = tuple(
        Bar(
            label=words_of(operand.fact.statement),
            text=value_words(operand.value),
            length=operand.value.number,
        )
        for operand in working.operands
        if operand.value.number is not None and operand.value.number > 0
    )
    if len(bars) != len(working.operands):
        return None
    total = Bar(label="All together", text=value_words(fact.value), length=working.number, total=True)
    return BarChart(title=words_of(fact.statement), unit=fact.value.unit, bars=(*bars, total))


def chain_drawing(fact: Fact, edition: Edition) -> ChainDrawing | None:
    """Return how a fact travelled, a line for each passage; None where every source speaks for itself."""
    told = [evidence for evidence in fact.evidence if evidence.relation is not Relation.CONTEXT]
    if not any(evidence.chain for evidence in told):
        return None
    lines = dict.fromkeys(_stations(evidence, fact, edition) for evidence in told)
    return ChainDrawing(title="Who said it first, and who passed it on", lines=tuple(lines))


def _stations(evidence: Evidence, fact: Fact, edition: Edition) -> tuple[Station, ...]:
    source, proof = edition.source(evidence), edition.proof(fact, evidence)
    names = [edition.catalog.actors[one.id].name for one in evidence.chain]
    origin = (
        Station(name=names[0], note="said it first", role="origin")
        if names
        else Station(name="Origin not named", note="the source's own voice", role="origin", named=False)
    )
    relays = (Station(name=name, note="passed it on") for name in names[1:])
    where = f"paragraph {proof.paragraph}" if proof else "passage not proved"
    letter = edition.letters[source.id]
    return (origin, *relays, Station(name=f"{letter}: {source.label}", note=where, role="source"))


def _drawable(value: Value) -> bool:
    low = value.interval.low if value.interval else None
    return value.hedge in _ENDS and (low is None or low >= 0) and _largest(value.interval) > 0


def _largest(interval: Interval | None) -> Decimal:
    if interval is None:
        return Decimal(0)
    return interval.high if interval.high is not None else (interval.low or Decimal(0))


def _span(value: Value, label: str, *, differs: bool = False) -> Span:
    low_end, high_end = _ENDS[value.hedge]
    interval = value.interval
    return Span(
        label=label,
        text=value_words(value),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        point=value.number,
        low_end=low_end,
        high_end=high_end,
        differs=differs,
        dashed=value.hedge is Hedge.MAGNITUDE,
    )


def _full(value: Value, scale: Decimal) -> Decimal:
    """A share is drawn on a scale to a hundred, unless it is larger."""
    share = parse_unit(value.unit).dimension is Dimension.SHARE
    return max(Decimal(100), _largest(value.interval)) if share else scale


def _nice(number: Decimal) -> Decimal:
    """Return the next number of the form 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(number.adjusted())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= number)


def _scale(intervals: list[Interval]) -> tuple[Decimal, Decimal]:
    limits = [end for one in intervals for end in (one.low, one.high) if end is not None]
    least, most = min(limits), max(limits)
    if most == 0 or least / most < _HALF:
        return Decimal(0), _nice(most * _ROOM)
    step = _nice(most) / 10
    low = (least * _AROUND[0] / step).to_integral_value(ROUND_FLOOR) * step
    high = (most * _AROUND[1] / step).to_integral_value(ROUND_CEILING) * step
    return low, high
