"""The numbers in a passage, in any usual form: figures in any grouping or script, words, fractions, shares."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import TypeAlias

from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.reading.word_lists import WordLists

BOUNDS = ("at_least", "at_most", "about")
_MAX_WHOLE = Decimal(1000)
"""The largest whole of which `… in …` is taken for a share: `3 in 2022` is none."""
_LOOK_BACK = 12
"""Characters before the first number in which `between` stands."""
_LETTERS = 3
"""Scales with no more letters are short forms, which stand only behind figures."""
_SPACE = "[ \u00a0\u2009\u202f]"
_VULGAR = "[¼½¾⅐-⅞]"
_TOKEN = re.compile(
    rf"(?!(?:[A-Z]{{3}}|Rs)[0-9])[^\W\d_]+-?[0-9]\w*|(?P<figures>[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])|[0-9]+(?:[.,'’·][0-9]+)*)"
    rf"(?P<added>{_VULGAR})?|(?P<vulgar>{_VULGAR})|(?P<word>[^\W\d_]+)"
)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[.,'’·\s][0-9]{3})+|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_DECIMALS = re.compile(r"(.*?)([.,·])([0-9]+)")
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th|\.)?"
_ISO_DATE = (
    r"(?:1[5-9]|20)[0-9]{2}[–/][0-9]{2}(?![0-9])|[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{1,2}:[0-9]{2}"
    r"|[0-9]{1,2}[./][0-9]{1,2}[./](?:[0-9]{4}|[0-9]{2})"
)
_FILLER = re.compile(r"(?:\s+[^\W\d_]+){0,3}\s*[$€£₽]?\s*")
_NEAR_FILLER = re.compile(r"\s*(?:an?\s+|the\s+)?(?:[A-Z]{3}\s*)?[$€£₽]?\s*")
_Patterns: TypeAlias = Mapping[str, re.Pattern[str]]
"""The lists of a language as patterns of the parts of a number, by their names in `_build_patterns`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundNumber:
    """One number in a text."""

    readings: tuple[Decimal, ...]
    """What it may be, the usual reading first: `1.500` is one and a half, or fifteen hundred."""
    start: int
    end: int
    scale: Decimal = Decimal(1)
    is_share: bool = False
    """Whether it is in percent; a fraction and `one in five` are turned into percent."""
    is_date: bool = False
    """Whether it is part of a date, or may be a year."""
    bounds: frozenset[str] = frozenset()
    """What is said of it: names of `BOUNDS`."""
    measure: str = ""
    """The unit of time, length or weight behind it, by its English name."""


@cache
def _build_patterns(lists: WordLists) -> _Patterns:
    listed = {name.removeprefix("numbers."): pattern.pattern for name, pattern in lists.patterns.items()}
    long_scales = [scale for scale in lists.scales if len(scale) > _LETTERS]
    scales, fractions, joins = map(_join_words, (lists.scales, lists.fractions, lists.joins))
    glue = "*" if lists.compounds else "+"
    near = rf"(?:{_DAY}\s+(?:of\s+)?)?(?:{listed['months']})\.?(?:\s+{_DAY}(?![0-9]))?(?:,?\s+[0-9]{{4}}(?![0-9]))?"
    texts = {
        "piece": _join_words([*lists.words, *long_scales]),
        "joint": rf"[\s-]{glue}(?:(?P<join>{joins})[\s-]{glue})?",
        "article": rf"(?:{listed['one']})(?=[\s-]+(?:{_join_words(long_scales)}|{fractions})(?!\w))",
        "scale": rf"(?P<space>[\s\u00a0-]?)(?P<name>{scales})(?!\w)",
        "fraction": rf"[\s-]+(?P<name>{fractions})(?!\w)",
        "ordinal": rf"(?:{fractions})(?!\w)",
        "part_of": rf"(?:\s+of)?(?:\s+(?:{listed['one']}))?\s+(?P<name>{scales})(?!\w)",
        "halves": rf"[\s-]*(?:{listed['halves']})",
        "percent": rf"[\s\u00a0-]*(?:{listed['percent']})",
        "date": f"{_ISO_DATE}|{near}",
        "range": rf"\s*(?:(?P<pair>{listed['pairs']})|[-–—]|{listed['ranges']})\s*",
        "closed": rf"(?P<between>(?:{listed['between']})\W*)|(?P<from>(?:{listed['from']})\W*)",
        "share": rf"(?P<name>{_join_words(lists.shares)})(?!\w)",
        "ratio": rf"\s+(?:{listed['ratio']})\s+",
    }
    return {name: re.compile(text, re.IGNORECASE) for name, text in texts.items()}


