"""Values as drawings: which scale, which ends."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from factsheet.analysis.agreement import is_based_on
from factsheet.analysis.attribution import format_part
from factsheet.model.arithmetic.units import Dimension, can_add_units, convert_value, list_conversions, parse_unit
from factsheet.model.dates.grammar import build_date_sort_key
from factsheet.model.dates.points import MONTHS, MissingEnd, Point, render_date
from factsheet.model.records import Evidence, Fact, Source
from factsheet.model.text.spans import make_text, strip_markup
from factsheet.model.text.wording import capitalise
from factsheet.model.values.hedges import RULES_BY_HEDGE, Hedge, RelativeEnd, Value
from factsheet.model.vocabulary import Relation
from factsheet.render import blocks
from factsheet.render.blocks import Band, BarChart, ChartSpan, Ending, IntervalChart, Station, StationRole
from factsheet.render.pages import inline
from factsheet.render.pages.context import PageContext, build_once
from factsheet.render.pages.inline import format_statement, format_value_words

_TITLE = "What happened when, as the sources date it"
MIN_EVENTS, MAX_EVENTS = 2, 40
"""How many events are worth an axis, and how many the eye can follow on one."""
_MAX_NAMED_MONTHS, _MAX_NAMED_QUARTERS, _MAX_NAMED_YEARS = 4, 4, 8
"""How many of each can be named one by one on the axis of a phone."""
_MAX_YEARS_WITH_QUARTERS = 3
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 2000)
"""Years between two lines of a long axis."""
_MONTHS_PER_YEAR, _MONTHS_PER_QUARTER = 12, 3


def build_time_chart(facts: Iterable[Fact], context: PageContext, title: str = _TITLE) -> blocks.TimeChart | None:
    """Return dated facts on a common axis; None where there are too few for one, or too many to follow.

    Facts that no longer stand are left out, as are those without a date.
    """
    dated = sorted(
        ((fact.when, fact) for fact in facts if fact.when and fact.is_active and (fact.when.first or fact.when.last)),
        key=lambda pair: (pair[0].first or pair[0].last or dt.date.min, build_date_sort_key(pair[0]), pair[1].id),
    )
    if not MIN_EVENTS <= len(dated) <= MAX_EVENTS:
        return None
    moments = tuple(
        blocks.Moment(
            label=format_chart_label(fact, context),
            text=render_date(when),
            first=when.first,
            last=when.last,
            soft_first=_is_soft(when.start),
            soft_last=_is_soft(when.end),
            letters=list_chart_letters(fact, context),
        )
        for when, fact in dated
    )
    days = [day for moment in moments for day in (moment.first, moment.last) if day]
    return blocks.TimeChart(title=title, moments=moments, bands=tuple(_build_bands(min(days), max(days))))


def build_time_figure(facts: Iterable[Fact], context: PageContext, title: str = _TITLE) -> blocks.Blocks:
    """Return the drawing of dated facts with how to read it; nothing where there is none."""
    chart = build_time_chart(facts, context, title)
    return (blocks.Figure(chart, make_text(inline.PAGE_TEXTS["timeline"]["reading"])),) if chart else ()


def _is_soft(end: Point | MissingEnd) -> bool:
    return isinstance(end, Point) and (end.is_approximate or end.is_uncertain)


def _build_bands(first: dt.date, last: dt.date) -> Iterator[Band]:
    """Return an axis of whole months, quarters or years, in which every name fits."""
    start, end = first.year * _MONTHS_PER_YEAR + first.month - 1, last.year * _MONTHS_PER_YEAR + last.month
    if end - start <= _MAX_NAMED_MONTHS:
        return _split_axis(start, end, step=1, named=1)
    if _count_periods(start, end, _MONTHS_PER_QUARTER) <= _MAX_NAMED_QUARTERS:
        return _split_axis(start, end, step=1, named=_MONTHS_PER_QUARTER)
    years = _count_periods(start, end, _MONTHS_PER_YEAR)
    if years <= _MAX_YEARS_WITH_QUARTERS:
        return _split_axis(start, end, step=_MONTHS_PER_QUARTER, named=_MONTHS_PER_YEAR)
    step = _MONTHS_PER_YEAR * next(step for step in _YEAR_STEPS if years / step <= _MAX_NAMED_YEARS)
    return _split_axis(start, end, step=step, named=step)


def _count_periods(start: int, end: int, length: int) -> int:
    """Count the periods of `length` months that lie wholly or partly between two months."""
    return -(-end // length) - start // length


def _split_axis(start: int, end: int, *, step: int, named: int) -> Iterator[Band]:
    """Yield bands of `step` months over whole periods of `named` months; the first of each period has its name."""
    first = start - start % named
    for month in range(first, end + -end % named, step):
        text = _format_band_name(month, named, is_first=month == first) if month % named == 0 else ""
        yield Band(text=text, first=_to_day(month), until=_to_day(month + step))


def _format_band_name(month: int, named: int, *, is_first: bool) -> str:
    """Return a year, or a month, with its year where the axis begins and in every January."""
    year = str(max(month // _MONTHS_PER_YEAR, dt.MINYEAR))
    if named >= _MONTHS_PER_YEAR:
        return year
    name = MONTHS[month % _MONTHS_PER_YEAR][:3]
    return f"{name} {year}" if is_first or month % _MONTHS_PER_YEAR == 0 else name


def _to_day(month: int) -> dt.date:
    """Return the first day of a month counted from the year 0; the ends of the calendar where it has none."""
    year = month // 12
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month % 12 + 1, 1) if year <= dt.MAXYEAR else dt.date.max


_SCALE_MARGIN = Decimal("1.25")
"""How far a scale from zero runs on beyond the number, so that `at least` can be drawn open."""
_BAR_MARGIN = Decimal("1.15")
"""How far beyond the longest bar the scale runs where that bar has no upper limit."""
_HALF = Decimal("0.5")
_POINT_MARGINS = (Decimal("0.6"), Decimal("1.4"))
"""How far a scale of one number runs to either side of it."""
_SPREAD_FACTOR = Decimal("1.5")
"""How far a scale that compares near values runs to either side of them, in what lies between them."""


@build_once
def build_value_chart(fact: Fact, context: PageContext) -> IntervalChart | None:
    """Return the small drawing of a fact's value on a scale from zero; None where nothing can be drawn."""
    value = fact.value
    if value is None or value.interval is None or not can_be_drawn(value):
        return None
    low, high = value.interval.low or Decimal(0), value.interval.high
    largest = low if high is None else high
    # A share is drawn on a scale to a hundred, unless it is larger.
    share_end = max(Decimal(100), largest)
    return IntervalChart(
        title=f"{format_statement(fact, context)}: {format_value_words(value)}",
        unit=value.unit,
        spans=(build_chart_span(value),),
        scale_low=Decimal(0),
        scale_high=share_end if is_share(value) else _round_number_up(largest * _SCALE_MARGIN),
        compact=True,
    )


