"""Values as drawings: which scale, which ends."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from factsheet.model.arithmetic.units import Dimension, parse_unit
from factsheet.model.records import Evidence, Fact
from factsheet.model.text.spans import strip_markup
from factsheet.model.values import Hedge, Value
from factsheet.model.values.intervals import Interval
from factsheet.model.vocabulary import Relation
from factsheet.render.document.charts import (
    Bar,
    BarChart,
    ChainDrawing,
    ChartSpan,
    Ending,
    IntervalChart,
    Station,
    StationRole,
)
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import format_value_words

_END_STYLES: dict[Hedge, tuple[Ending, Ending]] = {
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
_DERIVED_LETTER = "="
"""Stands in a chart where the letter of a source would stand."""
_SCALE_MARGIN = Decimal("1.25")
"""How far a scale from zero runs on beyond the number, so that `at least` has room to be open."""
_BAR_MARGIN = Decimal("1.15")
"""How far beyond the longest bar the scale runs where that bar has no upper limit."""
_HALF = Decimal("0.5")
_POINT_MARGINS = (Decimal("0.6"), Decimal("1.4"))
"""How far a scale of one number runs to either side of it."""
_SPREAD_FACTOR = Decimal("1.5")
"""How far a scale that compares near values runs to either side of them, in what lies between them."""
_ROUND_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_MAX_STEPS = 5
"""Steps from one round number of a scale to the next, at most."""


def build_value_chart(fact: Fact) -> IntervalChart | None:
    """Return the small drawing of a fact's value on a scale from zero; None where nothing can be drawn."""
    value = fact.value
    if value is None or not can_be_drawn(value):
        return None
    return IntervalChart(
        title=f"{strip_markup(fact.statement)}: {format_value_words(value)}",
        unit=value.unit,
        spans=(build_chart_span(value),),
        scale_low=Decimal(0),
        scale_high=_choose_scale_end(value, _round_number_up(_find_largest(value.interval) * _SCALE_MARGIN)),
        compact=True,
    )


def build_answers_chart(fact: Fact, edition: PageContext) -> IntervalChart | None:
    """Return the answers of a fact's sources on one scale; None where there is only one to draw."""
    answers: dict[tuple[str, str, str], Value] = {}
    for pair in edition.comparisons[fact.id]:
        for answer in (pair.left, pair.right):
            if answer.value and can_be_drawn(answer.value):
                source = edition.find_source(answer.evidence)
                key = (edition.letters[source.id], source.label, answer.value.text)
                answers.setdefault(key, answer.value)
    if len({text for _, _, text in answers}) < 2:  # noqa: PLR2004
        return None
    drawn = sorted(answers.items())
    first = drawn[0][1]
    spans = tuple(
        replace(build_chart_span(value, label, (letter,)), differs=place > 0 and value.text != first.text)
        for place, ((letter, label, _), value) in enumerate(drawn)
    )
    title = f"{strip_markup(fact.statement)}: what each source says"
    return build_interval_chart(title, first.unit, spans, same=True)


def build_interval_chart(
    title: str, unit: str, spans: tuple[ChartSpan, ...], *, subtitle: str = "", same: bool = False
) -> IntervalChart:
    """Return values on a scale that fits them: from zero, or around them where they lie close together."""
    limits = [end for span in spans for end in (span.low, span.high, span.point) if end is not None]
    low, high = _choose_scale([end for end in limits if end > 0])
    return IntervalChart(
        title=title, subtitle=subtitle, unit=unit, spans=spans, scale_low=low, scale_high=high, same=same
    )


def build_bar_chart(
    title: str, unit: str, bars: tuple[Bar, ...], subtitle: str = "", *, shares: bool = False
) -> BarChart:
    """Return values as bars on a scale from zero that fits them; shares on one to a hundred."""
    ends = [bar.span.high or (bar.span.low or Decimal(0)) * _BAR_MARGIN for bar in bars]
    full = Decimal(100) if shares else _widen_scale(Decimal(0), max(ends, default=Decimal(1)))[1]
    return BarChart(title=title, subtitle=subtitle, unit=unit, bars=bars, scale_high=max(full, *ends))


def build_parts_chart(fact: Fact, edition: PageContext) -> BarChart | None:
    """Return the parts of a sum as bars; None where the fact is no sum of positive numbers of one unit."""
    working = edition.derivations.get(fact.id)
    if working is None or working.number is None or fact.derived is None or fact.value is None:
        return None
    if set(fact.derived.formula.text) & set("-*/") or not can_be_drawn(fact.value):
        return None
    bars = tuple(
        Bar(
            span=build_chart_span(
                operand.value, format_chart_label(operand.fact), list_chart_letters(operand.fact, edition)
            )
        )
        for operand in working.operands
        if operand.value.number is not None and can_be_drawn(operand.value)
    )
    if len(bars) != len(working.operands):
        return None
    total = Bar(span=build_chart_span(fact.value, "All together"), total=True)
    return build_bar_chart(
        strip_markup(fact.statement), fact.value.unit, (*bars, total), shares=is_share(fact.value)
    )


