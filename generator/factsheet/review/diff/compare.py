"""Two revisions side by side: what changed in the facts, not in the lines of their files."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

from factsheet.analysis.copies import compare_copies
from factsheet.analysis.dependents import Dependency, Dependent, find_dependents, group_by_fact, list_dependencies
from factsheet.analysis.ledger import hash_meaning
from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.frozen import dataclass, replace
from factsheet.model.records import Actor, Fact, Place, Source
from factsheet.review.diff import changes
from factsheet.review.diff.facts import find_fact_changes
from factsheet.review.diff.revision import Revision

_ByFact: TypeAlias = tuple[Mapping[str, tuple[Dependency, ...]], ...]
"""What depends on each fact, in the older revision and in the newer one."""
_IGNORED_FIELDS = frozenset({"id", "locations", "statement"})
"""A statement is what the report calls a fact by."""
_IGNORED_SHEET_FIELDS = _IGNORED_FIELDS | {"facts", "charts"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionDiff:
    """All that changed between two revisions."""

    base: Revision
    head: Revision
    facts: tuple[changes.FactChange, ...]
    """In the order of the pages; vanished ones last."""
    records: tuple[changes.RecordChange, ...]
    """Sheets, charts, sources, actors and places."""
    not_compared: tuple[str, ...]
    """Facts that are in one revision and may be in the other, where something could not be read."""


def compare_revisions(base: Revision, head: Revision) -> RevisionDiff:
    """Compare two revisions."""
    old, new = base.catalog.facts, head.catalog.facts
    unsure = dict.fromkeys(name for name in new if name not in old and base.is_unreadable("fact", name))
    unsure |= dict.fromkeys(name for name in old if name not in new and _can_hold(head, "fact", name))
    by_fact = tuple(group_by_fact(list_dependencies(revision.catalog)) for revision in (base, head))
    found = (_compare_fact(name, base, head, by_fact) for name in dict.fromkeys((*new, *old)))
    facts, records = tuple(change for change in found if change.changes), tuple(_compare_records(base, head))
    return RevisionDiff(base=base, head=head, facts=facts, records=records, not_compared=tuple(unsure))


def _can_hold(head: Revision, kind: str, name: str) -> bool:
    """Tell whether a record may be there; where nothing at all is found, its folder may have a wrong name."""
    return head.is_unreadable(kind, name) or (not head.has_site and bool(head.errors))


def _compare_fact(name: str, base: Revision, head: Revision, by_fact: _ByFact) -> changes.FactChange:
    before, after = base.catalog.facts.get(name), head.catalog.facts.get(name)
    found = _find_changes("fact", name, base, head)
    return changes.FactChange(
        id=name,
        sheet=head.catalog.sheet_of.get(name) or base.catalog.sheet_of.get(name, ""),
        before=before,
        after=after,
        fact=after or base.catalog.facts[name],
        changes=found,
        recheck=_find_recheck(before, after, head, by_fact) if found and before else (),
        on_home=name in head.home_facts,
    )


def _list_whole(kind: str, record: Fact | changes.ComparedRecord, *, is_new: bool) -> tuple[changes.Change, ...]:
    """Return that a record is new or gone, and then all that it says besides its name."""
    name = _choose_name(record)
    sides = ("", name) if is_new else (name, "")
    what = changes.ChangeKind.NEW if is_new else changes.ChangeKind.VANISHED
    head = changes.Change((what,), kind, *sides, record.locations.find("id"))
    content = changes.list_content(record, _IGNORED_SHEET_FIELDS if kind == "sheet" else _IGNORED_FIELDS, is_new=is_new)
    return (head, *(change for change in content if name not in {change.before, change.after}))


def _find_recheck(before: Fact, after: Fact | None, head: Revision, by_fact: _ByFact) -> tuple[Dependent, ...]:
    """Return what depends on a fact whose meaning has changed, as far as it is still there to be read again."""
    meaning = hash_meaning(after) if after else ""
    if hash_meaning(before) == meaning:
        return ()
    read_again = head.ledger.meanings if head.ledger else {}
    dependents = find_dependents(before.id, by_fact[bool(after)])
    left = (each for each in dependents if each.id in getattr(head.catalog, f"{each.kind}s"))
    return tuple(replace(each, accepted=read_again.get(each.build_key(before.id)) == meaning) for each in left)


def _compare_records(base: Revision, head: Revision) -> Iterator[changes.RecordChange]:
    copies = {change.source: change for change in compare_copies(base.lock, head.lock)}
    for kind in ("sheet", "chart", "source", "actor", "place"):
        was, now = (getattr(revision.catalog, f"{kind}s") for revision in (base, head))
        for name in dict.fromkeys((*now, *was)):
            before, after = was.get(name), now.get(name)
            found, record = _find_changes(kind, name, base, head), after or was[name]
            at = record.locations.find("id")
            if kind == "source" and (copy := copies.get(name)):
                words = copy.describe(len(copy.changed))
                found += (changes.Change((changes.ChangeKind.CHANGED,), "new copy", "", words, at),)
            if found:
                yield changes.RecordChange(kind, name, _choose_name(record), at, before, after, found)


def _find_changes(kind: str, name: str, base: Revision, head: Revision) -> tuple[changes.Change, ...]:
    """Return what changed in a record; nothing where it may be in a revision in which it could not be read."""
    before, after = (getattr(revision.catalog, f"{kind}s").get(name) for revision in (base, head))
    if before and after and kind == "fact":
        return tuple(find_fact_changes(before, after, base, head))
    if before and after:
        ignored = _IGNORED_SHEET_FIELDS if kind == "sheet" else _IGNORED_FIELDS
        return tuple(changes.find_record_changes(before, after, ignored))
    if after and not base.is_unreadable(kind, name):
        return _list_whole(kind, after, is_new=True)
    return _list_whole(kind, before, is_new=False) if before and not _can_hold(head, kind, name) else ()


def _choose_name(record: Fact | changes.ComparedRecord) -> str:
    if isinstance(record, Fact):
        return changes.format_plain_text(record.statement)
    if isinstance(record, Actor | Place):
        return record.name
    return record.title or (record.label if isinstance(record, Source) else "")


def merge_texts(diff: RevisionDiff) -> Mapping[str, str]:
    """Return the texts of both revisions, so that a diagnostic can show its line."""
    base, head = diff.base, diff.head
    return {f"{base.name.prefix}{file}": text for file, text in base.texts.items()} | dict(head.texts)


def strip_base_locations(diagnostics: Iterable[Diagnostic], diff: RevisionDiff) -> tuple[Diagnostic, ...]:
    """Return diagnostics for a program that has the newer files only: those of older files get no line."""
    prefix = diff.base.name.prefix

    def strip(at: Location) -> Location:
        return at._replace(file=at.file.removeprefix(prefix), line=0) if at.file.startswith(prefix) else at

    return tuple(replace(item, location=strip(item.location)) for item in diagnostics)
