"""A chart compares only what may be compared, and draws only what there is to draw."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.analysis.agreement import list_comparisons
from factsheet.checks.context import CheckContext, ReportedDiagnostic
from factsheet.diagnostics.rules.facts import (
    CHART_FACT_WITHOUT_NUMBER,
    FOREIGN_CHART_FACT,
    INCOMPARABLE_CHART_VALUES,
    OUTDATED_CHART_FACT,
    PARTS_EXCEED_WHOLE,
    WRONG_CHART_SIZE,
)
from factsheet.model.arithmetic.units import Dimension, Unit, can_compare_units, parse_unit
from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.vocabulary import ChartKind

_MIN_CHART_FACTS, _MAX_CHART_FACTS = 2, 12
_SINGLE_FACT_KINDS = frozenset({ChartKind.INTERVALS, ChartKind.LIMITS})


def check_charts_sound(subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    """Find charts of the wrong facts, of facts without a number, and of values that cannot be compared."""
    facts = subject.catalog.facts
    for sheet in subject.catalog.sheets.values():
        for chart in sheet.charts:
            drawn = tuple(facts[one.id] for one in chart.facts if one.id in facts)
            yield from _find_wrong_facts(chart, sheet, subject)
            yield from _check_fact_count(chart, drawn)
            yield from _find_incomparable(chart, drawn)
            yield from _check_parts(chart, drawn)


def _find_wrong_facts(chart: Chart, sheet: Sheet, subject: CheckContext) -> Iterator[ReportedDiagnostic]:
    catalog = subject.catalog
    for one in chart.facts:
        fact = catalog.facts.get(one.id)
        if fact is None:
            continue
        if catalog.sheet_of[fact.id] != sheet.id:
            message = f"'{fact.id}' of the chart stands on the sheet '{catalog.sheet_of[fact.id]}'"
            yield ReportedDiagnostic(FOREIGN_CHART_FACT.report(one.location, message, "draw facts of this sheet only"))
        if not fact.is_active:
            message = f"'{fact.id}' of the chart is {fact.lifecycle.value}"
            now = f"draw '{fact.superseded_by.id}' in its place" if fact.superseded_by else "take it out"
            yield ReportedDiagnostic(OUTDATED_CHART_FACT.report(one.location, message, now))
        if not _has_number(fact):
            said = f"'{fact.value.text}'" if fact.value else "no value"
            message = f"'{fact.id}' of the chart has {said}, which is no number to draw"
            yield ReportedDiagnostic(
                CHART_FACT_WITHOUT_NUMBER.report(
                    one.location, message, "leave it out, or give it a value with a number"
                )
            )


def _has_number(fact: Fact) -> bool:
    return bool(fact.value and fact.value.interval and fact.value.interval.is_drawable)


def _check_fact_count(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[ReportedDiagnostic]:
    count = len(drawn)
    if _MIN_CHART_FACTS <= count <= _MAX_CHART_FACTS or count < len(chart.facts):
        return
    if count == 1 and chart.drawn in _SINGLE_FACT_KINDS:
        pairs = tuple(list_comparisons(drawn[0]))
        answers = (one for pair in pairs for one in (pair.left, pair.right))
        if len({one.value.text for one in answers if one.value and one.value.interval}) > 1:
            return
        message = f"'{drawn[0].id}' is drawn alone, but its sources give one answer only"
    else:
        message = f"the chart '{chart.id}' draws {count} {'fact' if count == 1 else 'facts'}"
    hint = f"draw {_MIN_CHART_FACTS} to {_MAX_CHART_FACTS} facts"
    yield ReportedDiagnostic(WRONG_CHART_SIZE.report(chart.locations.find("facts"), message, hint))


def _find_incomparable(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[ReportedDiagnostic]:
    measured = [(fact, parse_unit(fact.value.unit)) for fact in drawn if fact.value and _has_number(fact)]
    for fact, unit in measured[1:]:
        first, like = measured[0]
        if not can_compare_units(unit, like) or _has_other_whole(unit, like):
            at = next(one.location for one in chart.facts if one.id == fact.id)
            message = (
                f"'{fact.id}' is measured in {_format_unit(unit.text)}, '{first.id}' in {_format_unit(like.text)}; "
                "they have no common scale"
            )
            yield ReportedDiagnostic(
                INCOMPARABLE_CHART_VALUES.report(at, message, "draw two charts, or leave one of them out")
            )


def _has_other_whole(one: Unit, other: Unit) -> bool:
    """Tell whether two shares name wholes that differ; a bare percent sign leaves its whole unsaid."""
    wholes = {unit.counted.removeprefix("%").strip() for unit in (one, other)} - {""}
    return one.dimension is Dimension.SHARE and len(wholes) > 1


def _format_unit(unit: str) -> str:
    return f"'{unit}'" if unit else "plain numbers"


def _check_parts(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[ReportedDiagnostic]:
    if chart.drawn is not ChartKind.PARTS or len(drawn) < _MIN_CHART_FACTS or len(drawn) < len(chart.facts):
        return
    whole = drawn[-1].value.interval if drawn[-1].value else None
    lows = [fact.value.interval.low for fact in drawn[:-1] if fact.value and fact.value.interval]
    least = sum(low for low in lows if low is not None)
    if whole and whole.high is not None and least > whole.high:
        message = f"the parts come to at least {least:,f}, their whole '{drawn[-1].id}' to {whole.high:,f}"
        yield ReportedDiagnostic(
            PARTS_EXCEED_WHOLE.report(chart.locations.find("facts"), message, "put the whole last")
        )
