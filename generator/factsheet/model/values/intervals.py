"""Intervals of decimal numbers: the numbers that a value leaves possible."""

from __future__ import annotations

from decimal import Context, Decimal

from factsheet.diagnostics.frozen import dataclass

MINUS = "\N{MINUS SIGN}"
_CONTEXT = Context(prec=60)
"""More digits than any product of a written number and a share has; and no other part of the program can change it."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `low` to `high`; never empty.

    Raises ValueError when the ends are swapped, leave no number between them, or are not finite. Neither the grammars
    nor the arithmetic on intervals let that happen.
    """

    low: Decimal | None
    """The lower end; None when there is no limit."""
    high: Decimal | None
    """The upper end; None when there is no limit."""
    low_open: bool = False
    """Whether the lower end itself is excluded; always False where there is no limit."""
    high_open: bool = False
    """Whether the upper end itself is excluded; always False where there is no limit."""

    def __post_init__(self) -> None:
        # A missing limit has one form only, so that equal intervals compare equal.
        if self.low is None:
            object.__setattr__(self, "low_open", False)
        if self.high is None:
            object.__setattr__(self, "high_open", False)
        if any(end is not None and not end.is_finite() for end in (self.low, self.high)):
            raise ValueError("an end of an interval is a finite number, or None")
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"no number lies between {self.low} and {self.high}")

    @classmethod
    def from_number(cls, number: Decimal) -> Interval:
        """Return the interval of a single number."""
        return cls(number, number)

    @property
    def is_point(self) -> bool:
        """Whether it contains exactly one number."""
        return self.low is not None and self.low == self.high

    @property
    def is_drawable(self) -> bool:
        """Whether it has a place on a scale from zero: no known end is below, and one is above."""
        known = [end for end in (self.low, self.high) if end is not None]
        return bool(known) and min(known) >= 0 and max(known) > 0

    @property
    def _low_key(self) -> tuple[bool, Decimal, bool]:
        """The lower end in an order in which an end that includes more comes first."""
        return (self.low is not None, self.low or Decimal(0), self.low_open)

    @property
    def _high_key(self) -> tuple[bool, Decimal, bool]:
        """The upper end in an order in which an end that includes more comes last."""
        return (self.high is None, self.high or Decimal(0), not self.high_open)

    def contains(self, other: Interval) -> bool:
        """Tell whether this interval contains every number of the other."""
        return self._low_key <= other._low_key and other._high_key <= self._high_key

    def overlaps(self, other: Interval) -> bool:
        """Tell whether the two have a number in common."""
        return not self.is_below(other) and not other.is_below(self)

    def is_below(self, other: Interval) -> bool:
        """Tell whether every number of this interval is less than any of the other."""
        if self.high is None or other.low is None:
            return False
        touching = self.high == other.low and (self.high_open or other.low_open)
        return self.high < other.low or touching


def multiply(first: Decimal, second: Decimal) -> Decimal:
    """Return the product without an exponent and without trailing zeros in its decimals."""
    return Decimal(f"{_CONTEXT.multiply(first, second).normalize(_CONTEXT):f}")


def render_number(number: Decimal) -> str:
    """Return a number as pages print it: commas between thousands, a true minus, no exponent."""
    return f"{number:,f}".replace("-", MINUS)


def render_interval(interval: Interval) -> str:
    """Return the limits in words, such as `at least 93` or `from 200 to less than 1,000`."""
    low, high = interval.low, interval.high
    above, below = "more than" if interval.low_open else "at least", "less than" if interval.high_open else "at most"
    if low is None:
        return "any number" if high is None else f"{below} {render_number(high)}"
    if high is None:
        return f"{above} {render_number(low)}"
    if low == high:
        return render_number(low)
    start, joint, most = ("more than", "and", "at most ") if interval.low_open else ("from", "to", "")
    return f"{start} {render_number(low)} {joint} {'less than ' if interval.high_open else most}{render_number(high)}"