def build_answers_chart(fact: Fact, context: PageContext) -> IntervalChart | None:
    """Return the answers of a fact's sources on one scale; None where there is only one to draw."""
    answers: dict[tuple[str, str, str], Value] = {}
    for pair in context.comparisons[fact.id]:
        for answer in (pair.left, pair.right):
            if answer.value and can_be_drawn(answer.value):
                source = context.find_source(answer.evidence)
                key = (context.letters[source.id], source.label, answer.value.text)
                answers.setdefault(key, answer.value)
    unit = min(answers.items())[1].unit if answers else ""
    drawn = [(key, drawable) for key, value in sorted(answers.items()) if (drawable := _find_drawable(value, unit))]
    if len({value.text for _, value in drawn}) < 2:  # noqa: PLR2004
        return None
    first = drawn[0][1]
    spans = tuple(
        replace(build_chart_span(value, label, (letter,)), differs=place > 0 and value.text != first.text)
        for place, ((letter, label, _), value) in enumerate(drawn)
    )
    # An axis of workers has no place for people: it then counts, and the words beside each say what.
    axis = unit if all(any(list_conversions(value, unit)) for _, value in drawn) else ""
    return build_interval_chart(f"{format_statement(fact, context)}: what each source says", axis, spans, same=True)


def _find_drawable(value: Value, unit: str) -> Value | None:
    """Return an answer on the axis of another; None where it has no place on it, or may have two."""
    meanings = tuple(list_conversions(value, unit))
    if not meanings and can_add_units(parse_unit(value.unit), parse_unit(unit)):
        return value
    return meanings[0] if len(meanings) == 1 else None


