"""The working of a derived number: what went in, the formula, what came out, what the inputs leave open."""

from __future__ import annotations

from decimal import Decimal

from factsheet.analysis.derivations import Working
from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, Text, plain, without_links
from factsheet.model.values.intervals import Interval, spoken_interval
from factsheet.render.document.blocks import Block, Blocks, Box, Paragraph, Table
from factsheet.render.pages.context import Edition
from factsheet.render.pages.inline_text import fact_page, mark, say, to, value_text

_SHOWN_DIGITS = 6
"""Significant digits of a computed number on the page; the build compares with all of them."""


def working_box(fact: Fact, edition: Edition) -> Blocks:
    """Return how a derived number comes out; empty when it could not be worked out."""
    working = edition.workings.get(fact.id)
    if working is None or fact.derived is None or fact.value is None:
        return ()
    rows: list[tuple[Text, ...]] = [
        (
            say(mark(Role.ID, operand.name)),
            without_links(operand.fact.statement),
            value_text(operand.value),
            say(to(fact_page(operand.fact.id), operand.fact.id)),
        )
        for operand in working.operands
    ]
    result = (plain("="), without_links(fact.statement), value_text(fact.value), say(mark(Role.ID, fact.id)))
    table = Table(
        header=(plain("Name"), plain("Operand"), plain("Value"), plain("Fact")),
        rows=(*rows, result),
        right=frozenset({2}),
        caption=f"The numbers that went into {fact.id}, and the result",
    )
    blocks: list[Block] = [table, Paragraph(_outcome(working, fact.derived.formula.text, fact.value.unit))]
    if fact.derived.note:
        blocks.append(Paragraph(fact.derived.note))
    return (Box(Role.WORKING, tuple(blocks)),)


def _outcome(working: Working, formula: str, unit: str) -> Text:
    of = f" {unit}" if unit else ""
    parts: Text = say(Strong(plain(formula)))
    if working.number is not None:
        parts = say(parts, f" gives {_spoken(Interval.point(working.number))}{of}.")
    if working.interval.is_point:
        return say(parts, " Every input is exact, and so is the result.")
    return say(parts, f" With what the inputs leave open: {_spoken(working.interval)}{of}.")


def _spoken(interval: Interval) -> str:
    def shown(limit: Decimal | None) -> Decimal | None:
        if limit is None:
            return None
        if limit == limit.to_integral_value():
            return limit.to_integral_value()
        return Decimal(f"{limit:.{_SHOWN_DIGITS}g}").normalize()

    low, high = shown(interval.low), shown(interval.high)
    if low is not None and low == high:
        return spoken_interval(Interval.point(low))
    return spoken_interval(Interval(low, high, interval.low_open, interval.high_open))
