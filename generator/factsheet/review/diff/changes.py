"""The kinds of change that a fact or a record can go through, as typed values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TypeAlias

from factsheet.analysis.dependents import Dependent
from factsheet.diagnostics.core import Location, Reference
from factsheet.evidence.locator import Locator
from factsheet.model.dates.points import Date
from factsheet.model.records import (
    Actor,
    Chart,
    ConflictChoice,
    Correction,
    Derivation,
    Evidence,
    Fact,
    Place,
    Review,
    Sheet,
    Source,
    Waiver,
)
from factsheet.model.text.spans import Code, Emphasis, Link, Mark, Plain, Strong, Text, strip_markup
from factsheet.model.values.quantities import Value
from factsheet.model.vocabulary import Word


class ChangeKind(Word):
    """What kind of change it is; the first word of each is that of the JSON report."""

    NEW = "new", "new"
    VANISHED = "vanished", "vanished"
    WITHDRAWN = "withdrawn", "withdrawn"
    SUPERSEDED = "superseded", "superseded"
    CORRECTED = "corrected", "corrected"
    REINSTATED = "reinstated", "stands again"
    MOVED_SHEET = "moved-sheet", "moved to another sheet"
    REWORDED = "reworded", "reworded"
    VALUE_ADDED = "value-added", "value added"
    VALUE_REMOVED = "value-removed", "value removed"
    TIGHTENED = "bound-tightened", "bound tightened"
    LOOSENED = "bound-loosened", "bound loosened"
    SHIFTED = "range-shifted", "range shifted"
    MOVED = "value-moved", "value moved"
    PROGRESS = "progress", "grown since"
    UNIT = "unit-changed", "unit changed"
    HEDGE_LIFTED = "hedge-lifted", "hedge lifted"
    HEDGE_ADDED = "hedge-added", "hedge added"
    HEDGE_CHANGED = "hedge-changed", "hedge changed"
    WRITTEN = "written-otherwise", "written otherwise"
    RAISED = "standing-raised", "standing raised"
    LOWERED = "standing-lowered", "standing lowered"
    EVIDENCE_ADDED = "evidence-added", "evidence added"
    EVIDENCE_LOST = "evidence-lost", "evidence lost"
    PASSAGE = "passage-changed", "passage changed"
    CHAIN = "chain-changed", "chain changed"
    SPEAKER = "speaker-changed", "speaker changed"
    ORIGIN_GAINED = "origin-gained", "origin gained"
    ORIGIN_LOST = "origin-lost", "origin lost"
    INDEPENDENCE = "independence-changed", "independent sources"
    FORMULA = "formula-changed", "formula changed"
    INPUTS = "inputs-changed", "inputs changed"
    RESULT = "result-changed", "result changed"
    CORRECTION_ADDED = "correction-added", "correction added"
    CORRECTION_LOST = "correction-lost", "correction removed or rewritten"
    ADDED = "field-added", "added"
    CHANGED = "field-changed", "changed"
    REMOVED = "field-removed", "removed"

    @property
    def sign(self) -> str:
        """The character before it: `+` for more, `-` for less, `~` for anything else."""
        return "+" if self in _PLUS_KINDS else "-" if self in _MINUS_KINDS else "~"


_PLUS_KINDS = frozenset(
    {
        ChangeKind.NEW,
        ChangeKind.VALUE_ADDED,
        ChangeKind.EVIDENCE_ADDED,
        ChangeKind.ORIGIN_GAINED,
        ChangeKind.CORRECTION_ADDED,
        ChangeKind.ADDED,
    }
)
_MINUS_KINDS = frozenset(
    {
        ChangeKind.VANISHED,
        ChangeKind.WITHDRAWN,
        ChangeKind.VALUE_REMOVED,
        ChangeKind.EVIDENCE_LOST,
        ChangeKind.ORIGIN_LOST,
        ChangeKind.SPEAKER,
        ChangeKind.CORRECTION_LOST,
        ChangeKind.REMOVED,
    }
)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference from the version before."""

    kinds: tuple[ChangeKind, ...]
    """One or more that belong together, such as a bound tightened because a hedge was lifted."""
    field: str
    """The field it is about, such as `value` or `evidence`."""
    before: str
    after: str
    location: Location
    """Where it stands in the new version; in the old one when it is gone."""
    why: str = ""
    """What the change amounts to, in words; may be empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactChange:
    """All that changed in one fact."""

    id: str
    sheet: str
    before: Fact | None
    """None for a new fact."""
    after: Fact | None
    """None for one that has vanished."""
    changes: tuple[Change, ...]
    recheck: tuple[Dependent, ...] = ()
    """What rests on it and is to be read again; empty when its meaning is as it was."""
    on_home: bool = False
    """Whether the home page shows it."""

    @property
    def kinds(self) -> frozenset[ChangeKind]:
        """Every kind of change in it."""
        return frozenset(kind for change in self.changes for kind in change.kinds)

    def find_changes(self, *kinds: ChangeKind) -> Iterator[Change]:
        """Yield the changes of these kinds."""
        return (change for change in self.changes if set(kinds) & set(change.kinds))

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or as it was last.

        Raises:
            ValueError: when there is neither.
        """
        fact = self.after or self.before
        if fact is None:
            raise ValueError(f"'{self.id}' is in neither version")
        return fact


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """All that changed in one sheet, chart, source, actor or place."""

    kind: str
    """`sheet`, `chart`, `source`, `actor` or `place`."""
    id: str
    name: str
    location: Location
    changes: tuple[Change, ...]


