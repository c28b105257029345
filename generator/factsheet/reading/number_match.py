"""Is the number of a value among those of a passage, and is as much said of it?"""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal

from factsheet.model.values.hedges import Hedge, Value
from factsheet.model.values.words import MAGNITUDES
from factsheet.reading.claims import CLAIM_LANGUAGE, Claim
from factsheet.reading.numbers import BOUNDS, FoundNumber, find_numbers
from factsheet.reading.word_lists import WordLists, read_word_lists

_HEDGES = {
    Hedge.AT_LEAST: ("at_least", ROUND_FLOOR),
    Hedge.MORE_THAN: ("at_least", ROUND_FLOOR),
    Hedge.JUST_OVER: ("about", ROUND_FLOOR),
    Hedge.AT_MOST: ("at_most", ROUND_CEILING),
    Hedge.FEWER_THAN: ("at_most", ROUND_CEILING),
    Hedge.ABOUT: ("about", ROUND_HALF_UP),
    Hedge.NEARLY: ("about", ROUND_CEILING),
}
"""Bounds, and how each rounds a number to fewer digits: `more than 90` may be said of 93, `nearly 100` of 98."""
_NEAR = Decimal("0.2")
"""How far a share may be from a rounder one that a hedge goes with."""
_MIN_COUNT = 3
"""Smaller numbers in the words of a statement are often no counts: `one of them`, `both`."""


def list_stated(statement: str, lists: WordLists) -> list[FoundNumber]:
    """Return the numbers that a statement without a value claims; not its dates and small words."""
    found = find_numbers(statement, lists)
    shares = [(share.start, share.end) for share in found if share.is_share]
    return [
        number
        for number in found
        if not number.is_date
        and (number.is_share or not any(start <= number.start < end for start, end in shares))
        and (number.is_share or number.readings[0] >= _MIN_COUNT or statement[number.start].isdigit())
    ]


def is_held(value: Value, inside: Iterable[FoundNumber], passage: str, lists: WordLists) -> bool | None:
    """Tell whether the numbers of a passage hold a value; None where it has no number that could be looked for."""
    if value.hedge is Hedge.NONE:
        return any(0 in n.readings for n in inside) or lists.patterns["numbers.none"].search(passage) is not None
    if value.hedge is Hedge.MAGNITUDE:
        names = [words for words, interval in MAGNITUDES.items() if interval == value.interval]
        known = [lists.magnitudes[name] for name in names if name in lists.magnitudes]
        return any(pattern.search(passage) for pattern in known) if known else None
    if value.number == 1 and lists.patterns["numbers.one"].search(passage):
        return True
    alike = _list_alike(value, inside)
    return all(any(_is_same(target, n, value) for n in alike) for target in value.numbers) if value.numbers else None


def _list_alike(value: Value, numbers: Iterable[FoundNumber]) -> list[FoundNumber]:
    """Return the numbers of a passage that are shares where the value is one, and of no other measure."""
    is_share = value.is_fraction or value.unit.startswith(("%", "percentage"))
    measure = read_word_lists(CLAIM_LANGUAGE).measures.get(value.unit.partition(" ")[0].lower(), "")
    alike = [number for number in numbers if number.is_share is is_share]
    return [number for number in alike if not (measure and number.measure) or number.measure == measure]


def _is_same(target: Decimal, number: FoundNumber, value: Value) -> bool:
    if target in number.readings or (number.is_share and abs(number.readings[0] - target) * 2 < (value.step or 0)):
        return True
    if value.hedge not in _HEDGES or number.is_date:
        return False
    bound, rounding = _HEDGES[value.hedge]
    if number.is_share and _is_within(target, number, bound):
        return True
    digits = Context(prec=len(target.normalize().as_tuple().digits), rounding=rounding)
    return any(digits.plus(reading) == target for reading in number.readings)


def _is_within(target: Decimal, number: FoundNumber, bound: str) -> bool:
    """Tell whether a share may be said to be near another, as 17 of 96 to be fewer than one in five."""
    share = number.readings[0]
    low, high = target * (1 - _NEAR), target * (1 + _NEAR)
    return {"at_most": low <= share <= target, "at_least": target <= share <= high}.get(bound, low <= share <= high)


