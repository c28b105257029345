"""A value and how it is printed; `grammar` reads it from text."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from factsheet.model.values.hedges import RULES_BY_HEDGE, Hedge
from factsheet.model.values.intervals import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What a fact measures."""

    text: str
    """The value as typed, with white space folded."""
    hedge: Hedge
    hedge_text: str = ""
    """The hedge as written, in lower case: `around`, `up to`; empty where none is."""
    about: bool = False
    """Whether `about` qualifies a bound or a range, as in `at least about 90`."""
    number: Decimal | None = None
    """The written number with its multiplier applied; a fraction in percent. None for ranges and words."""
    number_text: str = ""
    """The number, range or magnitude as printed: `5 million`, `5 and 7 million`, `hundreds of`."""
    interval: Interval | None = None
    """What the value leaves possible; None for rising, falling and unknown."""
    accepted_interval: Interval | None = None
    """What the ledger holds in its place: the same without the limits by precision and wholes, so that nothing that
    was accepted before there were these limits must be accepted again; None where both are the same."""
    unit: str = ""
    """What is counted: `people`, `%`, `% of migrants`, `RUB per month`; may be empty."""
    step: Decimal | None = None
    """The worth of the last written digit, as 1000000 of `5 million`; the coarser of two. None for words."""
    is_fraction: bool = False
    """Whether the number is a fraction in words; the unit then begins with `%` and is printed without it."""

    @property
    def has_conventional_width(self) -> bool:
        """Whether our convention and not the source says how wide the interval is."""
        rule = RULES_BY_HEDGE.get(self.hedge)
        return self.about or (rule is not None and rule.is_convention)


def render_value_parts(value: Value) -> tuple[str, str, str]:
    """Return the hedge, the number and the unit as pages print them, any of which may be empty.

    Joined with spaces they are a value again, with the same interval and unit.
    """
    unit = value.unit
    if value.hedge is Hedge.NONE:
        if unit.startswith("% of "):
            return ("", "none", unit.removeprefix("% "))
        return ("", "no" if unit else "none", unit)
    if value.interval is None:
        return ("", value.hedge.value, unit)
    if value.is_fraction:
        unit = unit.removeprefix("%").strip()
    return (_render_hedge(value), value.number_text, unit)


def _render_hedge(value: Value) -> str:
    if value.hedge in {Hedge.EXACT, Hedge.MAGNITUDE}:
        return ""
    if value.hedge_text:
        return value.hedge_text
    return f"{value.hedge.value} about" if value.about else value.hedge.value