_ComparedRecord: TypeAlias = Fact | Evidence | Derivation | Sheet | Chart | Source | Actor | Place
_FieldContent: TypeAlias = tuple[str, object]
"""A field as it is shown, and what decides whether it is the same."""


def format_field_value(value: object) -> _FieldContent:
    """Return the content of a field as words, with what tells it from another; places do not count."""
    match value:
        case None:
            words, same = "", None
        case Reference(name, _):
            words, same = name, None
        case Date() | Locator() | Value():
            words, same = value.text, None
        case Review(every_days=days, by=by, frozen=frozen):
            due = f"by {by.text}" if by else f"frozen: {frozen}"
            words, same = (due if days is None else f"every {days} days"), None
        case ConflictChoice(source=source, why=why):
            words, same = f"{source.id}: {strip_markup(why)}", None
        case Waiver(code=code, why=reason, until=until):
            words, same = f"{code}: {reason}{f' (until {until.text})' if until else ''}", None
        case Correction(on=on, kind=kind, was=was, why=why):
            words, same = f"{on.text} {kind}: was {strip_markup(was)}; {strip_markup(why)}", None
        case tuple() if all(isinstance(part, Plain | Code | Emphasis | Strong | Mark | Link) for part in value):
            words, same = strip_markup(value), value
        case tuple():
            words, same = ", ".join(format_field_value(part)[0] for part in value), None
        case _:
            words, same = str(value), None
    return words, words if same is None else same


def find_field_changes(
    name: str, before: object, after: object, at: Location, kind: ChangeKind = ChangeKind.CHANGED
) -> Iterator[Change]:
    """Yield the change of a field, if there is one; `kind` is that of a field there before and after."""
    (old, was), (new, now) = format_field_value(before), format_field_value(after)
    if was == now:
        return
    if not old or not new:
        kind = ChangeKind.ADDED if not old else ChangeKind.REMOVED
    why = "links or emphasis" if old == new else ""
    yield Change((kind,), name, old, new, at, why)


def find_record_changes(
    before: _ComparedRecord, after: _ComparedRecord, leave_out: frozenset[str], prefix: str = ""
) -> Iterator[Change]:
    """Yield what changed in the fields of a record; the prefix says which record it is."""
    for item in fields(after):
        if item.name not in leave_out:
            old, new = getattr(before, item.name), getattr(after, item.name)
            yield from find_field_changes(f"{prefix}{item.name}", old, new, after.locations.find(item.name))


def format_plain_text(text: Text) -> str:
    """Return the words of a text with white space folded."""
    return " ".join(strip_markup(text).split())
