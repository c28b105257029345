"""The kinds of change that a fact or a record can go through, as typed values."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Self, TypeAlias, TypeGuard

from factsheet.analysis.dependents import Dependent
from factsheet.diagnostics.core import Location, Reference
from factsheet.diagnostics.frozen import dataclass
from factsheet.evidence.locator import Locator
from factsheet.model import records
from factsheet.model.dates.points import Date
from factsheet.model.text.spans import Span, Text, strip_markup
from factsheet.model.values.hedges import Value
from factsheet.model.vocabulary import Relation, Word

ComparedRecord: TypeAlias = records.Sheet | records.Chart | records.Source | records.Actor | records.Place
"""Any record with an id but a fact."""


class ChangeKind(Word):
    """What kind of change it is: the word of the JSON report, and what reports say where the field does not show it."""

    sign: str
    """The character before it: `+` for more, `-` for less, `~` for anything else."""

    def __new__(cls, word: str, meaning: str, sign: str = "~") -> Self:
        """Make the word equal to its text, and keep what it means and what stands before it."""
        self = str.__new__(cls, word)
        self._value_, self.meaning, self.sign = word, meaning, sign
        return self

    NEW = "new", "new", "+"
    VANISHED = "vanished", "vanished", "-"
    WITHDRAWN = "withdrawn", "", "-"
    SUPERSEDED = "superseded", ""
    CORRECTED = "corrected", ""
    REINSTATED = "reinstated", "stands again"
    MOVED_SHEET = "moved-sheet", "moved to another sheet"
    REWORDED = "reworded", ""
    VALUE_ADDED = "value-added", "", "+"
    VALUE_REMOVED = "value-removed", "", "-"
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
    EVIDENCE_ADDED = "evidence-added", "evidence added", "+"
    EVIDENCE_LOST = "evidence-lost", "evidence lost", "-"
    PASSAGE = "passage-changed", "passage changed"
    CHAIN = "chain-changed", "chain changed"
    SPEAKER = "speaker-changed", "", "-"
    ORIGIN_GAINED = "origin-gained", "origin gained", "+"
    ORIGIN_LOST = "origin-lost", "origin lost", "-"
    INDEPENDENCE = "independence-changed", ""
    FORMULA = "formula-changed", ""
    INPUTS = "inputs-changed", ""
    RESULT = "result-changed", "result changed"
    CORRECTION_ADDED = "correction-added", "correction added", "+"
    CORRECTION_LOST = "correction-lost", "correction removed or rewritten", "-"
    ADDED = "field-added", "", "+"
    CHANGED = "field-changed", ""
    REMOVED = "field-removed", "", "-"


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
    before: records.Fact | None
    """None for a new fact."""
    after: records.Fact | None
    """None for one that has vanished."""
    fact: records.Fact
    """The fact as it is now, or as it was last."""
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


@dataclass(frozen=True, slots=True)
class RecordChange:
    """All that changed in one sheet, chart, source, actor or place."""

    kind: str
    """`sheet`, `chart`, `source`, `actor` or `place`."""
    id: str
    name: str
    location: Location
    before: ComparedRecord | None
    after: ComparedRecord | None
    changes: tuple[Change, ...]


AnyChange: TypeAlias = FactChange | RecordChange
_Corrected: TypeAlias = records.CorrectedRecord
_Record: TypeAlias = records.Fact | ComparedRecord | records.Evidence | records.Derivation


def format_field_value(value: object) -> str:
    """Return the content of a field as words."""
    match value:
        case Reference(name, _):
            words = name
        case Date() | Locator() | Value() | records.SourceStatus():
            words = value.text
        case records.Review(every_days=days, by=by, frozen=frozen):
            due = f"by {by.text}" if by else f"frozen: {frozen}"
            words = due if days is None else f"every {days} days"
        case records.ConflictChoice(source=source, why=why):
            words = f"{source.id}: {strip_markup(why)}"
        case records.Evidence() | records.Derivation():
            words = _format_basis(value)
        case records.Waiver(code=code, why=reason, until=until):
            words = f"{code}: {reason}{f' (until {until.text})' if until else ''}"
        case records.Correction(on=on, kind=kind, was=was, why=why):
            words = f"{on.text} {kind}: was {strip_markup(was)}; {strip_markup(why)}"
        case tuple():
            words = strip_markup(value) if _is_text(value) else ", ".join(map(format_field_value, value))
        case _:
            words = "" if value is None else str(value)
    return words


def _is_text(value: object) -> TypeGuard[Text]:
    return isinstance(value, tuple) and all(isinstance(part, Span) for part in value)


def _format_basis(evidence: records.Evidence | records.Derivation) -> str:
    """Return a formula with its inputs; or a source, who says so, what else is written of it, and the passage."""
    if isinstance(evidence, records.Derivation):
        return f"{evidence.formula.text}, {format_inputs(evidence)}"
    relation = "" if evidence.relation is Relation.SUPPORTS else f" ({evidence.relation})"
    named = ("says", "as_of", "attribution", "differs", "note")
    contents = {name: format_field_value(getattr(evidence, name)) for name in named}
    remarks = "".join(f", {name} {words}" for name, words in contents.items() if words)
    return f"{evidence.source.id}{relation}, by {format_chain(evidence)}{remarks}: {evidence.locator.text}"


def format_chain(evidence: records.Evidence) -> str:
    """Return who said it first and who passed it on."""
    first = " and ".join(actor.id for actor in evidence.speakers) or "the publisher"
    return " → ".join((first, *(actor.id for actor in evidence.chain[1:])))


def format_inputs(derived: records.Derivation | None) -> str:
    """Return what each name in a formula stands for, in the order of the names."""
    inputs = sorted(derived.inputs if derived else (), key=lambda item: item[0])
    return ", ".join(f"{name}: {fact.id}{'.also' if part == 'also' else ''}" for name, fact, part in inputs)


def find_field_changes(
    name: str, before: object, after: object, at: Location, kind: ChangeKind = ChangeKind.CHANGED
) -> Iterator[Change]:
    """Yield the change of a field, if there is one; by default, its kind says whether it was there before and after."""
    old, new = format_field_value(before), format_field_value(after)
    if old == new and (before == after or not _is_text(before)):
        return
    if kind is ChangeKind.CHANGED and not (old and new):
        kind = ChangeKind.REMOVED if old else ChangeKind.ADDED
    yield Change((kind,), name, old, new, at, "links or emphasis" if old == new else "")


def find_record_changes(before: _Record, after: _Record, without: frozenset[str], prefix: str = "") -> Iterator[Change]:
    """Yield what changed in the fields of a record; the prefix says which record it is."""
    for item in fields(after):
        at = after.locations.find(item.name)
        if item.name == "corrections" and isinstance(before, _Corrected) and isinstance(after, _Corrected):
            for new in find_new_corrections(before, after):
                yield from find_field_changes(item.name, None, new, new.locations.whole, ChangeKind.CORRECTION_ADDED)
            for old in find_new_corrections(after, before):
                yield from find_field_changes(item.name, old, None, at, ChangeKind.CORRECTION_LOST)
        elif item.name not in without:
            was, now = getattr(before, item.name), getattr(after, item.name)
            yield from find_field_changes(f"{prefix}{item.name}", was, now, at)


def find_new_corrections(before: _Corrected, after: _Corrected) -> tuple[records.Correction, ...]:
    """Return the corrections of a record that were not there before."""
    known = {format_field_value(correction) for correction in before.corrections}
    return tuple(correction for correction in after.corrections if format_field_value(correction) not in known)


def list_content(record: records.Fact | ComparedRecord, without: frozenset[str], *, is_new: bool) -> Iterator[Change]:
    """Yield what a whole record says, a change for each field that is written: all of it was added or removed."""
    for item in fields(record):
        content, at = getattr(record, item.name), record.locations.find(item.name)
        if item.name not in without and content != item.default:
            for part in content if item.name == "evidence" else (content,):
                yield from find_field_changes(item.name, None if is_new else part, part if is_new else None, at)


def format_plain_text(text: Text) -> str:
    """Return the words of a text with white space folded."""
    return " ".join(strip_markup(text).split())