def _join_words(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"


def find_numbers(text: str, lists: WordLists) -> tuple[FoundNumber, ...]:
    """Return the numbers in a text, in order, with what is said of each; `one in five` is there as a share as well."""
    text = "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)
    patterns = _build_patterns(lists)
    found = _complete_ranges(list(_read_numbers(text, patterns, lists)), text, patterns)
    dates = [match.span() for match in patterns["date"].finditer(text)]
    ends = [0, *(number.end for number in found)]
    dated = (
        replace(
            number,
            is_date=number.is_date or any(start <= number.start < end for start, end in dates),
            measure=_find_measure(text, number, lists),
            bounds=number.bounds | _find_bounds(text, number, earliest, lists),
        )
        for number, earliest in zip(found, ends, strict=False)
    )
    return tuple(_add_ratios(list(dated), text, patterns))


def _read_numbers(text: str, patterns: _Patterns, lists: WordLists) -> Iterator[FoundNumber]:
    end = 0
    for token in _TOKEN.finditer(text):
        if token.start() < end or token.lastgroup is None:  # A code, such as `Covid-19`.
            continue
        number = _read_words(text, token.start(), patterns, lists) if token["word"] else _read_figures(token, lists)
        if number:
            number = _read_suffixes(text, number, patterns, lists)
            end = number.end
            yield number


def _read_figures(token: re.Match[str], lists: WordLists) -> FoundNumber | None:
    if token["vulgar"]:
        share = Decimal(str(unicodedata.numeric(token["vulgar"]))) * 100
        return FoundNumber(readings=(share,), start=token.start(), end=token.end(), is_share=True)
    figures = token["figures"]
    added = Decimal(str(unicodedata.numeric(token["added"]))) if token["added"] else Decimal(0)
    readings = [re.sub("[^0-9]", "", figures)] if _GROUPED.fullmatch(figures) or figures.isdigit() else []
    parts = _DECIMALS.fullmatch(figures)
    if parts and (parts[2] == lists.decimal or not readings):
        readings.insert(0, f"{re.sub('[^0-9]', '', parts[1])}.{parts[3]}")
    numbers = tuple(Decimal(reading) + added for reading in dict.fromkeys(readings))
    is_year = _YEAR.fullmatch(figures) is not None
    return FoundNumber(readings=numbers, start=token.start(), end=token.end(), is_date=is_year) if numbers else None


def _read_words(text: str, start: int, patterns: _Patterns, lists: WordLists) -> FoundNumber | None:
    """Read a number in words, as far as they add up: `ninety three` is one number, `three five` is two."""
    total = current = Decimal(0)
    best: FoundNumber | None = None
    piece, join, was_scale = patterns["article"].match(text, start) or patterns["piece"].match(text, start), "", False
    while piece:
        word = piece[0].lower()
        scale, number = lists.scales.get(word), lists.words.get(word, Decimal(1))
        if join and not (was_scale or lists.compounds):
            break
        if scale and scale >= 1000:  # noqa: PLR2004 - from here on, what stands before it is multiplied as a whole
            total, current = total + (current or 1) * scale, Decimal(0)
        elif scale and current < 100:  # noqa: PLR2004 - `nineteen hundred`
            current = (current or 1) * scale
        elif scale is None and _can_add(current, number, join):
            current += number
        else:
            break
        if not text[piece.end() : piece.end() + 1].isalpha():
            best = FoundNumber(readings=(total + current,), start=start, end=piece.end(), scale=scale or Decimal(1))
        was_scale, joint = scale is not None, patterns["joint"].match(text, piece.end())
        join = (joint["join"] or "") if joint else ""
        piece = patterns["piece"].match(text, joint.end()) if joint else None
    if share := patterns["share"].match(text, start):
        return FoundNumber(readings=(lists.shares[share[0].lower()],), start=start, end=share.end(), is_share=True)
    if best is None and (ordinal := patterns["ordinal"].match(text, start)):
        count = round(1 / lists.fractions[ordinal[0].lower()])
        return FoundNumber(readings=(Decimal(count),), start=start, end=ordinal.end(), is_date=True)
    return best


def _can_add(current: Decimal, number: Decimal, join: str) -> bool:
    """Tell whether a number below a hundred follows: `ninety three`, `hundred seven`, `dreiundneunzig`."""
    rest = current % 100
    if join and 0 < rest < 10 and number % 10 == 0:  # noqa: PLR2004
        return number > 10  # noqa: PLR2004
    return rest == 0 or (rest >= 20 and rest % 10 == 0 and number < 10)  # noqa: PLR2004


def _read_suffixes(text: str, number: FoundNumber, patterns: _Patterns, lists: WordLists) -> FoundNumber:
    """Read what follows: `and a half`, `million`, `thirds`, `percent`."""
    number = _read_halves(text, number, patterns)
    while not number.is_share and (match := patterns["scale"].match(text, number.end)):
        name = match["name"].lower()
        scale = lists.scales[name]
        readings = tuple(reading * scale for reading in number.readings)
        if len(name) == 1:  # `5 m` are metres, `5m` may be.
            if match["space"]:
                break
            readings += number.readings
        number = replace(number, readings=readings, end=match.end(), scale=number.scale * scale, is_date=False)
    number = _read_halves(text, number, patterns)
    if not number.is_share and (match := patterns["fraction"].match(text, number.end)):
        share = number.readings[0] * lists.fractions[match["name"].lower()] * 100
        number = replace(number, readings=(share,), end=match.end(), is_share=True)
    if number.is_share and (match := patterns["part_of"].match(text, number.end)):
        whole = lists.scales[match["name"].lower()]
        number = replace(number, readings=(number.readings[0] / 100 * whole,), end=match.end(), is_share=False)
    if match := patterns["percent"].match(text, number.end):
        number = replace(number, end=match.end(), is_share=True, is_date=False)
    return number


def _read_halves(text: str, number: FoundNumber, patterns: _Patterns) -> FoundNumber:
    match = None if number.is_share else patterns["halves"].match(text, number.end)
    half = Decimal("0.5") * number.scale
    return replace(number, readings=(number.readings[0] + half,), end=match.end()) if match else number


def _complete_ranges(found: list[FoundNumber], text: str, patterns: _Patterns) -> list[FoundNumber]:
    """Return the numbers with what the ends of a range share: `five to seven million`, `40 to 50 %`."""
    for place, (low, high) in enumerate(pairwise(found)):
        joint = patterns["range"].fullmatch(text, low.end, high.start)
        if joint is None or low.is_date or (low.is_share and not high.is_share):
            continue
        first, last = low, high
        if high.is_share and not low.is_share:
            first = replace(low, is_share=True)
        elif high.scale > low.readings[0]:
            first = replace(low, readings=(low.readings[0] * high.scale, *low.readings))
        before = patterns["closed"].search(text[max(0, low.start - _LOOK_BACK) : low.start])
        if before["between"] if before else joint["pair"] is None:  # From 8 to 80 is a change.
            first, last = replace(first, bounds=frozenset({"at_least"})), replace(last, bounds=frozenset({"at_most"}))
        found[place : place + 2] = [first, last]
    return found


def _add_ratios(found: list[FoundNumber], text: str, patterns: _Patterns) -> Iterator[FoundNumber]:
    for first, last in zip(found, [*found[1:], None], strict=False):
        yield first
        if last and patterns["ratio"].fullmatch(text, first.end, last.start):
            part, whole = first.readings[0], last.readings[0]
            if part < whole <= _MAX_WHOLE and not (last.is_date or first.is_share):
                yield replace(first, readings=(part / whole * 100,), end=last.end, is_share=True)
            elif first.is_share and not last.is_share:
                yield replace(last, readings=(part / 100 * whole,), start=first.start)  # A quarter of the 320 flats.


def _find_measure(text: str, number: FoundNumber, lists: WordLists) -> str:
    word = re.match(r"[\s\u00a0-]*([^\W\d_]+)", text[number.end :])
    return lists.measures.get(word[1].lower(), "") if word else ""


def _find_bounds(text: str, number: FoundNumber, earliest: int, lists: WordLists) -> frozenset[str]:
    """Return what is said of a number, by words before it that belong to no other number, or right behind it."""
    before, after = text[max(earliest, number.start - 60) : number.start], text[number.end : number.end + 30]
    found = set()
    for name in BOUNDS:
        for place, filler in (("before", _FILLER), ("near", _NEAR_FILLER)):
            ends = [match.end() for match in lists.patterns[f"bounds.{place}.{name}"].finditer(before)]
            if ends and filler.fullmatch(before, ends[-1]):
                found.add(name)
        behind = lists.patterns[f"bounds.after.{name}"].search(after)
        if behind and re.fullmatch(r"\s*(?:[^\W\d_]+\s+)?", after[: behind.start()]):
            found.add(name)
    return frozenset(found)
