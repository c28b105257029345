"""What became of the evidence of a fact: passages, chains, origins, independent sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.independence import count_independent_sources, find_origin
from factsheet.model.records import Evidence, Fact
from factsheet.model.vocabulary import Relation
from factsheet.review.diff.changes import Change, ChangeKind, find_record_changes
from factsheet.review.diff.values import find_value_changes

_COMPARED_APART = frozenset({"source", "locator", "says", "chain", "locations"})


@dataclass(frozen=True, slots=True)
class _EvidencePairs:
    """Evidence of both versions, matched."""

    pairs: tuple[tuple[Evidence, Evidence], ...]
    added: tuple[Evidence, ...]
    removed: tuple[Evidence, ...]


def _pair_evidence(before: Fact, after: Fact) -> _EvidencePairs:
    """Match evidence by its passage; what is left of one source is matched in the order of writing."""
    old, new = list(before.evidence), list(after.evidence)
    pairs: list[tuple[Evidence, Evidence]] = []
    for same in (_is_same_passage, _is_same_source):
        for one in tuple(new):
            other = next((candidate for candidate in old if same(candidate, one)), None)
            if other is not None:
                pairs.append((other, one))
                old.remove(other)
                new.remove(one)
    return _EvidencePairs(tuple(pairs), tuple(new), tuple(old))


def _is_same_passage(one: Evidence, other: Evidence) -> bool:
    return (one.source.id, one.locator.text) == (other.source.id, other.locator.text)


def _is_same_source(one: Evidence, other: Evidence) -> bool:
    return one.source.id == other.source.id


def find_evidence_changes(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    """Yield what changed in the evidence of a fact."""
    paired = _pair_evidence(before, after)
    for one in paired.added:
        yield Change((ChangeKind.EVIDENCE_ADDED,), "evidence", "", _format_evidence(one), one.locations.find("source"))
    for one in paired.removed:
        yield Change(
            (ChangeKind.EVIDENCE_LOST,),
            "evidence",
            _format_evidence(one),
            "",
            after.locations.find("evidence"),
        )
    for was, now in paired.pairs:
        yield from _compare_pair(was, now)
    yield from _compare_origins(before, after, old, new)


def _compare_pair(was: Evidence, now: Evidence) -> Iterator[Change]:
    of, at = f"evidence from {now.source.id}", now.locations.find
    if was.locator.text != now.locator.text:
        texts = (was.locator.text, now.locator.text)
        yield Change((ChangeKind.PASSAGE,), of, *texts, at("locator"))
    old, new = (" → ".join(actor.id for actor in one.chain) or "the publisher" for one in (was, now))
    if old != new:
        yield Change((ChangeKind.CHAIN,), of, old, new, at("chain"))
    yield from find_value_changes(f"{of}: says", was.says, now.says, at("says"))
    yield from find_record_changes(was, now, _COMPARED_APART, f"{of}: ")


def _compare_origins(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    was, now = find_supporting_origins(before, old), find_supporting_origins(after, new)
    at = after.locations.find("evidence")
    for name in sorted(now - was):
        yield Change((ChangeKind.ORIGIN_GAINED,), "origins", "", name, at)
    for name in sorted(was - now):
        yield Change((ChangeKind.ORIGIN_LOST,), "origins", name, "", at)
    few, many = (str(count_independent_sources(*one).independent_count) for one in ((before, old), (after, new)))
    if few != many:
        yield Change((ChangeKind.INDEPENDENCE,), "independent sources", few, many, at)


def find_supporting_origins(fact: Fact, catalog: Catalog) -> frozenset[str]:
    """Return who said it first, in the evidence that supports a fact."""
    supports = (one for one in fact.evidence if one.relation is Relation.SUPPORTS)
    return frozenset(find_origin(one, catalog) for one in supports)


def has_new_passage(before: Fact, after: Fact) -> bool:
    """Tell whether a passage supports a fact that did not support it before.

    A locator that takes in more or fewer of the first or the last words leads to the same passage still.
    """
    old, new = ([one for one in fact.evidence if one.relation is Relation.SUPPORTS] for fact in (before, after))
    return not all(any(_is_same_source(was, now) and _has_same_ends(was, now) for was in old) for now in new)


def _has_same_ends(one: Evidence, other: Evidence) -> bool:
    """Tell whether two locators begin at one place and end at one place, as far as their words tell."""
    begin, start = (_split_words(each.locator.first) for each in (one, other))
    end, stop = (_split_words(each.locator.last or each.locator.first)[::-1] for each in (one, other))
    return all(first[: len(second)] == second[: len(first)] for first, second in ((begin, start), (end, stop)))


def _split_words(side: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in side.split())
    return [word for word in stripped if word]


def _format_evidence(one: Evidence) -> str:
    said = f" says {one.says.text}" if one.says else ""
    relation = "" if one.relation is Relation.SUPPORTS else f" ({one.relation})"
    return f"{one.source.id}{relation}{said}: {one.locator.text}"
