"""A chart compares only comparable values, and draws only numbers."""

from collections.abc import Iterator

from factsheet.analysis.agreement import list_comparisons
from factsheet.checks.context import CheckContext
from factsheet.diagnostics import rules
from factsheet.diagnostics.core import Diagnostic
from factsheet.model.arithmetic.units import can_add_units, can_compare_units, convert_value, parse_unit
from factsheet.model.records import Chart, Fact, Sheet
from factsheet.model.vocabulary import ChartKind

_MIN_CHART_FACTS, _MAX_CHART_FACTS = 2, 12
_SINGLE_FACT_KINDS = frozenset({ChartKind.INTERVALS, ChartKind.LIMITS})


def check_charts_sound(context: CheckContext) -> Iterator[Diagnostic]:
    """Report charts of the wrong facts, of facts without a number, and of values that cannot be compared."""
    facts = context.catalog.facts
    for sheet in context.catalog.sheets.values():
        for chart in sheet.charts:
            drawn = tuple(facts[reference.id] for reference in chart.facts if reference.id in facts)
            yield from _find_wrong_facts(chart, sheet, context)
            yield from _check_fact_count(chart, drawn)
            yield from _find_incomparable(chart, drawn)
            yield from _check_parts(chart, drawn)


def _find_wrong_facts(chart: Chart, sheet: Sheet, context: CheckContext) -> Iterator[Diagnostic]:
    catalog = context.catalog
    for reference in chart.facts:
        fact = catalog.facts.get(reference.id)
        if fact is None:
            continue
        if catalog.sheet_of[fact.id] != sheet.id:
            message = f"'{fact.id}' in the chart belongs to the sheet '{catalog.sheet_of[fact.id]}'"
            yield rules.FOREIGN_CHART_FACT.report(reference.location, message, "draw facts of this sheet only")
        if not fact.is_active:
            message = f"'{fact.id}' in the chart is {fact.lifecycle.value}"
            newer = fact.superseded_by.id if fact.superseded_by else ""
            is_drawn = any(other.id == newer for other in chart.facts)
            hint = f"draw '{newer}' instead" if newer and not is_drawn else "remove it"
            hint += f"; '{newer}', which replaces it, is drawn already" if is_drawn else ""
            yield rules.OUTDATED_CHART_FACT.report(reference.location, message, hint)
        if not _has_number(fact):
            value = f"'{fact.value.text}'" if fact.value else "no value"
            message = f"'{fact.id}' in the chart has {value}, which is not a number that can be drawn"
            hint = "leave it out, or give it a value with a number"
            yield rules.CHART_FACT_WITHOUT_NUMBER.report(reference.location, message, hint)


def _has_number(fact: Fact) -> bool:
    return bool(fact.value and fact.value.interval and fact.value.interval.is_drawable)


def _check_fact_count(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[Diagnostic]:
    count = len(drawn)
    if _MIN_CHART_FACTS <= count <= _MAX_CHART_FACTS or count < len(chart.facts):
        return
    if count == 1 and chart.drawn in _SINGLE_FACT_KINDS:
        answers = (answer for pair in list_comparisons(drawn[0]) for answer in (pair.left, pair.right))
        if len({answer.value.text for answer in answers if answer.value and answer.value.interval}) > 1:
            return
        message = f"'{drawn[0].id}' is drawn alone, but its sources give only one answer"
    else:
        message = f"the chart '{chart.id}' draws {count} {'fact' if count == 1 else 'facts'}"
    hint = f"draw {_MIN_CHART_FACTS} to {_MAX_CHART_FACTS} facts"
    yield rules.WRONG_CHART_SIZE.report(chart.locations.find("facts"), message, hint)


def _find_incomparable(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[Diagnostic]:
    locations = {reference.id: reference.location for reference in reversed(chart.facts)}
    measured = [(fact, parse_unit(fact.value.unit)) for fact in drawn if fact.value and _has_number(fact)]
    for place, (fact, unit) in enumerate(measured):
        # A whole may go by a wider name than its parts: tugs and barges among vessels.
        fits = can_add_units if chart.drawn is ChartKind.PARTS else can_compare_units
        if others := [(first, like) for first, like in measured[:place] if not fits(unit, like)]:
            first, like = others[0]
            own, other = (f"'{each.text}'" if each.text else "plain numbers" for each in (unit, like))
            message = f"'{fact.id}' is measured in {own}, '{first.id}' in {other}; they have no common scale"
            hint = "draw two charts, or remove one of them"
            yield rules.INCOMPARABLE_CHART_VALUES.report(locations[fact.id], message, hint)


def _check_parts(chart: Chart, drawn: tuple[Fact, ...]) -> Iterator[Diagnostic]:
    if chart.drawn is not ChartKind.PARTS or len(drawn) < _MIN_CHART_FACTS or len(drawn) < len(chart.facts):
        return
    unit = drawn[-1].value.unit if drawn[-1].value else ""
    values = [convert_value(fact.value, unit) or fact.value for fact in drawn if fact.value]
    *parts, whole = [value.interval for value in values]
    least = sum(part.low for part in parts if part and part.low is not None)
    if whole and whole.high is not None and least > whole.high:
        message = f"the parts come to at least {least:,f}, their whole '{drawn[-1].id}' to {whole.high:,f}"
        yield rules.PARTS_EXCEED_WHOLE.report(chart.locations.find("facts"), message, "put the whole last")
