"""Two versions side by side: what changed in the facts, never in the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from factsheet.analysis.dependents import (
    Dependency,
    Dependent,
    find_dependents,
    group_by_fact,
    list_dependencies,
)
from factsheet.analysis.ledger import hash_meaning
from factsheet.model.records import Actor, Chart, Fact, Place, Sheet, Source
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, find_record_changes
from factsheet.review.diff.facts import find_fact_changes
from factsheet.review.diff.revision import Revision

_AnyRecord: TypeAlias = Sheet | Chart | Source | Actor | Place
_IGNORED_FIELDS = frozenset({"id", "locations", "facts"})
_IGNORED_SHEET_FIELDS = frozenset({"charts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionDiff:
    """All that changed between two versions."""

    base: Revision
    head: Revision
    facts: tuple[FactChange, ...]
    """In the order of the pages; vanished ones last."""
    records: tuple[RecordChange, ...]
    """Sheets, charts, sources, actors and places."""
    not_compared: tuple[str, ...]
    """Facts that are in one version and may be in the other, where something could not be read."""


def compare_revisions(base: Revision, head: Revision) -> RevisionDiff:
    """Compare two versions."""
    old, new = base.catalog.facts, head.catalog.facts
    unsure = [name for name in new if name not in old and base.is_unreadable("fact", name)]
    unsure += [name for name in old if name not in new and _can_hold(head, "fact", name)]
    both = _RevisionPair(base, head, _group_dependencies(base), _group_dependencies(head))
    names = dict.fromkeys((*new, *old))
    for name in unsure:
        names.pop(name, None)
    found = (_compare_fact(name, both) for name in names)
    return RevisionDiff(
        base=base,
        head=head,
        facts=tuple(one for one in found if one.changes),
        records=tuple(_compare_records(base, head)),
        not_compared=tuple(unsure),
    )


def _can_hold(head: Revision, kind: str, name: str) -> bool:
    """Tell whether a record may be there; where nothing at all is found, its folder may be misnamed."""
    return head.is_unreadable(kind, name) or (not head.has_site and bool(head.errors))


@dataclass(frozen=True, slots=True)
class _RevisionPair:
    """The two versions, and what rests on each fact of them."""

    base: Revision
    head: Revision
    base_dependencies: Mapping[str, tuple[Dependency, ...]]
    head_dependencies: Mapping[str, tuple[Dependency, ...]]


def _group_dependencies(one: Revision) -> Mapping[str, tuple[Dependency, ...]]:
    return group_by_fact(list_dependencies(one.catalog))


def _compare_fact(name: str, both: _RevisionPair) -> FactChange:
    base, head = both.base, both.head
    before, after = base.catalog.facts.get(name), head.catalog.facts.get(name)
    changes: Sequence[Change] = ()
    if before and after:
        changes = tuple(find_fact_changes(before, after, base, head))
    elif after:
        changes = (Change((ChangeKind.NEW,), "fact", "", _summarise_fact(after), after.locations.find("id")),)
    elif before:
        changes = (Change((ChangeKind.VANISHED,), "fact", _summarise_fact(before), "", before.locations.find("id")),)
    sheet = head.catalog.sheet_of.get(name) or base.catalog.sheet_of.get(name, "")
    recheck = _find_recheck(before, after, both) if changes and before else ()
    return FactChange(
        id=name,
        sheet=sheet,
        before=before,
        after=after,
        changes=tuple(changes),
        recheck=recheck,
        on_home=name in head.home_facts,
    )


def _summarise_fact(fact: Fact) -> str:
    value = f"{fact.value.text}, " if fact.value else ""
    return f"{value}{fact.standing}"


def _find_recheck(before: Fact, after: Fact | None, both: _RevisionPair) -> tuple[Dependent, ...]:
    """Return what rests on a fact whose meaning has changed and is there to be read again."""
    if after and hash_meaning(before) == hash_meaning(after):
        return ()
    head = both.head
    found = find_dependents(before.id, both.head_dependencies if after else both.base_dependencies)
    there = {"fact": head.catalog.facts, "sheet": head.catalog.sheets, "chart": head.catalog.charts}
    return tuple(
        replace(one, accepted=_is_accepted(one.build_key(before.id), head))
        for one in found
        if one.id in there[one.kind]
    )


def _is_accepted(key: tuple[str, str, str], head: Revision) -> bool:
    fact = head.catalog.facts.get(key[2])
    return bool(head.ledger and fact and head.ledger.meanings.get(key) == hash_meaning(fact))


def _compare_records(base: Revision, head: Revision) -> Iterator[RecordChange]:
    old, new = base.catalog, head.catalog
    for kind, was, now in (
        ("sheet", old.sheets, new.sheets),
        ("chart", old.charts, new.charts),
        ("source", old.sources, new.sources),
        ("actor", old.actors, new.actors),
        ("place", old.places, new.places),
    ):
        yield from _compare_kind(kind, was, now, (base, head))


def _compare_kind(
    kind: str,
    was: Mapping[str, _AnyRecord],
    now: Mapping[str, _AnyRecord],
    versions: tuple[Revision, Revision],
) -> Iterator[RecordChange]:
    base, head = versions
    leave_out = _IGNORED_FIELDS | _IGNORED_SHEET_FIELDS if kind == "sheet" else _IGNORED_FIELDS - {"facts"}
    for name in dict.fromkeys((*now, *was)):
        before, after = was.get(name), now.get(name)
        changes: tuple[Change, ...] = ()
        if before and after:
            changes = tuple(find_record_changes(before, after, leave_out))
        elif after and not base.is_unreadable(kind, name):
            changes = (Change((ChangeKind.NEW,), kind, "", _choose_name(after), after.locations.find("id")),)
        elif before and not _can_hold(head, kind, name):
            changes = (Change((ChangeKind.VANISHED,), kind, _choose_name(before), "", before.locations.find("id")),)
        if changes and (one := after or before):
            yield RecordChange(
                kind=kind, id=name, name=_choose_name(one), location=one.locations.find("id"), changes=changes
            )


def _choose_name(record: _AnyRecord) -> str:
    match record:
        case Sheet() | Chart():
            return record.title
        case Source():
            return record.title or record.label
        case _:
            return record.name
