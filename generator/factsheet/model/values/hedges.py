"""The words before a number that say how exact it is: what each means, and how they are read.

The grammar of values, its intervals and the method page all use the table in `words.toml`, which also says why the
intervals are as wide as they are.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from factsheet.diagnostics.core import ParseFailure
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.values.intervals import Interval, multiply, render_interval
from factsheet.model.values.words import MAGNITUDES, WORDS

_WHOLE = Decimal(1)
_ZERO = Decimal(0)


class Hedge(StrEnum):
    """What is said about a number, by its canonical words."""

    EXACT = "exactly"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    FEWER_THAN = "fewer than"
    ABOUT = "about"
    NEARLY = "nearly"
    JUST_OVER = "just over"
    BETWEEN = "between"
    MAGNITUDE = "magnitude"
    """`hundreds of`: an order of magnitude and no number."""
    RISING = "rising"
    FALLING = "falling"
    UNKNOWN = "unknown"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RelativeEnd:
    """One end of the interval of a hedge, as a share of the written number."""

    share: Decimal
    """0 is zero itself, which is a limit only where the number is not negative."""
    is_open: bool = False
    """Whether the end itself is excluded."""

    @property
    def is_convention(self) -> bool:
        """Whether its share is our choice and not what the source says."""
        return self.share not in {_ZERO, _WHOLE}


@dataclass(frozen=True, slots=True)
class HedgeRule:
    """A hedge before a number, or words in the place of one: what they are and what they leave possible."""

    hedge: Hedge
    words: tuple[str, ...]
    """All ways to write it, the canonical one first."""
    meaning: str
    """One sentence for readers."""
    low: RelativeEnd | None = None
    """None when there is no lower limit."""
    high: RelativeEnd | None = None
    """None when there is no upper limit."""
    max_places: int = 0
    """How many units of the number's last digit that is not a closing zero an end may be away from it; 0 where how far
    that is is what the source says, and no convention of ours."""
    taken_as: str = ""
    """The interval of words in the place of a number; empty when there is none."""

    @property
    def interval_text(self) -> str:
        """The interval in words, with n for the written number."""
        if self.low is None and self.high is None:
            return self.taken_as
        ends = f"{_render_end(self.low, 'at least', 'above')} {_render_end(self.high, 'to', 'to below')}"
        most = f", at most {self.max_places} units of its last non-zero digit away" if self.max_places else ""
        return f"{ends}{most}"


def _render_end(end: RelativeEnd | None, closed: str, opened: str) -> str:
    if end is None:
        return "without a lower limit" if closed == "at least" else "without an upper limit"
    place = "0" if end.share == _ZERO else "n" if end.share == _WHOLE else f"{end.share} × n"
    word = opened if end.is_open else closed
    return f"{'from' if word == 'at least' else word} {place}"


_BOUNDS = frozenset({Hedge.AT_LEAST, Hedge.AT_MOST, Hedge.MORE_THAN, Hedge.FEWER_THAN})
"""What `about` may follow, as in `at least about 90`."""


def _read_end(declared: Mapping[str, Any], side: str) -> RelativeEnd | None:
    share = declared.get(side)
    return None if share is None else RelativeEnd(Decimal(share), is_open=declared.get("excludes") == side)


def _read_rule(declared: Mapping[str, Any]) -> HedgeRule:
    words, low, high = tuple(declared["words"]), _read_end(declared, "low"), _read_end(declared, "high")
    return HedgeRule(Hedge(words[0]), words, declared["meaning"], low, high, declared.get("max_places", 0))


HEDGES: tuple[HedgeRule, ...] = tuple(map(_read_rule, WORDS["hedges"]))
"""Every hedge that may precede a number."""
RULES_BY_HEDGE: Mapping[Hedge, HedgeRule] = MappingProxyType({rule.hedge: rule for rule in HEDGES})
_ABOUT = RULES_BY_HEDGE[Hedge.ABOUT]


def describe_hedges() -> tuple[HedgeRule, ...]:
    """Return every word of the grammar with its meaning and interval, for the method page."""
    ranges, *others = (
        HedgeRule(Hedge(row["hedge"]), tuple(row["words"]), row["meaning"], taken_as=row.get("taken_as", ""))
        for row in WORDS["others"]
    )
    low, high = (end.share for end in (_ABOUT.low, _ABOUT.high) if end)
    share = f"an end said to be about n is taken at {low} × n below and {high} × n above"
    meaning = "An order of magnitude, without a number."
    magnitudes = (
        HedgeRule(Hedge.MAGNITUDE, (words,), meaning, taken_as=render_interval(interval))
        for words, interval in MAGNITUDES.items()
    )
    return (*HEDGES, replace(ranges, taken_as=f"{ranges.taken_as}; {share}"), *magnitudes, *others)


def compute_interval(rule: HedgeRule, number: Decimal, *, about: bool, place: Decimal | None = None) -> Interval:
    """Return the interval of a hedge around a written number, with its multiplier applied.

    `about` after the hedge moves each end outwards. `place` is the worth of the number's last digit that says
    something; None where precision is not known. Raises ValueError when no number is left, as below zero for
    `fewer than` and `nearly`.
    """
    lower = upper = number
    if about:
        shares = (end.share for end in (_ABOUT.low, _ABOUT.high) if end)
        lower, upper = sorted(_apply_share(share, number, place, _ABOUT.max_places) for share in shares)
    low = None if rule.low is None else _apply_share(rule.low.share, lower, place, rule.max_places)
    high = None if rule.high is None else _apply_share(rule.high.share, upper, place, rule.max_places)
    low_open, high_open = (end is not None and end.is_open for end in (rule.low, rule.high))
    if rule.low is not None and rule.low.share == _ZERO and (number < 0 or (high == 0 and high_open)):
        low = None
    if low is not None and high is not None and low > high:
        low, high, low_open, high_open = high, low, high_open, low_open
    return Interval(low, high, low_open=low_open, high_open=high_open)


def _apply_share(share: Decimal, number: Decimal, place: Decimal | None, places: int) -> Decimal:
    """Return a share of a number, but no further from it than so many of its last digit allow."""
    limit = multiply(share, number)
    if place is None or share in {_ZERO, _WHOLE}:
        return limit
    furthest = multiply(Decimal(places), place)
    return max(min(limit, number + furthest), number - furthest)


def fold_spaces(text: str) -> str:
    """Return the text with each run of white space as one space and none at the ends."""
    return " ".join(text.split())


def compile_phrases(*known: str) -> re.Pattern[str]:
    """Return a pattern for any of the phrases with the white space around it; the longest match wins.

    The phrase itself is group 1. Case and the amount of white space do not matter.
    """
    longest_first = sorted(known, key=len, reverse=True)
    words = (
        r"\s+".join(map(re.escape, phrase.split())) + (r"(?![\w-])" if phrase[-1].isalpha() else "")
        for phrase in longest_first
    )
    return re.compile(rf"\s*({'|'.join(words)})\s*", re.IGNORECASE)


RANGE_HINT = "leave it out: a range names both of its ends"
_HEDGES_BY_WORDS = {words: rule.hedge for rule in HEDGES for words in rule.words}
_HEDGE = compile_phrases(*_HEDGES_BY_WORDS)
_OPENING = compile_phrases("between", "from")


@dataclass(frozen=True, slots=True)
class Prefix:
    """What precedes the first number of a value."""

    hedge: Hedge | None
    """None without a hedge, and for a range that is opened by a word."""
    opening: str
    """`between`, `from` or nothing."""
    about: bool
    """Whether `about` follows a bound or an opening."""
    words: str
    """All of it, in lower case; empty when there is no prefix."""
    end: int
    """Offset at which the number must begin."""


def begins_with_hedge(text: str) -> bool:
    """Tell whether the text begins with a hedge or with a word that opens a range."""
    return _HEDGE.match(text) is not None or _OPENING.match(text) is not None


def read_prefix(text: str) -> Prefix:
    """Read the hedges and the opening that a value begins with, if any; refuse what contradicts or repeats itself."""
    first = _HEDGE.match(text)
    opening = _OPENING.match(text, first.end() if first else 0)
    begun = opening or first
    if begun is None:
        return Prefix(None, "", about=False, words="", end=0)
    second = _HEDGE.match(text, begun.end())
    before, name, after = (fold_spaces(match[1]).lower() if match else "" for match in (first, opening, second))
    hedge, follower = _HEDGES_BY_WORDS.get(before), _HEDGES_BY_WORDS.get(after)
    if first and opening:
        hint = "put it after, as in: between about 5 and 7" if hedge is Hedge.ABOUT else RANGE_HINT
        raise ParseFailure(f"'{before}' cannot precede '{name}'", first.start(1), len(first[1]), hint)
    if second is None or (follower is Hedge.ABOUT and (opening or hedge in _BOUNDS)):
        words = f"{name or before} {after}".rstrip()
        return Prefix(hedge, name, about=second is not None, words=words, end=(second or begun).end())
    if opening:
        raise ParseFailure(f"'{after}' cannot occur inside a range", second.start(1), len(second[1]), RANGE_HINT)
    is_swapped = hedge is Hedge.ABOUT and follower in _BOUNDS
    hint = f"write «!{after} {before}»" if is_swapped else "keep the one that the source uses"
    raise ParseFailure(f"'{before}' and '{after}' cannot be combined", second.start(1), len(second[1]), hint)


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
    """What is counted: `people`, `%`, `% of dockers`, `RUB per month`; may be empty."""
    step: Decimal | None = None
    """The worth of the last written digit, as 1000000 of `5 million`; the coarser of two. None for words."""
    is_fraction: bool = False
    """Whether the number is a fraction in words; the unit then begins with `%` and is printed without it."""

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """The written number; without one, the ends of the interval that there are."""
        ends = (self.interval.low, self.interval.high) if self.interval else ()
        return tuple(end for end in ends if end is not None) if self.number is None else (self.number,)

    @property
    def has_conventional_width(self) -> bool:
        """Whether our convention and not the source says how wide the interval is."""
        rule = RULES_BY_HEDGE.get(self.hedge)
        return self.about or (rule is not None and rule.max_places > 0)


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
    hedge = value.hedge_text or f"{value.hedge.value}{' about' if value.about else ''}"
    return ("" if value.hedge in {Hedge.EXACT, Hedge.MAGNITUDE} else hedge, value.number_text, unit)
