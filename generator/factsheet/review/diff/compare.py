"""Two revisions side by side: what changed in the facts, not in the lines of their files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

from factsheet.analysis.dependents import Dependency, Dependent, find_dependents, group_by_fact, list_dependencies
from factsheet.analysis.ledger import hash_meaning
from factsheet.model.records import Actor, Chart, Fact, Place, Sheet, Source
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, find_record_changes
from factsheet.review.diff.facts import find_fact_changes
from factsheet.review.diff.revision import Revision

_ComparedRecord: TypeAlias = Sheet | Chart | Source | Actor | Place
_IGNORED_FIELDS = frozenset({"id", "locations"})
_IGNORED_SHEET_FIELDS = _IGNORED_FIELDS | {"facts", "charts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionDiff:
    """All that changed between two revisions."""

    base: Revision
    head: Revision
    facts: tuple[FactChange, ...]
    """In the order of the pages; vanished ones last."""
    records: tuple[RecordChange, ...]
    """Sheets, charts, sources, actors and places."""
    not_compared: tuple[str, ...]
    """Facts that are in one revision and may be in the other, where something could not be read."""


def compare_revisions(base: Revision, head: Revision) -> RevisionDiff:
    """Compare two revisions."""
    old, new = base.catalog.facts, head.catalog.facts
    unsure = dict.fromkeys(name for name in new if name not in old and base.is_unreadable("fact", name))
    unsure |= dict.fromkeys(name for name in old if name not in new and _can_hold(head, "fact", name))
    pair = _RevisionPair(base, head, _group_dependencies(base), _group_dependencies(head))
    changes = (_compare_fact(name, pair) for name in dict.fromkeys((*new, *old)) if name not in unsure)
    return RevisionDiff(
        base=base,
        head=head,
        facts=tuple(change for change in changes if change.changes),
        records=tuple(_compare_records(base, head)),
        not_compared=tuple(unsure),
    )


def _can_hold(head: Revision, kind: str, name: str) -> bool:
    """Tell whether a record may be there; where nothing at all is found, its folder may have a wrong name."""
    return head.is_unreadable(kind, name) or (not head.has_site and bool(head.errors))


@dataclass(frozen=True, slots=True)
class _RevisionPair:
    """The two revisions, and what depends on each of their facts."""

    base: Revision
    head: Revision
    base_dependencies: Mapping[str, tuple[Dependency, ...]]
    head_dependencies: Mapping[str, tuple[Dependency, ...]]


def _group_dependencies(revision: Revision) -> Mapping[str, tuple[Dependency, ...]]:
    return group_by_fact(list_dependencies(revision.catalog))


def _compare_fact(name: str, pair: _RevisionPair) -> FactChange:
    base, head = pair.base, pair.head
    before, after = base.catalog.facts.get(name), head.catalog.facts.get(name)
    changes: tuple[Change, ...] = ()
    if before and after:
        changes = tuple(find_fact_changes(before, after, base, head))
    elif after:
        changes = (Change((ChangeKind.NEW,), "fact", "", _summarise_fact(after), after.locations.find("id")),)
    elif before:
        changes = (Change((ChangeKind.VANISHED,), "fact", _summarise_fact(before), "", before.locations.find("id")),)
    return FactChange(
        id=name,
        sheet=head.catalog.sheet_of.get(name) or base.catalog.sheet_of.get(name, ""),
        before=before,
        after=after,
        changes=changes,
        recheck=_find_recheck(before, after, pair) if changes and before else (),
        on_home=name in head.home_facts,
    )


def _summarise_fact(fact: Fact) -> str:
    value = f"{fact.value.text}, " if fact.value else ""
    return f"{value}{fact.standing}"


def _find_recheck(before: Fact, after: Fact | None, pair: _RevisionPair) -> tuple[Dependent, ...]:
    """Return what depends on a fact whose meaning has changed, as far as it is still there to be read again."""
    if after and hash_meaning(before) == hash_meaning(after):
        return ()
    head = pair.head
    present = {"fact": head.catalog.facts, "sheet": head.catalog.sheets, "chart": head.catalog.charts}
    dependents = find_dependents(before.id, pair.head_dependencies if after else pair.base_dependencies)
    return tuple(
        replace(dependent, accepted=_is_accepted(dependent.build_key(before.id), head))
        for dependent in dependents
        if dependent.id in present[dependent.kind]
    )


def _is_accepted(key: tuple[str, str, str], head: Revision) -> bool:
    fact = head.catalog.facts.get(key[2])
    return bool(head.ledger and fact and head.ledger.meanings.get(key) == hash_meaning(fact))


def _compare_records(base: Revision, head: Revision) -> Iterator[RecordChange]:
    old, new = base.catalog, head.catalog
    kinds: dict[str, tuple[Mapping[str, _ComparedRecord], Mapping[str, _ComparedRecord]]] = {
        "sheet": (old.sheets, new.sheets),
        "chart": (old.charts, new.charts),
        "source": (old.sources, new.sources),
        "actor": (old.actors, new.actors),
        "place": (old.places, new.places),
    }
    for kind, (was, now) in kinds.items():
        for name in dict.fromkeys((*now, *was)):
            record = now.get(name) or was[name]
            if changes := _compare_record(kind, was.get(name), now.get(name), (base, head)):
                location = record.locations.find("id")
                yield RecordChange(kind=kind, id=name, name=_choose_name(record), location=location, changes=changes)


def _compare_record(
    kind: str, before: _ComparedRecord | None, after: _ComparedRecord | None, revisions: tuple[Revision, Revision]
) -> tuple[Change, ...]:
    base, head = revisions
    if before and after:
        ignored = _IGNORED_SHEET_FIELDS if kind == "sheet" else _IGNORED_FIELDS
        return tuple(find_record_changes(before, after, ignored))
    if after and not base.is_unreadable(kind, after.id):
        return (Change((ChangeKind.NEW,), kind, "", _choose_name(after), after.locations.find("id")),)
    if before and not _can_hold(head, kind, before.id):
        return (Change((ChangeKind.VANISHED,), kind, _choose_name(before), "", before.locations.find("id")),)
    return ()


def _choose_name(record: _ComparedRecord) -> str:
    match record:
        case Sheet() | Chart():
            return record.title
        case Source():
            return record.title or record.label
        case _:
            return record.name
