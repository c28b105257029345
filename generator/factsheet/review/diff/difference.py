"""Two versions side by side: what changed in the facts, never in the lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from factsheet.analysis.dependents import Dependant, Dependence, by_fact, dependants_of, dependences
from factsheet.analysis.ledger import meaning_of
from factsheet.model.records import Actor, Chart, Fact, Place, Sheet, Source
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, record_changes
from factsheet.review.diff.fact_changes import fact_changes
from factsheet.review.diff.revision import Version

_AnyRecord: TypeAlias = Sheet | Chart | Source | Actor | Place
_NOT_COMPARED = frozenset({"id", "where", "facts"})
_NOT_OF_SHEETS = frozenset({"charts"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """All that changed between two versions."""

    base: Version
    head: Version
    facts: tuple[FactChange, ...]
    """In the order of the pages; vanished ones last."""
    records: tuple[RecordChange, ...]
    """Sheets, charts, sources, actors and places."""
    not_compared: tuple[str, ...]
    """Facts that are in one version and may be in the other, where something could not be read."""


def compare(base: Version, head: Version) -> Difference:
    """Compare two versions."""
    old, new = base.catalog.facts, head.catalog.facts
    unsure = [name for name in new if name not in old and base.lacks("fact", name)]
    unsure += [name for name in old if name not in new and _may_hold(head, "fact", name)]
    both = _Both(base, head, _resting(base), _resting(head))
    names = dict.fromkeys((*new, *old))
    for name in unsure:
        names.pop(name, None)
    found = (_fact_change(name, both) for name in names)
    return Difference(
        base=base,
        head=head,
        facts=tuple(one for one in found if one.changes),
        records=tuple(_record_changes(base, head)),
        not_compared=tuple(unsure),
    )


def _may_hold(head: Version, kind: str, name: str) -> bool:
    """Tell whether a record may be there; where nothing at all is found, its folder may be misnamed."""
    return head.lacks(kind, name) or (not head.is_there and bool(head.errors))


@dataclass(frozen=True, slots=True)
class _Both:
    """The two versions, and what rests on each fact of them."""

    base: Version
    head: Version
    rested: Mapping[str, tuple[Dependence, ...]]
    resting: Mapping[str, tuple[Dependence, ...]]


def _resting(one: Version) -> Mapping[str, tuple[Dependence, ...]]:
    return by_fact(dependences(one.catalog))


def _fact_change(name: str, both: _Both) -> FactChange:
    base, head = both.base, both.head
    before, after = base.catalog.facts.get(name), head.catalog.facts.get(name)
    changes: Sequence[Change] = ()
    if before and after:
        changes = tuple(fact_changes(before, after, base, head))
    elif after:
        changes = (Change((ChangeKind.NEW,), "fact", "", _in_short(after), after.where.of("id")),)
    elif before:
        changes = (Change((ChangeKind.VANISHED,), "fact", _in_short(before), "", before.where.of("id")),)
    sheet = head.catalog.sheet_of.get(name) or base.catalog.sheet_of.get(name, "")
    recheck = _recheck(before, after, both) if changes and before else ()
    return FactChange(
        id=name,
        sheet=sheet,
        before=before,
        after=after,
        changes=tuple(changes),
        recheck=recheck,
        on_home=name in head.home_facts,
    )


def _in_short(fact: Fact) -> str:
    value = f"{fact.value.text}, " if fact.value else ""
    return f"{value}{fact.standing}"


def _recheck(before: Fact, after: Fact | None, both: _Both) -> tuple[Dependant, ...]:
    """Return what rests on a fact whose meaning has changed and is there to be read again."""
    if after and meaning_of(before) == meaning_of(after):
        return ()
    head = both.head
    found = dependants_of(before.id, both.resting if after else both.rested)
    there = {"fact": head.catalog.facts, "sheet": head.catalog.sheets, "chart": head.catalog.charts}
    return tuple(
        replace(one, accepted=_is_accepted(one.key(before.id), head))
        for one in found
        if one.id in there[one.kind]
    )


def _is_accepted(key: tuple[str, str, str], head: Version) -> bool:
    fact = head.catalog.facts.get(key[2])
    return bool(head.ledger and fact and head.ledger.meanings.get(key) == meaning_of(fact))


def _record_changes(base: Version, head: Version) -> Iterator[RecordChange]:
    old, new = base.catalog, head.catalog
    for kind, was, now in (
        ("sheet", old.sheets, new.sheets),
        ("chart", old.charts, new.charts),
        ("source", old.sources, new.sources),
        ("actor", old.actors, new.actors),
        ("place", old.places, new.places),
    ):
        yield from _of_kind(kind, was, now, (base, head))


def _of_kind(
    kind: str,
    was: Mapping[str, _AnyRecord],
    now: Mapping[str, _AnyRecord],
    versions: tuple[Version, Version],
) -> Iterator[RecordChange]:
    base, head = versions
    leave_out = _NOT_COMPARED | _NOT_OF_SHEETS if kind == "sheet" else _NOT_COMPARED - {"facts"}
    for name in dict.fromkeys((*now, *was)):
        before, after = was.get(name), now.get(name)
        changes: tuple[Change, ...] = ()
        if before and after:
            changes = tuple(record_changes(before, after, leave_out))
        elif after and not base.lacks(kind, name):
            changes = (Change((ChangeKind.NEW,), kind, "", _name_of(after), after.where.of("id")),)
        elif before and not _may_hold(head, kind, name):
            changes = (Change((ChangeKind.VANISHED,), kind, _name_of(before), "", before.where.of("id")),)
        if changes and (one := after or before):
            yield RecordChange(kind=kind, id=name, name=_name_of(one), at=one.where.of("id"), changes=changes)


def _name_of(record: _AnyRecord) -> str:
    match record:
        case Sheet() | Chart():
            return record.title
        case Source():
            return record.title or record.label
        case _:
            return record.name
