"""A review for the terminal: facts with their changes, and what is to be read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from factsheet.diagnostics.core import Diagnostic, Location
from factsheet.diagnostics.reporters import escape_unprintable
from factsheet.review.diff.changes import Change, ChangeKind, FactChange, RecordChange, format_plain_text
from factsheet.review.diff.compare import RevisionDiff
from factsheet.review.reports.common import (
    INSERTED,
    REMOVED,
    choose_sign,
    diff_words,
    format_change_label,
    format_change_remark,
    format_dependency,
    format_dependent,
    format_review_notes,
    format_summary,
    group_changed_records,
    group_recheck,
    is_running_text,
)

MAX_LISTED_ERRORS = 10
"""So many errors of a version are told; its own `check` tells all."""
_COLOURS = {"+": "32", "-": "31", "~": "33"}
_BRACKETS = {REMOVED: ("[-", "-]"), INSERTED: ("{+", "+}")}


def format_review_text(difference: RevisionDiff, *, colour: bool = False) -> str:
    """Return the review as lines."""
    return "\n".join(_TextReview(colour=colour).format_all(difference)) + "\n"


def format_error_line(finding: Diagnostic) -> str:
    """Return an error of a version in one line."""
    at = finding.location
    place = f"{at.file}:{at.line}:{at.column}" if at.line else at.file
    return f"{place}: {finding.code}: {finding.message}"


@dataclass(frozen=True, slots=True)
class _TextReview:
    """Writes lines, in colour or without."""

    colour: bool

    def format_all(self, difference: RevisionDiff) -> Iterator[str]:
        yield escape_unprintable(f"{difference.base.name.words} → {difference.head.name.words}")
        yield self.paint(format_summary(difference), "1")
        for note in format_review_notes(difference):
            yield escape_unprintable(f"note: {note}")
        base = difference.base
        for error in base.errors[:MAX_LISTED_ERRORS] if base.has_site else ():
            yield escape_unprintable(f"  {base.name.prefix}{format_error_line(error)}")
        for fact in difference.facts:
            yield ""
            yield from self.format_fact(fact, difference)
        for heading, records in group_changed_records(difference.records):
            yield ""
            yield self.paint(heading, "1")
            for record in records:
                yield from self.format_record(record, difference)

    def format_fact(self, change: FactChange, difference: RevisionDiff) -> Iterator[str]:
        sign, fact = choose_sign(change), change.fact
        yield self.format_head(
            sign,
            change.id,
            self.format_location(fact.locations.find("id"), difference, gone=not change.after),
        )
        yield f"    {escape_unprintable(format_plain_text(fact.statement))}"
        for one in change.changes:
            yield f"    {self.format_change(one)}"
        if change.on_home:
            yield f"    {self.paint('shown on the home page', '36')}"
        for heading, found in group_recheck(change.recheck):
            yield f"    {self.paint(f'{heading}:', '36')}"
            for resting in found:
                yield escape_unprintable(f"      {format_dependent(resting)} ({format_dependency(resting)})")

    def format_record(self, record: RecordChange, difference: RevisionDiff) -> Iterator[str]:
        sign = choose_sign(record)
        yield self.format_head(sign, record.id, self.format_location(record.location, difference, gone=sign == "-"))
        for one in record.changes:
            yield f"    {self.format_change(one)}"

    def format_head(self, sign: str, name: str, place: str) -> str:
        return (
            f"{self.paint(sign, _COLOURS[sign])} {self.paint(escape_unprintable(name), '1')}  {self.paint(place, '2')}"
        )

    @staticmethod
    def format_location(at: Location, difference: RevisionDiff, *, gone: bool) -> str:
        shown = difference.base.add_prefix(at) if gone else at
        return escape_unprintable(f"{shown.file}:{shown.line}")

    def format_change(self, change: Change) -> str:
        kind = change.kinds[0]
        if kind in {ChangeKind.NEW, ChangeKind.VANISHED}:
            return escape_unprintable(change.after or change.before)
        remark = format_change_remark(change)
        told = escape_unprintable(f"  ({remark})" if remark else "")
        sign = self.paint(kind.sign, _COLOURS[kind.sign])
        label = escape_unprintable(format_change_label(change))
        return f"{sign} {label}: {self.format_words(change)}{self.paint(told, '2')}"

    def format_words(self, change: Change) -> str:
        if not change.before or not change.after:
            return escape_unprintable(change.before or change.after)
        if not is_running_text(change):
            if change.before == change.after:
                return escape_unprintable(change.after)
            return f"{escape_unprintable(change.before)} → {escape_unprintable(change.after)}"
        return " ".join(
            self.format_run(run.sign, escape_unprintable(run.words)) for run in diff_words(change.before, change.after)
        )

    def format_run(self, sign: str, words: str) -> str:
        if sign not in _BRACKETS:
            return words
        opening, closing = _BRACKETS[sign]
        return self.paint(f"{opening}{words}{closing}", _COLOURS[sign])

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour and text else text