def build_interval_chart(title: str, unit: str, spans: tuple[ChartSpan, ...], *, same: bool = False) -> IntervalChart:
    """Return values on a scale that fits them: from zero, or around them where they lie close together."""
    limits = [end for span in spans for end in (span.low, span.high, span.point) if end is not None]
    positive = [end for end in limits if end > 0]
    least, most = min(positive, default=Decimal(0)), max(positive, default=Decimal(1))
    spread = (most - least) * _SPREAD_FACTOR
    if least / most < _HALF:
        low, high = Decimal(0), most * _SCALE_MARGIN
    elif spread:
        low, high = max(least - spread, Decimal(0)), most + spread
    else:
        low, high = least * _POINT_MARGINS[0], most * _POINT_MARGINS[1]
    low, high = _widen_scale(low, high)
    return IntervalChart(title=title, unit=unit, spans=spans, scale_low=low, scale_high=high, same=same)


def build_bar_chart(title: str, unit: str, spans: tuple[ChartSpan, ...], *, total: bool, shares: bool) -> BarChart:
    """Return values as bars on a scale from zero that fits them; shares on one to a hundred."""
    ends = [span.high or (span.low or Decimal(0)) * _BAR_MARGIN for span in spans]
    full = Decimal(100) if shares else _widen_scale(Decimal(0), max(ends, default=Decimal(1)))[1]
    return BarChart(title=title, unit=unit, spans=spans, scale_high=max(full, *ends), has_total=total)


def build_parts_chart(fact: Fact, context: PageContext) -> BarChart | None:
    """Return the parts of a sum as bars; None where the fact is no sum of positive numbers of one unit."""
    derivation = context.derivations.get(fact.id)
    if derivation is None or derivation.number is None or fact.derived is None or fact.value is None:
        return None
    is_sum = not set(fact.derived.formula.text) & set("-*/")
    numbers = (operand.value for operand in derivation.operands)
    if not (
        is_sum and can_be_drawn(fact.value) and all(each.number is not None and can_be_drawn(each) for each in numbers)
    ):
        return None
    title, unit = format_statement(fact, context), fact.value.unit
    parts = ((operand.fact, convert_value(operand.value, unit) or operand.value) for operand in derivation.operands)
    spans = (build_fact_span(part, value, context) for part, value in parts)
    total = build_chart_span(fact.value, "All together")
    return build_bar_chart(title, unit, (*spans, total), total=True, shares=is_share(fact.value))


def build_chain_drawing(fact: Fact, context: PageContext) -> blocks.ChainDrawing | None:
    """Return how a fact travelled, a line for each passage; None where every source speaks for itself.

    A source that is based on another one of the fact is drawn behind that one, which then needs no line of its own.
    """
    given = [evidence for evidence in fact.evidence if evidence.relation is not Relation.CONTEXT]
    lines = tuple(dict.fromkeys(_build_stations(evidence, given, fact, context) for evidence in given))
    passed = {station.letter for line in lines for station in line[:-1]}
    lines = tuple(line for line in lines if len(line) > 1 or line[0].letter not in passed)
    if all(len(line) == 1 for line in lines):
        return None
    return blocks.ChainDrawing(title="Who said it first, and who passed it on", lines=lines)


def _build_stations(evidence: Evidence, given: list[Evidence], fact: Fact, context: PageContext) -> tuple[Station, ...]:
    actors = context.catalog.actors
    stations: list[Station] = []
    if evidence.chain:
        name = " and ".join(format_part(actors[actor.id]) for actor in evidence.speakers)
        named = inline.is_origin_named(evidence, context)
        note = "said it first" if named else "the source does not name the origin"
        stations.append(Station(name=capitalise(name), note=note, role=StationRole.ORIGIN, named=named))
    relays = (format_part(actors[actor.id]) for actor in evidence.chain[1:])
    stations += [Station(name=capitalise(name), note="passed it on") for name in relays]
    bases = tuple(_list_bases(context.find_source(evidence), given, context)) if len(given) > 1 else ()
    how = "" if evidence.chain else "in its own voice"
    stations += [_build_source_station(base, how, fact, context, StationRole.RELAY) for base in bases]
    how = "based on it" if bases else how
    return (*stations, _build_source_station(evidence, how, fact, context, StationRole.SOURCE))


