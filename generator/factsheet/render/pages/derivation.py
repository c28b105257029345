"""The working of a derived number: what went in, the formula, what came out, what the inputs leave open."""

from __future__ import annotations

from decimal import Decimal

from factsheet.analysis.derivations import DerivationResult
from factsheet.model.records import Fact
from factsheet.model.text.css_roles import Role
from factsheet.model.text.spans import Strong, Text, make_text, strip_links
from factsheet.model.values.intervals import Interval, render_interval
from factsheet.render.document.blocks import Block, Blocks, Box, Paragraph, Table
from factsheet.render.pages.context import PageContext
from factsheet.render.pages.inline_text import build_fact_address, link_to, mark, render_value, to_text

_SIGNIFICANT_DIGITS = 6
"""Significant digits of a computed number on the page; the build compares with all of them."""


def build_derivation(fact: Fact, edition: PageContext) -> Blocks:
    """Return how a derived number comes out; empty when it could not be worked out."""
    working = edition.derivations.get(fact.id)
    if working is None or fact.derived is None or fact.value is None:
        return ()
    rows: list[tuple[Text, ...]] = [
        (
            to_text(mark(Role.ID, operand.name)),
            strip_links(operand.fact.statement),
            render_value(operand.value),
            to_text(link_to(build_fact_address(operand.fact.id), operand.fact.id)),
        )
        for operand in working.operands
    ]
    result = (
        make_text("="),
        strip_links(fact.statement),
        render_value(fact.value),
        to_text(mark(Role.ID, fact.id)),
    )
    table = Table(
        header=(make_text("Name"), make_text("Operand"), make_text("Value"), make_text("Fact")),
        rows=(*rows, result),
        right_columns=frozenset({2}),
        caption=f"The numbers that went into {fact.id}, and the result",
    )
    blocks: list[Block] = [
        table,
        Paragraph(_render_outcome(working, fact.derived.formula.text, fact.value.unit)),
    ]
    if fact.derived.note:
        blocks.append(Paragraph(fact.derived.note))
    return (Box(Role.WORKING, tuple(blocks)),)


def _render_outcome(working: DerivationResult, formula: str, unit: str) -> Text:
    of = f" {unit}" if unit else ""
    parts: Text = to_text(Strong(make_text(formula)))
    if working.number is not None:
        parts = to_text(parts, f" gives {_format_interval(Interval.from_number(working.number))}{of}.")
    if working.interval.is_point:
        return to_text(parts, " Every input is exact, and so is the result.")
    return to_text(parts, f" With what the inputs leave open: {_format_interval(working.interval)}{of}.")


def _format_interval(interval: Interval) -> str:
    def round_limit(limit: Decimal | None) -> Decimal | None:
        if limit is None:
            return None
        if limit == limit.to_integral_value():
            return limit.to_integral_value()
        return Decimal(f"{limit:.{_SIGNIFICANT_DIGITS}g}").normalize()

    low, high = round_limit(interval.low), round_limit(interval.high)
    if low is not None and low == high:
        return render_interval(Interval.from_number(low))
    return render_interval(Interval(low, high, interval.low_open, interval.high_open))