def build_chain_drawing(fact: Fact, edition: PageContext) -> ChainDrawing | None:
    """Return how a fact travelled, a line for each passage; None where every source speaks for itself."""
    told = [evidence for evidence in fact.evidence if evidence.relation is not Relation.CONTEXT]
    if not any(evidence.chain for evidence in told):
        return None
    lines = dict.fromkeys(_build_stations(evidence, fact, edition) for evidence in told)
    return ChainDrawing(title="Who said it first, and who passed it on", lines=tuple(lines))


def _build_stations(evidence: Evidence, fact: Fact, edition: PageContext) -> tuple[Station, ...]:
    source, proof = edition.find_source(evidence), edition.find_proof(fact, evidence)
    names = [edition.catalog.actors[one.id].name for one in evidence.chain]
    origin = (
        Station(name=names[0], note="said it first", role=StationRole.ORIGIN)
        if names
        else Station(
            name="Origin not named", note="the source's own voice", role=StationRole.ORIGIN, named=False
        )
    )
    relays = (Station(name=name, note="passed it on") for name in names[1:])
    where = f"paragraph {proof.paragraph}" if proof else "passage not proved"
    letter = edition.letters[source.id]
    last = Station(name=source.label, note=where, role=StationRole.SOURCE, letter=letter)
    return (origin, *relays, last)


def format_chart_label(fact: Fact) -> str:
    """Return how a fact is called in a chart: by its label, or by its statement."""
    return fact.label or strip_markup(fact.statement)


def list_chart_letters(fact: Fact, edition: PageContext) -> tuple[str, ...]:
    """Return the letters of a fact's sources, in order; the mark of a working for one that we worked out."""
    if fact.derived:
        return (_DERIVED_LETTER,)
    return tuple(edition.letters[source.id] for source in edition.list_sources(fact))


def can_be_drawn(value: Value) -> bool:
    """Tell whether a value has a place on a scale from zero."""
    return value.hedge in _END_STYLES and bool(value.interval and value.interval.is_drawable)


def is_share(value: Value) -> bool:
    """Tell whether a value is measured in percent."""
    return parse_unit(value.unit).dimension is Dimension.SHARE


def _find_largest(interval: Interval | None) -> Decimal:
    if interval is None:
        return Decimal(0)
    return interval.high if interval.high is not None else (interval.low or Decimal(0))


def build_chart_span(value: Value, label: str = "", letters: tuple[str, ...] = ()) -> ChartSpan:
    """Return a value as a stretch of a scale, its hedge as the ends of it."""
    low_end, high_end = _END_STYLES[value.hedge]
    interval = value.interval
    return ChartSpan(
        label=label,
        text=format_value_words(value),
        low=interval.low if interval else None,
        high=interval.high if interval else None,
        point=value.number,
        low_end=low_end,
        high_end=high_end,
        letters=letters,
        dashed=value.hedge is Hedge.MAGNITUDE,
    )


def _choose_scale_end(value: Value, scale: Decimal) -> Decimal:
    """A share is drawn on a scale to a hundred, unless it is larger."""
    return max(Decimal(100), _find_largest(value.interval)) if is_share(value) else scale


def _round_number_up(number: Decimal) -> Decimal:
    """Return the next number of the form 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(number.adjusted())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= number)


def _choose_scale(limits: list[Decimal]) -> tuple[Decimal, Decimal]:
    least, most = min(limits, default=Decimal(0)), max(limits, default=Decimal(1))
    if least / most < _HALF:
        return _widen_scale(Decimal(0), most * _SCALE_MARGIN)
    spread = (most - least) * _SPREAD_FACTOR
    low, high = (
        (least - spread, most + spread) if spread else (least * _POINT_MARGINS[0], most * _POINT_MARGINS[1])
    )
    return _widen_scale(max(low, Decimal(0)), high)


def _widen_scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Widen a scale to round numbers, in steps that fit between them."""
    while True:
        raw = (high - low) / _MAX_STEPS
        power = Decimal(1).scaleb(raw.adjusted())
        step = next(power * one for one in _ROUND_STEPS if power * one >= raw)
        wider = (
            (low / step).to_integral_value(ROUND_FLOOR) * step,
            (high / step).to_integral_value(ROUND_CEILING) * step,
        )
        if wider == (low, high):
            return wider
        low, high = wider
