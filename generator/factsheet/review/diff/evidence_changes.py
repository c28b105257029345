"""What became of the evidence of a fact: passages, chains, origins, independent sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.independence import independence, origin_of
from factsheet.model.records import Evidence, Fact
from factsheet.model.vocabulary import Relation
from factsheet.review.diff.changes import Change, ChangeKind, field_change
from factsheet.review.diff.value_changes import value_change


@dataclass(frozen=True, slots=True)
class _Paired:
    """Evidence of both versions, matched."""

    pairs: tuple[tuple[Evidence, Evidence], ...]
    gained: tuple[Evidence, ...]
    lost: tuple[Evidence, ...]


def _paired(before: Fact, after: Fact) -> _Paired:
    """Match evidence by its passage; what is left of one source is matched in the order of writing."""
    old, new = list(before.evidence), list(after.evidence)
    pairs: list[tuple[Evidence, Evidence]] = []
    for same in (_same_passage, _same_source):
        for one in tuple(new):
            other = next((candidate for candidate in old if same(candidate, one)), None)
            if other is not None:
                pairs.append((other, one))
                old.remove(other)
                new.remove(one)
    return _Paired(tuple(pairs), tuple(new), tuple(old))


def _same_passage(one: Evidence, other: Evidence) -> bool:
    return (one.source.id, one.locator.text) == (other.source.id, other.locator.text)


def _same_source(one: Evidence, other: Evidence) -> bool:
    return one.source.id == other.source.id


def evidence_changes(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    """Yield what changed in the evidence of a fact."""
    paired = _paired(before, after)
    for one in paired.gained:
        yield Change((ChangeKind.EVIDENCE_ADDED,), "evidence", "", _passage(one), one.where.of("source"))
    for one in paired.lost:
        yield Change((ChangeKind.EVIDENCE_LOST,), "evidence", _passage(one), "", after.where.of("evidence"))
    for was, now in paired.pairs:
        yield from _of_pair(was, now)
    yield from _origins(before, after, old, new)


def _of_pair(was: Evidence, now: Evidence) -> Iterator[Change]:
    of, at = f"evidence from {now.source.id}", now.where.of
    if was.locator.text != now.locator.text:
        texts = (was.locator.text, now.locator.text)
        yield Change((ChangeKind.PASSAGE,), of, *texts, at("locator"))
    old, new = (" → ".join(actor.id for actor in one.chain) or "the publisher" for one in (was, now))
    if old != new:
        yield Change((ChangeKind.CHAIN,), of, old, new, at("chain"))
    yield from value_change(f"{of}: says", was.says, now.says, at("says"))
    for name in ("relation", "differs", "as_of", "note"):
        yield from field_change(f"{of}: {name}", getattr(was, name), getattr(now, name), at(name))


def _origins(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    was, now = origins_of(before, old), origins_of(after, new)
    at = after.where.of("evidence")
    for name in sorted(now - was):
        yield Change((ChangeKind.ORIGIN_GAINED,), "origins", "", name, at)
    for name in sorted(was - now):
        yield Change((ChangeKind.ORIGIN_LOST,), "origins", name, "", at)
    few, many = (str(independence(*one).independent) for one in ((before, old), (after, new)))
    if few != many:
        yield Change((ChangeKind.INDEPENDENCE,), "independent sources", few, many, at)


def origins_of(fact: Fact, catalog: Catalog) -> frozenset[str]:
    """Return who said it first, in the evidence that supports a fact."""
    supports = (one for one in fact.evidence if one.relation is Relation.SUPPORTS)
    return frozenset(origin_of(one, catalog) for one in supports)


def has_new_passage(before: Fact, after: Fact) -> bool:
    """Tell whether a passage supports a fact that did not support it before.

    A locator that takes in more or fewer of the first or the last words leads to the same passage still.
    """
    old, new = (
        [one for one in fact.evidence if one.relation is Relation.SUPPORTS] for fact in (before, after)
    )
    return not all(any(_same_source(was, now) and _same_ends(was, now) for was in old) for now in new)


def _same_ends(one: Evidence, other: Evidence) -> bool:
    """Tell whether two locators begin at one place and end at one place, as far as their words tell."""
    begin, start = (_words(each.locator.first) for each in (one, other))
    end, stop = (_words(each.locator.last or each.locator.first)[::-1] for each in (one, other))
    return all(
        first[: len(second)] == second[: len(first)] for first, second in ((begin, start), (end, stop))
    )


def _words(side: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in side.split())
    return [word for word in stripped if word]


def _passage(one: Evidence) -> str:
    said = f" says {one.says.text}" if one.says else ""
    relation = "" if one.relation is Relation.SUPPORTS else f" ({one.relation})"
    return f"{one.source.id}{relation}{said}: {one.locator.text}"
