"""How the evidence of a fact changed: passages, chains, origins, independent sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from factsheet.analysis.catalog import Catalog
from factsheet.analysis.independence import count_independent_sources, find_origin
from factsheet.model.records import Evidence, Fact
from factsheet.model.vocabulary import Relation
from factsheet.review.diff.changes import Change, ChangeKind, find_record_changes, format_chain, format_field_value
from factsheet.review.diff.values import find_value_changes, is_later

_COMPARED_APART = frozenset({"source", "locator", "says", "chain", "locations"})


def find_evidence_changes(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    """Yield what changed in the evidence of a fact.

    Evidence is matched by its passage; what is left of a source is matched in the order in which it is written.
    """
    removed, added = list(before.evidence), list(after.evidence)
    pairs: list[tuple[Evidence, Evidence]] = []
    for precision in (2, 1):  # first by source and passage, then by source alone
        for now in tuple(added):
            passage = (now.source.id, now.locator.text)[:precision]
            same = (entry for entry in removed if (entry.source.id, entry.locator.text)[:precision] == passage)
            if was := next(same, None):
                pairs.append((was, now))
                removed.remove(was)
                added.remove(now)
    for now in added:
        location = now.locations.find("source")
        yield Change((ChangeKind.EVIDENCE_ADDED,), "evidence", "", format_field_value(now), location)
    for was in removed:
        location = after.locations.find("evidence")
        yield Change((ChangeKind.EVIDENCE_LOST,), "evidence", format_field_value(was), "", location)
    heard = {evidence.chain[0].id for evidence in after.evidence if evidence.chain}
    for name in sorted({evidence.chain[0].id for evidence in removed if evidence.chain} - heard):
        yield Change((ChangeKind.SPEAKER,), "speaker", name, "", after.locations.find("evidence"))
    for was, now in pairs:
        yield from _compare_pair(was, now, later=is_later(was.as_of or before.as_of, now.as_of or after.as_of))
    yield from _compare_origins(before, after, old, new)


def _compare_pair(was: Evidence, now: Evidence, *, later: bool) -> Iterator[Change]:
    field, find = f"evidence from {now.source.id}", now.locations.find
    if was.locator.text != now.locator.text:
        yield Change((ChangeKind.PASSAGE,), field, was.locator.text, now.locator.text, find("locator"))
    old, new = format_chain(was), format_chain(now)
    if old != new:
        same_speaker = old.split(" → ")[0] == new.split(" → ")[0]
        kinds = (ChangeKind.CHAIN,) if same_speaker else (ChangeKind.CHAIN, ChangeKind.SPEAKER)
        yield Change(kinds, field, old, new, find("chain"))
    yield from find_value_changes(f"{field}: says", was.says, now.says, find("says"), later=later)
    yield from find_record_changes(was, now, _COMPARED_APART, f"{field}: ")


def _compare_origins(before: Fact, after: Fact, old: Catalog, new: Catalog) -> Iterator[Change]:
    was, now = find_supporting_origins(before, old), find_supporting_origins(after, new)
    location = after.locations.find("evidence")
    for name in sorted(now - was):
        yield Change((ChangeKind.ORIGIN_GAINED,), "origins", "", name, location)
    for name in sorted(was - now):
        yield Change((ChangeKind.ORIGIN_LOST,), "origins", name, "", location)
    few, many = (str(count_independent_sources(*pair).independent_count) for pair in ((before, old), (after, new)))
    if few != many:
        yield Change((ChangeKind.INDEPENDENCE,), "independent sources", few, many, location)


def find_supporting_origins(fact: Fact, catalog: Catalog) -> frozenset[str]:
    """Return who said it first, in the evidence that supports a fact."""
    return frozenset(find_origin(evidence, catalog) for evidence in _list_supporting_evidence(fact))


def _list_supporting_evidence(fact: Fact) -> list[Evidence]:
    return [evidence for evidence in fact.evidence if evidence.relation is Relation.SUPPORTS]


def has_new_passage(before: Fact, after: Fact) -> bool:
    """Tell whether a passage supports a fact that did not support it before.

    A locator that quotes more or fewer of the first or the last words still names the same passage.
    """
    old, new = _list_supporting_evidence(before), _list_supporting_evidence(after)
    return not all(any(was.source.id == now.source.id and _has_same_ends(was, now) for was in old) for now in new)


def _has_same_ends(was: Evidence, now: Evidence) -> bool:
    """Tell whether two locators begin at the same place and end at the same place, judging by their words."""
    starts = [_split_words(evidence.locator.first) for evidence in (was, now)]
    ends = [_split_words(evidence.locator.last or evidence.locator.first)[::-1] for evidence in (was, now)]
    return all(old[: len(new)] == new[: len(old)] for old, new in (starts, ends))


def _split_words(text: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word) for word in text.split())
    return [word for word in stripped if word]