def find_stated(stated: FoundNumber, inside: Iterable[FoundNumber]) -> bool:
    """Tell whether a number of a statement without a value stands in the passage, or is near as it says."""
    alike = [number for number in inside if number.is_share is stated.is_share]
    if any(set(number.readings) & set(stated.readings) for number in alike):
        return True
    bounds = stated.bounds if stated.is_share else frozenset()
    return any(_is_within(stated.readings[0], number, bound) for number in alike for bound in bounds)


def list_others(values: Iterable[Value], inside: Iterable[FoundNumber]) -> Iterator[FoundNumber]:
    """Yield the numbers of a passage that could be taken for a value and are not it."""
    for value in values:
        for number in _list_alike(value, inside):
            if not number.is_date and not any(_is_same(target, number, value) for target in value.numbers):
                yield number


def list_matches(values: Iterable[Value], inside: Iterable[FoundNumber]) -> list[FoundNumber]:
    """Return the numbers of a passage that are those of a value."""
    pairs = ((value, number) for value in values for number in _list_alike(value, inside))
    return [number for value, number in pairs if any(_is_same(target, number, value) for target in value.numbers)]


def find_part(whole: FoundNumber, others: Iterable[FoundNumber], text: str, lists: WordLists) -> FoundNumber | None:
    """Return the number of which another is the whole: 12 in `12 of the council's 21 seats`, `of the 21 seats, 12`."""
    of = rf"(?:{lists.patterns['numbers.ratio'].pattern})(?:\s+[^\W\d_]+['’]s)?\s+"
    for part in others:
        if re.fullmatch(rf"\s+{of}", text[part.end : whole.start], re.IGNORECASE):
            return part
        between = text[whole.end : part.start]
        if part.start > whole.start and re.search(rf"(?:^|\W){of}$", text[: whole.start], re.IGNORECASE):
            return part
        parts = lists.patterns["numbers.parts"].pattern
        if part.start > whole.start and re.search(rf"(?:{parts})(?:\W+\w+){{0,2}}\W*$", between, re.IGNORECASE):
            return part
    return None


def find_later(first: FoundNumber, others: Iterable[FoundNumber], text: str, lists: WordLists) -> FoundNumber | None:
    """Return the number that another has changed to: 2,500 in `from £500 to £2,500`."""
    before = rf"(?:{lists.patterns['numbers.from'].pattern})\W*$"
    if not re.search(before, text[: first.start], re.IGNORECASE):
        return None
    to = re.compile(rf"(?:\s+\w+){{0,3}}\s+(?:{lists.patterns['numbers.ranges'].pattern})\W*", re.IGNORECASE)
    return next((later for later in others if to.fullmatch(text, first.end, later.start)), None)


def find_dropped_bound(claim: Claim, inside: Sequence[FoundNumber], own: WordLists) -> FoundNumber | None:
    """Return the number of which the passage says `at least` or `about`, and the fact nothing of the kind."""
    stated, values = list_stated(claim.statement, own), claim.values
    pairs = [list_matches((value,), inside) for value in values]
    pairs = pairs or [[n for n in inside if set(n.readings) & set(each.readings)] for each in stated]
    said = {_HEDGES[value.hedge][0] for value in values if value.hedge in _HEDGES}
    said |= {"about"} if any(value.about for value in values) else set()
    said |= {bound for number in stated for bound in number.bounds}
    places = ("before", "near", "after")
    said |= {b for b in BOUNDS if any(own.patterns[f"bounds.{place}.{b}"].search(claim.remarks) for place in places)}
    if any(value.hedge in {Hedge.BETWEEN, Hedge.NONE, Hedge.MAGNITUDE} for value in values):
        return None
    bare = (each for each in pairs if each and all(n.bounds and n.bounds.isdisjoint(said) for n in each))
    return next((numbers[0] for numbers in bare), None)
