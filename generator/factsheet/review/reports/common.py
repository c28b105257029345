"""What every report of a review says: the counts, the order, the grouping and the words."""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from factsheet.diagnostics.core import Location
from factsheet.model.text.wording import format_count
from factsheet.review.diff.changes import AnyChange, ChangeKind, FactChange, RecordChange
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision

UNCHANGED, REMOVED, INSERTED = "=", "-", "+"
SIGN_BY_STATE: Mapping[str, str] = {"changed": "~", "new": "+", "gone": "-", "withdrawn": "-"}
_LEAST_GROUP = 5
_MAX_COMPARED_WORDS = 1_000
"""Texts of more words than this, together, are shown one after the other."""


def choose_state(change: AnyChange) -> str:
    """Return `new`, `gone`, `changed`, or `withdrawn` for a fact that is still there."""
    kinds = {kind for part in change.changes for kind in part.kinds}
    if ChangeKind.NEW in kinds:
        return "new"
    if ChangeKind.VANISHED in kinds:
        return "gone"
    return "withdrawn" if ChangeKind.WITHDRAWN in kinds else "changed"


def find_location(change: AnyChange, base: Revision) -> Location:
    """Return where a fact or record is; with the prefix of the older revision when it is gone."""
    location = change.location if isinstance(change, RecordChange) else change.fact.locations.find("id")
    return base.add_prefix(location) if choose_state(change) == "gone" else location


def count_kinds(diff: RevisionDiff) -> Counter[ChangeKind]:
    """Count the facts in which each kind of change occurs."""
    return Counter(kind for fact in diff.facts for kind in fact.kinds)


def count_recheck(diff: RevisionDiff) -> int:
    """Count the facts, sheets and charts that have to be read again."""
    dependents = (dependent for fact in diff.facts for dependent in fact.recheck)
    return len({(dependent.kind, dependent.id) for dependent in dependents if not dependent.accepted})


def group_facts(facts: Iterable[FactChange]) -> Iterator[tuple[FactChange, ...]]:
    """Yield the changed facts, at least five with the same changes together and every other by itself."""
    groups: dict[object, list[FactChange]] = {}
    for fact in facts:
        same = tuple((part.kinds, part.field, part.before, part.after, part.why) for part in fact.changes)
        groups.setdefault(same if fact.before and fact.after else fact.id, []).append(fact)
    for group in groups.values():
        yield from [tuple(group)] if len(group) >= _LEAST_GROUP else ((fact,) for fact in group)


def format_summary(diff: RevisionDiff) -> str:
    """Return the counts in one line."""
    kinds = count_kinds(diff)
    listed = (ChangeKind.NEW, ChangeKind.VANISHED, ChangeKind.WITHDRAWN, ChangeKind.SUPERSEDED)
    changed = len(diff.facts) - sum(kinds[kind] for kind in listed)
    nothing = "no change in what could be read" if diff.base.errors or diff.head.errors else "no fact has changed"
    parts = [_format_counts("fact", {"changed": changed} | {kind.value: kinds[kind] for kind in listed}) or nothing]
    recheck = count_recheck(diff)
    parts += [f"{recheck:,} to be rechecked"] if recheck else []
    for kind, records in groupby(diff.records, lambda record: record.kind):
        states = Counter(map(choose_state, records))
        parts.append(_format_counts(kind, {state: states[state] for state in SIGN_BY_STATE}))
    return "; ".join(filter(None, parts))


def _format_counts(noun: str, counts: Mapping[str, int]) -> str:
    """Return counts as in `2 facts changed, 1 new`; the noun only once."""
    counted = [(count, word) for word, count in counts.items() if count]
    return ", ".join(f"{count if at else format_count(count, noun)} {word}" for at, (count, word) in enumerate(counted))


def format_review_notes(diff: RevisionDiff) -> Iterator[str]:
    """Yield what a reader of the review must know before trusting it."""
    if not diff.base.has_site:
        yield f"there is no site in {diff.base.name.words}: everything counts as new"
    for revision in (diff.base, diff.head):
        if revision.errors and revision.has_site:
            count = format_count(len(revision.errors), "error")
            yield f"{count} in {revision.name.words}: what could not be read is not compared"
    if diff.not_compared:
        yield f"not compared: {', '.join(diff.not_compared)}"


def diff_words(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield runs of words, each after its mark: `UNCHANGED`, and those `REMOVED` before those `INSERTED` instead."""
    old, new = before.split(), after.split()
    runs = [("replace", 0, len(old), 0, len(new))]
    if len(old) + len(new) <= _MAX_COMPARED_WORDS:
        runs = [*difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()]
    for tag, a, b, c, d in runs:
        sides = ((UNCHANGED, old[a:b]),) if tag == "equal" else ((REMOVED, old[a:b]), (INSERTED, new[c:d]))
        yield from ((sign, " ".join(words)) for sign, words in sides if words)
