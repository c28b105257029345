"""What every form of a review says: the counts, the order, and which changes are shown word by word."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from factsheet.analysis.dependents import Dependent
from factsheet.model.text.wording import format_count
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange
from factsheet.review.diff.compare import RevisionDiff

UNCHANGED, REMOVED, INSERTED = "=", "-", "+"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that share one fate."""

    sign: str
    """`KEPT`, `GONE` or `COME`."""
    words: str


def diff_words(before: str, after: str) -> Iterator[WordRun]:
    """Yield the runs of words, those that went before those that came in their place."""
    old, new = before.split(), after.split()
    for fate, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if fate == "equal":
            yield WordRun(UNCHANGED, " ".join(old[a:b]))
            continue
        if b > a:
            yield WordRun(REMOVED, " ".join(old[a:b]))
        if d > c:
            yield WordRun(INSERTED, " ".join(new[c:d]))


_NOTHING_CHANGED = "no fact has changed"
_NOTHING_READ = "no change in what could be read"
_MAX_SHORT_WORDS = 2
"""Texts of more words than this are shown as one text with its changes marked."""
_LABEL_KINDS = frozenset(
    {
        ChangeKind.EVIDENCE_ADDED,
        ChangeKind.EVIDENCE_LOST,
        ChangeKind.ORIGIN_GAINED,
        ChangeKind.ORIGIN_LOST,
        ChangeKind.CORRECTION_ADDED,
        ChangeKind.CORRECTION_LOST,
        ChangeKind.RESULT,
    }
)
"""Kinds that stand in the place of the field's name."""
_SELF_EVIDENT_KINDS = _LABEL_KINDS | {
    ChangeKind.NEW,
    ChangeKind.VANISHED,
    ChangeKind.WITHDRAWN,
    ChangeKind.SUPERSEDED,
    ChangeKind.CORRECTED,
    ChangeKind.VALUE_ADDED,
    ChangeKind.VALUE_REMOVED,
    ChangeKind.REWORDED,
    ChangeKind.INDEPENDENCE,
    ChangeKind.FORMULA,
    ChangeKind.INPUTS,
    ChangeKind.ADDED,
    ChangeKind.REMOVED,
    ChangeKind.CHANGED,
}
"""Kinds that the sign and the field say already."""
STATE_BY_SIGN: Mapping[str, str] = MappingProxyType({"~": "changed", "+": "new", "-": "gone"})
"""What a mark says of a record."""
_RECORD_ORDER = ("sheet", "chart", "source", "actor", "place")


def choose_sign(change: FactChange | RecordChange) -> str:
    """Return `+` for what is new, `-` for what is gone or withdrawn, `~` for what is otherwise."""
    kinds = {kind for one in change.changes for kind in one.kinds}
    if ChangeKind.NEW in kinds:
        return "+"
    return "-" if kinds & {ChangeKind.VANISHED, ChangeKind.WITHDRAWN} else "~"


def format_summary(difference: RevisionDiff) -> str:
    """Return the counts in one line."""
    facts = difference.facts
    counts = {
        "new": _count_with(facts, ChangeKind.NEW),
        "vanished": _count_with(facts, ChangeKind.VANISHED),
        "withdrawn": _count_with(facts, ChangeKind.WITHDRAWN),
        "superseded": _count_with(facts, ChangeKind.SUPERSEDED),
    }
    changed = len(facts) - sum(counts.values())
    said = [f"{format_count(changed, 'fact')} changed"] if changed else []
    for word, count in counts.items():
        if count:
            said.append(f"{count} {word}" if said else f"{format_count(count, 'fact')} {word}")
    waiting = len(collect_recheck(difference))
    nothing = _NOTHING_READ if difference.base.errors or difference.head.errors else _NOTHING_CHANGED
    parts = [", ".join(said) or nothing]
    parts += [f"{waiting:,} to be rechecked"] if waiting else []
    for kind in _RECORD_ORDER:
        signs = Counter(choose_sign(one) for one in difference.records if one.kind == kind)
        states = ((signs[sign], word) for sign, word in STATE_BY_SIGN.items())
        listed = [(count, word) for count, word in states if count]
        parts += (
            [
                ", ".join(
                    f"{count} {word}" if place else f"{format_count(count, kind)} {word}"
                    for place, (count, word) in enumerate(listed)
                )
            ]
            if listed
            else []
        )
    return "; ".join(parts)


def _count_with(facts: tuple[FactChange, ...], kind: ChangeKind) -> int:
    return sum(1 for one in facts if kind in one.kinds)


def collect_recheck(difference: RevisionDiff) -> frozenset[tuple[str, str]]:
    """Return kind and id of all that is to be read again."""
    return frozenset((one.kind, one.id) for change in difference.facts for one in change.recheck if not one.accepted)


def group_changed_records(
    records: tuple[RecordChange, ...],
) -> Iterator[tuple[str, tuple[RecordChange, ...]]]:
    """Yield the changed records by kind, each with its heading."""
    for kind in _RECORD_ORDER:
        if found := tuple(one for one in records if one.kind == kind):
            yield f"{kind}s".capitalize(), found


def format_change_remark(change: Change) -> str:
    """Return what kind of change it is, with what it amounts to; nothing where that is plain to see."""
    kinds = ", ".join(kind.meaning for kind in change.kinds if kind not in _SELF_EVIDENT_KINDS)
    return ": ".join(part for part in (kinds, change.why) if part)


def format_change_label(change: Change) -> str:
    """Return what a change is about: its field, or the kind of change where that says more."""
    kind = change.kinds[0]
    return kind.meaning if kind in _LABEL_KINDS else change.field


def is_running_text(change: Change) -> bool:
    """Tell whether a change is best shown word by word."""
    return min(len(change.before.split()), len(change.after.split())) > _MAX_SHORT_WORDS and bool(
        {ChangeKind.REWORDED, ChangeKind.CHANGED} & set(change.kinds)
    )


def format_dependency(one: Dependent) -> str:
    """Return how something rests on the changed fact."""
    through = f", through {' and '.join(one.intermediates)}" if one.intermediates else ""
    return f"{one.dependency_kind}{through}"


def format_dependent(one: Dependent) -> str:
    """Return what rests on it, with its kind where it is no fact."""
    return one.id if one.kind == "fact" else f"{one.kind} {one.id}"


def group_recheck(recheck: tuple[Dependent, ...]) -> Iterator[tuple[str, tuple[Dependent, ...]]]:
    """Yield what rests on a changed fact: what waits to be read again, and what has been."""
    for heading, accepted in (("to be rechecked", False), ("read again since", True)):
        if found := tuple(one for one in recheck if one.accepted is accepted):
            yield heading, found


def format_review_notes(difference: RevisionDiff) -> Iterator[str]:
    """Yield what a reader of the review must know before trusting it."""
    base, head = difference.base, difference.head
    if not base.has_site:
        yield f"there is no site in {base.name.words}: everything counts as new"
    for one in (base, head):
        if one.errors and one.has_site:
            count = format_count(len(one.errors), "error")
            yield f"{count} in {one.name.words}: what could not be read is not compared"
    if difference.not_compared:
        yield f"not compared: {', '.join(difference.not_compared)}"