def _build_source_station(evidence: Evidence, how: str, fact: Fact, context: PageContext, role: StationRole) -> Station:
    source, proof = context.find_source(evidence), context.find_proof(fact, evidence)
    place = context.describe_place(proof) if proof else "not yet looked for"
    note = f"{how}, {place}" if how else place
    return Station(name=source.label, note=note, role=role, letter=context.letters[source.id])


def _list_bases(source: Source, given: list[Evidence], context: PageContext) -> Iterator[Evidence]:
    """Yield the evidence of the other sources that a source is based on, those that the others are based on first."""
    first = {context.letters[each.source.id]: each for each in reversed(given)}
    for _, each in sorted(first.items(), key=lambda pair: (len(pair[0]), pair[0])):
        other = context.find_source(each)
        if other.id != source.id and is_based_on(source, other, context.catalog):
            yield each


def format_chart_label(fact: Fact, context: PageContext) -> str:
    """Return what a fact is called among others: its label or statement, behind its speaker where it is a claim."""
    words = fact.label or strip_markup(fact.statement)
    attribution = context.attributions[fact.id]
    speakers = capitalise(inline.join_with_and(attribution.speakers))
    return f"{speakers}: {words}" if attribution.leads_statement else words


def list_chart_letters(fact: Fact, context: PageContext) -> tuple[str, ...]:
    """Return the letters of a fact's sources, in order; `=` for a fact that we worked out."""
    if fact.derived:
        return ("=",)
    return tuple(context.letters[source.id] for source in context.list_sources(fact, credited=True))


def can_be_drawn(value: Value) -> bool:
    """Tell whether a value has a place on a scale from zero."""
    is_number = value.hedge in RULES_BY_HEDGE or value.hedge in {Hedge.BETWEEN, Hedge.MAGNITUDE}
    return is_number and bool(value.interval and value.interval.is_drawable)


def is_share(value: Value) -> bool:
    """Tell whether a value is measured in percent."""
    return parse_unit(value.unit).dimension is Dimension.SHARE


def build_fact_span(fact: Fact, value: Value, context: PageContext, *, with_speaker: bool = True) -> ChartSpan:
    """Return a value of a fact as a range on a scale, named by the fact and its sources."""
    label = format_chart_label(fact, context) if with_speaker else fact.label or strip_markup(fact.statement)
    return build_chart_span(value, label, list_chart_letters(fact, context))


def build_chart_span(value: Value, label: str = "", letters: tuple[str, ...] = ()) -> ChartSpan:
    """Return a value as a range on a scale, its hedge as the ends of it."""
    rule, interval = RULES_BY_HEDGE.get(value.hedge), value.interval
    both = Ending.SOFT if value.hedge is Hedge.MAGNITUDE else Ending.CLOSED
    low_end, high_end = (_choose_ending(rule.low), _choose_ending(rule.high)) if rule else (both, both)
    return ChartSpan(
        label=label,
        text=format_value_words(value),
        low=interval.low if interval else None,
        high=interval.high if interval and high_end is not Ending.NONE else None,
        point=value.number,
        low_end=low_end,
        high_end=high_end,
        letters=letters,
        dashed=value.hedge is Hedge.MAGNITUDE,
    )


def _choose_ending(end: RelativeEnd | None) -> Ending:
    if end is None:
        return Ending.NONE
    return Ending.OPEN if end.is_open else Ending.SOFT if end.is_convention else Ending.CLOSED


def _round_number_up(number: Decimal) -> Decimal:
    """Return the next number of the form 1, 2 or 5 times a power of ten."""
    power = Decimal(1).scaleb(number.adjusted())
    return next(power * step for step in (1, 2, 5, 10) if power * step >= number)


def _widen_scale(low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Widen a scale to round numbers, in steps that fit between them."""
    while True:
        step = blocks.choose_scale_step(low, high)
        first, last = (low / step).to_integral_value(ROUND_FLOOR), (high / step).to_integral_value(ROUND_CEILING)
        wider = first * step, last * step
        if wider == (low, high):
            return wider
        low, high = wider
