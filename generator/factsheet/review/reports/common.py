"""What every report of a review says: the counts, the order, the grouping and the words."""

import difflib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

from factsheet.analysis.dependents import Dependent
from factsheet.diagnostics.core import Location
from factsheet.diagnostics.reporters import format_location
from factsheet.model.text.wording import format_count
from factsheet.review.diff.changes import AnyChange, Change, ChangeKind, FactChange, RecordChange
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.diff.revision import Revision

UNCHANGED, REMOVED, INSERTED = "=", "-", "+"
SIGN_BY_STATE: Mapping[str, str] = {"changed": "~", "new": "+", "gone": "-", "withdrawn": "-"}
_RECORD_KINDS = ("sheet", "chart", "source", "actor", "place")
_MAX_LISTED_ERRORS = 10
"""Errors of the older revision that are listed; its own `check` lists all of them."""
_LEAST_GROUP = 5
_MAX_LISTED_FACTS = 10
"""Facts of a group that are named."""
_MAX_SHORT_WORDS = 2
"""Texts of more words than this are shown once, with the changed words marked."""
_MAX_COMPARED_WORDS = 1_000
"""Texts of more words than this, together, are shown one after the other."""
_FIELDS_NAMED_BY_KIND = frozenset({"evidence", "origins", "corrections", "result"})
"""Fields for which the kind of change is the better label."""


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
    for kind in _RECORD_KINDS:
        states = Counter(choose_state(record) for record in diff.records if record.kind == kind)
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


@dataclass(frozen=True, slots=True)
class ReviewWriter(ABC):
    """Writes a review line by line; a subclass adds the escapes and the marks of its format."""

    diff: RevisionDiff

    @abstractmethod
    def escape(self, text: str) -> str:
        """Return plain text as the format writes it."""

    @abstractmethod
    def mark_run(self, sign: str, words: str) -> str:
        """Return words with the marks of what was removed or inserted."""

    def mark_value(self, sign: str, words: str) -> str:
        """Return the whole of an old or new value with its marks."""
        return self.mark_run(sign, words)

    @abstractmethod
    def join_change(self, sign: str, words: str, remark: str) -> str:
        """Return a change in one line; the remark may be empty."""

    @abstractmethod
    def write_recheck(self, heading: str, dependents: Sequence[str]) -> str:
        """Return a list of what depends on a fact."""

    def write_id(self, text: str) -> str:
        """Return an id, set apart from other words where the format can do so."""
        return self.escape(text)

    def mark_note(self, text: str) -> str:
        """Return a note that is not itself a change, set apart where the format can do so."""
        return text

    def write_names(self) -> str:
        """Return the names of both revisions."""
        return self.escape(f"{self.diff.base.name.words} → {self.diff.head.name.words}")

    def list_errors(self) -> Iterator[str]:
        """Yield the first errors of the older revision."""
        base = self.diff.base
        for error in base.errors[:_MAX_LISTED_ERRORS] if base.has_site else ():
            yield self.escape(f"{base.name.prefix}{format_location(error.location)}: {error.code}: {error.message}")

    def group_records(self) -> Iterator[tuple[str, list[RecordChange]]]:
        """Yield the changed records by kind, each kind with its heading."""
        for kind in _RECORD_KINDS:
            if records := [record for record in self.diff.records if record.kind == kind]:
                yield f"{kind}s".capitalize(), records

    def list_items(self, *changes: AnyChange) -> Iterator[str]:
        """Yield what has changed in a record, or in facts alike; then what depends on these."""
        yield from (self.write_change(part) for part in changes[0].changes if part.field != "fact")
        facts = [change for change in changes if isinstance(change, FactChange)]
        if shown := [fact.id for fact in facts if fact.on_home]:
            names = f": {', '.join(shown)}" if len(facts) > 1 else ""
            yield self.mark_note(self.escape(f"shown on the home page{names}"))
        recheck = dict.fromkeys(dependent for fact in facts for dependent in fact.recheck)
        for heading, accepted in (("to be rechecked", False), ("read again since", True)):
            if dependents := [dependent for dependent in recheck if dependent.accepted is accepted]:
                yield self.write_recheck(heading, [self.write_dependent(dependent) for dependent in dependents])

    def write_ids(self, *facts: AnyChange) -> str:
        """Return how many facts are in a group, with the first of their ids."""
        left = len(facts) - _MAX_LISTED_FACTS
        names = ", ".join(self.write_id(fact.id) for fact in facts[:_MAX_LISTED_FACTS])
        return f"{format_count(len(facts), 'fact')}: {names}{f' and {left} more' if left > 0 else ''}"

    def write_dependent(self, dependent: Dependent) -> str:
        """Return what depends on a changed fact, and how."""
        name = dependent.id if dependent.kind == "fact" else f"{dependent.kind} {dependent.id}"
        through = f", through {' and '.join(dependent.intermediates)}" if dependent.intermediates else ""
        return f"{self.write_id(name)} ({self.escape(f'{dependent.dependency_kind}{through}')})"

    def write_change(self, change: Change) -> str:
        """Return what changed, from what to what, and what that amounts to."""
        kind = change.kinds[0]
        if kind in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return self.escape(change.after or change.before)
        is_named = bool(kind.meaning) and change.field in _FIELDS_NAMED_BY_KIND
        label = kind.meaning if is_named else change.field
        kinds = "" if is_named else ", ".join(kind.meaning for kind in change.kinds if kind.meaning)
        remark = ": ".join(filter(None, (kinds, change.why)))
        words = f"{self.escape(label)}: {self.write_words(change)}"
        return self.join_change(kind.sign, words, self.escape(f"({remark})") if remark else "")

    def write_words(self, change: Change) -> str:
        """Return the old and the new value, or a longer text once with its changed words marked."""
        before, after = change.before, change.after
        is_text = min(len(before.split()), len(after.split())) > _MAX_SHORT_WORDS
        if before == after:
            return self.escape(after)
        if is_text and {ChangeKind.REWORDED, ChangeKind.CHANGED} & set(change.kinds):
            return " ".join(starmap(self.mark_run, diff_words(before, after)))
        sides = ((REMOVED, before), (INSERTED, after))
        return " → ".join(self.mark_value(sign, words) for sign, words in sides if words)
